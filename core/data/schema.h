#pragma once

#include "data/type.h"

#include <QList>

namespace sluice
{

struct Column {
    QString name;
    Type type;
    bool nullable = true;
    QString comment;

    friend bool operator==(const Column &, const Column &) = default;
};

// The columns of a table, a file or a stream, in order.
struct Schema {
    QList<Column> columns;

    qsizetype size() const { return columns.size(); }
    // Position of a column by name: the one spelt just so, else ignoring case as MaxCompute does; -1 when there is
    // none.
    qsizetype indexOf(const QString &name) const;
    QStringList names() const;

    friend bool operator==(const Schema &, const Schema &) = default;
};

} // namespace sluice
