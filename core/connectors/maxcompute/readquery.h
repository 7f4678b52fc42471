#pragma once

#include "connectors/maxcompute/columnchoice.h"
#include "connectors/maxcompute/sqlinstance.h"
#include "connectors/maxcompute/tablemeta.h"

#include <QTimeZone>

namespace sluice
{

// A reader's rows as a query, for what the table tunnel cannot do: conditions on rows and functions as columns (MR-14,
// MR-15). The texts of the script stand on lines of their own, so that what the service says of a position can be told
// in terms of the script. A value.
class ReadQuery
{
public:
    // The query for some partitions (none: the table has none) of a table. Config error when it grows too long.
    static Result<ReadQuery> make(const TableMeta &table, const QString &project, const QList<ReadColumn> &columns,
                                  const QList<PartitionSpec> &partitions, const QString &where);

    // As the query runs in the task's time zone.
    SqlStatement statement(const QTimeZone &zone) const;
    const QString &sql() const { return m_sql; }
    // How many columns its result has: those that are no constants, and at least one.
    int width() const { return m_width; }

    // A failure of the query with its place: where of the error becomes "where" or "column", as the text at fault says,
    // and the message tells the position in that text.
    Error placed(Error error) const;

private:
    struct Part {
        QString key; // of the parameter
        QString text;
        int line = 0; // of the query, where its text begins
    };
    void add(const QString &line);
    void addPart(const QString &key, const QString &text);

    QString m_sql;
    int m_lines = 0; // so far
    int m_width = 0;
    bool m_withSchema = false;
    QList<Part> m_parts;
};

} // namespace sluice
