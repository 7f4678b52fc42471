#include "connectors/stream/streamcolumn.h"

#include "base/nearest.h"
#include "data/arrowtypes.h"
#include "data/cast.h"

#include <QDateTime>

#include <arrow/array.h>
#include <arrow/builder.h>

#include <cmath>
#include <limits>

namespace sluice
{

namespace
{

constexpr qint64 longestText = 1024 * 1024;
// Milliseconds on either side of 1970 that 64 bits of nanoseconds reach; days are far below.
constexpr qint64 nanosecondYears = 9'200'000'000'000;

Error configError(const QString &message, const QString &key)
{
    return makeError(ErrorCode::Config, message, key);
}

// DataX's six types; any MaxCompute type may be written as well.
Result<Type> typeOf(const QString &name)
{
    static const QMap<QString, Type> names{
        {QStringLiteral("string"), TypeKind::String}, {QStringLiteral("long"), TypeKind::BigInt},
        {QStringLiteral("double"), TypeKind::Double}, {QStringLiteral("bool"), TypeKind::Boolean},
        {QStringLiteral("date"), TypeKind::DateTime}, {QStringLiteral("bytes"), TypeKind::Binary},
    };
    const QString lower = name.trimmed().toLower();
    if (const auto found = names.find(lower); found != names.end())
        return *found;
    if (auto type = Type::parse(name))
        return type;
    return configError(QStringLiteral("\"%1\" is not a type: use %2 or a type of MaxCompute.%3")
                           .arg(name, names.keys().join(QStringLiteral(", ")), didYouMean(name, names.keys())),
                       QStringLiteral("type"));
}

// Qt spells Java's milliseconds z.
QString qtFormat(const QString &javaFormat)
{
    return QString(javaFormat).replace(QLatin1Char('S'), QLatin1Char('z'));
}

// A time as the casts read it: by dateFormat when there is one.
Result<QString> plainTime(const QString &text, const QString &format, const QString &key)
{
    if (format.isEmpty())
        return text;
    const QDateTime time = QDateTime::fromString(text.trimmed(), qtFormat(format));
    if (!time.isValid())
        return configError(QStringLiteral("\"%1\" is not a time of the form %2.").arg(text, format), key);
    return time.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
}

// One text as a value of a type, by the casts of the engine.
Result<std::shared_ptr<arrow::Array>> valueOf(const std::optional<QString> &text, const Type &type,
                                              const QTimeZone &zone, const QString &key)
{
    arrow::StringBuilder builder;
    const arrow::Status added = text ? builder.Append(text->toStdString()) : builder.AppendNull();
    const auto array = added.ok() ? builder.Finish() : arrow::Result<std::shared_ptr<arrow::Array>>(added);
    if (!array.ok())
        return arrowError(array.status());
    SLUICE_TRY(CastPlan plan, CastPlan::compile(TypeKind::String, type, {zone}));
    SLUICE_TRY(CastResult cast, plan.apply(*array));
    if (!cast.refused.empty())
        return configError(QStringLiteral("The value does not fit its type: %1.").arg(cast.refused.front().reason),
                           key);
    return cast.values;
}

QString textOf(const QJsonValue &value)
{
    return value.isString() ? value.toString() : value.toVariant().toString();
}

bool isTime(TypeKind kind)
{
    return kind == TypeKind::DateTime || kind == TypeKind::Timestamp || kind == TypeKind::TimestampNtz;
}

Result<qint64> wholeNumber(const QString &text, qint64 least, qint64 most)
{
    bool ok = false;
    const qint64 number = text.trimmed().toLongLong(&ok);
    if (!ok || number < least || number > most)
        return configError(
            QStringLiteral("\"%1\" is not a whole number from %2 to %3.").arg(text.trimmed()).arg(least).arg(most),
            QStringLiteral("random"));
    return number;
}

struct Limits {
    qint64 least;
    qint64 most;
};

Limits limitsOf(const Type &type)
{
    switch (type.kind()) {
    case TypeKind::TinyInt:
        return {-128, 127};
    case TypeKind::SmallInt:
        return {-32768, 32767};
    case TypeKind::Int:
        return {std::numeric_limits<qint32>::min(), std::numeric_limits<qint32>::max()};
    case TypeKind::BigInt:
        return {std::numeric_limits<qint64>::min() + 1, std::numeric_limits<qint64>::max()};
    case TypeKind::Boolean:
        return {0, 1'000'000};
    case TypeKind::Char:
    case TypeKind::VarChar:
        return {0, type.length()};
    default: // a length
        return {0, longestText};
    }
}

// One end of a range.
Done readEnd(const QString &text, const Type &type, const QString &format, const QTimeZone &zone, qint64 &whole,
             double &real)
{
    const QString key = QStringLiteral("random");
    if (isTime(type.kind()) || type.kind() == TypeKind::Date) {
        SLUICE_TRY(const QString plain, plainTime(text, format, key));
        const bool isDate = type.kind() == TypeKind::Date;
        SLUICE_TRY(const auto array, valueOf(plain, isDate ? TypeKind::Date : TypeKind::DateTime, zone, key));
        if (array->IsNull(0))
            return configError(QStringLiteral("A time is missing."), key);
        whole = isDate ? static_cast<const arrow::Date32Array &>(*array).Value(0)
                       : static_cast<const arrow::TimestampArray &>(*array).Value(0);
        if (type.kind() != TypeKind::DateTime && std::abs(whole) > nanosecondYears)
            return configError(QStringLiteral("%1 holds the years 1678 to 2261.").arg(type.text()), key);
        return {};
    }
    if (type.kind() == TypeKind::Float || type.kind() == TypeKind::Double || type.kind() == TypeKind::Decimal) {
        bool ok = false;
        real = text.trimmed().toDouble(&ok);
        if (!ok || !std::isfinite(real))
            return configError(QStringLiteral("\"%1\" is not a number.").arg(text.trimmed()), key);
        if (type.kind() != TypeKind::Decimal)
            return {};
        const double digits = real * std::pow(10.0, type.scale());
        if (std::abs(digits) >= std::min(9e18, std::pow(10.0, type.precision())))
            return configError(QStringLiteral("\"%1\" is too large for %2.").arg(text.trimmed(), type.text()), key);
        whole = qint64(digits);
        return {};
    }
    const Limits limits = limitsOf(type);
    SLUICE_TRY(whole, wholeNumber(text, limits.least, limits.most));
    return {};
}

Result<RandomRange> rangeOf(const QString &text, const Type &type, const QString &format, const QTimeZone &zone)
{
    const QString key = QStringLiteral("random");
    if (type.isNested() || type.kind() == TypeKind::Json || type.kind() == TypeKind::IntervalDayTime ||
        type.kind() == TypeKind::IntervalYearMonth)
        return configError(QStringLiteral("%1 takes no range: leave `random` out.").arg(type.text()), key);
    const QStringList ends = text.split(QLatin1Char(','));
    if (ends.size() != 2)
        return configError(QStringLiteral("\"%1\" is not a range: write \"from, to\".").arg(text), key);
    RandomRange range;
    SLUICE_CHECK(readEnd(ends[0], type, format, zone, range.low, range.from));
    SLUICE_CHECK(readEnd(ends[1], type, format, zone, range.high, range.to));
    if (type.kind() == TypeKind::Boolean ? range.low + range.high == 0
                                         : range.low > range.high || range.from > range.to)
        return configError(QStringLiteral("\"%1\" is an empty range.").arg(text), key);
    return range;
}

} // namespace

Result<StreamColumn> parseStreamColumn(const QJsonObject &entry, int position, const QTimeZone &zone)
{
    static const QStringList keys{QStringLiteral("name"), QStringLiteral("type"), QStringLiteral("value"),
                                  QStringLiteral("random"), QStringLiteral("dateFormat")};
    for (const QString &key : entry.keys())
        if (!keys.contains(key))
            return configError(
                QStringLiteral("A generated column has no key \"%1\".%2").arg(key, didYouMean(key, keys)), key);

    StreamColumn made;
    made.column.name = entry.value(QStringLiteral("name")).toString(QStringLiteral("c%1").arg(position + 1));
    SLUICE_TRY(made.column.type, typeOf(entry.value(QStringLiteral("type")).toString(QStringLiteral("string"))));
    const Type &type = made.column.type;
    const QString format = entry.value(QStringLiteral("dateFormat")).toString();
    const QJsonValue value = entry.value(QStringLiteral("value"));
    const QJsonValue random = entry.value(QStringLiteral("random"));
    if (!value.isUndefined()) { // beats random, as DataX has it
        std::optional<QString> text;
        if (!value.isNull())
            text = textOf(value);
        if (text && (isTime(type.kind()) || type.kind() == TypeKind::Date)) {
            SLUICE_TRY(text, plainTime(*text, format, QStringLiteral("value")));
        }
        SLUICE_TRY(made.constant, valueOf(text, type, zone, QStringLiteral("value")));
    } else if (!random.isUndefined()) {
        SLUICE_TRY(made.range, rangeOf(textOf(random), type, format, zone));
    }
    return made;
}

} // namespace sluice
