#pragma once

#include "connectors/kafka/kafkaclient.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace sluice
{

// The records that a client has fetched ahead, bounded in bytes and number, and taken many at once; each is freed as
// soon as it has been used. Belongs to one thread; goes before the client.
class KafkaInbox
{
public:
    // What a client needs to be set to, when it is one of `readers`.
    static KafkaClient::Settings settings(int readers);

    // Starts to read the partitions from their offsets.
    Done open(KafkaClient &client, KafkaPartitions partitions, int readers);
    ~KafkaInbox() { clear(); }

    // There is nothing to take before the next fill().
    bool isEmpty() const { return m_at == m_count; }
    KafkaMessage take()
    {
        // They lie all over the memory, and so do their values.
        __builtin_prefetch(m_messages[std::min(m_at + 8, m_count - 1)]);
        __builtin_prefetch(m_messages[std::min(m_at + 4, m_count - 1)]->payload);
        KafkaMessage message(m_messages[m_at++]);
        m_taken += qint64(message->len);
        return message;
    }
    // Waits for a first record; not for more.
    void fill(std::chrono::milliseconds wait);

private:
    void clear();
    void look();

    KafkaClient *m_client = nullptr;
    KafkaPartitions m_partitions;
    KafkaQueue m_queue;
    std::array<rd_kafka_message_t *, 1000> m_messages{};
    size_t m_at = 0;
    size_t m_count = 0;
    qint64 m_taken = 0; // bytes of values
    qint64 m_number = 0;
    qint64 m_limit = 0; // bytes fetched ahead
    size_t m_most = 0;  // records that waited at once since look() last asked
};

} // namespace sluice
