#pragma once

#include "warehouse/catalog/stores.h"
#include "warehouse/catalog/uploads.h"
#include "warehouse/storage/storagesessions.h"

#include <map>
#include <mutex>
#include <set>

namespace sluice::warehouse
{

// A write of many blocks, each in several attempts, into one partition or into those that the rows name: one upload for
// each. Everything but the constants is guarded by `mutex`.
struct WriteState {
    WriteInfo info; // `committed` is guarded
    ProjectStore *store = nullptr;
    TablePtr table;                           // as it was when the session began
    QList<QPair<QString, QString>> partition; // by partition column: name, value; null value: comes with the rows
    bool overwrite = false;
    int partitionLimit = 0;

    std::mutex mutex;
    std::map<QStringList, std::shared_ptr<UploadState>> uploads; // by the partition's values
    std::set<WriteAttempt> finished;

    bool isDynamic() const { return info.partitionColumns.size() > 0; }
    // The upload into a partition, begun when there is none yet. Data error beyond the limit.
    Result<std::shared_ptr<UploadState>> uploadInto(const QList<QPair<QString, QString>> &values);
};

Result<std::shared_ptr<WriteState>> createWriteState(Stores &stores, const WriteRequest &request);
// A write into one partition from its upload, after a restart.
std::shared_ptr<WriteState> restoredWriteState(ProjectStore &store, const std::shared_ptr<UploadState> &upload);

Result<std::unique_ptr<BlockWriter>> openWriteBlock(std::shared_ptr<WriteState> write, const WriteAttempt &attempt);
Done commitWriteState(WriteState &write, const std::vector<WriteAttempt> &attempts);

} // namespace sluice::warehouse
