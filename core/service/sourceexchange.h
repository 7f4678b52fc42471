#pragma once

#include "service/sourcekeeper.h"

#include <QByteArray>

namespace sluice
{

// What came of an import.
struct ImportReport {
    QStringList added;
    QStringList present;  // names that were there already; they stay as they are
    QStringList needKeys; // "orders: AccessKey secret (development)"
    QList<Error> refused; // `where` is the name
};

// Data sources as JSON to be taken to another workspace: both halves, never a secret. The local warehouse's is left
// out, it is in every workspace.
QByteArray exportedSources(const QList<DataSource> &sources, const SourceKeeper &keeper);

// Adds the sources of such a text. Config when it is none; a secret that somebody has written into it is refused with
// its source. Bounded: at most 1,000 sources.
Result<ImportReport> importSources(const QByteArray &text, const SourceStore &store, const SourceKeeper &keeper);

} // namespace sluice
