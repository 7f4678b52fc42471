#pragma once

#include "connectors/maxcompute/tunnelsession.h"

namespace sluice
{

// A session of the stream tunnel: what it takes is seen at once, without a commit.
struct StreamSession {
    TunnelTarget target;
    QString id;
    TableColumns columns;
    qint64 schemaVersion = -1;
    QList<QPair<int, QByteArray>> servers; // the slots: number and server of each
};

// What the service answers about a session; `doing` is for messages.
Result<StreamSession> parseStream(const QJsonObject &json, const TunnelTarget &target, const QString &doing);

// A missing partition is made. `slotCount`: how many servers are wanted; 0: the service decides.
Result<StreamSession> createStream(Client &client, const TunnelTarget &target, int slotCount, Stop stop);
// The session as it is now: its slots change.
Result<StreamSession> reloadStream(Client &client, const StreamSession &session, Stop stop);
ServiceRequest streamRequest(const Client &client, const StreamSession &session, qsizetype slot, qint64 rows,
                             const Transfer &transfer);

} // namespace sluice
