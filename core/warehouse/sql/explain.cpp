#include "warehouse/sql/explain.h"

#include "warehouse/sql/select.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice::warehouse
{

namespace
{

bool atQuery(const Cursor &cursor)
{
    return cursor.isAny({"SELECT", "WITH", "VALUES"}) || cursor.isSymbol("(");
}

QString columnsJson(const Schema &columns)
{
    QJsonArray list;
    for (const Column &column : columns.columns)
        list.append(QJsonObject{{QStringLiteral("name"), column.name}, {QStringLiteral("type"), column.type.text()}});
    return QString::fromUtf8(
        QJsonDocument(QJsonObject{{QStringLiteral("columns"), list}}).toJson(QJsonDocument::Compact));
}

QString planText(const QStringList &tables, const Schema &columns)
{
    QStringList output;
    for (const Column &column : columns.columns)
        output.append(QStringLiteral("%1 (%2)").arg(column.name, column.type.text().toLower()));
    QString text = QStringLiteral("job0 is root job\n\nIn Job job0:\nroot Tasks: M1\n\nIn Task M1:\n");
    for (const QString &table : tables)
        text += QStringLiteral("    Data source: %1\n").arg(table);
    return text + QStringLiteral("    FS: output: Screen\n        schema:\n          %1\n")
                      .arg(output.join(QStringLiteral("\n          ")));
}

} // namespace

Result<SqlOutcome> runExplain(Statement &statement)
{
    Cursor &cursor = statement.cursor;
    SLUICE_CHECK(cursor.expect("EXPLAIN"));
    const bool output = cursor.accept("OUTPUT");
    SqlOutcome outcome;
    if (!atQuery(cursor)) {
        if (!output)
            return unsupportedError(cursor.peek(), QStringLiteral("EXPLAIN of other statements than queries"));
        outcome.text = QStringLiteral("nothing to explain");
        return outcome;
    }
    Translator translator(cursor, statement.stores, statement.session);
    SLUICE_TRY(const QString sql, translator.query());
    SLUICE_CHECK(cursor.expectEnd());
    SLUICE_TRY(DuckConnection connection, sessionConnection(statement));
    SLUICE_TRY(const PreparedQuery query, prepareQuery(connection, sql, translator.names()));
    outcome.text = output ? columnsJson(query.columns) : planText(translator.tables(), query.columns);
    return outcome;
}

Result<SqlOutcome> runCost(Statement &statement)
{
    Cursor &cursor = statement.cursor;
    SLUICE_CHECK(cursor.expect("COST"));
    SLUICE_CHECK(cursor.expect("SQL"));
    qint64 bytes = 0;
    if (atQuery(cursor)) {
        Translator translator(cursor, statement.stores, statement.session);
        SLUICE_TRY(const QString sql, translator.query());
        SLUICE_CHECK(cursor.expectEnd());
        SLUICE_TRY(DuckConnection connection, sessionConnection(statement));
        SLUICE_CHECK(prepareQuery(connection, sql, translator.names()));
        for (const QString &name : translator.tables()) {
            const QStringList parts = name.split(QLatin1Char('.'));
            SLUICE_TRY(const TablePtr table,
                       statement.stores.table(
                           {parts.first(), parts.size() > 2 ? parts[1] : QStringLiteral("default"), parts.last()}));
            bytes += table->info().bytes;
        }
    }
    const QJsonObject cost{{QStringLiteral("Complexity"), QStringLiteral("1.0")},
                           {QStringLiteral("Input"), QString::number(bytes)},
                           {QStringLiteral("UDF"), QStringLiteral("0")}};
    SqlOutcome outcome;
    outcome.text = QString::fromUtf8(
        QJsonDocument(QJsonObject{{QStringLiteral("Cost"), QJsonObject{{QStringLiteral("SQL"), cost}}}}).toJson());
    return outcome;
}

} // namespace sluice::warehouse
