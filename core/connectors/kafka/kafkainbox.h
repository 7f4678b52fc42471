#pragma once

#include "connectors/kafka/kafkaclient.h"

#include <chrono>

namespace sluice
{

// The records that a client has fetched ahead, bounded in bytes and number. Belongs to one thread; goes before the
// client.
class KafkaInbox
{
public:
    // What a client needs to be set to, when it is one of `readers`.
    static KafkaClient::Settings settings(int readers);

    // Starts to read the partitions from their offsets.
    Done open(KafkaClient &client, KafkaPartitions partitions, int readers);

    // Gives `take` the records and events that are there, in their order, and waits for a first one. `take` says
    // whether it wants more: the rest stays for the next call. A record is gone when `take` returns. False when nothing
    // came.
    template <typename Take>
    bool serve(std::chrono::milliseconds wait, Take take)
    {
        look();
        struct Call {
            KafkaInbox &inbox;
            Take &take;
            bool came;
        } call{*this, take, false};
        // One lock for all that waits, where the calls that return records take it for each of them.
        const auto give = [](rd_kafka_message_t *message, void *opaque) {
            auto &[inbox, taker, came] = *static_cast<Call *>(opaque);
            came = true;
            ++inbox.m_number;
            inbox.m_taken += qint64(message->len);
            if (!taker(*message))
                rd_kafka_yield(nullptr);
        };
        // What it returns counts what goes to error_cb, too.
        rd_kafka_consume_callback_queue(m_queue.get(), int(wait.count()), give, &call);
        return call.came;
    }

private:
    void look();

    KafkaClient *m_client = nullptr;
    KafkaPartitions m_partitions;
    KafkaQueue m_queue;
    qint64 m_taken = 0; // bytes of values
    qint64 m_number = 0;
    qint64 m_limit = 0; // bytes fetched ahead
    size_t m_most = 0;  // records that waited at once since look() last asked
};

} // namespace sluice
