#pragma once

#include <QList>
#include <QString>

#include <string_view>

namespace sluice
{

// A JSON text laid out for people, with the places of its values.
struct JsonLayout {
    struct Place {
        QString path;     // as columns name it, "d[0].AA"; empty: of the whole, or of what no path leads to
        QString value;    // a string's text; what stands there of others; null: null
        qsizetype at = 0; // in `text`
        qsizetype length = 0;
        int depth = 0; // 0: the whole
        bool isLeaf = false;
    };
    QString text;
    QList<Place> places; // a whole before its parts
    bool cut = false;    // not all of it is there: it would be too long to look at
};

// `json` has been accepted by jsonFault().
JsonLayout layOutJson(std::string_view json);

} // namespace sluice
