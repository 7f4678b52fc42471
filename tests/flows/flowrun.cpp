#include "flowrun.h"

#include "app/common/connectors.h"
#include "base/files.h"
#include "kafka/broker.h"
#include "service/giventime.h"
#include "service/probes.h"
#include "service/runreport.h"
#include "service/runservice.h"
#include "service/sqltext.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <algorithm>

using namespace sluice;

namespace flows
{

namespace
{

QString listed(const QStringList &lines)
{
    return QStringLiteral("    ") + lines.join(QLatin1String("\n    "));
}

QString difference(const QString &what, const QStringList &found, const QStringList &expected)
{
    if (found == expected)
        return {};
    return QStringLiteral("%1: found\n%2\n  instead of\n%3\n").arg(what, listed(found), listed(expected));
}

QStringList lines(const QList<QStringList> &rows)
{
    QStringList text;
    for (const QStringList &row : rows)
        text.append(csvLine(row));
    return text;
}

// "\xHH" as the byte it stands for.
QByteArray fileBytes(const QString &body)
{
    static const QRegularExpression escape(QStringLiteral("\\\\x([0-9a-fA-F]{2})"));
    QByteArray bytes;
    qsizetype from = 0;
    for (auto matches = escape.globalMatch(body); matches.hasNext();) {
        const auto match = matches.next();
        bytes += body.mid(from, match.capturedStart() - from).toUtf8();
        bytes += QByteArray::fromHex(match.captured(1).toLatin1());
        from = match.capturedEnd();
    }
    return bytes + body.mid(from).toUtf8();
}

// One for all flows, from the first that needs it on.
TestBroker &broker()
{
    static TestBroker one;
    return one;
}

// partition,milliseconds,key,value
QList<TestRecord> records(const QString &body)
{
    QList<TestRecord> list;
    const auto bytes = [](const QString &cell) {
        return cell.isNull() ? std::nullopt : std::optional(fileBytes(cell));
    };
    for (const QStringList &row : csvRows(body))
        list.append({row[0].toInt(), row[1].toLongLong(), bytes(row.value(2)), bytes(row.value(3))});
    return list;
}

// A workspace of its own with all services, gone with its folder.
class Ground
{
public:
    Ground()
        : workspace(Workspace::create(folder.filePath(QStringLiteral("ws")), QStringLiteral("flow")).value())
        , sources(workspace.directory())
        , warehouse(workspace.directory())
        , keeper(connectors, sources, SecretStore(workspace.stateDir()), warehouse)
        , probes(workspace, connectors, sources, keeper, warehouse)
        , history(History::open(workspace.stateDir() + QLatin1String("/history.sqlite")).value())
    {
        addConnectors(connectors);
    }

    Done prepare(const Flow &flow)
    {
        for (const Section &file : flow.all(QStringLiteral("file"))) {
            const QString path = workspace.absolute(file.words);
            QDir().mkpath(QFileInfo(path).absolutePath());
            SLUICE_CHECK(writeFile(path, fileBytes(file.body), Access::Shared));
        }
        for (const Section &section : flow.all(QStringLiteral("topic"))) {
            const QStringList words = section.words.split(QLatin1Char(' '));
            const QString topic = broker().topic(words.value(1, QStringLiteral("1")).toInt());
            broker().write(topic, records(section.body));
            topics.insert(QLatin1String("topic:") + words[0], topic);
        }
        if (!topics.isEmpty()) {
            DataSource kafka;
            kafka.name = QStringLiteral("kafka_first");
            kafka.type = QStringLiteral("kafka");
            kafka.values.insert(QStringLiteral("bootstrapServers"), broker().address());
            SLUICE_CHECK(sources.save(kafka));
        }
        for (const Section &sql : flow.all(QStringLiteral("sql"))) {
            for (const QString &statement : splitStatements(sql.body))
                SLUICE_CHECK(query(statement));
        }
        return {};
    }

    Result<SqlResult> query(const QString &statement) const
    {
        return probes.runSql(QStringLiteral("odps_first"), statement, Stop().within(std::chrono::seconds(60)));
    }

    // With the topics' real names.
    QString named(QString text) const
    {
        for (auto it = topics.begin(); it != topics.end(); ++it)
            text.replace(it.key(), it.value());
        return text;
    }

    QMap<QString, QString> topics; // by "topic:NAME"
    QTemporaryDir folder;
    Workspace workspace;
    ConnectorRegistry connectors;
    SourceStore sources;
    LocalWarehouse warehouse;
    SourceKeeper keeper;
    Probes probes;
    std::unique_ptr<History> history;
};

Result<QString> scriptUnder(const Flow &flow, const Condition &condition)
{
    SLUICE_TRY(QString script, flow.script());
    const ScriptDocument document(script);
    if (!condition.lanes || !document.parsed())
        return script;
    SLUICE_TRY(const ScriptDocument changed,
               document.set(QStringLiteral("/setting/speed/concurrent"), *condition.lanes));
    return changed.text();
}

QMap<QString, QString> parametersOf(const Section &run)
{
    QMap<QString, QString> parameters;
    for (const QString &word : run.words.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        parameters.insert(word.section(QLatin1Char('='), 0, 0), word.section(QLatin1Char('='), 1));
    return parameters;
}

QString checkError(const Flow &flow, const Attempt &attempt)
{
    const Section expected = flow.first(QStringLiteral("error"));
    if (attempt.errorCode != expected.words)
        return QStringLiteral("error: %1 %2 instead of %3: %4\n")
            .arg(attempt.state, attempt.errorCode, expected.words, attempt.error);
    for (const QString &fragment : expected.body.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        if (!attempt.error.contains(fragment))
            return QStringLiteral("error: \"%1\" does not stand in: %2\n").arg(fragment, attempt.error);
    }
    return {};
}

QString checkRows(const Flow &flow, const Ground &ground)
{
    QString faults;
    for (const Section &rows : flow.all(QStringLiteral("rows"))) {
        auto result = ground.query(rows.words);
        if (!result.ok())
            faults += QStringLiteral("rows %1: %2\n").arg(rows.words, result.error().text());
        else
            faults += difference(QStringLiteral("rows ") + rows.words, lines(result->rows), lines(csvRows(rows.body)));
    }
    return faults;
}

QString checkOutput(const Flow &flow, const Ground &ground)
{
    QString faults;
    for (const Section &output : flow.all(QStringLiteral("output"))) {
        const QFileInfo path(ground.workspace.absolute(output.words));
        const bool several = output.words.contains(QLatin1Char('*'));
        QStringList found;
        for (const QString &name : QDir(path.path()).entryList({path.fileName()}, QDir::Files, QDir::Name)) {
            auto bytes = readFile(path.path() + QLatin1Char('/') + name);
            if (bytes.ok())
                found += QString::fromUtf8(*bytes).split(QLatin1Char('\n'));
        }
        QStringList expected = output.body.split(QLatin1Char('\n'));
        if (several) {
            for (QStringList *list : {&found, &expected}) {
                list->removeAll(QString());
                list->sort();
            }
        }
        faults += difference(QStringLiteral("output ") + output.words, found, expected);
    }
    return faults;
}

// The raw value of a dirty row; one that is not UTF-8 is kept as base64 and shown with its other bytes as \xHH.
QString rawText(const QJsonObject &row)
{
    const QString raw = row.value(QLatin1String("raw")).toString(QStringLiteral(""));
    if (row.value(QLatin1String("encoding")).toString() != QLatin1String("base64"))
        return raw;
    QString text;
    for (const char c : QByteArray::fromBase64(raw.toLatin1())) {
        if (c >= 0x20 && c < 0x7f)
            text += QLatin1Char(c);
        else
            text += QStringLiteral("\\x%1").arg(uchar(c), 2, 16, QLatin1Char('0'));
    }
    return text;
}

// row, column, raw, reason of the attempt's dirty rows, sorted.
QList<QStringList> dirtyRows(const Attempt &attempt)
{
    QList<QStringList> rows;
    auto bytes = readFile(attempt.directory + QLatin1String("/dirty.jsonl"));
    const QList<QByteArray> texts = bytes.ok() ? bytes->split('\n') : QList<QByteArray>();
    for (const QByteArray &text : texts) {
        if (text.isEmpty())
            continue;
        const QJsonObject row = QJsonDocument::fromJson(text).object();
        auto cell = [&](const char *key) {
            const QString value = row.value(QLatin1String(key)).toVariant().toString();
            return value.isNull() ? QStringLiteral("") : value;
        };
        rows.append({cell("row"), cell("column"), rawText(row), cell("reason")});
    }
    std::sort(rows.begin(), rows.end(), [](const QStringList &a, const QStringList &b) {
        return std::pair(a[0].toLongLong(), a[2]) < std::pair(b[0].toLongLong(), b[2]);
    });
    return rows;
}

QString checkDirty(const Flow &flow, const Attempt &attempt)
{
    const QList<QStringList> found = dirtyRows(attempt);
    const QList<QStringList> expected = csvRows(flow.first(QStringLiteral("dirty")).body);
    bool same = found.size() == expected.size();
    for (qsizetype i = 0; same && i < expected.size(); ++i)
        same = found[i].mid(0, 3) == expected[i].mid(0, 3) && found[i][3].contains(expected[i].value(3));
    return same ? QString() : difference(QStringLiteral("dirty"), lines(found), lines(expected));
}

QString checkReport(const Flow &flow, const Attempt &attempt)
{
    if (!flow.has(QStringLiteral("report")))
        return {};
    const QJsonObject expected = QJsonDocument::fromJson(flow.first(QStringLiteral("report")).body.toUtf8()).object();
    const QJsonObject report = readReport(attempt.directory).valueOr({});
    QString faults;
    for (auto it = expected.begin(); it != expected.end(); ++it) {
        if (report.value(it.key()) != it.value())
            faults +=
                QStringLiteral("report: %1 is %2 instead of %3\n")
                    .arg(it.key(), report.value(it.key()).toVariant().toString(), it.value().toVariant().toString());
    }
    return faults;
}

} // namespace

const QList<Condition> &conditions()
{
    static const QList<Condition> all{
        {QStringLiteral("as written"), {}, {}, {}},  {QStringLiteral("1 lane"), 1, {}, {}},
        {QStringLiteral("16 lanes"), 16, {}, {}},    {QStringLiteral("one-row batches"), {}, 1, {}},
        {QStringLiteral("tiny queue"), {}, {}, 256},
    };
    return all;
}

QString runFlow(const Flow &flow, const Condition &condition)
{
    Ground ground;
    if (auto prepared = ground.prepare(flow); !prepared)
        return QStringLiteral("preparation: ") + prepared.error().text();
    auto script = scriptUnder(flow, condition);
    if (!script.ok())
        return QStringLiteral("script: ") + script.error().text();

    RunService runs(ground.workspace, ground.connectors, ground.sources, *ground.history, ground.warehouse);
    QList<Section> sections = flow.all(QStringLiteral("run"));
    if (sections.isEmpty())
        sections.append(Section());
    Attempt last;
    for (const Section &section : sections) {
        StartRequest request;
        request.taskPath = flow.name + QLatin1String(".job.json");
        request.script = ground.named(*script);
        request.parameters = parametersOf(section);
        if (const QString at = request.parameters.take(QStringLiteral("at")); !at.isEmpty()) {
            auto planned = readPlannedTime(at, ground.workspace.timeZone());
            if (!planned.ok())
                return QStringLiteral("run: ") + planned.error().text();
            request.planned = *planned;
        }
        request.batchRows = condition.batchRows;
        request.queueBytes = condition.queueBytes;
        last = runs.wait(runs.start(request));
        const bool mayFail = flow.has(QStringLiteral("error")) && section.line == sections.last().line;
        if (!mayFail && last.state != QLatin1String("Succeeded"))
            return QStringLiteral("the run %1: %2").arg(last.state, last.error);
    }

    QString faults;
    if (flow.has(QStringLiteral("error")))
        faults += checkError(flow, last);
    faults += checkRows(flow, ground);
    faults += checkOutput(flow, ground);
    faults += checkDirty(flow, last);
    faults += checkReport(flow, last);
    return faults;
}

} // namespace flows
