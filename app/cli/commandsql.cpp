#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupt.h"
#include "app/cli/texttable.h"
#include "app/cli/workspacescope.h"
#include "service/runreport.h"
#include "service/sqltext.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

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

// Names for the members of an object: the columns' own, numbered where the query gives one name to several.
QStringList memberNames(const QStringList &columns)
{
    QStringList names;
    for (const QString &column : columns) {
        QString name = column;
        for (int i = 2; names.contains(name); ++i)
            name = QStringLiteral("%1_%2").arg(column).arg(i);
        names.append(name);
    }
    return names;
}

QByteArray jsonText(const QJsonValue &value)
{
    const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2);
}

// An array of objects whose members stand in the order of the columns, which QJsonObject would sort.
QString rowsJson(const SqlResult &result)
{
    QList<QByteArray> keys;
    for (const QString &name : memberNames(result.columns))
        keys.append(jsonText(name) + ": ");
    QByteArrayList rows;
    for (const QStringList &row : result.rows) {
        QByteArrayList members;
        for (qsizetype i = 0; i < keys.size(); ++i)
            members.append(keys[i] + jsonText(jsonValue(row.value(i), result.types.value(i))));
        rows.append("  { " + members.join(", ") + " }");
    }
    return QString::fromUtf8(rows.isEmpty() ? QByteArray("[]\n") : "[\n" + rows.join(",\n") + "\n]\n");
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
        print(rowsJson(result));
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
    if (json && statements.size() > 1)
        note(QStringLiteral("The document is of the last of %1 statements.").arg(statements.size()));
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
