#include "warehouse/storage/storageapi.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace sluice::warehouse
{

namespace
{

constexpr size_t bodyLimit = 16 * 1024 * 1024;

QJsonArray columnsJson(const QList<Column> &columns)
{
    QJsonArray array;
    for (const Column &column : columns)
        array.append(
            QJsonObject{{QStringLiteral("Name"), column.name},
                        {QStringLiteral("Type"), column.type.text().toLower()},
                        {QStringLiteral("Comment"), column.comment.isNull() ? QStringLiteral("") : column.comment},
                        {QStringLiteral("Nullable"), column.nullable}});
    return array;
}

// What a client is told of a session's state, which a fault plan may hold back.
QJsonObject told(const ServiceCall &call, QJsonObject session)
{
    QJsonValueRef status = session[QStringLiteral("SessionStatus")];
    if (call.http.saysUnready())
        status = status == QLatin1String("COMMITTED") ? QStringLiteral("COMMITTING") : QStringLiteral("INIT");
    return session;
}

} // namespace

void storageApi(ServiceCall &call, const QStringList &rest)
{
    const QString first = rest.value(0);
    if (first == QLatin1String("sessions") && rest.size() == 3 && rest[2] == QLatin1String("data"))
        return storageWriteRows(call, rest[1]);
    if (first == QLatin1String("data") && rest.size() == 1)
        return storageReadRows(call);
    if (first == QLatin1String("commit") && rest.size() == 1)
        return storageCommit(call);
    if (first != QLatin1String("sessions") || rest.size() > 2)
        return call.fail({404, "NoSuchObject", "The Storage API has nothing at " + call.request.path + "."});
    const QString type = call.value("session_type");
    if (type == QLatin1String("batch_read"))
        return storageReadSessions(call, rest.value(1));
    if (type == QLatin1String("batch_write"))
        return storageWriteSessions(call, rest.value(1));
    call.fail({400, "InvalidArgument", "session_type is batch_read or batch_write."});
}

std::optional<QJsonObject> storageBody(ServiceCall &call)
{
    const auto body = call.http.body(bodyLimit);
    if (!body.ok()) {
        call.fail(body.error());
        return std::nullopt;
    }
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(*body), &error);
    if (document.isObject())
        return document.object();
    call.fail({400, "InvalidArgument", "The body is not a JSON object: " + error.errorString().toStdString() + "."});
    return std::nullopt;
}

void replyCreated(ServiceCall &call, const QJsonObject &json)
{
    HttpResponse response = call.response(call.http.saysUnready() ? 202 : 201);
    response.set("Content-Type", "application/json");
    response.body = QJsonDocument(told(call, json)).toJson(QJsonDocument::Compact).toStdString();
    call.reply(std::move(response));
}

void answerSession(ServiceCall &call, const QString &id,
                   const std::function<Result<StorageSession>(const QString &id)> &find,
                   const std::function<Result<StorageSession>(const QJsonObject &body)> &create)
{
    if (!id.isEmpty()) {
        if (!call.isGet())
            return call.failMethod();
        const auto session = find(id);
        if (!session.ok())
            return call.fail(session.error());
        if (isOfTable(call, session->table))
            call.replyJson(told(call, session->json));
        return;
    }
    if (!call.isPost())
        return call.failMethod();
    const auto body = storageBody(call);
    if (!body)
        return;
    const auto session = create(*body);
    if (!session.ok())
        return call.fail(session.error(), "NoSuchTable");
    replyCreated(call, session->json);
}

bool isOfTable(ServiceCall &call, const TableRef &table)
{
    if (table == call.tableRef())
        return true;
    call.fail({404, "NoSuchSession", "There is no session of this id for this table."});
    return false;
}

QJsonObject storageSessionJson(const QString &id, const char *type, const char *status, const QDateTime &created,
                               const Schema &columns, qsizetype dataColumns)
{
    const QJsonObject schema{{QStringLiteral("DataColumns"), columnsJson(columns.columns.mid(0, dataColumns))},
                             {QStringLiteral("PartitionColumns"), columnsJson(columns.columns.mid(dataColumns))}};
    const QJsonObject format{{QStringLiteral("Type"), QStringLiteral("ARROW")},
                             {QStringLiteral("Version"), QStringLiteral("V5")}};
    return {{QStringLiteral("SessionId"), id},
            {QStringLiteral("SessionType"), QLatin1String(type)},
            {QStringLiteral("SessionStatus"), QLatin1String(status)},
            {QStringLiteral("ExpirationTime"), created.addDays(1).toMSecsSinceEpoch()},
            {QStringLiteral("DataSchema"), schema},
            {QStringLiteral("SupportedDataFormat"), QJsonArray{format}},
            {QStringLiteral("Message"), QStringLiteral("")}};
}

} // namespace sluice::warehouse
