#include "tunnel/sessionschema.h"
#include "warehouse/tunnel/tunnel.h"

namespace sluice::warehouse
{

namespace
{

constexpr qint64 limitedRows = 10000; // what a client without the right to download may see

// A download of a result needs no state of its own: its id says what it is.
const QString limitedSuffix = QStringLiteral("-limited");

struct Session {
    QString id;
    Instance instance;
    qint64 rows = 0;
};

std::optional<Session> sessionOf(ServiceCall &call, const QString &id)
{
    auto instance = call.server.instances.find(call.project, call.instance);
    if (!instance.ok()) {
        call.fail(instance.error());
        return std::nullopt;
    }
    if (!id.startsWith(instance->id)) {
        call.fail({404, "NoSuchDownload", "There is no download of this id for this instance."});
        return std::nullopt;
    }
    if (!instance->ended()) {
        call.fail({400, "InstanceNotTerminate", "The instance still runs; wait for its end."});
        return std::nullopt;
    }
    if (!instance->isSelect || instance->state != InstanceState::Success) { // clients turn to ?result on this code
        call.fail({400, "InstanceTypeNotSupported", "Only the result of a SELECT that succeeded can be downloaded."});
        return std::nullopt;
    }
    if (!instance->rows) {
        call.fail({404, "NoSuchDownload", "The result was given up to make room for newer ones. Run it again."});
        return std::nullopt;
    }
    const qint64 rows = instance->rows->rows();
    const bool limited = id.endsWith(limitedSuffix);
    return Session{id, std::move(instance).value(), limited ? std::min(rows, limitedRows) : rows};
}

void describe(ServiceCall &call, const Session &session)
{
    call.replyJson({{QStringLiteral("DownloadID"), session.id},
                    {QStringLiteral("Status"), QStringLiteral("NORMAL")},
                    {QStringLiteral("RecordCount"), session.rows},
                    {QStringLiteral("Schema"), sessionSchemaJson({session.instance.rows->schema(), {}})},
                    {QStringLiteral("QuotaName"), QStringLiteral("")},
                    {QStringLiteral("SupportReadByRawSize"), false}});
}

} // namespace

void tunnelInstance(ServiceCall &call)
{
    if (call.has("downloads")) {
        if (!call.isPost())
            return call.failMethod();
        const bool limited = call.has("instance_tunnel_limit_enabled");
        if (const auto session = sessionOf(call, limited ? call.instance + limitedSuffix : call.instance))
            describe(call, *session);
        return;
    }
    if (!call.isGet())
        return call.failMethod();
    const auto session = sessionOf(call, call.value("downloadid"));
    if (!session)
        return;
    if (!call.has("data"))
        return describe(call, *session);
    if (call.has("arrow"))
        return call.fail(
            {400, "NotImplemented", "The local warehouse sends the results of queries as records, not as Arrow."});
    const auto range =
        call.has("rowrange") ? parseRowRange(call.value("rowrange")) : std::pair(qint64(0), session->rows);
    if (!range)
        return call.fail({400, "InvalidRowRange", "The row range is not of the form (start,count)."});
    const qint64 count = std::max<qint64>(0, std::min(range->second, session->rows - range->first));
    auto rows = session->instance.rows->read(range->first, count,
                                             call.value("columns").split(QLatin1Char(','), Qt::SkipEmptyParts));
    if (!rows.ok())
        return call.fail(rows.error(), "InvalidArgument");
    sendRows(call, **rows, RowFormat::Record);
}

} // namespace sluice::warehouse
