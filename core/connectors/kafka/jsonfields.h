#pragma once

#include "connectors/kafka/jsonpath.h"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace sluice
{

// Takes the values of many paths out of one JSON text after another, in one pass each, checking the whole of it. A
// string is its text; numbers, booleans, objects and arrays are the JSON that stands there; null and what is missing
// is nothing (AM-13). Of keys that stand twice the last one counts. Belongs to one thread.
class JsonFields
{
public:
    // How far behind a text extract() may read. The first byte there is 0.
    static constexpr size_t padding = 64;

    explicit JsonFields(const std::vector<JsonPath> &paths);
    ~JsonFields();
    JsonFields(JsonFields &&) noexcept;

    // One value a path, in their order, valid until the next call and as long as the text; null when it is not JSON.
    const std::vector<std::optional<std::string_view>> *extract(const char *text, size_t size);

    // What is wrong with a text that extract() did not take, for people.
    static QString fault(std::string_view text);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace sluice
