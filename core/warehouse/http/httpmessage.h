#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::warehouse
{

using HttpFields = std::vector<std::pair<std::string, std::string>>;

// The head of an HTTP request: what stands before its body. A value.
struct HttpRequest {
    std::string method;
    std::string target;   // as received
    std::string path;     // percent-decoded
    std::string rawQuery; // as received, without the `?`
    HttpFields query;     // decoded, `+` is a space; a bare key has an empty value
    HttpFields headers;
    bool keepAlive = true;
    bool oldVersion = false; // HTTP/1.0: no chunks
    bool expectsContinue = false;
    bool chunked = false;
    uint64_t contentLength = 0; // when not chunked

    // Header names ignore case. The first of its name; empty when absent.
    std::string_view header(std::string_view name) const;
    bool hasHeader(std::string_view name) const;

    // Keys as they are spelled. Of repeated keys the last one counts: clients that page append a new `marker`.
    bool has(std::string_view key) const;
    std::string_view value(std::string_view key) const;
};

struct HttpResponse {
    int status = 200;
    HttpFields headers; // Content-Length, Transfer-Encoding and Connection are added when it is sent
    std::string body;

    void set(std::string name, std::string value) { headers.emplace_back(std::move(name), std::move(value)); }
};

inline constexpr size_t httpHeadLimit = 256 * 1024; // wide tables name a thousand columns in one address
inline constexpr size_t httpHeaderCountLimit = 128;

// Reads a head from foreign bytes: everything up to, not including, the empty line. 200 when it can be served, else the
// status to refuse it with; the connection cannot be used afterwards.
int parseHttpHead(std::string_view head, HttpRequest &request);

// %41 → A; a `%` without two hex digits stays. `+` becomes a space on demand.
std::string percentDecode(std::string_view text, bool plusIsSpace);
// a=1&b → {a,1},{b,""}; keys and values decoded.
HttpFields parseQuery(std::string_view query, bool plusIsSpace);

bool equalsIgnoringCase(std::string_view a, std::string_view b);
const char *httpReason(int status);

} // namespace sluice::warehouse
