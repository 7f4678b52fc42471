#include "warehouse/tunnel/tunnel.h"

#include <array>

namespace sluice::warehouse
{

bool isTunnelRequest(const HttpRequest &request)
{
    constexpr std::array<std::string_view, 5> keys{"uploads", "uploadid", "downloads", "downloadid", "upsertid"};
    const std::string_view path = request.path;
    return std::any_of(keys.begin(), keys.end(), [&](std::string_view key) { return request.has(key); }) ||
           path.ends_with("/streams") || path.ends_with("/upserts") || path.ends_with("/preview") ||
           path.starts_with("/api/storage/");
}

void tunnelTable(ServiceCall &call)
{
    if (call.has("uploads") || call.has("uploadid"))
        return tunnelUpload(call);
    tunnelDownload(call);
}

std::optional<std::pair<qint64, qint64>> parseRowRange(const QString &text)
{
    if (!text.startsWith(QLatin1Char('(')) || !text.endsWith(QLatin1Char(')')))
        return std::nullopt;
    const QStringList parts = text.mid(1, text.size() - 2).split(QLatin1Char(','));
    bool startOk = false;
    bool countOk = false;
    const qint64 start = parts.value(0).trimmed().toLongLong(&startOk);
    const qint64 count = parts.value(1).trimmed().toLongLong(&countOk);
    if (parts.size() != 2 || !startOk || !countOk || start < 0 || count < 0)
        return std::nullopt;
    return std::pair(start, count);
}

std::optional<PartitionSpec> partitionOf(ServiceCall &call)
{
    const QString text = call.value("partition");
    if (text.isEmpty())
        return PartitionSpec();
    auto spec = PartitionSpec::parse(text);
    if (spec.ok())
        return std::move(spec).value();
    call.fail({400, "InvalidPartitionSpec", spec.error().message.toStdString()});
    return std::nullopt;
}

bool isTrue(const ServiceCall &call, std::string_view key)
{
    const QString text = call.value(key);
    return call.has(key) && (text.isEmpty() || text.compare(QLatin1String("true"), Qt::CaseInsensitive) == 0 ||
                             text == QLatin1String("1"));
}

std::optional<SessionTarget> sessionTarget(ServiceCall &call)
{
    auto table = call.server.warehouse.table(call.tableRef());
    if (!table.ok()) {
        call.fail(table.error(), "NoSuchTable");
        return std::nullopt;
    }
    auto partition = partitionOf(call);
    if (!partition)
        return std::nullopt;
    if (partition->isEmpty() && table->partitionColumns.size() > 0) {
        call.fail({400, "MissingPartitionSpec",
                   "Table " + table->ref.text().toStdString() + " is partitioned: name the partition."});
        return std::nullopt;
    }
    return SessionTarget{std::move(*table), std::move(*partition)};
}

} // namespace sluice::warehouse
