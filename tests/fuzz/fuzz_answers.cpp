// What a service answers on arbitrary bytes: the XML and JSON of tables, of tunnel sessions and of refusals. The first
// byte chooses which. What is taken must be sound.
#include "connectors/maxcompute/deltatable.h"
#include "connectors/maxcompute/sqlinstance.h"
#include "connectors/maxcompute/streamsession.h"
#include "connectors/maxcompute/upsertsession.h"

#include <QJsonDocument>

#include <algorithm>
#include <cstdlib>

using namespace sluice;

static void require(bool condition)
{
    if (!condition)
        std::abort();
}

static void readTables(const QByteArray &body)
{
    const TableName name = TableName::parse(QStringLiteral("t"));
    if (const auto table = parseTable(body, name); table.ok())
        for (const Column &column : table->columns.columns.columns)
            require(!column.name.isEmpty());
    (void)parseDeltaTable(body, name);
}

static void readSessions(const QByteArray &body)
{
    const QJsonObject json = QJsonDocument::fromJson(body).object();
    const TunnelTarget target{TableName::parse(QStringLiteral("t")), {}};
    const QString doing = QStringLiteral("Opening a session");
    if (const auto upload = parseUpload(json, target, doing); upload.ok())
        require(!upload->id.isEmpty());
    if (const auto download = parseDownload(json, target, doing); download.ok())
        require(!download->id.isEmpty() && download->rows >= 0);
    if (const auto stream = parseStream(json, target, doing); stream.ok())
        require(!stream->id.isEmpty() && !stream->servers.isEmpty());
    if (const auto upsert = parseUpsert(json, target, doing); upsert.ok())
        require(!upsert->buckets.empty() && std::none_of(upsert->buckets.begin(), upsert->buckets.end(),
                                                         [](const auto &bucket) { return bucket.server.isEmpty(); }));
}

// The first byte is the status, the text up to the first line break what it asks for.
static void readRefusal(std::string_view bytes)
{
    const size_t line = bytes.find('\n');
    if (bytes.empty() || line == std::string_view::npos)
        return;
    const RefusalHead head{300 + uint8_t(bytes[0]), "id",
                           QByteArray(bytes.data() + 1, qsizetype(std::max<size_t>(line, 1) - 1))};
    const Refusal refusal = refusalOf(head, bytes.substr(line + 1), QStringLiteral("Opening the upload"));
    require(!refusal.error.message.isEmpty() && refusal.error.message.size() < 10'000);
    require(refusal.wait.count() >= 0);
    if (const auto position = positionIn(refusal.error.message))
        require(position->line >= 0 && position->column >= 0);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char *>(data) + 1, size - 1);
    const QByteArray body(bytes.data(), qsizetype(bytes.size()));
    switch (data[0] % 3) {
    case 0:
        readTables(body);
        break;
    case 1:
        readSessions(body);
        break;
    case 2:
        readRefusal(bytes);
        break;
    }
    return 0;
}
