#pragma once

#include "warehouse/catalog/projectstore.h"

namespace sluice::warehouse
{

// Opens a block of an upload: its rows are appended to the table in a transaction of their own, under a segment that
// nobody sees. `store` outlives the writer.
Result<std::unique_ptr<BlockWriter>> openBlockWriter(ProjectStore &store, std::shared_ptr<UploadState> upload,
                                                     int blockId);

} // namespace sluice::warehouse
