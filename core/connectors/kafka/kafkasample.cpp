#include "connectors/kafka/jsonlayout.h"
#include "connectors/kafka/kafkaplan.h"
#include "connectors/kafka/kafkarows.h"
#include "data/cast.h"
#include "data/jsontext.h"
#include "data/utf8.h"

#include <QJsonArray>

#include <arrow/array.h>
#include <arrow/record_batch.h>

#include <algorithm>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

constexpr int recordsForColumns = 100;
constexpr int mostRecords = 1000;
constexpr qsizetype mostPaths = 500; // of all samples together
constexpr int deepestPath = 8;
constexpr int mostElements = 3;               // of an array, each gets a column
constexpr qsizetype longestText = 64 * 1024;  // characters, of a value that is not JSON
constexpr qint64 mostBytes = 8 * 1024 * 1024; // of all samples together
constexpr auto samplePatience = 10s;

const QStringList &builtIn()
{
    static const QStringList names{QStringLiteral("__key__"),       QStringLiteral("__value__"),
                                   QStringLiteral("__partition__"), QStringLiteral("__headers__"),
                                   QStringLiteral("__offset__"),    QStringLiteral("__timestamp__")};
    return names;
}

// Whatever the step's own columns and window are.
Result<KafkaReadParameters> wholeRecords(const StepSpec &step)
{
    StepSpec whole = step;
    whole.parameter = {{QStringLiteral("column"), QJsonArray::fromStringList(builtIn())},
                       {QStringLiteral("beginType"), QStringLiteral("earliest")}};
    for (const char *key : {"topic", "partition", "keyType", "valueType", "encoding", "headerEncoding"})
        if (const QJsonValue value = step.parameter.value(QLatin1String(key)); !value.isUndefined())
            whole.parameter.insert(QLatin1String(key), value);
    return KafkaReadParameters::from(whole, QTimeZone::utc());
}

// Whether a column of this name reads what lies there: a member may be called like a built-in field.
bool isReadBy(const QString &path, const KafkaReadParameters &read)
{
    if (path.isEmpty())
        return false;
    const auto column = parseKafkaColumn(path, 0, read.keyType, read.valueType);
    return column.ok() && column->kind == KafkaColumn::Kind::Json;
}

class Sampler
{
public:
    explicit Sampler(const KafkaReadParameters &read)
        : m_read(read)
        , m_rows(read)
    {
    }

    Done add(const rd_kafka_message_t &message)
    {
        m_bytes += qint64(message.len + message.key_len);
        rd_kafka_timestamp_type_t kind;
        const qint64 time = rd_kafka_message_timestamp(&message, &kind);
        SLUICE_CHECK(m_rows.add(message, kind == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? -1 : time));
        Batch batch;
        SLUICE_CHECK(m_rows.finish(batch));
        SampleRecord record;
        record.title = QStringLiteral("partition %1, offset %2").arg(message.partition).arg(message.offset);
        if (batch.rows) {
            takeRow(*batch.rows, record);
        } else {
            record.fault = batch.dirty.front().reason;
            record.text = QString::fromUtf8(batch.dirty.front().raw);
        }
        m_records.append(record);
        return {};
    }

    bool isFull() const { return m_bytes >= mostBytes; }
    const QList<SampleRecord> &records() const { return m_records; }
    // The paths of single values, in the order of their appearance.
    const QStringList &paths() const { return m_paths; }

private:
    void takeRow(const arrow::RecordBatch &row, SampleRecord &record)
    {
        for (int i = 0; i < row.num_columns(); ++i) {
            const KafkaColumn &column = m_read.columns[size_t(i)];
            const auto &cell = row.column(i);
            if (column.kind == KafkaColumn::Kind::Value) {
                takeValue(cell, column.type, record);
                continue;
            }
            SampleValue value{column.name, {}, -1, 0};
            if (cell->IsValid(0))
                value.text = textOf(cell, column.type);
            record.values.append(value);
        }
    }

    void takeValue(const std::shared_ptr<arrow::Array> &cell, const Type &type, SampleRecord &record)
    {
        const QString name = QStringLiteral("__value__");
        if (cell->IsNull(0)) {
            record.values.append({name, {}, -1, 0});
            return;
        }
        const bool isText = type == Type(TypeKind::String) || type == Type(TypeKind::Binary);
        const std::string_view bytes = isText ? static_cast<const arrow::BinaryArray &>(*cell).GetView(0) : "";
        if (!isText || firstInvalidUtf8(bytes) >= 0 || jsonFault(bytes) >= 0) {
            record.text = textOf(cell, type).left(longestText);
            record.values.append({name, record.text, 0, record.text.size()});
            return;
        }
        const JsonLayout layout = layOutJson(bytes);
        record.text = layout.text;
        for (const JsonLayout::Place &place : layout.places) {
            const bool whole = place.depth == 0;
            const QString column = whole ? name : isReadBy(place.path, m_read) ? place.path : QString();
            record.values.append({column, place.value, place.at, place.length});
            if (!whole && place.isLeaf && !column.isEmpty())
                tell(place);
        }
    }

    void tell(const JsonLayout::Place &place)
    {
        if (m_paths.size() >= mostPaths || place.depth >= deepestPath || m_paths.contains(place.path))
            return;
        const auto path = JsonPath::parse(place.path);
        if (path.ok() && std::all_of(path->steps.begin(), path->steps.end(),
                                     [](const JsonPath::Step &step) { return step.index < mostElements; }))
            m_paths.append(place.path);
    }

    static QString textOf(const std::shared_ptr<arrow::Array> &cell, const Type &type)
    {
        return QString::fromUtf8(cellText(cell, type, 0, QTimeZone::utc()));
    }

    const KafkaReadParameters &m_read;
    KafkaRows m_rows;
    qint64 m_bytes = 0;
    QList<SampleRecord> m_records;
    QStringList m_paths;
};

// The last records of every partition.
Done readSamples(const OpenRequest &request, int wanted, Stop stop, Sampler &sampler, const KafkaReadParameters &read)
{
    SLUICE_TRY(const KafkaConnection connection, kafkaConnection(request.source, &request.step));
    SLUICE_TRY(const auto client, KafkaClient::make(connection, KafkaClient::Role::Consumer,
                                                    {{QStringLiteral("fetch.wait.max.ms"), QStringLiteral("50")}},
                                                    kafkaConsumerSettings({})));
    SLUICE_TRY(std::vector<int> partitions, client->partitions(read.topic, samplePatience, stop));
    if (read.partition)
        std::erase_if(partitions, [&](int partition) { return partition != *read.partition; });
    KafkaPartitions list(rd_kafka_topic_partition_list_new(int(partitions.size())));
    const QByteArray name = read.topic.toUtf8();
    const int each = std::max(1, wanted / std::max(int(partitions.size()), 1));
    int open = 0;
    for (const int partition : partitions) {
        SLUICE_TRY(const KafkaExtent extent, client->extent(read.topic, partition, samplePatience, stop));
        if (extent.high <= extent.low)
            continue;
        rd_kafka_topic_partition_list_add(list.get(), name.constData(), partition)->offset =
            std::max(extent.low, extent.high - each);
        ++open;
    }
    if (open == 0)
        return {};
    SLUICE_TRY(const KafkaQueue queue, client->consume(list.get()));
    const Stop patient = stop.within(samplePatience);
    while (open > 0 && sampler.records().size() < wanted && !sampler.isFull() && !patient.expired()) {
        SLUICE_CHECK(stop.check());
        const KafkaMessage message(rd_kafka_consume_queue(queue.get(), 100));
        if (!message) {
            SLUICE_CHECK(client->check());
            continue;
        }
        if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF)
            --open;
        if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR)
            SLUICE_CHECK(sampler.add(*message));
    }
    return {};
}

} // namespace

Result<QList<SampleRecord>> sampleKafka(const OpenRequest &request, int wanted, Stop stop)
{
    SLUICE_TRY(const KafkaReadParameters read, wholeRecords(request.step));
    Sampler sampler(read);
    SLUICE_CHECK(readSamples(request, std::clamp(wanted, 1, mostRecords), stop, sampler, read));
    return sampler.records();
}

Result<ObjectSchema> kafkaSchema(const OpenRequest &request, Stop stop)
{
    ObjectSchema schema;
    schema.name = request.step.parameter.value(QStringLiteral("topic")).toString().trimmed();
    if (request.step.category == QLatin1String("writer")) {
        if (request.peer)
            schema.columns = *request.peer;
        return schema;
    }
    SLUICE_TRY(const KafkaReadParameters read, wholeRecords(request.step));
    Sampler sampler(read);
    SLUICE_CHECK(readSamples(request, recordsForColumns, stop, sampler, read));
    schema.columns = read.schema();
    for (const QString &path : sampler.paths())
        schema.columns.columns.append({path, TypeKind::String, true, {}});
    return schema;
}

} // namespace sluice
