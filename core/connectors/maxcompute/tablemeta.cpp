#include "connectors/maxcompute/tablemeta.h"

#include "base/nearest.h"
#include "task/tabledraft.h"

#include <QJsonDocument>
#include <QXmlStreamReader>

namespace sluice
{

namespace
{

constexpr qsizetype tableLimit = 100'000;
constexpr qsizetype partitionLimit = 1'000'000;

Error malformed(const QString &doing, const QString &detail)
{
    return makeError(ErrorCode::Data,
                     QStringLiteral("%1 brought an answer that is not MaxCompute's. Check the endpoint.").arg(doing),
                     {}, detail.left(500));
}

// Calls the service for one page after another. `element` is called at the start of every element of that name and
// reads it; it returns false to stop.
Done readPages(Client &client, ServiceRequest request, const char *element,
               const std::function<bool(QXmlStreamReader &)> &take, Stop stop)
{
    const auto query = request.query;
    QString marker;
    for (;;) {
        request.query = query;
        request.query.emplaceBack("expectmarker", QStringLiteral("true"));
        request.query.emplaceBack("maxitems", QStringLiteral("1000"));
        if (!marker.isEmpty())
            request.query.emplaceBack("marker", marker);
        SLUICE_TRY(const ServiceAnswer answer, client.call(request, stop));
        const QString before = marker;
        marker.clear();
        QXmlStreamReader xml(answer.body);
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == QLatin1String("Marker"))
                marker = xml.readElementText();
            else if (xml.name() == QLatin1String(element) && !take(xml))
                return {};
        }
        if (xml.hasError())
            return malformed(request.doing, xml.errorString());
        if (marker.isEmpty() || marker == before)
            return {};
    }
}

// The texts of the child elements of the element that the reader stands at.
QMap<QString, QString> children(QXmlStreamReader &xml)
{
    QMap<QString, QString> texts;
    while (xml.readNextStartElement()) {
        const QString name = xml.name().toString();
        texts.insert(name, xml.readElementText(QXmlStreamReader::IncludeChildElements));
    }
    return texts;
}

// The refusal with the tables that may have been meant.
Error withNearTables(Client &client, Error error, const TableName &name, Stop stop)
{
    if (error.code != ErrorCode::NotFound)
        return error;
    error = makeError(ErrorCode::NotFound,
                      QStringLiteral("Project \"%1\" has no table \"%2\".")
                          .arg(name.project.isEmpty() ? client.account().project : name.project, name.text()),
                      {}, error.detail);
    if (const auto tables = fetchTables(client, {}, stop.within(std::chrono::seconds(10))); tables.ok()) {
        QStringList names;
        for (const ListedTable &table : tables.value())
            names.append(table.name);
        error.message += didYouMean(name.table, names);
    }
    return error;
}

// Hands on each partition with the time its rows were changed.
Done readPartitions(Client &client, const TableName &name,
                    const std::function<void(PartitionSpec partition, const QString &changed)> &take, Stop stop)
{
    ServiceRequest request;
    request.path = name.restPath(client.account().project);
    request.query.emplaceBack("partitions", QString());
    name.addTo(request.query);
    request.doing = QStringLiteral("Listing the partitions of \"%1\"").arg(name.text());
    int seen = 0;
    return readPages(
        client, request, "Partition",
        [&](QXmlStreamReader &xml) {
            QList<QPair<QString, QString>> values;
            QString changed;
            while (xml.readNextStartElement()) {
                if (xml.name() == QLatin1String("LastModifiedTime")) {
                    changed = xml.readElementText(QXmlStreamReader::SkipChildElements);
                    continue;
                }
                if (xml.name() == QLatin1String("Column"))
                    values.append({xml.attributes().value(QLatin1String("Name")).toString(),
                                   xml.attributes().value(QLatin1String("Value")).toString()});
                xml.skipCurrentElement();
            }
            take(PartitionSpec(std::move(values)), changed);
            return ++seen < partitionLimit;
        },
        stop);
}

} // namespace

TableName TableName::parse(const QString &text)
{
    const QString name = text.trimmed().toLower();
    const QStringList parts = name.split(QLatin1Char('.'));
    if (parts.size() == 3 && !parts.contains(QString()))
        return {parts[1], parts[2], parts[0]};
    const qsizetype dot = name.indexOf(QLatin1Char('.'));
    return dot < 0 ? TableName{{}, name} : TableName{name.left(dot), name.mid(dot + 1)};
}

QString TableName::text() const
{
    QStringList parts{project, schema, table};
    parts.removeAll(QString());
    return parts.join(QLatin1Char('.'));
}

QString TableName::restPath(const QString &project) const
{
    return QStringLiteral("/projects/%1/tables/%2").arg(this->project.isEmpty() ? project : this->project, table);
}

QString TableName::tunnelPath(const QString &project) const
{
    return schema.isEmpty() ? restPath(project)
                            : QStringLiteral("/projects/%1/schemas/%2/tables/%3")
                                  .arg(this->project.isEmpty() ? project : this->project, schema, table);
}

void TableName::addTo(QList<QPair<QByteArray, QString>> &query) const
{
    if (!schema.isEmpty())
        query.emplaceBack("curr_schema", schema);
}

QString sqlName(const TableName &table, const QString &project)
{
    if (table.schema.isEmpty())
        return quotedName(table.table);
    return quotedName(table.project.isEmpty() ? project : table.project) + QLatin1Char('.') + quotedName(table.schema) +
           QLatin1Char('.') + quotedName(table.table);
}

QString TableMeta::otherKind() const
{
    if (type == QLatin1String("VIRTUAL_VIEW") || type == QLatin1String("MATERIALIZED_VIEW"))
        return QStringLiteral("a view");
    if (type == QLatin1String("EXTERNAL_TABLE") || type == QLatin1String("OBJECT_TABLE"))
        return QStringLiteral("an external table");
    return {};
}

Result<TableMeta> parseTable(const QByteArray &body, const TableName &name)
{
    const QString doing = QStringLiteral("Reading the columns of \"%1\"").arg(name.text());
    QXmlStreamReader xml(body);
    if (!xml.readNextStartElement() || xml.name() != QLatin1String("Table"))
        return malformed(doing, xml.errorString());
    const QMap<QString, QString> fields = children(xml);
    if (xml.hasError())
        return malformed(doing, xml.errorString());
    const QJsonObject schema = QJsonDocument::fromJson(fields[QStringLiteral("Schema")].toUtf8()).object();
    if (schema.isEmpty())
        return malformed(doing, QStringLiteral("no schema"));

    TableMeta meta;
    meta.name = name;
    meta.comment = schema[QLatin1String("comment")].toString();
    meta.rows = schema[QLatin1String("recordNum")].toInteger(-1);
    meta.made = fields[QStringLiteral("CreationTime")];
    meta.changed = fields[QStringLiteral("LastModifiedTime")];
    meta.type = fields[QStringLiteral("Type")];
    if (meta.type.isEmpty() && schema[QLatin1String("isVirtualView")].toBool())
        meta.type = QStringLiteral("VIRTUAL_VIEW");
    if (meta.type.isEmpty() && schema[QLatin1String("isExternal")].toBool())
        meta.type = QStringLiteral("EXTERNAL_TABLE");
    auto columns = parseSessionSchema(schema);
    if (!columns.ok())
        return makeError(ErrorCode::Unsupported,
                         QStringLiteral("Table \"%1\" cannot be used: %2").arg(name.text(), columns.error().message),
                         columns.error().where);
    meta.columns = std::move(columns).value();
    return meta;
}

Result<TableMeta> fetchTable(Client &client, const TableName &asked, Stop stop)
{
    TableName name = asked;
    if (name.schema.isEmpty())
        name.schema = client.account().schema;
    ServiceRequest request;
    request.path = name.restPath(client.account().project);
    name.addTo(request.query);
    request.doing = QStringLiteral("Reading the columns of \"%1\"").arg(name.text());
    const auto answer = client.call(request, stop);
    if (!answer.ok())
        return withNearTables(client, answer.error(), name, stop);
    return parseTable(answer->body, name);
}

Result<QList<ListedTable>> fetchTables(Client &client, const QString &prefix, Stop stop)
{
    ServiceRequest request;
    request.path = QStringLiteral("/projects/%1/tables").arg(client.account().project);
    if (!prefix.isEmpty())
        request.query.emplaceBack("name", prefix.toLower());
    if (const QString &schema = client.account().schema; !schema.isEmpty())
        request.query.emplaceBack("curr_schema", schema);
    request.doing = QStringLiteral("Listing the tables of project \"%1\"").arg(client.account().project);
    QList<ListedTable> tables;
    const Done done = readPages(
        client, request, "Table",
        [&](QXmlStreamReader &xml) {
            const QMap<QString, QString> fields = children(xml);
            tables.append(
                {fields[QStringLiteral("Name")], fields[QStringLiteral("Type")], fields[QStringLiteral("Comment")]});
            return tables.size() < tableLimit;
        },
        stop);
    SLUICE_CHECK(done);
    return tables;
}

Result<QList<PartitionSpec>> fetchPartitions(Client &client, const TableName &name, Stop stop)
{
    QList<PartitionSpec> partitions;
    SLUICE_CHECK(readPartitions(
        client, name, [&](PartitionSpec partition, const QString &) { partitions.append(std::move(partition)); },
        stop));
    return partitions;
}

Result<QHash<QString, QString>> fetchPartitionTimes(Client &client, const TableName &name, Stop stop)
{
    QHash<QString, QString> times;
    SLUICE_CHECK(readPartitions(
        client, name,
        [&](const PartitionSpec &partition, const QString &changed) { times[partition.tunnelText()] = changed; },
        stop));
    return times;
}

Result<QString> fetchProject(Client &client, Stop stop)
{
    ServiceRequest request;
    request.path = QStringLiteral("/projects/%1").arg(client.account().project);
    request.doing = QStringLiteral("Opening project \"%1\"").arg(client.account().project);
    SLUICE_TRY(const ServiceAnswer answer, client.call(request, stop));
    QXmlStreamReader xml(answer.body);
    if (!xml.readNextStartElement() || xml.name() != QLatin1String("Project"))
        return malformed(request.doing, xml.errorString());
    return children(xml)[QStringLiteral("Owner")];
}

} // namespace sluice
