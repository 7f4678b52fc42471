#pragma once

#include "warehouse/server/servicecall.h"
#include "warehouse/storage/storagesessions.h"

#include <functional>
#include <optional>

namespace sluice::warehouse
{

// The Storage API, version 1: sessions that read or write a whole table, with Arrow streams for the rows. Each answers
// its call exactly once; the table is known from the path. `rest`: what stands behind the table.
void storageApi(ServiceCall &call, const QStringList &rest);

void storageReadSessions(ServiceCall &call, const QString &id);  // create, or look at one
void storageReadRows(ServiceCall &call);                         // one split, or a range of rows
void storageWriteSessions(ServiceCall &call, const QString &id); // create, or look at one
void storageWriteRows(ServiceCall &call, const QString &id);     // one block
void storageCommit(ServiceCall &call);

// What bodies ask for; the table is the caller's to fill in. InvalidArgument when they are no good.
Result<ScanRequest> parseScanRequest(const QJsonObject &body);
Result<WriteRequest> parseWriteRequest(const QJsonObject &body);
Result<std::vector<WriteAttempt>> parseWriteAttempts(const QJsonObject &body); // of a commit

// A body of JSON; fails the call when it is none.
std::optional<QJsonObject> storageBody(ServiceCall &call);
// What a session of either kind is to the outside.
struct StorageSession {
    TableRef table;
    QJsonObject json;
};
// GET looks at the session of this id; POST without one makes a session from the body.
void answerSession(ServiceCall &call, const QString &id,
                   const std::function<Result<StorageSession>(const QString &id)> &find,
                   const std::function<Result<StorageSession>(const QJsonObject &body)> &create);
// 201: on every other status PyODPS takes the session for one to wait for.
void replyCreated(ServiceCall &call, const QJsonObject &json);

// A session of this table; fails the call with NoSuchSession when it is another's.
bool isOfTable(ServiceCall &call, const TableRef &table);
// What both kinds of session say: `columns`, of which the first `dataColumns` are no partition columns.
QJsonObject storageSessionJson(const QString &id, const char *type, const char *status, const QDateTime &created,
                               const Schema &columns, qsizetype dataColumns);

} // namespace sluice::warehouse
