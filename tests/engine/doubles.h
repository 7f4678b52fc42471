#pragma once

#include "connector/registry.h"
#include "engine/run.h"

#include <arrow/type_fwd.h>

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

namespace sluice
{

// What a test wants the two ends of a run to do, and what they saw. Shared by both ends; the mutex guards the lists.
struct TestScene {
    // The source: `splits` pieces of `rows` rows, columns as given; cell (row, column) as text.
    Schema sourceSchema;
    int splits = 1;
    qint64 rows = 10;
    qint64 batchRows = 100;
    std::function<std::optional<std::string>(qint64 row, int column)> cell;
    std::function<Done(int split, qint64 row)> beforeBatch; // a fault, a wait
    std::vector<DirtyRow> readerDirty;                      // with the first batch of the first split
    bool numbered = true;
    QByteArray fingerprint; // empty: nobody can go on with a run
    Done openSourceFails;

    // The sink.
    Schema sinkSchema;
    bool sinkNeedsPeer = false;
    std::function<Done(int lane, const Batch &batch, DirtySink &dirty, const Stop &stop)> onWrite;
    std::function<Done(int lane)> onIdle;
    qint64 blockRows = 0; // so many rows are a boundary; 0: none is
    QByteArray resumeState;
    Done sealFails;
    Done commitFails;
    Done openSinkFails;

    // Seen.
    std::mutex mutex;
    std::vector<std::string> writtenRows; // the columns as text, joined by '|'
    std::vector<qint64> batchSizes;
    std::set<int> writerLanes;
    std::set<std::thread::id> threads;
    int sealed = 0;
    std::map<Receipt, std::vector<std::string>> blocks; // what each seal brought
    std::vector<std::string> committed;
    std::optional<ResumePoint> resumed;
    std::vector<Receipt> committedReceipts;
    int commits = 0;
    int aborts = 0;
    int livingWriters = 0;
    int writersAtAbort = -1;
    bool sawPeer = false;
    std::atomic<qint64> readRows = 0;
    std::atomic<qint64> written = 0;

    std::vector<std::string> sortedRows();
};

// A connector called "test" whose ends do what the stage says: the engine's fault injection.
std::unique_ptr<Connector> makeTestConnector(TestScene &stage);

// A stop that is requested some time from now.
class StopAfter
{
public:
    explicit StopAfter(std::chrono::milliseconds time)
        : m_thread([this, time] {
            std::this_thread::sleep_for(time);
            m_source.request_stop();
        })
    {
    }
    Stop stop() const { return Stop(m_source.get_token()); }

private:
    std::stop_source m_source;
    std::jthread m_thread;
};

// Keeps the lines of a run's log.
class ListLog final : public Log
{
public:
    void write(LogLevel level, const QString &line) override;
    QStringList lines() const;
    QStringList warnings() const;
    bool contains(const QString &part) const;

private:
    mutable std::mutex m_mutex;
    QStringList m_lines;
    QStringList m_warnings;
};

} // namespace sluice
