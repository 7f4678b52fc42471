#include "connectors/kafka/kafkainbox.h"
#include "connectors/kafka/kafkamark.h"
#include "connectors/kafka/kafkaplan.h"
#include "connectors/kafka/kafkarows.h"

#include <algorithm>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

constexpr auto longestWait = 200ms; // for a first message; a stop is seen at least so often
constexpr auto patienceOfNext = 900ms;
constexpr auto fillWait = 20ms; // for more, when a batch has begun
constexpr int mostAtOnce = 65'536;
constexpr auto probeEvery = 5s; // when the brokers seem to be gone

class KafkaReader final : public Reader
{
public:
    KafkaReader(std::shared_ptr<KafkaPlan> plan, KafkaRanges ranges, const Position &position)
        : m_plan(std::move(plan))
        , m_rows(m_plan->read)
        , m_isTimed(m_plan->isTimed())
    {
        const std::map<int, qint64> from = offsetsOf(position);
        for (const KafkaRange &range : ranges) {
            const auto at = from.find(range.partition);
            m_parts.push_back({range, at == from.end() ? range.begin : at->second});
            Part &part = m_parts.back();
            part.done = range.end >= 0 && part.next >= range.end;
            m_open += !part.done;
        }
        for (const KafkaMark &mark : marksOf(position))
            for (Part &part : m_parts)
                if (part.range.partition == mark.partition)
                    part.mark = mark;
    }

    Result<Outcome> next(Batch &batch, Stop stop) override
    {
        batch = {};
        if (m_ended)
            return Outcome::End;
        SLUICE_CHECK(stop.check());
        if (!m_client && m_open > 0)
            SLUICE_CHECK(start());
        const auto deadline = Stop::Clock::now() + patienceOfNext;
        while (!m_rows.isFull() && !isOver()) {
            const auto began = Stop::Clock::now();
            SLUICE_TRY(const bool came, serve(m_rows.isEmpty() ? longestWait : fillWait));
            SLUICE_CHECK(stop.check());
            if (came) {
                m_waited = {};
                continue;
            }
            m_waited += Stop::Clock::now() - began;
            SLUICE_CHECK(lookAfterBrokers(stop));
            m_over = m_plan->read.untilSilence && m_plan->isSilent();
            if (m_over || !m_rows.isEmpty() || Stop::Clock::now() > deadline)
                break;
        }
        if (!m_rows.isEmpty()) {
            SLUICE_CHECK(m_rows.finish(batch));
            batch.after = positionOf(offsets(), marks());
            return Outcome::More;
        }
        if (!isOver())
            return Outcome::Idle;
        end();
        return Outcome::End;
    }

private:
    struct Part {
        KafkaRange range;
        qint64 next = 0; // offset to go on with
        bool done = false;
        bool atEnd = false; // nothing more just now
        std::optional<KafkaMark> mark = {};
        bool isMarked = false; // since serve() was called
    };

    // Takes what is there, at most until the batch is full. Records that do not count may be many: a stop must not wait
    // for all of them.
    Result<bool> serve(std::chrono::milliseconds wait)
    {
        for (Part &part : m_parts)
            part.isMarked = false;
        Done done;
        int left = mostAtOnce;
        const bool came = m_inbox.serve(wait, [&](const rd_kafka_message_t &message) {
            done = take(message);
            const bool more = done && --left > 0 && !m_rows.isFull() && !isOver();
            if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR)
                mark(message, !more);
            return more;
        });
        SLUICE_CHECK(done);
        return came;
    }

    // Of what is served at once, the first record of each partition is known again, and the last one.
    void mark(const rd_kafka_message_t &message, bool last)
    {
        Part &part = partOf(message.partition);
        if ((part.isMarked && !last) || part.next != message.offset + 1)
            return;
        part.mark = KafkaMark::of(message);
        part.isMarked = true;
    }

    Done start()
    {
        const KafkaReadParameters &read = m_plan->read;
        KafkaClient::Settings own = KafkaInbox::settings(m_plan->readers);
        own.insert({
            {QStringLiteral("fetch.min.bytes"), QString::number(read.fetchMinBytes)},
            {QStringLiteral("fetch.wait.max.ms"), QString::number(read.fetchMaxWaitMs)},
            {QStringLiteral("fetch.error.backoff.ms"), QStringLiteral("50")},
            {QStringLiteral("reconnect.backoff.max.ms"), QStringLiteral("1000")},
            // A destination may make a reader wait for long.
            {QStringLiteral("max.poll.interval.ms"), QStringLiteral("86400000")},
        });
        SLUICE_TRY(m_client, KafkaClient::make(m_plan->connection, KafkaClient::Role::Consumer, own,
                                               kafkaConsumerSettings(read.groupId)));
        KafkaPartitions list(rd_kafka_topic_partition_list_new(int(m_parts.size())));
        const QByteArray topic = read.topic.toUtf8();
        for (const Part &part : m_parts)
            if (!part.done)
                rd_kafka_topic_partition_list_add(list.get(), topic.constData(), part.range.partition)->offset =
                    part.next;
        return m_inbox.open(*m_client, std::move(list), m_plan->readers);
    }

    Part &partOf(int partition)
    {
        if (m_parts.size() == 1)
            return m_parts.front();
        return *std::find_if(m_parts.begin(), m_parts.end(),
                             [partition](const Part &part) { return part.range.partition == partition; });
    }

    Done take(const rd_kafka_message_t &message)
    {
        if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR)
            return takeEvent(message);
        Part &part = partOf(message.partition);
        if (part.done)
            return {};
        if (part.range.end >= 0 && message.offset >= part.range.end) {
            finish(part, part.range.end);
            return {};
        }
        rd_kafka_timestamp_type_t kind;
        const qint64 timestamp = rd_kafka_message_timestamp(&message, &kind); // below 0: it has none
        part.next = message.offset + 1;
        if (timestamp < 0 && m_isTimed) {
            m_rows.addDirty(message, QStringLiteral("__timestamp__"), QStringLiteral("the record has no time"));
        } else if (m_plan->isInside(timestamp)) {
            ++m_count;
            if (m_plan->read.untilSilence)
                hear(part);
            SLUICE_CHECK(m_rows.add(message, timestamp));
        } else {
            ++m_left;
        }
        if (part.next == part.range.end)
            finish(part, part.next);
        return {};
    }

    Done takeEvent(const rd_kafka_message_t &event)
    {
        switch (event.err) {
        case RD_KAFKA_RESP_ERR__PARTITION_EOF: {
            Part &part = partOf(event.partition);
            m_client->setUp();
            if (part.range.end >= 0 && event.offset >= part.range.end)
                finish(part, part.range.end);
            else if (!part.atEnd) {
                part.atEnd = true;
                if (++m_atEnd == m_parts.size())
                    m_plan->caughtUp(true);
            }
            return {};
        }
        case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
        case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
            return makeError(ErrorCode::Data,
                             QStringLiteral("Partition %1 of topic %2 has no offset %3 any more: the topic's retention "
                                            "has removed it. Start later, or set autoOffsetReset.")
                                 .arg(event.partition)
                                 .arg(m_plan->read.topic)
                                 .arg(partOf(event.partition).next),
                             {}, QString::fromUtf8(rd_kafka_message_errstr(&event)));
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
            return makeError(ErrorCode::Auth, QStringLiteral("The user may not read topic %1.").arg(m_plan->read.topic),
                             {}, QString::fromUtf8(rd_kafka_message_errstr(&event)));
        default: // goes away, or the patience does
            m_lastWords = QString::fromUtf8(rd_kafka_message_errstr(&event));
            return {};
        }
    }

    // Asked only when nothing comes.
    Done lookAfterBrokers(Stop stop)
    {
        SLUICE_CHECK(m_client->check());
        const auto now = Stop::Clock::now();
        if (m_client->isDown() && m_plan->read.untilSilence && now - m_probed > probeEvery) {
            // A quiet topic gives no sign that the brokers are back.
            m_probed = now;
            (void)m_client->extent(m_plan->read.topic, m_parts.front().range.partition, 500ms, stop);
        }
        const bool lost = m_client->isDown() || !m_plan->read.untilSilence;
        if (!lost || m_waited < m_plan->read.patience)
            return {};
        QString reached;
        for (const Part &part : m_parts)
            if (!part.done)
                reached += QStringLiteral(" Partition %1 had been read up to offset %2.")
                               .arg(part.range.partition)
                               .arg(part.next);
        Error error =
            m_client->error(ErrorCode::Network,
                            QStringLiteral("The brokers of topic %1 did not answer for %2 s.%3 %4 rows had been read.")
                                .arg(m_plan->read.topic)
                                .arg(std::chrono::duration_cast<std::chrono::seconds>(m_waited).count())
                                .arg(reached)
                                .arg(m_count));
        if (!m_lastWords.isEmpty() && error.detail.isEmpty())
            error.detail = m_lastWords;
        return error;
    }

    void hear(Part &part)
    {
        m_plan->heard();
        if (!part.atEnd)
            return;
        part.atEnd = false;
        if (m_atEnd-- == m_parts.size())
            m_plan->caughtUp(false);
    }

    void finish(Part &part, qint64 next)
    {
        part.next = next;
        part.done = true;
        --m_open;
        if (m_plan->read.untilSilence && !part.atEnd) {
            part.atEnd = true;
            if (++m_atEnd == m_parts.size())
                m_plan->caughtUp(true);
        }
    }

    bool isOver() const { return m_open == 0 || m_over; }

    std::map<int, qint64> offsets() const
    {
        std::map<int, qint64> offsets;
        for (const Part &part : m_parts)
            offsets[part.range.partition] = part.next;
        return offsets;
    }

    std::vector<KafkaMark> marks() const
    {
        std::vector<KafkaMark> marks;
        for (const Part &part : m_parts)
            if (part.mark)
                marks.push_back(*part.mark);
        return marks;
    }

    void end()
    {
        m_ended = true;
        m_plan->finished(offsets(), m_count, m_left);
        if (!m_plan->log)
            return;
        QStringList names;
        for (const Part &part : m_parts)
            names.append(QStringLiteral("partition %1 up to offset %2").arg(part.range.partition).arg(part.next));
        m_plan->log->info(QStringLiteral("%1: %2 records of the window, %3 outside of it")
                              .arg(names.join(QStringLiteral(", ")))
                              .arg(m_count)
                              .arg(m_left));
    }

    const std::shared_ptr<KafkaPlan> m_plan;
    KafkaRows m_rows;
    const bool m_isTimed;
    std::vector<Part> m_parts;
    std::unique_ptr<KafkaClient> m_client;
    KafkaInbox m_inbox; // goes before the client
    size_t m_open = 0;
    size_t m_atEnd = 0;
    bool m_ended = false;
    bool m_over = false; // no more after a silence
    qint64 m_count = 0;
    qint64 m_left = 0;
    Stop::Clock::duration m_waited{};
    Stop::Clock::time_point m_probed{};
    QString m_lastWords;
};

} // namespace

Result<std::unique_ptr<Reader>> makeKafkaReader(std::shared_ptr<KafkaPlan> plan, const Split &split,
                                                const Position &from)
{
    SLUICE_TRY(KafkaRanges ranges, readRanges(split.detail));
    return std::unique_ptr<Reader>(std::make_unique<KafkaReader>(std::move(plan), std::move(ranges), from));
}

} // namespace sluice
