#include "warehouse/sql/tablename.h"

#include "base/nearest.h"

namespace sluice::warehouse
{

Result<TableName> readTableName(Cursor &cursor, const Stores &stores, const SqlSession &session)
{
    TableName name;
    name.token = cursor.peek();
    QStringList parts;
    do {
        SLUICE_TRY(const QString part, cursor.name("a table name"));
        parts.append(part);
    } while (parts.size() < 3 && cursor.acceptSymbol("."));

    name.ref.project = session.project;
    name.ref.schema = session.schema.isEmpty() ? QStringLiteral("default") : session.schema.toLower();
    name.ref.table = parts.last();
    name.single = parts.size() == 1;
    if (parts.size() == 3) {
        name.ref.project = parts[0];
        name.ref.schema = parts[1];
    } else if (parts.size() == 2) {
        const ProjectStore *own = stores.find(session.project);
        const bool isSchema = own && own->schemas().contains(parts[0]);
        if (isSchema && (session.setting("odps.namespace.schema") || !stores.find(parts[0]))) {
            name.ref.schema = parts[0];
        } else {
            name.ref.project = parts[0];
            name.ref.schema = QStringLiteral("default");
        }
    }
    return name;
}

Result<TablePtr> findTable(const Stores &stores, const TableName &name)
{
    Result<TablePtr> table = stores.table(name.ref);
    if (table)
        return table;
    QString near;
    if (const ProjectStore *store = stores.find(name.ref.project)) {
        QStringList names;
        for (const TablePtr &other : store->tables(name.ref.schema))
            names.append(other->ref.table);
        near = didYouMean(name.ref.table, names);
    }
    return tableNotFound(name.token, name.ref.text(), near);
}

Result<TablePtr> findStored(const Stores &stores, const TableName &name)
{
    SLUICE_TRY(const TablePtr table, findTable(stores, name));
    if (table->definition.isStored())
        return table;
    return semanticError(name.token, QStringLiteral("%1 is %2, which cannot be changed")
                                         .arg(table->ref.text(), table->definition.kind == TableKind::View
                                                                     ? QStringLiteral("a view")
                                                                     : QStringLiteral("an external table")));
}

} // namespace sluice::warehouse
