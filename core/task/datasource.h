#pragma once

#include "base/result.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace sluice
{

// DS-10: debug runs use what is set for development, scheduled runs what is set for production.
enum class SourceHalf { Development, Production };

// A named connection. In a file it holds no secret; `values` with secrets filled in exists only in memory, from the
// moment it is resolved for a run or a probe.
struct DataSource {
    QString name;
    QString type;        // the connector's stepType: "odps", "file", …
    QString description; // at most 80 characters
    QJsonObject values;  // by the connector's sourceOptions; of the half
    bool local = false;  // the workspace's own warehouse: endpoint and key are filled in when it runs
    std::optional<QJsonObject> production = std::nullopt; // its own values; without them, `values` serve both
    SourceHalf half = SourceHalf::Development;            // the half that `values` are of

    // This source as runs of one kind see it: `values` are those of the half, and there is no other.
    DataSource inHalf(SourceHalf wanted) const;
    // The name that a secret option's text is kept under.
    QString secretKey(const QString &option) const;
};

// "development", "production".
QString sourceHalfName(SourceHalf half);

// DS-2: ASCII letters, digits and underscores, a letter first.
Done checkDataSourceName(const QString &name);
// DS-3: at most 80 characters (not bytes).
inline constexpr int longestSourceDescription = 80;
Done checkDataSourceDescription(const QString &description);

} // namespace sluice
