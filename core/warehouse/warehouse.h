#pragma once

#include "base/result.h"
#include "base/stop.h"
#include "data/schema.h"
#include "tunnel/partitionspec.h"

#include <QDateTime>
#include <QMap>
#include <QTimeZone>

#include <arrow/type_fwd.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace sluice::warehouse
{

// Which table is meant. Names ignore case and are kept in lower case, as MaxCompute does.
struct TableRef {
    QString project;
    QString schema = QStringLiteral("default");
    QString table;

    QString text() const; // project.table, or project.schema.table outside the default schema
    friend bool operator==(const TableRef &, const TableRef &) = default;
};

// A view is a query by name; of an external table there is nothing but what CREATE said.
enum class TableKind { Managed, View, External };

// CLUSTERED BY: what a table says of it.
struct ClusterInfo {
    bool byRange = false; // else by hash
    QStringList columns;
    QList<QPair<QString, bool>> sortedBy; // true: descending
    int buckets = 0;                      // by range: 0 when none were said
};

// What the values of a partition column are worked out from.
struct GeneratedPartition {
    QString column;   // a data column
    QString datePart; // year, month, day or hour
};

struct TableInfo {
    TableRef ref;
    TableKind kind = TableKind::Managed;
    QString viewText; // of a view: its query
    QString location; // of an external table, as it was given
    QString storedBy; // of an external table: its handler
    Schema columns;
    Schema partitionColumns;
    QString comment;
    int lifecycle = -1; // days; -1: none
    QDateTime created;
    QDateTime modified; // data or definition
    qint64 rows = 0;
    qint64 bytes = 0; // estimated
    QMap<QString, QString> properties;
    QList<qint64> columnIds;            // one for each of `columns`: they stay when a column is renamed
    QStringList defaults;               // one for each of `columns`: the text of DEFAULT, null when there is none
    qint64 schemaVersion = 1;           // grows with every change of the columns
    bool isTransactional = false;       // takes UPDATE and DELETE
    QStringList primaryKey;             // not empty: a Delta table
    std::optional<ClusterInfo> cluster; // of a Delta table: by its key
    std::optional<GeneratedPartition> generatedPartition; // of the one partition column
    bool partialUpdates = false;                          // of a Delta table: an upsert may name the columns it writes
};

struct PartitionInfo {
    PartitionSpec spec;
    QDateTime created;
    QDateTime modified;
    qint64 rows = 0;
    qint64 bytes = 0;
};

struct BlockInfo {
    int id = 0;
    qint64 rows = 0;
    QDateTime created;
};

struct UploadInfo {
    QString id;
    TableRef table;
    PartitionSpec partition;
    bool overwrite = false;
    bool committed = false;
    Schema columns;
    Schema partitionColumns;
    QList<BlockInfo> blocks;
    QDateTime created;
};

struct DownloadInfo {
    QString id;
    TableRef table;
    PartitionSpec partition;
    qint64 rows = 0;
    Schema columns;
    Schema partitionColumns;
    QDateTime created;
};

enum class UpsertStatus { Normal, Committed, Aborted, Expired };

struct UpsertInfo {
    QString id;
    TableInfo table; // as it was when the session began
    PartitionSpec partition;
    UpsertStatus status = UpsertStatus::Normal;
    int slotCount = 1;
};

struct StreamInfo {
    QString id;
    TableInfo table; // as it was when the session began
    PartitionSpec partition;
    bool byRow = false; // no partition: blocks name it, or their rows do
    int slotCount = 1;

    // What a block without a partition brings: with `byRow` the partition columns stand behind the others.
    Schema rowColumns() const;
};

// Rows of a query or a download, batch by batch, columns as arrowType() says. Used on one thread,
// and not longer than the warehouse.
class RowStream
{
public:
    virtual ~RowStream() = default;
    virtual const Schema &schema() const = 0;
    virtual Result<std::shared_ptr<arrow::RecordBatch>> next() = 0; // null at the end
};

// Takes one block of an upload. Rows count only after finish(); destroying it before drops them.
// Used on one thread, and not longer than the warehouse.
class BlockWriter
{
public:
    virtual ~BlockWriter() = default;
    virtual Done append(const arrow::RecordBatch &rows) = 0;
    virtual Done finish() = 0; // durable; replaces an earlier block of the same id
};

// How a statement ended.
struct SqlOutcome {
    bool isSelect = false;
    Schema columns;                  // of a SELECT
    QString text;                    // of DESC, SHOW …: what a person reads; empty for DDL and DML
    std::unique_ptr<RowStream> rows; // of a SELECT
    qint64 rowsChanged = -1;
};

struct WarehouseOptions {
    QString directory;                     // made when absent, private to the user
    QTimeZone timeZone = QTimeZone::utc(); // odps.sql.timezone: DATETIME and TIMESTAMP as text in SQL
    bool autoCreateProjects = false;
    std::chrono::milliseconds sessionLife = std::chrono::hours(24); // of uploads and downloads; tests shorten it
    // Of DuckDB, with the one that asks: while a second one works on a statement, the one that waits for it goes round
    // and round on a processor of its own.
    int threads = 1;
    qint64 memoryBytes = 192 * 1024 * 1024;
};

class StorageSessions; // storage/storagesessions.h

// The local MaxCompute without its network: projects, tables, partitions, SQL and the two halves of the batch tunnel,
// kept in DuckDB files, one for each project. Owns its files (a lock keeps a second process out); thread-safe.
//
// Names ignore case. Errors of the session and metadata calls carry the service's code word in `detail`: NoSuchProject,
// NoSuchSchema, NoSuchTable, NoSuchPartition, NoSuchColumn, NoSuchUpload, NoSuchDownload, MissingPartitionSpec,
// InvalidPartitionSpec, InvalidBlockID, InvalidRowRange, StatusConflict, TableModified, UpsertSessionNotFound,
// StreamSessionNotFound, SchemaModified.
//
// Every row carries the segment it came with; a segment is what one block or one statement wrote. Readers see the
// segments that the catalog calls visible, so a commit is one small transaction whatever was written, and what a crash
// left behind is never seen and is swept on the next start.
class Warehouse
{
public:
    // Conflict when another process holds the directory; Config when a newer version wrote it.
    static Result<std::unique_ptr<Warehouse>> open(const WarehouseOptions &options);
    ~Warehouse();

    const WarehouseOptions &options() const;

    QStringList projects() const;
    bool hasProject(const QString &project) const;
    Done createProject(const QString &project);
    Result<QStringList> schemas(const QString &project) const; // "default" is always there

    // NotFound names near tables.
    Result<TableInfo> table(const TableRef &ref) const;
    Result<QList<TableInfo>> tables(const QString &project, const QString &schema, const QString &prefix = {}) const;
    // In the order of their values, level by level: those of the levels that `within` names, behind the one with the
    // values `after`, at most `limit` of them unless that is negative.
    Result<QList<PartitionInfo>> partitions(const TableRef &ref, const PartitionSpec &within = {},
                                            const QStringList &after = {}, qsizetype limit = -1) const;
    Result<PartitionInfo> partition(const TableRef &ref, const PartitionSpec &spec) const;

    // Runs one statement in MaxCompute's SQL. Errors carry the service's form in `detail`
    // ("ODPS-0130131:[1,15] Table not found - table demo.x cannot be resolved").
    Result<SqlOutcome> execute(const QString &project, const QString &schema, const QString &sql,
                               const QMap<QString, QString> &settings, Stop stop);

    // Upload: nothing is seen before commit(); commit() is atomic, and repeating it succeeds without effect, also
    // after a restart.
    Result<UploadInfo> createUpload(const TableRef &ref, const PartitionSpec &partition, bool overwrite,
                                    bool createPartition);
    Result<UploadInfo> upload(const QString &id) const;
    Result<std::unique_ptr<BlockWriter>> openBlock(const QString &uploadId, int blockId);
    Result<UploadInfo> commitUpload(const QString &id);

    // Upsert into a Delta table: rows as upsertColumns(), seen at commit, which is as atomic and repeatable as an
    // upload's. The last row of a key wins, in the order in which their writers were opened.
    Result<UpsertInfo> createUpsert(const TableRef &ref, const PartitionSpec &partition, int slotCount, int lifeHours);
    Result<UpsertInfo> upsert(const QString &id) const;
    Result<std::unique_ptr<BlockWriter>> openUpsert(const QString &id);
    Result<UpsertInfo> commitUpsert(const QString &id);
    Result<UpsertInfo> abortUpsert(const QString &id);

    // Stream: what a writer finishes is seen at once. Sessions end with the process and lose nothing by it.
    Result<StreamInfo> createStream(const TableRef &ref, const PartitionSpec &partition, bool createPartition,
                                    int slotCount);
    Result<StreamInfo> stream(const QString &id) const;
    // One whose blocks go to many partitions, which are made when they are missing.
    Result<StreamInfo> createStreamByRow(const TableRef &ref, int slotCount);
    // Rows as the session's table has them, or as rowColumns() says when there is no partition. A block is seen whole,
    // in all its partitions at once. Conflict (detail SchemaModified) when the table was altered since in another way
    // than by new columns, which stay null.
    Result<std::unique_ptr<BlockWriter>> openStream(const QString &id, const PartitionSpec &partition = {});
    void closeStream(const QString &id);

    // Download: a snapshot in a fixed order, read by ranges from any number of threads. Conflict with detail
    // "TableModified" when the table was overwritten, truncated or altered since.
    Result<DownloadInfo> createDownload(const TableRef &ref, const PartitionSpec &partition);
    Result<DownloadInfo> download(const QString &id) const;
    // `columns` empty: all. Ranges past the end give fewer rows.
    Result<std::unique_ptr<RowStream>> read(const QString &downloadId, qint64 start, qint64 count,
                                            const QStringList &columns) const;

    // Reading many partitions at once, and writing into many: what the Storage API does.
    StorageSessions &storage() const;

private:
    class Private;
    explicit Warehouse(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace sluice::warehouse
