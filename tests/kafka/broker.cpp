#include "kafka/broker.h"

#include <QDeadlineTimer>
#include <QJsonDocument>
#include <QThread>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr int patience = 30000;

void need(bool good, const QString &what)
{
    if (!good)
        qFatal("the test broker: %s", qPrintable(what));
}

void need(rd_kafka_resp_err_t code, const char *what)
{
    need(code == RD_KAFKA_RESP_ERR_NO_ERROR,
         QStringLiteral("%1: %2").arg(QLatin1String(what), QLatin1String(rd_kafka_err2str(code))));
}

void need(rd_kafka_error_t *error, const char *what)
{
    need(!error,
         QStringLiteral("%1: %2").arg(QLatin1String(what), QLatin1String(error ? rd_kafka_error_string(error) : "")));
}

} // namespace

TestBroker::TestBroker(bool secure)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("SLUICE_DEPS"), QStringLiteral(SLUICE_DEPS_DIR));
    m_process.setProcessEnvironment(environment);
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QStringLiteral(SLUICE_KAFKA), secure
                                                      ? QStringList{QStringLiteral("run"), QStringLiteral("--sasl-ssl")}
                                                      : QStringList{QStringLiteral("run")});
    m_told = ask(nullptr);
    m_admin = client(KafkaClient::Role::Producer);
}

TestBroker::~TestBroker()
{
    m_process.closeWriteChannel();
    m_process.waitForFinished(patience);
}

QJsonObject TestBroker::ask(const char *command)
{
    if (command)
        m_process.write(QByteArray(command) + '\n');
    while (!m_process.canReadLine())
        need(m_process.waitForReadyRead(10 * patience), QStringLiteral("scripts/kafka does not answer"));
    return QJsonDocument::fromJson(m_process.readLine()).object();
}

void TestBroker::kill()
{
    ask("kill");
}

void TestBroker::start()
{
    ask("start");
}

static void delivered(rd_kafka_t *, const rd_kafka_message_t *message, void *)
{
    need(message->err, "a record");
}

std::unique_ptr<KafkaClient> TestBroker::client(KafkaClient::Role role, const KafkaClient::Settings &settings) const
{
    KafkaConnection connection;
    connection.servers = address();
    auto made =
        KafkaClient::make(connection, role, settings, {}, role == KafkaClient::Role::Producer ? delivered : nullptr);
    need(made.ok(), made ? QString() : made.error().text());
    return std::move(*made);
}

QString TestBroker::topic(int partitions, const QList<std::pair<const char *, const char *>> &config)
{
    const QString name = QStringLiteral("topic-%1").arg(++m_topics);
    make(name, partitions, config);
    return name;
}

void TestBroker::make(const QString &topic, int partitions, const QList<std::pair<const char *, const char *>> &config)
{
    char words[256] = "";
    rd_kafka_NewTopic_t *wanted = rd_kafka_NewTopic_new(topic.toUtf8().constData(), partitions, 1, words, sizeof words);
    for (const auto &[key, value] : config)
        rd_kafka_NewTopic_set_config(wanted, key, value);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(m_admin->handle());
    rd_kafka_CreateTopics(m_admin->handle(), &wanted, 1, nullptr, queue);
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, patience);
    need(event && rd_kafka_event_error(event) == RD_KAFKA_RESP_ERR_NO_ERROR, QStringLiteral("no topic was made"));
    size_t count = 0;
    const auto *results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count);
    need(count == 1 ? rd_kafka_topic_result_error(results[0]) : RD_KAFKA_RESP_ERR__FAIL, "the topic");
    rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    rd_kafka_NewTopic_destroy(wanted);
    waitForLeaders(topic, partitions);
}

void TestBroker::makeAnew(const QString &topic, int partitions)
{
    rd_kafka_DeleteTopic_t *wanted = rd_kafka_DeleteTopic_new(topic.toUtf8().constData());
    rd_kafka_queue_t *queue = rd_kafka_queue_new(m_admin->handle());
    rd_kafka_DeleteTopics(m_admin->handle(), &wanted, 1, nullptr, queue);
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, patience);
    need(event ? rd_kafka_event_error(event) : RD_KAFKA_RESP_ERR__TIMED_OUT, "deleting a topic");
    rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    rd_kafka_DeleteTopic_destroy(wanted);
    const QDeadlineTimer deadline(patience);
    for (bool told = true; told;) { // the broker tells of it for a little longer than the controller knows it
        need(!deadline.hasExpired(), QStringLiteral("the topic does not go"));
        const auto topics = m_admin->topics(std::chrono::seconds(30), {});
        need(topics.ok(), QStringLiteral("no topics are told"));
        told = topics->contains(topic);
    }
    make(topic, partitions, {});
}

// The controller knows a topic before the broker tells of it, the more so on a busy machine.
void TestBroker::waitForLeaders(const QString &topic, int partitions)
{
    rd_kafka_topic_t *handle = rd_kafka_topic_new(m_admin->handle(), topic.toUtf8().constData(), nullptr);
    const QDeadlineTimer deadline(patience);
    for (bool led = false; !led;) {
        need(!deadline.hasExpired(), QStringLiteral("the topic has no leaders"));
        const rd_kafka_metadata_t *metadata = nullptr;
        if (rd_kafka_metadata(m_admin->handle(), 0, handle, &metadata, 1000) != RD_KAFKA_RESP_ERR_NO_ERROR)
            continue;
        if (metadata->topic_cnt == 1 && metadata->topics[0].partition_cnt == partitions) {
            const rd_kafka_metadata_partition_t *first = metadata->topics[0].partitions;
            led = std::all_of(first, first + partitions, [](const auto &partition) { return partition.leader >= 0; });
        }
        rd_kafka_metadata_destroy(metadata);
        if (!led)
            QThread::msleep(20);
    }
    rd_kafka_topic_destroy(handle);
}

void TestBroker::produce(rd_kafka_t *client, const QString &topic, const QList<TestRecord> &records)
{
    const QByteArray name = topic.toUtf8();
    for (const TestRecord &record : records) {
        rd_kafka_headers_t *headers = nullptr;
        if (!record.headers.isEmpty()) {
            headers = rd_kafka_headers_new(size_t(record.headers.size()));
            for (const auto &[key, value] : record.headers)
                rd_kafka_header_add(headers, key.constData(), key.size(), value ? value->constData() : nullptr,
                                    value ? value->size() : 0);
        }
        const auto bytes = [](const std::optional<QByteArray> &text) {
            return text ? (void *)text->constData() : nullptr;
        };
        for (;;) {
            const auto code = rd_kafka_producev(
                client, RD_KAFKA_V_TOPIC(name.constData()), RD_KAFKA_V_PARTITION(record.partition),
                RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                RD_KAFKA_V_VALUE(bytes(record.value), size_t(record.value ? record.value->size() : 0)),
                RD_KAFKA_V_KEY(bytes(record.key), size_t(record.key ? record.key->size() : 0)),
                RD_KAFKA_V_TIMESTAMP(record.time), RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_END);
            if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
                need(code, "writing");
                break;
            }
            rd_kafka_poll(client, 100);
        }
        rd_kafka_poll(client, 0);
    }
    need(rd_kafka_flush(client, patience), "writing");
}

void TestBroker::write(const QString &topic, const QList<TestRecord> &records, const char *compression)
{
    const auto producer =
        client(KafkaClient::Role::Producer, {{QStringLiteral("enable.idempotence"), QStringLiteral("true")},
                                             {QStringLiteral("linger.ms"), QStringLiteral("2")},
                                             {QStringLiteral("compression.type"), QString::fromLatin1(compression)}});
    produce(producer->handle(), topic, records);
}

std::unique_ptr<KafkaClient> TestBroker::transactionalProducer(const QString &topic)
{
    auto producer =
        client(KafkaClient::Role::Producer, {{QStringLiteral("transactional.id"), topic + QStringLiteral("-writer")}});
    need(rd_kafka_init_transactions(producer->handle(), patience), "transactions");
    return producer;
}

std::unique_ptr<KafkaClient> TestBroker::beginTransaction(const QString &topic, const QList<TestRecord> &records)
{
    auto producer = transactionalProducer(topic);
    need(rd_kafka_begin_transaction(producer->handle()), "a transaction");
    produce(producer->handle(), topic, records);
    return producer;
}

void TestBroker::endTransaction(const QString &topic, KafkaClient &producer, bool commit)
{
    need(commit ? rd_kafka_commit_transaction(producer.handle(), patience)
                : rd_kafka_abort_transaction(producer.handle(), patience),
         "the end of a transaction");
    // The broker answers before the markers are in the topic, but lets a next producer of the name wait for them.
    transactionalProducer(topic);
}

void TestBroker::writeTransaction(const QString &topic, const QList<TestRecord> &records, bool commit)
{
    const auto producer = beginTransaction(topic, records);
    endTransaction(topic, *producer, commit);
}

void TestBroker::deleteRecords(const QString &topic, int partition, qint64 before)
{
    const KafkaPartitions list(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(list.get(), topic.toUtf8().constData(), partition)->offset = before;
    rd_kafka_DeleteRecords_t *wanted = rd_kafka_DeleteRecords_new(list.get());
    rd_kafka_queue_t *queue = rd_kafka_queue_new(m_admin->handle());
    rd_kafka_DeleteRecords(m_admin->handle(), &wanted, 1, nullptr, queue);
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, patience);
    need(event ? rd_kafka_event_error(event) : RD_KAFKA_RESP_ERR__TIMED_OUT, "deleting records");
    rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    rd_kafka_DeleteRecords_destroy(wanted);
}

void TestBroker::commitOffset(const QString &topic, const QString &group, int partition, qint64 offset)
{
    const auto consumer = client(KafkaClient::Role::Consumer, {{QStringLiteral("group.id"), group}});
    const KafkaPartitions list(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(list.get(), topic.toUtf8().constData(), partition)->offset = offset;
    const auto done = consumer->attempt(QStringLiteral("committing"), std::chrono::seconds(30), Stop(),
                                        [&](int) { return rd_kafka_commit(consumer->handle(), list.get(), 0); });
    need(done.ok(), done ? QString() : done.error().text());
}

qint64 TestBroker::committedOffset(const QString &topic, const QString &group, int partition)
{
    const auto consumer = client(KafkaClient::Role::Consumer, {{QStringLiteral("group.id"), group}});
    const KafkaPartitions list(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(list.get(), topic.toUtf8().constData(), partition);
    const auto done = consumer->attempt(QStringLiteral("asking"), std::chrono::seconds(30), Stop(), [&](int timeout) {
        return rd_kafka_committed(consumer->handle(), list.get(), timeout);
    });
    need(done.ok(), done ? QString() : done.error().text());
    return list->elems[0].offset;
}

} // namespace sluice
