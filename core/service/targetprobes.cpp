// The probes that make a task's target table.
#include "service/probes.h"
#include "service/sqltext.h"
#include "task/optionvalue.h"
#include "task/validate.h"

#include <QRegularExpression>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

constexpr auto draftPatience = 60s;
constexpr auto createPatience = 120s;

// The task with the parameters that have a value; the others stand as they are.
Result<TaskSpec> taskOf(const QString &text, QMap<QString, QString> parameters)
{
    const ScriptDocument script(text);
    for (const QString &name : parameterNames(script))
        if (!parameters.contains(name))
            parameters.insert(name, QStringLiteral("${%1}").arg(name));
    SLUICE_TRY(const ScriptDocument resolved, substitute(script, parameters));
    return parseTask(resolved);
}

// "ODPS-0130131:[2,15] …": where in the statement.
Error placed(Error error)
{
    static const QRegularExpression place(QStringLiteral("ODPS-\\d{7}:\\[(\\d+),(\\d+)\\]"));
    if (const auto found = place.match(error.message); found.hasMatch() && error.where.isEmpty())
        error.where = QStringLiteral("line %1, column %2").arg(found.captured(1), found.captured(2));
    return error;
}

} // namespace

Result<TargetTable> Probes::targetTable(const QString &script, const QMap<QString, QString> &parameters,
                                        Stop stop) const
{
    const Stop patient = stop.within(draftPatience);
    SLUICE_TRY(const TaskSpec task, taskOf(script, parameters));
    TargetTable target;
    target.source = task.writer.parameter.value(QLatin1String("datasource")).toString();
    target.table = readText(task.writer.parameter.value(QLatin1String("table"))).value_or(QString()).trimmed();
    SLUICE_TRY(const Opened writer, open(task.writer, patient));
    if (!writer.connector->info().makesTables)
        return makeError(ErrorCode::Unsupported,
                         QStringLiteral("Tables are made for a MaxCompute writer only; this task writes to %1.")
                             .arg(writer.connector->info().title),
                         task.writer.pointer + QStringLiteral("/stepType"));
    if (target.source.isEmpty())
        return makeError(ErrorCode::Unsupported,
                         QStringLiteral("The writer names no data source, and a table is made by one. Set "
                                        "\"datasource\", or make the table elsewhere."),
                         task.writer.pointer + QStringLiteral("/parameter/datasource"));
    ObjectSchema incoming;
    {
        SLUICE_TRY(const Opened reader, open(task.reader, patient));
        SLUICE_TRY(incoming, reader.connector->delivered(reader.request, patient));
    }
    SLUICE_TRY(target.draft, writer.connector->draftTable(writer.request, incoming));
    const auto there = writer.connector->schema(writer.request, patient);
    if (there.ok()) {
        target.exists = true;
        target.differences = differencesOf(there->columns, there->partitionColumns.names(), target.draft);
    } else if (there.error().code != ErrorCode::NotFound) {
        return there.error();
    }
    return target;
}

Done Probes::createTable(const QString &source, const QString &ddl, Stop stop) const
{
    const Stop patient = stop.within(createPatience);
    const QStringList statements = splitStatements(ddl);
    if (statements.isEmpty())
        return makeError(ErrorCode::Config, QStringLiteral("There is no statement to run."));
    // One statement goes as it was written, so that the places in errors are those of the text.
    if (statements.size() == 1) {
        const auto result = runSql(source, ddl, patient);
        return result.ok() ? Done() : Done(placed(result.error()));
    }
    for (qsizetype i = 0; i < statements.size(); ++i)
        if (const auto result = runSql(source, statements[i], patient); !result.ok())
            return placed(result.error()).at(QStringLiteral("statement %1").arg(i + 1));
    return {};
}

} // namespace sluice
