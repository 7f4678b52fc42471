#pragma once

#include "base/error.h"

#include <QByteArray>

#include <chrono>
#include <string_view>

namespace sluice
{

// What a refusal of the service means, and whether asking again may help.
struct Refusal {
    Error error;
    QString serviceCode; // "NoSuchTable"
    bool retry = false;
    bool untouched = false;            // the service says that it did nothing
    std::chrono::milliseconds wait{0}; // what the service asks for before that
    bool wantsVersion2 = false;        // it does not know signatures of version 4
};

// What the answer's head tells of a refusal.
struct RefusalHead {
    int status = 0;
    QByteArray requestId = {};
    QByteArray retryAfter = {}; // seconds, or a date
};

// Reads the body of an answer that is not a success: XML from metadata, JSON from tunnels, or nothing of use. `doing`
// completes "… was refused" for people: "Opening the upload". The body is foreign; its texts are cut.
Refusal refusalOf(const RefusalHead &head, std::string_view body, const QString &doing);

// Whether a connection's failure may be followed by another try.
bool mayRetry(const Error &error);

} // namespace sluice
