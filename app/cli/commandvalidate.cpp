#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/scriptfile.h"
#include "app/cli/workspacescope.h"
#include "app/common/connectors.h"
#include "task/scripttree.h"
#include "task/validate.h"
#include "workspace/sourcestore.h"
#include "workspace/taskschedule.h"

#include <QJsonArray>

#include <algorithm>

namespace sluice::cli
{

namespace
{

// file:line:column: error: message (pointer)
QString issueLine(const QString &file, const Issue &issue)
{
    QString place = file;
    if (issue.line > 0)
        place += QStringLiteral(":%1:%2").arg(issue.line).arg(issue.column);
    const QString pointer = issue.pointer.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(issue.pointer);
    return QStringLiteral("%1: %2: %3%4").arg(place, severityName(issue.severity), issue.message, pointer);
}

QJsonObject issueJson(const Issue &issue)
{
    QJsonObject object{
        {QStringLiteral("severity"), severityName(issue.severity)},
        {QStringLiteral("message"), issue.message},
        {QStringLiteral("pointer"), issue.pointer},
        {QStringLiteral("line"), issue.line},
        {QStringLiteral("column"), issue.column},
    };
    if (!issue.cure.isEmpty())
        object.insert(QStringLiteral("cure"), issue.cure);
    return object;
}

// What only the workspace around the file can tell: whether the data sources are there.
void checkSources(const Arguments &arguments, const QString &file, const ScriptDocument &script, Issues &issues)
{
    const auto workspace = workspaceFor(arguments, file);
    if (!workspace.ok() || !script.parsed())
        return;
    SourceStore sources(workspace->directory());
    const qsizetype steps = script.value(QStringLiteral("/steps")).toArray().size();
    for (qsizetype i = 0; i < steps; ++i) {
        const QString pointer = QStringLiteral("/steps/%1/parameter/datasource").arg(i);
        const QString name = script.value(pointer).toString();
        if (name.isEmpty() || name.contains(QLatin1String("${")))
            continue;
        const auto found = sources.find(name);
        const auto range = script.rangeOf(pointer);
        if (found.ok() || found.error().code != ErrorCode::NotFound || !range)
            continue;
        Issue issue;
        issue.message = found.error().message;
        issue.pointer = pointer;
        issue.offset = range->offset;
        issue.length = range->length;
        script.tree()->place(issue);
        issues.append(issue);
    }
}

QJsonArray issuesJson(const Issues &issues, const QString &file)
{
    QJsonArray array;
    for (const Issue &issue : issues) {
        QJsonObject object = issueJson(issue);
        object.insert(QStringLiteral("file"), file);
        array.append(object);
    }
    return array;
}

} // namespace

int runValidate(const Arguments &arguments)
{
    const bool json = arguments.has(QStringLiteral("json"));
    const QString file = arguments.positional().first();
    auto text = readScript(file);
    if (!text.ok())
        return fail(text.error(), json);

    ConnectorRegistry connectors;
    addConnectors(connectors);
    const ScriptDocument script(*text);
    Issues issues = validate(script, connectors.catalog());
    checkSources(arguments, file, script, issues);
    std::stable_sort(issues.begin(), issues.end(), [](const Issue &a, const Issue &b) { return a.offset < b.offset; });
    const QString scheduleFile = scheduleFileOf(file);
    const auto schedule = checkSchedule(file);
    if (!schedule.ok())
        return fail(schedule.error(), json);
    const bool valid = !hasErrors(issues) && !hasErrors(*schedule);

    if (json) {
        QJsonArray array = issuesJson(issues, file);
        for (const QJsonValue &issue : issuesJson(*schedule, scheduleFile))
            array.append(issue);
        printJson(QJsonObject{
            {QStringLiteral("file"), file},
            {QStringLiteral("valid"), valid},
            {QStringLiteral("issues"), array},
            {QStringLiteral("parameters"), QJsonArray::fromStringList(parameterNames(script))},
        });
    } else {
        for (const Issue &issue : issues)
            printLine(issueLine(file, issue));
        for (const Issue &issue : *schedule)
            printLine(issueLine(scheduleFile, issue));
        if (issues.isEmpty() && schedule->isEmpty())
            printLine(QStringLiteral("%1: nothing is wrong").arg(file));
    }
    return valid ? success : wrongUsage;
}

} // namespace sluice::cli
