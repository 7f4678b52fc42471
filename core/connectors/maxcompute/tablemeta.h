#pragma once

#include "connectors/maxcompute/client.h"
#include "tunnel/partitionspec.h"
#include "tunnel/sessionschema.h"

#include <QHash>

namespace sluice
{

// A table's name as a step gives it: "table", "schema.table" or "project.schema.table".
struct TableName {
    QString schema; // empty: the default one
    QString table;
    QString project = {}; // empty: the account's

    static TableName parse(const QString &text);
    QString text() const;
    QString restPath(const QString &project) const;
    QString tunnelPath(const QString &project) const;
    // curr_schema, when there is a schema.
    void addTo(QList<QPair<QByteArray, QString>> &query) const;
};

// As SQL writes it: `name`; a table outside the default schema with its project and schema.
QString sqlName(const TableName &table, const QString &project);

// What the metadata says of a table.
struct TableMeta {
    TableName name;
    QString type; // "MANAGED_TABLE", "VIRTUAL_VIEW", …
    QString comment;
    TableColumns columns;
    qint64 rows = -1;
    QString made;    // times, as the service writes them
    QString changed; // its columns or, without partitions, its rows

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

// Its name then has the account's schema when it told none. NotFound names near tables.
Result<TableMeta> fetchTable(Client &client, const TableName &name, Stop stop);
// By marker paging, at most 100,000.
Result<QList<ListedTable>> fetchTables(Client &client, const QString &prefix, Stop stop);
Result<QList<PartitionSpec>> fetchPartitions(Client &client, const TableName &name, Stop stop);
// When the rows of each partition were changed, as the service writes times; by PartitionSpec::tunnelText().
Result<QHash<QString, QString>> fetchPartitionTimes(Client &client, const TableName &name, Stop stop);
// The project's owner, as a proof that it is there and the key is good.
Result<QString> fetchProject(Client &client, Stop stop);

} // namespace sluice
