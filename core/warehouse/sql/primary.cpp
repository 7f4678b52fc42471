#include "base/nearest.h"
#include "duck/duck.h"
#include "warehouse/catalog/definition.h"
#include "warehouse/sql/translator.h"

namespace sluice::warehouse
{

namespace
{

Piece made(QString sql)
{
    Piece piece;
    piece.sql = std::move(sql);
    return piece;
}

Piece typed(const Type &type, QString sql)
{
    Piece piece = made(std::move(sql));
    piece.type = type;
    piece.isText = type.isText();
    return piece;
}

} // namespace

Result<Piece> Translator::primary()
{
    const Token &token = m_cursor.peek();
    switch (token.kind) {
    case TokenKind::Number:
        return number(false);
    case TokenKind::String: {
        Piece piece = typed(Type(TypeKind::String), sqlString(token.text));
        piece.literal = token.text;
        m_cursor.take();
        return piece;
    }
    case TokenKind::Symbol:
        if (token.text == QLatin1String("("))
            return parenthesised();
        break;
    case TokenKind::Quoted:
        return column();
    case TokenKind::Word: {
        if (m_cursor.is("CASE"))
            return caseExpression();
        if (m_cursor.isAny({"NULL", "TRUE", "FALSE"}) && !m_cursor.isSymbol(".", 1))
            return made(m_cursor.take().text.toUpper());
        if (m_cursor.is("EXISTS") && m_cursor.isSymbol("(", 1)) {
            m_cursor.goTo(m_cursor.position() + 2);
            SLUICE_TRY(const QString inner, query());
            SLUICE_CHECK(m_cursor.expectSymbol(")"));
            return made(QStringLiteral("EXISTS (") + inner + QLatin1Char(')'));
        }
        if (m_cursor.isAny({"CAST", "TRY_CAST"}) && m_cursor.isSymbol("(", 1))
            return castExpression();
        if (m_cursor.is("EXTRACT") && m_cursor.isSymbol("(", 1))
            return extract();
        if (m_cursor.is("INTERVAL"))
            return interval();
        bool found = false;
        SLUICE_TRY(const Piece literal, typedLiteral(found));
        if (found)
            return literal;
        if (m_cursor.isSymbol("(", 1))
            return call();
        if (m_cursor.isAny({"CURRENT_DATE", "CURRENT_TIMESTAMP"})) {
            const bool date = m_cursor.take().text.compare(QLatin1String("current_date"), Qt::CaseInsensitive) == 0;
            return date ? typed(Type(TypeKind::Date), QStringLiteral("current_date"))
                        : typed(Type(TypeKind::Timestamp), QStringLiteral("mc_timestamp(now())"));
        }
        if (atAlias() || m_cursor.isSymbol(".", 1))
            return column();
        break;
    }
    case TokenKind::End:
        break;
    }
    return m_cursor.unexpected(QStringLiteral("an expression"));
}

// 1.5 is a DOUBLE in MaxCompute; DuckDB would take it for a DECIMAL. `exact`: the digits count.
Result<Piece> Translator::number(bool exact)
{
    QString text = m_cursor.take().text;
    const auto suffixed = [&text](const char *suffix) {
        if (!text.endsWith(QLatin1String(suffix)))
            return false;
        text.chop(qsizetype(qstrlen(suffix)));
        return true;
    };
    if (suffixed("BD"))
        return made(text);
    if (suffixed("D"))
        return typed(Type(TypeKind::Double), QStringLiteral("CAST(%1 AS DOUBLE)").arg(text));
    if (suffixed("L"))
        return typed(Type(TypeKind::BigInt), QStringLiteral("CAST(%1 AS BIGINT)").arg(text));
    if (suffixed("S"))
        return typed(Type(TypeKind::SmallInt), QStringLiteral("CAST(%1 AS SMALLINT)").arg(text));
    if (suffixed("Y"))
        return typed(Type(TypeKind::TinyInt), QStringLiteral("CAST(%1 AS TINYINT)").arg(text));
    const bool whole = !text.contains(QLatin1Char('.')) && !text.contains(QLatin1Char('e'), Qt::CaseInsensitive);
    if (!whole && !exact && !text.contains(QLatin1Char('e'), Qt::CaseInsensitive))
        text.append(QStringLiteral("e0"));
    return made(text);
}

// A value, a list of them (for IN), or a query's one value.
Result<Piece> Translator::parenthesised()
{
    SLUICE_CHECK(m_cursor.expectSymbol("("));
    if (m_cursor.is("SELECT") || m_cursor.is("WITH")) {
        SLUICE_TRY(const QString inner, query());
        SLUICE_CHECK(m_cursor.expectSymbol(")"));
        return made(QLatin1Char('(') + inner + QLatin1Char(')'));
    }
    SLUICE_TRY(const Piece first, expression());
    QStringList parts{first.sql};
    while (m_cursor.acceptSymbol(",")) {
        SLUICE_TRY(const Piece next, expression());
        parts.append(next.sql);
    }
    SLUICE_CHECK(m_cursor.expectSymbol(")"));
    Piece piece = first;
    piece.sql = QLatin1Char('(') + parts.join(QStringLiteral(", ")) + QLatin1Char(')');
    piece.name.clear();
    piece.literal.reset();
    if (parts.size() > 1) {
        piece.type.reset();
        piece.isText = false;
    }
    return piece;
}

Result<Piece> Translator::column()
{
    QStringList parts;
    Piece piece;
    do {
        const Token token = m_cursor.peek();
        SLUICE_TRY(const QString name, m_cursor.name("a column"));
        m_names.addUse(name, token);
        parts.append(sqlName(name));
        piece.name = name;
    } while (m_cursor.isSymbol(".") && m_cursor.peek(1).isName() && m_cursor.acceptSymbol("."));
    piece.sql = parts.join(QLatin1Char('.'));
    return piece;
}

Result<Piece> Translator::caseExpression()
{
    SLUICE_CHECK(m_cursor.expect("CASE"));
    QString sql = QStringLiteral("CASE");
    if (!m_cursor.is("WHEN")) {
        SLUICE_TRY(const Piece value, expression());
        sql += QLatin1Char(' ') + value.sql;
    }
    while (m_cursor.accept("WHEN")) {
        SLUICE_TRY(const Piece condition, expression());
        SLUICE_CHECK(m_cursor.expect("THEN"));
        SLUICE_TRY(const Piece value, expression());
        sql += QStringLiteral(" WHEN ") + condition.sql + QStringLiteral(" THEN ") + value.sql;
    }
    if (m_cursor.accept("ELSE")) {
        SLUICE_TRY(const Piece value, expression());
        sql += QStringLiteral(" ELSE ") + value.sql;
    }
    SLUICE_CHECK(m_cursor.expect("END"));
    return made(sql + QStringLiteral(" END"));
}

Result<Piece> Translator::castExpression()
{
    m_cursor.take();
    SLUICE_CHECK(m_cursor.expectSymbol("("));
    SLUICE_TRY(const Piece value, expression());
    SLUICE_CHECK(m_cursor.expect("AS"));
    SLUICE_TRY(const Type target, type());
    SLUICE_CHECK(m_cursor.expectSymbol(")"));
    return typed(target, castTo(target, value));
}

Result<Type> Translator::type()
{
    const Token at = m_cursor.peek();
    if (at.kind != TokenKind::Word)
        return m_cursor.unexpected(QStringLiteral("a type"));
    QString text = m_cursor.take().text;
    if (m_cursor.isSymbol("(") || m_cursor.isSymbol("<")) {
        int open = 0;
        do {
            const Token &token = m_cursor.take();
            if (token.kind == TokenKind::End)
                return parseError(at, QStringLiteral("the type has no end"));
            if (token.kind == TokenKind::Symbol &&
                (token.text == QLatin1String("(") || token.text == QLatin1String("<")))
                ++open;
            if (token.kind == TokenKind::Symbol &&
                (token.text == QLatin1String(")") || token.text == QLatin1String(">")))
                --open;
            text += token.kind == TokenKind::Quoted ? QLatin1Char('`') + token.text + QLatin1Char('`') : token.text;
        } while (open > 0);
    }
    Result<Type> parsed = Type::parse(text);
    if (!parsed)
        return parseError(at, QStringLiteral("'%1' is not a type").arg(text.left(200)));
    return parsed;
}

// DATE'…', DATETIME'…', TIMESTAMP'…', TIMESTAMP_NTZ'…'
Result<Piece> Translator::typedLiteral(bool &found)
{
    found = m_cursor.isAny({"DATE", "DATETIME", "TIMESTAMP", "TIMESTAMP_NTZ"}) &&
            m_cursor.peek(1).kind == TokenKind::String;
    if (!found)
        return Piece();
    SLUICE_TRY(const Type kind, type());
    const QString value = sqlString(m_cursor.take().text);
    return typed(kind, QStringLiteral("CAST(%1 AS %2)").arg(value, duckType(kind)));
}

// INTERVAL 3 DAY, INTERVAL '3' DAY, INTERVAL '1-2' YEAR TO MONTH is not known.
Result<Piece> Translator::interval()
{
    m_cursor.take();
    const Token &amount = m_cursor.peek();
    bool ok = amount.kind == TokenKind::String || amount.kind == TokenKind::Number;
    const int count = ok ? amount.text.trimmed().toInt(&ok) : 0;
    if (!ok)
        return unsupportedError(amount, QStringLiteral("an interval other than a whole number of one unit"));
    m_cursor.take();
    for (const char *unit : {"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"})
        if (m_cursor.is(unit) || m_cursor.is(QByteArray(unit).append('S').constData())) {
            m_cursor.take();
            return made(QStringLiteral("INTERVAL (%1) %2").arg(QString::number(count), QLatin1String(unit)));
        }
    return m_cursor.unexpected(QStringLiteral("'YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'"));
}

Result<Piece> Translator::extract()
{
    m_cursor.take();
    SLUICE_CHECK(m_cursor.expectSymbol("("));
    for (const char *part : {"YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND"})
        if (m_cursor.accept(part)) {
            SLUICE_CHECK(m_cursor.expect("FROM"));
            SLUICE_TRY(const Piece value, expression());
            SLUICE_CHECK(m_cursor.expectSymbol(")"));
            return made(QStringLiteral("date_part('%1', mc_datetime(%2))")
                            .arg(QString(QLatin1String(part)).toLower(), value.sql));
        }
    return m_cursor.unexpected(QStringLiteral("a part of a date"));
}

// An argument: an expression, or x -> … and (x, y) -> …
Result<Piece> Translator::argument()
{
    QStringList names;
    const qsizetype start = m_cursor.position();
    if (m_cursor.peek().isName() && m_cursor.isSymbol("->", 1)) {
        SLUICE_TRY(const QString name, m_cursor.name("a name"));
        names.append(sqlName(name));
    } else if (m_cursor.isSymbol("(") && m_cursor.peek(1).isName() && m_cursor.isSymbol(",", 2)) {
        m_cursor.take();
        do {
            if (!m_cursor.peek().isName())
                break;
            names.append(sqlName(m_cursor.take().text.toLower()));
        } while (m_cursor.acceptSymbol(","));
        if (!m_cursor.acceptSymbol(")") || !m_cursor.isSymbol("->")) {
            m_cursor.goTo(start);
            return expression();
        }
    }
    if (names.isEmpty())
        return expression();
    SLUICE_CHECK(m_cursor.expectSymbol("->"));
    SLUICE_TRY(const Piece body, expression());
    return made(QStringLiteral("lambda %1 : %2").arg(names.join(QStringLiteral(", ")), body.sql));
}

Result<Piece> Translator::call()
{
    const Token at = m_cursor.take();
    Call called;
    called.name = at.text.toLower();
    SLUICE_CHECK(m_cursor.expectSymbol("("));
    if (m_cursor.acceptSymbol("*")) {
        called.star = true;
    } else if (!m_cursor.isSymbol(")")) {
        called.distinct = m_cursor.accept("DISTINCT");
        if (!called.distinct)
            (void)m_cursor.accept("ALL");
        do {
            SLUICE_TRY(Piece piece, argument());
            called.arguments.push_back(std::move(piece));
        } while (m_cursor.acceptSymbol(","));
    }
    SLUICE_CHECK(m_cursor.expectSymbol(")"));
    if (called.name == QLatin1String("max_pt"))
        return maxPartition(at, called.arguments);
    if (m_cursor.acceptAll({"WITHIN", "GROUP"})) {
        SLUICE_CHECK(m_cursor.expectSymbol("("));
        SLUICE_CHECK(m_cursor.expect("ORDER"));
        SLUICE_CHECK(m_cursor.expect("BY"));
        SLUICE_TRY(called.orderBy, orderList());
        SLUICE_CHECK(m_cursor.expectSymbol(")"));
    }
    FunctionError error;
    const std::optional<TranslatedCall> translated = translateCall(called, error);
    if (!translated && error.what.isEmpty())
        return semanticError(at, QStringLiteral("function or view '%1' cannot be resolved%2")
                                     .arg(called.name, didYouMean(called.name, functionNames())));
    if (!translated)
        return semanticError(at, QStringLiteral("function %1 %2").arg(called.name, error.what));
    Piece piece = made(translated->sql);
    piece.isText = translated->isText;
    piece.type = translated->type;
    if (translated->isText)
        piece.type = Type(TypeKind::String);
    if (!translated->takesOver)
        return piece;
    if (m_cursor.is("FILTER") && m_cursor.isSymbol("(", 1)) {
        m_cursor.goTo(m_cursor.position() + 2);
        SLUICE_CHECK(m_cursor.expect("WHERE"));
        SLUICE_TRY(const Piece condition, expression());
        SLUICE_CHECK(m_cursor.expectSymbol(")"));
        piece.sql += QStringLiteral(" FILTER (WHERE ") + condition.sql + QLatin1Char(')');
    }
    if (m_cursor.accept("OVER")) {
        SLUICE_TRY(const QString window, over());
        piece.sql += QStringLiteral(" OVER ") + window;
    }
    return piece;
}

// max_pt('table'): the greatest first-level partition that has rows.
Result<Piece> Translator::maxPartition(const Token &at, const std::vector<Piece> &arguments)
{
    if (arguments.size() != 1 || !arguments[0].literal)
        return semanticError(at, QStringLiteral("function max_pt takes the name of a table as a string"));
    SLUICE_TRY(const QList<Token> tokens, tokenize(*arguments[0].literal));
    Cursor cursor(tokens);
    SLUICE_TRY(TableName name, readTableName(cursor, m_stores, m_session));
    name.token = at;
    SLUICE_TRY(const TablePtr table, findTable(m_stores, name));
    if (!table->partitioned())
        return semanticError(at, QStringLiteral("table %1 of max_pt is not partitioned").arg(name.ref.text()));
    QString greatest;
    for (const auto &[values, partition] : table->partitions)
        if (partition->rows() > 0 && values[0] > greatest)
            greatest = values[0];
    if (greatest.isNull())
        return made(QStringLiteral("NULL"));
    return typed(Type(TypeKind::String), sqlString(greatest));
}

Result<QString> Translator::over()
{
    if (m_cursor.isSymbol("("))
        return windowSpec();
    SLUICE_TRY(const QString name, m_cursor.name("a window"));
    return sqlName(name);
}

// ([PARTITION BY …] [ORDER BY …] [ROWS | RANGE …])
Result<QString> Translator::windowSpec()
{
    SLUICE_CHECK(m_cursor.expectSymbol("("));
    QStringList parts;
    if (m_cursor.acceptAll({"PARTITION", "BY"}) || m_cursor.acceptAll({"DISTRIBUTE", "BY"})) {
        SLUICE_TRY(const QString list, expressionList());
        parts.append(QStringLiteral("PARTITION BY ") + list);
    }
    if (m_cursor.acceptAll({"ORDER", "BY"}) || m_cursor.acceptAll({"SORT", "BY"})) {
        SLUICE_TRY(const QString list, orderList());
        parts.append(QStringLiteral("ORDER BY ") + list);
    }
    if (m_cursor.isAny({"ROWS", "RANGE"})) {
        QStringList frame{m_cursor.take().text.toUpper()};
        while (!m_cursor.isSymbol(")")) {
            const Token &token = m_cursor.peek();
            static const QStringList words{QStringLiteral("BETWEEN"),   QStringLiteral("AND"),
                                           QStringLiteral("UNBOUNDED"), QStringLiteral("PRECEDING"),
                                           QStringLiteral("FOLLOWING"), QStringLiteral("CURRENT"),
                                           QStringLiteral("ROW")};
            const bool known = token.kind == TokenKind::Number ||
                               (token.kind == TokenKind::Word && words.contains(token.text.toUpper()));
            if (!known)
                return m_cursor.unexpected(QStringLiteral("a window frame"));
            frame.append(m_cursor.take().text.toUpper());
        }
        parts.append(frame.join(QLatin1Char(' ')));
    }
    SLUICE_CHECK(m_cursor.expectSymbol(")"));
    return QLatin1Char('(') + parts.join(QLatin1Char(' ')) + QLatin1Char(')');
}

Result<QString> Translator::expressionList()
{
    QStringList parts;
    do {
        SLUICE_TRY(const Piece piece, expression());
        parts.append(piece.sql);
    } while (m_cursor.acceptSymbol(","));
    return parts.join(QStringLiteral(", "));
}

Result<QString> Translator::orderList()
{
    QStringList parts;
    do {
        SLUICE_TRY(const Piece piece, expression());
        QString part = piece.sql;
        if (m_cursor.accept("DESC"))
            part += QStringLiteral(" DESC");
        else if (m_cursor.accept("ASC"))
            part += QStringLiteral(" ASC");
        if (m_cursor.acceptAll({"NULLS", "FIRST"}))
            part += QStringLiteral(" NULLS FIRST");
        else if (m_cursor.acceptAll({"NULLS", "LAST"}))
            part += QStringLiteral(" NULLS LAST");
        parts.append(part);
    } while (m_cursor.acceptSymbol(","));
    return parts.join(QStringLiteral(", "));
}

} // namespace sluice::warehouse
