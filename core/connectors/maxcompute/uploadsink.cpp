#include "connectors/maxcompute/uploadsink.h"

#include "connectors/maxcompute/uploadresume.h"

#include <QMutex>

#include <algorithm>
#include <optional>

namespace sluice
{

namespace
{

// The session changes between epochs, while no writer is at work.
class UploadRun final : public BlockRun
{
public:
    using BlockRun::BlockRun;

    Done open(BlockSender &sender, Stop stop) override
    {
        SLUICE_TRY(const UploadSession session, current(stop));
        const int block = nextBlock++;
        if (block >= blockLimit)
            return makeError(ErrorCode::Unsupported, tooManyBlocks());
        return openBlock(sender, session, block);
    }

    Result<QJsonValue> sent(const BlockSender &sender) const override { return QJsonValue(sender.blockId()); }

    Done openBlock(BlockSender &sender, const UploadSession &session, int block) const
    {
        const Transfer &transfer = parameters.transfer;
        return sender.open(blockRequest(sender.client(), session, block, transfer), block,
                           transfer.encoder(session.columns.columns, shape.numbers()), transfer.compression);
    }

    // The session of the current epoch; later epochs add to what the first one replaced.
    Result<UploadSession> current(Stop stop)
    {
        QMutexLocker lock(&mutex);
        if (!session) {
            Client client(account, runTries);
            SLUICE_TRY(session, createUpload(client, target, false, stop));
            resumed = false;
            nextBlock = 0;
        }
        return *session;
    }

    TunnelTarget target;
    bool resumed = false; // the first session was begun by an earlier attempt
    std::atomic<int> nextBlock{0};
    QMutex mutex;
    std::optional<UploadSession> session;
};

class UploadSink final : public Sink
{
public:
    explicit UploadSink(std::shared_ptr<UploadRun> run)
        : m_run(std::move(run))
    {
    }

    const Schema &schema() const override { return m_run->shape.schema(); }
    qint64 bytesSent() const override { return m_run->bytesSent; }
    QByteArray resumeState() const override
    {
        QMutexLocker lock(&m_run->mutex);
        return m_run->session ? resumeStateOf(*m_run->session) : QByteArray();
    }

    Result<std::unique_ptr<Writer>> writer(int) override { return makeBlockWriter(m_run); }

    Done commit(qint64 epoch, const std::vector<Receipt> &receipts, Stop stop) override
    {
        if (epoch <= m_committedEpoch)
            return {};
        SLUICE_TRY(const UploadSession session, m_run->current(stop));
        QList<int> sent = blockNumbers(receipts);
        Client client(m_run->account, runTries);
        if (m_run->resumed) {
            SLUICE_TRY(const QList<int> strays, emptyStrays(client, session, sent, stop));
            sent += strays;
        }
        SLUICE_CHECK(commitBlocks(client, session, std::move(sent), stop));
        m_committedEpoch = epoch;
        QMutexLocker lock(&m_run->mutex);
        m_run->session.reset();
        return {};
    }

    // Blocks that are not committed are never seen, and go with their session.
    void abort() override {}

private:
    // A block that was on its way when the run was cut off came after its last line of the journal: its rows have been
    // sent again. Returns those that are empty now.
    Result<QList<int>> emptyStrays(Client &client, const UploadSession &session, const QList<int> &sent, Stop stop)
    {
        SLUICE_TRY(const UploadSession known, reloadUpload(client, session, stop));
        QList<int> strays;
        if (known.closed)
            return strays;
        BlockSender sender(m_run->account, m_run->log);
        for (const int block : known.blocks) {
            if (std::binary_search(sent.begin(), sent.end(), block))
                continue;
            m_run->log->info(QStringLiteral("Block %1 came too late to be counted: it is emptied").arg(block));
            SLUICE_CHECK(m_run->openBlock(sender, known, block));
            SLUICE_CHECK(sender.finish(stop));
            strays.append(block);
        }
        return strays;
    }

    std::shared_ptr<UploadRun> m_run;
    qint64 m_committedEpoch = -1;
};

} // namespace

Result<std::unique_ptr<Sink>> openUploadSink(Client &client, const TunnelTarget &target, WriteParameters parameters,
                                             WriteShape shape, const Schema &expected, const OpenRequest &request,
                                             Stop stop)
{
    const ResumePoint *resume = request.resume;
    SLUICE_TRY(UploadSession session, resume ? resumeUpload(client, target, *resume, stop)
                                             : createUpload(client, target, parameters.truncate, stop));
    if (!(session.columns.columns.names() == expected.names()))
        return tableChanged(target);
    shape.setMaxFieldSize(session.maxFieldSize);
    auto run = std::make_shared<UploadRun>(client.account(), std::move(parameters), std::move(shape), request.log);
    run->target = target;
    if (resume) {
        run->resumed = true;
        run->nextBlock = firstFreeBlock(session, resume->receipts, request.lanes);
    }
    run->session = std::move(session);
    return std::unique_ptr<Sink>(std::make_unique<UploadSink>(std::move(run)));
}

} // namespace sluice
