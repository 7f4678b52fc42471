#pragma once

#include "base/stop.h"
#include "connectors/kafka/kafkaoptions.h"

#include <QStringList>

#include <librdkafka/rdkafka.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace sluice
{

template <auto Destroy>
struct KafkaDeleter {
    template <typename T>
    void operator()(T *thing) const
    {
        Destroy(thing);
    }
};
using KafkaQueue = std::unique_ptr<rd_kafka_queue_t, KafkaDeleter<rd_kafka_queue_destroy>>;
using KafkaPartitions =
    std::unique_ptr<rd_kafka_topic_partition_list_t, KafkaDeleter<rd_kafka_topic_partition_list_destroy>>;
using KafkaMessage = std::unique_ptr<rd_kafka_message_t, KafkaDeleter<rd_kafka_message_destroy>>;

// A partition with the offsets of its first record and behind its last one (of those that transactions have committed).
struct KafkaExtent {
    int partition = 0;
    qint64 low = 0;
    qint64 high = 0;
};

// A librdkafka client with what it has to say: its callbacks name the cause of a failure when the calls only say that
// there was one. Belongs to one thread; the callbacks come from others.
class KafkaClient
{
public:
    enum class Role { Consumer, Producer };
    using Settings = QMap<QString, QString>;

    // `own` are settings of the caller that those of the connection win over; `firm` ones win over both.
    static Result<std::unique_ptr<KafkaClient>>
    make(const KafkaConnection &connection, Role role, const Settings &own, const Settings &firm = {},
         void (*delivered)(rd_kafka_t *, const rd_kafka_message_t *, void *) = nullptr);
    ~KafkaClient();
    KafkaClient(const KafkaClient &) = delete;

    // Whether librdkafka has a setting of this name, and what is wrong with a value; empty: nothing.
    static bool isSetting(const QString &name);
    static QString settingFault(const QString &name, const QString &value);

    rd_kafka_t *handle() const { return m_handle; }

    // Starts to read the partitions from their offsets; records and callbacks come by this queue alone from now on. It
    // must go before the client.
    Result<KafkaQueue> consume(const rd_kafka_topic_partition_list_t *partitions);
    // Serves callbacks. Auth or Config when the client has said something that trying again does not cure.
    Done check();
    // The brokers were lost and none has answered since.
    bool isDown() const { return m_down.load(std::memory_order_relaxed); }
    void setUp() { m_down = false; }
    // An error with the client's last words as its detail.
    Error error(ErrorCode code, const QString &message) const;
    Error error(rd_kafka_resp_err_t code, const QString &doing) const;

    // Repeats a call that takes a timeout in milliseconds until it succeeds, fails for good, the patience is over or it
    // is stopped. `doing`: "Asking for the topics".
    Done attempt(const QString &doing, std::chrono::milliseconds patience, Stop stop,
                 const std::function<rd_kafka_resp_err_t(int timeout)> &call);

    // Names of all topics but Kafka's own.
    Result<QStringList> topics(std::chrono::milliseconds patience, Stop stop);
    // How many brokers the cluster has.
    int brokers() const { return m_brokers; }
    // The partitions of a topic. NotFound with the nearest names.
    Result<std::vector<int>> partitions(const QString &topic, std::chrono::milliseconds patience, Stop stop);
    Result<KafkaExtent> extent(const QString &topic, int partition, std::chrono::milliseconds patience, Stop stop);

    // A setting of a topic as the brokers have it ("max.message.bytes"); empty: they do not tell.
    QString topicSetting(const QString &topic, const char *setting, std::chrono::milliseconds patience);

    // The brokers' version as far as what they can do tells: "3.9", "2.2"; empty: not known.
    QString brokerVersion() const;

private:
    KafkaClient() = default;
    static void onError(rd_kafka_t *client, int code, const char *reason, void *opaque);
    static void onLog(const rd_kafka_t *client, int level, const char *facility, const char *text);
    void hear(const char *text);

    rd_kafka_t *m_handle = nullptr;
    std::atomic<bool> m_down = false;
    bool m_consumes = false;
    int m_brokers = 0;

    mutable std::mutex m_mutex;
    rd_kafka_resp_err_t m_final = RD_KAFKA_RESP_ERR_NO_ERROR; // of an error that does not go away
    QString m_words;                                          // the last that came by a callback
    QMap<int, int> m_abilities;                               // latest version of each request that brokers take
};

// One setting a pair, for the maps above.
KafkaClient::Settings kafkaConsumerSettings(const QString &groupId);

} // namespace sluice
