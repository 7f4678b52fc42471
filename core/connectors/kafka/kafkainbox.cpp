#include "connectors/kafka/kafkainbox.h"

#include <algorithm>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

// Of all readers together, and of one at least. Every record takes some 300 bytes more while it waits.
constexpr qint64 queuedBytes = 8 * 1024 * 1024;
constexpr qint64 fewestBytes = 4 * 1024 * 1024;
constexpr size_t mostRecords = 50'000;
constexpr auto lookWait = 20ms;

qint64 limitOf(int readers)
{
    return std::max(queuedBytes / std::max(readers, 1), fewestBytes);
}

} // namespace

KafkaClient::Settings KafkaInbox::settings(int readers)
{
    return {
        {QStringLiteral("queued.min.messages"), QString::number(mostRecords)},
        {QStringLiteral("queued.max.messages.kbytes"), QString::number(limitOf(readers) / 1024)},
    };
}

Done KafkaInbox::open(KafkaClient &client, KafkaPartitions partitions, int readers)
{
    m_client = &client;
    m_partitions = std::move(partitions);
    m_limit = limitOf(readers);
    SLUICE_TRY(m_queue, client.consume(m_partitions.get()));
    return {};
}

// The client fetches nothing while as much waits as may, and looks only once a second whether there is room again. It
// looks at once when it has something to ask the brokers.
void KafkaInbox::look()
{
    const size_t waiting = rd_kafka_queue_length(m_queue.get());
    m_most = std::max(m_most, waiting);
    const qint64 each = m_number > 0 ? m_taken / m_number : 0;
    const bool wasFull = m_most >= mostRecords || qint64(m_most) * each > m_limit * 3 / 4;
    if (!wasFull || waiting > m_most / 2)
        return;
    m_most = waiting;
    const KafkaPartitions asked(rd_kafka_topic_partition_list_copy(m_partitions.get()));
    for (int i = 0; i < asked->cnt; ++i)
        asked->elems[i].offset = RD_KAFKA_OFFSET_END;
    (void)rd_kafka_offsets_for_times(m_client->handle(), asked.get(), int(lookWait.count()));
}

} // namespace sluice
