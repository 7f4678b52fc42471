#include "service/sqlclient.h"

#include "service/sqltext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUuid>

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

// What a task's result says when it failed: "ODPS-0130131:[1,15] Table not found - table demo.x cannot be resolved".
Error sqlError(const QString &text)
{
    static const QRegularExpression number(QStringLiteral("ODPS-(\\d{7})"));
    const QString code = number.match(text).captured(1);
    ErrorCode kind = ErrorCode::Data;
    if (code == QLatin1String("0130131") || code == QLatin1String("0110061"))
        kind = ErrorCode::NotFound;
    else if (code == QLatin1String("0130013") || code == QLatin1String("0420095"))
        kind = ErrorCode::Auth;
    else if (code == QLatin1String("0010000") || code == QLatin1String("0420153"))
        kind = ErrorCode::Internal;
    else if (code.startsWith(QLatin1String("013")) || code == QLatin1String("0420411"))
        kind = ErrorCode::Config;
    const QString message = text.trimmed();
    return makeError(kind, message.isEmpty() ? QStringLiteral("The statement failed, and the service does not say why.")
                                             : message);
}

QByteArray jobXml(const QString &statement)
{
    const QJsonObject settings{
        {QStringLiteral("odps.sql.type.system.odps2"), QStringLiteral("true")},
        {QStringLiteral("odps.sql.decimal.odps2"), QStringLiteral("true")},
    };
    pugi::xml_document xml;
    pugi::xml_node job = xml.append_child("Instance").append_child("Job");
    job.append_child("Priority").text().set("9");
    pugi::xml_node task = job.append_child("Tasks").append_child("SQL");
    task.append_child("Name").text().set("AnonymousSQLTask");
    pugi::xml_node config = task.append_child("Config");
    auto property = [&](const char *name, const QByteArray &value) {
        pugi::xml_node node = config.append_child("Property");
        node.append_child("Name").text().set(name);
        node.append_child("Value").text().set(value.constData());
    };
    property("settings", QJsonDocument(settings).toJson(QJsonDocument::Compact));
    property("uuid", QUuid::createUuid().toByteArray(QUuid::WithoutBraces));
    const QString terminated =
        statement.trimmed().endsWith(QLatin1Char(';')) ? statement : statement + QLatin1Char(';');
    task.append_child("Query").text().set(terminated.toUtf8().constData());
    std::ostringstream text;
    xml.save(text, "", pugi::format_raw);
    return QByteArray::fromStdString(text.str());
}

Error unexpected(const QString &what)
{
    return makeError(ErrorCode::Data, QStringLiteral("MaxCompute's answer is not understood: %1.").arg(what));
}

Result<pugi::xml_document> parseXml(const QByteArray &body)
{
    pugi::xml_document xml;
    // Results hold line ends and spaces that count.
    const auto parsed =
        xml.load_buffer(body.constData(), size_t(body.size()), pugi::parse_default | pugi::parse_ws_pcdata);
    if (!parsed)
        return unexpected(QString::fromLatin1(parsed.description()));
    return xml;
}

} // namespace

Result<SqlClient> SqlClient::connect(const DataSource &source)
{
    auto value = [&](const char *key) { return source.values.value(QLatin1String(key)).toString(); };
    RestPlace place;
    place.endpoint = value("endpoint").isEmpty() ? value("odpsServer") : value("endpoint");
    while (place.endpoint.endsWith(QLatin1Char('/')))
        place.endpoint.chop(1);
    place.accessId = value("accessId").toUtf8();
    place.accessKey = value("accessKey").toUtf8();
    const QString project = value("project");
    if (place.endpoint.isEmpty() || project.isEmpty() || place.accessId.isEmpty())
        return makeError(
            ErrorCode::Config,
            QStringLiteral("SQL needs a data source of type \"odps\" with endpoint, project and access key; "
                           "\"%1\" is not one.")
                .arg(source.name));
    return SqlClient(std::move(place), project);
}

RestRequest SqlClient::request(const QByteArray &method, const QString &instance, const QByteArray &key) const
{
    RestRequest request;
    request.method = method;
    request.path = QStringLiteral("/projects/%1/instances").arg(m_project);
    if (!instance.isEmpty())
        request.path += QLatin1Char('/') + instance;
    request.query.append({"curr_project", m_project.toUtf8()});
    if (!key.isEmpty())
        request.query.append({key, {}});
    return request;
}

Result<QString> SqlClient::submit(const QString &statement, Stop stop) const
{
    RestRequest post = request("POST", {});
    post.body = jobXml(statement);
    SLUICE_TRY(const RestAnswer answer, restCall(m_place, post, stop));
    const QString id = QString::fromUtf8(answer.location.mid(answer.location.lastIndexOf('/') + 1));
    if (id.isEmpty())
        return unexpected(QStringLiteral("no instance was named"));
    return id;
}

Done SqlClient::waitFor(const QString &instance, Stop stop) const
{
    for (auto pause = 2ms;; pause = std::min(pause * 2, 1000ms)) {
        SLUICE_TRY(const RestAnswer answer, restCall(m_place, request("GET", instance, "instancestatus"), stop));
        SLUICE_TRY(const pugi::xml_document xml, parseXml(answer.body));
        if (qstrcmp(xml.child("Instance").child_value("Status"), "Terminated") == 0)
            return {};
        SLUICE_CHECK(stop.sleep(pause));
    }
}

Result<SqlResult> SqlClient::result(const QString &instance, Stop stop) const
{
    SLUICE_TRY(const RestAnswer status, restCall(m_place, request("GET", instance, "taskstatus"), stop));
    SLUICE_TRY(const pugi::xml_document statusXml, parseXml(status.body));
    const QString state =
        QString::fromUtf8(statusXml.child("Instance").child("Tasks").child("Task").child_value("Status"));

    SLUICE_TRY(const RestAnswer answer, restCall(m_place, request("GET", instance, "result"), stop));
    SLUICE_TRY(const pugi::xml_document xml, parseXml(answer.body));
    const pugi::xml_node task = xml.child("Instance").child("Tasks").child("Task");
    const pugi::xml_node node = task.child("Result");
    QByteArray text(node.text().get());
    if (qstrcmp(node.attribute("Transform").value(), "Base64") == 0)
        text = QByteArray::fromBase64(text);
    if (state.compare(QLatin1String("Success"), Qt::CaseInsensitive) != 0)
        return sqlError(QString::fromUtf8(text));

    SqlResult result;
    const QJsonObject descriptor = QJsonDocument::fromJson(task.child_value("ResultDescriptor")).object();
    const bool csv = qstrcmp(node.attribute("Format").value(), "csv") == 0;
    result.isSelect = descriptor.value(QLatin1String("IsSelect")).toBool(csv);
    result.truncated = descriptor.value(QLatin1String("SelectResultStatus")).toString() == QLatin1String("TRUNCATED");
    if (!result.isSelect) {
        result.text = QString::fromUtf8(text);
        return result;
    }
    result.rows = parseResultCsv(text);
    if (!result.rows.isEmpty())
        result.columns = result.rows.takeFirst();
    const QJsonArray columns =
        descriptor.value(QLatin1String("Schema")).toObject().value(QLatin1String("Columns")).toArray();
    for (const QJsonValue &column : columns)
        result.types.append(column.toObject().value(QLatin1String("Type")).toString());
    return result;
}

void SqlClient::cancel(const QString &instance) const
{
    RestRequest put = request("PUT", instance);
    put.body = "<Instance><Status>Terminated</Status></Instance>";
    static_cast<void>(restCall(m_place, put, Stop().within(2s))); // it may have ended meanwhile
}

Result<SqlResult> SqlClient::run(const QString &statement, Stop stop) const
{
    SLUICE_TRY(const QString instance, submit(statement, stop));
    auto waited = waitFor(instance, stop);
    if (!waited) {
        if (!stop.check())
            cancel(instance);
        return waited.error();
    }
    return result(instance, stop);
}

} // namespace sluice
