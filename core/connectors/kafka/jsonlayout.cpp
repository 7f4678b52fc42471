#include "connectors/kafka/jsonlayout.h"

#include "data/jsontext.h"

namespace sluice
{

namespace
{

constexpr qsizetype longestText = 64 * 1024; // characters
constexpr qsizetype mostPlaces = 2000;

QString shown(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const size_t first = text.find_first_not_of(blanks);
    return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool isNested(std::string_view value)
{
    const JsonKind kind = jsonKind(value);
    return kind == JsonKind::Object || kind == JsonKind::Array;
}

class Layouter
{
public:
    void add(std::string_view value, const QString &path, bool reachable, int depth)
    {
        value = trimmed(value);
        const qsizetype place = m_layout.places.size();
        const bool told = place < mostPlaces;
        if (told) {
            m_layout.places.append({path, valueOf(value), m_layout.text.size(), 0, depth, !isNested(value)});
            if (!reachable)
                m_layout.places.last().path.clear();
        }
        switch (jsonKind(value)) {
        case JsonKind::Object:
            addObject(value, path, reachable, depth);
            break;
        case JsonKind::Array:
            addArray(value, path, reachable, depth);
            break;
        default:
            write(shown(value));
        }
        if (told)
            m_layout.places[place].length = m_layout.text.size() - m_layout.places[place].at;
    }

    JsonLayout take() { return std::move(m_layout); }

private:
    static QString valueOf(std::string_view value)
    {
        switch (jsonKind(value)) {
        case JsonKind::Null:
            return {};
        case JsonKind::String:
            return QString::fromStdString(jsonString(value));
        default:
            return shown(value.substr(0, size_t(longestText)));
        }
    }

    // False when there is no more room.
    bool write(const QString &piece)
    {
        if (m_layout.cut)
            return false;
        const qsizetype room = longestText - m_layout.text.size();
        m_layout.text += piece.left(room);
        m_layout.cut = piece.size() > room;
        if (m_layout.cut)
            m_layout.text += QChar(0x2026);
        return !m_layout.cut;
    }
    void newLine(int depth) { write(u'\n' + QString(2 * depth, u' ')); }

    void addObject(std::string_view object, const QString &path, bool reachable, int depth)
    {
        write(QStringLiteral("{"));
        bool first = true;
        forEachMember(object, [&](std::string_view key, std::string_view inner) {
            if (m_layout.cut)
                return;
            if (!first)
                write(QStringLiteral(","));
            first = false;
            newLine(depth + 1);
            write(shown(key) + QStringLiteral(": "));
            const QString name = QString::fromStdString(jsonString(key));
            const bool named = !name.isEmpty() && !name.contains(u'.') && !name.contains(u'[') && !name.contains(u']');
            add(inner, path.isEmpty() ? name : path + u'.' + name, reachable && named, depth + 1);
        });
        if (!first)
            newLine(depth);
        write(QStringLiteral("}"));
    }

    // Plain elements stand in one line.
    void addArray(std::string_view array, const QString &path, bool reachable, int depth)
    {
        bool nested = false;
        forEachElement(array, [&](std::string_view inner) { nested = nested || isNested(trimmed(inner)); });
        write(QStringLiteral("["));
        int index = 0;
        forEachElement(array, [&](std::string_view inner) {
            if (m_layout.cut)
                return;
            if (index > 0)
                write(nested ? QStringLiteral(",") : QStringLiteral(", "));
            if (nested)
                newLine(depth + 1);
            add(inner, QStringLiteral("%1[%2]").arg(path).arg(index++), reachable, depth + 1);
        });
        if (nested)
            newLine(depth);
        write(QStringLiteral("]"));
    }

    JsonLayout m_layout;
};

} // namespace

JsonLayout layOutJson(std::string_view json)
{
    Layouter layouter;
    layouter.add(json, {}, true, 0);
    return layouter.take();
}

} // namespace sluice
