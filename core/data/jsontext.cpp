#include "data/jsontext.h"

namespace sluice
{

namespace
{

bool isDigit(char c)
{
    return unsigned(c - '0') <= 9;
}

int hexDigit(char c)
{
    if (isDigit(c))
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Checks foreign text; every step is bounded by its end.
class Checker
{
public:
    explicit Checker(std::string_view text)
        : m_text(text)
    {
    }

    int64_t fault()
    {
        blanks();
        if (!value(0))
            return int64_t(m_at);
        blanks();
        return m_at == m_text.size() ? -1 : int64_t(m_at);
    }

private:
    static constexpr int deepest = 128;

    char here() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool take(char c)
    {
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    void blanks()
    {
        while (here() == ' ' || here() == '\t' || here() == '\n' || here() == '\r')
            ++m_at;
    }
    bool word(std::string_view expected)
    {
        if (m_text.substr(m_at, expected.size()) != expected)
            return false;
        m_at += expected.size();
        return true;
    }

    bool value(int depth)
    {
        switch (here()) {
        case '{':
            return depth < deepest && object(depth);
        case '[':
            return depth < deepest && array(depth);
        case '"':
            return string();
        case 't':
            return word("true");
        case 'f':
            return word("false");
        case 'n':
            return word("null");
        default:
            return number();
        }
    }

    bool array(int depth)
    {
        ++m_at;
        blanks();
        if (take(']'))
            return true;
        for (;;) {
            blanks();
            if (!value(depth + 1))
                return false;
            blanks();
            if (take(']'))
                return true;
            if (!take(','))
                return false;
        }
    }

    bool object(int depth)
    {
        ++m_at;
        blanks();
        if (take('}'))
            return true;
        for (;;) {
            blanks();
            if (here() != '"' || !string())
                return false;
            blanks();
            if (!take(':'))
                return false;
            blanks();
            if (!value(depth + 1))
                return false;
            blanks();
            if (take('}'))
                return true;
            if (!take(','))
                return false;
        }
    }

    bool string()
    {
        ++m_at;
        for (; m_at < m_text.size(); ++m_at) {
            const auto c = uint8_t(m_text[m_at]);
            if (c == '"') {
                ++m_at;
                return true;
            }
            if (c < 0x20)
                return false;
            if (c != '\\')
                continue;
            ++m_at;
            if (here() == 'u') {
                for (int i = 0; i < 4; ++i) {
                    ++m_at;
                    if (hexDigit(here()) < 0)
                        return false;
                }
            } else if (m_at >= m_text.size() || std::string_view("\"\\/bfnrt").find(here()) == std::string_view::npos) {
                return false;
            }
        }
        return false;
    }

    bool digits()
    {
        if (!isDigit(here()))
            return false;
        while (isDigit(here()))
            ++m_at;
        return true;
    }

    bool number()
    {
        take('-');
        if (!take('0') && !digits())
            return false;
        if (take('.') && !digits())
            return false;
        if (take('e') || take('E')) {
            if (!take('+'))
                take('-');
            return digits();
        }
        return true;
    }

    std::string_view m_text;
    size_t m_at = 0;
};

size_t skipBlanks(std::string_view text, size_t at)
{
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r'))
        ++at;
    return at;
}

size_t skipString(std::string_view text, size_t at)
{
    for (++at; at < text.size() && text[at] != '"'; ++at)
        at += text[at] == '\\';
    return at + 1;
}

size_t skipValue(std::string_view text, size_t at)
{
    if (text[at] == '"')
        return skipString(text, at);
    if (text[at] != '{' && text[at] != '[') {
        while (at < text.size() && std::string_view(",]} \t\n\r").find(text[at]) == std::string_view::npos)
            ++at;
        return at;
    }
    int depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = skipString(text, at);
            continue;
        }
        ++at;
        if (c == '{' || c == '[')
            ++depth;
        else if ((c == '}' || c == ']') && --depth == 0)
            break;
    }
    return at;
}

void appendUtf8(uint32_t code, std::string &out)
{
    if (code < 0x80) {
        out += char(code);
    } else if (code < 0x800) {
        out += char(0xC0 | code >> 6);
        out += char(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        out += char(0xE0 | code >> 12);
        out += char(0x80 | (code >> 6 & 0x3F));
        out += char(0x80 | (code & 0x3F));
    } else {
        out += char(0xF0 | code >> 18);
        out += char(0x80 | (code >> 12 & 0x3F));
        out += char(0x80 | (code >> 6 & 0x3F));
        out += char(0x80 | (code & 0x3F));
    }
}

uint32_t fourDigits(std::string_view text, size_t at)
{
    uint32_t code = 0;
    for (size_t i = at; i < at + 4; ++i)
        code = code * 16 + uint32_t(hexDigit(text[i]));
    return code;
}

} // namespace

int64_t jsonFault(std::string_view text)
{
    return Checker(text).fault();
}

JsonKind jsonKind(std::string_view value)
{
    const size_t at = skipBlanks(value, 0);
    switch (at < value.size() ? value[at] : 'n') {
    case '{':
        return JsonKind::Object;
    case '[':
        return JsonKind::Array;
    case '"':
        return JsonKind::String;
    case 't':
    case 'f':
        return JsonKind::Boolean;
    case 'n':
        return JsonKind::Null;
    default:
        return JsonKind::Number;
    }
}

std::string jsonString(std::string_view value)
{
    const size_t start = skipBlanks(value, 0);
    std::string_view inner = value.substr(start, skipString(value, start) - start);
    inner = inner.substr(1, inner.size() - 2);
    std::string out;
    out.reserve(inner.size());
    for (size_t i = 0; i < inner.size(); ++i) {
        if (inner[i] != '\\') {
            out += inner[i];
            continue;
        }
        switch (const char c = inner[++i]) {
        case 'b':
            out += '\b';
            break;
        case 'f':
            out += '\f';
            break;
        case 'n':
            out += '\n';
            break;
        case 'r':
            out += '\r';
            break;
        case 't':
            out += '\t';
            break;
        case 'u': {
            uint32_t code = fourDigits(inner, i + 1);
            i += 4;
            const bool high = code >= 0xD800 && code < 0xDC00;
            const bool pair = high && inner.substr(i + 1, 2) == "\\u";
            const uint32_t low = pair ? fourDigits(inner, i + 3) : 0;
            if (pair && low >= 0xDC00 && low < 0xE000) {
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                i += 6;
            } else if (code >= 0xD800 && code < 0xE000) {
                code = 0xFFFD;
            }
            appendUtf8(code, out);
            break;
        }
        default:
            out += c;
        }
    }
    return out;
}

void forEachElement(std::string_view array, const std::function<void(std::string_view)> &visit)
{
    size_t at = skipBlanks(array, skipBlanks(array, 0) + 1);
    while (at < array.size() && array[at] != ']') {
        const size_t end = skipValue(array, at);
        visit(array.substr(at, end - at));
        at = skipBlanks(array, end);
        if (at < array.size() && array[at] == ',')
            at = skipBlanks(array, at + 1);
    }
}

void forEachMember(std::string_view object, const std::function<void(std::string_view, std::string_view)> &visit)
{
    size_t at = skipBlanks(object, skipBlanks(object, 0) + 1);
    while (at < object.size() && object[at] != '}') {
        const size_t keyEnd = skipString(object, at);
        const std::string_view key = object.substr(at, keyEnd - at);
        at = skipBlanks(object, skipBlanks(object, keyEnd) + 1);
        const size_t end = skipValue(object, at);
        visit(key, object.substr(at, end - at));
        at = skipBlanks(object, end);
        if (at < object.size() && object[at] == ',')
            at = skipBlanks(object, at + 1);
    }
}

void appendJsonString(std::string_view text, std::string &out)
{
    static constexpr char hex[] = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c == '\r') {
            out += "\\r";
        } else if (uint8_t(c) < 0x20) {
            out += "\\u00";
            out += hex[c >> 4];
            out += hex[c & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

} // namespace sluice
