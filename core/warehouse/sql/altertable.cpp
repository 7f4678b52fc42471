#include "warehouse/sql/altertable.h"

#include <QDateTime>

namespace sluice::warehouse
{

Done changeTable(const Statement &statement, const TableName &name, const TableChange &work)
{
    ProjectStore *store = statement.stores.find(name.ref.project);
    return store->write([&](DuckConnection &connection, ProjectStore::Changes &changes) -> Done {
        SLUICE_TRY(const TablePtr present, findStored(statement.stores, name));
        auto changed = std::make_shared<TableState>(*present);
        changed->modified = QDateTime::currentMSecsSinceEpoch();
        SLUICE_CHECK(work(connection, changes, *changed));
        SLUICE_CHECK(store->putTable(connection, *changed));
        changes.tables.push_back(changed);
        return {};
    });
}

} // namespace sluice::warehouse
