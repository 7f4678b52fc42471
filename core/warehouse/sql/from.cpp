#include "duck/duck.h"
#include "warehouse/sql/translator.h"
#include "warehouse/sql/translatordepth.h"

#include <algorithm>
#include <array>

namespace sluice::warehouse
{

// A word that can follow a table or a column and is no alias.
bool Translator::atAlias() const
{
    static constexpr std::array<const char *, 52> reserved{
        "FROM",       "WHERE",   "GROUP",   "HAVING", "ORDER",  "LIMIT",   "OFFSET",     "UNION",   "INTERSECT",
        "EXCEPT",     "MINUS",   "ON",      "USING",  "JOIN",   "LEFT",    "RIGHT",      "FULL",    "INNER",
        "CROSS",      "NATURAL", "LATERAL", "SORT",   "SEMI",   "ANTI",    "WINDOW",     "QUALIFY", "AS",
        "DISTRIBUTE", "CLUSTER", "SET",     "INSERT", "SELECT", "VALUES",  "AND",        "OR",      "NOT",
        "IN",         "IS",      "LIKE",    "RLIKE",  "REGEXP", "BETWEEN", "DIV",        "ASC",     "DESC",
        "NULLS",      "WHEN",    "THEN",    "ELSE",   "END",    "OVER",    "TABLESAMPLE"};
    const Token &token = m_cursor.peek();
    if (token.kind == TokenKind::Quoted)
        return true;
    if (token.kind != TokenKind::Word)
        return false;
    return std::none_of(reserved.begin(), reserved.end(), [this](const char *word) { return m_cursor.is(word); });
}

Result<QString> Translator::from()
{
    SLUICE_TRY(const QString first, tableReference());
    SLUICE_TRY(QString sql, joined(first));
    while (m_cursor.acceptSymbol(",")) {
        SLUICE_TRY(const QString next, tableReference());
        SLUICE_TRY(const QString whole, joined(next));
        sql += QStringLiteral(", ") + whole;
    }
    return sql;
}

Result<QString> Translator::joined(QString left)
{
    for (;;) {
        QString word;
        if (m_cursor.is("LATERAL")) {
            SLUICE_TRY(const QString view, lateralView());
            left += view;
            continue;
        }
        const bool natural = m_cursor.accept("NATURAL");
        if (m_cursor.accept("CROSS"))
            word = QStringLiteral("CROSS JOIN");
        else if (m_cursor.acceptAll({"LEFT", "SEMI"}) || m_cursor.accept("SEMI"))
            word = QStringLiteral("SEMI JOIN");
        else if (m_cursor.acceptAll({"LEFT", "ANTI"}) || m_cursor.accept("ANTI"))
            word = QStringLiteral("ANTI JOIN");
        else if (m_cursor.accept("LEFT"))
            word = QStringLiteral("LEFT JOIN");
        else if (m_cursor.accept("RIGHT"))
            word = QStringLiteral("RIGHT JOIN");
        else if (m_cursor.accept("FULL"))
            word = QStringLiteral("FULL JOIN");
        else if (m_cursor.accept("INNER") || m_cursor.is("JOIN"))
            word = QStringLiteral("JOIN");
        else if (natural)
            return m_cursor.unexpected(QStringLiteral("'JOIN'"));
        else
            return left;
        (void)m_cursor.accept("OUTER");
        SLUICE_CHECK(m_cursor.expect("JOIN"));
        SLUICE_TRY(const QString right, tableReference());
        left += (natural ? QStringLiteral(" NATURAL ") : QStringLiteral(" ")) + word + QLatin1Char(' ') + right;
        if (m_cursor.accept("ON")) {
            SLUICE_TRY(const Piece condition, expression());
            left += QStringLiteral(" ON ") + condition.sql;
        } else if (m_cursor.accept("USING")) {
            SLUICE_TRY(const QString columns, nameList());
            left += QStringLiteral(" USING ") + columns;
        } else if (word == QLatin1String("JOIN") && !natural) {
            left += QStringLiteral(" ON true"); // MaxCompute takes a join without a condition for a product
        }
    }
}

Result<QString> Translator::tableReference()
{
    const Depth depth(m_depth);
    if (depth.tooDeep())
        return parseError(m_cursor.peek(), QStringLiteral("queries are nested too deeply"));
    if (m_cursor.accept("VALUES")) {
        SLUICE_TRY(const QString rows, valuesRows(false));
        SLUICE_TRY(const QString name, alias(true));
        return QLatin1Char('(') + rows + QLatin1Char(')') + name;
    }
    if (!m_cursor.isSymbol("("))
        return namedTable();
    // A subquery, or joins in parentheses: which one shows after the last parenthesis.
    qsizetype inner = 1;
    while (m_cursor.isSymbol("(", inner))
        ++inner;
    if (m_cursor.is("SELECT", inner) || m_cursor.is("WITH", inner) || m_cursor.is("VALUES", inner)) {
        m_cursor.take();
        SLUICE_TRY(const QString sql, query());
        SLUICE_CHECK(m_cursor.expectSymbol(")"));
        SLUICE_TRY(const QString name, alias(false));
        return QLatin1Char('(') + sql + QLatin1Char(')') + name;
    }
    m_cursor.take();
    SLUICE_TRY(const QString first, tableReference());
    SLUICE_TRY(const QString sql, joined(first));
    SLUICE_CHECK(m_cursor.expectSymbol(")"));
    return QLatin1Char('(') + sql + QLatin1Char(')');
}

Result<QString> Translator::namedTable()
{
    SLUICE_TRY(const TableName name, readTableName(m_cursor, m_stores, m_session));
    if (m_cursor.isSymbol("("))
        return unsupportedError(name.token, QStringLiteral("functions as tables"));
    QString sql;
    const bool isWith =
        name.single && std::any_of(m_withNames.begin(), m_withNames.end(),
                                   [&](const QStringList &names) { return names.contains(name.ref.table); });
    if (isWith) {
        sql = sqlName(name.ref.table);
    } else {
        SLUICE_TRY(const TablePtr table, findTable(m_stores, name));
        addColumns(*table);
        sql = m_stores.find(name.ref.project)->rowsOf(*table);
    }
    if (m_cursor.is("TABLESAMPLE"))
        return unsupportedError(m_cursor.peek(), QStringLiteral("TABLESAMPLE"));
    SLUICE_TRY(const QString given, alias(false));
    if (given.isEmpty())
        return isWith ? sql : sql + QStringLiteral(" AS ") + sqlName(name.ref.table);
    return sql + given;
}

void Translator::addColumns(const TableState &table)
{
    for (const Schema *schema : {&table.definition.columns, &table.definition.partitionColumns})
        for (const Column &column : schema->columns)
            m_names.addType(column.name, column.type);
}

Result<QString> Translator::alias(bool required)
{
    const bool as = m_cursor.accept("AS");
    if (!as && !atAlias()) {
        if (required)
            return m_cursor.unexpected(QStringLiteral("an alias"));
        return QString();
    }
    SLUICE_TRY(const QString name, m_cursor.name("an alias"));
    QString sql = QStringLiteral(" AS ") + sqlName(name);
    if (m_cursor.isSymbol("(")) {
        SLUICE_TRY(const QString columns, nameList());
        sql += columns;
    }
    return sql;
}

Result<QString> Translator::nameList()
{
    SLUICE_CHECK(m_cursor.expectSymbol("("));
    QStringList names;
    do {
        SLUICE_TRY(const QString name, m_cursor.name("a column name"));
        names.append(sqlName(name));
    } while (m_cursor.acceptSymbol(","));
    SLUICE_CHECK(m_cursor.expectSymbol(")"));
    return QLatin1Char('(') + names.join(QStringLiteral(", ")) + QLatin1Char(')');
}

// LATERAL VIEW [OUTER] explode(array or map) t AS x[, y], and posexplode(array) t AS position, x.
Result<QString> Translator::lateralView()
{
    SLUICE_CHECK(m_cursor.expect("LATERAL"));
    SLUICE_CHECK(m_cursor.expect("VIEW"));
    const bool outer = m_cursor.accept("OUTER");
    const Token at = m_cursor.peek();
    SLUICE_TRY(const QString function, m_cursor.name("a table function"));
    if (function != QLatin1String("explode") && function != QLatin1String("posexplode"))
        return unsupportedError(at, QStringLiteral("LATERAL VIEW %1; explode and posexplode are known").arg(function));
    SLUICE_CHECK(m_cursor.expectSymbol("("));
    SLUICE_TRY(const Piece value, expression());
    SLUICE_CHECK(m_cursor.expectSymbol(")"));
    SLUICE_TRY(const QString table, m_cursor.name("the name of the view"));
    QStringList names;
    if (m_cursor.accept("AS")) {
        do {
            SLUICE_TRY(const QString name, m_cursor.name("a column name"));
            names.append(sqlName(name));
        } while (m_cursor.acceptSymbol(","));
    }
    QString rows;
    if (function == QLatin1String("posexplode") && names.size() == 2)
        rows = QStringLiteral("SELECT i - 1 AS %1, v[i] AS %2 FROM (SELECT v, unnest(range(1, len(v) + 1)) AS i FROM "
                              "(SELECT %3 AS v))")
                   .arg(names[0], names[1], value.sql);
    else if (function == QLatin1String("explode") && names.size() <= 1)
        rows = QStringLiteral("SELECT unnest(%1) AS %2")
                   .arg(value.sql, names.isEmpty() ? QStringLiteral("\"col\"") : names[0]);
    else if (function == QLatin1String("explode") && names.size() == 2)
        rows = QStringLiteral("SELECT e.key AS %1, e.value AS %2 FROM (SELECT unnest(map_entries(%3)) AS e)")
                   .arg(names[0], names[1], value.sql);
    else
        return parseError(
            at, QStringLiteral("%1 gives a value, or a key and a value: name one or two columns").arg(function));
    return QStringLiteral(" %1 JOIN LATERAL (%2) AS %3 ON true")
        .arg(outer ? QStringLiteral("LEFT") : QStringLiteral("INNER"), rows, sqlName(table));
}

} // namespace sluice::warehouse
