#include "warehouse/server/xmlwriter.h"

#include <algorithm>

namespace sluice::warehouse
{

XmlWriter::XmlWriter(std::string_view root)
    : m_out("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
{
    open(root);
}

void XmlWriter::begin(std::string_view name, const Attributes &attributes)
{
    m_out += '<';
    m_out += name;
    for (const auto &[key, value] : attributes) {
        m_out += ' ';
        m_out += key;
        m_out += "=\"";
        escape(value);
        m_out += '"';
    }
}

void XmlWriter::open(std::string_view name, const Attributes &attributes)
{
    begin(name, attributes);
    m_out += '>';
    m_open.emplace_back(name);
}

void XmlWriter::close()
{
    m_out += "</" + m_open.back() + '>';
    m_open.pop_back();
}

void XmlWriter::text(std::string_view name, std::string_view text, const Attributes &attributes)
{
    open(name, attributes);
    escape(text);
    close();
}

void XmlWriter::text(std::string_view name, const QString &text, const Attributes &attributes)
{
    const QByteArray utf8 = text.toUtf8();
    this->text(name, std::string_view(utf8.constData(), size_t(utf8.size())), attributes);
}

void XmlWriter::empty(std::string_view name, const Attributes &attributes)
{
    begin(name, attributes);
    m_out += "/>";
}

void XmlWriter::escape(std::string_view text)
{
    for (const char c : text) {
        switch (c) {
        case '<':
            m_out += "&lt;";
            break;
        case '>':
            m_out += "&gt;";
            break;
        case '&':
            m_out += "&amp;";
            break;
        case '"':
            m_out += "&quot;";
            break;
        case '\r': // a parser would make it a line feed
            m_out += "&#13;";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t')
                m_out += "\xEF\xBF\xBD";
            else
                m_out += c;
        }
    }
}

std::string XmlWriter::finish()
{
    while (!m_open.empty())
        close();
    return std::move(m_out);
}

bool fitsXml(std::string_view text)
{
    return std::none_of(text.begin(), text.end(),
                        [](unsigned char c) { return c < 0x20 && c != '\n' && c != '\t' && c != '\r'; });
}

} // namespace sluice::warehouse
