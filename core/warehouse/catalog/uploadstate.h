#pragma once

#include "warehouse/catalog/tablestate.h"

#include <map>
#include <memory>
#include <mutex>

namespace sluice::warehouse
{

inline constexpr qint64 uploadLife = 24 * 3600 * 1000;              // of an upload that is not committed
inline constexpr qint64 committedUploadLife = 7 * 24 * 3600 * 1000; // of the memory that it was

// A session that uploads into one partition. Everything but the constants is guarded by `mutex`.
struct UploadState {
    QString id;
    TablePtr table; // as it was when the session began
    QStringList partition;
    bool overwrite = false;
    bool createsPartition = false; // at the commit, when it is not there by then
    qint64 created = 0;            // milliseconds

    struct Block {
        Segment segment;
        qint64 finished = 0; // milliseconds
    };

    std::mutex mutex;
    bool committed = false;
    bool expired = false;
    std::map<int, Block> blocks;
    qint64 nextSeq = 1;

    UploadInfo info(); // locks
};

} // namespace sluice::warehouse
