#include "base/nearest.h"
#include "schedule/builtins.h"
#include "schedule/valueparser.h"

#include <algorithm>

namespace sluice
{

bool ValueParser::take(QChar c)
{
    if (atEnd() || m_text[m_at] != c)
        return false;
    ++m_at;
    return true;
}

Error ValueParser::fault(qsizetype at, const QString &message)
{
    m_faultAt = at;
    return makeError(ErrorCode::Config, message, QStringLiteral("position %1").arg(at + 1));
}

Error ValueParser::unclosed(const Brackets &brackets)
{
    return fault(m_text.size(), QStringLiteral("The expression is not closed. Add \"%1\".").arg(brackets.close));
}

// Whatever stands here, nothing of an expression does.
Error ValueParser::strange(const Brackets &brackets)
{
    if (atEnd())
        return unclosed(brackets);
    const QChar c = peek();
    if (c.isSpace())
        return fault(m_at, QStringLiteral("An expression holds no spaces. Remove it, or write two expressions with the "
                                          "space between them: $[yyyy-mm-dd] $[hh24:mi:ss]."));
    if (c == u'=')
        return fault(m_at,
                     QStringLiteral("An expression holds no \"=\". Only the value belongs here, not name=value."));
    if (c == u'.' || c == u',')
        return fault(m_at, QStringLiteral("Offsets are whole numbers. Write parts of a day as -a/24 (hours) or "
                                          "-a/24/60 (minutes)."));
    return fault(m_at, QStringLiteral("\"%1\" cannot stand here. Close the expression with \"%2\" before other text.")
                           .arg(c)
                           .arg(brackets.close));
}

void ValueParser::text(qsizetype begin, qsizetype end)
{
    if (begin == end)
        return;
    ValuePiece piece;
    piece.begin = begin;
    piece.length = end - begin;
    piece.text = m_text.mid(begin, end - begin);
    m_value.pieces.push_back(std::move(piece));
}

Result<ValueExpression> ValueParser::parse()
{
    m_value.source = m_text;
    if (m_text.size() >= 2 && m_text.startsWith(u'\'') && m_text.indexOf(u'\'', 1) == m_text.size() - 1) {
        text(1, m_text.size() - 1);
        return std::move(m_value);
    }
    qsizetype literal = 0;
    while (!atEnd()) {
        const QChar next = peek(1);
        if (peek() != u'$' || !(next == u'[' || next == u'{' || isExpressionLetter(next))) {
            ++m_at;
            continue;
        }
        text(literal, m_at);
        const qsizetype begin = m_at;
        SLUICE_CHECK(dollar());
        m_value.pieces.back().begin = begin;
        m_value.pieces.back().length = m_at - begin;
        literal = m_at;
    }
    text(literal, m_text.size());
    return std::move(m_value);
}

Done ValueParser::dollar()
{
    ++m_at;
    if (take(u'['))
        return scheduledTime();
    if (take(u'{'))
        return businessDate();
    return namedBuiltIn();
}

// $bizdate: the name is all letters that follow, so that digits may stand behind it.
Done ValueParser::namedBuiltIn()
{
    const qsizetype begin = m_at;
    while (isExpressionLetter(peek()))
        ++m_at;
    ValuePiece piece;
    piece.kind = ValuePiece::Kind::BuiltIn;
    piece.text = m_text.mid(begin, m_at - begin);
    const QStringList known = builtInNames();
    if (!known.contains(piece.text)) // the text may be a secret that only looks like a parameter: it is not repeated
        return fault(begin - 1, QStringLiteral("There is no such built-in parameter; there are $%1.")
                                        .arg(known.join(QLatin1String(", $"))) +
                                    didYouMean(piece.text, known) +
                                    QStringLiteral(" For a text with a dollar sign, put the whole value in single "
                                                   "quotes."));
    m_value.pieces.push_back(std::move(piece));
    return {};
}

Done ValueParser::scheduledTime()
{
    const Brackets brackets{u']', false};
    ValuePiece piece;
    piece.kind = ValuePiece::Kind::ScheduledTime;
    if (startsWith(QLatin1String("add_months("))) {
        SLUICE_CHECK(addMonths(piece));
    } else {
        SLUICE_TRY(piece.format, format(brackets, brackets.close));
    }
    SLUICE_CHECK(offsets(piece, brackets));
    SLUICE_CHECK(close(brackets));
    m_value.pieces.push_back(std::move(piece));
    return {};
}

Done ValueParser::addMonths(ValuePiece &piece)
{
    m_at += QLatin1String("add_months(").size();
    const Brackets brackets{u')', false};
    SLUICE_TRY(piece.format, format(brackets, u','));
    if (atEnd())
        return unclosed(brackets);
    if (!take(u','))
        return fault(m_at, QStringLiteral("add_months needs a number of months behind a comma: "
                                          "add_months(yyyymmdd,-1)."));
    const qsizetype begin = m_at;
    SLUICE_TRY(const int64_t months, signedProduct());
    SLUICE_CHECK(move(piece.shift.months, months, begin));
    return close(brackets);
}

// ${yyyymmdd-1}: the unit of the offset is the smallest part. ${bizdate} and the like are built-ins.
Done ValueParser::businessDate()
{
    const Brackets brackets{u'}', true};
    ValuePiece piece;
    const qsizetype end = m_text.indexOf(brackets.close, m_at);
    if (end >= 0) {
        if (const auto name = builtInInBraces(QStringView(m_text).mid(m_at, end - m_at))) {
            piece.kind = ValuePiece::Kind::BuiltIn;
            piece.text = *name;
            m_at = end + 1;
            m_value.pieces.push_back(std::move(piece));
            return {};
        }
    }
    piece.kind = ValuePiece::Kind::BusinessDate;
    SLUICE_TRY(piece.format, format(brackets, brackets.close));
    SLUICE_CHECK(offsets(piece, brackets));
    SLUICE_CHECK(close(brackets));
    m_value.pieces.push_back(std::move(piece));
    return {};
}

Done ValueParser::close(const Brackets &brackets)
{
    return take(brackets.close) ? Done() : Done(strange(brackets));
}

bool hasPart(const TimeFormat &format, TimePart part)
{
    return std::any_of(format.begin(), format.end(), [part](const FormatPiece &piece) { return piece.part == part; });
}

bool ValueExpression::isConstant() const
{
    return std::all_of(pieces.begin(), pieces.end(),
                       [](const ValuePiece &piece) { return piece.kind == ValuePiece::Kind::Text; });
}

Result<ValueExpression> parseValue(const QString &value, int *position)
{
    ValueParser parser(value);
    auto parsed = parser.parse();
    if (!parsed.ok() && position)
        *position = int(parser.faultAt()) + 1;
    return parsed;
}

} // namespace sluice
