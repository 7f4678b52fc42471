#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace sluice
{

// What a statement gave.
struct SqlResult {
    bool isSelect = false;
    QStringList columns;     // of a SELECT
    QStringList types;       // of its columns, as far as the service says them
    QList<QStringList> rows; // a null QString is NULL
    bool truncated = false;  // the service gives at most 10,000 rows this way
    QString text;            // of DESC, SHOW …
};

} // namespace sluice
