#include "warehouse/http/httpmessage.h"

#include <algorithm>
#include <charconv>

namespace sluice::warehouse
{

namespace
{

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c;
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// RFC 9110's token: what methods and header names are made of.
bool isToken(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("!#$%&'*+-.^_`|~").find(char(c)) != std::string_view::npos;
    });
}

bool hasControl(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

std::string_view takeLine(std::string_view &rest)
{
    const size_t end = rest.find("\r\n");
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
    return line;
}

int parseRequestLine(std::string_view line, HttpRequest &request)
{
    const size_t first = line.find(' ');
    const size_t last = line.rfind(' ');
    if (first == std::string_view::npos || last == first)
        return 400;
    const std::string_view method = line.substr(0, first);
    std::string_view target = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    if (version != "HTTP/1.1" && version != "HTTP/1.0")
        return version.starts_with("HTTP/") ? 505 : 400;
    if (!isToken(method) || target.empty() || hasControl(target) || target.find(' ') != std::string_view::npos)
        return 400;
    request.method = method;
    request.target = target;
    request.oldVersion = version == "HTTP/1.0";
    request.keepAlive = !request.oldVersion;
    if (target.starts_with("http://")) { // a proxy's form
        const size_t slash = target.find('/', 7);
        target = slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
    }
    if (target.front() != '/')
        return 400;
    target = target.substr(0, target.find('#'));
    const size_t mark = target.find('?');
    if (mark != std::string_view::npos)
        request.rawQuery = target.substr(mark + 1);
    request.path = percentDecode(target.substr(0, mark), false);
    request.query = parseQuery(request.rawQuery, true);
    return 200;
}

// How long the body is; everything ambiguous is refused, since two readers could take it differently.
int parseFraming(HttpRequest &request)
{
    bool hasLength = false;
    bool hasEncoding = false;
    for (const auto &[name, value] : request.headers) {
        if (equalsIgnoringCase(name, "content-length")) {
            uint64_t length = 0;
            const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
            if (value.empty() || error != std::errc() || end != value.data() + value.size())
                return 400;
            if (hasLength && length != request.contentLength)
                return 400;
            hasLength = true;
            request.contentLength = length;
        } else if (equalsIgnoringCase(name, "transfer-encoding")) {
            if (!equalsIgnoringCase(value, "chunked") || hasEncoding)
                return 501;
            hasEncoding = true;
        } else if (equalsIgnoringCase(name, "connection")) {
            if (equalsIgnoringCase(value, "close"))
                request.keepAlive = false;
        } else if (equalsIgnoringCase(name, "expect")) {
            if (!equalsIgnoringCase(value, "100-continue"))
                return 417;
            request.expectsContinue = true;
        }
    }
    request.chunked = hasEncoding;
    return hasEncoding && (hasLength || request.oldVersion) ? 400 : 200;
}

} // namespace

std::string_view HttpRequest::header(std::string_view name) const
{
    for (const auto &[key, value] : headers) {
        if (equalsIgnoringCase(key, name))
            return value;
    }
    return {};
}

bool HttpRequest::hasHeader(std::string_view name) const
{
    return std::any_of(headers.begin(), headers.end(),
                       [name](const auto &field) { return equalsIgnoringCase(field.first, name); });
}

bool HttpRequest::has(std::string_view key) const
{
    return std::any_of(query.begin(), query.end(), [key](const auto &field) { return field.first == key; });
}

std::string_view HttpRequest::value(std::string_view key) const
{
    const auto found =
        std::find_if(query.rbegin(), query.rend(), [key](const auto &field) { return field.first == key; });
    return found == query.rend() ? std::string_view() : std::string_view(found->second);
}

int parseHttpHead(std::string_view head, HttpRequest &request)
{
    if (const int status = parseRequestLine(takeLine(head), request); status != 200)
        return status;
    while (!head.empty()) {
        const std::string_view line = takeLine(head);
        const size_t colon = line.find(':');
        if (colon == std::string_view::npos || !isToken(line.substr(0, colon)))
            return 400;
        const std::string_view value = trimmed(line.substr(colon + 1));
        if (hasControl(value))
            return 400;
        if (request.headers.size() >= httpHeaderCountLimit)
            return 431;
        request.headers.emplace_back(line.substr(0, colon), value);
    }
    return parseFraming(request);
}

std::string percentDecode(std::string_view text, bool plusIsSpace)
{
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0) {
            out.push_back(char(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2])));
            i += 2;
        } else {
            out.push_back(plusIsSpace && text[i] == '+' ? ' ' : text[i]);
        }
    }
    return out;
}

HttpFields parseQuery(std::string_view query, bool plusIsSpace)
{
    HttpFields fields;
    while (!query.empty()) {
        const size_t end = query.find('&');
        const std::string_view part = query.substr(0, end);
        query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
        if (part.empty())
            continue;
        const size_t equals = part.find('=');
        const std::string_view value = equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1);
        fields.emplace_back(percentDecode(part.substr(0, equals), plusIsSpace), percentDecode(value, plusIsSpace));
    }
    return fields;
}

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

const char *httpReason(int status)
{
    switch (status) {
    case 100:
        return "Continue";
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 413:
        return "Content Too Large";
    case 417:
        return "Expectation Failed";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Other";
    }
}

} // namespace sluice::warehouse
