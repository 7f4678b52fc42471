#include "connectors/maxcompute/columnchoice.h"

#include "base/nearest.h"

#include <QSet>

#include <algorithm>

namespace sluice
{

namespace
{

QString plainName(const QString &entry)
{
    QString name = entry.trimmed();
    if (name.size() > 2 && name.startsWith(QLatin1Char('`')) && name.endsWith(QLatin1Char('`')))
        name = name.mid(1, name.size() - 2);
    return name;
}

bool holdsChar(const Type &type)
{
    return type.kind() == TypeKind::Char || std::any_of(type.children().begin(), type.children().end(), holdsChar);
}

Result<ReadColumn> dataColumn(const Column &column)
{
    SLUICE_CHECK(checkReadable(column));
    return ReadColumn{ReadColumn::Data, column, {}};
}

// Partition values arrive as text; whole numbers are delivered as such.
ReadColumn partitionColumn(const Column &column)
{
    ReadColumn read{ReadColumn::PartitionValue, column, {}};
    read.column.type = column.type.isInteger() ? TypeKind::BigInt : TypeKind::String;
    read.column.nullable = false;
    return read;
}

Error unknownColumn(const QString &name, const TableColumns &table, bool partitionColumnsToo)
{
    QStringList names = table.columns.names();
    if (partitionColumnsToo)
        names += table.partitionColumns.names();
    return makeError(ErrorCode::NotFound,
                     QStringLiteral("The table has no column \"%1\".%2 It has %3.")
                         .arg(name, didYouMean(name, names), names.mid(0, 50).join(QStringLiteral(", "))));
}

} // namespace

bool isConstant(const QString &entry)
{
    const QString text = entry.trimmed();
    return text.size() >= 2 && text.startsWith(QLatin1Char('\'')) && text.endsWith(QLatin1Char('\''));
}

bool isExpression(const QString &entry)
{
    const QString name = plainName(entry);
    return !isConstant(entry) && name != QLatin1String("*") && !name.contains(QLatin1String("${")) &&
           std::any_of(name.begin(), name.end(),
                       [](QChar c) { return !c.isLetterOrNumber() && c != QLatin1Char('_') && c != QLatin1Char('$'); });
}

Done checkReadable(const Column &column)
{
    if (!holdsChar(column.type))
        return {};
    return makeError(ErrorCode::Unsupported,
                     QStringLiteral("Column \"%1\" is %2, which MaxCompute's readers do not read. Read CAST(%1 AS "
                                    "STRING) instead, which needs enableWhere=true and a where condition.")
                         .arg(column.name, column.type.text()));
}

Result<QList<ReadColumn>> chooseReadColumns(const QStringList &entries, const TableColumns &table, bool byQuery)
{
    QList<ReadColumn> chosen;
    for (const QString &entry : entries) {
        if (isConstant(entry)) {
            QString constant = entry.trimmed();
            constant = constant.mid(1, constant.size() - 2).replace(QLatin1String("''"), QLatin1String("'"));
            chosen.append({ReadColumn::Constant, {entry.trimmed(), TypeKind::String, false, {}}, constant});
            continue;
        }
        if (entry.trimmed() == QLatin1String("*")) {
            for (const Column &column : table.columns.columns) {
                SLUICE_TRY(ReadColumn read, dataColumn(column));
                chosen.append(std::move(read));
            }
            continue;
        }
        if (isExpression(entry) && byQuery) {
            chosen.append({ReadColumn::Expression, {entry.trimmed(), TypeKind::String, true, {}}, {}});
            continue;
        }
        if (isExpression(entry))
            return makeError(ErrorCode::Config,
                             QStringLiteral("\"%1\" is an expression; functions in \"column\" need enableWhere=true "
                                            "and a where condition. A constant stands in single quotes.")
                                 .arg(entry));
        const QString name = plainName(entry);
        if (const qsizetype data = table.columns.indexOf(name); data >= 0) {
            SLUICE_TRY(ReadColumn read, dataColumn(table.columns.columns[data]));
            chosen.append(std::move(read));
        } else if (const qsizetype level = table.partitionColumns.indexOf(name); level >= 0) {
            chosen.append(partitionColumn(table.partitionColumns.columns[level]));
        } else {
            return unknownColumn(name, table, true);
        }
    }
    if (chosen.isEmpty())
        return makeError(ErrorCode::Config, QStringLiteral("\"column\" names nothing to read."));
    return chosen;
}

Result<QList<int>> chooseWriteColumns(const QStringList &entries, const TableColumns &table, const QStringList &levels,
                                      bool takesOperation)
{
    QList<int> chosen;
    QSet<int> seen;
    const int width = int(table.columns.size());
    const auto add = [&](int place, const QString &name) -> Done {
        if (seen.contains(place))
            return makeError(ErrorCode::Config, QStringLiteral("Column \"%1\" is written twice.").arg(name));
        seen.insert(place);
        chosen.append(place);
        return {};
    };
    const auto addAll = [&]() -> Done {
        for (int i = 0; i < width; ++i)
            SLUICE_CHECK(add(i, table.columns.columns[i].name));
        for (const QString &level : levels)
            SLUICE_CHECK(add(width + int(table.partitionColumns.indexOf(level)), level));
        return {};
    };
    for (const QString &entry : entries) {
        const QString name = plainName(entry);
        if (name == QLatin1String("*")) {
            SLUICE_CHECK(addAll());
            continue;
        }
        if (name == QLatin1String(operationColumn)) {
            if (!takesOperation)
                return makeError(ErrorCode::Config,
                                 QStringLiteral("\"%1\" says what is to be done with a row of a Delta table; it goes "
                                                "with rows that are appended to one (truncate false), and only there.")
                                     .arg(name));
            SLUICE_CHECK(add(operationPlace, name));
            continue;
        }
        const qsizetype index = table.columns.indexOf(name);
        const qsizetype level = table.partitionColumns.indexOf(name);
        if (index < 0 && level >= 0 && !levels.contains(table.partitionColumns.columns[level].name))
            return makeError(ErrorCode::Config,
                             QStringLiteral("\"%1\" is a partition column: its value is set by \"partition\", not by a "
                                            "column. To take it from the rows, write the level's name there without a "
                                            "value.")
                                 .arg(name));
        if (index < 0 && level < 0)
            return unknownColumn(name, table, false);
        SLUICE_CHECK(add(index >= 0 ? int(index) : width + int(level), name));
    }
    if (chosen.isEmpty())
        return makeError(ErrorCode::Config, QStringLiteral("\"column\" names nothing to write."));
    for (int i = 0; i < width; ++i)
        if (!table.columns.columns[i].nullable && !seen.contains(i))
            return makeError(ErrorCode::Config,
                             QStringLiteral("Column \"%1\" does not take NULL, so it must be written.")
                                 .arg(table.columns.columns[i].name));
    for (const QString &level : levels)
        if (!seen.contains(width + int(table.partitionColumns.indexOf(level))))
            return makeError(ErrorCode::Config,
                             QStringLiteral("The partition's level \"%1\" comes from the rows, so \"column\" must name "
                                            "it.")
                                 .arg(level));
    return chosen;
}

} // namespace sluice
