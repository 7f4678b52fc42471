#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupt.h"
#include "app/cli/texttable.h"
#include "app/cli/workspacescope.h"
#include "service/runreport.h"
#include "service/sqltext.h"

#include <QFile>

#include <cmath>

namespace sluice::cli
{

namespace
{

enum class Format { Table, Csv, Json };

Result<Format> formatOf(const Arguments &arguments)
{
    const QString name =
        arguments.value(QStringLiteral("format"),
                        arguments.has(QStringLiteral("json")) ? QStringLiteral("json") : QStringLiteral("table"));
    if (name == QLatin1String("table"))
        return Format::Table;
    if (name == QLatin1String("csv"))
        return Format::Csv;
    if (name == QLatin1String("json"))
        return Format::Json;
    return makeError(ErrorCode::Config, QStringLiteral("--format is table, csv or json, not \"%1\".").arg(name));
}

Result<QString> textOf(const QString &word)
{
    if (word != QLatin1String("-"))
        return word;
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return makeError(ErrorCode::Io, QStringLiteral("Standard input cannot be read."));
    return QString::fromUtf8(input.readAll());
}

bool isNumber(const QString &type)
{
    static const QStringList numbers{QStringLiteral("tinyint"), QStringLiteral("smallint"), QStringLiteral("int"),
                                     QStringLiteral("bigint"),  QStringLiteral("float"),    QStringLiteral("double")};
    return numbers.contains(type.toLower()) || type.startsWith(QLatin1String("decimal"), Qt::CaseInsensitive);
}

// Whole numbers and doubles as JSON numbers; decimals as texts, which keep every digit.
QJsonValue jsonValue(const QString &cell, const QString &type)
{
    if (cell.isNull())
        return QJsonValue::Null;
    const QString kind = type.toLower();
    bool good = false;
    if (kind == QLatin1String("boolean"))
        return cell.compare(QLatin1String("true"), Qt::CaseInsensitive) == 0;
    if (kind == QLatin1String("double") || kind == QLatin1String("float")) {
        const double number = cell.toDouble(&good);
        return good && std::isfinite(number) ? QJsonValue(number) : QJsonValue(cell);
    }
    if (kind.endsWith(QLatin1String("int"))) {
        const qint64 number = cell.toLongLong(&good);
        return good ? QJsonValue(number) : QJsonValue(cell);
    }
    return cell;
}

QJsonArray rowsJson(const SqlResult &result)
{
    QJsonArray rows;
    for (const QStringList &row : result.rows) {
        QJsonObject object;
        for (qsizetype i = 0; i < result.columns.size(); ++i)
            object.insert(result.columns[i], jsonValue(row.value(i), result.types.value(i)));
        rows.append(object);
    }
    return rows;
}

void printResult(const SqlResult &result, Format format)
{
    if (!result.isSelect) {
        if (result.text.trimmed().isEmpty())
            note(QStringLiteral("OK"));
        else
            printLine(result.text.trimmed());
        return;
    }
    if (format == Format::Csv) {
        printLine(csvLine(result.columns));
        for (const QStringList &row : result.rows)
            printLine(csvLine(row));
    } else {
        QList<bool> right;
        for (const QString &type : result.types)
            right.append(isNumber(type));
        print(textTable(result.columns, result.rows, right));
        note(QStringLiteral("%1 row%2")
                 .arg(result.rows.size())
                 .arg(result.rows.size() == 1 ? QString() : QStringLiteral("s")));
    }
}

// One document for the last statement: its rows as objects, or its text.
void printDocument(const SqlResult &result)
{
    if (result.isSelect)
        printJson(rowsJson(result));
    else
        printJson(QJsonObject{{QStringLiteral("text"), result.text}});
}

// Runs the statements in order and prints what they give; ends at the first that fails.
int runStatements(const Probes &probes, const QString &source, const QStringList &statements, Format format)
{
    const bool json = format == Format::Json;
    Interrupt interrupt;
    SqlResult last;
    for (const QString &statement : statements) {
        auto result = interrupt.during([&](Stop stop) { return probes.runSql(source, statement, stop); });
        if (!result.ok()) {
            static_cast<void>(fail(result.error(), json));
            return exitCodeOfWork(result.error().code);
        }
        if (result->truncated)
            note(QStringLiteral("Only the first %1 rows are shown. To get all, run a task that reads the table.")
                     .arg(result->rows.size()));
        if (!json)
            printResult(*result, format);
        last = std::move(*result);
    }
    if (json)
        printDocument(last);
    return success;
}

} // namespace

int runSql(const Arguments &arguments)
{
    auto format = formatOf(arguments);
    if (!format.ok())
        return fail(format.error());
    const bool json = *format == Format::Json;
    auto text = textOf(arguments.positional().first());
    if (!text.ok())
        return fail(text.error(), json);
    const QStringList statements = splitStatements(*text);
    if (statements.isEmpty())
        return fail(
            makeError(ErrorCode::Config, QStringLiteral("There is no statement. Write sluice sql \"SELECT …\".")),
            json);
    auto scope = WorkspaceScope::open(arguments);
    if (!scope.ok())
        return fail(scope.error(), json);

    const QString source = arguments.value(QStringLiteral("source"), QStringLiteral("odps_first"));
    if (auto known = (*scope)->sources.find(source); !known.ok())
        return fail(known.error(), json);
    const int code = runStatements((*scope)->probes, source, statements, *format);
    if (code != stopped)
        leaveWarehouse((*scope)->warehouse);
    return code;
}

} // namespace sluice::cli
