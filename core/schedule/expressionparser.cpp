#include "base/nearest.h"
#include "schedule/builtins.h"
#include "schedule/expression.h"

#include <QStringView>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

namespace sluice
{

namespace
{

// More minutes than the years 1 to 9999 have.
constexpr int64_t largestNumber = 6'000'000'000;
constexpr qsizetype longestQuote = 20;

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

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool isLetter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

// A character that no expression gives a meaning to, as in $[yyyy年mm月dd日].
bool isForeign(QChar c)
{
    return c.unicode() > 0x7f && !c.isSpace();
}

bool isTimeOfDay(TimePart part)
{
    return part == TimePart::Hour || part == TimePart::Minute || part == TimePart::Second;
}

// Walks over a value once, piece by piece.
class ValueParser
{
public:
    explicit ValueParser(const QString &value)
        : m_text(value)
    {
    }

    Result<ValueExpression> parse();
    qsizetype faultAt() const { return m_faultAt; }

private:
    struct Brackets {
        QChar close;
        bool dateOnly;
    };

    bool atEnd() const { return m_at >= m_text.size(); }
    QChar peek(qsizetype ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : QChar(); }
    bool startsWith(QLatin1String text) const { return QStringView(m_text).mid(m_at).startsWith(text); }
    bool take(QChar c);
    Error fault(qsizetype at, const QString &message);
    Error unclosed(const Brackets &brackets);
    Error strange(const Brackets &brackets);
    Error notAPart(const Brackets &brackets);

    void text(qsizetype begin, qsizetype end);
    Done dollar();
    Done namedBuiltIn();
    Done scheduledTime();
    Done businessDate();
    Done addMonths(ValuePiece &piece);
    Result<TimeFormat> format(const Brackets &brackets, QChar end);
    Result<FormatPiece> formatPiece(const Brackets &brackets);
    Done offsets(ValuePiece &piece, const Brackets &brackets);
    Done partOfDay(int64_t count, TimeShift &shift, const Brackets &brackets);
    Result<int64_t> signedProduct();
    Result<int64_t> number();
    Done move(int64_t &total, int64_t by, qsizetype at);
    Done close(const Brackets &brackets);

    const QString &m_text;
    qsizetype m_at = 0;
    qsizetype m_faultAt = 0;
    ValueExpression m_value;
};

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
        if (peek() != u'$' || !(next == u'[' || next == u'{' || isLetter(next))) {
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
    while (isLetter(peek()))
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

Result<TimeFormat> ValueParser::format(const Brackets &brackets, QChar end)
{
    TimeFormat pieces;
    while (!atEnd() && peek() != end && peek() != brackets.close) {
        if ((peek() == u'+' || peek() == u'-') && isDigit(peek(1)))
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
    if (isLetter(c))
        return notAPart(brackets);
    const bool nextIsFormat = isLetter(next) || isForeign(next);
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

// Letters that are no token.
Error ValueParser::notAPart(const Brackets &brackets)
{
    QString word;
    while (word.size() < longestQuote && isLetter(peek(word.size())))
        word += peek(word.size());
    const QString cure =
        word != word.toLower() ? QStringLiteral("They are in lower case, and other text stands outside the brackets.")
        : word.startsWith(QLatin1String("hh")) ? QStringLiteral("Write hours as hh24.")
                                               : QStringLiteral("Other text stands outside the brackets.");
    const QString what = brackets.dateOnly ? QStringLiteral("date") : QStringLiteral("time");
    const QString parts = brackets.dateOnly ? QStringLiteral("yyyy, yy, mm (month) and dd")
                                            : QStringLiteral("yyyy, yy, mm (month), dd, hh24, mi (minute) and ss");
    return fault(m_at, QStringLiteral("\"%1\" is not a part of a %2: there are %3. %4").arg(word, what, parts, cure));
}

Done ValueParser::offsets(ValuePiece &piece, const Brackets &brackets)
{
    while (peek() == u'+' || peek() == u'-') {
        const qsizetype begin = m_at;
        SLUICE_TRY(const int64_t count, signedProduct());
        TimeShift &shift = piece.shift;
        if (peek() == u'/') {
            SLUICE_CHECK(partOfDay(count, shift, brackets));
        } else if (!brackets.dateOnly || hasPart(piece.format, TimePart::Day)) {
            SLUICE_CHECK(move(shift.days, count, begin));
        } else if (hasPart(piece.format, TimePart::Month)) {
            SLUICE_CHECK(move(shift.months, count, begin));
        } else {
            SLUICE_CHECK(move(shift.months, count * 12, begin));
        }
    }
    return {};
}

// "/24" and "/24/60" behind a number.
Done ValueParser::partOfDay(int64_t count, TimeShift &shift, const Brackets &brackets)
{
    const qsizetype begin = m_at;
    if (brackets.dateOnly)
        return fault(begin, QStringLiteral("The business date moves by whole days, months or years. Use $[…], the "
                                           "scheduled time, for parts of a day."));
    const QString cure = QStringLiteral("Parts of a day are hours, -a/24, or minutes, -a/24/60.");
    const std::array units{24, 60};
    int64_t seconds = 86400;
    for (size_t i = 0; take(u'/'); ++i) {
        const qsizetype at = m_at;
        if (i == units.size())
            return fault(at - 1, cure);
        if (atEnd())
            return unclosed(brackets);
        if (!isDigit(peek()))
            return fault(at, cure);
        SLUICE_TRY(const int64_t divisor, number());
        if (divisor != units[i])
            return fault(at, cure);
        seconds /= divisor;
    }
    return move(shift.seconds, count * seconds, begin);
}

Result<int64_t> ValueParser::signedProduct()
{
    const bool minus = peek() == u'-';
    if (minus || peek() == u'+')
        ++m_at;
    SLUICE_TRY(int64_t product, number());
    while (take(u'*')) {
        const qsizetype begin = m_at;
        SLUICE_TRY(const int64_t factor, number());
        if (factor != 0 && product > largestNumber / factor)
            return fault(begin, QStringLiteral("The product is too large for the years 1 to 9999."));
        product *= factor;
    }
    return minus ? -product : product;
}

Result<int64_t> ValueParser::number()
{
    const qsizetype begin = m_at;
    int64_t value = 0;
    for (; isDigit(peek()); ++m_at) {
        value = value * 10 + (peek().unicode() - u'0');
        if (value > largestNumber)
            return fault(begin, QStringLiteral("The number is too large for the years 1 to 9999."));
    }
    if (m_at == begin)
        return fault(begin, QStringLiteral("A whole number must stand here."));
    return value;
}

Done ValueParser::move(int64_t &total, int64_t by, qsizetype at)
{
    // No sum of them comes near the largest integer, however long the value is: each is checked.
    total += by;
    if (std::abs(total) > largestNumber * 60)
        return fault(at, QStringLiteral("The offset is too large for the years 1 to 9999."));
    return {};
}

Done ValueParser::close(const Brackets &brackets)
{
    return take(brackets.close) ? Done() : Done(strange(brackets));
}

} // namespace

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
