#include "engine/run.h"

#include "connector/earlysink.h"
#include "connector/movingsource.h"
#include "engine/counters.h"
#include "engine/dirtyrows.h"
#include "engine/fieldmap.h"
#include "engine/journal.h"
#include "engine/lane.h"
#include "engine/place.h"
#include "engine/runparts.h"
#include "engine/throttle.h"
#include "engine/watch.h"

#include <QLocale>
#include <QThreadPool>
#include <QtConcurrent>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>

namespace sluice
{

QString runStateName(RunState state)
{
    switch (state) {
    case RunState::Preparing:
        return QStringLiteral("Preparing");
    case RunState::Running:
        return QStringLiteral("Running");
    case RunState::Committing:
        return QStringLiteral("Committing");
    case RunState::Succeeded:
        return QStringLiteral("Succeeded");
    case RunState::Failed:
        return QStringLiteral("Failed");
    case RunState::Stopped:
        return QStringLiteral("Stopped");
    }
    return {};
}

namespace
{

constexpr std::chrono::milliseconds tickInterval{250};

} // namespace

class Run::Private
{
public:
    Private(const ConnectorRegistry &connectors, RunRequest request, Log &log)
        : m_connectors(connectors)
        , m_request(std::move(request))
        , m_log(log)
        , m_lanes(std::clamp(m_request.task.speed.concurrent, 1, mostLanes))
        , m_counters(m_lanes)
        , m_dirty(m_request.task.errorLimit,
                  m_request.watch ? QString() : m_request.attemptDir + QStringLiteral("/dirty.jsonl"), log,
                  m_counters.rowsDirty)
    {
        m_request.batchRows = std::max<qint64>(m_request.batchRows, 1);
    }

    RunReport execute(Stop stop);
    RunProgress progress() const { return m_counters.progress(m_request.queueBytes); }

private:
    OpenRequest openRequest(const StepSpec &step, const DataSource &source, const Schema *peer) const;
    Result<Ends> openEnds(const Stop &stop);
    Done perform(const Stop &stop);
    Result<std::vector<Split>> cutSource(Source &source, const Stop &stop);
    Done openJournal(const Ends &ends, const std::vector<Split> &splits, const Stop &stop);
    void countEarlier();
    qint64 expectedRows(const SplitList &splits) const;
    Result<std::vector<FieldMap>> mapFields(const Source &source, const Sink &sink, size_t lanes);
    void runLanes(std::vector<std::unique_ptr<Lane>> &lanes, const OpenSink &sink);
    Done finishEpoch(qint64 epoch, const std::vector<std::unique_ptr<Lane>> &lanes, OpenSink &sink, const Stop &stop);

    const ConnectorRegistry &m_connectors;
    RunRequest m_request;
    Log &m_log;
    const int m_lanes;
    RunCounters m_counters;
    DirtyRows m_dirty;
    Failure m_failure;
    QStringList m_notes;
    bool m_mayShowRows = false;             // rows were given to a sink that shows them at once, or a commit has begun
    std::optional<JournalRecord> m_earlier; // of the attempt that this one goes on with
    std::unique_ptr<Journal> m_journal;
};

OpenRequest Run::Private::openRequest(const StepSpec &step, const DataSource &source, const Schema *peer) const
{
    OpenRequest request;
    request.step = step;
    request.source = source;
    request.peer = peer;
    request.lanes = m_lanes;
    request.runId = m_request.runId;
    request.workspaceDir = m_request.workspaceDir;
    request.timeZone = m_request.timeZone;
    request.log = &m_log;
    return request;
}

// The reader is opened first, so that a writer that makes its table or file knows the columns; unless the reader
// generates those of its writer and the writer knows them by itself.
Result<Ends> Run::Private::openEnds(const Stop &stop)
{
    const TaskSpec &task = m_request.task;
    const auto readerConnector = m_connectors.require(task.reader.stepType);
    if (!readerConnector)
        return atReader(readerConnector.error());
    const auto writerConnector = m_connectors.require(task.writer.stepType);
    if (!writerConnector)
        return atWriter(writerConnector.error());

    const auto openSource = [&](const Schema *peer) {
        if (m_request.rows)
            return m_request.rows();
        return (*readerConnector)->openSource(openRequest(task.reader, m_request.readerSource, peer), stop);
    };
    const auto openSink = [&](const Schema *peer) {
        OpenRequest request = openRequest(task.writer, m_request.writerSource, peer);
        request.resume = m_earlier ? &m_earlier->resume : nullptr;
        return m_request.watch ? (*writerConnector)->openRehearsal(request, stop)
                               : (*writerConnector)->openSink(request, stop);
    };

    const QJsonValue columns = task.reader.parameter.value(QLatin1String("column"));
    const bool namesColumns = columns.isArray() && !columns.toArray().isEmpty();
    if ((*readerConnector)->info().readsForPeer && !namesColumns && !m_request.rows) {
        auto sink = openSink(nullptr);
        if (sink) {
            Ends ends{nullptr, OpenSink(std::move(*sink))};
            auto source = openSource(&ends.sink->schema());
            if (!source)
                return atReader(source.error());
            ends.source = std::move(*source);
            return ends;
        }
        const ErrorCode code = sink.error().code;
        if (code != ErrorCode::Config && code != ErrorCode::Schema && code != ErrorCode::Unsupported)
            return atWriter(sink.error());
    }
    auto source = openSource(nullptr);
    if (!source)
        return atReader(source.error());
    auto sink = openSink(&(*source)->schema());
    if (!sink)
        return atWriter(sink.error());
    return Ends{std::move(*source), OpenSink(std::move(*sink))};
}

Result<std::vector<FieldMap>> Run::Private::mapFields(const Source &source, const Sink &sink, size_t lanes)
{
    std::vector<FieldMap> maps;
    for (size_t i = 0; i < lanes; ++i) {
        SLUICE_TRY(FieldMap map, FieldMap::make(source.schema(), sink.schema(), m_request.timeZone));
        maps.push_back(std::move(map));
    }
    m_notes += maps.front().notes();
    return maps;
}

Done Run::Private::perform(const Stop &stop)
{
    const TaskSpec &task = m_request.task;
    SLUICE_CHECK(stop.check());
    if (!m_request.resumeDir.isEmpty()) {
        SLUICE_TRY(m_earlier, Journal::read(m_request.resumeDir));
    }
    SLUICE_TRY(Ends ends, openEnds(stop));
    SLUICE_TRY(const std::vector<Split> cut, cutSource(*ends.source, stop));
    SLUICE_CHECK(openJournal(ends, cut, stop));
    SplitList splits(cut, m_earlier ? m_earlier->reached : std::vector<SplitReach>());
    const auto laneCount = size_t(std::clamp<qint64>(qint64(splits.open()), 1, m_lanes));
    SLUICE_TRY(std::vector<FieldMap> maps, mapFields(*ends.source, *ends.sink, laneCount));
    m_log.info(QStringLiteral("%1 to %2: %3 of %4 columns mapped by position, %5 cast, %6 in %7")
                   .arg(task.reader.stepType, task.writer.stepType)
                   .arg(ends.source->schema().size())
                   .arg(ends.sink->schema().size())
                   .arg(maps.front().casts())
                   .arg(splits.size() == 1 ? QStringLiteral("1 split") : QStringLiteral("%1 splits").arg(splits.size()),
                        laneCount == 1 ? QStringLiteral("1 lane") : QStringLiteral("%1 lanes").arg(laneCount)));
    m_counters.splitsTotal = int(splits.size());
    m_counters.splitsDone = int(splits.size() - splits.open());
    const qint64 rows = expectedRows(splits);
    m_counters.rowsExpected = rows >= 0 && m_request.rowLimit >= 0 ? std::min(rows, m_request.rowLimit) : rows;
    m_dirty.describe(ends.source->schema(), ends.sink->schema(), m_request.timeZone);
    if (m_request.watch)
        m_request.watch->expects(ends.source->schema(), ends.sink->schema(), rows);
    if (m_request.rowLimit >= 0 && !m_request.watch)
        m_notes.append(QStringLiteral("Row limit: reading stops after %1 rows; what was read is committed as usual")
                           .arg(QLocale(QLocale::English).toString(m_request.rowLimit)));

    const double rate = task.speed.throttle ? task.speed.megabytes.value_or(0) * 1e6 : 0;
    Throttle throttle(rate);
    if (throttle.limited())
        m_log.info(QStringLiteral("Throttled to %1 MB/s").arg(*task.speed.megabytes));
    RowBudget budget(m_request.rowLimit);
    LaneContext context{*ends.source,    splits,          budget, throttle,           m_dirty, m_counters, m_log,
                        m_request.watch, m_journal.get(), stop,   m_request.batchRows};
    std::vector<std::unique_ptr<Lane>> lanes;
    for (size_t i = 0; i < laneCount; ++i) {
        auto writer = ends.sink->writer(int(i));
        if (!writer)
            return atWriter(writer.error());
        lanes.push_back(
            std::make_unique<Lane>(int(i), context, m_request.queueBytes, std::move(maps[i]), std::move(*writer)));
    }
    m_counters.lanes = int(laneCount);
    m_counters.state = RunState::Running;
    const auto *early = dynamic_cast<const EarlySink *>(&*ends.sink);
    m_mayShowRows = early && early->showsBeforeCommit();
    runLanes(lanes, ends.sink);
    m_notes += ends.source->notes();
    SLUICE_CHECK(m_failure.outcome());
    m_counters.bytesSent = ends.sink->bytesSent();
    if (m_request.watch)
        return {};
    SLUICE_CHECK(finishEpoch(0, lanes, ends.sink, stop));
    if (const Done kept = ends.source->committed(stop); !kept)
        m_log.warning(kept.error().text());
    return {};
}

// A source that has been read to its end is not asked for more: it may have changed since.
Result<std::vector<Split>> Run::Private::cutSource(Source &source, const Stop &stop)
{
    if (m_earlier && m_earlier->resume.complete)
        return m_earlier->head.splits;
    if (auto *const moving = m_earlier ? dynamic_cast<MovingSource *>(&source) : nullptr) {
        std::vector<Position> reached;
        for (const SplitReach &reach : m_earlier->reached)
            reached.push_back(reach.after);
        if (const Done taken = moving->takeOver(m_earlier->head.splits, reached, stop); !taken)
            return atReader(taken.error());
        return m_earlier->head.splits;
    }
    auto cut = source.split(m_lanes * 4, stop);
    if (!cut)
        return atReader(cut.error());
    return cut;
}

Done Run::Private::openJournal(const Ends &ends, const std::vector<Split> &splits, const Stop &stop)
{
    JournalHead head{{}, {}, splits, ends.sink->resumeState()};
    // A debug run of some rows is over before it pays.
    if (!m_earlier && (m_request.rowLimit >= 0 || m_request.watch || m_request.rows || head.sinkState.isEmpty()))
        return {};
    auto fingerprint = ends.source->fingerprint(stop);
    if (!fingerprint)
        return atReader(fingerprint.error());
    head.fingerprint = std::move(*fingerprint);
    for (const Column &column : ends.source->schema().columns)
        head.columns.append(column.name + QLatin1Char(' ') + column.type.text());
    if (m_earlier) {
        if (const Done same = m_earlier->checkSource(head); !same && !m_earlier->resume.complete)
            return atReader(same.error());
        SLUICE_TRY(m_journal, Journal::takeOver(m_request.resumeDir, m_request.attemptDir, *m_earlier, m_log));
        countEarlier();
        return {};
    }
    if (head.fingerprint.isEmpty()) {
        m_log.info(QStringLiteral("Nobody can say whether this source gives the same rows again, so the run cannot be "
                                  "resumed if it breaks off"));
        return {};
    }
    auto journal = Journal::begin(m_request.attemptDir, head, m_log);
    if (journal)
        m_journal = std::move(*journal);
    else
        m_log.warning(journal.error().text() + QStringLiteral(" If the run breaks off, it cannot be resumed."));
    return {};
}

// The rows of the attempts that this one goes on with are its own from now on.
void Run::Private::countEarlier()
{
    m_counters.rowsReadBefore = m_earlier->rowsRead;
    m_counters.rowsWrittenBefore = m_earlier->rowsWritten;
    m_counters.rowsDirty = m_earlier->rowsDirty;
    const auto done = std::count_if(m_earlier->reached.begin(), m_earlier->reached.end(),
                                    [](const SplitReach &reach) { return reach.ended; });
    m_log.info(QStringLiteral("Goes on behind %1 rows, %2 of them dirty, that are with the destination; %3 of %4 "
                              "splits are done and not read again")
                   .arg(m_earlier->rowsRead)
                   .arg(m_earlier->rowsDirty)
                   .arg(done)
                   .arg(m_earlier->reached.size()));
    if (m_earlier->rowsDirty > 0)
        m_notes.append(QStringLiteral("%1 of the dirty rows were found before; they are in %2/dirty.jsonl and those of "
                                      "the attempts before it")
                           .arg(m_earlier->rowsDirty)
                           .arg(m_request.resumeDir));
}

qint64 Run::Private::expectedRows(const SplitList &splits) const
{
    qint64 rows = 0;
    for (const Split &split : splits.all()) {
        if (split.expectedRows < 0)
            return -1;
        rows += split.expectedRows;
    }
    return rows;
}

// Starts the two threads of every lane and waits for all of them, looking after the dirty rows meanwhile.
void Run::Private::runLanes(std::vector<std::unique_ptr<Lane>> &lanes, const OpenSink &sink)
{
    std::mutex mutex;
    std::condition_variable ended;
    size_t running = lanes.size() * 2;
    const auto start = [&](QThreadPool &pool, Lane &lane, Done (Lane::*work)()) {
        (void)QtConcurrent::run(&pool, [&, work] {
            if (const Done done = guarded([&] { return (lane.*work)(); }); !done)
                m_failure.set(done.error());
            std::lock_guard lock(mutex);
            --running;
            ended.notify_one();
        });
    };

    QThreadPool pool; // the last to be made: it waits for its threads
    pool.setMaxThreadCount(int(running));
    for (const auto &lane : lanes) {
        start(pool, *lane, &Lane::write);
        start(pool, *lane, &Lane::read);
    }
    std::unique_lock lock(mutex);
    while (!ended.wait_for(lock, tickInterval, [&] { return running == 0; })) {
        lock.unlock();
        m_counters.bytesSent = sink->bytesSent();
        Done kept = m_dirty.tick();
        if (kept)
            kept = m_dirty.checkShare(m_counters.rowsRead(), false);
        if (!kept)
            m_failure.set(kept.error());
        lock.lock();
    }
}

// Seal the writers, commit the sink, save the position: in that order. The lanes have sealed; a batch run is one
// epoch and keeps no position.
Done Run::Private::finishEpoch(qint64 epoch, const std::vector<std::unique_ptr<Lane>> &lanes, OpenSink &sink,
                               const Stop &stop)
{
    SLUICE_CHECK(stop.check());
    SLUICE_CHECK(m_dirty.flush());
    SLUICE_CHECK(m_dirty.checkShare(m_counters.rowsRead(), true));
    m_counters.state = RunState::Committing;
    std::vector<Receipt> receipts = m_earlier ? m_earlier->resume.receipts : std::vector<Receipt>();
    for (const auto &lane : lanes)
        receipts.insert(receipts.end(), lane->receipts().begin(), lane->receipts().end());
    m_mayShowRows = true;
    const Done committed = sink->commit(epoch, receipts, stop);
    m_counters.bytesSent = sink->bytesSent();
    if (!committed)
        return atWriter(committed.error());
    sink.setCommitted();
    return {};
}

RunReport Run::Private::execute(Stop stop)
{
    m_counters.start();
    const std::stop_callback forward(stop.token(), [this] { m_failure.requestStop(); });
    Done done = guarded([&] { return perform(Stop(m_failure.token(), stop.deadline())); });
    if (const Done kept = m_dirty.flush(); done && !kept)
        done = kept;
    if (const QString note = m_dirty.note(); !note.isEmpty())
        m_notes.append(note);

    RunReport report;
    report.notes = m_notes;
    report.mayShowRows = m_mayShowRows && !done;
    if (done) {
        report.state = RunState::Succeeded;
    } else {
        // A stop may show as a broken connection or another fault of what it interrupted.
        const ErrorCode code = done.error().code;
        const bool stopped = stop.requested() && code != ErrorCode::Data && code != ErrorCode::Config;
        report.state = stopped ? RunState::Stopped : RunState::Failed;
        report.error = stopped ? makeError(ErrorCode::Stopped, QStringLiteral("Stopped on request.")) : done.error();
    }
    m_counters.finish();
    m_counters.state = report.state;
    report.totals = progress();
    return report;
}

Run::Run(const ConnectorRegistry &connectors, RunRequest request, Log &log)
    : d(std::make_unique<Private>(connectors, std::move(request), log))
{
}

Run::~Run() = default;

RunReport Run::execute(Stop stop)
{
    return d->execute(std::move(stop));
}

RunProgress Run::progress() const
{
    return d->progress();
}

} // namespace sluice
