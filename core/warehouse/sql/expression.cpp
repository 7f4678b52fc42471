#include "duck/duck.h"
#include "warehouse/sql/translator.h"
#include "warehouse/sql/translatordepth.h"

#include <utility>

namespace sluice::warehouse
{

// Every operation is written with its parentheses: the two languages need not agree on precedence.

namespace
{

Piece made(QString sql)
{
    Piece piece;
    piece.sql = std::move(sql);
    return piece;
}

Piece infix(const Piece &left, const char *operation, const Piece &right)
{
    return made(QLatin1Char('(') + left.sql + QLatin1Char(' ') + QLatin1String(operation) + QLatin1Char(' ') +
                right.sql + QLatin1Char(')'));
}

Piece inverse(const Piece &piece)
{
    return made(QStringLiteral("(NOT ") + piece.sql + QLatin1Char(')'));
}

} // namespace

Result<Piece> Translator::expression()
{
    const Depth depth(m_depth);
    if (depth.tooDeep())
        return parseError(m_cursor.peek(), QStringLiteral("the expression is nested too deeply"));
    return disjunction();
}

// Chains of OR and AND stay flat: generated statements have thousands of them.
Result<Piece> Translator::disjunction()
{
    SLUICE_TRY(Piece first, conjunction());
    if (!m_cursor.is("OR"))
        return first;
    QStringList parts{first.sql};
    while (m_cursor.accept("OR")) {
        SLUICE_TRY(const Piece next, conjunction());
        parts.append(next.sql);
    }
    return made(QLatin1Char('(') + parts.join(QStringLiteral(" OR ")) + QLatin1Char(')'));
}

Result<Piece> Translator::conjunction()
{
    SLUICE_TRY(Piece first, negation());
    if (!m_cursor.is("AND") && !m_cursor.isSymbol("&&"))
        return first;
    QStringList parts{first.sql};
    while (m_cursor.accept("AND") || m_cursor.acceptSymbol("&&")) {
        SLUICE_TRY(const Piece next, negation());
        parts.append(next.sql);
    }
    return made(QLatin1Char('(') + parts.join(QStringLiteral(" AND ")) + QLatin1Char(')'));
}

Result<Piece> Translator::negation()
{
    int count = 0;
    while (m_cursor.accept("NOT") || m_cursor.acceptSymbol("!"))
        ++count;
    SLUICE_TRY(Piece piece, comparison());
    if (count == 0)
        return piece;
    return count % 2 == 0 ? made(piece.sql) : inverse(piece);
}

Result<Piece> Translator::comparison()
{
    static constexpr std::pair<const char *, const char *> operators[] = {
        {"=", "="},   {"==", "="},  {"<=>", "IS NOT DISTINCT FROM"},
        {"<>", "<>"}, {"!=", "<>"}, {"<=", "<="},
        {">=", ">="}, {"<", "<"},   {">", ">"}};
    SLUICE_TRY(Piece left, bits(0));
    for (;;) {
        bool found = false;
        for (const auto &[symbol, operation] : operators)
            if (m_cursor.acceptSymbol(symbol)) {
                SLUICE_TRY(const Piece right, bits(0));
                left = infix(left, operation, right);
                found = true;
                break;
            }
        if (!found) {
            const qsizetype before = m_cursor.position();
            const bool inverted = m_cursor.accept("NOT");
            SLUICE_TRY(left, predicate(std::move(left), inverted, found));
            if (!found) {
                m_cursor.goTo(before);
                return left;
            }
        }
    }
}

// IS, BETWEEN, IN, LIKE, RLIKE after a value; without one of them the value comes back.
Result<Piece> Translator::predicate(Piece left, bool inverted, bool &found)
{
    found = true;
    Piece result;
    if (!inverted && m_cursor.accept("IS")) {
        const bool isNot = m_cursor.accept("NOT");
        for (const char *word : {"NULL", "TRUE", "FALSE"})
            if (m_cursor.accept(word))
                return made(QStringLiteral("(%1 IS %2%3)")
                                .arg(left.sql, isNot ? QStringLiteral("NOT ") : QString(), QLatin1String(word)));
        if (m_cursor.acceptAll({"DISTINCT", "FROM"})) {
            SLUICE_TRY(const Piece right, bits(0));
            return infix(left, isNot ? "IS NOT DISTINCT FROM" : "IS DISTINCT FROM", right);
        }
        return m_cursor.unexpected(QStringLiteral("'NULL'"));
    }
    if (m_cursor.accept("BETWEEN")) {
        SLUICE_TRY(const Piece low, bits(0));
        SLUICE_CHECK(m_cursor.expect("AND"));
        SLUICE_TRY(const Piece high, bits(0));
        result = made(QStringLiteral("(%1 BETWEEN %2 AND %3)").arg(left.sql, low.sql, high.sql));
    } else if (m_cursor.accept("IN")) {
        return inList(left, inverted);
    } else if (m_cursor.accept("LIKE")) {
        SLUICE_TRY(const Piece pattern, bits(0));
        QString escape;
        if (m_cursor.accept("ESCAPE")) {
            SLUICE_TRY(const QString sign, m_cursor.string("a character in quotes"));
            escape = QStringLiteral(" ESCAPE ") + sqlString(sign);
        } else if (!pattern.literal || pattern.literal->contains(QLatin1Char('\\'))) {
            escape = QStringLiteral(" ESCAPE '\\'");
        }
        result = made(QStringLiteral("(%1 LIKE %2%3)").arg(textOf(left), textOf(pattern), escape));
    } else if (m_cursor.accept("RLIKE") || m_cursor.accept("REGEXP")) {
        SLUICE_TRY(const Piece pattern, bits(0));
        result = made(QStringLiteral("regexp_matches(%1, %2)").arg(textOf(left), textOf(pattern)));
    } else {
        found = false;
        return left;
    }
    return inverted ? inverse(result) : result;
}

Result<Piece> Translator::inList(const Piece &left, bool inverted)
{
    SLUICE_CHECK(m_cursor.expectSymbol("("));
    QString list;
    if (m_cursor.is("SELECT") || m_cursor.is("WITH")) {
        SLUICE_TRY(list, query());
    } else {
        SLUICE_TRY(list, expressionList());
    }
    SLUICE_CHECK(m_cursor.expectSymbol(")"));
    return made(
        QStringLiteral("(%1 %2 (%3))").arg(left.sql, inverted ? QStringLiteral("NOT IN") : QStringLiteral("IN"), list));
}

// | ^ & from loose to tight.
Result<Piece> Translator::bits(int level)
{
    static constexpr const char *symbols[] = {"|", "^", "&"};
    if (level == 3)
        return text();
    SLUICE_TRY(Piece left, bits(level + 1));
    while (m_cursor.acceptSymbol(symbols[level])) {
        SLUICE_TRY(const Piece right, bits(level + 1));
        left = level == 1 ? made(QStringLiteral("xor(%1, %2)").arg(left.sql, right.sql))
                          : infix(left, symbols[level], right);
    }
    return left;
}

Result<Piece> Translator::text()
{
    SLUICE_TRY(Piece first, sum());
    if (!m_cursor.isSymbol("||"))
        return first;
    QStringList parts{textOf(first)};
    while (m_cursor.acceptSymbol("||")) {
        SLUICE_TRY(const Piece next, sum());
        parts.append(textOf(next));
    }
    Piece joined = made(QLatin1Char('(') + parts.join(QStringLiteral(" || ")) + QLatin1Char(')'));
    joined.isText = true;
    return joined;
}

Result<Piece> Translator::sum()
{
    SLUICE_TRY(Piece left, product());
    for (;;) {
        const char *operation = m_cursor.acceptSymbol("+") ? "+" : m_cursor.acceptSymbol("-") ? "-" : nullptr;
        if (!operation)
            return left;
        SLUICE_TRY(const Piece right, product());
        left = infix(left, operation, right);
    }
}

Result<Piece> Translator::product()
{
    SLUICE_TRY(Piece left, sign());
    for (;;) {
        const char *operation = m_cursor.acceptSymbol("*")   ? "*"
                                : m_cursor.acceptSymbol("/") ? "/"
                                : m_cursor.acceptSymbol("%") ? "%"
                                : m_cursor.accept("DIV")     ? "//"
                                                             : nullptr;
        if (!operation)
            return left;
        SLUICE_TRY(const Piece right, sign());
        left = infix(left, operation, right);
    }
}

Result<Piece> Translator::sign()
{
    const Depth depth(m_depth);
    if (depth.tooDeep())
        return parseError(m_cursor.peek(), QStringLiteral("the expression is nested too deeply"));
    if (m_cursor.acceptSymbol("+"))
        return sign();
    const char *operation = m_cursor.acceptSymbol("-") ? "-" : m_cursor.acceptSymbol("~") ? "~" : nullptr;
    if (!operation)
        return postfix();
    SLUICE_TRY(const Piece piece, sign());
    return made(QStringLiteral("(%1 %2)").arg(QLatin1String(operation), piece.sql));
}

// value[index], value.field, value::type. Lists count from 0 in MaxCompute and from 1 in DuckDB.
Result<Piece> Translator::postfix()
{
    SLUICE_TRY(Piece piece, primary());
    for (;;) {
        if (m_cursor.acceptSymbol("[")) {
            SLUICE_TRY(const Piece index, expression());
            SLUICE_CHECK(m_cursor.expectSymbol("]"));
            piece = index.isText ? made(QStringLiteral("(%1)[%2]").arg(piece.sql, index.sql))
                                 : made(QStringLiteral("(%1)[%2 + 1]").arg(piece.sql, index.sql));
        } else if (m_cursor.acceptSymbol(".")) {
            SLUICE_TRY(const QString field, m_cursor.name("a field's name"));
            piece = made(QStringLiteral("(%1).%2").arg(piece.sql, sqlName(field)));
        } else if (m_cursor.acceptSymbol("::")) {
            SLUICE_TRY(const Type target, type());
            Piece cast = made(castTo(target, piece));
            cast.type = target;
            cast.isText = target.isText();
            piece = cast;
        } else {
            return piece;
        }
    }
}

} // namespace sluice::warehouse
