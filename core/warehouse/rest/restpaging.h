#pragma once

#include "warehouse/server/servicecall.h"
#include "warehouse/server/xmlwriter.h"

#include <algorithm>

namespace sluice::warehouse
{

// One page of a list sorted by a text key: what follows the marker, `maxitems` of them. The marker is the last key in
// hex, because clients quote it once more.
struct Page {
    qsizetype first = 0;
    qsizetype end = 0;
    QString marker; // empty on the last page
    qint64 maxItems = 0;
};

inline qint64 maxItems(const ServiceCall &call)
{
    return std::max<qint64>(1, call.number("maxitems", 1000, 100000));
}

template <typename Item, typename Key>
Page pageOf(const ServiceCall &call, const QList<Item> &items, Key key)
{
    Page page;
    page.maxItems = maxItems(call);
    const QString after = QString::fromUtf8(QByteArray::fromHex(call.value("marker").toLatin1()));
    if (!after.isEmpty()) {
        const auto next = std::upper_bound(items.begin(), items.end(), after,
                                           [&](const QString &text, const Item &item) { return text < key(item); });
        page.first = next - items.begin();
    }
    page.end = std::min<qsizetype>(items.size(), page.first + page.maxItems);
    if (page.end < items.size())
        page.marker = QString::fromLatin1(key(items.at(page.end - 1)).toUtf8().toHex());
    return page;
}

// Every list ends with these two, also when there is one page only: the Java SDK insists.
inline void writePage(XmlWriter &xml, const Page &page)
{
    xml.text("Marker", page.marker);
    xml.text("MaxItems", std::to_string(page.maxItems));
}

} // namespace sluice::warehouse
