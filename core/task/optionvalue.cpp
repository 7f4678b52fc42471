#include "task/optionvalue.h"

#include "task/scripttext.h"

#include <QJsonArray>
#include <QJsonObject>

#include <cmath>

namespace sluice
{

std::optional<bool> readBoolean(const QJsonValue &value)
{
    if (value.isBool())
        return value.toBool();
    const QString text = value.toString().trimmed();
    if (text.compare(QLatin1String("true"), Qt::CaseInsensitive) == 0)
        return true;
    if (text.compare(QLatin1String("false"), Qt::CaseInsensitive) == 0)
        return false;
    return std::nullopt;
}

std::optional<qint64> readInteger(const QJsonValue &value)
{
    if (value.isString()) {
        bool ok = false;
        const qint64 number = value.toString().trimmed().toLongLong(&ok);
        return ok ? std::optional(number) : std::nullopt;
    }
    if (!value.isDouble())
        return std::nullopt;
    // toInteger() gives its argument back for what is not whole or too large.
    const qint64 number = value.toInteger(-1);
    return number != -1 || value.toDouble() == -1.0 ? std::optional(number) : std::nullopt;
}

std::optional<double> readNumber(const QJsonValue &value)
{
    if (value.isDouble())
        return value.toDouble();
    bool ok = false;
    const double number = value.toString().trimmed().toDouble(&ok);
    return ok && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::optional<QString> readText(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isBool() || value.isDouble())
        return encodeScalar(value);
    return std::nullopt;
}

std::optional<QStringList> readTexts(const QJsonValue &value)
{
    if (!value.isArray()) {
        const auto text = readText(value);
        return text ? std::optional(QStringList{*text}) : std::nullopt;
    }
    QStringList texts;
    for (const QJsonValue item : value.toArray()) {
        const auto text = readText(item);
        if (!text)
            return std::nullopt;
        texts.append(*text);
    }
    return texts;
}

bool isUnset(const QJsonValue &value)
{
    return value.isUndefined() || value.isNull() || (value.isString() && value.toString().isEmpty()) ||
           (value.isArray() && value.toArray().isEmpty()) || (value.isObject() && value.toObject().isEmpty());
}

bool hasPlaceholder(const QJsonValue &value)
{
    const QString text = value.toString();
    const qsizetype open = text.indexOf(QLatin1String("${"));
    return open >= 0 && text.indexOf(u'}', open) > 0;
}

QString optionKindName(OptionKind kind)
{
    switch (kind) {
    case OptionKind::Text:
        return QStringLiteral("text");
    case OptionKind::Secret:
        return QStringLiteral("secret");
    case OptionKind::Integer:
        return QStringLiteral("whole number");
    case OptionKind::Number:
        return QStringLiteral("number");
    case OptionKind::Boolean:
        return QStringLiteral("boolean");
    case OptionKind::Choice:
        return QStringLiteral("choice");
    case OptionKind::Columns:
        return QStringLiteral("array of columns");
    case OptionKind::List:
        return QStringLiteral("array of texts");
    case OptionKind::Object:
        return QStringLiteral("object");
    case OptionKind::Path:
        return QStringLiteral("path");
    case OptionKind::Table:
        return QStringLiteral("table");
    case OptionKind::Partition:
        return QStringLiteral("partition");
    }
    return {};
}

} // namespace sluice
