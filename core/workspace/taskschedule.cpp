#include "workspace/taskschedule.h"

#include "base/files.h"
#include "schedule/expression.h"
#include "task/issuereport.h"
#include "task/jsonpointer.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringDecoder>

namespace sluice
{

namespace
{

constexpr int formatVersion = 1;

void checkValue(const QString &value, const QString &pointer, IssueReport &report)
{
    const auto parsed = parseValue(value);
    if (!parsed.ok()) {
        report.add(Severity::Error, pointer,
                   QStringLiteral("%1 (%2)").arg(parsed.error().message, parsed.error().where));
        return;
    }
    for (const ValueHint &hint : lintValue(*parsed)) {
        Issue &issue = report.add(Severity::Warning, pointer, hint.message);
        if (hint.safeForm.isEmpty())
            continue;
        QString safe = value;
        offer(issue, QStringLiteral("Move both together"), safe.replace(hint.begin, hint.length, hint.safeForm));
    }
}

void readParameter(const QString &pointer, IssueReport &report, TaskSchedule &schedule)
{
    const QJsonValue entry = report.value(pointer);
    if (!entry.isObject()) {
        report.add(Severity::Error, pointer,
                   QStringLiteral("A parameter is an object: {\"name\": \"startTime\", \"value\": \"$[yyyymmdd]\"}."));
        return;
    }
    const QJsonObject object = entry.toObject();
    for (const QString &key : object.keys()) {
        if (key != QLatin1String("name") && key != QLatin1String("value"))
            report.addUnknownKey(pointerTo(pointer, key), key, {QStringLiteral("name"), QStringLiteral("value")},
                                 QStringLiteral("of a parameter"));
    }
    for (const QString &key : {QStringLiteral("name"), QStringLiteral("value")}) {
        if (!object.contains(key)) {
            report.addMissing(Severity::Error, pointer, key, QStringLiteral("A parameter needs a %1.").arg(key));
            return;
        }
        if (!object.value(key).isString()) {
            report.add(Severity::Error, pointerTo(pointer, key),
                       QStringLiteral("A parameter's %1 is a text in quotes.").arg(key));
            return;
        }
    }
    const ScheduleParameter parameter{object.value(QLatin1String("name")).toString(),
                                      object.value(QLatin1String("value")).toString()};
    const QString namePointer = pointerTo(pointer, QStringLiteral("name"));
    if (auto named = checkParameterName(parameter.name); !named)
        report.add(Severity::Error, namePointer, named.error().message);
    for (const ScheduleParameter &other : schedule.parameters) {
        if (other.name == parameter.name)
            report.add(Severity::Error, namePointer,
                       QStringLiteral("The parameter \"%1\" stands twice. Remove one.").arg(parameter.name.left(80)));
    }
    checkValue(parameter.value, pointerTo(pointer, QStringLiteral("value")), report);
    schedule.parameters.append(parameter);
}

TaskSchedule readDocument(IssueReport &report)
{
    TaskSchedule schedule;
    if (!report.value({}).isObject()) {
        report.add(Severity::Error, {},
                   QStringLiteral("A schedule is a JSON object with \"format\" and \"parameters\"."));
        return schedule;
    }
    const QStringList known{QStringLiteral("format"), QStringLiteral("parameters")};
    for (const QString &key : report.value({}).toObject().keys()) {
        if (!known.contains(key))
            report.addUnknownKey(pointerTo({}, key), key, known, QStringLiteral("of a schedule"));
    }
    const QJsonValue format = report.value(QStringLiteral("/format"));
    if (!format.isUndefined() && format.toInt() < 1)
        report.add(Severity::Error, QStringLiteral("/format"),
                   QStringLiteral("The format version is %1.").arg(formatVersion));
    if (format.toInt() > formatVersion) {
        report.add(Severity::Error, QStringLiteral("/format"),
                   QStringLiteral("A newer version of Sluice wrote this schedule. Update Sluice to use it."));
        return schedule;
    }
    const QJsonValue parameters = report.value(QStringLiteral("/parameters"));
    if (!parameters.isArray() && !parameters.isUndefined())
        report.add(Severity::Error, QStringLiteral("/parameters"),
                   QStringLiteral("The parameters are a list of objects with \"name\" and \"value\"."));
    const qsizetype count = parameters.toArray().size();
    for (qsizetype i = 0; i < count; ++i)
        readParameter(pointerTo(QStringLiteral("/parameters"), int(i)), report, schedule);
    return schedule;
}

// The text of the file, null when there is none.
Result<QString> scheduleText(const QString &file)
{
    auto bytes = readFile(file);
    if (!bytes.ok())
        return bytes.error().code == ErrorCode::NotFound ? Result<QString>(QString()) : bytes.error();
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(*bytes);
    if (decoder.hasError())
        return makeError(ErrorCode::Config, QStringLiteral("The schedule is not UTF-8 text. Save it as UTF-8."), file);
    return text.isNull() ? QStringLiteral("") : text;
}

} // namespace

QString scheduleFileOf(const QString &taskFile)
{
    QString base = taskFile;
    for (const QLatin1String suffix : {QLatin1String(".json"), QLatin1String(".job")}) {
        if (base.endsWith(suffix))
            base.chop(suffix.size());
    }
    return base + QLatin1String(".schedule.json");
}

TaskSchedule readSchedule(const QString &text, Issues *issues)
{
    const ScriptDocument document(text);
    IssueReport report(document);
    TaskSchedule schedule;
    if (document.parsed())
        schedule = readDocument(report);
    if (issues) {
        for (const Issue &issue : document.syntaxIssues()) {
            if (issue.severity != Severity::Note) // comments may stay: no strict parser reads this file
                issues->append(issue);
        }
        issues->append(std::move(report).sorted());
    }
    return schedule;
}

Result<TaskSchedule> loadSchedule(const QString &taskFile)
{
    const QString file = scheduleFileOf(taskFile);
    SLUICE_TRY(const QString text, scheduleText(file));
    if (text.isNull())
        return TaskSchedule();
    Issues issues;
    TaskSchedule schedule = readSchedule(text, &issues);
    for (const Issue &issue : issues) {
        if (issue.severity == Severity::Error)
            return makeError(ErrorCode::Config, issue.message,
                             QStringLiteral("%1, line %2, column %3").arg(file).arg(issue.line).arg(issue.column));
    }
    return schedule;
}

Result<Issues> checkSchedule(const QString &taskFile)
{
    SLUICE_TRY(const QString text, scheduleText(scheduleFileOf(taskFile)));
    Issues issues;
    if (!text.isNull())
        readSchedule(text, &issues);
    return issues;
}

} // namespace sluice
