#include "connectors/maxcompute/sqlinstance.h"

#include "connectors/maxcompute/sqloutput.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QXmlStreamReader>

#include <algorithm>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

constexpr qsizetype messageLimit = 4000;
constexpr std::chrono::milliseconds firstPause = 5ms;
constexpr std::chrono::milliseconds longestPause = 3s;
// A stop must be followed within 2 s; cancelling gets a part of them.
constexpr std::chrono::milliseconds cancelTime = 1500ms;
const QString taskName = QStringLiteral("SluiceQuery");

struct TaskState {
    QString status;
    InlineResult result; // of ?result
    QByteArray requestId;
};

void writeProperty(QXmlStreamWriter &xml, const QString &name, const QString &value)
{
    xml.writeStartElement(QStringLiteral("Property"));
    xml.writeTextElement(QStringLiteral("Name"), name);
    xml.writeTextElement(QStringLiteral("Value"), value);
    xml.writeEndElement();
}

QString instanceXml(const SqlStatement &statement)
{
    QJsonObject settings;
    for (auto setting = statement.settings.begin(); setting != statement.settings.end(); ++setting)
        settings.insert(setting.key(), setting.value());
    QString text;
    QXmlStreamWriter xml(&text);
    xml.writeStartDocument();
    for (const char *element : {"Instance", "Job"})
        xml.writeStartElement(QLatin1String(element));
    xml.writeTextElement(QStringLiteral("Priority"), QStringLiteral("9"));
    for (const char *element : {"Tasks", "SQL"})
        xml.writeStartElement(QLatin1String(element));
    xml.writeTextElement(QStringLiteral("Name"), taskName);
    xml.writeStartElement(QStringLiteral("Config"));
    writeProperty(xml, QStringLiteral("settings"),
                  QString::fromUtf8(QJsonDocument(settings).toJson(QJsonDocument::Compact)));
    xml.writeEndElement();
    xml.writeTextElement(QStringLiteral("Query"), statement.sql + QStringLiteral("\n;"));
    xml.writeEndDocument();
    return text;
}

ServiceRequest instanceRequest(const Client &client, const QString &id, const QString &doing)
{
    ServiceRequest request;
    request.path = QStringLiteral("/projects/%1/instances/%2").arg(client.account().project, id);
    request.doing = doing;
    return request;
}

Error malformed(const QString &doing)
{
    return makeError(ErrorCode::Data,
                     QStringLiteral("%1 brought an answer that is not MaxCompute's. Check the endpoint.").arg(doing));
}

// What an answer says of the instance's only task.
TaskState readTask(const ServiceAnswer &answer)
{
    TaskState task;
    task.requestId = answer.requestId;
    QXmlStreamReader xml(answer.body);
    while (!xml.atEnd() && !(xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("Task")))
        ;
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("Status")) {
            task.status = xml.readElementText();
        } else if (xml.name() == QLatin1String("Result")) {
            const QXmlStreamAttributes attributes = xml.attributes();
            task.result.isCsv = attributes.value(QLatin1String("Format")) == QLatin1String("csv");
            const bool encoded = attributes.value(QLatin1String("Transform")) == QLatin1String("Base64");
            const QByteArray text = xml.readElementText(QXmlStreamReader::IncludeChildElements).toUtf8();
            task.result.text = encoded ? QByteArray::fromBase64(text) : text;
        } else if (xml.name() == QLatin1String("ResultDescriptor")) {
            task.result.descriptor = xml.readElementText().toUtf8();
        } else {
            xml.skipCurrentElement();
        }
    }
    return task;
}

ErrorCode kindOf(const QString &message)
{
    static const QRegularExpression number(QStringLiteral("ODPS-(\\d{7})"));
    const QString code = number.match(message).captured(1);
    if (code == QLatin1String("0130131") || code == QLatin1String("0110061"))
        return ErrorCode::NotFound;
    if (code == QLatin1String("0130013") || code == QLatin1String("0420095"))
        return ErrorCode::Auth;
    if (code.startsWith(QLatin1String("012"))) // while it ran: values, resources
        return ErrorCode::Data;
    return code.startsWith(QLatin1String("01")) ? ErrorCode::Config : ErrorCode::Network;
}

Error failed(const QString &id, const TaskState &task)
{
    const QString ids = QStringLiteral("instance %1, request %2").arg(id, QString::fromUtf8(task.requestId.left(100)));
    if (task.status == QLatin1String("Cancelled"))
        return makeError(ErrorCode::Conflict,
                         QStringLiteral("The statement was cancelled in MaxCompute before it ended. Run again."), {},
                         ids);
    const QString words = QString::fromUtf8(task.result.text).trimmed().left(messageLimit);
    if (words.startsWith(QLatin1Char('<'))) // some services put a whole error document there
        return refusalOf({400, task.requestId}, words.toStdString(), QStringLiteral("The statement")).error;
    return makeError(kindOf(words),
                     QStringLiteral("The statement failed: %1")
                         .arg(words.isEmpty() ? QStringLiteral("the service does not say why.") : words),
                     {}, ids);
}

Result<QString> submit(Client &client, const SqlStatement &statement, Stop stop)
{
    ServiceRequest request;
    request.method = "POST";
    request.path = QStringLiteral("/projects/%1/instances").arg(client.account().project);
    request.headers.emplaceBack("Content-Type", "application/xml");
    request.body = instanceXml(statement).toUtf8();
    request.doing = QStringLiteral("The statement");
    request.once = !statement.repeatable;
    SLUICE_CHECK(client.call(request, stop));
    const QString location = QString::fromUtf8(client.lane().header("location"));
    const QString id = location.section(QLatin1Char('/'), -1).left(200);
    if (id.isEmpty())
        return malformed(request.doing);
    return id;
}

// Waits for the end, whatever it is.
Done awaitEnd(Client &client, const QString &id, Stop stop)
{
    ServiceRequest request = instanceRequest(client, id, QStringLiteral("Waiting for instance %1").arg(id));
    request.query = {{"instancestatus", QString()}};
    for (auto pause = firstPause;; pause = std::min(pause * 2, longestPause)) {
        SLUICE_TRY(const ServiceAnswer answer, client.call(request, stop));
        QXmlStreamReader xml(answer.body);
        QString status;
        if (xml.readNextStartElement() && xml.name() == QLatin1String("Instance"))
            while (status.isEmpty() && xml.readNextStartElement())
                status = xml.name() == QLatin1String("Status") ? xml.readElementText()
                                                               : (xml.skipCurrentElement(), QString());
        if (status.isEmpty())
            return malformed(request.doing);
        if (status == QLatin1String("Terminated"))
            return {};
        SLUICE_CHECK(stop.sleep(pause));
    }
}

// What runs for nobody costs somebody. Its failure is not told: what led here matters more.
void cancel(const Client &client, const QString &id)
{
    Client canceller(client.account(), 1);
    ServiceRequest request = instanceRequest(client, id, QStringLiteral("Cancelling instance %1").arg(id));
    request.method = "PUT";
    request.headers.emplaceBack("Content-Type", "application/xml");
    request.body = "<?xml version=\"1.0\"?><Instance><Status>Terminated</Status></Instance>";
    (void)canceller.call(request, Stop().within(cancelTime));
}

Result<TaskState> taskOf(Client &client, const QString &id, const char *what, Stop stop)
{
    ServiceRequest request = instanceRequest(client, id, QStringLiteral("Asking how instance %1 ended").arg(id));
    request.query = {{what, QString()}};
    SLUICE_TRY(const ServiceAnswer answer, client.call(request, stop));
    return readTask(answer);
}

// How an instance that has ended did; of one that failed, with what it says of that.
Result<TaskState> ended(Client &client, const QString &id, Stop stop)
{
    if (const Done over = awaitEnd(client, id, stop); !over.ok()) {
        cancel(client, id);
        return over.error();
    }
    SLUICE_TRY(TaskState task, taskOf(client, id, "taskstatus", stop));
    if (task.status == QLatin1String("Success"))
        return task;
    if (task.status == QLatin1String("Failed")) {
        SLUICE_TRY(const TaskState told, taskOf(client, id, "result", stop));
        task.result = told.result;
        task.requestId = told.requestId;
    }
    return failed(id, task);
}

} // namespace

Result<QString> runQuery(Client &client, const SqlStatement &statement, Log *log, Stop stop)
{
    SLUICE_TRY(const QString id, submit(client, statement, stop));
    if (log)
        log->info(QStringLiteral("The query runs as instance %1").arg(id));
    SLUICE_CHECK(ended(client, id, stop));
    return id;
}

Result<SqlResult> runStatement(Client &client, const QString &sql, Stop stop)
{
    SqlStatement statement;
    statement.settings = {{QStringLiteral("odps.sql.type.system.odps2"), QStringLiteral("true")},
                          {QStringLiteral("odps.sql.decimal.odps2"), QStringLiteral("true")}};
    if (const QString &schema = client.account().schema; !schema.isEmpty()) {
        statement.settings.insert(QStringLiteral("odps.namespace.schema"), QStringLiteral("true"));
        statement.settings.insert(QStringLiteral("odps.default.schema"), schema);
    }
    statement.sql = takeSettings(sql, statement.settings);
    statement.repeatable = false;
    SLUICE_TRY(const QString id, submit(client, statement, stop));
    SLUICE_CHECK(ended(client, id, stop));
    SLUICE_TRY(const TaskState told, taskOf(client, id, "result", stop));
    return readResult(told.result);
}

std::optional<SqlPosition> positionIn(const QString &message)
{
    static const QRegularExpression pattern(QStringLiteral("ODPS-\\d{7}:\\s*\\[(\\d{1,9}),(\\d{1,9})\\]"));
    const QRegularExpressionMatch match = pattern.match(message);
    if (!match.hasMatch())
        return std::nullopt;
    return SqlPosition{match.captured(1).toInt(), match.captured(2).toInt()};
}

} // namespace sluice
