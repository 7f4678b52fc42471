#pragma once

#include "warehouse/catalog/projectstore.h"

#include <optional>
#include <set>

namespace sluice::warehouse
{

// What becomes of a partition that is not there when an upload begins.
enum class MissingPartition { Refuse, Create, CreateAtCommit };

// The upload half of the tunnels: sessions. Blocks are written by blockwriter.h.
Result<std::shared_ptr<UploadState>> createUploadSession(ProjectStore &store, const TablePtr &table,
                                                         const PartitionSpec &partition, bool overwrite,
                                                         MissingPartition missing);
Done commitUploadSession(ProjectStore &store, const std::shared_ptr<UploadState> &upload);

// Uploads into one table, each with the blocks that are to be seen, or all of them; the rest is dropped.
struct UploadChoice {
    std::shared_ptr<UploadState> upload;
    std::optional<std::set<int>> blocks;

    bool has(int block) const { return !blocks || blocks->contains(block); }
};
// All of them at once. What is committed already stays as it is.
Done commitUploadSessions(ProjectStore &store, const std::vector<UploadChoice> &choices);

} // namespace sluice::warehouse
