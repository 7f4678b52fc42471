#include "connectors/maxcompute/readquery.h"

namespace sluice
{

namespace
{

// MaxCompute takes statements of up to 2 MB.
constexpr qsizetype longestQuery = 2'000'000;

QString quotedText(QString text)
{
    text.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('\''), QLatin1String("\\'"));
    return QLatin1Char('\'') + text + QLatin1Char('\'');
}

// A number stays one: a text compared with BIGINT becomes DOUBLE, which loses digits.
QString partitionLiteral(const Column &level, const QString &value)
{
    bool isNumber = false;
    if (level.type.isInteger())
        value.toLongLong(&isNumber);
    return isNumber ? value : quotedText(value);
}

// (`pt` = '1' AND `ds` = 'a') OR …, or a list where there is one level.
QString partitionCondition(const Schema &levels, const QList<PartitionSpec> &partitions)
{
    QStringList choices;
    if (levels.size() == 1) {
        for (const PartitionSpec &partition : partitions)
            choices.append(partitionLiteral(levels.columns[0], partition.value(levels.columns[0].name)));
        return QStringLiteral("%1 IN (%2)").arg(quotedName(levels.columns[0].name), choices.join(QStringLiteral(", ")));
    }
    for (const PartitionSpec &partition : partitions) {
        QStringList values;
        for (const Column &level : levels.columns)
            values.append(quotedName(level.name) + QStringLiteral(" = ") +
                          partitionLiteral(level, partition.value(level.name)));
        choices.append(QLatin1Char('(') + values.join(QStringLiteral(" AND ")) + QLatin1Char(')'));
    }
    return choices.join(QStringLiteral(" OR "));
}

} // namespace

void ReadQuery::add(const QString &line)
{
    m_sql += line + QLatin1Char('\n');
    ++m_lines;
}

void ReadQuery::addPart(const QString &key, const QString &text)
{
    m_parts.append({key, text, m_lines + 1});
    m_sql += text + QLatin1Char('\n');
    m_lines += int(text.count(QLatin1Char('\n'))) + 1;
}

Result<ReadQuery> ReadQuery::make(const TableMeta &table, const QString &project, const QList<ReadColumn> &columns,
                                  const QList<PartitionSpec> &partitions, const QString &where)
{
    ReadQuery query;
    query.add(QStringLiteral("SELECT"));
    const auto finishColumn = [&] { query.add(QStringLiteral("AS sluice_%1").arg(++query.m_width)); };
    for (const ReadColumn &column : columns) {
        if (column.kind == ReadColumn::Constant)
            continue;
        if (query.m_width)
            query.add(QStringLiteral(","));
        if (column.kind == ReadColumn::Expression)
            query.addPart(QStringLiteral("column"), column.column.name);
        else
            query.add(quotedName(column.column.name));
        finishColumn();
    }
    if (!query.m_width) { // only constants: the rows still count
        query.add(QStringLiteral("1"));
        finishColumn();
    }
    query.m_withSchema = !table.name.schema.isEmpty();
    const QString name = sqlName(table.name, project);
    if (partitions.isEmpty())
        query.add(QStringLiteral("FROM %1").arg(name));
    else // below the condition, which then cannot reach other partitions by a stray parenthesis
        query.add(QStringLiteral("FROM (SELECT * FROM %1 WHERE %2) %3")
                      .arg(name, partitionCondition(table.columns.partitionColumns, partitions),
                           quotedName(table.name.table)));
    query.add(QStringLiteral("WHERE ("));
    query.addPart(QStringLiteral("where"), where);
    query.m_sql += QLatin1Char(')');
    if (query.m_sql.toUtf8().size() > longestQuery)
        return makeError(ErrorCode::Config,
                         QStringLiteral("The query over %1 partitions is longer than MaxCompute takes. Read fewer "
                                        "partitions at a time.")
                             .arg(partitions.size()));
    return query;
}

SqlStatement ReadQuery::statement(const QTimeZone &zone) const
{
    SqlStatement statement{m_sql, {{QStringLiteral("odps.sql.type.system.odps2"), QStringLiteral("true")}}};
    if (zone.isValid())
        statement.settings.insert(QStringLiteral("odps.sql.timezone"), QString::fromLatin1(zone.id()));
    if (m_withSchema)
        statement.settings.insert(QStringLiteral("odps.namespace.schema"), QStringLiteral("true"));
    return statement;
}

Error ReadQuery::placed(Error error) const
{
    const auto position = positionIn(error.message);
    if (!position)
        return error;
    for (const Part &part : m_parts) {
        const QStringList lines = part.text.split(QLatin1Char('\n'));
        const int line = position->line - part.line;
        if (line < 0 || line >= lines.size())
            continue;
        const QString place = lines.size() == 1
                                  ? QStringLiteral("position %1").arg(position->column)
                                  : QStringLiteral("line %1, position %2").arg(line + 1).arg(position->column);
        if (!error.message.endsWith(QLatin1Char('.')))
            error.message += QLatin1Char('.');
        error.message += QStringLiteral(" This is %1 of \"%2\".").arg(place, lines[line].trimmed().left(200));
        error.where = part.key;
        return error;
    }
    return error;
}

} // namespace sluice
