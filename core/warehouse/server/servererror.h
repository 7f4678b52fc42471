#pragma once

#include "base/error.h"
#include "warehouse/http/httpmessage.h"

#include <string>
#include <string_view>

namespace sluice::warehouse
{

// What a client is refused with, in the service's words: clients decide by `code`.
struct Fault {
    int status = 500;
    std::string code;
    std::string message;
    int retryAfterSeconds = 0; // header Retry-After
    int holdMilliseconds = 0;  // HoldClientMillis, which tunnels know
};

// `notFound` is the code for ErrorCode::NotFound, since clients tell a missing table from a missing partition. A single
// word in the error's detail ("TableModified") is taken as the code.
Fault faultOf(const Error &error, std::string_view notFound = "NoSuchObject");

// The metadata plane answers in XML, tunnels in JSON; each client reads only one of them on each plane.
enum class Plane { Rest, Tunnel };
HttpResponse faultResponse(const Fault &fault, Plane plane, const std::string &requestId);

} // namespace sluice::warehouse
