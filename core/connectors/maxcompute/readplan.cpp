#include "connectors/maxcompute/readplan.h"

#include <QSet>

namespace sluice
{

std::shared_ptr<ReadPlan> planFor(const QList<ReadColumn> &columns, const Schema &table, const Transfer &transfer,
                                  const std::optional<StoragePlan> &storage, Log *log)
{
    auto plan = std::make_shared<ReadPlan>();
    plan->columns = columns;
    plan->transfer = transfer;
    plan->storage = storage;
    plan->log = log;
    QSet<QString> wanted;
    for (const ReadColumn &column : columns)
        if (column.kind == ReadColumn::Data)
            wanted.insert(column.column.name);
    if (wanted.isEmpty() && storage && storage->cut != StoragePlan::Cut::Rows)
        wanted.insert(table.columns.first().name); // nothing else tells how many rows there are
    for (const Column &column : table.columns)
        if (wanted.contains(column.name)) {
            plan->wireNames.append(column.name);
            plan->wireSchema.columns.append(column);
        }
    for (const ReadColumn &column : columns) {
        plan->schema.columns.append(column.column);
        plan->wireIndex.append(column.kind == ReadColumn::Data ? plan->wireSchema.indexOf(column.column.name) : -1);
    }
    return plan;
}

Result<std::shared_ptr<ReadPlan>> planForResult(QList<ReadColumn> columns, const Schema &result,
                                                Compression compression, Log *log)
{
    const QList<Column> &given = result.columns;
    qsizetype next = 0;
    auto plan = std::make_shared<ReadPlan>();
    for (ReadColumn &column : columns) {
        if (column.kind != ReadColumn::Constant) {
            if (next == given.size())
                return makeError(ErrorCode::Data, QStringLiteral("The query's result lacks columns."));
            column.kind = ReadColumn::Data;
            column.column.type = given[next].type;
            if (const Done readable = checkReadable(column.column); !readable.ok()) // an expression's, known only now
                return readable.error().at(QStringLiteral("column"));
            plan->wireNames.append(given[next].name);
            plan->wireSchema.columns.append(column.column);
            plan->wireIndex.append(int(next++));
        } else {
            plan->wireIndex.append(-1);
        }
        plan->schema.columns.append(column.column);
    }
    plan->columns = std::move(columns);
    plan->transfer = {RowFormat::Record, compression};
    plan->log = log;
    return plan;
}

} // namespace sluice
