#include "connectors/maxcompute/readsession.h"

#include "connectors/maxcompute/storageread.h"
#include "data/batch.h"

namespace sluice
{

namespace
{

class TunnelRead final : public ReadSession
{
public:
    TunnelRead(std::shared_ptr<const ReadPlan> plan, DownloadSession session)
        : m_plan(std::move(plan))
        , m_session(std::move(session))
    {
    }

    const TunnelTarget &target() const override { return m_session.target; }
    qint64 rows() const override { return m_session.rows; }

    ServiceRequest request(const Client &client, const RowRange &range, qint64 done) const override
    {
        return rowsRequest(client, m_session, m_plan->wireNames, range.start + done, range.count - done,
                           m_plan->transfer);
    }
    Result<Compression> compression(const QByteArray &contentEncoding) const override
    {
        return compressionOf(contentEncoding.toStdString());
    }
    std::unique_ptr<RowDecoder> decoder() const override
    {
        return m_plan->transfer.decoder(m_plan->wireSchema, batchRowLimit, TextCheck::None);
    }

private:
    std::shared_ptr<const ReadPlan> m_plan;
    DownloadSession m_session;
};

} // namespace

Done checkColumns(const ReadPlan &plan, const Schema &session)
{
    for (qsizetype i = 0; i < plan.wireNames.size(); ++i) {
        const Column &column = plan.wireSchema.columns[i];
        const qsizetype index = session.indexOf(plan.wireNames[i]);
        if (index < 0 || !(session.columns[index].type == column.type))
            return makeError(
                ErrorCode::Conflict,
                QStringLiteral("Column \"%1\" was changed while the task began. Run again.").arg(column.name));
    }
    return {};
}

Result<std::shared_ptr<const ReadSession>> openReadSession(Client &client, std::shared_ptr<const ReadPlan> plan,
                                                           const TunnelTarget &target, int wanted, Stop stop)
{
    if (plan->storage)
        return openStorageRead(client, std::move(plan), target, wanted, stop);
    SLUICE_TRY(DownloadSession session, createDownload(client, target, stop));
    SLUICE_CHECK(checkColumns(*plan, session.columns.columns));
    return std::shared_ptr<const ReadSession>(std::make_shared<TunnelRead>(std::move(plan), std::move(session)));
}

} // namespace sluice
