#pragma once

#include "connectors/maxcompute/tunnelsession.h"

namespace sluice
{

// What sessions of the Storage API have in common, whether they read or write.

// A request about a table; `below` is a part of the path behind it ("/sessions").
ServiceRequest storageRequest(const Client &client, const TableName &table, const QString &below);
// The form in which rows travel, for a query.
void addStorageFormat(ServiceRequest &request);
// How times lie in Arrow batches, for the body that makes a session.
QJsonObject storageTimes();

// Makes a session; `type` is "batch_read" or "batch_write", `doing` says what is made. Waits until it is more than
// begun.
Result<QJsonObject> createStorageSession(Client &client, const TunnelTarget &target, const char *type,
                                         const QJsonObject &body, const QString &doing, Stop stop);
Result<QJsonObject> reloadStorageSession(Client &client, const TunnelTarget &target, const char *type,
                                         const QString &id, Stop stop);
// "NORMAL", "COMMITTED" …; empty when the answer is none of a session.
QString storageStatus(const QJsonObject &session);
QString storageSessionId(const QJsonObject &session);
Result<Schema> storageColumns(const QJsonObject &session);

// Whether it is the Storage API that is refused, and not what was asked of it.
bool refusesStorageApi(const Error &error);

} // namespace sluice
