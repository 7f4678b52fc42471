#include "connector/movingsource.h"
#include "connectors/kafka/kafkaclient.h"
#include "connectors/kafka/kafkamark.h"
#include "connectors/kafka/kafkaplan.h"

#include <QDateTime>

#include <algorithm>

namespace sluice
{

namespace
{

using Kind = KafkaBound::Kind;

QString shownTime(qint64 milliseconds, const QTimeZone &zone)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(milliseconds, zone.isValid() ? zone : QTimeZone::utc());
    return time.toString(milliseconds % 1000 == 0 ? QStringLiteral("yyyy-MM-dd HH:mm:ss")
                                                  : QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
}

class KafkaSource final : public Source, public MovingSource
{
public:
    KafkaSource(std::shared_ptr<KafkaPlan> plan, std::unique_ptr<KafkaClient> client, std::vector<int> partitions,
                const QTimeZone &zone)
        : m_plan(std::move(plan))
        , m_client(std::move(client))
        , m_partitions(std::move(partitions))
        , m_schema(m_plan->read.schema())
        , m_zone(zone)
    {
    }

    const Schema &schema() const override { return m_schema; }

    Result<std::vector<Split>> split(int, Stop stop) override
    {
        const KafkaReadParameters &read = m_plan->read;
        std::vector<KafkaExtent> extents;
        for (const int partition : m_partitions) {
            SLUICE_TRY(const KafkaExtent extent, m_client->extent(read.topic, partition, read.patience, stop));
            extents.push_back(extent);
        }
        SLUICE_TRY(const std::vector<qint64> begins, offsetsOf(read.begin, extents, 0, stop));
        std::vector<qint64> ends;
        if (read.end.kind != Kind::Time) {
            SLUICE_TRY(ends, offsetsOf(read.end, extents, 0, stop));
        } else if (read.lateness) {
            SLUICE_TRY(ends, offsetsOf(read.end, extents, read.lateness->count(), stop));
        }
        KafkaRanges ranges;
        for (size_t i = 0; i < extents.size(); ++i) {
            const KafkaExtent &extent = extents[i];
            SLUICE_TRY(const qint64 begin, clampedBegin(begins[i], extent));
            KafkaRange range{extent.partition, begin, extent.high};
            if (!ends.empty() && ends[i] >= 0)
                range.end = std::min(range.end, ends[i]);
            if (read.untilSilence && (read.end.kind == Kind::Time || read.end.kind == Kind::Latest))
                range.end = -1;
            else if (read.untilSilence && !ends.empty())
                range.end = ends[i];
            if (range.end < 0 || range.begin < range.end)
                ranges.push_back(range);
        }
        return splitsOf(ranges);
    }

    // New records move the ends of the window; what was to be read then is to be read now.
    Done takeOver(const std::vector<Split> &before, const std::vector<Position> &reached, Stop stop) override
    {
        const KafkaReadParameters &read = m_plan->read;
        std::map<int, qint64> ends;
        for (const Split &split : before) {
            SLUICE_TRY(const KafkaRanges ranges, readRanges(split.detail));
            for (const KafkaRange &range : ranges) {
                SLUICE_TRY(const KafkaExtent extent,
                           m_client->extent(read.topic, range.partition, read.patience, stop));
                if (extent.high < std::max(range.begin, range.end))
                    return makeError(ErrorCode::Conflict,
                                     QStringLiteral("Partition %1 of topic %2 ends at offset %3, before those that the "
                                                    "attempt to go on with had found: the topic has been made anew. "
                                                    "Run the task anew.")
                                         .arg(range.partition)
                                         .arg(read.topic)
                                         .arg(extent.high));
                if (range.end >= 0)
                    ends[range.partition] = range.end;
            }
        }
        std::vector<KafkaMark> marks;
        for (const Position &position : reached)
            for (KafkaMark &mark : marksOf(position))
                marks.push_back(std::move(mark));
        SLUICE_CHECK(checkMarks(*m_plan, marks, stop));
        m_plan->setSplits(int(before.size()));
        m_plan->readers = std::clamp(m_plan->readers, 1, std::max(int(before.size()), 1));
        m_plan->finished(ends, 0, 0); // those that are not read again have been
        m_goesOn = true;
        return {};
    }

    // What stands at an offset stays there for as long as it is kept at all.
    Result<QByteArray> fingerprint(Stop) override
    {
        if (m_plan->read.untilSilence) // what comes until then differs each time
            return QByteArray();
        constexpr int patience = 2000; // milliseconds
        char *const id = rd_kafka_clusterid(m_client->handle(), patience);
        if (!id)
            return QByteArray();
        const QByteArray fingerprint = QByteArray(id) + '/' + m_plan->read.topic.toUtf8();
        rd_kafka_mem_free(m_client->handle(), id);
        return fingerprint;
    }

    Result<std::unique_ptr<Reader>> reader(const Split &split, const Position &from) override
    {
        return makeKafkaReader(m_plan, split, from);
    }

    Done committed(Stop stop) override
    {
        const std::map<int, qint64> offsets = m_plan->finishedOffsets();
        if (m_plan->read.groupId.isEmpty() || offsets.empty())
            return {};
        KafkaPartitions list(rd_kafka_topic_partition_list_new(int(offsets.size())));
        const QByteArray topic = m_plan->read.topic.toUtf8();
        for (const auto &[partition, offset] : offsets)
            rd_kafka_topic_partition_list_add(list.get(), topic.constData(), partition)->offset = offset;
        return m_client->attempt(QStringLiteral("Committing the group's offsets"), m_plan->read.patience, stop,
                                 [&](int) { return rd_kafka_commit(m_client->handle(), list.get(), 0); });
    }

    QStringList notes() const override
    {
        const KafkaReadParameters &read = m_plan->read;
        if (m_plan->rows() > 0 || m_goesOn)
            return {};
        QString window;
        if (read.begin.kind == Kind::Time)
            window += QStringLiteral(" from %1").arg(shownTime(read.begin.value, m_zone));
        if (read.end.kind == Kind::Time)
            window += QStringLiteral(" to before %1").arg(shownTime(read.end.value, m_zone));
        return {
            QStringLiteral("No partition of topic %1 has a record in the window%2: 0 rows.").arg(read.topic, window)};
    }

private:
    // The offset of each partition that a bound stands for; -1: there is none.
    Result<std::vector<qint64>> offsetsOf(const KafkaBound &bound, const std::vector<KafkaExtent> &extents,
                                          qint64 later, Stop stop)
    {
        std::vector<qint64> offsets;
        if (bound.kind == Kind::Time || bound.kind == Kind::Group)
            return asked(bound, extents, later, stop);
        for (const KafkaExtent &extent : extents)
            offsets.push_back(bound.kind == Kind::Earliest ? extent.low
                              : bound.kind == Kind::Latest ? extent.high
                                                           : bound.value);
        return offsets;
    }

    Result<std::vector<qint64>> asked(const KafkaBound &bound, const std::vector<KafkaExtent> &extents, qint64 later,
                                      Stop stop)
    {
        KafkaPartitions list(rd_kafka_topic_partition_list_new(int(extents.size())));
        const QByteArray topic = m_plan->read.topic.toUtf8();
        for (const KafkaExtent &extent : extents)
            rd_kafka_topic_partition_list_add(list.get(), topic.constData(), extent.partition);
        const bool byTime = bound.kind == Kind::Time;
        SLUICE_CHECK(m_client->attempt(byTime ? QStringLiteral("Asking for the offsets of a time")
                                              : QStringLiteral("Asking for the group's offsets"),
                                       m_plan->read.patience, stop, [&](int timeout) {
                                           for (int i = 0; byTime && i < list->cnt; ++i)
                                               list->elems[i].offset = bound.value + later;
                                           return byTime ? rd_kafka_offsets_for_times(m_client->handle(), list.get(),
                                                                                      timeout)
                                                         : rd_kafka_committed(m_client->handle(), list.get(), timeout);
                                       }));
        std::vector<qint64> offsets;
        for (int i = 0; i < list->cnt; ++i) {
            if (list->elems[i].err != RD_KAFKA_RESP_ERR_NO_ERROR)
                return m_client->error(list->elems[i].err,
                                       QStringLiteral("Asking partition %1").arg(list->elems[i].partition));
            // Nothing at or after the time: the partition ends before.
            offsets.push_back(list->elems[i].offset >= 0 ? list->elems[i].offset
                              : byTime                   ? extents[size_t(i)].high
                                                         : -1);
        }
        return offsets;
    }

    // Where reading starts, when that offset is still there.
    Result<qint64> clampedBegin(qint64 begin, const KafkaExtent &extent) const
    {
        const KafkaReadParameters &read = m_plan->read;
        if (begin >= extent.low)
            return begin;
        if (read.begin.kind == Kind::Time) // the retention has just passed by
            return extent.low;
        if (read.reset == OffsetReset::Earliest)
            return extent.low;
        if (read.reset == OffsetReset::Latest)
            return extent.high;
        if (begin < 0)
            return makeError(ErrorCode::Config,
                             QStringLiteral("The group %1 has committed no offset of partition %2 of topic %3. Set "
                                            "autoOffsetReset to say where reading starts then.")
                                 .arg(read.groupId)
                                 .arg(extent.partition)
                                 .arg(read.topic),
                             QStringLiteral("reader.autoOffsetReset"));
        return makeError(ErrorCode::Data,
                         QStringLiteral("Partition %1 of topic %2 starts at offset %3: offset %4 has been removed by "
                                        "the topic's retention. Start later, or set autoOffsetReset.")
                             .arg(extent.partition)
                             .arg(read.topic)
                             .arg(extent.low)
                             .arg(begin),
                         QStringLiteral("reader.beginOffset"));
    }

    // A partition each; when reading goes on until silence, as few as can be read at the same time.
    std::vector<Split> splitsOf(const KafkaRanges &ranges)
    {
        const size_t count =
            m_plan->read.untilSilence ? std::min(ranges.size(), size_t(m_plan->readers)) : ranges.size();
        std::vector<KafkaRanges> groups(count);
        for (size_t i = 0; i < ranges.size(); ++i)
            groups[i % count].push_back(ranges[i]);
        m_plan->setSplits(int(count));
        m_plan->readers = std::clamp(m_plan->readers, 1, std::max(int(count), 1));
        std::vector<Split> splits;
        for (const KafkaRanges &group : groups) {
            QStringList names;
            for (const KafkaRange &range : group)
                names.append(QString::number(range.partition));
            splits.push_back({QStringLiteral("partition %1").arg(names.join(QStringLiteral(", "))), rangesText(group),
                              isWhole(group) ? group.front().end - group.front().begin : -1});
        }
        return splits;
    }

    // Every offset of the range is a row, as far as can be known.
    bool isWhole(const KafkaRanges &group) const
    {
        return group.size() == 1 && group.front().end >= 0 && !m_plan->isTimed();
    }

    const std::shared_ptr<KafkaPlan> m_plan;
    std::unique_ptr<KafkaClient> m_client;
    std::vector<int> m_partitions;
    Schema m_schema;
    QTimeZone m_zone;
    bool m_goesOn = false; // with an earlier attempt
};

} // namespace

Result<std::unique_ptr<Source>> openKafkaSource(const OpenRequest &request, Stop stop)
{
    auto plan = std::make_shared<KafkaPlan>();
    SLUICE_TRY(plan->read, KafkaReadParameters::from(request.step, request.timeZone));
    SLUICE_TRY(plan->connection, kafkaConnection(request.source, &request.step));
    plan->readers = std::max(request.lanes, 1);
    plan->log = request.log;
    plan->setWindow();
    const KafkaReadParameters &read = plan->read;
    if (request.log && !plan->connection.ignored.isEmpty())
        request.log->info(QStringLiteral("Settings that this client has no use for are left out: %1")
                              .arg(plan->connection.ignored.join(QStringLiteral(", "))));

    SLUICE_TRY(auto client, KafkaClient::make(plan->connection, KafkaClient::Role::Consumer, {},
                                              kafkaConsumerSettings(read.groupId)));
    SLUICE_TRY(std::vector<int> partitions, client->partitions(read.topic, read.patience, stop));
    if (const QString version = client->brokerVersion(); !version.isEmpty()) {
        SLUICE_TRY(const QString note,
                   checkBrokerVersion(version, plan->connection.minVersion, plan->connection.maxVersion));
        if (request.log && !note.isEmpty())
            request.log->info(note);
    }
    if (read.partition) {
        if (std::find(partitions.begin(), partitions.end(), *read.partition) == partitions.end())
            return makeError(ErrorCode::NotFound,
                             QStringLiteral("Topic %1 has the partitions 0 to %2, and no %3.")
                                 .arg(read.topic)
                                 .arg(partitions.empty() ? -1 : partitions.back())
                                 .arg(*read.partition),
                             kafkaPointer(request.step, "partition"));
        partitions = {*read.partition};
    }
    return std::unique_ptr<Source>(
        std::make_unique<KafkaSource>(std::move(plan), std::move(client), std::move(partitions), request.timeZone));
}

} // namespace sluice
