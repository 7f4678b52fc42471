#include "schedule/valueparser.h"

#include <algorithm>
#include <array>

// The format of an expression: yyyymmdd, hh24:mi.

namespace sluice
{

namespace
{

struct Token {
    QLatin1String text;
    TimePart part;
};

// Longer ones first.
const std::array tokens{
    Token{QLatin1String("yyyy"), TimePart::Year},    Token{QLatin1String("hh24"), TimePart::Hour},
    Token{QLatin1String("yy"), TimePart::ShortYear}, Token{QLatin1String("mm"), TimePart::Month},
    Token{QLatin1String("mi"), TimePart::Minute},    Token{QLatin1String("dd"), TimePart::Day},
    Token{QLatin1String("ss"), TimePart::Second},
};

// A character that no expression gives a meaning to, as in $[yyyy年mm月dd日].
bool isForeign(QChar c)
{
    return c.unicode() > 0x7f && !c.isSpace();
}

bool isTimeOfDay(TimePart part)
{
    return part == TimePart::Hour || part == TimePart::Minute || part == TimePart::Second;
}

} // namespace

Result<TimeFormat> ValueParser::format(const Brackets &brackets, QChar end)
{
    TimeFormat pieces;
    while (!atEnd() && peek() != end && peek() != brackets.close) {
        if ((peek() == u'+' || peek() == u'-') && isExpressionDigit(peek(1)))
            break;
        SLUICE_TRY(FormatPiece piece, formatPiece(brackets));
        pieces.push_back(std::move(piece));
    }
    const bool anyPart = std::any_of(pieces.begin(), pieces.end(),
                                     [](const FormatPiece &piece) { return piece.part != TimePart::Literal; });
    if (!anyPart && atEnd())
        return unclosed(brackets);
    if (!anyPart)
        return fault(m_at, brackets.dateOnly
                               ? QStringLiteral("A part of the date is missing: write one as in ${yyyymmdd}.")
                               : QStringLiteral("A part of the time is missing: write one as in $[yyyymmdd]."));
    return pieces;
}

// A token, or what separates two of them.
Result<FormatPiece> ValueParser::formatPiece(const Brackets &brackets)
{
    const QStringView rest = QStringView(m_text).mid(m_at);
    const auto token =
        std::find_if(tokens.begin(), tokens.end(), [&](const Token &t) { return rest.startsWith(t.text); });
    if (token != tokens.end()) {
        if (brackets.dateOnly && isTimeOfDay(token->part))
            return fault(m_at, QStringLiteral("The business date has no time of day: yyyy, yy, mm and dd can stand in "
                                              "${…}. Use $[…], the scheduled time, for %1.")
                                   .arg(token->text));
        m_at += token->text.size();
        return FormatPiece{token->part, {}};
    }
    const QChar c = peek();
    const QChar next = peek(1);
    if (isExpressionLetter(c))
        return notAPart(brackets);
    const bool nextIsFormat = isExpressionLetter(next) || isForeign(next);
    if (isForeign(c) || (nextIsFormat && QStringLiteral("-:/_.").contains(c))) {
        ++m_at;
        return FormatPiece{TimePart::Literal, QString(c)};
    }
    if ((c == u'+' || c == u'-') && m_at + 1 < m_text.size())
        return fault(m_at + 1, QStringLiteral("A whole number must stand behind \"%1\", without spaces, as in "
                                              "$[yyyymmdd-1].")
                                   .arg(c));
    return strange(brackets);
}

// Letters that are no token. They are not repeated: the value may be a secret that only looks like an expression.
Error ValueParser::notAPart(const Brackets &brackets)
{
    const QString rest = m_text.mid(m_at);
    const bool upper = peek().isUpper();
    const QString cure = upper ? QStringLiteral("They are in lower case, and other text stands outside the brackets.")
                         : rest.startsWith(QLatin1String("hh"))
                             ? QStringLiteral("Write hours as hh24.")
                             : QStringLiteral("Other text stands outside the brackets.");
    const QString what = brackets.dateOnly ? QStringLiteral("date") : QStringLiteral("time");
    const QString parts = brackets.dateOnly ? QStringLiteral("yyyy, yy, mm (month) and dd")
                                            : QStringLiteral("yyyy, yy, mm (month), dd, hh24, mi (minute) and ss");
    return fault(m_at, QStringLiteral("This is not a part of a %1: there are %2. %3").arg(what, parts, cure));
}

} // namespace sluice
