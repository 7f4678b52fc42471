#pragma once

#include "connector/registry.h"
#include "service/dirtyset.h"
#include "service/rehearsal.h"
#include "service/sourcekeeper.h"
#include "workspace/workspace.h"

#include <QList>
#include <QMap>
#include <QStringList>

namespace sluice
{

// The first rows of something, as text.
struct RowPreview {
    Schema columns;
    QList<QStringList> rows; // a null QString is NULL
    bool more = false;       // there are more rows than were asked for
};

// The table that a task writes to, made up from what its reader delivers.
struct TargetTable {
    QString source; // the writer's data source
    QString table;  // as the task names it
    TableDraft draft;
    bool exists = false;     // there is such a table already
    QStringList differences; // between it and the draft
};

// Quick questions to data sources: what a screen asks while a person waits. Every call blocks, so a screen makes it off
// its thread; each gives up after its own patience (named below) or at the stop's deadline if that is sooner. Values
// may be asked from any thread; borrows what it is made from.
class Probes
{
public:
    Probes(const Workspace &workspace, const ConnectorRegistry &connectors, const SourceStore &sources,
           const SourceKeeper &keeper, LocalWarehouse &warehouse);

    // Connects to the half that the source's values are of; secrets that were just typed win over the kept ones. `told`
    // hears of every stage, on this thread. 30 s.
    TestReport testSource(const DataSource &source, Stop stop, const StageTold &told = {}) const;
    // Tables, files, … whose names start with `prefix`. 30 s.
    Result<QList<ObjectInfo>> listObjects(const QString &source, const QString &prefix, Stop stop) const;
    // The columns of a table of a data source. 30 s.
    Result<ObjectSchema> objectSchema(const QString &source, const QString &table, Stop stop) const;
    // The columns of what a reader or writer points at; `parameter` has its variables resolved. 30 s.
    Result<ObjectSchema> stepSchema(const StepSpec &step, Stop stop) const;
    // Up to `wanted` records of what a reader points at, with what reads each of their values; Unsupported where rows
    // are all there is. 30 s.
    Result<QList<SampleRecord>> sampleStep(const StepSpec &reader, int wanted, Stop stop) const;

    // The first rows of a table; `partition` ("pt=1,ds=x") empty: of any partition. 60 s.
    Result<RowPreview> previewRows(const QString &source, const QString &table, const QString &partition, int limit,
                                   Stop stop) const;
    // The first rows that a reader gives. 60 s.
    Result<RowPreview> previewStep(const StepSpec &reader, int limit, Stop stop,
                                   SourceHalf half = SourceHalf::Development) const;
    // The first rows of where a writer wrote; Unsupported when it cannot be read again. 60 s.
    Result<RowPreview> previewDestination(const StepSpec &writer, int limit, Stop stop,
                                          SourceHalf half = SourceHalf::Development) const;

    // What a run would do with the first rows: through its reader, casts and encoder, with a writer that cannot write.
    // Config for a script that cannot run. No patience of its own: a source may be slow to begin.
    Result<Rehearsal> rehearse(const RehearsalRequest &request, Stop stop) const;

    // Reads the corrected texts of an attempt's refused rows anew, as its reader step does. 60 s.
    Done readDirtyTexts(DirtySet &rows, const StepSpec &reader, Stop stop) const;

    // The table that a script's task needs, from the columns that its reader delivers; `${…}` without a value stay as
    // they are. Config when the text is no task; Unsupported when no table can be made for its writer. 60 s.
    Result<TargetTable> targetTable(const QString &script, const QMap<QString, QString> &parameters, Stop stop) const;
    // Runs the statement that makes it (and SET, … before it) on the data source. A service's error says its line and
    // column in `where`, as far as it tells them. 120 s.
    Done createTable(const QString &source, const QString &ddl, Stop stop) const;

    // One statement, with the `SET …;` in front of it, on a data source that has SQL. No patience of its own: a
    // statement may take long.
    Result<SqlResult> runSql(const QString &source, const QString &statement, Stop stop) const;

private:
    struct Opened {
        const Connector *connector = nullptr;
        OpenRequest request;
        FileLock hold; // on the local warehouse
    };
    Result<Opened> open(const StepSpec &step, Stop stop, SourceHalf half = SourceHalf::Development) const;
    Result<DataSource> resolve(const QString &name, FileLock &hold, Stop stop,
                               SourceHalf half = SourceHalf::Development) const;

    const Workspace &m_workspace;
    const ConnectorRegistry &m_connectors;
    const SourceStore &m_sources;
    const SourceKeeper &m_keeper;
    LocalWarehouse &m_warehouse;
};

} // namespace sluice
