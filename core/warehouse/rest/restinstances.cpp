#include "warehouse/instances/csvtext.h"
#include "warehouse/instances/submission.h"
#include "warehouse/rest/rest.h"
#include "warehouse/rest/restpaging.h"
#include "warehouse/server/servertext.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <pugixml.hpp>

namespace sluice::warehouse
{

namespace
{

constexpr size_t requestLimit = 16 * 1024 * 1024;
constexpr qint64 inlineRows = 10000;        // more go by the instance tunnel
constexpr std::chrono::seconds longPoll{3}; // how long ?instancestatus waits for the end

const char *statusText(const Instance &instance)
{
    return instance.ended() ? "Terminated" : "Running";
}

const char *taskStatusText(InstanceState state)
{
    switch (state) {
    case InstanceState::Waiting:
        return "Waiting";
    case InstanceState::Running:
        return "Running";
    case InstanceState::Success:
        return "Success";
    case InstanceState::Failed:
        return "Failed";
    case InstanceState::Cancelled:
        break;
    }
    return "Cancelled";
}

QTimeZone zoneOf(const ServiceCall &call, const Instance &instance)
{
    const QByteArray wanted = instance.submission.settings.value(QStringLiteral("odps.sql.timezone")).toLatin1();
    const QTimeZone zone = wanted.isEmpty() ? QTimeZone() : QTimeZone(wanted); // QTimeZone("") is the machine's
    return zone.isValid() ? zone : call.server.warehouse.options().timeZone;
}

QString defaultSchema(const ServiceCall &call, const QMap<QString, QString> &settings)
{
    const QString schema = settings.value(QStringLiteral("odps.default.schema"));
    return schema.isEmpty() ? call.schema : schema.toLower();
}

void submit(ServiceCall &call)
{
    const auto body = call.http.body(requestLimit);
    if (!body.ok())
        return call.fail(body.error());
    auto submission = parseSubmission(*body);
    if (!submission.ok())
        return call.fail(submission.error());
    submission->project = call.project;
    submission->schema = defaultSchema(call, submission->settings);
    const std::string id = call.server.instances.submit(std::move(submission).value()).toStdString();
    // 201 and no body: clients take any body for the result of a statement that has run already.
    HttpResponse response = call.response(201);
    response.set("Location", "http://" + call.server.hostAndPort + "/api/projects/" + call.project.toStdString() +
                                 "/instances/" + id);
    call.reply(std::move(response));
}

void list(ServiceCall &call)
{
    QList<Instance> instances = call.server.instances.list(call.project);
    const QString status = call.value("status");
    const QStringList range = call.value("daterange").split(QLatin1Char(':'));
    erase_if(instances, [&](const Instance &instance) {
        const qint64 start = instance.start.toSecsSinceEpoch();
        const bool early = range.size() == 2 && !range[0].isEmpty() && start < range[0].toLongLong();
        const bool late = range.size() == 2 && !range[1].isEmpty() && start > range[1].toLongLong();
        const bool other =
            !status.isEmpty() && status.compare(QLatin1String(statusText(instance)), Qt::CaseInsensitive);
        return early || late || other;
    });
    std::sort(instances.begin(), instances.end(), [](const Instance &a, const Instance &b) { return a.id < b.id; });
    const Page page = pageOf(call, instances, [](const Instance &instance) { return instance.id; });
    XmlWriter xml("Instances");
    for (qsizetype i = page.first; i < page.end; ++i) {
        const Instance &instance = instances.at(i);
        xml.open("Instance");
        xml.text("Name", instance.id);
        xml.text("Owner", call.server.owner());
        xml.text("StartTime", httpDate(instance.start));
        if (instance.ended())
            xml.text("EndTime", httpDate(instance.end));
        xml.text("Status", statusText(instance));
        xml.close();
    }
    writePage(xml, page);
    call.replyXml(xml.finish());
}

HttpResponse instanceResponse(const ServiceCall &call, const Instance &instance)
{
    HttpResponse response = call.response();
    response.set("x-odps-owner", call.server.owner().toStdString());
    response.set("x-odps-start-time", httpDate(instance.start));
    // There also while it runs, empty then: the Java SDK reads it without looking.
    response.set("x-odps-end-time", instance.ended() ? httpDate(instance.end) : std::string());
    response.set("Content-Type", "application/xml");
    return response;
}

// No Tasks in here: clients would take them for a result.
void status(ServiceCall &call, const Instance &instance)
{
    XmlWriter xml("Instance");
    xml.text("Status", statusText(instance));
    HttpResponse response = instanceResponse(call, instance);
    response.body = xml.finish();
    call.reply(std::move(response));
}

void taskStatus(ServiceCall &call, const Instance &instance)
{
    XmlWriter xml("Instance");
    xml.text("Status", statusText(instance));
    xml.open("Tasks");
    xml.open("Task", {{"Type", "SQL"}});
    xml.text("Name", instance.submission.taskName);
    xml.text("StartTime", httpDate(instance.start));
    if (instance.ended())
        xml.text("EndTime", httpDate(instance.end));
    xml.text("Status", taskStatusText(instance.state));
    HttpResponse response = instanceResponse(call, instance);
    response.body = xml.finish();
    call.reply(std::move(response));
}

QJsonObject resultDescriptor(const Instance &instance, bool whole)
{
    QJsonArray columns;
    if (instance.rows) {
        for (const Column &column : instance.rows->schema().columns)
            columns.append(QJsonObject{{QStringLiteral("Name"), column.name},
                                       {QStringLiteral("Type"), column.type.text().toLower()}});
    }
    const char *status = !instance.rows ? "NO" : whole ? "FULL" : "TRUNCATED";
    return {{QStringLiteral("SelectResultStatus"), QLatin1String(status)},
            {QStringLiteral("IsSelect"), instance.isSelect},
            {QStringLiteral("Schema"), QJsonObject{{QStringLiteral("Columns"), columns}}}};
}

void result(ServiceCall &call, const Instance &instance)
{
    std::string text = instance.text.toStdString();
    const char *format = "text";
    bool whole = true;
    if (instance.isSelect && instance.rows) {
        format = "csv";
        auto rows = instance.rows->read(0, inlineRows + 1);
        if (!rows.ok())
            return call.fail(rows.error());
        auto csv = csvText(**rows, instance.rows->schema(), inlineRows, zoneOf(call, instance));
        if (!csv.ok())
            return call.fail(csv.error());
        text = std::move(csv->text);
        whole = csv->whole;
    } else if (instance.isSelect) {
        return call.fail({404, "NoSuchObject", "The result was given up to make room for newer ones. Run it again."});
    }
    XmlWriter xml("Instance");
    xml.open("Tasks");
    xml.open("Task", {{"Type", "SQL"}});
    xml.text("Name", instance.submission.taskName);
    if (fitsXml(text)) {
        xml.text("Result", text, {{"Format", format}});
    } else {
        const QByteArray encoded = QByteArray::fromStdString(text).toBase64();
        xml.text("Result", QString::fromLatin1(encoded), {{"Transform", "Base64"}, {"Format", format}});
    }
    xml.text("Status", taskStatusText(instance.state));
    if (instance.state == InstanceState::Success)
        xml.text("ResultDescriptor",
                 QString::fromUtf8(QJsonDocument(resultDescriptor(instance, whole)).toJson(QJsonDocument::Compact)));
    HttpResponse response = instanceResponse(call, instance);
    response.body = xml.finish();
    call.reply(std::move(response));
}

void source(ServiceCall &call, const Instance &instance)
{
    call.replyXml("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + instance.submission.job.toStdString());
}

qint64 outputRows(const Instance &instance)
{
    return instance.rows ? instance.rows->rows() : std::max<qint64>(0, instance.rowsChanged);
}

void progress(ServiceCall &call, const Instance &instance)
{
    const bool ended = instance.ended();
    const bool running = instance.state == InstanceState::Running;
    XmlWriter xml("Progress");
    xml.open("Stage", {{"ID", "M1_job_0"}});
    xml.text("BackupWorkers", "0");
    xml.text("TerminatedWorkers", ended ? "1" : "0");
    xml.text("RunningWorkers", running ? "1" : "0");
    xml.text("TotalWorkers", "1");
    xml.text("InputRecords", "0");
    xml.text("OutputRecords", std::to_string(outputRows(instance)));
    xml.text("FinishedPercentage", ended ? "100" : "0");
    call.replyXml(xml.finish());
}

void summary(ServiceCall &call, const Instance &instance)
{
    HttpResponse response = call.response();
    response.set("x-odps-task-finalized", instance.ended() ? "true" : "false");
    response.set("Content-Type", "application/json");
    const QJsonObject json{{QStringLiteral("output_records"), outputRows(instance)},
                           {QStringLiteral("status"), QLatin1String(taskStatusText(instance.state))}};
    const QString text = QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
    const QJsonObject body{
        {QStringLiteral("Instance"),
         QJsonObject{{QStringLiteral("JsonSummary"), text},
                     {QStringLiteral("Summary"), QStringLiteral("output records: %1").arg(outputRows(instance))}}}};
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString();
    call.reply(std::move(response));
}

void detail(ServiceCall &call, const Instance &instance)
{
    call.replyJson({{QStringLiteral("Instance"),
                     QJsonObject{{QStringLiteral("ID"), instance.id},
                                 {QStringLiteral("Status"), QLatin1String(taskStatusText(instance.state))},
                                 {QStringLiteral("OutputRecords"), outputRows(instance)},
                                 {QStringLiteral("Stages"), QJsonArray()}}}});
}

void terminate(ServiceCall &call)
{
    const auto body = call.http.body(requestLimit);
    if (!body.ok())
        return call.fail(body.error());
    pugi::xml_document document;
    if (!document.load_buffer(body->data(), body->size()) ||
        std::string_view(document.child("Instance").child_value("Status")) != "Terminated")
        return call.fail({400, "InvalidStateSetting", "An instance can only be set to Terminated."});
    if (const Done done = call.server.instances.stop(call.project, call.instance); !done.ok())
        return call.fail(done.error());
    call.replyEmpty();
}

} // namespace

void restInstances(ServiceCall &call)
{
    if (call.isPost())
        return submit(call);
    if (call.isGet())
        return list(call);
    call.failMethod();
}

void restInstance(ServiceCall &call)
{
    if (call.isPut() && !call.has("info"))
        return terminate(call);
    if (!call.isGet())
        return call.failMethod();
    const auto instance = call.has("instancestatus") ? call.server.instances.wait(call.project, call.instance, longPoll)
                                                     : call.server.instances.find(call.project, call.instance);
    if (!instance.ok())
        return call.fail(instance.error());
    if (call.has("taskstatus"))
        return taskStatus(call, *instance);
    if (call.has("result"))
        return result(call, *instance);
    if (call.has("source"))
        return source(call, *instance);
    if (call.has("instancesummary"))
        return summary(call, *instance);
    if (call.has("instanceprogress"))
        return progress(call, *instance);
    if (call.has("instancedetail") || call.has("detail"))
        return detail(call, *instance);
    if (call.has("instancequota") || call.has("cached"))
        return call.replyJson({});
    if (call.has("info") || call.has("log"))
        return call.replyText({});
    status(call, *instance);
}

} // namespace sluice::warehouse
