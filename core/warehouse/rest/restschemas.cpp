#include "warehouse/rest/rest.h"
#include "warehouse/rest/restpaging.h"
#include "warehouse/server/servertext.h"

#include <QRegularExpression>

#include <pugixml.hpp>

namespace sluice::warehouse
{

namespace
{

constexpr size_t bodyLimit = 1024 * 1024;

void write(XmlWriter &xml, const ServiceCall &call, const QString &schema)
{
    const std::string time = httpDate(projectTime(call));
    xml.text("Name", schema);
    xml.text("Project", call.project);
    xml.text("Owner", call.server.owner());
    xml.text("Comment", "");
    xml.text("Type", "managed");
    xml.text("CreateTime", time);
    xml.text("ModifiedTime", time);
    xml.text("ModifyTime", time); // the same; clients read one or the other
}

void list(ServiceCall &call, const QStringList &schemas)
{
    const Page page = pageOf(call, schemas, [](const QString &schema) { return schema; });
    XmlWriter xml("Schemas");
    for (qsizetype i = page.first; i < page.end; ++i) {
        xml.open("Schema");
        write(xml, call, schemas.at(i));
        xml.close();
    }
    writePage(xml, page);
    call.replyXml(xml.finish());
}

// CREATE SCHEMA and DROP SCHEMA by their other way; the rules are theirs.
void change(ServiceCall &call, const QString &name, bool create, bool there)
{
    static const QRegularExpression form(QStringLiteral("^[a-z0-9_]{1,128}$"));
    if (!form.match(name).hasMatch())
        return call.fail({400, "InvalidArgument", "A schema is called by letters, digits and underscores."});
    if (create && there)
        return call.fail({409, "ObjectAlreadyExists", "Schema " + name.toStdString() + " is there already."});
    if (!create && !there)
        return call.fail({404, "NoSuchObject", "There is no schema " + name.toStdString() + "."});
    const QString sql =
        QStringLiteral("%1 SCHEMA `%2`").arg(create ? QStringLiteral("CREATE") : QStringLiteral("DROP"), name);
    const auto done = call.server.warehouse.execute(call.project, {}, sql, {}, {});
    if (!done.ok())
        return call.fail({400, "InvalidArgument",
                          (done.error().detail.isEmpty() ? done.error().message : done.error().detail).toStdString()});
    call.reply(call.response(create ? 201 : 204));
}

// The new schema's name stands in the path or in the body.
void create(ServiceCall &call, QString name, const QStringList &schemas)
{
    const auto body = call.http.body(bodyLimit);
    if (!body.ok())
        return call.fail(body.error());
    pugi::xml_document document;
    if (name.isEmpty() && !document.load_buffer(body->data(), body->size()))
        return call.fail({400, "MalformedXML", "The schema is no XML document."});
    if (name.isEmpty())
        name = QString::fromUtf8(document.child("Schema").child_value("Name")).toLower();
    change(call, name, true, schemas.contains(name));
}

} // namespace

void restSchemas(ServiceCall &call, const QString &name)
{
    auto schemas = call.server.warehouse.schemas(call.project);
    if (!schemas.ok())
        return call.fail(schemas.error(), "NoSuchProject");
    schemas->sort();
    const bool there = schemas->contains(name);
    if (call.isPost())
        return create(call, name, *schemas);
    if (call.request.method == "DELETE" && !name.isEmpty())
        return change(call, name, false, there);
    if (!call.isGet())
        return call.failMethod();
    if (name.isEmpty()) {
        erase_if(*schemas, [prefix = call.value("name")](const QString &schema) {
            return !schema.startsWith(prefix, Qt::CaseInsensitive);
        });
        if (const QString owner = call.value("owner"); !owner.isEmpty() && owner != call.server.owner())
            schemas->clear();
        return list(call, *schemas);
    }
    if (!there) // not NoSuchSchema: PyODPS asks whether there is one, and takes only this for a no
        return call.fail({404, "NoSuchObject", "There is no schema " + name.toStdString() + "."});
    XmlWriter xml("Schema");
    write(xml, call, name);
    HttpResponse response = call.response();
    const QDateTime time = projectTime(call);
    addTimes(response, call.server.owner(), time, time);
    response.set("Content-Type", "application/xml");
    response.body = xml.finish();
    call.reply(std::move(response));
}

} // namespace sluice::warehouse
