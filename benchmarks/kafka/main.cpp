// What librdkafka alone needs: bench_kafka SERVERS TOPIC RECORDS takes so many records of partition 0 and counts their
// bytes. Set as the reader sets it (no commits, the end of a partition told, checksums as librdkafka has them by
// default: not looked at), but with room for most of the topic, so that it never waits.

#include <librdkafka/rdkafka.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    char words[256] = "";
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    const std::pair<const char *, const char *> settings[] = {
        {"bootstrap.servers", argv[1]},         {"group.id", "bench"},
        {"enable.auto.commit", "false"},        {"enable.auto.offset.store", "false"},
        {"enable.partition.eof", "true"},       {"queued.min.messages", "1000000"},
        {"queued.max.messages.kbytes", "98304"}};
    for (const auto &[name, value] : settings)
        if (rd_kafka_conf_set(conf, name, value, words, sizeof words) != RD_KAFKA_CONF_OK)
            return 1;
    rd_kafka_t *client = rd_kafka_new(RD_KAFKA_CONSUMER, conf, words, sizeof words);
    if (!client)
        return 1;
    rd_kafka_poll_set_consumer(client);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, argv[2], 0)->offset = 0;
    rd_kafka_assign(client, list);
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_queue_t *queue = rd_kafka_queue_get_consumer(client);

    const long long wanted = std::atoll(argv[3]);
    long long records = 0;
    unsigned long long bytes = 0;
    std::array<rd_kafka_message_t *, 1000> messages{};
    while (records < wanted) {
        const ssize_t count = rd_kafka_consume_batch_queue(queue, 100, messages.data(), messages.size());
        for (ssize_t i = 0; i < count; ++i) {
            if (!messages[size_t(i)]->err) {
                ++records;
                bytes += messages[size_t(i)]->len;
            }
            rd_kafka_message_destroy(messages[size_t(i)]);
        }
    }
    std::printf("%lld %llu\n", records, bytes);
    rd_kafka_queue_destroy(queue);
    rd_kafka_destroy(client);
    return 0;
}
