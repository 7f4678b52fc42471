#pragma once

#include "warehouse/catalog/projectstore.h"

namespace sluice::warehouse
{

// The upload half of the batch tunnel: sessions. Blocks are written by blockwriter.h.
Result<UploadInfo> createUploadSession(ProjectStore &store, const TablePtr &table, const PartitionSpec &partition,
                                       bool overwrite, bool createPartition);
Result<UploadInfo> commitUploadSession(ProjectStore &store, UploadState &upload);

} // namespace sluice::warehouse
