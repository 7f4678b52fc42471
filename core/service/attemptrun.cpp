#include "service/attemptrun.h"

#include "base/files.h"
#include "base/redactor.h"
#include "engine/journal.h"
#include "schedule/expression.h"
#include "service/logfile.h"
#include "service/replay.h"
#include "service/resume.h"
#include "service/runparameters.h"
#include "service/runreport.h"
#include "service/secretparameters.h"
#include "service/sourcekeeper.h"
#include "task/scriptdocument.h"
#include "task/validate.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <optional>
#include <thread>

namespace sluice
{

namespace
{

// Says every issue in the log; the first error is the reason to fail.
Done tell(const Issues &issues, Log &log)
{
    const Issue *first = nullptr;
    for (const Issue &issue : issues) {
        const LogLevel level = issue.severity == Severity::Error     ? LogLevel::Error
                               : issue.severity == Severity::Warning ? LogLevel::Warning
                                                                     : LogLevel::Info;
        log.write(level, issueText(issue));
        if (issue.severity == Severity::Error && !first)
            first = &issue;
    }
    if (!first)
        return {};
    QString where = first->pointer;
    if (first->line > 0)
        where = QStringLiteral("line %1, column %2").arg(first->line).arg(first->column) +
                (where.isEmpty() ? QString() : QLatin1String(", ") + where);
    return makeError(ErrorCode::Config, first->message, where);
}

void tellHints(const ScheduleParameter &parameter, Log &log)
{
    const auto parsed = parseValue(parameter.value);
    if (!parsed.ok())
        return;
    for (const ValueHint &hint : lintValue(*parsed))
        log.warning(QStringLiteral("Parameter %1: %2").arg(parameter.name, hint.message));
}

// Secret options written into a script itself (accessKey beside an explicit endpoint) are kept out of what is saved.
void hideSecrets(const StepSpec &step, const ConnectorRegistry &connectors, LogFile &log)
{
    const Connector *connector = connectors.find(step.stepType);
    if (!connector)
        return;
    for (const QString &key : secretOptions(connector->info()))
        log.hide(step.parameter.value(key).toString());
}

RunReport failed(const Error &error)
{
    RunReport report;
    report.state = error.code == ErrorCode::Stopped ? RunState::Stopped : RunState::Failed;
    report.error = error;
    report.totals.state = report.state;
    return report;
}

// The attempt that has brought the other rows to where the corrected ones go: this one, or one that went on with it.
Result<Attempt> arrivedAttempt(const History &history, const Attempt &earlier)
{
    if (!earlier.hasEnded())
        return makeError(ErrorCode::Conflict,
                         QStringLiteral("Attempt %1 is still running. Replay opens when it ends.").arg(earlier.id));
    if (earlier.state == runStateName(RunState::Succeeded))
        return earlier;
    const Arrival arrival = arrivalOf(earlier.directory);
    if (arrival.whole) {
        SLUICE_TRY(const std::optional<Attempt> later, history.attempt(arrival.with));
        if (later)
            return *later;
    }
    if (!arrival.with.isEmpty())
        return makeError(ErrorCode::Conflict,
                         QStringLiteral("Attempt %1 went on with attempt %2 and has met dirty rows of it again, which "
                                        "must not arrive twice. Correct those of attempt %1.")
                             .arg(arrival.with, earlier.id));
    return makeError(ErrorCode::Conflict,
                     QStringLiteral("Attempt %1 did not succeed, so none of its rows is at the destination. Resume it, "
                                    "or allow more dirty rows (errorLimit) and run it again.")
                         .arg(earlier.id));
}

// The script that a replay ran, for the record: the earlier one with its own writer.
QByteArray scriptWith(const QByteArray &script, const StepSpec &writer)
{
    QJsonObject object = QJsonDocument::fromJson(script).object();
    QJsonArray steps = object.value(QLatin1String("steps")).toArray();
    for (qsizetype i = 0; i < steps.size(); ++i)
        if (QJsonObject step = steps[i].toObject();
            step.value(QLatin1String("category")).toString() == QLatin1String("writer")) {
            step.insert(QStringLiteral("parameter"), writer.parameter);
            steps[i] = step;
        }
    object.insert(QStringLiteral("steps"), steps);
    return QJsonDocument(object).toJson();
}

// What the task as it is saved says of a step's way to the same account; empty when it names another one.
QJsonObject savedParameter(const Workspace &workspace, const QString &taskPath, const StepSpec &step)
{
    const auto text = workspace.readTask(taskPath);
    if (!text.ok())
        return {};
    const ScriptDocument script(*text);
    if (!script.parsed())
        return {};
    for (const QJsonValue &saved : script.value(QStringLiteral("/steps")).toArray()) {
        const QJsonObject parameter = saved[QLatin1String("parameter")].toObject();
        if (saved[QLatin1String("stepType")].toString() != step.stepType ||
            saved[QLatin1String("category")].toString() != step.category)
            continue;
        for (const char *key : {"endpoint", "odpsServer", "tunnelServer", "project", "accessId"})
            if (parameter.value(QLatin1String(key)) != step.parameter.value(QLatin1String(key)))
                return {};
        return parameter;
    }
    return {};
}

using namespace std::chrono_literals;

// Well below what the connector's tries last.
constexpr auto guardEvery = 300ms;

} // namespace

AttemptRun::AttemptRun(const AttemptContext &context, StartRequest request, const QString &id)
    : m_context(context)
    , m_request(std::move(request))
{
    m_attempt.id = id;
    m_attempt.taskPath = m_request.taskPath;
    m_attempt.state = runStateName(RunState::Preparing);
    m_attempt.started = QDateTime::currentDateTimeUtc();
    m_attempt.directory = m_context.workspace.attemptDir(id);
    m_attempt.resumes = m_request.resumes;
    m_attempt.replays = m_request.replays;
    m_attempt.half = m_request.half;
}

AttemptRun::~AttemptRun() = default;

RunProgress AttemptRun::progress() const
{
    std::lock_guard lock(m_mutex);
    return m_run ? m_run->progress() : RunProgress();
}

void AttemptRun::execute(const Told &told)
{
    told(m_attempt);
    RunReport report = perform(told);
    finish(report);
    told(m_attempt);
}

Done AttemptRun::prepareFolder()
{
    SLUICE_CHECK(makePrivateDir(m_attempt.directory));
    SLUICE_TRY(m_log, LogFile::open(m_attempt.directory + QLatin1String("/log.txt"), m_context.workspace.timeZone()));
    return {};
}

RunReport AttemptRun::perform(const Told &told)
{
    if (auto prepared = prepareFolder(); !prepared)
        return failed(prepared.error());
    auto report = performOrFail(told);
    return report.ok() ? *report : failed(report.error());
}

// What a task keeps beside it and what was given by hand, as text; built-ins where the script uses them.
Result<QMap<QString, QString>> AttemptRun::resolvedParameters(const QStringList &used)
{
    SLUICE_TRY(const RunParameters run, runParameters(m_context.workspace, m_request.taskPath, m_request.parameters,
                                                      m_request.planned, used, m_attempt.id));
    if (run.isTimed)
        m_log->info(QStringLiteral("%1 %2, business date %3")
                        .arg(m_request.planned ? QStringLiteral("Scheduled time")
                                               : QStringLiteral("No scheduled time was given; this run takes now:"),
                             run.time.text(), run.time.businessDate()));
    for (const ScheduleParameter &parameter : run.kept)
        tellHints(parameter, *m_log);
    return run.values;
}

Result<TaskSpec> AttemptRun::readTask(QMap<QString, QString> &parameters)
{
    const ScriptDocument script(m_request.script);
    const StepCatalog catalog = m_context.connectors.catalog();
    // Syntax first: names in a text that does not parse mean nothing.
    if (!script.parsed())
        SLUICE_CHECK(tell(script.syntaxIssues(), *m_log));
    SLUICE_TRY(parameters, resolvedParameters(parameterNames(script)));
    SLUICE_TRY(const ScriptDocument resolved, substitute(script, parameters));
    SLUICE_CHECK(tell(validate(resolved, catalog), *m_log));
    SLUICE_TRY(TaskSpec task, parseTask(resolved));

    hideSecrets(task.reader, m_context.connectors, *m_log);
    hideSecrets(task.writer, m_context.connectors, *m_log);
    SLUICE_TRY(QJsonObject strict, resolved.strict());
    const int channels = std::clamp(m_request.channels.value_or(task.speed.concurrent), 1, mostLanes);
    if (channels != task.speed.concurrent) {
        task.speed.concurrent = channels;
        QJsonObject setting = strict.value(QLatin1String("setting")).toObject();
        QJsonObject speed = setting.value(QLatin1String("speed")).toObject();
        speed.insert(QStringLiteral("concurrent"), task.speed.concurrent);
        setting.insert(QStringLiteral("speed"), speed);
        strict.insert(QStringLiteral("setting"), setting);
        m_log->info(QStringLiteral("This run takes %1 channels, whatever the script says").arg(task.speed.concurrent));
    }
    const QString text = m_log->redact(QString::fromUtf8(QJsonDocument(strict).toJson()));
    SLUICE_CHECK(writeFile(m_attempt.directory + QLatin1String("/script.json"), text.toUtf8(), Access::Private));
    if (!m_request.resumes.isEmpty())
        SLUICE_CHECK(checkResumed(text.toUtf8()));
    return task;
}

// Only the same task can be gone on with, and only where it had begun.
Done AttemptRun::checkResumed(const QByteArray &script)
{
    const QString before = m_context.workspace.attemptDir(m_request.resumes);
    m_log->info(QStringLiteral("Goes on with attempt %1").arg(m_request.resumes));
    SLUICE_TRY(const std::optional<Attempt> earlier, m_context.history.attempt(m_request.resumes));
    if (earlier)
        m_attempt.half = halfOf(*earlier);
    SLUICE_TRY(const QByteArray ran, readFile(before + QLatin1String("/script.json")));
    return checkSameRows(QJsonDocument::fromJson(ran).object(), QJsonDocument::fromJson(script).object());
}

// Once the task is read it is known which of them are secrets: those are kept nowhere.
void AttemptRun::keepParameters(const QMap<QString, QString> &parameters)
{
    for (auto it = parameters.begin(); it != parameters.end(); ++it) {
        const bool secret = m_log->redact(it.value()) != it.value();
        m_log->info(secret ? QStringLiteral("Parameter %1 is a secret").arg(it.key())
                           : QStringLiteral("Parameter %1 = %2").arg(it.key(), it.value()));
        if (!secret)
            m_attempt.parameters.insert(it.key(), it.value());
    }
}

Result<DataSource> AttemptRun::sourceOf(const StepSpec &step, const SourceKeeper &keeper)
{
    const QString name = step.parameter.value(QLatin1String("datasource")).toString();
    if (name.isEmpty())
        return DataSource();
    const QString place = step.category + QLatin1String(".datasource");
    auto found = m_context.sources.find(name);
    if (!found.ok()) {
        Error error = found.error().at(place);
        if (error.code == ErrorCode::NotFound)
            error.code = ErrorCode::Config; // the task is wrong, nothing was looked for yet
        return error;
    }
    const DataSource known = found->inHalf(*m_attempt.half);
    if (known.type != step.stepType)
        return makeError(
            ErrorCode::Config,
            QStringLiteral("The data source \"%1\" is of type \"%2\", the step of type \"%3\". Choose another "
                           "data source or change stepType.")
                .arg(name, known.type, step.stepType),
            place);
    if (known.local && !m_warehouseHold.held()) {
        m_log->info(QStringLiteral("Starting the local warehouse"));
        SLUICE_TRY(m_warehouseHold, m_context.warehouse.hold(Stop(m_stop.get_token())));
    }
    auto source = keeper.complete(known);
    if (!source.ok())
        return source.error().at(place);
    for (const QString &secret : keeper.secretsOf(*source))
        m_log->hide(secret);
    tellStatus(*found);
    if (known.local)
        m_log->info(QStringLiteral("Local warehouse at %1, project %2")
                        .arg(source->values.value(QLatin1String("endpoint")).toString(),
                             source->values.value(QLatin1String("project")).toString()));
    return source;
}

// DS-6, DS-10: which half a run uses, and that nobody knows whether it connects.
void AttemptRun::tellStatus(const DataSource &source)
{
    if (source.local)
        return;
    if (source.production)
        m_log->info(QStringLiteral("Data source %1: the %2 half").arg(source.name, sourceHalfName(*m_attempt.half)));
    const SourceStatus status = m_context.sources.status(source, *m_attempt.half);
    if (status.state == SourceStatus::State::Connected)
        return;
    const QString why = status.summary.isEmpty() ? QString() : QLatin1Char(' ') + status.summary;
    m_log->warning((status.state == SourceStatus::State::Failed
                        ? QStringLiteral("The last test of the data source \"%1\" failed.%2")
                    : status.at.isValid()
                        ? QStringLiteral("The data source \"%1\" is marked untested: it was saved although its test "
                                         "failed.%2")
                        : QStringLiteral("The data source \"%1\" is marked untested.%2"))
                       .arg(source.name, why));
}

// The process that serves the warehouse may end, or be killed, while this attempt uses it.
void AttemptRun::guardWarehouse(std::stop_token ended)
{
    const Stop stop(ended);
    while (stop.sleep(guardEvery))
        if (m_context.warehouse.takeOver())
            m_log->warning(QStringLiteral("The program that served the local warehouse has ended; this one serves it "
                                          "from now on"));
}

Result<RunRequest> AttemptRun::requestOfTask(const SourceKeeper &keeper)
{
    RunRequest request;
    QMap<QString, QString> parameters;
    SLUICE_TRY(request.task, readTask(parameters));
    keepParameters(parameters);
    SLUICE_TRY(request.readerSource, sourceOf(request.task.reader, keeper));
    SLUICE_TRY(request.writerSource, sourceOf(request.task.writer, keeper));
    return request;
}

// The secrets of a step that an attempt's script leaves out, from the task as it is saved now.
Done AttemptRun::giveSecrets(StepSpec &step, const Attempt &earlier)
{
    const Connector *connector = m_context.connectors.find(step.stepType);
    if (!connector)
        return {};
    std::optional<QJsonObject> saved;
    for (const QString &key : secretOptions(connector->info())) {
        if (!Redactor::isRedacted(step.parameter.value(key).toString()))
            continue;
        if (!saved)
            saved = savedParameter(m_context.workspace, earlier.taskPath, step);
        const QString secret = saved->value(key).toString();
        if (secret.isEmpty() || secret.contains(QLatin1String("${")))
            return makeError(ErrorCode::Config,
                             QStringLiteral("Attempt %1 ran with \"%2\" in its script, which is kept nowhere, and the "
                                            "task as it is saved does not hold it either. Replay needs a data source "
                                            "that keeps it: name one in the task, run it, and replay that attempt.")
                                 .arg(earlier.id, key),
                             step.category + QLatin1Char('.') + key);
        m_log->hide(secret);
        step.parameter.insert(key, secret);
    }
    return {};
}

// The script as the earlier attempt ran it, to the same place, with the rows it refused. That they are on their way is
// noted before the first is sent: whatever happens then, none is sent twice.
Result<RunRequest> AttemptRun::requestOfReplay(const SourceKeeper &keeper)
{
    SLUICE_TRY(const std::optional<Attempt> earlier, m_context.history.attempt(m_request.replays));
    if (!earlier)
        return makeError(ErrorCode::NotFound, QStringLiteral("There is no attempt %1.").arg(m_request.replays));
    m_attempt.parameters = earlier->parameters;
    SLUICE_TRY(const Attempt arrived, arrivedAttempt(m_context.history, *earlier));
    m_attempt.half = halfOf(*earlier);
    const Stop stop(m_stop.get_token());
    SLUICE_TRY(DirtySet rows, loadDirtyRows(m_context.workspace, earlier->id, true, stop));

    RunRequest request;
    SLUICE_TRY(const QByteArray ran, readFile(earlier->directory + QLatin1String("/script.json")));
    SLUICE_TRY(request.task, parseTask(ScriptDocument(QString::fromUtf8(ran))));
    SLUICE_CHECK(checkNotReplaced(m_context.history, arrived, request.task.writer));
    request.task.writer = addingWriter(request.task.writer);
    request.task.errorLimit = {}; // what is refused again can be corrected again
    request.task.speed.concurrent = 1;
    SLUICE_CHECK(writeFile(m_attempt.directory + QLatin1String("/script.json"), scriptWith(ran, request.task.writer),
                           Access::Private));
    SLUICE_CHECK(giveSecrets(request.task.writer, *earlier));
    if (!rows.unreadTexts().empty()) {
        SLUICE_CHECK(giveSecrets(request.task.reader, *earlier));
        SLUICE_TRY(const Connector *connector, m_context.connectors.require(request.task.reader.stepType));
        OpenRequest reader;
        reader.step = request.task.reader;
        SLUICE_TRY(reader.source, sourceOf(request.task.reader, keeper));
        reader.runId = m_attempt.id;
        reader.workspaceDir = m_context.workspace.directory();
        reader.timeZone = m_context.workspace.timeZone();
        reader.log = m_log.get();
        SLUICE_CHECK(readTexts(rows, *connector, reader, stop));
    }
    FixReplay replay{m_attempt.id, {}, QDateTime::currentDateTimeUtc()};
    for (const size_t row : rows.fixedRows())
        replay.lines.append(rows.rows()[row].came.line);
    if (replay.lines.isEmpty())
        return makeError(
            ErrorCode::Config,
            QStringLiteral("No dirty row of attempt %1 is corrected and waits to be replayed.").arg(earlier->id));
    SLUICE_TRY(request.writerSource, sourceOf(request.task.writer, keeper));
    m_log->info(QStringLiteral("Replays %1 corrected rows of attempt %2").arg(replay.lines.size()).arg(earlier->id));
    SLUICE_CHECK(appendReplay(earlier->directory, replay, rows.trail().replays.size()));
    request.rows = [rows = std::move(rows)] { return openReplay(rows); };
    return request;
}

Result<RunReport> AttemptRun::performOrFail(const Told &told)
{
    m_log->info(QStringLiteral("Attempt %1 of %2")
                    .arg(m_attempt.id, m_attempt.taskPath.isEmpty() ? QStringLiteral("a text that is not saved")
                                                                    : m_attempt.taskPath));
    const SourceKeeper keeper(m_context.connectors, m_context.sources, SecretStore(m_context.workspace.stateDir()),
                              m_context.warehouse);
    SLUICE_TRY(RunRequest request, m_request.replays.isEmpty() ? requestOfTask(keeper) : requestOfReplay(keeper));
    const Stop stop(m_stop.get_token());
    SLUICE_CHECK(stop.check());

    request.runId = m_attempt.id;
    request.workspaceDir = m_context.workspace.directory();
    request.attemptDir = m_attempt.directory;
    if (!m_request.resumes.isEmpty())
        request.resumeDir = m_context.workspace.attemptDir(m_request.resumes);
    request.timeZone = m_context.workspace.timeZone();
    request.rowLimit = m_request.rowLimit;
    request.queueBytes = m_request.queueBytes.value_or(request.queueBytes);
    request.batchRows = m_request.batchRows.value_or(request.batchRows);
    {
        std::lock_guard lock(m_mutex);
        m_run = std::make_unique<Run>(m_context.connectors, std::move(request), *m_log);
    }
    m_attempt.state = runStateName(RunState::Running);
    m_context.history.post(m_attempt);
    told(m_attempt);
    std::optional<std::jthread> guard;
    if (m_warehouseHold.held())
        guard.emplace([this](std::stop_token ended) { guardWarehouse(ended); });
    return m_run->execute(stop);
}

void AttemptRun::finish(const RunReport &report)
{
    m_warehouseHold = {};
    m_attempt.state = runStateName(report.state);
    m_attempt.ended = QDateTime::currentDateTimeUtc();
    m_attempt.rowsRead = report.totals.rowsRead;
    m_attempt.rowsWritten = report.totals.rowsWritten;
    m_attempt.rowsDirty = report.totals.rowsDirty;
    m_attempt.bytesWritten = report.totals.bytesWritten;
    m_attempt.elapsedSeconds = report.totals.elapsedSeconds;

    RunReport told = report;
    if (report.state != RunState::Succeeded) {
        if (m_log) {
            told.error.message = m_log->redact(report.error.message);
            told.error.detail = m_log->redact(report.error.detail);
        }
        m_attempt.errorCode = errorCodeName(told.error.code);
        m_attempt.error = told.error.text();
    }
    if (m_log) {
        for (const QString &note : report.notes)
            m_log->info(note);
        const QString numbers = QStringLiteral("%1: %2 rows read, %3 written, %4 dirty in %5 s")
                                    .arg(m_attempt.state)
                                    .arg(m_attempt.rowsRead)
                                    .arg(m_attempt.rowsWritten)
                                    .arg(m_attempt.rowsDirty)
                                    .arg(m_attempt.elapsedSeconds, 0, 'f', 3);
        if (report.state == RunState::Failed)
            m_log->error(m_attempt.error);
        m_log->info(numbers);
    }
    const QByteArray json = QJsonDocument(reportJson(m_attempt, told)).toJson();
    auto kept = writeFile(m_attempt.directory + QLatin1String("/report.json"), json, Access::Private);
    auto saved = m_context.history.save(m_attempt);
    if (saved && report.state == RunState::Succeeded) {
        saved = tellArrived(m_context.workspace, m_context.history, m_attempt);
        Journal::remove(m_attempt.directory);
    }
    if (m_log && !kept)
        m_log->error(kept.error().text());
    if (m_log && !saved)
        m_log->error(saved.error().text());
}

} // namespace sluice
