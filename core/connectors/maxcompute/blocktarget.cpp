#include "connectors/maxcompute/packtarget.h"

#include <algorithm>

namespace sluice
{

namespace
{

struct PartitionUpload {
    UploadSession session;
    int nextBlock = 0;
    QList<int> sent;
};

class BlockTarget final : public RowTarget
{
public:
    explicit BlockTarget(const PackPlan &plan)
        : RowTarget(plan)
    {
    }

    Result<int> partition(const PartitionSpec &partition, Stop stop) override
    {
        QMutexLocker lock(&m_mutex);
        return m_uploads.number(partition, m_plan.parameters.dynamicPartitionLimit, [&]() -> Result<PartitionUpload> {
            Client client(m_plan.account, runTries, m_plan.log);
            // Later epochs add to what the first one replaced.
            const bool overwrite = m_plan.parameters.truncate && !m_replaced.contains(partition.tunnelText());
            SLUICE_TRY(UploadSession session, createUpload(client, targetOf(partition), overwrite, stop));
            return PartitionUpload{std::move(session), 0, {}};
        });
    }

    Result<ServiceRequest> packRequest(const Client &client, PackPlace place, qint64, Stop) override
    {
        QMutexLocker lock(&m_mutex);
        PartitionUpload &upload = m_uploads.at(place.partition);
        if (upload.nextBlock == blockLimit)
            return makeError(ErrorCode::Unsupported, tooManyBlocks());
        upload.sent.append(upload.nextBlock);
        return blockRequest(client, upload.session, upload.nextBlock++, m_plan.parameters.transfer);
    }

    Done commit(Stop stop) override
    {
        QMutexLocker lock(&m_mutex);
        Client client(m_plan.account, runTries, m_plan.log);
        for (PartitionUpload &upload : m_uploads.all()) {
            SLUICE_CHECK(commitBlocks(client, upload.session, upload.sent, stop));
            m_replaced.insert(upload.session.target.partition.tunnelText());
        }
        m_uploads.clear();
        return {};
    }

    // Blocks that are not committed are never seen, and go with their session.
    void abort() override {}

private:
    QMutex m_mutex;
    PartitionSessions<PartitionUpload> m_uploads;
    QSet<QString> m_replaced; // partitions that an epoch has overwritten
};

} // namespace

std::unique_ptr<RowTarget> makeBlockTarget(const PackPlan &plan)
{
    return std::make_unique<BlockTarget>(plan);
}

} // namespace sluice
