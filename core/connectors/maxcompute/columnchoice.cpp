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

Result<QList<int>> chooseWriteColumns(const QStringList &entries, const TableColumns &table)
{
    QList<int> chosen;
    QSet<int> seen;
    const auto add = [&](int index) -> Done {
        if (seen.contains(index))
            return makeError(ErrorCode::Config,
                             QStringLiteral("Column \"%1\" is written twice.").arg(table.columns.columns[index].name));
        seen.insert(index);
        chosen.append(index);
        return {};
    };
    for (const QString &entry : entries) {
        if (entry.trimmed() == QLatin1String("*")) {
            for (int i = 0; i < table.columns.size(); ++i)
                SLUICE_CHECK(add(i));
            continue;
        }
        const QString name = plainName(entry);
        const qsizetype index = table.columns.indexOf(name);
        if (index < 0 && table.partitionColumns.indexOf(name) >= 0)
            return makeError(ErrorCode::Config, QStringLiteral("\"%1\" is a partition column: its value is set by "
                                                               "\"partition\", not by a column.")
                                                    .arg(name));
        if (index < 0)
            return unknownColumn(name, table, false);
        SLUICE_CHECK(add(int(index)));
    }
    if (chosen.isEmpty())
        return makeError(ErrorCode::Config, QStringLiteral("\"column\" names nothing to write."));
    for (int i = 0; i < table.columns.size(); ++i)
        if (!table.columns.columns[i].nullable && !seen.contains(i))
            return makeError(ErrorCode::Config,
                             QStringLiteral("Column \"%1\" does not take NULL, so it must be written.")
                                 .arg(table.columns.columns[i].name));
    return chosen;
}

} // namespace sluice
