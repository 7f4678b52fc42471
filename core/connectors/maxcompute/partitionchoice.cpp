#include "connectors/maxcompute/partitionchoice.h"

#include "base/nearest.h"
#include "connectors/maxcompute/partitionquery.h"

#include <functional>

namespace sluice
{

namespace
{

const QLatin1String queryMark("/*query*/");

// The levels in the table's order. Config error unless exactly the table's levels are given.
Result<PartitionSpec> fitted(const PartitionSpec &spec, const QStringList &columns)
{
    for (const QString &name : spec.names())
        if (!columns.contains(name, Qt::CaseInsensitive))
            return makeError(ErrorCode::Config,
                             QStringLiteral("\"%1\" is not a partition column of the table, which has %2.%3")
                                 .arg(name, columns.join(QStringLiteral(", ")), didYouMean(name, columns)));
    QList<QPair<QString, QString>> values;
    for (const QString &column : columns) {
        const QString value = spec.value(column);
        if (value.isNull())
            return makeError(ErrorCode::Config,
                             QStringLiteral("Partition \"%1\" lacks the level \"%2\": name all levels (%3).")
                                 .arg(spec.tunnelText(), column, columns.join(QStringLiteral(", "))));
        values.append({column, value});
    }
    return PartitionSpec(std::move(values));
}

} // namespace

bool isPartitionQuery(const QString &entry)
{
    return entry.trimmed().startsWith(queryMark, Qt::CaseInsensitive);
}

Result<QList<PartitionSpec>> choosePartitions(const QStringList &entries, const QStringList &partitionColumns,
                                              const QList<PartitionSpec> &existing)
{
    QList<std::function<bool(const PartitionSpec &)>> choices;
    for (const QString &entry : entries) {
        if (isPartitionQuery(entry)) {
            SLUICE_TRY(const PartitionQuery query,
                       PartitionQuery::parse(entry.trimmed().mid(queryMark.size()), partitionColumns));
            choices.append([query](const PartitionSpec &partition) { return query.matches(partition); });
            continue;
        }
        SLUICE_TRY(const PartitionSpec given, PartitionSpec::parse(entry));
        SLUICE_TRY(const PartitionSpec pattern, fitted(given, partitionColumns));
        choices.append([pattern](const PartitionSpec &partition) {
            for (const auto &[name, wanted] : pattern.values())
                if (!wildcardMatches(wanted, partition.value(name)))
                    return false;
            return true;
        });
    }
    QList<PartitionSpec> chosen;
    for (const PartitionSpec &partition : existing)
        for (const auto &choice : choices)
            if (choice(partition)) {
                chosen.append(partition);
                break;
            }
    return chosen;
}

Result<PartitionSpec> writerPartition(const QString &text, const QStringList &partitionColumns)
{
    SLUICE_TRY(const PartitionSpec spec, PartitionSpec::parse(text));
    for (const auto &[name, value] : spec.values())
        if (value.contains(QLatin1Char('*')) || value.contains(QLatin1Char('?')))
            return makeError(ErrorCode::Config, QStringLiteral("A writer fills exactly one partition, so \"%1=%2\" may "
                                                               "hold no * or ?.")
                                                    .arg(name, value));
    if (partitionColumns.isEmpty() && !spec.isEmpty())
        return makeError(ErrorCode::Config, QStringLiteral("The table is not partitioned: leave \"partition\" empty."));
    if (!partitionColumns.isEmpty() && spec.isEmpty())
        return makeError(ErrorCode::Config,
                         QStringLiteral("The table is partitioned by %1: set \"partition\" to all levels, for example "
                                        "%2=20150101.")
                             .arg(partitionColumns.join(QStringLiteral(", ")),
                                  partitionColumns.join(QStringLiteral("=20150101, "))));
    return fitted(spec, partitionColumns);
}

} // namespace sluice
