#include "connectors/maxcompute/packtarget.h"
#include "connectors/maxcompute/upsertsession.h"
#include "data/arrowtypes.h"
#include "tunnel/upsertrecord.h"

#include <arrow/array.h>
#include <arrow/array/util.h>
#include <arrow/builder.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <arrow/type.h>

namespace sluice
{

namespace
{

constexpr auto abortPatience = std::chrono::seconds(10);

// `rows` times the same list of column ids.
Result<std::shared_ptr<arrow::Array>> repeatedIds(const std::vector<int64_t> &ids, int64_t rows)
{
    arrow::ListBuilder builder(arrow::default_memory_pool(), std::make_shared<arrow::Int64Builder>(),
                               arrowType(Type::array(TypeKind::BigInt)));
    auto &values = static_cast<arrow::Int64Builder &>(*builder.value_builder());
    arrow::Status status = builder.Reserve(rows);
    for (int64_t row = 0; row < rows && status.ok(); ++row) {
        status = builder.Append();
        if (status.ok())
            status = values.AppendValues(ids);
    }
    auto array = status.ok() ? builder.Finish() : arrow::Result<std::shared_ptr<arrow::Array>>(status);
    if (!array.ok())
        return arrowError(array.status());
    return std::move(array).ValueUnsafe();
}

class UpsertTarget final : public RowTarget
{
public:
    UpsertTarget(const PackPlan &plan, std::vector<int> keys)
        : RowTarget(plan)
        , m_keys(std::move(keys))
        , m_schema(plan.shape.wireSchema())
        , m_numbers(plan.shape.numbers())
    {
        const Schema whole = upsertColumns(plan.tableColumns);
        for (const UpsertMeta meta : {UpsertMeta::Operation, UpsertMeta::KeyColumns, UpsertMeta::ValueColumns}) {
            const qsizetype place = plan.tableColumns.size() + qsizetype(meta);
            m_schema.columns.append(whole.columns[place]);
            m_numbers.push_back(uint32_t(place + 1));
        }
    }

    const Schema &packSchema() const override { return m_schema; }
    const std::vector<uint32_t> &packNumbers() const override { return m_numbers; }

    Result<int> partition(const PartitionSpec &partition, Stop stop) override
    {
        QMutexLocker lock(&m_mutex);
        return m_sessions.number(partition, m_plan.parameters.dynamicPartitionLimit, [&]() -> Result<UpsertSession> {
            Client client(m_plan.account, runTries, m_plan.log);
            SLUICE_TRY(UpsertSession session,
                       createUpsert(client, targetOf(partition), m_plan.parameters.slotCount, m_plan.log, stop));
            SLUICE_CHECK(learn(session));
            return session;
        });
    }

    Result<std::shared_ptr<arrow::RecordBatch>> dress(const PreparedRows &prepared) const override
    {
        const int64_t rows = prepared.rows->num_rows();
        arrow::ArrayVector arrays = prepared.rows->columns();
        auto operation = prepared.operation;
        if (!operation)
            operation =
                arrow::MakeArrayFromScalar(arrow::Int8Scalar(int8_t(RowOperation::Upsert)), rows).ValueOr(nullptr);
        if (!operation)
            return makeError(ErrorCode::Internal, QStringLiteral("There is no memory for a batch of rows."));
        arrays.push_back(std::move(operation));
        std::shared_ptr<arrow::Array> keyIds = m_keyIds;
        std::shared_ptr<arrow::Array> valueIds = m_valueIds;
        if (rows > keyIds->length()) {
            SLUICE_TRY(keyIds, repeatedIds(m_ids.keys, rows));
            SLUICE_TRY(valueIds, repeatedIds(m_ids.values, rows));
        }
        arrays.push_back(keyIds->Slice(0, rows));
        arrays.push_back(valueIds->Slice(0, rows));
        return arrow::RecordBatch::Make(arrowSchema(m_schema), rows, std::move(arrays));
    }

    Done chooseBuckets(const arrow::RecordBatch &rows, std::vector<int32_t> &buckets) const override
    {
        return sluice::chooseBuckets(rows, m_schema, m_keys, m_bucketCount, m_hasher, buckets);
    }

    Result<ServiceRequest> packRequest(const Client &client, PackPlace place, qint64 rows, Stop) override
    {
        QMutexLocker lock(&m_mutex);
        return flushRequest(client, m_sessions.at(place.partition), place.bucket, rows, m_plan.parameters.transfer);
    }

    Done commit(Stop stop) override
    {
        QMutexLocker lock(&m_mutex);
        Client client(m_plan.account, runTries, m_plan.log);
        for (const UpsertSession &session : m_sessions.all())
            SLUICE_CHECK(commitUpsert(client, session, m_plan.parameters.commitTimeout, stop));
        m_sessions.clear();
        return {};
    }

    void abort() override
    {
        Client client(m_plan.account, probeTries);
        for (const UpsertSession &session : m_sessions.all())
            abortUpsert(client, session, Stop().within(abortPatience));
    }

private:
    // What is the same for all partitions of the table.
    Done learn(const UpsertSession &session)
    {
        if (m_bucketCount > 0) {
            if (size_t(m_bucketCount) == session.buckets.size() && m_hasher == session.hasher)
                return {};
            return makeError(ErrorCode::Conflict, QStringLiteral("The table's buckets were changed during the run. Run "
                                                                 "again; keys make that harmless."));
        }
        if (m_plan.parameters.partialColumns && !session.partialUpdate)
            return makeError(ErrorCode::Config,
                             QStringLiteral("The table does not take some of its columns alone. Set its property "
                                            "acid.partial.fields.update.enable to true, or partialColumns to false."),
                             QStringLiteral("partialColumns"));
        if (session.columns.columnIds.size() != m_plan.tableColumns.size())
            return makeError(ErrorCode::Data, QStringLiteral("The service did not tell the numbers of the columns."));
        for (const int key : m_keys)
            m_ids.keys.push_back(session.columns.columnIds[qsizetype(m_numbers[size_t(key)]) - 1]);
        if (m_plan.parameters.partialColumns)
            for (const uint32_t number : m_plan.shape.numbers())
                m_ids.values.push_back(session.columns.columnIds[qsizetype(number) - 1]);
        SLUICE_TRY(m_keyIds, repeatedIds(m_ids.keys, batchRowLimit));
        SLUICE_TRY(m_valueIds, repeatedIds(m_ids.values, batchRowLimit));
        m_hasher = session.hasher;
        m_bucketCount = int(session.buckets.size());
        return {};
    }

    std::vector<int> m_keys; // their places in the wire's schema
    Schema m_schema;         // with the columns that say what is to be done
    std::vector<uint32_t> m_numbers;

    QMutex m_mutex;
    PartitionSessions<UpsertSession> m_sessions;
    // Set when the first session is opened, before any row is dressed.
    struct {
        std::vector<int64_t> keys;
        std::vector<int64_t> values; // empty: whole rows
    } m_ids;
    std::shared_ptr<arrow::Array> m_keyIds;
    std::shared_ptr<arrow::Array> m_valueIds;
    BucketHasher m_hasher = BucketHasher::Default;
    int m_bucketCount = 0;
};

} // namespace

Result<std::unique_ptr<RowTarget>> makeUpsertTarget(const PackPlan &plan, const QStringList &keys)
{
    std::vector<int> places;
    for (const QString &key : keys) {
        const qsizetype place = plan.shape.wireSchema().indexOf(key);
        if (place < 0)
            return makeError(ErrorCode::Config,
                             QStringLiteral("\"%1\" is a key of the table, so \"column\" must name it.").arg(key),
                             QStringLiteral("column"));
        places.push_back(int(place));
    }
    return std::unique_ptr<RowTarget>(std::make_unique<UpsertTarget>(plan, std::move(places)));
}

} // namespace sluice
