#include "data/schema.h"

namespace sluice
{

qsizetype Schema::indexOf(const QString &name) const
{
    for (qsizetype i = 0; i < columns.size(); ++i)
        if (columns[i].name == name)
            return i;
    for (qsizetype i = 0; i < columns.size(); ++i)
        if (columns[i].name.compare(name, Qt::CaseInsensitive) == 0)
            return i;
    return -1;
}

QStringList Schema::names() const
{
    QStringList names;
    names.reserve(columns.size());
    for (const Column &column : columns)
        names.append(column.name);
    return names;
}

} // namespace sluice
