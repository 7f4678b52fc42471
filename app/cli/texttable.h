#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace sluice::cli
{

// Columns side by side for a person; a null cell is printed as NULL. `rightAligned` holds the columns of numbers.
QString textTable(const QStringList &head, const QList<QStringList> &rows, const QList<bool> &rightAligned = {});

} // namespace sluice::cli
