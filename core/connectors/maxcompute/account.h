#pragma once

#include "base/result.h"
#include "connectors/maxcompute/httplane.h"
#include "connectors/maxcompute/retrypace.h"
#include "task/datasource.h"
#include "task/taskspec.h"

#include <QByteArray>
#include <QString>

namespace sluice
{

// A server's address: "http://host:port" and the path below which its resources stand ("/api", or nothing).
struct ServerAddress {
    QByteArray origin;
    QByteArray basePath;

    // Config error when the text is no http or https address; `where` is the option it stood in.
    static Result<ServerAddress> parse(const QString &text, const QString &where);
    bool isEmpty() const { return origin.isEmpty(); }
};

// Which MaxCompute, which project, and as whom. Holds the access key: never printed. A Client changes its copy by what
// it learns of the service (tunnel, region, quota), so that copies of that copy need not learn it again.
struct Account {
    ServerAddress endpoint;
    ServerAddress tunnel; // empty: asked for when it is needed
    QString project;
    QString schema; // of tables whose name tells none; empty: the project's default
    QString quota;  // the tunnel resource group; empty: the shared one
    QByteArray accessId;
    QByteArray accessKey;
    QByteArray securityToken; // of a temporary key
    QByteArray region;        // signatures are of version 4 with it, of version 2 without
    HttpRoute route;
    RetryPace pace;
};

// From a data source, or from the keys in a step's parameters that replace one (SJ-7). Config error naming what is
// missing.
Result<Account> accountOf(const DataSource &source);
Result<Account> accountOf(const DataSource &source, const StepSpec &step);

} // namespace sluice
