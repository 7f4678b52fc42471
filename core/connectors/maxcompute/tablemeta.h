#pragma once

#include "connectors/maxcompute/client.h"
#include "tunnel/partitionspec.h"
#include "tunnel/sessionschema.h"

namespace sluice
{

// A table's name as a step gives it: "table" or "schema.table".
struct TableName {
    QString schema; // empty: the default one
    QString table;

    static TableName parse(const QString &text);
    QString text() const { return schema.isEmpty() ? table : schema + QLatin1Char('.') + table; }
    QString restPath(const QString &project) const;
    QString tunnelPath(const QString &project) const;
    // curr_schema, when there is a schema.
    void addTo(QList<QPair<QByteArray, QString>> &query) const;
};

// As SQL writes names: `name`; a table outside the default schema with its project and schema.
QString quotedName(const QString &name);
QString sqlName(const TableName &table, const QString &project);

// What the metadata says of a table.
struct TableMeta {
    TableName name;
    QString type; // "MANAGED_TABLE", "VIRTUAL_VIEW", …
    QString comment;
    TableColumns columns;
    qint64 rows = -1;

    bool isPartitioned() const { return columns.partitionColumns.size() > 0; }
    // What people call it: "a view", "an external table"; empty for an ordinary table.
    QString otherKind() const;
};

struct ListedTable {
    QString name;
    QString type;
    QString comment;
};

// What the service tells of a table, in XML around JSON. Data when it is neither; Unsupported for columns of unknown
// types.
Result<TableMeta> parseTable(const QByteArray &body, const TableName &name);

// NotFound names near tables.
Result<TableMeta> fetchTable(Client &client, const TableName &name, Stop stop);
// By marker paging, at most 100,000.
Result<QList<ListedTable>> fetchTables(Client &client, const QString &prefix, Stop stop);
Result<QList<PartitionSpec>> fetchPartitions(Client &client, const TableName &name, Stop stop);
// The project's owner, as a proof that it is there and the key is good.
Result<QString> fetchProject(Client &client, Stop stop);

} // namespace sluice
