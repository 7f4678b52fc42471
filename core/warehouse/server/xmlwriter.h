#pragma once

#include <QString>

#include <string>
#include <string_view>
#include <vector>

namespace sluice::warehouse
{

// Writes one XML document from the front to the back. Text is escaped so that a parser gives back the very same
// characters; those that XML cannot carry become U+FFFD.
class XmlWriter
{
public:
    using Attributes = std::vector<std::pair<std::string_view, std::string>>;

    explicit XmlWriter(std::string_view root);

    void open(std::string_view name, const Attributes &attributes = {});
    void close();
    // <name>text</name>; also when the text is empty, since some clients insist on the element.
    void text(std::string_view name, std::string_view text, const Attributes &attributes = {});
    void text(std::string_view name, const QString &text, const Attributes &attributes = {});
    void text(std::string_view name, const char *text, const Attributes &attributes = {})
    {
        this->text(name, std::string_view(text), attributes);
    }
    void empty(std::string_view name, const Attributes &attributes);
    void raw(std::string_view xml) { m_out += xml; } // another document's inner part

    std::string finish(); // closes what is open

private:
    void begin(std::string_view name, const Attributes &attributes);
    void escape(std::string_view text);

    std::string m_out;
    std::vector<std::string> m_open;
};

// False for text with characters that XML 1.0 cannot carry.
bool fitsXml(std::string_view text);

} // namespace sluice::warehouse
