#include "warehouse/instances/csvtext.h"
#include "warehouse/rest/rest.h"
#include "warehouse/rest/restpaging.h"
#include "warehouse/rest/tablejson.h"
#include "warehouse/server/servertext.h"
#include "warehouse/storage/storagesessions.h"

#include <QJsonDocument>

#include <pugixml.hpp>

namespace sluice::warehouse
{

namespace
{

constexpr size_t requestLimit = 16 * 1024 * 1024;
constexpr qint64 previewLimit = 10000;

std::string compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString();
}

const char *tableType(TableKind kind)
{
    switch (kind) {
    case TableKind::View:
        return "VIRTUAL_VIEW";
    case TableKind::External:
        return "EXTERNAL_TABLE";
    case TableKind::Managed:
        break;
    }
    return "MANAGED_TABLE";
}

void writeTable(XmlWriter &xml, const ServiceCall &call, const TableInfo &table, bool withSchema, bool extended)
{
    const QString owner = call.server.owner();
    xml.text("Name", table.ref.table);
    xml.text("TableId", table.ref.text());
    if (withSchema)
        xml.text("Schema", compact(tableJson(table, owner, extended)), {{"format", "Json"}});
    xml.text("Comment", table.comment);
    xml.text("Owner", owner);
    xml.text("Project", table.ref.project);
    xml.text("SchemaName", table.ref.schema);
    xml.text("TableLabel", "");
    xml.text("CryptoAlgo", "");
    xml.text("TableMaskInfo", "");
    xml.text("CreationTime", httpDate(table.created));
    xml.text("LastModifiedTime", httpDate(table.modified));
    xml.text("LastAccessTime", httpDate(table.modified));
    xml.text("Type", tableType(table.kind));
}

void tableList(ServiceCall &call)
{
    auto tables = call.server.warehouse.tables(call.project, call.schema, call.value("name"));
    if (!tables.ok())
        return call.fail(tables.error());
    if (const QString type = call.value("type"); !type.isEmpty())
        erase_if(*tables, [&](const TableInfo &table) {
            return type.compare(QLatin1String(tableType(table.kind)), Qt::CaseInsensitive) != 0;
        });
    if (call.has("owner") && !call.value("owner").isEmpty() && call.value("owner") != call.server.owner())
        tables->clear();
    std::sort(tables->begin(), tables->end(),
              [](const TableInfo &a, const TableInfo &b) { return a.ref.table < b.ref.table; });
    const Page page = pageOf(call, *tables, [](const TableInfo &table) { return table.ref.table; });
    XmlWriter xml("Tables");
    for (qsizetype i = page.first; i < page.end; ++i) {
        xml.open("Table");
        writeTable(xml, call, tables->at(i), call.has("extended"), true);
        xml.close();
    }
    writePage(xml, page);
    call.replyXml(xml.finish());
}

// Many tables by name in one request; those that are gone are left out.
void batchLoad(ServiceCall &call)
{
    const auto body = call.http.body(requestLimit);
    if (!body.ok())
        return call.fail(body.error());
    pugi::xml_document document;
    if (!document.load_buffer(body.value().data(), body.value().size()))
        return call.fail({400, "MalformedXML", "The list of tables is no XML document."});
    XmlWriter xml("Tables");
    for (const pugi::xml_node &asked : document.child("Tables").children("Table")) {
        TableRef ref{call.project, call.schema, QString::fromUtf8(asked.child_value("Name")).toLower()};
        if (const QString schema = QString::fromUtf8(asked.child_value("Schema")).toLower(); !schema.isEmpty())
            ref.schema = schema;
        if (ref.schema != call.schema && !call.request.header("x-odps-bearer-token").empty())
            return call.fail({403, "NoPermission", "A bearer token asks for tables of one schema at a time."});
        const auto table = call.server.warehouse.table(ref);
        if (!table.ok())
            continue;
        xml.open("Table");
        writeTable(xml, call, *table, true, true);
        xml.close();
    }
    call.replyXml(xml.finish());
}

} // namespace

void restTables(ServiceCall &call)
{
    if (call.isGet())
        return tableList(call);
    if (call.isPost() && call.has("query"))
        return batchLoad(call);
    call.failMethod();
}

void restTable(ServiceCall &call)
{
    if (!call.isGet())
        return call.failMethod();
    const auto table = call.server.warehouse.table(call.tableRef());
    if (!table.ok())
        return call.fail(table.error(), "NoSuchTable");
    if (call.has("partitions"))
        return restPartitions(call, *table);
    if (call.has("data"))
        return restPreview(call, *table);
    if (call.has("partition"))
        return restPartition(call, *table);
    XmlWriter xml("Table");
    writeTable(xml, call, *table, true, call.has("extended"));
    HttpResponse response = call.response();
    response.set("x-odps-owner", call.server.owner().toStdString());
    response.set("x-odps-creation-time", httpDate(table->created));
    response.set("Last-Modified", httpDate(table->modified));
    response.set("Content-Type", "application/xml");
    response.body = xml.finish();
    call.reply(std::move(response));
}

void restPreview(ServiceCall &call, const TableInfo &table)
{
    ScanRequest request;
    request.table = table.ref;
    request.splits.mode = SplitPlan::Mode::RowOffset;
    if (!call.value("partition").isEmpty()) {
        auto spec = PartitionSpec::parse(call.value("partition"));
        if (!spec.ok())
            return call.fail({400, "InvalidPartitionSpec", spec.error().message.toStdString()});
        request.partitions.append(std::move(spec).value());
    }
    for (const QString &column : call.value("cols").split(QLatin1Char(','), Qt::SkipEmptyParts))
        request.columns.append(column.trimmed());
    if (request.columns.isEmpty())
        request.columns = table.columns.names();
    const qint64 count = call.number("linenum", previewLimit, previewLimit);
    auto rows = call.server.warehouse.storage().read(request, 0, count);
    if (!rows.ok())
        return call.fail(rows.error(), "NoSuchColumn");
    auto csv = csvText(**rows, (*rows)->schema(), count, call.server.warehouse.options().timeZone);
    if (!csv.ok())
        return call.fail(csv.error());
    call.replyText(std::move(csv->text), "text/csv");
}

} // namespace sluice::warehouse
