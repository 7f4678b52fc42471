#include "task/validate.h"

#include "base/nearest.h"
#include "task/jsonpointer.h"
#include "task/optionvalue.h"
#include "task/scripttree.h"
#include "task/taskoptions.h"
#include "task/validateparts.h"

#include <QJsonArray>

namespace sluice
{

void checkWord(IssueReport &report, const QString &pointer, const QString &what, const QStringList &words)
{
    const QJsonValue value = report.value(pointer);
    const auto text = readText(value);
    if (hasPlaceholder(value) || (text && words.contains(*text)))
        return;
    QStringList shown;
    for (const QString &word : words)
        shown.append(u'"' + word + u'"');
    const QString choices = shown.join(QStringLiteral(" or "));
    Issue &issue = report.add(Severity::Error, pointer,
                              text ? QStringLiteral("%1 is %2, not \"%3\".").arg(what, choices, text->left(80))
                                   : QStringLiteral("%1 must be %2.").arg(what, choices));
    const QString near = words.size() == 1 ? words.front() : nearest(text.value_or(QString()), words);
    if (!near.isEmpty() && !value.isObject() && !value.isArray())
        offer(issue, QStringLiteral("Use"), near);
}

static void checkHead(IssueReport &report, const QJsonObject &script)
{
    if (script.value(QLatin1String("type")).isUndefined())
        report.addMissing(Severity::Error, QString(), QStringLiteral("type"),
                          QStringLiteral("\"type\" is missing: a task says \"type\": \"job\"."), QStringLiteral("job"));
    else
        checkWord(report, QStringLiteral("/type"), QStringLiteral("The type of a task"), {QStringLiteral("job")});

    const QString version = QStringLiteral("2.0");
    const QJsonValue given = script.value(QLatin1String("version"));
    if (given.isUndefined())
        report.addMissing(Severity::Error, QString(), QStringLiteral("version"),
                          QStringLiteral("\"version\" is missing: scripts of this form say \"version\": \"2.0\"."),
                          version);
    else if (readNumber(given) != 2.0)
        checkWord(report, QStringLiteral("/version"), QStringLiteral("The version of a script"), {version});

    const QStringList keys = keysOf(taskOptions());
    for (auto member = script.begin(); member != script.end(); ++member) {
        if (!keys.contains(member.key()))
            report.addUnknownKey(pointerTo(QString(), member.key()), member.key(), keys, QStringLiteral("of a task"));
    }
}

// `${name` without its end would reach the run as it is.
static void checkPlaceholders(IssueReport &report, const ScriptNode &node, const QString &pointer)
{
    const QString &text = report.document().text();
    for (size_t i = 0; i < node.children.size(); ++i) {
        const ScriptNode &child = node.children[i];
        const auto below = [&] {
            return child.keyBegin >= 0 ? pointerTo(pointer, keyOf(child, text)) : pointerTo(pointer, int(i));
        };
        if (child.isContainer()) {
            checkPlaceholders(report, child, below());
        } else if (child.kind == ScriptNode::Kind::Text) {
            const QString value = textOf(child, text);
            const qsizetype open = value.lastIndexOf(QLatin1String("${"));
            if (open >= 0 && value.indexOf(u'}', open) < 0)
                report.add(Severity::Warning, below(),
                           QStringLiteral("\"%1\" is not closed with \"}\": it stays as it is and is no parameter.")
                               .arg(value.mid(open, 80)));
        }
    }
}

// What only the connector knows; not what has been said of the same value already.
static void checkByConnector(IssueReport &report, const StepPlace &step, const StepCatalog &catalog)
{
    const QJsonValue parameter = report.value(pointerTo(step.pointer, QStringLiteral("parameter")));
    if (!catalog.check || !step.options || !parameter.isObject())
        return;
    const Issues issues = catalog.check({step.stepType, step.name, step.category, parameter.toObject(), step.pointer});
    for (Issue issue : issues) {
        if (!issue.pointer.startsWith(step.pointer))
            issue.pointer.prepend(step.pointer);
        if (!report.toldError(issue.pointer))
            report.take(std::move(issue));
    }
}

Issues validate(const ScriptDocument &document, const StepCatalog &catalog)
{
    IssueReport report(document);
    for (const Issue &issue : document.syntaxIssues())
        report.take(issue);
    const auto script = document.strict();
    if (!script && hasErrors(document.syntaxIssues()))
        return std::move(report).sorted();
    if (!script) {
        report.add(Severity::Error, QString(), script.error().message);
        return std::move(report).sorted();
    }
    checkHead(report, *script);
    const QList<StepPlace> steps = checkSteps(report, catalog);
    for (const StepPlace &step : steps)
        checkParameter(report, step);
    checkColumns(report, steps);
    checkOrder(report, steps);
    checkSetting(report);
    checkPlaceholders(report, document.tree()->root, QString());

    for (const StepPlace &step : steps)
        checkByConnector(report, step, catalog);
    return std::move(report).sorted();
}

} // namespace sluice
