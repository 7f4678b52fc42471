#pragma once

#include "duck/duck.h"
#include "warehouse/catalog/tablestate.h"
#include "warehouse/catalog/uploadstate.h"
#include "warehouse/catalog/upsertstate.h"

#include <QHash>

#include <atomic>
#include <functional>
#include <mutex>
#include <shared_mutex>

namespace sluice::warehouse
{

// Segments for each of some partitions, by the partition's values.
using Filled = std::map<QStringList, std::vector<Segment>>;

// Runs statements about many catalog rows: `run` gets up to a thousand of `list` at a time, with commas between.
template <class Run>
Done inParts(const QStringList &list, Run run)
{
    constexpr qsizetype atOnce = 1000;
    for (qsizetype first = 0; first < list.size(); first += atOnce)
        SLUICE_CHECK(run(list.mid(first, atOnce).join(QLatin1Char(','))));
    return {};
}

// One project: its DuckDB file, attached to the warehouse's instance, and the catalog in it, mirrored in memory.
//
// In the file, schema `_sluice` holds the catalog (tables, partitions, segments, uploads, upserts), schema `_data` one
// table for each MaxCompute table: its columns, the segment and the place in it. Partition values are not stored with
// the rows; they come with the segment. Catalog changes are small transactions made one at a time by write(); rows are
// appended by any number of connections at once, under segment ids that nobody sees yet. Thread-safe.
class ProjectStore
{
public:
    // Attaches the file, makes the catalog in a new one, and deletes what nobody can see any more.
    static Result<std::unique_ptr<ProjectStore>> open(DuckDatabase database, const QString &name, const QString &file);

    const QString &name() const { return m_name; }
    Result<DuckConnection> connect() const { return m_database.connect(); }

    // Names as SQL writes them.
    QString catalogTable(const char *table) const; // p_demo._sluice.segments
    QString dataTable(const TableState &table) const;
    QString catalogName() const { return m_catalog; } // not quoted
    // A subquery with the visible rows of a table: data and partition columns under their names.
    QString rowsOf(const TableState &table) const;
    // The same, and for each row where it lies: "$rowid", "$seg" and "$partition", the partition's id.
    QString placedRowsOf(const TableState &table) const;

    QStringList schemas() const;
    TablePtr find(const QString &schema, const QString &table) const;
    TablePtr find(qint64 id) const;
    QList<TablePtr> tables(const QString &schema) const; // sorted by name
    qint64 newId() { return m_nextId.fetch_add(1); }

    // What a catalog transaction changes in the mirror once it is committed.
    struct Changes {
        std::vector<TablePtr> tables; // new or changed
        std::vector<qint64> droppedTables;
        QStringList addedSchemas;
        QStringList droppedSchemas;
        std::vector<std::pair<qint64, qint64>> dead; // (table, segment) to be swept
    };
    using Work = std::function<Done(DuckConnection &, Changes &)>;
    // One catalog transaction: committed durably and then shown, or without effect. Repeated when DuckDB reports a
    // conflict with another transaction.
    Done write(const Work &work);

    // Inside a write(): the statements, and the changed table, for the usual steps.
    Done putTable(DuckConnection &connection, const TableState &table) const; // insert or replace its row
    Done addPartitions(DuckConnection &connection, TableState &table, const QList<QStringList> &partitions);
    // Makes written segments visible; with `overwrite` the partitions' rows until now go away. In a Delta table their
    // rows replace those of the same keys, and of rows with one key among them the last stays, in the order given.
    Done publish(DuckConnection &connection, Changes &changes, TableState &table, const Filled &filled, bool overwrite);
    // The same for segments whose keys nothing visible has.
    Done show(DuckConnection &connection, TableState &table, const Filled &filled);
    Done hideRows(DuckConnection &connection, Changes &changes, TableState &table,
                  const QList<QStringList> &partitions);
    Done dropPartitions(DuckConnection &connection, Changes &changes, TableState &table,
                        const QList<QStringList> &partitions);
    Done renamePartition(DuckConnection &connection, TableState &table, const QStringList &from, const QStringList &to);
    // The rows of `sources` become those of `target`, which is made when it is not there and loses its own rows unless
    // it is one of them.
    Done mergePartitions(DuckConnection &connection, Changes &changes, TableState &table,
                         const QList<QStringList> &sources, const QStringList &target);
    // As if something in the partitions had changed just now.
    Done touch(DuckConnection &connection, TableState &table, const QList<QStringList> &partitions) const;
    Done dropTable(DuckConnection &connection, Changes &changes, const TableState &table) const;
    // Records a segment in the transaction that writes its rows. `seq` decides which block of the same number counts.
    Done recordSegment(DuckConnection &connection, qint64 table, qint64 partition, const Segment &segment,
                       const QString &upload = {}, int block = -1, qint64 seq = 0) const;
    Done recordSegments(DuckConnection &connection, qint64 table, const std::vector<Segment> &segments) const;

    // Deletes the rows of segments that went out of sight. What cannot be deleted now is tried again later.
    void sweep();
    void discard(qint64 table, qint64 segment); // a written segment that will not be seen

    std::shared_ptr<UploadState> upload(const QString &id) const;
    void addUpload(std::shared_ptr<UploadState> upload);
    // Ends the sessions whose time is over.
    Done expireUploads();

    std::shared_ptr<UpsertState> upsert(const QString &id) const;
    void addUpsert(std::shared_ptr<UpsertState> upsert);
    QString stageTable(const UpsertState &upsert) const;
    void dropStage(const UpsertState &upsert) const; // what cannot be dropped now goes on the next start
    void expireUpserts();

private:
    ProjectStore(DuckDatabase database, QString name);
    Done attach(const QString &file);
    Done load();
    Done dropNameless(DuckConnection &connection);
    Done loadTables(DuckConnection &connection);
    Done loadSegments(DuckConnection &connection);
    Done loadUploads(DuckConnection &connection);
    Done loadUpserts(DuckConnection &connection);
    Done dropStrayStages(DuckConnection &connection) const;
    void apply(const Changes &changes);
    QString visibleRows(const TableState &table, QStringList columns) const;

    DuckDatabase m_database;
    QString m_name;
    QString m_catalog;
    std::atomic<qint64> m_nextId{1};

    std::mutex m_writer; // one catalog transaction at a time

    mutable std::shared_mutex m_mutex; // the mirror below
    QHash<qint64, TablePtr> m_tables;
    QHash<QString, qint64> m_names; // "schema.table"
    QStringList m_schemas;
    QHash<QString, std::shared_ptr<UploadState>> m_uploads;
    QHash<QString, std::shared_ptr<UpsertState>> m_upserts;

    std::mutex m_sweeping;
    std::mutex m_deadMutex;
    std::map<qint64, std::vector<qint64>> m_dead; // table: segments
};

} // namespace sluice::warehouse
