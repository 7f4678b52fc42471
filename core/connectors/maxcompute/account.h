#pragma once

#include "base/result.h"
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

// Which MaxCompute, which project, and as whom. Holds the access key: never printed.
struct Account {
    ServerAddress endpoint;
    ServerAddress tunnel; // empty: asked for when it is needed
    QString project;
    QByteArray accessId;
    QByteArray accessKey;
};

// From a data source, or from the keys in a step's parameters that replace one (SJ-7). Config error naming what is
// missing.
Result<Account> accountOf(const DataSource &source);
Result<Account> accountOf(const DataSource &source, const StepSpec &step);

// The parameter keys that replace a data source.
QStringList connectionKeys();

} // namespace sluice
