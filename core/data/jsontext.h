#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace sluice
{

// JSON (RFC 8259) as text, without a tree: values are views of the text, numbers keep their spelling.

// Position of the first byte that cannot stand where it stands, or -1 when the whole is one JSON value. More than 128
// levels count as a fault.
int64_t jsonFault(std::string_view text);

// The functions below take what jsonFault() has accepted, or a value found by them.

enum class JsonKind { Null, Boolean, Number, String, Array, Object };
JsonKind jsonKind(std::string_view value);

// The text of a string: without quotes, escapes resolved. A lone surrogate becomes U+FFFD.
std::string jsonString(std::string_view value);

void forEachElement(std::string_view array, const std::function<void(std::string_view value)> &visit);
void forEachMember(std::string_view object,
                   const std::function<void(std::string_view key, std::string_view value)> &visit);

// `text` in quotes, escaped.
void appendJsonString(std::string_view text, std::string &out);

} // namespace sluice
