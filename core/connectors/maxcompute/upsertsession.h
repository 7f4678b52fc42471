#pragma once

#include "connectors/maxcompute/tunnelsession.h"
#include "tunnel/buckethash.h"

#include <chrono>

namespace sluice
{

// A session of the upsert tunnel: rows are inserted, updated and deleted by key, all at the commit.
struct UpsertSession {
    // The server that holds a bucket.
    struct Bucket {
        int slot = 0;
        QByteArray server;
    };

    TunnelTarget target;
    QString id;
    TableColumns columns;
    QStringList keys;
    BucketHasher hasher = BucketHasher::Default;
    bool partialUpdate = false; // whether columns may be left as they are
    QString status;             // lower case: "normal", "committed", …
    std::vector<Bucket> buckets;
};

// What the service answers about a session; `doing` is for messages.
Result<UpsertSession> parseUpsert(const QJsonObject &json, const TunnelTarget &target, const QString &doing);

// A missing partition is made, by SQL: this tunnel cannot.
Result<UpsertSession> createUpsert(Client &client, const TunnelTarget &target, int slotCount, Log *log, Stop stop);
ServiceRequest flushRequest(const Client &client, const UpsertSession &session, int bucket, qint64 rows,
                            const Transfer &transfer);
// May be repeated. Timeout when the service has not committed in time.
Done commitUpsert(Client &client, const UpsertSession &session, std::chrono::milliseconds patience, Stop stop);
void abortUpsert(Client &client, const UpsertSession &session, Stop stop);

} // namespace sluice
