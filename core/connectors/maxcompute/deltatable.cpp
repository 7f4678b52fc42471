#include "connectors/maxcompute/deltatable.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QXmlStreamReader>

namespace sluice
{

// The service writes it as a text, others as what it is.
static bool isTrue(const QJsonValue &value)
{
    return value.toBool() || value.toString().compare(QLatin1String("true"), Qt::CaseInsensitive) == 0;
}

Result<DeltaTable> parseDeltaTable(const QByteArray &body, const TableName &name)
{
    QJsonObject schema;
    QXmlStreamReader xml(body);
    while (!xml.atEnd() && schema.isEmpty())
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("Schema"))
            schema = QJsonDocument::fromJson(xml.readElementText().toUtf8()).object();
    if (schema.isEmpty())
        return makeError(ErrorCode::Data,
                         QStringLiteral("What the service tells of \"%1\" is not MaxCompute's. Check the endpoint.")
                             .arg(name.text()));
    const QJsonObject reserved =
        QJsonDocument::fromJson(schema[QLatin1String("Reserved")].toString().toUtf8()).object();
    DeltaTable table;
    if (!isTrue(reserved[QLatin1String("Transactional")]))
        return table;
    for (const QJsonValue &key : reserved[QLatin1String("PrimaryKey")].toArray())
        table.keys.append(key.toString());
    table.buckets = reserved[QLatin1String("BucketNum")].toVariant().toInt();
    return table;
}

Result<DeltaTable> fetchDeltaTable(Client &client, const TableName &name, Stop stop)
{
    ServiceRequest request;
    request.path = name.restPath(client.account().project);
    request.query.emplaceBack("extended", QString());
    name.addTo(request.query);
    request.doing = QStringLiteral("Reading the properties of \"%1\"").arg(name.text());
    SLUICE_TRY(const ServiceAnswer answer, client.call(request, stop));
    return parseDeltaTable(answer.body, name);
}

} // namespace sluice
