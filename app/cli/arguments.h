#pragma once

#include "base/result.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace sluice::cli
{

// An option that a command takes.
struct OptionRule {
    QString name;  // without dashes: "param"
    QString value; // what stands for its value in the help: "name=value"; empty: a flag
    QString help;
    bool repeated = false;
    // For a value that may be left out: whether the word behind the option is it.
    bool (*isValue)(const QString &word) = nullptr;
};

// The words behind a command, sorted out.
class Arguments
{
public:
    // Config when an option is not known (with the nearest), lacks its value, or stands twice.
    static Result<Arguments> parse(const QStringList &words, const QList<OptionRule> &rules);

    bool has(const QString &option) const { return m_values.contains(option); }
    QString value(const QString &option, const QString &otherwise = {}) const;
    QStringList values(const QString &option) const { return m_values.value(option); }
    const QStringList &positional() const { return m_positional; }

private:
    QMap<QString, QStringList> m_values;
    QStringList m_positional;
};

// "key=value", cut at the first equals sign. Config when there is none or the key is empty.
Result<QPair<QString, QString>> keyAndValue(const QString &text, const QString &option);

// What stands in --param name=value, however often.
Result<QMap<QString, QString>> parametersOf(const Arguments &arguments);

} // namespace sluice::cli
