#include "data/cast.h"

#include <algorithm>
#include <array>

namespace sluice
{

namespace
{

CastVerdict exact()
{
    return {CastFit::Exact, {}};
}
CastVerdict widening()
{
    return {CastFit::Widening, {}};
}
CastVerdict narrowing(const QString &reason)
{
    return {CastFit::Narrowing, reason};
}
CastVerdict impossible(const Type &from, const Type &to)
{
    return {CastFit::Impossible, QStringLiteral("There is no cast from %1 to %2.").arg(from.text(), to.text())};
}

bool isReal(const Type &type)
{
    return type.kind() == TypeKind::Float || type.kind() == TypeKind::Double;
}
bool isNumber(const Type &type)
{
    return type.isInteger() || isReal(type) || type.kind() == TypeKind::Decimal || type.kind() == TypeKind::Boolean;
}
bool isInstant(const Type &type)
{
    return type.kind() == TypeKind::DateTime || type.kind() == TypeKind::Timestamp;
}
bool isTime(const Type &type)
{
    return isInstant(type) || type.kind() == TypeKind::Date || type.kind() == TypeKind::TimestampNtz;
}

// Decimal digits that every value of a whole type fits into.
int digitsOf(TypeKind kind)
{
    switch (kind) {
    case TypeKind::TinyInt:
        return 3;
    case TypeKind::SmallInt:
        return 5;
    case TypeKind::Int:
        return 10;
    case TypeKind::BigInt:
        return 19;
    default:
        return 1; // boolean
    }
}

struct TextLength {
    int least;
    int most;
};

// How long the text of a value can be; least 0 and most INT_MAX where it is open.
TextLength textLengthOf(const Type &type)
{
    switch (type.kind()) {
    case TypeKind::Boolean:
        return {4, 5};
    case TypeKind::TinyInt:
        return {1, 4};
    case TypeKind::SmallInt:
        return {1, 6};
    case TypeKind::Int:
        return {1, 11};
    case TypeKind::BigInt:
        return {1, 20};
    case TypeKind::Float:
    case TypeKind::Double:
        return {3, 25};
    case TypeKind::Decimal:
        return {1, type.precision() + 3};
    case TypeKind::Date:
        return {10, 10};
    case TypeKind::DateTime:
        return {19, 23};
    case TypeKind::Timestamp:
    case TypeKind::TimestampNtz:
        return {19, 29};
    case TypeKind::IntervalYearMonth:
        return {3, 13};
    case TypeKind::IntervalDayTime:
        return {10, 40};
    case TypeKind::Array:
    case TypeKind::Map:
    case TypeKind::Struct:
        return {2, INT_MAX};
    default:
        return {0, INT_MAX};
    }
}

CastVerdict toText(const Type &from, const Type &to)
{
    if (from.kind() == TypeKind::Binary && to.kind() == TypeKind::String)
        return narrowing(QStringLiteral("Bytes that are not UTF-8 become dirty rows."));
    if (to.kind() == TypeKind::String)
        return widening();
    const TextLength length = from.kind() == TypeKind::Char || from.kind() == TypeKind::VarChar
                                  ? TextLength{0, from.length()}
                                  : textLengthOf(from);
    if (length.least > to.length())
        return {CastFit::WillBeDirty, QStringLiteral("%1 takes at least %2 characters, %3 has room for %4.")
                                          .arg(from.text())
                                          .arg(length.least)
                                          .arg(to.text())
                                          .arg(to.length())};
    if (length.most <= to.length())
        return widening();
    return narrowing(to.length() == 1
                         ? QStringLiteral("Values longer than 1 character become dirty rows.")
                         : QStringLiteral("Values longer than %1 characters become dirty rows.").arg(to.length()));
}

CastVerdict fromText(const Type &to)
{
    if (to.kind() == TypeKind::Binary)
        return widening();
    const auto become = [](const char *what) {
        return narrowing(QStringLiteral("Texts that are not %1 become dirty rows.").arg(QLatin1String(what)));
    };
    switch (to.kind()) {
    case TypeKind::Boolean:
        return become("true or false");
    case TypeKind::Date:
        return become("dates");
    case TypeKind::DateTime:
    case TypeKind::Timestamp:
    case TypeKind::TimestampNtz:
        return become("times");
    case TypeKind::IntervalDayTime:
    case TypeKind::IntervalYearMonth:
        return become("intervals");
    case TypeKind::Json:
        return become("JSON");
    case TypeKind::Array:
        return become("JSON arrays of such elements");
    case TypeKind::Map:
    case TypeKind::Struct:
        return become("JSON objects of such values");
    default:
        return become(to.isInteger() ? "whole numbers in range" : "numbers in range");
    }
}

CastVerdict toDecimal(const Type &from, const Type &to)
{
    const int room = to.precision() - to.scale();
    if (isReal(from))
        return narrowing(
            QStringLiteral("Decimals are rounded to %1, larger numbers become dirty rows.").arg(to.scale()));
    const int digits = from.kind() == TypeKind::Decimal ? from.precision() - from.scale() : digitsOf(from.kind());
    const bool rounded = from.kind() == TypeKind::Decimal && from.scale() > to.scale();
    if (digits <= room && !rounded)
        return widening();
    QStringList reasons;
    if (rounded)
        reasons.append(QStringLiteral("Decimals are rounded to %1.").arg(to.scale()));
    if (digits > room || rounded) // rounding up may need one digit more
        reasons.append(QStringLiteral("Values with more than %1 digits before the point become dirty rows.").arg(room));
    return narrowing(reasons.join(QLatin1Char(' ')));
}

CastVerdict toReal(const Type &from, const Type &to)
{
    // Digits that are kept whatever the value.
    const int kept = to.kind() == TypeKind::Double ? 15 : 6;
    if (from.kind() == TypeKind::Double)
        return narrowing(QStringLiteral("Digits beyond the 6th may be lost, numbers beyond 3.4e38 become dirty rows."));
    const int digits = from.kind() == TypeKind::Decimal ? from.precision()
                       : from.kind() == TypeKind::Float ? 0
                                                        : digitsOf(from.kind());
    if (digits <= kept)
        return widening();
    return narrowing(QStringLiteral("Digits beyond the %1th may be lost.").arg(kept));
}

CastVerdict toWhole(const Type &from, const Type &to)
{
    static const QString rest = QStringLiteral("values out of the range of %1 become dirty rows.");
    if (isReal(from) || (from.kind() == TypeKind::Decimal && from.scale() > 0))
        return narrowing(QStringLiteral("Fractions are cut off, ") + rest.arg(to.text()));
    const int digits = from.kind() == TypeKind::Decimal ? from.precision() : digitsOf(from.kind());
    const bool fits = from.kind() == TypeKind::Decimal ? digits < digitsOf(to.kind()) : digits <= digitsOf(to.kind());
    return fits ? widening()
                : narrowing(QStringLiteral("Values out of the range of %1 become dirty rows.").arg(to.text()));
}

CastVerdict betweenNumbers(const Type &from, const Type &to)
{
    if (to.kind() == TypeKind::Boolean)
        return narrowing(QStringLiteral("Every number but 0 becomes true."));
    if (to.kind() == TypeKind::Decimal)
        return toDecimal(from, to);
    return isReal(to) ? toReal(from, to) : toWhole(from, to);
}

CastVerdict betweenTimes(const Type &from, const Type &to)
{
    QStringList reasons;
    const bool nanos = to.kind() == TypeKind::Timestamp || to.kind() == TypeKind::TimestampNtz;
    if (nanos && (from.kind() == TypeKind::Date || from.kind() == TypeKind::DateTime))
        reasons.append(QStringLiteral("Times before 1677-09-21 or after 2262-04-11 become dirty rows."));
    if (isInstant(to) && !isInstant(from))
        reasons.append(QStringLiteral("Times that the clocks skipped become dirty rows."));
    if (to.kind() == TypeKind::Date)
        reasons.append(QStringLiteral("The time of day is dropped."));
    if (to.kind() == TypeKind::DateTime && from.kind() != TypeKind::Date)
        reasons.append(QStringLiteral("Fractions below a millisecond are dropped."));
    if (to.kind() == TypeKind::TimestampNtz && isInstant(from))
        reasons.append(QStringLiteral("The zone is dropped."));
    return reasons.isEmpty() ? widening() : narrowing(reasons.join(QLatin1Char(' ')));
}

CastVerdict millis(const Type &from, const Type &to)
{
    if (from.kind() == TypeKind::DateTime)
        return widening();
    if (from.kind() == TypeKind::Timestamp)
        return narrowing(QStringLiteral("Fractions below a millisecond are dropped."));
    return narrowing(QStringLiteral("Read as milliseconds since 1970-01-01 UTC, values out of the range of %1 become "
                                    "dirty rows.")
                         .arg(to.text()));
}

CastVerdict betweenNested(const Type &from, const Type &to)
{
    if (from.kind() != to.kind() || from.children().size() != to.children().size())
        return impossible(from, to);
    CastVerdict worst = from == to ? exact() : widening();
    for (size_t i = 0; i < to.children().size(); ++i) {
        size_t source = i;
        if (from.kind() == TypeKind::Struct) {
            const auto known = [&](const QString &name) {
                return from.fieldNames().contains(name, Qt::CaseInsensitive);
            };
            if (std::all_of(to.fieldNames().begin(), to.fieldNames().end(), known))
                while (from.fieldNames()[qsizetype(source = source % from.children().size())].compare(
                           to.fieldNames()[qsizetype(i)], Qt::CaseInsensitive) != 0)
                    ++source;
        }
        CastVerdict child = castVerdict(from.children()[source], to.children()[i]);
        if (child.fit > worst.fit)
            worst = std::move(child);
    }
    return worst;
}

} // namespace

CastVerdict castVerdict(const Type &from, const Type &to)
{
    if (from == to)
        return exact();
    if (to.isText())
        return toText(from, to);
    if (from.isText() || from.kind() == TypeKind::Json)
        return fromText(to);
    if (to.kind() == TypeKind::Json)
        return from.kind() == TypeKind::Binary ? fromText(to) : widening();
    if (from.isNested() || to.isNested())
        return betweenNested(from, to);
    if (isNumber(from) && isNumber(to))
        return betweenNumbers(from, to);
    if (isTime(from) && isTime(to))
        return betweenTimes(from, to);
    if ((from.kind() == TypeKind::BigInt && isInstant(to)) || (isInstant(from) && to.kind() == TypeKind::BigInt))
        return millis(from, to);
    return impossible(from, to);
}

QString integrationTypeName(const Type &type)
{
    switch (type.kind()) {
    case TypeKind::TinyInt:
    case TypeKind::SmallInt:
    case TypeKind::Int:
    case TypeKind::BigInt:
        return QStringLiteral("LONG");
    case TypeKind::Float:
    case TypeKind::Double:
    case TypeKind::Decimal:
        return QStringLiteral("DOUBLE");
    case TypeKind::Boolean:
        return QStringLiteral("BOOLEAN");
    case TypeKind::Date:
    case TypeKind::DateTime:
    case TypeKind::Timestamp:
    case TypeKind::TimestampNtz:
        return QStringLiteral("DATE");
    case TypeKind::Binary:
        return QStringLiteral("BYTES");
    default:
        return QStringLiteral("STRING");
    }
}

} // namespace sluice
