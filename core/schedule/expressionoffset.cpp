#include "schedule/valueparser.h"

#include <array>
#include <cstdlib>

// The offset behind a format: -1, +7*2, -2/24, -10/24/60.

namespace sluice
{

namespace
{

// More minutes than the years 1 to 9999 have.
constexpr int64_t largestNumber = 6'000'000'000;
} // namespace

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
        if (!isExpressionDigit(peek()))
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
    for (; isExpressionDigit(peek()); ++m_at) {
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

} // namespace sluice
