#include "connectors/kafka/kafkaclient.h"

#include "base/nearest.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace sluice
{

namespace
{

constexpr int sliceMs = 500; // of a call, between two looks at the stop

struct ConfDeleter {
    void operator()(rd_kafka_conf_t *conf) const { rd_kafka_conf_destroy(conf); }
};
using Conf = std::unique_ptr<rd_kafka_conf_t, ConfDeleter>;

QStringList settingNames()
{
    const Conf conf(rd_kafka_conf_new());
    size_t count = 0;
    const char **pairs = rd_kafka_conf_dump(conf.get(), &count);
    QStringList names;
    for (size_t i = 0; i + 1 < count; i += 2)
        names.append(QString::fromUtf8(pairs[i]));
    rd_kafka_conf_dump_free(pairs, count);
    return names;
}

bool isPassing(rd_kafka_resp_err_t code)
{
    switch (code) {
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
    case RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE:
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
    case RD_KAFKA_RESP_ERR__WAIT_COORD:
    case RD_KAFKA_RESP_ERR__RESOLVE:
    case RD_KAFKA_RESP_ERR__WAIT_CACHE:
    case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION:
    case RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS:
    case RD_KAFKA_RESP_ERR_NOT_COORDINATOR:
    case RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT:
    case RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION:
    case RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE:
        return true;
    default:
        return false;
    }
}

ErrorCode codeOf(rd_kafka_resp_err_t code)
{
    switch (code) {
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
        return ErrorCode::Auth;
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
        return ErrorCode::NotFound;
    case RD_KAFKA_RESP_ERR__SSL:
    case RD_KAFKA_RESP_ERR__INVALID_ARG:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM:
        return ErrorCode::Config;
    default:
        return ErrorCode::Network;
    }
}

// What to do about it, for people.
QString cureOf(rd_kafka_resp_err_t code)
{
    switch (code) {
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
        return QStringLiteral("The brokers refused the user name or password. Check both and the SASL mechanism.");
    case RD_KAFKA_RESP_ERR__SSL:
        return QStringLiteral("No encrypted connection could be made. Check the CA certificate and the client's own "
                              "certificate and key.");
    default:
        return QString::fromUtf8(rd_kafka_err2str(code));
    }
}

} // namespace

KafkaClient::Settings kafkaConsumerSettings(const QString &groupId)
{
    return {{QStringLiteral("group.id"), groupId.isEmpty() ? QStringLiteral("sluice") : groupId},
            {QStringLiteral("enable.auto.commit"), QStringLiteral("false")},
            {QStringLiteral("enable.auto.offset.store"), QStringLiteral("false")},
            {QStringLiteral("enable.partition.eof"), QStringLiteral("true")},
            {QStringLiteral("auto.offset.reset"), QStringLiteral("error")}};
}

bool KafkaClient::isSetting(const QString &name)
{
    static const QStringList names = settingNames();
    return names.contains(name);
}

QString KafkaClient::settingFault(const QString &name, const QString &value)
{
    if (!isSetting(name))
        return QStringLiteral("librdkafka has no setting \"%1\".%2").arg(name, didYouMean(name, settingNames()));
    const Conf conf(rd_kafka_conf_new());
    char words[512] = "";
    if (rd_kafka_conf_set(conf.get(), name.toUtf8().constData(), value.toUtf8().constData(), words, sizeof words) ==
        RD_KAFKA_CONF_OK)
        return {};
    return QStringLiteral("The setting \"%1\" does not take this value: %2.").arg(name, QString::fromUtf8(words));
}

Result<std::unique_ptr<KafkaClient>>
KafkaClient::make(const KafkaConnection &connection, Role role, const Settings &own, const Settings &firm,
                  void (*delivered)(rd_kafka_t *, const rd_kafka_message_t *, void *))
{
    std::unique_ptr<KafkaClient> client(new KafkaClient);
    Conf conf(rd_kafka_conf_new());
    char words[512] = "";
    Settings settings = own;
    settings.insert(connection.settings);
    settings.insert(firm);
    settings.insert(QStringLiteral("bootstrap.servers"), connection.servers);
    // What brokers can do is told as this kind of log lines, and nowhere else.
    settings.insert(QStringLiteral("debug"), QStringLiteral("feature"));
    if (!settings.contains(QStringLiteral("client.id")))
        settings.insert(QStringLiteral("client.id"), QStringLiteral("sluice"));
    for (auto it = settings.begin(); it != settings.end(); ++it)
        if (rd_kafka_conf_set(conf.get(), it.key().toUtf8().constData(), it.value().toUtf8().constData(), words,
                              sizeof words) != RD_KAFKA_CONF_OK)
            return makeError(ErrorCode::Config, QStringLiteral("The setting \"%1\" is refused.").arg(it.key()), {},
                             QString::fromUtf8(words));
    rd_kafka_conf_set_opaque(conf.get(), client.get());
    rd_kafka_conf_set_error_cb(conf.get(), onError);
    rd_kafka_conf_set_log_cb(conf.get(), onLog);
    if (delivered)
        rd_kafka_conf_set_dr_msg_cb(conf.get(), delivered);
    client->m_handle =
        rd_kafka_new(role == Role::Consumer ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER, conf.get(), words, sizeof words);
    if (!client->m_handle)
        return makeError(ErrorCode::Config, QStringLiteral("No Kafka client could be made of these settings."), {},
                         QString::fromUtf8(words));
    (void)conf.release(); // the client's now
    return client;
}

KafkaClient::~KafkaClient()
{
    if (m_handle)
        rd_kafka_destroy_flags(m_handle, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}

void KafkaClient::onError(rd_kafka_t *, int code, const char *reason, void *opaque)
{
    auto *const client = static_cast<KafkaClient *>(opaque);
    const auto kind = rd_kafka_resp_err_t(code);
    std::lock_guard lock(client->m_mutex);
    switch (kind) {
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
    case RD_KAFKA_RESP_ERR__SSL:
        client->m_final = kind;
        client->m_words = QString::fromUtf8(reason);
        break;
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN: // "1/1 brokers are down" says less than what came before
        client->m_down = true;
        if (client->m_words.isEmpty())
            client->m_words = QString::fromUtf8(reason);
        break;
    default:
        client->m_words = QString::fromUtf8(reason);
    }
}

void KafkaClient::onLog(const rd_kafka_t *handle, int, const char *facility, const char *text)
{
    if (handle && std::strcmp(facility, "APIVERSION") == 0)
        static_cast<KafkaClient *>(rd_kafka_opaque(handle))->hear(text);
}

// "[thrd:…]: …: ApiKey Fetch (1) Versions 0..11"
void KafkaClient::hear(const char *text)
{
    const char *at = std::strstr(text, "ApiKey ");
    int key = 0;
    int least = 0;
    int most = 0;
    if (!at || !(at = std::strchr(at, '(')) || std::sscanf(at, "(%d) Versions %d..%d", &key, &least, &most) != 3)
        return;
    std::lock_guard lock(m_mutex);
    m_abilities.insert(key, most);
}

QString KafkaClient::brokerVersion() const
{
    // Which version of which request came with which release, latest first.
    struct Sign {
        const char *version;
        int request;
        int least;
    };
    enum { Produce = 0, Fetch = 1, ListOffsets = 2, Metadata = 3, OffsetFetch = 9, JoinGroup = 11, ListGroups = 16 };
    enum { AddPartitionsToTransaction = 24, DescribeAcls = 29 };
    static constexpr Sign signs[] = {
        {"4.0", Produce, 12},
        {"3.9", Fetch, 17},
        {"3.8", Produce, 11},
        {"3.7", Fetch, 16},
        {"3.6", AddPartitionsToTransaction, 4},
        {"3.5", Fetch, 15},
        {"3.3", DescribeAcls, 3},
        {"3.2", JoinGroup, 9},
        {"3.1", Fetch, 13},
        {"3.0", ListOffsets, 7},
        {"2.8", Produce, 9},
        {"2.7", Fetch, 12},
        {"2.6", ListGroups, 4},
        {"2.5", JoinGroup, 7},
        {"2.4", Produce, 8},
        {"2.3", Fetch, 11},
        {"2.2", ListOffsets, 5},
        {"2.1", Fetch, 10},
        {"2.0", Fetch, 8},
        {"1.1", Fetch, 7},
        {"1.0", Metadata, 5},
        {"0.11", Metadata, 4},
        {"0.10.2", OffsetFetch, 2},
        {"0.10.1", Metadata, 2},
        {"0.10.0", Metadata, 0},
    };
    std::lock_guard lock(m_mutex);
    for (const Sign &sign : signs)
        if (m_abilities.value(sign.request, -1) >= sign.least)
            return QString::fromUtf8(sign.version);
    return {};
}

Result<KafkaQueue> KafkaClient::consume(const rd_kafka_topic_partition_list_t *partitions)
{
    rd_kafka_poll_set_consumer(m_handle);
    m_consumes = true;
    if (const auto code = rd_kafka_assign(m_handle, partitions); code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return error(code, QStringLiteral("Starting to read"));
    return KafkaQueue(rd_kafka_queue_get_consumer(m_handle));
}

Done KafkaClient::check()
{
    if (!m_consumes) // poll() would throw records away
        rd_kafka_poll(m_handle, 0);
    std::lock_guard lock(m_mutex);
    if (m_final == RD_KAFKA_RESP_ERR_NO_ERROR)
        return {};
    return makeError(codeOf(m_final), cureOf(m_final), {}, m_words);
}

Error KafkaClient::error(ErrorCode code, const QString &message) const
{
    std::lock_guard lock(m_mutex);
    return makeError(code, message, {}, m_words);
}

Error KafkaClient::error(rd_kafka_resp_err_t code, const QString &doing) const
{
    return error(codeOf(code), QStringLiteral("%1 failed: %2.").arg(doing, QString::fromUtf8(rd_kafka_err2str(code))));
}

Done KafkaClient::attempt(const QString &doing, std::chrono::milliseconds patience, Stop stop,
                          const std::function<rd_kafka_resp_err_t(int timeout)> &call)
{
    const Stop bounded = stop.within(patience);
    for (int timeout = sliceMs;; timeout = std::min(timeout * 2, 4 * sliceMs)) {
        const rd_kafka_resp_err_t code = call(timeout);
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
            m_down = false;
            return {};
        }
        SLUICE_CHECK(check());
        if (!isPassing(code))
            return error(code, doing);
        SLUICE_CHECK(stop.sleep(std::chrono::milliseconds(50)));
        if (bounded.expired())
            return error(
                ErrorCode::Network,
                QStringLiteral("%1 failed: no broker answered for %2 s.").arg(doing).arg(patience.count() / 1000));
    }
}

namespace
{

struct MetadataDeleter {
    void operator()(const rd_kafka_metadata_t *metadata) const { rd_kafka_metadata_destroy(metadata); }
};
using Metadata = std::unique_ptr<const rd_kafka_metadata_t, MetadataDeleter>;

} // namespace

static Result<Metadata> metadataOf(KafkaClient &client, const QString &doing, std::chrono::milliseconds patience,
                                   Stop stop)
{
    const rd_kafka_metadata_t *metadata = nullptr;
    SLUICE_CHECK(client.attempt(doing, patience, stop, [&](int timeout) {
        return rd_kafka_metadata(client.handle(), 1, nullptr, &metadata, timeout);
    }));
    return Metadata(metadata);
}

Result<QStringList> KafkaClient::topics(std::chrono::milliseconds patience, Stop stop)
{
    SLUICE_TRY(const Metadata metadata, metadataOf(*this, QStringLiteral("Asking for the topics"), patience, stop));
    m_brokers = metadata->broker_cnt;
    QStringList names;
    for (int i = 0; i < metadata->topic_cnt; ++i)
        if (const QString name = QString::fromUtf8(metadata->topics[i].topic);
            !name.startsWith(QLatin1String("__consumer_offsets")) &&
            !name.startsWith(QLatin1String("__transaction_state")))
            names.append(name);
    names.sort();
    return names;
}

Result<std::vector<int>> KafkaClient::partitions(const QString &topic, std::chrono::milliseconds patience, Stop stop)
{
    SLUICE_TRY(const Metadata metadata, metadataOf(*this, QStringLiteral("Asking for the topic"), patience, stop));
    m_brokers = metadata->broker_cnt;
    QStringList names;
    for (int i = 0; i < metadata->topic_cnt; ++i) {
        const rd_kafka_metadata_topic_t &found = metadata->topics[i];
        names.append(QString::fromUtf8(found.topic));
        if (names.last() != topic)
            continue;
        if (found.err != RD_KAFKA_RESP_ERR_NO_ERROR && !isPassing(found.err))
            return error(found.err, QStringLiteral("Asking for the topic %1").arg(topic));
        std::vector<int> partitions;
        for (int p = 0; p < found.partition_cnt; ++p)
            partitions.push_back(found.partitions[p].id);
        std::sort(partitions.begin(), partitions.end());
        return partitions;
    }
    return makeError(ErrorCode::NotFound,
                     QStringLiteral("There is no topic \"%1\".%2").arg(topic, didYouMean(topic, names)));
}

Result<KafkaExtent> KafkaClient::extent(const QString &topic, int partition, std::chrono::milliseconds patience,
                                        Stop stop)
{
    KafkaExtent extent;
    extent.partition = partition;
    int64_t low = 0;
    int64_t high = 0;
    const QByteArray name = topic.toUtf8();
    SLUICE_CHECK(
        attempt(QStringLiteral("Asking for the ends of partition %1").arg(partition), patience, stop, [&](int timeout) {
            return rd_kafka_query_watermark_offsets(m_handle, name.constData(), partition, &low, &high, timeout);
        }));
    extent.low = low;
    extent.high = high;
    return extent;
}

namespace
{

using Event = std::unique_ptr<rd_kafka_event_t, KafkaDeleter<rd_kafka_event_destroy>>;
using ConfigResource = std::unique_ptr<rd_kafka_ConfigResource_t, KafkaDeleter<rd_kafka_ConfigResource_destroy>>;

} // namespace

QString KafkaClient::topicSetting(const QString &topic, const char *setting, std::chrono::milliseconds patience)
{
    const KafkaQueue queue(rd_kafka_queue_new(m_handle));
    const ConfigResource resource(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.toUtf8().constData()));
    rd_kafka_ConfigResource_t *asked = resource.get();
    rd_kafka_DescribeConfigs(m_handle, &asked, 1, nullptr, queue.get());
    const Event event(rd_kafka_queue_poll(queue.get(), int(patience.count())));
    const auto *answer = event ? rd_kafka_event_DescribeConfigs_result(event.get()) : nullptr;
    if (!answer || rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return {};
    size_t count = 0;
    const auto *resources = rd_kafka_DescribeConfigs_result_resources(answer, &count);
    const auto *entries = count == 1 ? rd_kafka_ConfigResource_configs(resources[0], &count) : nullptr;
    for (size_t i = 0; entries && i < count; ++i)
        if (std::strcmp(rd_kafka_ConfigEntry_name(entries[i]), setting) == 0)
            return QString::fromUtf8(rd_kafka_ConfigEntry_value(entries[i]));
    return {};
}

} // namespace sluice
