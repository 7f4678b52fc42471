#include "task/scriptwriter.h"

#include "task/scripttext.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace sluice
{

QStringList keysInOrder(const QJsonObject &object)
{
    static const QStringList known = {
        QStringLiteral("type"),     QStringLiteral("version"),    QStringLiteral("stepType"),
        QStringLiteral("steps"),    QStringLiteral("parameter"),  QStringLiteral("name"),
        QStringLiteral("category"), QStringLiteral("setting"),    QStringLiteral("errorLimit"),
        QStringLiteral("record"),   QStringLiteral("percentage"), QStringLiteral("speed"),
        QStringLiteral("throttle"), QStringLiteral("concurrent"), QStringLiteral("mbps"),
        QStringLiteral("order"),    QStringLiteral("hops"),       QStringLiteral("from"),
        QStringLiteral("to"),
    };
    QStringList keys = object.keys();
    const auto rank = [](const QString &key) {
        const qsizetype index = known.indexOf(key);
        return index < 0 ? known.size() : index;
    };
    std::stable_sort(keys.begin(), keys.end(), [&](const QString &a, const QString &b) { return rank(a) < rank(b); });
    return keys;
}

QString ScriptWriter::key(const QString &key) const
{
    return encodeText(key) + colon;
}

static bool isFlat(const QJsonValue &value)
{
    const auto scalar = [](const QJsonValue &item) { return !item.isArray() && !item.isObject(); };
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        return std::all_of(array.begin(), array.end(), scalar);
    }
    const QJsonObject object = value.toObject();
    return std::all_of(object.begin(), object.end(), scalar);
}

QString ScriptWriter::onOneLine(const QJsonValue &value) const
{
    if (!value.isArray() && !value.isObject())
        return encodeScalar(value);
    QStringList members;
    if (value.isArray()) {
        for (const QJsonValue item : value.toArray())
            members.append(onOneLine(item));
    } else {
        const QJsonObject object = value.toObject();
        for (const QString &name : keysInOrder(object))
            members.append(key(name) + onOneLine(object.value(name)));
    }
    const QString inside = members.isEmpty() ? QString() : padding + members.join(u',' + gap) + padding;
    return value.isArray() ? u'[' + inside + u']' : u'{' + inside + u'}';
}

QString ScriptWriter::onLines(const QJsonValue &value, const QString &indent) const
{
    if ((value.isArray() ? inlineArrays : inlineObjects) && isFlat(value))
        return onOneLine(value);
    const QString inner = indent + unit;
    QStringList members;
    if (value.isArray()) {
        for (const QJsonValue item : value.toArray())
            members.append(inner + onLines(item, inner));
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (const QString &name : keysInOrder(object))
            members.append(inner + key(name) + onLines(object.value(name), inner));
    }
    if (members.isEmpty())
        return onOneLine(value);
    const QString inside = lineBreak + members.join(u',' + lineBreak) + lineBreak + indent;
    return value.isArray() ? u'[' + inside + u']' : u'{' + inside + u'}';
}

} // namespace sluice
