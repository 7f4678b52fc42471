#include "task/optiontext.h"

#include "task/optionvalue.h"
#include "task/scriptwriter.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice
{

static bool isStructure(const QJsonValue &value)
{
    return value.isArray() || value.isObject();
}

static QJsonValue structureFrom(const QString &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8());
    return document.isArray()    ? QJsonValue(document.array())
           : document.isObject() ? QJsonValue(document.object())
                                 : QJsonValue(QJsonValue::Undefined);
}

// Whether the documents print the option's numbers as texts.
static bool isPrintedAsText(const OptionSpec &option)
{
    return option.example.startsWith(u'"');
}

static QJsonValue numberFrom(const OptionSpec &option, const QString &text, const QJsonValue &before)
{
    const QString spelled = text.trimmed();
    const bool asText = before.isString() || (before.isUndefined() && isPrintedAsText(option));
    if (const auto whole = readInteger(spelled))
        return asText ? QJsonValue(spelled) : QJsonValue(*whole);
    if (const auto number = readNumber(spelled); number && option.kind == OptionKind::Number)
        return asText ? QJsonValue(spelled) : QJsonValue(*number);
    return text;
}

QString optionText(const QJsonValue &value)
{
    if (value.isNull() || value.isUndefined())
        return {};
    return isStructure(value) ? ScriptWriter{}.onOneLine(value) : readText(value).value_or(QString());
}

QJsonValue optionFromText(const OptionSpec &option, const QString &text, const QJsonValue &before)
{
    if (text.isEmpty()) // the key keeps its place while its text is written anew
        return before.isUndefined() ? before : QJsonValue(QString());
    if (hasPlaceholder(text))
        return text;
    switch (option.kind) {
    case OptionKind::Integer:
    case OptionKind::Number:
        return numberFrom(option, text, before);
    case OptionKind::Boolean:
        if (const auto flag = readBoolean(text); flag && !before.isString())
            return *flag;
        return text;
    case OptionKind::Choice: {
        const auto choice = optionChoice(option, text);
        if (const auto flag = readBoolean(text); flag && before.isBool())
            return *flag;
        return choice.value_or(text);
    }
    default:
        break;
    }
    // "path" may be a list as well.
    if (isStructure(before) || (option.kind == OptionKind::Path && text.startsWith(u'[')))
        if (const QJsonValue structure = structureFrom(text); !structure.isUndefined())
            return structure;
    return text;
}

QStringList optionEntries(const QJsonValue &value)
{
    if (isUnset(value))
        return {};
    if (!value.isArray())
        return {optionText(value)};
    QStringList entries;
    for (const QJsonValue entry : value.toArray())
        entries.append(optionText(entry));
    return entries;
}

QJsonValue optionFromEntries(const QStringList &entries, const QJsonValue &before)
{
    if (entries.isEmpty())
        return before.isArray() ? QJsonValue(QJsonArray()) : QJsonValue(QJsonValue::Undefined);
    if (entries.size() == 1 && before.isString())
        return entries.front();
    const QJsonArray old = before.toArray();
    QJsonArray array;
    for (const QString &entry : entries) {
        QJsonValue value(entry);
        for (const QJsonValue kept : old) // an entry that is no text stays what it is
            if (!kept.isString() && optionText(kept) == entry)
                value = kept;
        array.append(value);
    }
    return array;
}

std::optional<QString> optionChoice(const OptionSpec &option, const QJsonValue &value)
{
    const auto text = readText(value);
    for (const QString &choice : option.choices)
        if (text && choice.compare(*text, Qt::CaseInsensitive) == 0)
            return choice;
    return std::nullopt;
}

QString choiceTitle(const OptionSpec &option, int choice)
{
    return option.choiceTitles.value(choice, option.choices.value(choice));
}

} // namespace sluice
