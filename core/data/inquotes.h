#pragma once

#include <QString>

#include <string_view>

namespace sluice
{

// A value as it is shown in a reason: in quotes, at most 60 characters, line breaks and other controls as \n, \x1B,
// bytes that are not UTF-8 as the replacement character.
QString inQuotes(std::string_view text);

} // namespace sluice
