#pragma once

#include "base/result.h"
#include "base/stop.h"
#include "service/restcall.h"
#include "task/datasource.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace sluice
{

// What a statement gave.
struct SqlResult {
    bool isSelect = false;
    QStringList columns;     // of a SELECT
    QStringList types;       // of its columns, as far as the service says them
    QList<QStringList> rows; // a null QString is NULL
    bool truncated = false;  // the service gives at most 10,000 rows this way
    QString text;            // of DESC, SHOW …
};

// Runs SQL on a MaxCompute project through its REST interface: an instance is made, polled and its inline result
// read. Blocking; a value that any thread may use.
class SqlClient
{
public:
    // Config when the data source has no endpoint, project or key. `source` has its secrets filled in.
    static Result<SqlClient> connect(const DataSource &source);

    // One statement. A stop or the deadline also stops it at the service.
    Result<SqlResult> run(const QString &statement, Stop stop) const;

private:
    SqlClient(RestPlace place, QString project)
        : m_place(std::move(place))
        , m_project(std::move(project))
    {
    }

    Result<QString> submit(const QString &statement, Stop stop) const;
    Done waitFor(const QString &instance, Stop stop) const;
    Result<SqlResult> result(const QString &instance, Stop stop) const;
    void cancel(const QString &instance) const;
    RestRequest request(const QByteArray &method, const QString &instance, const QByteArray &key = {}) const;

    RestPlace m_place;
    QString m_project;
};

} // namespace sluice
