#include "service/runreport.h"

#include "base/files.h"
#include "service/resume.h"
#include "task/sourcehalf.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace sluice
{

QJsonObject errorJson(const Error &error)
{
    QJsonObject object{
        {QStringLiteral("code"), errorCodeName(error.code)},
        {QStringLiteral("message"), error.message},
    };
    if (!error.where.isEmpty())
        object.insert(QStringLiteral("where"), error.where);
    if (!error.detail.isEmpty())
        object.insert(QStringLiteral("detail"), error.detail);
    return object;
}

ErrorCode errorCodeFrom(const QString &name)
{
    for (int code = 0; code <= int(ErrorCode::Stopped); ++code) {
        if (errorCodeName(ErrorCode(code)) == name)
            return ErrorCode(code);
    }
    return ErrorCode::Internal;
}

QJsonObject reportJson(const Attempt &attempt, const RunReport &report)
{
    const RunProgress &totals = report.totals;
    const double seconds = totals.elapsedSeconds;
    auto perSecond = [&](double amount) { return seconds > 0 ? amount / seconds : 0.0; };

    QJsonObject parameters;
    for (auto it = attempt.parameters.begin(); it != attempt.parameters.end(); ++it)
        parameters.insert(it.key(), it.value());

    QJsonObject object{
        {QStringLiteral("attempt"), attempt.id},
        {QStringLiteral("task"), attempt.taskPath},
        {QStringLiteral("state"), attempt.state},
        {QStringLiteral("started"), attempt.started.toUTC().toString(Qt::ISODateWithMs)},
        {QStringLiteral("ended"), attempt.ended.toUTC().toString(Qt::ISODateWithMs)},
        {QStringLiteral("parameters"), parameters},
        {QStringLiteral("half"), sourceHalfName(attempt.half.value_or(SourceHalf::Development))},
        {QStringLiteral("rowsRead"), totals.rowsRead},
        {QStringLiteral("rowsWritten"), totals.rowsWritten},
        {QStringLiteral("rowsDirty"), totals.rowsDirty},
        {QStringLiteral("bytesRead"), totals.bytesRead},
        {QStringLiteral("bytesWritten"), totals.bytesWritten},
        {QStringLiteral("bytesSent"), totals.bytesSent},
        {QStringLiteral("seconds"), seconds},
        {QStringLiteral("rowsPerSecond"), perSecond(double(totals.rowsWritten - totals.rowsWrittenBefore))},
        {QStringLiteral("megabytesPerSecond"), perSecond(double(totals.bytesWritten) / 1e6)},
        {QStringLiteral("readerWaitSeconds"), totals.readerWaitSeconds},
        {QStringLiteral("writerWaitSeconds"), totals.writerWaitSeconds},
        {QStringLiteral("throttleSeconds"), totals.throttleSeconds},
        {QStringLiteral("castSeconds"), totals.castSeconds},
        {QStringLiteral("lanes"), int(totals.lanes.size())},
        {QStringLiteral("splits"), totals.splitsTotal},
        {QStringLiteral("notes"), QJsonArray::fromStringList(report.notes)},
        {QStringLiteral("directory"), attempt.directory},
        {QStringLiteral("log"), attempt.directory + QLatin1String("/log.txt")},
    };
    const QString dirtyRows = attempt.directory + QLatin1String("/dirty.jsonl");
    if (QFileInfo::exists(dirtyRows))
        object.insert(QStringLiteral("dirtyRows"), dirtyRows);
    if (!attempt.resumes.isEmpty()) {
        object.insert(QStringLiteral("resumes"), attempt.resumes);
        object.insert(QStringLiteral("rowsReadBefore"), totals.rowsReadBefore);
        object.insert(QStringLiteral("rowsWrittenBefore"), totals.rowsWrittenBefore);
    }
    if (!attempt.replays.isEmpty())
        object.insert(QStringLiteral("replays"), attempt.replays);
    if (report.state != RunState::Succeeded) {
        object.insert(QStringLiteral("error"), errorJson(report.error));
        object.insert(QStringLiteral("mayShowRows"), report.mayShowRows);
        if (const auto kept = rowsKept(attempt.directory); kept.value_or(0) > 0)
            object.insert(QStringLiteral("resumesAtRow"), *kept + 1);
    }
    return object;
}

Result<QJsonObject> readReport(const QString &attemptDir)
{
    SLUICE_TRY(const QByteArray bytes, readFile(attemptDir + QLatin1String("/report.json")));
    return QJsonDocument::fromJson(bytes).object();
}

SourceHalf halfOf(const Attempt &attempt)
{
    if (attempt.half)
        return *attempt.half;
    const auto report = readReport(attempt.directory);
    const QString name = report.ok() ? report->value(QLatin1String("half")).toString() : QString();
    return sourceHalfOf(name).value_or(SourceHalf::Development);
}

} // namespace sluice
