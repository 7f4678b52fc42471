#pragma once

#include "data/arrowtypes.h"
#include "data/cast.h"

#include <QtTest>

#include <arrow/array.h>
#include <arrow/builder.h>

#include <optional>

// Short ways to say in a test what a cast does.

namespace sluice
{

inline Type typeOf(const QString &text)
{
    auto type = Type::parse(text);
    if (!type)
        qFatal("%s", qPrintable(type.error().text()));
    return *type;
}

// Texts, and nullopt for NULL.
inline std::shared_ptr<arrow::Array> textArray(const std::vector<std::optional<std::string>> &texts)
{
    arrow::StringBuilder builder;
    for (const auto &text : texts)
        if (!(text ? builder.Append(*text) : builder.AppendNull()).ok())
            qFatal("a text array cannot be built");
    return *builder.Finish();
}

inline CastResult castArray(const std::shared_ptr<arrow::Array> &array, const Type &from, const Type &to,
                            const QTimeZone &zone = QTimeZone::utc())
{
    auto plan = CastPlan::compile(from, to, {zone});
    if (!plan)
        qFatal("%s", qPrintable(plan.error().text()));
    auto result = plan->apply(array);
    if (!result)
        qFatal("%s", qPrintable(result.error().text()));
    const arrow::Status valid = result->values->ValidateFull();
    if (!valid.ok())
        qFatal("%s to %s: %s", qPrintable(from.text()), qPrintable(to.text()), valid.ToString().c_str());
    if (!result->values->type()->Equals(*arrowType(to)) || result->values->length() != array->length())
        qFatal("%s to %s gave %s", qPrintable(from.text()), qPrintable(to.text()),
               result->values->type()->ToString().c_str());
    return std::move(*result);
}

inline QString shown(const std::shared_ptr<arrow::Array> &array, const Type &type, int64_t row, const QTimeZone &zone)
{
    if (array->IsNull(row))
        return QStringLiteral("NULL");
    return QString::fromUtf8(cellText(array, type, row, zone));
}

// A value of `from`, written as text, cast to `to`: the text of what comes out, "NULL", or "! reason".
inline QString castOne(const QString &from, const QString &value, const QString &to,
                       const QTimeZone &zone = QTimeZone::utc())
{
    const Type source = typeOf(from);
    const Type target = typeOf(to);
    std::optional<std::string> text;
    if (value != QLatin1String("NULL"))
        text = value.toStdString();
    const CastResult made = castArray(textArray({text}), TypeKind::String, source, zone);
    if (!made.refused.empty())
        return QStringLiteral("bad test: ") + made.refused[0].reason;
    const CastResult result = castArray(made.values, source, target, zone);
    if (!result.refused.empty())
        return QStringLiteral("! ") + result.refused[0].reason;
    return shown(result.values, target, 0, zone);
}

} // namespace sluice
