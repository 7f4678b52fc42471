#pragma once

#include "connectors/maxcompute/tablemeta.h"
#include "tunnel/transfer.h"

#include <QJsonObject>

namespace sluice
{

// The part of a table that a tunnel session is about, or the rows of a query.
struct TunnelTarget {
    TableName table;
    PartitionSpec partition; // empty: the table has none
    QString instance = {};   // the id of a SQL instance that has succeeded: its result instead of a table
};

struct UploadSession {
    TunnelTarget target;
    QString id;
    TableColumns columns; // as the session fixed them
    qint64 maxFieldSize = -1;
    QList<int> blocks;   // uploaded so far, as the server tells
    bool closed = false; // committed
    bool usable = true;  // not expired, nor given up by the service
};

struct DownloadSession {
    TunnelTarget target;
    QString id;
    TableColumns columns; // once it is ready
    qint64 rows = 0;
    bool ready = false; // the service has made the snapshot
};

// A request about a target, on the tunnel's side; `below` is a part of the path behind the table's ("/streams").
ServiceRequest tunnelRequest(const Client &client, const TunnelTarget &target, const char *below = "");
// How messages call it: "t", partition pt=1.
QString placeOf(const TunnelTarget &target);
// Data when the answer is no JSON object.
Result<QJsonObject> callForJson(Client &client, const ServiceRequest &request, Stop stop);
Error notOfTunnel(const QString &doing);
// It no longer has the columns that the run was made for.
Error tableChanged(const TunnelTarget &target);

// What the service answers about a session; `doing` is for messages.
Result<UploadSession> parseUpload(const QJsonObject &json, const TunnelTarget &target, const QString &doing);
Result<DownloadSession> parseDownload(const QJsonObject &json, const TunnelTarget &target, const QString &doing);

// A missing partition is made. `overwrite`: the commit replaces what the table or partition holds.
Result<UploadSession> createUpload(Client &client, const TunnelTarget &target, bool overwrite, Stop stop);
Result<UploadSession> reloadUpload(Client &client, const UploadSession &session, Stop stop);
// May be repeated.
Result<UploadSession> commitUpload(Client &client, const UploadSession &session, Stop stop);
// Commits a session that holds just these blocks; nothing, when it has been committed. Conflict when it holds others.
Done commitBlocks(Client &client, const UploadSession &session, QList<int> sent, Stop stop);
// A session takes no more blocks than this.
inline constexpr int blockLimit = 20'000;
QString tooManyBlocks();
ServiceRequest blockRequest(const Client &client, const UploadSession &session, int blockId, const Transfer &transfer);

// Waits until the service has made the snapshot.
Result<DownloadSession> createDownload(Client &client, const TunnelTarget &target, Stop stop);
// Rows [start, start + count) of the snapshot; `columns` in the order they shall travel.
ServiceRequest rowsRequest(const Client &client, const DownloadSession &session, const QStringList &columns,
                           qint64 start, qint64 count, const Transfer &transfer);

} // namespace sluice
