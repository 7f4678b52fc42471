#pragma once

#include "base/result.h"

#include <QJsonObject>
#include <QString>

namespace sluice
{

// A named connection. In a file it holds no secret; `values` with secrets filled in exists only in memory, from the
// moment it is resolved for a run or a probe.
struct DataSource {
    QString name;
    QString type;        // the connector's stepType: "odps", "file", …
    QString description; // at most 80 characters
    QJsonObject values;  // by the connector's sourceOptions
    bool local = false;  // the workspace's own warehouse: endpoint and key are filled in when it runs
};

// DS-2: ASCII letters, digits and underscores, a letter first.
Done checkDataSourceName(const QString &name);
// DS-3: at most 80 characters (not bytes).
Done checkDataSourceDescription(const QString &description);

} // namespace sluice
