#include "data/castreason.h"

namespace sluice
{

static QString rangeOf(const Type &type)
{
    switch (type.kind()) {
    case TypeKind::TinyInt:
        return QStringLiteral("-128 to 127");
    case TypeKind::SmallInt:
        return QStringLiteral("-32768 to 32767");
    case TypeKind::Int:
        return QStringLiteral("-2147483648 to 2147483647");
    case TypeKind::BigInt:
        return QStringLiteral("-9223372036854775808 to 9223372036854775807");
    case TypeKind::Float:
        return QStringLiteral("about -3.4e38 to 3.4e38");
    case TypeKind::Double:
        return QStringLiteral("about -1.8e308 to 1.8e308");
    case TypeKind::Decimal: {
        const int digits = type.precision() - type.scale();
        return digits == 1 ? QStringLiteral("at most 1 digit before the point")
                           : QStringLiteral("at most %1 digits before the point").arg(digits);
    }
    case TypeKind::Date:
        return QStringLiteral("0001-01-01 to 9999-12-31");
    case TypeKind::DateTime:
        return QStringLiteral("0001-01-01 00:00:00 to 9999-12-31 23:59:59");
    case TypeKind::Timestamp:
    case TypeKind::TimestampNtz:
        return QStringLiteral("1677-09-21 to 2262-04-11");
    default:
        return {};
    }
}

QString outOfRange(const QString &value, const Type &type)
{
    return QStringLiteral("%1 is out of the range of %2 (%3)").arg(value, type.text(), rangeOf(type));
}

QString skippedByClocks(const QString &shown, int64_t wall, ZoneClock &clock)
{
    return QStringLiteral("%1 did not exist in %2: the clocks went forward (nearest %3)")
        .arg(shown, QString::fromUtf8(clock.zone().id()), shownTime(clock.afterGap(wall), 0));
}

QString shownDate(int64_t days)
{
    char text[timeTextLimit];
    const size_t length = writeDate(days, text);
    return QString::fromLatin1(text, qsizetype(length));
}

QString shownTime(int64_t wallSeconds, int nanos)
{
    char text[timeTextLimit];
    const size_t length = writeDateTime(wallSeconds, nanos, text);
    return QString::fromLatin1(text, qsizetype(length));
}

} // namespace sluice
