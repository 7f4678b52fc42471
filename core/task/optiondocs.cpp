#include "task/optiondocs.h"

#include "task/optionvalue.h"
#include "task/scriptwriter.h"

namespace sluice
{

// Text inside a table's cell: on one line, its bars escaped.
static QString cell(QString text)
{
    text.replace(u'\n', u' ');
    text.replace(QLatin1String("|"), QLatin1String("\\|"));
    return text.simplified();
}

// A value as code; bars must be escaped there as well. Two ticks around what holds one.
static QString code(QString value)
{
    if (value.isEmpty())
        return {};
    value.replace(u'\n', u' ');
    value.replace(QLatin1String("|"), QLatin1String("\\|"));
    const QString ticks = value.contains(u'`') ? QStringLiteral("``") : QStringLiteral("`");
    const QString space = value.contains(u'`') ? QStringLiteral(" ") : QString();
    return ticks + space + value + space + ticks;
}

static QString meaning(const OptionSpec &option)
{
    QStringList sentences;
    if (!option.title.isEmpty())
        sentences.append(QStringLiteral("**%1.**").arg(cell(option.title)));
    if (!option.help.isEmpty())
        sentences.append(cell(option.help));
    if (!option.choices.isEmpty()) {
        QStringList choices;
        for (const QString &choice : option.choices)
            choices.append(code(choice));
        sentences.append(QStringLiteral("One of %1.").arg(choices.join(QStringLiteral(", "))));
    }
    if (option.hasRange())
        sentences.append(
            QStringLiteral("From %1 to %2.").arg(option.minimum, 0, 'g', 15).arg(option.maximum, 0, 'g', 15));
    return sentences.join(u' ');
}

static QString table(const OptionSpecs &options)
{
    QString text =
        QStringLiteral("| key | kind | required | default | meaning | example |\n|---|---|---|---|---|---|\n");
    for (const OptionSpec &option : options) {
        const QString byDefault =
            option.defaultValue.isUndefined() ? QString() : code(ScriptWriter{}.onOneLine(option.defaultValue));
        text += QStringLiteral("| ") +
                QStringList{code(option.key),
                            optionKindName(option.kind),
                            option.required ? QStringLiteral("yes") : QStringLiteral("no"),
                            byDefault,
                            meaning(option),
                            code(option.example)}
                    .join(QStringLiteral(" | ")) +
                QStringLiteral(" |\n");
    }
    return text;
}

QString optionsMarkdown(const QString &title, const QString &summary, const QList<OptionSection> &sections)
{
    QString page = QStringLiteral("# %1\n").arg(title);
    if (!summary.isEmpty())
        page += u'\n' + summary + u'\n';
    for (const OptionSection &section : sections) {
        page += QStringLiteral("\n## %1\n").arg(section.title);
        if (!section.text.isEmpty())
            page += u'\n' + section.text + u'\n';
        if (!section.options.isEmpty())
            page += u'\n' + table(section.options);
    }
    return page;
}

} // namespace sluice
