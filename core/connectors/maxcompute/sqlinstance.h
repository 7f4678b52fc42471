#pragma once

#include "connector/sqlresult.h"
#include "connectors/maxcompute/client.h"

#include <QMap>

#include <optional>

namespace sluice
{

// A statement for a SQL instance, with the settings ("odps.sql.timezone") it runs under.
struct SqlStatement {
    QString sql;
    QMap<QString, QString> settings;
    bool repeatable = true; // whatever it does is done once, however often it is sent
};

// Where in a statement the service found a fault; both count from 1.
struct SqlPosition {
    int line = 0;
    int column = 0;
};

// Runs a query and returns the instance's id when it has succeeded; the rows wait to be fetched through the instance
// tunnel. A failed query gives the service's own message, with instance and request id in the detail. Any other error
// (Stopped, Timeout, a lost connection) cancels the instance first.
Result<QString> runQuery(Client &client, const SqlStatement &statement, Log *log, Stop stop);

// Runs any statement, once, and returns what its instance keeps beside it: at most 10,000 rows of a query, or a text.
// `SET key=value;` in front of it become its settings. Errors as those of runQuery().
Result<SqlResult> runStatement(Client &client, const QString &sql, Stop stop);

// The position that a message of the service tells: "ODPS-0130131:[1,15] Table not found".
std::optional<SqlPosition> positionIn(const QString &message);

} // namespace sluice
