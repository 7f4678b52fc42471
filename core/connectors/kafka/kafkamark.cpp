#include "connectors/kafka/kafkamark.h"

#include "connectors/kafka/kafkaplan.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr size_t hashedBytes = 4096; // of a key or a value, with its size: a few records each batch are looked at
constexpr int pollMs = 100;
constexpr QLatin1String readKey("read");

void addBytes(QCryptographicHash &hash, const void *bytes, size_t size)
{
    const quint64 told = bytes ? size : ~quint64(0);
    hash.addData(QByteArrayView(reinterpret_cast<const char *>(&told), qsizetype(sizeof told)));
    if (bytes)
        hash.addData(QByteArrayView(static_cast<const char *>(bytes), qsizetype(std::min(size, hashedBytes))));
}

} // namespace

KafkaMark KafkaMark::of(const rd_kafka_message_t &message)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    addBytes(hash, message.key, message.key_len);
    addBytes(hash, message.payload, message.len);
    rd_kafka_timestamp_type_t kind;
    return {message.partition, message.offset, rd_kafka_message_timestamp(&message, &kind), hash.result().toHex()};
}

Position positionOf(const std::map<int, qint64> &offsets, const std::vector<KafkaMark> &marks)
{
    QJsonObject object;
    for (const auto &[partition, offset] : offsets)
        object.insert(QString::number(partition), offset);
    QJsonArray read;
    for (const KafkaMark &mark : marks)
        read.append(QJsonObject{{QStringLiteral("partition"), mark.partition},
                                {QStringLiteral("offset"), mark.offset},
                                {QStringLiteral("time"), mark.time},
                                {QStringLiteral("hash"), QString::fromLatin1(mark.hash)}});
    object.insert(readKey, read);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::map<int, qint64> offsetsOf(const Position &position)
{
    std::map<int, qint64> offsets;
    const QJsonObject object = QJsonDocument::fromJson(position).object();
    for (auto it = object.begin(); it != object.end(); ++it) {
        bool isPartition = false;
        const int partition = it.key().toInt(&isPartition);
        if (isPartition)
            offsets[partition] = it.value().toInteger();
    }
    return offsets;
}

std::vector<KafkaMark> marksOf(const Position &position)
{
    std::vector<KafkaMark> marks;
    for (const QJsonValue mark : QJsonDocument::fromJson(position)[readKey].toArray())
        marks.push_back({mark[QLatin1String("partition")].toInt(), mark[QLatin1String("offset")].toInteger(),
                         mark[QLatin1String("time")].toInteger(), mark[QLatin1String("hash")].toString().toLatin1()});
    return marks;
}

Done checkMarks(const KafkaPlan &plan, const std::vector<KafkaMark> &marks, Stop stop)
{
    if (marks.empty())
        return {};
    const KafkaReadParameters &read = plan.read;
    SLUICE_TRY(const auto client,
               KafkaClient::make(plan.connection, KafkaClient::Role::Consumer,
                                 {{QStringLiteral("fetch.message.max.bytes"), QStringLiteral("65536")}},
                                 kafkaConsumerSettings(read.groupId)));
    const KafkaPartitions list(rd_kafka_topic_partition_list_new(int(marks.size())));
    std::map<int, KafkaMark> open;
    for (const KafkaMark &mark : marks) {
        rd_kafka_topic_partition_list_add(list.get(), read.topic.toUtf8().constData(), mark.partition)->offset =
            mark.offset;
        open[mark.partition] = mark;
    }
    SLUICE_TRY(const KafkaQueue queue, client->consume(list.get()));
    const Stop patient = stop.within(read.patience);
    while (!open.empty()) {
        SLUICE_CHECK(stop.check());
        SLUICE_CHECK(client->check());
        if (patient.expired())
            return client->error(ErrorCode::Network, QStringLiteral("The brokers of topic %1 did not answer for %2 s.")
                                                         .arg(read.topic)
                                                         .arg(read.patience.count() / 1000));
        const KafkaMessage message(rd_kafka_consume_queue(queue.get(), pollMs));
        const auto asked = message ? open.find(message->partition) : open.end();
        if (asked == open.end())
            continue;
        const KafkaMark &mark = asked->second;
        const bool isRecord = message->err == RD_KAFKA_RESP_ERR_NO_ERROR;
        if (isRecord && message->offset == mark.offset) {
            if (!(KafkaMark::of(*message) == mark))
                return makeError(ErrorCode::Conflict,
                                 QStringLiteral("Partition %1 of topic %2 has another record at offset %3 than the "
                                                "attempt to go on with had read: the topic has been made anew. Run the "
                                                "task anew.")
                                     .arg(mark.partition)
                                     .arg(read.topic)
                                     .arg(mark.offset));
            open.erase(asked);
        } else if (isRecord || message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF ||
                   message->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET ||
                   message->err == RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE) {
            if (plan.log)
                plan.log->warning(QStringLiteral("A record that was read of partition %1 (offset %2) is gone, "
                                                 "so nobody can say whether the topic has been made anew since")
                                      .arg(mark.partition)
                                      .arg(mark.offset));
            open.erase(asked);
        }
    }
    return {};
}

} // namespace sluice
