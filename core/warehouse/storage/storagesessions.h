#pragma once

#include "warehouse/arrow/arrowtimes.h"
#include "warehouse/warehouse.h"

#include <vector>

namespace sluice::warehouse
{

class Stores;

// How a scan is cut into parts that are read apart. A part is a range of rows.
struct SplitPlan {
    enum class Mode { Size, Parallelism, RowOffset, Bucket };
    Mode mode = Mode::Size;
    qint64 number = 256 * 1024 * 1024; // bytes of a part, or parts
    bool crossPartition = true;        // a part may begin in one partition and end in another
};

struct ScanRequest {
    TableRef table;
    QStringList columns;             // data and partition columns as they travel; empty: all of them
    QList<PartitionSpec> partitions; // empty: all
    QString filter;                  // a condition in MaxCompute's SQL
    SplitPlan splits;
    QList<int> buckets; // of a table that is clustered by hash; empty: all
    ArrowTimes times;
};

struct ScanInfo {
    QString id;
    TableRef table;
    Schema columns;            // as they travel
    qsizetype dataColumns = 0; // how many of them, from the first, are no partition columns
    qint64 rows = 0;
    qint64 bytes = 0; // estimated
    SplitPlan splits;
    qint64 splitCount = 0; // of RowOffset: 0
    ArrowTimes times;
    QDateTime created;
};

struct WriteRequest {
    TableRef table;
    PartitionSpec partition; // the columns it leaves out come with the rows
    bool overwrite = false;
    int partitionLimit = 512; // of those that come with the rows
};

struct WriteInfo {
    QString id;
    TableRef table;
    Schema columns;          // that rows bring: data columns, then the dynamic partition columns
    Schema partitionColumns; // the dynamic ones among them
    bool committed = false;
    QDateTime created;
};

// One attempt at a block of a write.
struct WriteAttempt {
    int block = 0;
    int attempt = 0;
    friend auto operator<=>(const WriteAttempt &, const WriteAttempt &) = default;
};

inline constexpr int writeBlockLimit = 20000;
inline constexpr int writeAttemptLimit = 100000;

// Scans and writes of whole tables: a scan is one download of each partition, a write one upload into each, and their
// rules hold. Scans, and writes with dynamic partitions, end with the process; other writes are found again. They live
// for 24 hours. Thread-safe.
//
// Errors carry the service's code word in `detail`, as Warehouse's do; NoSuchSession for an unknown id.
class StorageSessions
{
public:
    explicit StorageSessions(Stores &stores);
    ~StorageSessions();

    // Rows without a session.
    Result<std::unique_ptr<RowStream>> read(const ScanRequest &request, qint64 start, qint64 count) const;

    Result<ScanInfo> createScan(const ScanRequest &request);
    Result<ScanInfo> scan(const QString &id) const;
    // The rows of one part, [skip, …) of them; of those that fit the filter.
    Result<std::unique_ptr<RowStream>> readSplit(const QString &id, qint64 split, qint64 skip) const;
    Result<std::unique_ptr<RowStream>> readRows(const QString &id, qint64 start, qint64 count) const;

    Result<WriteInfo> createWrite(const WriteRequest &request);
    Result<WriteInfo> write(const QString &id) const;
    // Takes batches of WriteInfo::columns. An attempt that is made again replaces the one before.
    Result<std::unique_ptr<BlockWriter>> openBlock(const QString &id, const WriteAttempt &attempt);
    // Shows the last of the attempts named for each block, all partitions at once, and nothing else. Repeating it
    // succeeds without effect.
    Result<WriteInfo> commitWrite(const QString &id, const std::vector<WriteAttempt> &attempts);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace sluice::warehouse
