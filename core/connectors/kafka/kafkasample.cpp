#include "connectors/kafka/kafkaclient.h"
#include "connectors/kafka/kafkaplan.h"
#include "data/jsontext.h"
#include "data/utf8.h"

#include <algorithm>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

constexpr int sampledRecords = 100;  // of a topic
constexpr qsizetype mostPaths = 500; // of all samples together
constexpr int deepestPath = 8;
constexpr int mostElements = 3; // of an array, each gets a path
constexpr auto samplePatience = 10s;

// The paths of the values in JSON texts, in the order of their appearance.
class PathList
{
public:
    void add(std::string_view text)
    {
        if (firstInvalidUtf8(text) < 0 && jsonFault(text) < 0) {
            while (text.front() == ' ' || text.front() == '\t' || text.front() == '\n' || text.front() == '\r')
                text.remove_prefix(1);
            walk(text, {}, 0);
        }
    }
    const QStringList &paths() const { return m_paths; }

private:
    void walk(std::string_view value, const QString &path, int depth)
    {
        if (depth == deepestPath || m_paths.size() >= mostPaths)
            return;
        const JsonKind kind = jsonKind(value);
        if (kind == JsonKind::Object) {
            forEachMember(value, [&](std::string_view key, std::string_view inner) {
                const QString name = QString::fromStdString(jsonString(key));
                if (name.isEmpty() || name.contains(u'.') || name.contains(u'[') || name.contains(u']'))
                    return; // no path leads there
                walk(inner, path.isEmpty() ? name : path + u'.' + name, depth + 1);
            });
        } else if (kind == JsonKind::Array) {
            int index = 0;
            forEachElement(value, [&](std::string_view inner) {
                if (index < mostElements)
                    walk(inner, QStringLiteral("%1[%2]").arg(path).arg(index), depth + 1);
                ++index;
            });
        } else if (!path.isEmpty() && !m_paths.contains(path)) {
            m_paths.append(path);
        }
    }

    QStringList m_paths;
};

// The last records of every partition.
Done readSamples(KafkaClient &client, const QString &topic, const std::vector<int> &partitions, Stop stop,
                 PathList &paths)
{
    KafkaPartitions list(rd_kafka_topic_partition_list_new(int(partitions.size())));
    const QByteArray name = topic.toUtf8();
    const int each = std::max(1, sampledRecords / std::max(int(partitions.size()), 1));
    int open = 0;
    for (const int partition : partitions) {
        SLUICE_TRY(const KafkaExtent extent, client.extent(topic, partition, samplePatience, stop));
        if (extent.high <= extent.low)
            continue;
        rd_kafka_topic_partition_list_add(list.get(), name.constData(), partition)->offset =
            std::max(extent.low, extent.high - each);
        ++open;
    }
    if (open == 0)
        return {};
    SLUICE_TRY(const KafkaQueue queue, client.consume(list.get()));
    const Stop patient = stop.within(samplePatience);
    for (int seen = 0; open > 0 && seen < 2 * sampledRecords && !patient.expired();) {
        SLUICE_CHECK(stop.check());
        const KafkaMessage message(rd_kafka_consume_queue(queue.get(), 100));
        if (!message) {
            SLUICE_CHECK(client.check());
            continue;
        }
        if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF)
            --open;
        if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR)
            continue;
        ++seen;
        if (message->payload)
            paths.add({static_cast<const char *>(message->payload), message->len});
    }
    return {};
}

} // namespace

Result<ObjectSchema> sampleKafka(const OpenRequest &request, Stop stop)
{
    ObjectSchema schema;
    schema.name = request.step.parameter.value(QStringLiteral("topic")).toString().trimmed();
    if (request.step.category == QLatin1String("writer")) {
        if (request.peer)
            schema.columns = *request.peer;
        return schema;
    }
    SLUICE_TRY(const KafkaConnection connection, kafkaConnection(request.source, &request.step));
    SLUICE_TRY(const auto client, KafkaClient::make(connection, KafkaClient::Role::Consumer,
                                                    {{QStringLiteral("fetch.wait.max.ms"), QStringLiteral("50")}},
                                                    kafkaConsumerSettings({})));
    SLUICE_TRY(const std::vector<int> partitions, client->partitions(schema.name, samplePatience, stop));
    PathList paths;
    SLUICE_CHECK(readSamples(*client, schema.name, partitions, stop, paths));
    static const QStringList builtIn{QStringLiteral("__key__"),       QStringLiteral("__value__"),
                                     QStringLiteral("__partition__"), QStringLiteral("__headers__"),
                                     QStringLiteral("__offset__"),    QStringLiteral("__timestamp__")};
    for (const QString &name : builtIn + paths.paths()) {
        SLUICE_TRY(const KafkaColumn column,
                   parseKafkaColumn(name, int(schema.columns.size()), KafkaType::String, KafkaType::String));
        schema.columns.columns.append({column.name, column.type, true, {}});
    }
    return schema;
}

} // namespace sluice
