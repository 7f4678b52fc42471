#pragma once

#include "connectors/kafka/kafkaclient.h"

#include <QByteArray>
#include <QJsonObject>
#include <QProcess>

#include <memory>
#include <optional>

namespace sluice
{

// One record to write.
struct TestRecord {
    int partition = 0;
    qint64 time = 0; // milliseconds; 0: now
    std::optional<QByteArray> key = {};
    std::optional<QByteArray> value = {}; // none: a tombstone
    QList<std::pair<QByteArray, std::optional<QByteArray>>> headers = {};
};

// A real broker of its own, gone with this object (and with the test program, however that ends). Ends the program
// when the broker does not come up.
class TestBroker
{
public:
    explicit TestBroker(bool secure = false);
    ~TestBroker();

    // "127.0.0.1:12345"
    QString address() const { return text("plain"); }
    // Of what scripts/kafka told: "saslSsl", "ssl", "ca", "user", "password", "certificate", "key".
    QString text(const char *key) const { return m_told.value(QLatin1String(key)).toString(); }

    // A new topic with a name of its own.
    QString topic(int partitions = 1, const QList<std::pair<const char *, const char *>> &config = {});
    // Deletes a topic and makes an empty one of its name.
    void makeAnew(const QString &topic, int partitions);
    void write(const QString &topic, const QList<TestRecord> &records, const char *compression = "none");
    // In a transaction; with `commit` false it is aborted.
    void writeTransaction(const QString &topic, const QList<TestRecord> &records, bool commit);
    // In one that stays open, for endTransaction().
    std::unique_ptr<KafkaClient> beginTransaction(const QString &topic, const QList<TestRecord> &records);
    void endTransaction(const QString &topic, KafkaClient &producer, bool commit);
    void deleteRecords(const QString &topic, int partition, qint64 before);
    void commitOffset(const QString &topic, const QString &group, int partition, qint64 offset);
    qint64 committedOffset(const QString &topic, const QString &group, int partition);

    void kill();
    void start();

private:
    QJsonObject ask(const char *command);
    void make(const QString &topic, int partitions, const QList<std::pair<const char *, const char *>> &config);
    void waitForLeaders(const QString &topic, int partitions);
    std::unique_ptr<KafkaClient> client(KafkaClient::Role role, const KafkaClient::Settings &settings = {}) const;
    std::unique_ptr<KafkaClient> transactionalProducer(const QString &topic);
    void produce(rd_kafka_t *client, const QString &topic, const QList<TestRecord> &records);

    QProcess m_process;
    QJsonObject m_told;
    std::unique_ptr<KafkaClient> m_admin;
    int m_topics = 0;
};

} // namespace sluice
