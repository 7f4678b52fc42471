#pragma once

#include "base/log.h"
#include "connector/connector.h"
#include "connectors/kafka/kafkaoptions.h"

#include <atomic>
#include <map>
#include <mutex>

namespace sluice
{

// The part of a partition that is read: offsets [begin, end).
struct KafkaRange {
    int partition = 0;
    qint64 begin = 0;
    qint64 end = -1; // -1: until silence

    friend bool operator==(const KafkaRange &, const KafkaRange &) = default;
};
using KafkaRanges = std::vector<KafkaRange>;

// A split's detail, as JSON.
QByteArray rangesText(const KafkaRanges &ranges);
Result<KafkaRanges> readRanges(const QByteArray &detail);

// What the readers of one source share. Thread-safe.
class KafkaPlan
{
public:
    KafkaReadParameters read;
    KafkaConnection connection;
    int readers = 1; // that may run at once
    Log *log = nullptr;

    // Records whose time is in the window; all, when it is not bounded by time.
    bool isInside(qint64 timestamp) const { return timestamp >= m_from && timestamp < m_until; }
    bool isTimed() const
    {
        return read.begin.kind == KafkaBound::Kind::Time || read.end.kind == KafkaBound::Kind::Time;
    }
    void setWindow();

    // Silence: readers say when they are behind, when they have caught up, and when a record came.
    void setSplits(int count) { m_behind = count; }
    void caughtUp(bool now) { m_behind += now ? -1 : 1; }
    void heard();
    bool isSilent() const;

    // A reader is done with a part of a partition.
    void finished(const std::map<int, qint64> &offsets, qint64 rows, qint64 left);
    std::map<int, qint64> finishedOffsets() const;
    qint64 rows() const { return m_rows; }
    qint64 left() const { return m_left; }

private:
    qint64 m_from = 0;
    qint64 m_until = 0;
    std::atomic<int> m_behind = 0;
    std::atomic<qint64> m_heard = 0; // milliseconds of a steady clock
    std::atomic<qint64> m_rows = 0;
    std::atomic<qint64> m_left = 0; // records outside of the window
    mutable std::mutex m_mutex;
    std::map<int, qint64> m_finished;
};

Result<std::unique_ptr<Reader>> makeKafkaReader(std::shared_ptr<KafkaPlan> plan, const Split &split,
                                                const Position &from);
Result<std::unique_ptr<Source>> openKafkaSource(const OpenRequest &request, Stop stop);
Result<std::unique_ptr<Sink>> openKafkaSink(const OpenRequest &request, Stop stop);
// Makes the records and sends none; asks no broker.
Result<std::unique_ptr<Sink>> openKafkaRehearsal(const OpenRequest &request);
// Connects stage by stage and says which one failed.
TestReport testKafka(const DataSource &source, Stop stop, const StageTold &told);
// The latest records of a reader's topic, of each partition some.
Result<QList<SampleRecord>> sampleKafka(const OpenRequest &request, int wanted, Stop stop);
// The columns a topic's records have, by the latest of them: the built-in fields and the paths of values that are JSON.
Result<ObjectSchema> kafkaSchema(const OpenRequest &request, Stop stop);

} // namespace sluice
