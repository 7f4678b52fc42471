#pragma once

#include <QByteArray>

namespace sluice
{

// How a table is read by the Storage API. A value.
struct StoragePlan {
    // Into ranges of rows, which have a fixed order, or into what the service makes of it.
    enum class Cut { Rows, Size, Parallelism } cut = Cut::Rows;
    qint64 splitBytes = 0; // Size
    QByteArray codec;      // of Arrow's buffers: "", "ZSTD", "LZ4_FRAME"
    bool asked = true;     // by the script; otherwise the table cannot be read in another way
};

} // namespace sluice
