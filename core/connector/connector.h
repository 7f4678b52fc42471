#pragma once

#include "base/log.h"
#include "base/result.h"
#include "base/stop.h"
#include "connector/connectortest.h"
#include "connector/sqlresult.h"
#include "data/batch.h"
#include "data/schema.h"
#include "task/datasource.h"
#include "task/optionspec.h"
#include "task/tabledraft.h"
#include "task/taskspec.h"

#include <QTimeZone>

#include <functional>
#include <memory>
#include <vector>

namespace sluice
{

// One piece of a source that a lane reads by itself: a file, a range of rows, a Kafka partition.
struct Split {
    QString name;             // for the log: "flights.csv", "rows 0 to 100,000"
    QByteArray detail;        // JSON that only the connector understands
    qint64 expectedRows = -1; // for progress; -1: not known
};

// Reads one split, on one lane's reading thread. Owned by the lane.
class Reader
{
public:
    enum class Outcome {
        More, // the batch is filled (rows, dirty rows or both)
        Idle, // nothing just now; ask again
        End,  // the split is done; the batch is empty
    };
    virtual ~Reader() = default;
    // Blocks for at most about a second without data; returns Stopped within 2 s of a stop.
    virtual Result<Outcome> next(Batch &batch, Stop stop) = 0;
};

// The job-wide half of a reader. Made on the run's thread; reader() may be called from any lane.
class Source
{
public:
    virtual ~Source() = default;
    // The columns every reader delivers, in order.
    virtual const Schema &schema() const = 0;
    // The work, cut in pieces; `wanted` is a hint (lanes × 4). The union of the splits is the whole.
    virtual Result<std::vector<Split>> split(int wanted, Stop stop) = 0;
    virtual Result<std::unique_ptr<Reader>> reader(const Split &split, const Position &from) = 0;
    // What was left unread on purpose, for the report ("no partition matched"). Asked when all is read.
    virtual QStringList notes() const { return {}; }
    // Names the rows that there are, after split(): as long as it stays the same, the same splits hold the same rows in
    // the same order, and every batch says where a reader goes on after it. Empty: nobody can say so.
    virtual Result<QByteArray> fingerprint(Stop stop);
    // The rows of all splits that were read to their end are at the destination: where progress is kept at the source,
    // it may be now. A failure is told, and fails nothing.
    virtual Done committed(Stop) { return {}; }
};

// Takes dirty rows of a writer; thread-safe.
class DirtySink
{
public:
    virtual ~DirtySink() = default;
    virtual void add(DirtyRow row) = 0;
};

// What a sealed writer leaves behind for the commit: JSON that only the connector understands (block ids, file names).
using Receipt = QByteArray;

// Writes one lane's rows, on one lane's writing thread. Owned by the lane.
class Writer
{
public:
    virtual ~Writer() = default;
    // The batch has the sink's schema; its rows are written or handed to `dirty`, none is lost.
    virtual Done write(const Batch &batch, DirtySink &dirty, Stop stop) = 0;
    // Called about once a second while no rows come, for a writer that holds rows back for a time.
    virtual Done idle(Stop) { return {}; }
    // Everything written so far is with the destination, but not yet visible. May be called again after more rows: a
    // receipt is about what came since the last one.
    virtual Result<Receipt> seal(Stop stop) = 0;
    // Everything written so far is with the destination already, so that a seal costs nothing: a block has just ended.
    virtual bool atBoundary() const { return false; }
};

// How far an attempt had got that another one goes on with.
struct ResumePoint {
    QByteArray sinkState;          // Sink::resumeState() of it
    std::vector<Receipt> receipts; // of what it had sealed; they come with the commit
    bool complete = false;         // all rows were sealed: it may have been committed
};

// The job-wide half of a writer.
class Sink
{
public:
    virtual ~Sink() = default;
    // The columns a writer takes, in order.
    virtual const Schema &schema() const = 0;
    virtual Result<std::unique_ptr<Writer>> writer(int lane) = 0;
    // Makes the sealed rows of an epoch visible, once, whatever is repeated. Epochs count from 0. There is a receipt
    // for every seal.
    virtual Done commit(qint64 epoch, const std::vector<Receipt> &receipts, Stop stop) = 0;
    // Gives up: nothing uncommitted stays visible. Called at most once, after a failure or a stop.
    virtual void abort() = 0;
    // What a later attempt needs to go on with what this one has sealed, after an abort() or a crash: JSON that only
    // the connector understands. Empty: it cannot.
    virtual QByteArray resumeState() const { return {}; }
    // Rows committed by this sink so far with the bytes they took on their way (compressed); for the report.
    virtual qint64 bytesSent() const { return 0; }
};

// What a connector is given to open one end of a run.
struct OpenRequest {
    StepSpec step;                // parameters resolved
    DataSource source;            // secrets filled in; empty name: the connector needs none
    const Schema *peer = nullptr; // the other end's columns, when they are known first (a generated source, a new file)
    int lanes = 1;
    // Of the attempt: makes commits idempotent and temporary names unique. 14 digits (when it began) and 4 hexadecimal
    // ones, by which files with it in their names are known.
    QString runId;
    QString workspaceDir; // relative paths in parameters start here
    QTimeZone timeZone;   // of the task: for texts without a zone
    Log *log = nullptr;   // outlives the run; never null in a run
    // For a sink: go on there. Conflict with the reason when that is not possible.
    const ResumePoint *resume = nullptr;
};

struct ObjectInfo {
    QString name; // table, topic, file
    QString kind; // "table", "view", "file"
    QString comment;
};

// A table (or file) with its columns.
struct ObjectSchema {
    QString name;
    Schema columns;
    Schema partitionColumns;
    QString comment;
    qint64 rows = -1;
    QStringList keys = {}; // columns of the primary key, where they were asked for and there is one
};

// A value of a sample record, and what reads it.
struct SampleValue {
    QString column;    // the entry of a reader's `column`: "__offset__", "user.name"; empty: none can
    QString text;      // as a reader gives it; null: NULL
    qsizetype at = -1; // where it stands in the record's text; -1: beside it
    qsizetype length = 0;
};

// A record as it lies at the source, for a person to point at.
struct SampleRecord {
    QString title;             // "partition 0, offset 17"
    QString text;              // laid out for reading
    QString fault;             // why no row can be made of it; empty: one can
    QList<SampleValue> values; // a whole before its parts
};

struct ConnectorInfo {
    QString stepType;          // "odps"
    QString title;             // "MaxCompute"
    QString summary;           // one sentence for the documentation
    bool needsSource = false;  // `datasource` is required
    bool readsForPeer = false; // a reader without columns delivers those of its writer, which is opened first then
    bool makesTables = false;  // draftTable() works
    OptionSpecs sourceOptions;
    OptionSpecs readerOptions; // empty: cannot read
    OptionSpecs writerOptions; // empty: cannot write
};

// One system that rows come from or go to. Stateless: one object for the whole program, called from any thread.
// All calls block; probes must honour the stop's deadline.
class Connector
{
public:
    virtual ~Connector() = default;
    virtual const ConnectorInfo &info() const = 0;

    // Connects, tells of every stage on its way and says which one failed.
    virtual TestReport test(const DataSource &source, Stop stop, const StageTold &told) const;
    virtual Result<QList<ObjectInfo>> list(const DataSource &source, const QString &prefix, Stop stop) const;
    // The columns of what a reader or writer step points at.
    virtual Result<ObjectSchema> schema(const OpenRequest &request, Stop stop) const;

    // Up to `wanted` records of what a reader step points at, where records hold more than columns name: the latest
    // ones. Unsupported where the rows themselves are all there is.
    virtual Result<QList<SampleRecord>> sample(const OpenRequest &request, int wanted, Stop stop) const;

    // The columns that a reader step delivers, in order, with the narrowest types that hold the values and the keys
    // among them: what a table is made from. schema() unless the connector knows better.
    virtual Result<ObjectSchema> delivered(const OpenRequest &request, Stop stop) const;
    // The table that a writer step fills when `incoming` arrives. Asks nobody. Unsupported where none is made.
    virtual Result<TableDraft> draftTable(const OpenRequest &request, const ObjectSchema &incoming) const;

    virtual Result<std::unique_ptr<Source>> openSource(const OpenRequest &request, Stop stop) const;
    virtual Result<std::unique_ptr<Sink>> openSink(const OpenRequest &request, Stop stop) const;

    // A sink whose writers shape and encode rows as those of openSink() do, and that sends nothing: for rehearsals. It
    // may ask for the destination's columns; it begins nothing there. bytesSent() is what would have been sent. Unless
    // the connector knows better, it takes the columns of schema() and counts the bytes of the values.
    virtual Result<std::unique_ptr<Sink>> openRehearsal(const OpenRequest &request, Stop stop) const;
    // Rows that were refused as a whole and corrected by hand, read as the reader step reads them. Row n of the batch,
    // and of its dirty rows, is text n, counted from 1. Unsupported where rows are no texts.
    virtual Result<Batch> readTexts(const OpenRequest &request, const QList<QByteArray> &texts, Stop stop) const;
    // Runs one statement on a system that has SQL; Unsupported elsewhere. A stop also stops it there.
    virtual Result<SqlResult> runSql(const DataSource &source, const QString &statement, Stop stop) const;

    // Rules that no option can say. Pure; parameters may still hold `${…}`.
    virtual Issues check(const StepSpec &step) const;
};

} // namespace sluice
