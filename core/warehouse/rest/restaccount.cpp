#include "warehouse/rest/rest.h"
#include "warehouse/rest/restpaging.h"

namespace sluice::warehouse
{

namespace
{

void writeQuota(XmlWriter &xml, const QString &name)
{
    xml.text("Name", name);
    xml.text("Nickname", name);
    xml.text("ID", name);
    xml.text("Cluster", "local");
    xml.text("IsEnabled", "true");
    xml.text("Status", "ON");
}

} // namespace

// One key, one user, who may do everything: there are no roles.
void restUsers(ServiceCall &call)
{
    if (!call.isGet())
        return call.failMethod();
    XmlWriter xml("Users");
    xml.open("User");
    xml.text("ID", call.server.owner());
    xml.text("DisplayName", call.server.owner());
    xml.text("Comment", "");
    xml.close();
    writePage(xml, pageOf(call, QStringList(), [](const QString &name) { return name; }));
    call.replyXml(xml.finish());
}

void restQuotas(ServiceCall &call, const QString &name)
{
    if (!call.isGet())
        return call.failMethod();
    QStringList names = tunnelQuotas(call.server);
    if (!name.isEmpty()) {
        if (!names.contains(name, Qt::CaseInsensitive))
            return call.fail({404, "NoSuchObject", "The quota '" + name.toStdString() + "' is not known."});
        XmlWriter xml("Quota");
        writeQuota(xml, name);
        return call.replyXml(xml.finish());
    }
    names.sort();
    const Page page = pageOf(call, names, [](const QString &text) { return text; });
    XmlWriter xml("Quotas");
    for (qsizetype i = page.first; i < page.end; ++i) {
        xml.open("Quota");
        writeQuota(xml, names.at(i));
        xml.close();
    }
    writePage(xml, page);
    call.replyXml(xml.finish());
}

// Statements that wait for their turn: none does, they all begin at once.
void restQueue(ServiceCall &call)
{
    if (!call.isGet())
        return call.failMethod();
    XmlWriter xml("Instances");
    xml.text("Content", "[]");
    writePage(xml, pageOf(call, QStringList(), [](const QString &name) { return name; }));
    call.replyXml(xml.finish());
}

} // namespace sluice::warehouse
