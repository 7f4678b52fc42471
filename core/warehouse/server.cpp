#include "warehouse/server.h"

#include "warehouse/server/faultplan.h"
#include "warehouse/server/router.h"
#include "warehouse/server/servertext.h"

namespace sluice::warehouse
{

// To what is no request: in the form of the metadata plane, since nobody knows which was meant.
static HttpResponse refusalOfBytes(int status)
{
    const bool ours = status >= 500;
    return faultResponse({status, ours ? "InternalServerError" : "InvalidArgument",
                          ours ? "The local warehouse did not answer this request." : httpReason(status)},
                         Plane::Rest, newRequestId());
}

class Server::Private
{
public:
    std::unique_ptr<Instances> instances;
    std::unique_ptr<ServerContext> context;
    std::shared_ptr<FaultPlan> faults;
    std::unique_ptr<HttpServer> http;
};

Server::Server(std::unique_ptr<Private> d)
    : d(std::move(d))
{
}

Server::~Server()
{
    d->instances->shutDown(); // wakes the requests that wait for an instance
    if (d->faults)
        d->faults->set({}); // and those that are delayed
    d->http->stop();
}

Result<std::unique_ptr<Server>> Server::start(Warehouse &warehouse, const ServerOptions &options, Log &log)
{
    if (options.accessId.isEmpty() || options.accessKey.isEmpty())
        return makeError(ErrorCode::Config,
                         QStringLiteral("The local warehouse needs an access id and an access key."));
    auto d = std::make_unique<Private>();
    SLUICE_TRY(d->instances, Instances::create(warehouse, log));
    SLUICE_TRY(d->http, HttpServer::bind(options.port));
    d->context.reset(new ServerContext{warehouse,
                                       *d->instances,
                                       log,
                                       {options.accessId.toUtf8(), options.accessKey, options.lenient},
                                       "127.0.0.1:" + std::to_string(d->http->port()),
                                       options.quotas});
    d->faults = options.faults;
    d->http->serve(
        [context = d->context.get(), faults = options.faults.get()](HttpExchange &exchange) {
            if (!faults || !faults->strike(exchange))
                route(*context, exchange);
        },
        refusalOfBytes);
    return std::unique_ptr<Server>(new Server(std::move(d)));
}

int Server::port() const
{
    return d->http->port();
}

QString Server::endpoint() const
{
    return tunnelEndpoint() + QStringLiteral("/api");
}

QString Server::tunnelEndpoint() const
{
    return QStringLiteral("http://127.0.0.1:%1").arg(port());
}

} // namespace sluice::warehouse
