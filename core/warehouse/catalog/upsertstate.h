#pragma once

#include "warehouse/catalog/tablestate.h"

#include <memory>
#include <mutex>

namespace sluice::warehouse
{

inline constexpr qint64 upsertMemory = 7 * 24 * 3600 * 1000; // how long the end of a session is remembered

// A session that upserts into one partition of a Delta table. What was flushed lies in a table of its own until the
// commit. Everything but the constants is guarded by `mutex`.
struct UpsertState {
    QString id;
    TablePtr table; // as it was when the session began
    QStringList partition;
    qint64 stage = 0;   // the number in its table's name
    qint64 created = 0; // milliseconds
    qint64 life = 0;    // milliseconds
    int slotCount = 1;

    std::mutex mutex;
    UpsertStatus status = UpsertStatus::Normal;

    UpsertInfo info(); // locks
};

} // namespace sluice::warehouse
