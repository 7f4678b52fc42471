#pragma once

#include "base/result.h"
#include "base/stop.h"

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>

namespace sluice
{

// Who asks, and where.
struct RestPlace {
    QString endpoint; // "http://127.0.0.1:4711/api", no slash at its end
    QByteArray accessId;
    QByteArray accessKey;
};

struct RestRequest {
    QByteArray method;
    QString path; // below the endpoint: "/projects/p/instances"
    QList<QPair<QByteArray, QByteArray>> query;
    QByteArray body; // application/xml
};

struct RestAnswer {
    int status = 0;
    QByteArray body;
    QByteArray location;
};

// One signed request to MaxCompute's REST interface; blocks until it is answered. Answers that are errors become
// Errors: Auth, NotFound, Throttled, Network by kind, with the service's code and request id as detail.
Result<RestAnswer> restCall(const RestPlace &place, const RestRequest &request, Stop stop);

} // namespace sluice
