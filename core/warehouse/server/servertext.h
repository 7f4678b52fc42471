#pragma once

#include <QDateTime>

#include <string>
#include <string_view>

namespace sluice::warehouse
{

// "Mon, 01 Jan 2024 00:00:00 GMT": times in headers and XML.
std::string httpDate(const QDateTime &time);
// Invalid when it is none.
QDateTime parseHttpDate(std::string_view text);
// "2024-01-01T00:00:00.000Z"
std::string isoDate(const QDateTime &time);

// 32 upper-case hex digits, never the same twice.
std::string newRequestId();
// As the service names instances: the time to the millisecond, a `g` and random letters.
QString newInstanceId(const QDateTime &now);

} // namespace sluice::warehouse
