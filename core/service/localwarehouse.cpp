#include "service/localwarehouse.h"

#include "base/files.h"
#include "service/warehousehost.h"
#include "workspace/workspace.h"

#include <QMutex>
#include <QUrl>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <thread>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

// How long an owner may take from its lock to its endpoint.
constexpr auto startPatience = 20s;
constexpr auto pollEvery = 50ms;
constexpr auto samePortPatience = 1s;

DataSource sourceOf(const WarehouseConnection &connection)
{
    DataSource source;
    source.name = QStringLiteral("odps_first");
    source.type = QStringLiteral("odps");
    source.local = true;
    source.values = {
        {QStringLiteral("endpoint"), connection.endpoint},
        {QStringLiteral("tunnelServer"), connection.tunnelEndpoint},
        {QStringLiteral("project"), connection.project},
        {QStringLiteral("accessId"), connection.accessId},
        {QStringLiteral("accessKey"), connection.accessKey},
    };
    return source;
}

} // namespace

class LocalWarehouse::Private
{
public:
    explicit Private(QString dir)
        : workspaceDir(std::move(dir))
        , directory(workspaceDir + QLatin1String("/.sluice/warehouse"))
    {
    }

    QString usersLock() const { return directory + QLatin1String("/users.lock"); }

    void setEndpoint(const QString &value)
    {
        QMutexLocker lock(&endpointMutex);
        endpoint = value;
    }

    // Of the last address, 0 when there was none.
    int knownPort() const
    {
        QMutexLocker lock(&endpointMutex);
        return std::max(0, QUrl(endpoint).port());
    }

    // Takes the warehouse over, or says Conflict when another process has it. Port 0 is any.
    Result<DataSource> serve(int port)
    {
        SLUICE_TRY(const Workspace workspace, Workspace::open(workspaceDir));
        HostOptions options;
        options.directory = directory;
        options.port = port;
        options.projects = {projectNameFrom(workspace.name())};
        options.timeZone = workspace.timeZone();
        SLUICE_TRY(host, WarehouseHost::start(options));
        setEndpoint(host->connection().endpoint);
        return sourceOf(host->connection());
    }

    const QString workspaceDir;
    const QString directory;
    QMutex mutex; // of `host`: ensure() and settle() exclude each other
    std::unique_ptr<WarehouseHost> host;
    mutable QMutex endpointMutex;
    QString endpoint;
};

LocalWarehouse::LocalWarehouse(QString workspaceDir)
    : d(std::make_unique<Private>(std::move(workspaceDir)))
{
}
LocalWarehouse::~LocalWarehouse() = default;

Result<DataSource> LocalWarehouse::ensure()
{
    QMutexLocker lock(&d->mutex);
    if (d->host)
        return sourceOf(d->host->connection());

    const auto begun = std::chrono::steady_clock::now();
    const auto patience = begun + startPatience;
    const int known = d->knownPort();
    for (;;) {
        // Where it was before, for those who are connected still, unless another program has taken the port.
        auto served = d->serve(std::chrono::steady_clock::now() < begun + samePortPatience ? known : 0);
        if (served.ok() || served.error().code != ErrorCode::Conflict)
            return served;
        if (const auto other = WarehouseHost::find(d->directory)) {
            d->setEndpoint(other->endpoint);
            return sourceOf(*other);
        }
        if (std::chrono::steady_clock::now() > patience)
            return makeError(
                ErrorCode::Timeout,
                QStringLiteral("Another process holds the local warehouse and does not answer. Stop it and "
                               "try again."),
                d->directory);
        std::this_thread::sleep_for(pollEvery);
    }
}

bool LocalWarehouse::takeOver()
{
    // Never waits: settle() holds the mutex until the runs that ask this have ended.
    std::unique_lock lock(d->mutex, std::try_to_lock);
    const int port = d->knownPort();
    if (!lock || d->host || port == 0 || WarehouseHost::find(d->directory))
        return false;
    return d->serve(port).ok();
}

QString LocalWarehouse::endpoint() const
{
    QMutexLocker lock(&d->endpointMutex);
    return d->endpoint;
}

bool LocalWarehouse::isServing() const
{
    QMutexLocker lock(&d->mutex);
    return d->host != nullptr;
}

Result<FileLock> LocalWarehouse::hold(Stop stop)
{
    SLUICE_CHECK(makePrivateDir(d->directory));
    for (;;) {
        SLUICE_TRY(FileLock held, FileLock::tryLock(d->usersLock(), FileLock::Kind::Shared));
        if (held.held())
            return held;
        SLUICE_CHECK(stop.sleep(pollEvery)); // the owner is leaving; the next ensure() takes over
    }
}

bool LocalWarehouse::isHeld() const
{
    auto alone = FileLock::tryLock(d->usersLock(), FileLock::Kind::Exclusive);
    return alone.ok() && !alone->held();
}

Done LocalWarehouse::settle(Stop stop)
{
    QMutexLocker lock(&d->mutex);
    if (!d->host)
        return {};
    for (;;) {
        SLUICE_TRY(FileLock alone, FileLock::tryLock(d->usersLock(), FileLock::Kind::Exclusive));
        if (alone.held()) {
            d->setEndpoint({});
            d->host.reset();
            return {};
        }
        SLUICE_CHECK(stop.sleep(pollEvery));
    }
}

} // namespace sluice
