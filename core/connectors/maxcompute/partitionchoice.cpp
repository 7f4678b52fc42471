#include "connectors/maxcompute/partitionchoice.h"

#include "base/nearest.h"
#include "connectors/maxcompute/partitionquery.h"

#include <algorithm>
#include <functional>
#include <set>
#include <vector>

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

// Which of the existing partitions are chosen, by their index.
using Chosen = std::vector<bool>;

// MaxCompute's MAX_PT is about the first level; what lies below comes whole.
PartitionSpec ofFirstLevel(const QString &wanted, const QStringList &columns)
{
    QList<QPair<QString, QString>> values;
    for (const QString &column : columns)
        values.append({column, values.isEmpty() ? wanted : QStringLiteral("*")});
    return PartitionSpec(std::move(values));
}

// Adds what a pattern of all levels matches. A level of max_pt() keeps the greatest of the values that are left after
// the wildcards and the levels above it.
void choose(const PartitionSpec &pattern, const QList<PartitionSpec> &existing, Chosen &chosen)
{
    QList<qsizetype> left;
    for (qsizetype i = 0; i < existing.size(); ++i) {
        const auto fits = [&](const QPair<QString, QString> &level) {
            return newestWanted(level.second) || wildcardMatches(level.second, existing[i].value(level.first));
        };
        if (std::all_of(pattern.values().begin(), pattern.values().end(), fits))
            left.append(i);
    }
    for (const auto &[name, wanted] : pattern.values()) {
        const int newest = newestWanted(wanted);
        if (!newest)
            continue;
        std::set<QString, std::greater<>> values;
        for (const qsizetype i : left) {
            values.insert(existing[i].value(name));
            if (int(values.size()) > newest)
                values.erase(std::prev(values.end()));
        }
        left.removeIf([&, &level = name](qsizetype i) { return !values.contains(existing[i].value(level)); });
    }
    for (const qsizetype i : left)
        chosen[size_t(i)] = true;
}

} // namespace

bool isPartitionQuery(const QString &entry)
{
    return entry.trimmed().startsWith(queryMark, Qt::CaseInsensitive);
}

int newestWanted(const QString &text)
{
    const QString name = text.simplified().remove(QLatin1Char(' ')).toLower();
    return name == QLatin1String("max_pt()") ? 1 : name == QLatin1String("max_two_pt()") ? 2 : 0;
}

Result<QList<PartitionSpec>> choosePartitions(const QStringList &entries, const QStringList &partitionColumns,
                                              const QList<PartitionSpec> &existing)
{
    Chosen chosen(size_t(existing.size()), false);
    for (const QString &entry : entries) {
        if (isPartitionQuery(entry)) {
            SLUICE_TRY(const PartitionQuery query,
                       PartitionQuery::parse(entry.trimmed().mid(queryMark.size()), partitionColumns));
            for (qsizetype i = 0; i < existing.size(); ++i)
                chosen[size_t(i)] = chosen[size_t(i)] || query.matches(existing[i]);
            continue;
        }
        if (newestWanted(entry)) {
            choose(ofFirstLevel(entry, partitionColumns), existing, chosen);
            continue;
        }
        SLUICE_TRY(const PartitionSpec given, PartitionSpec::parse(entry));
        SLUICE_TRY(const PartitionSpec pattern, fitted(given, partitionColumns));
        choose(pattern, existing, chosen);
    }
    QList<PartitionSpec> partitions;
    for (qsizetype i = 0; i < existing.size(); ++i)
        if (chosen[size_t(i)])
            partitions.append(existing[i]);
    return partitions;
}

Result<WritePartition> WritePartition::parse(const QString &text)
{
    WritePartition partition;
    QStringList valued;
    qsizetype from = 0;
    QChar quote;
    for (qsizetype at = 0; at <= text.size(); ++at) {
        const QChar c = at < text.size() ? text[at] : QLatin1Char(',');
        if (!quote.isNull()) {
            if (c == quote)
                quote = {};
            if (at < text.size())
                continue;
        }
        if (c == QLatin1Char('\'') || c == QLatin1Char('"')) {
            quote = c;
            continue;
        }
        if (at < text.size() && c != QLatin1Char(',') && c != QLatin1Char('/'))
            continue;
        const QString level = text.mid(from, at - from).trimmed();
        from = at + 1;
        const auto isOfName = [](QChar c) { return c.isLetterOrNumber() || c == QLatin1Char('_'); };
        if (!level.isEmpty() && std::all_of(level.begin(), level.end(), isOfName))
            partition.levels.append(level);
        else
            valued.append(level);
    }
    if (valued.size() == 1 && valued.first().isEmpty())
        valued.clear();
    SLUICE_TRY(partition.fixed, PartitionSpec::parse(valued.join(QLatin1Char(','))));
    for (const auto &[name, value] : partition.fixed.values())
        if (value.contains(QLatin1Char('*')) || value.contains(QLatin1Char('?')))
            return makeError(ErrorCode::Config, QStringLiteral("A writer fills exactly one partition, so \"%1=%2\" may "
                                                               "hold no * or ?.")
                                                    .arg(name, value));
    return partition;
}

Result<WritePartition> writerPartition(const QString &text, const QStringList &partitionColumns)
{
    SLUICE_TRY(const WritePartition given, WritePartition::parse(text));
    const bool isEmpty = given.fixed.isEmpty() && given.levels.isEmpty();
    if (partitionColumns.isEmpty() && !isEmpty)
        return makeError(ErrorCode::Config, QStringLiteral("The table is not partitioned: leave \"partition\" empty."));
    if (!partitionColumns.isEmpty() && isEmpty)
        return makeError(ErrorCode::Config,
                         QStringLiteral("The table is partitioned by %1: set \"partition\" to all levels, for example "
                                        "%2=20150101.")
                             .arg(partitionColumns.join(QStringLiteral(", ")),
                                  partitionColumns.join(QStringLiteral("=20150101, "))));
    // Levels without a value take any text while the spec is fitted.
    QList<QPair<QString, QString>> values = given.fixed.values();
    for (const QString &level : given.levels) {
        if (!given.fixed.value(level).isNull() || given.levels.count(level) > 1)
            return makeError(ErrorCode::Config, QStringLiteral("The level \"%1\" is given twice.").arg(level));
        values.append({level, QStringLiteral(" ")});
    }
    SLUICE_TRY(const PartitionSpec whole, fitted(PartitionSpec(std::move(values)), partitionColumns));
    WritePartition partition;
    QList<QPair<QString, QString>> fixed;
    for (const auto &[name, value] : whole.values()) {
        if (given.levels.contains(name, Qt::CaseInsensitive))
            partition.levels.append(name);
        else if (partition.levels.isEmpty())
            fixed.append({name, value});
        else
            return makeError(ErrorCode::Config,
                             QStringLiteral("The level \"%1\" has a value, so the one above it, \"%2\", needs one too.")
                                 .arg(name, partition.levels.last()));
    }
    partition.fixed = PartitionSpec(std::move(fixed));
    return partition;
}

} // namespace sluice
