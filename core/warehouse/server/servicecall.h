#pragma once

#include "base/log.h"
#include "warehouse/http/httpserver.h"
#include "warehouse/instances/instances.h"
#include "warehouse/server/auth.h"
#include "warehouse/server/servererror.h"
#include "warehouse/warehouse.h"

#include <QJsonObject>

namespace sluice::warehouse
{

// What every request shares. The parts outlive it.
struct ServerContext {
    Warehouse &warehouse;
    Instances &instances;
    Log &log;
    Credentials credentials;
    std::string hostAndPort; // "127.0.0.1:8080"
    QStringList quotas;      // tunnel resource groups, besides the shared ones

    QString owner() const; // of every project, table and instance
};

// The tunnel resource groups that a client may name.
QStringList tunnelQuotas(const ServerContext &server);

// One request with the object that its path names, and the ways to answer it. Handlers answer exactly once.
class ServiceCall
{
public:
    ServiceCall(ServerContext &server, HttpExchange &exchange, Plane plane);

    ServerContext &server;
    HttpExchange &http;
    const HttpRequest &request;
    const Plane plane;
    const std::string requestId;

    // From the path, in lower case; the schema also from the query. Empty when the path has none.
    QString project;
    QString schema = QStringLiteral("default");
    QString table;
    QString instance;

    TableRef tableRef() const { return {project, schema, table}; }

    bool isGet() const { return request.method == "GET" || request.method == "HEAD"; }
    bool isPost() const { return request.method == "POST"; }
    bool isPut() const { return request.method == "PUT"; }
    bool has(std::string_view key) const { return request.has(key); }
    QString value(std::string_view key) const;
    // The value of a key as a whole number in [0, limit]; `otherwise` when it is absent or is none.
    qint64 number(std::string_view key, qint64 otherwise, qint64 limit) const;

    // A response with the headers that every answer carries.
    HttpResponse response(int status = 200) const;
    void reply(HttpResponse response) { http.respond(response); }
    void replyEmpty() { reply(response()); }
    void replyText(std::string text, const char *type = "text/plain");
    void replyXml(std::string xml) { replyText(std::move(xml), "application/xml"); }
    void replyJson(const QJsonObject &object);

    void fail(const Fault &fault);
    void fail(const Error &error, std::string_view notFound = "NoSuchObject") { fail(faultOf(error, notFound)); }
    void failMethod();
};

} // namespace sluice::warehouse
