#include "warehouse/rest/rest.h"
#include "warehouse/rest/restpaging.h"
#include "warehouse/rest/tablejson.h"

#include <QJsonDocument>

namespace sluice::warehouse
{

namespace
{

std::string seconds(const QDateTime &time)
{
    return std::to_string(time.toSecsSinceEpoch());
}

// A specification may leave levels out: pt='x' finds every hour of that day.
bool fits(const PartitionSpec &wanted, const PartitionSpec &spec)
{
    return std::all_of(wanted.values().begin(), wanted.values().end(),
                       [&](const auto &level) { return spec.value(level.first) == level.second; });
}

void writePartition(XmlWriter &xml, const PartitionInfo &partition)
{
    xml.open("Partition");
    for (const auto &[name, value] : partition.spec.values())
        xml.empty("Column", {{"Name", name.toStdString()}, {"Value", value.toStdString()}});
    xml.text("CreationTime", seconds(partition.created));
    xml.text("LastDDLTime", seconds(partition.modified));
    xml.text("LastModifiedTime", seconds(partition.modified));
    xml.text("LastAccessTime", seconds(partition.modified));
    xml.text("PartitionSize", std::to_string(partition.bytes));
    xml.text("PartitionRecordCount", std::to_string(partition.rows));
    xml.close();
}

QString key(const PartitionInfo &partition)
{
    return partition.spec.pathText();
}

} // namespace

void restPartitions(ServiceCall &call, const TableInfo &table)
{
    auto partitions = call.server.warehouse.partitions(table.ref);
    if (!partitions.ok())
        return call.fail(partitions.error(), "NoSuchTable");
    if (!call.value("partition").isEmpty()) {
        const auto wanted = PartitionSpec::parse(call.value("partition"));
        if (!wanted.ok())
            return call.fail({400, "InvalidPartitionSpec", wanted.error().message.toStdString()});
        erase_if(*partitions, [&](const PartitionInfo &partition) { return !fits(*wanted, partition.spec); });
    }
    std::sort(partitions->begin(), partitions->end(),
              [](const PartitionInfo &a, const PartitionInfo &b) { return key(a) < key(b); });
    Page page;
    const bool reverse = call.has("reverse") && call.value("reverse").compare(QLatin1String("false")) != 0;
    if (reverse) { // whole: a marker points forward
        std::reverse(partitions->begin(), partitions->end());
        page.end = partitions->size();
        page.maxItems = partitions->size();
    } else {
        page = pageOf(call, *partitions, key);
    }
    XmlWriter xml("Partitions");
    for (qsizetype i = page.first; i < page.end; ++i) {
        if (call.has("name")) {
            xml.open("Partition");
            xml.text("Name", key(partitions->at(i)));
            xml.close();
        } else {
            writePartition(xml, partitions->at(i));
        }
    }
    writePage(xml, page);
    call.replyXml(xml.finish());
}

void restPartition(ServiceCall &call, const TableInfo &table)
{
    const auto spec = PartitionSpec::parse(call.value("partition"));
    if (!spec.ok())
        return call.fail({400, "InvalidPartitionSpec", spec.error().message.toStdString()});
    const auto partition = call.server.warehouse.partition(table.ref, *spec);
    if (!partition.ok())
        return call.fail(partition.error(), "NoSuchPartition");
    const QJsonObject json = partitionJson(*partition, call.has("extended"));
    XmlWriter xml("Partition");
    xml.text("Schema", QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString(), {{"format", "Json"}});
    call.replyXml(xml.finish());
}

} // namespace sluice::warehouse
