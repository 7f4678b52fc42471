#pragma once

#include "base/log.h"
#include "base/result.h"
#include "base/stop.h"

#include <QString>
#include <QStringList>
#include <QTimeZone>

#include <memory>
#include <optional>

namespace sluice
{

struct HostOptions {
    QString directory;    // made when absent, private to the user
    int port = 0;         // 0: any free one
    QString accessId;     // empty: the kept one, made on first use
    QString accessKey;    // likewise
    QStringList projects; // made when absent; the first is the one that clients get by default
    bool autoCreateProjects = false;
    bool lenientSignatures = false; // any signature of the access id is taken
    QStringList quotas;             // tunnel resource groups that clients may name
    QByteArray faultPlan;           // faults on purpose, as docs/warehouse.md tells; empty: none
    QTimeZone timeZone = QTimeZone::utc();
};

// How to reach a warehouse that runs.
struct WarehouseConnection {
    QString endpoint;
    QString tunnelEndpoint;
    QString project;
    QString accessId;
    QString accessKey;
    QString accessKeyFile; // holds the key and nothing else, 0600
};

// The warehouse of one folder, served by this process. The folder keeps
//   owner.lock               held by the process that serves
//   endpoint.json            {pid, port, project} while it is served
//   access.id, access.key    the access key, made on first use (0600)
//   data/                    the DuckDB files
class WarehouseHost
{
public:
    // Conflict when another process serves this folder or holds the port.
    static Result<std::unique_ptr<WarehouseHost>> start(const HostOptions &options);
    ~WarehouseHost(); // stops serving

    const WarehouseConnection &connection() const;

    // Where a process serves this folder just now; nothing when none does or it is not ready yet.
    static std::optional<WarehouseConnection> find(const QString &directory);

private:
    class Private;
    explicit WarehouseHost(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

// MaxCompute's rule for names, applied to any text: lower-case letters, digits and underscores, a letter first.
QString projectNameFrom(const QString &text);

} // namespace sluice
