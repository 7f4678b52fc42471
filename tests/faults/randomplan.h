#pragma once

#include <QByteArray>
#include <QString>

#include <random>

namespace sluice
{

// What a plan is tried on.
enum class FaultJob {
    Append,
    Overwrite,
    ArrowAppend,
    StorageAppend,
    DynamicPartitions,
    Upsert,
    Stream,
    ReadRecords,
    ReadArrow,
    ReadStorage,
    ReadQuery,
    ReadIncremental,
    Ddl,
};
inline constexpr int faultJobs = int(FaultJob::Ddl) + 1;

// The same numbers from the same seed everywhere, which the standard's distributions do not promise.
class Dice
{
public:
    explicit Dice(quint32 seed)
        : m_engine(seed)
    {
    }
    int below(int limit) { return int(m_engine() % quint32(limit)); }
    int between(int least, int most) { return least + below(most - least + 1); }

private:
    std::mt19937 m_engine;
};

// A job and the faults it meets, all from one seed.
struct RandomPlan {
    quint32 seed = 0; // also of the rows
    FaultJob job = FaultJob::Append;
    QString compression;
    int lanes = 1;
    QByteArray rules; // of a fault plan, as docs/warehouse.md describes them
    // A request fails whenever it comes, so that the job may fail; otherwise no request fails more often than it is
    // tried.
    bool hopeless = false;
    bool consistent = false; // consistencyCommit
    bool loses = false;      // an answer to rows that were sent may be lost

    bool storage() const; // the rows go by the Storage API
    bool reads() const;
    bool appends() const; // rows that are written twice are there twice
    bool byLane() const;  // each lane's rows are committed by themselves

    static RandomPlan from(quint32 seed);
    QString text() const; // for the name of the test
};

} // namespace sluice
