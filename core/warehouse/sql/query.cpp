#include "duck/duck.h"
#include "warehouse/sql/translator.h"
#include "warehouse/sql/translatordepth.h"

namespace sluice::warehouse
{

Translator::Translator(Cursor &cursor, const Stores &stores, const SqlSession &session)
    : m_cursor(cursor)
    , m_stores(stores)
    , m_session(session)
{
}

Result<QString> Translator::query()
{
    const Depth depth(m_depth);
    if (depth.tooDeep())
        return parseError(m_cursor.peek(), QStringLiteral("queries are nested too deeply"));
    m_withNames.append(QStringList());
    QString sql;
    if (m_cursor.accept("WITH")) {
        QStringList parts;
        do {
            SLUICE_TRY(const QString name, m_cursor.name("the name of a query"));
            QString columns;
            if (m_cursor.isSymbol("(")) {
                SLUICE_TRY(columns, nameList());
            }
            SLUICE_CHECK(m_cursor.expect("AS"));
            SLUICE_CHECK(m_cursor.expectSymbol("("));
            SLUICE_TRY(const QString inner, query());
            SLUICE_CHECK(m_cursor.expectSymbol(")"));
            m_withNames.last().append(name);
            parts.append(sqlName(name) + columns + QStringLiteral(" AS (") + inner + QLatin1Char(')'));
        } while (m_cursor.acceptSymbol(","));
        sql = QStringLiteral("WITH ") + parts.join(QStringLiteral(", ")) + QLatin1Char(' ');
    }
    SLUICE_TRY(const QString set, querySet());
    SLUICE_TRY(const QString order, orderLimit());
    m_withNames.removeLast();
    return sql + set + order;
}

Result<QString> Translator::querySet()
{
    SLUICE_TRY(QString sql, queryTerm());
    for (;;) {
        QString word;
        if (m_cursor.accept("UNION"))
            word = QStringLiteral("UNION");
        else if (m_cursor.accept("INTERSECT"))
            word = QStringLiteral("INTERSECT");
        else if (m_cursor.accept("EXCEPT") || m_cursor.accept("MINUS"))
            word = QStringLiteral("EXCEPT");
        else
            return sql;
        if (m_cursor.accept("ALL"))
            word += QStringLiteral(" ALL");
        else
            (void)m_cursor.accept("DISTINCT");
        SLUICE_TRY(const QString right, queryTerm());
        sql += QLatin1Char(' ') + word + QLatin1Char(' ') + right;
    }
}

Result<QString> Translator::queryTerm()
{
    if (m_cursor.is("SELECT"))
        return select();
    if (m_cursor.accept("VALUES"))
        return valuesRows(false);
    if (m_cursor.is("FROM"))
        return unsupportedError(m_cursor.peek(), QStringLiteral("queries that begin with FROM; begin with SELECT"));
    SLUICE_CHECK(m_cursor.expectSymbol("("));
    SLUICE_TRY(const QString inner, query());
    SLUICE_CHECK(m_cursor.expectSymbol(")"));
    return QLatin1Char('(') + inner + QLatin1Char(')');
}

Result<QString> Translator::valuesRows(bool exactNumbers)
{
    QStringList rows;
    do {
        SLUICE_CHECK(m_cursor.expectSymbol("("));
        QStringList values;
        do {
            const bool plain =
                m_cursor.peek().kind == TokenKind::Number && (m_cursor.isSymbol(",", 1) || m_cursor.isSymbol(")", 1));
            const bool negative = m_cursor.isSymbol("-") && m_cursor.peek(1).kind == TokenKind::Number &&
                                  (m_cursor.isSymbol(",", 2) || m_cursor.isSymbol(")", 2));
            if (exactNumbers && (plain || negative)) {
                (void)m_cursor.acceptSymbol("-");
                SLUICE_TRY(const Piece value, number(true));
                values.append((negative ? QStringLiteral("-") : QString()) + value.sql);
            } else {
                SLUICE_TRY(const Piece value, expression());
                values.append(value.sql);
            }
        } while (m_cursor.acceptSymbol(","));
        SLUICE_CHECK(m_cursor.expectSymbol(")"));
        rows.append(QLatin1Char('(') + values.join(QStringLiteral(", ")) + QLatin1Char(')'));
    } while (m_cursor.isSymbol(",") && m_cursor.isSymbol("(", 1) && m_cursor.acceptSymbol(","));
    return QStringLiteral("VALUES ") + rows.join(QStringLiteral(", "));
}

Result<QString> Translator::select()
{
    SLUICE_CHECK(m_cursor.expect("SELECT"));
    QString sql = QStringLiteral("SELECT ");
    if (m_cursor.accept("DISTINCT"))
        sql += QStringLiteral("DISTINCT ");
    else
        (void)m_cursor.accept("ALL");
    if (m_cursor.is("TRANSFORM") && m_cursor.isSymbol("(", 1))
        return unsupportedError(m_cursor.peek(), QStringLiteral("SELECT TRANSFORM"));
    SLUICE_TRY(const QString items, selectItems());
    sql += items;
    if (m_cursor.accept("FROM")) {
        SLUICE_TRY(const QString tables, from());
        sql += QStringLiteral(" FROM ") + tables;
    }
    if (m_cursor.accept("WHERE")) {
        SLUICE_TRY(const Piece condition, expression());
        sql += QStringLiteral(" WHERE ") + condition.sql;
    }
    if (m_cursor.acceptAll({"GROUP", "BY"})) {
        SLUICE_TRY(const QString groups, groupBy());
        sql += QStringLiteral(" GROUP BY ") + groups;
    }
    if (m_cursor.accept("HAVING")) {
        SLUICE_TRY(const Piece condition, expression());
        sql += QStringLiteral(" HAVING ") + condition.sql;
    }
    if (m_cursor.accept("WINDOW")) {
        SLUICE_TRY(const QString list, windows());
        sql += QStringLiteral(" WINDOW ") + list;
    }
    if (m_cursor.accept("QUALIFY")) {
        SLUICE_TRY(const Piece condition, expression());
        sql += QStringLiteral(" QUALIFY ") + condition.sql;
    }
    return sql;
}

Result<QString> Translator::selectItems()
{
    QStringList items;
    do {
        SLUICE_TRY(const QString item, selectItem(int(items.size())));
        items.append(item);
    } while (m_cursor.acceptSymbol(","));
    return items.join(QStringLiteral(", "));
}

// Behind a star: EXCEPT (a, b), the columns that are left out.
Result<QString> Translator::exceptColumns()
{
    if (!m_cursor.is("EXCEPT") || !m_cursor.isSymbol("(", 1) || m_cursor.is("SELECT", 2) || m_cursor.isSymbol("(", 2))
        return QString();
    m_cursor.goTo(m_cursor.position() + 2);
    QStringList names;
    do {
        SLUICE_TRY(const QString name, m_cursor.name("a column"));
        names.append(sqlName(name));
    } while (m_cursor.acceptSymbol(","));
    SLUICE_CHECK(m_cursor.expectSymbol(")"));
    return QStringLiteral(" EXCLUDE (%1)").arg(names.join(QStringLiteral(", ")));
}

Result<QString> Translator::selectItem(int number)
{
    if (m_cursor.acceptSymbol("*")) {
        SLUICE_TRY(const QString left, exceptColumns());
        return QLatin1Char('*') + left;
    }
    if (m_cursor.peek().isName() && m_cursor.isSymbol(".", 1) && m_cursor.isSymbol("*", 2)) {
        SLUICE_TRY(const QString table, m_cursor.name("a table"));
        m_cursor.goTo(m_cursor.position() + 2);
        SLUICE_TRY(const QString left, exceptColumns());
        return sqlName(table) + QStringLiteral(".*") + left;
    }
    SLUICE_TRY(const Piece piece, expression());
    QString name;
    if (m_cursor.accept("AS")) {
        if (m_cursor.isSymbol("("))
            return unsupportedError(m_cursor.peek(), QStringLiteral("several names for one column"));
        SLUICE_TRY(name, m_cursor.name("a column name"));
    } else if (atAlias()) {
        SLUICE_TRY(name, m_cursor.name("a column name"));
    } else {
        name = piece.name.isEmpty() ? QStringLiteral("_c%1").arg(number) : piece.name;
    }
    m_names.addAlias(name, piece);
    if (name == piece.name)
        return piece.sql;
    return piece.sql + QStringLiteral(" AS ") + sqlName(name);
}

Result<QString> Translator::groupBy()
{
    QStringList groups;
    do {
        if (m_cursor.isAny({"ROLLUP", "CUBE"}) && m_cursor.isSymbol("(", 1)) {
            const QString word = m_cursor.take().text.toUpper();
            SLUICE_CHECK(m_cursor.expectSymbol("("));
            SLUICE_TRY(const QString list, expressionList());
            SLUICE_CHECK(m_cursor.expectSymbol(")"));
            groups.append(word + QLatin1Char('(') + list + QLatin1Char(')'));
            continue;
        }
        if (m_cursor.is("GROUPING") && m_cursor.is("SETS", 1))
            break;
        SLUICE_TRY(const Piece piece, expression());
        groups.append(piece.sql);
    } while (m_cursor.acceptSymbol(","));
    if (m_cursor.acceptAll({"WITH", "ROLLUP"}))
        return QStringLiteral("ROLLUP(%1)").arg(groups.join(QStringLiteral(", ")));
    if (m_cursor.acceptAll({"WITH", "CUBE"}))
        return QStringLiteral("CUBE(%1)").arg(groups.join(QStringLiteral(", ")));
    if (!m_cursor.acceptAll({"GROUPING", "SETS"}))
        return groups.join(QStringLiteral(", "));
    SLUICE_CHECK(m_cursor.expectSymbol("("));
    QStringList sets;
    do {
        if (m_cursor.acceptSymbol("(")) {
            QString list;
            if (!m_cursor.isSymbol(")")) {
                SLUICE_TRY(list, expressionList());
            }
            SLUICE_CHECK(m_cursor.expectSymbol(")"));
            sets.append(QLatin1Char('(') + list + QLatin1Char(')'));
        } else {
            SLUICE_TRY(const Piece piece, expression());
            sets.append(QLatin1Char('(') + piece.sql + QLatin1Char(')'));
        }
    } while (m_cursor.acceptSymbol(","));
    SLUICE_CHECK(m_cursor.expectSymbol(")"));
    return QStringLiteral("GROUPING SETS (%1)").arg(sets.join(QStringLiteral(", ")));
}

Result<QString> Translator::windows()
{
    QStringList parts;
    do {
        SLUICE_TRY(const QString name, m_cursor.name("the name of a window"));
        SLUICE_CHECK(m_cursor.expect("AS"));
        SLUICE_TRY(const QString spec, windowSpec());
        parts.append(sqlName(name) + QStringLiteral(" AS ") + spec);
    } while (m_cursor.acceptSymbol(","));
    return parts.join(QStringLiteral(", "));
}

// ORDER BY, LIMIT and OFFSET; DISTRIBUTE BY, SORT BY and CLUSTER BY say how to spread work and are dropped.
Result<QString> Translator::orderLimit()
{
    QString sql;
    for (;;) {
        if (m_cursor.acceptAll({"ORDER", "BY"})) {
            SLUICE_TRY(const QString list, orderList());
            sql += QStringLiteral(" ORDER BY ") + list;
        } else if (m_cursor.acceptAll({"DISTRIBUTE", "BY"}) || m_cursor.acceptAll({"SORT", "BY"}) ||
                   m_cursor.acceptAll({"CLUSTER", "BY"})) {
            SLUICE_TRY(const QString ignored, orderList());
            Q_UNUSED(ignored)
        } else {
            break;
        }
    }
    if (m_cursor.accept("LIMIT")) {
        SLUICE_TRY(const qint64 first, m_cursor.integer("a number of rows"));
        if (m_cursor.acceptSymbol(",")) {
            SLUICE_TRY(const qint64 count, m_cursor.integer("a number of rows"));
            sql += QStringLiteral(" LIMIT %1 OFFSET %2").arg(count).arg(first);
        } else {
            sql += QStringLiteral(" LIMIT %1").arg(first);
        }
    }
    if (m_cursor.accept("OFFSET")) {
        SLUICE_TRY(const qint64 skipped, m_cursor.integer("a number of rows"));
        sql += QStringLiteral(" OFFSET %1").arg(skipped);
    }
    return sql;
}

} // namespace sluice::warehouse
