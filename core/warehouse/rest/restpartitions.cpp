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

// A marker holds the values of a page's last partition.
constexpr QChar betweenValues(u'\0');

QString markerBehind(const PartitionInfo &partition)
{
    QStringList values;
    for (const auto &[name, value] : partition.spec.values())
        values.append(value);
    return QString::fromLatin1(values.join(betweenValues).toUtf8().toHex());
}

QStringList valuesOf(const QString &marker)
{
    return marker.isEmpty() ? QStringList()
                            : QString::fromUtf8(QByteArray::fromHex(marker.toLatin1())).split(betweenValues);
}

} // namespace

void restPartitions(ServiceCall &call, const TableInfo &table)
{
    PartitionSpec within;
    if (!call.value("partition").isEmpty()) {
        auto wanted = PartitionSpec::parse(call.value("partition"));
        if (!wanted.ok())
            return call.fail({400, "InvalidPartitionSpec", wanted.error().message.toStdString()});
        within = std::move(wanted).value();
    }
    const bool reverse = call.has("reverse") && call.value("reverse").compare(QLatin1String("false")) != 0;
    Page page;
    page.maxItems = maxItems(call);
    const QStringList after = reverse ? QStringList() : valuesOf(call.value("marker"));
    auto partitions = call.server.warehouse.partitions(table.ref, within, after, reverse ? -1 : page.maxItems + 1);
    if (!partitions.ok())
        return call.fail(partitions.error(), "NoSuchTable");
    if (reverse) { // whole: a marker points forward
        std::reverse(partitions->begin(), partitions->end());
        page.maxItems = partitions->size();
    } else if (partitions->size() > page.maxItems) {
        partitions->removeLast();
        page.marker = markerBehind(partitions->last());
    }
    XmlWriter xml("Partitions");
    for (const PartitionInfo &partition : std::as_const(*partitions)) {
        if (call.has("name")) {
            xml.open("Partition");
            xml.text("Name", partition.spec.pathText());
            xml.close();
        } else {
            writePartition(xml, partition);
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
