#pragma once

#include "base/log.h"
#include "warehouse/warehouse.h"

#include <memory>

namespace sluice::warehouse
{

class FaultPlan;

struct ServerOptions {
    int port = 0; // 0: any free one
    QString accessId;
    QByteArray accessKey;
    bool lenient = false;                   // any signature of the known access id is taken; for tests only
    QStringList quotas = {};                // tunnel resource groups that clients may name
    std::shared_ptr<FaultPlan> faults = {}; // may be changed while the server runs
};

// The warehouse behind HTTP on 127.0.0.1: MaxCompute's REST and tunnel protocols on one port. Owns its threads; the
// Warehouse and the log must outlive it.
class Server
{
public:
    // Conflict when the port is occupied.
    static Result<std::unique_ptr<Server>> start(Warehouse &warehouse, const ServerOptions &options, Log &log);
    ~Server(); // stops: running requests are cut after two seconds

    int port() const;
    QString endpoint() const;       // http://127.0.0.1:PORT/api
    QString tunnelEndpoint() const; // http://127.0.0.1:PORT

private:
    class Private;
    explicit Server(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace sluice::warehouse
