#include "connectors/maxcompute/uploadsink.h"

#include "connectors/maxcompute/uploadresume.h"

#include <QMutex>
#include <QSet>

#include <algorithm>
#include <map>

namespace sluice
{

namespace
{

// The sessions change between epochs, while no writer is at work.
class UploadRun final : public BlockRun
{
public:
    using BlockRun::BlockRun;

    Done open(BlockSender &sender, int lane, Stop stop) override
    {
        QMutexLocker lock(&m_mutex);
        SLUICE_TRY(LaneUpload * upload, uploadOf(lane, stop));
        const int block = upload->nextBlock++;
        const UploadSession session = upload->session;
        lock.unlock();
        if (block >= blockLimit)
            return makeError(ErrorCode::Unsupported, tooManyBlocks());
        return openBlock(sender, session, block);
    }

    Result<QJsonValue> sent(const BlockSender &sender, int lane) const override
    {
        QMutexLocker lock(&m_mutex);
        return sentBlock(m_uploads.at(slotOf(lane)).session.id, sender.blockId(), first);
    }

    Done openBlock(BlockSender &sender, const UploadSession &session, int block) const
    {
        const Transfer &transfer = parameters.transfer;
        return sender.open(blockRequest(sender.client(), session, block, transfer), block,
                           transfer.encoder(session.columns.columns, shape.numbers()), transfer.compression);
    }

    // The session that the run begins with, which is the first lane's or all lanes'.
    void begin(UploadSession session, int nextBlock)
    {
        first = session.id;
        m_uploads[0] = {std::move(session), nextBlock};
    }
    // Lanes that go on open new sessions.
    void endEpoch()
    {
        QMutexLocker lock(&m_mutex);
        m_uploads.clear();
    }

    TunnelTarget target;
    QString first;         // the id of the session that the run began with
    QSet<QString> earlier; // sessions that another attempt has sent blocks to

private:
    struct LaneUpload {
        UploadSession session;
        int nextBlock = 0;
    };

    // MW-9: one session for all lanes or one for each. What overwrites is one: it would replace the others' rows.
    int slotOf(int lane) const { return parameters.consistencyCommit || parameters.truncate ? 0 : lane; }

    // Later epochs add to what the first one replaced.
    Result<LaneUpload *> uploadOf(int lane, Stop stop)
    {
        const int slot = slotOf(lane);
        const auto known = m_uploads.find(slot);
        if (known != m_uploads.end())
            return &known->second;
        Client client(account, runTries, log);
        SLUICE_TRY(UploadSession session, createUpload(client, target, false, stop));
        return &(m_uploads[slot] = {std::move(session), 0});
    }

    mutable QMutex m_mutex;
    std::map<int, LaneUpload> m_uploads;
};

// The rows of some lanes are seen, those of others are not.
Error committedInPart(Error error, qsizetype done, qsizetype all)
{
    error.message += QStringLiteral(" Without consistencyCommit each lane's rows are committed by themselves: those of "
                                    "%1 of %2 lanes are in the table. Resume the run, which adds the others; a new run "
                                    "would add all of them.")
                         .arg(done)
                         .arg(all);
    return error;
}

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
        return m_committedEpoch < 0 ? resumeStateOf(m_run->first) : QByteArray();
    }

    Result<std::unique_ptr<Writer>> writer(int lane) override { return makeBlockWriter(m_run, lane); }

    Done commit(qint64 epoch, const std::vector<Receipt> &receipts, Stop stop) override
    {
        if (epoch <= m_committedEpoch)
            return {};
        QList<SentBlocks> uploads = sentBlocks(receipts, m_run->first);
        if (m_committedEpoch >= 0) // what the run began with is committed
            uploads.removeFirst();
        Client client(m_run->account, runTries, m_run->log);
        for (qsizetype i = 0; i < uploads.size(); ++i)
            if (const Done done = commitOne(client, uploads[i], stop); !done)
                return i == 0 ? done : committedInPart(done.error(), i, uploads.size());
        m_committedEpoch = epoch;
        m_run->endEpoch();
        return {};
    }

    // Blocks that are not committed are never seen, and go with their session.
    void abort() override {}

private:
    Done commitOne(Client &client, const SentBlocks &sent, Stop stop)
    {
        UploadSession session;
        session.target = m_run->target;
        session.id = sent.upload;
        QList<int> blocks = sent.blocks;
        if (m_run->earlier.contains(session.id)) {
            SLUICE_TRY(const QList<int> strays, emptyStrays(client, session, blocks, stop));
            blocks += strays;
        }
        return commitBlocks(client, session, std::move(blocks), stop);
    }

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
    int nextBlock = 0;
    if (resume) {
        const QList<SentBlocks> uploads = sentBlocks(resume->receipts, session.id);
        for (const SentBlocks &sent : uploads)
            run->earlier.insert(sent.upload);
        nextBlock = firstFreeBlock(session, uploads.first().blocks, request.lanes);
    }
    run->begin(std::move(session), nextBlock);
    return std::unique_ptr<Sink>(std::make_unique<UploadSink>(std::move(run)));
}

} // namespace sluice
