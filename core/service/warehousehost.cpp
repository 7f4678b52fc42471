#include "service/warehousehost.h"

#include "base/files.h"
#include "service/filelock.h"
#include "warehouse/server.h"
#include "warehouse/server/faultplan.h"
#include "warehouse/warehouse.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <arpa/inet.h>
#include <openssl/rand.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace sluice
{

namespace
{

QString endpointFile(const QString &directory)
{
    return directory + QLatin1String("/endpoint.json");
}
QString idFile(const QString &directory)
{
    return directory + QLatin1String("/access.id");
}
QString keyFile(const QString &directory)
{
    return directory + QLatin1String("/access.key");
}

QString readLine(const QString &file)
{
    auto bytes = readFile(file, 4096);
    return bytes.ok() ? QString::fromUtf8(bytes->trimmed()) : QString();
}

Result<QString> randomText(int bytes)
{
    QByteArray random(bytes, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char *>(random.data()), bytes) != 1)
        return makeError(ErrorCode::Internal, QStringLiteral("OpenSSL gives no random bytes for an access key."));
    return QString::fromLatin1(random.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

// The value given, else the one kept in the file, else a new one; kept in the file in any case.
Result<QString> keep(const QString &file, const QString &given, int randomBytes, const QString &prefix)
{
    const QString kept = readLine(file);
    QString value = given.isEmpty() ? kept : given;
    if (value.isEmpty()) {
        SLUICE_TRY(const QString random, randomText(randomBytes));
        value = prefix + random;
    }
    if (value != kept)
        SLUICE_CHECK(writeFile(file, value.toUtf8() + '\n', Access::Private));
    return value;
}

bool listens(int port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return false;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<uint16_t>(port));
    const bool connected = ::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) == 0;
    ::close(socket);
    return connected;
}

bool processExists(qint64 pid)
{
    return pid > 0 && (::kill(pid_t(pid), 0) == 0 || errno == EPERM);
}

WarehouseConnection connectionTo(const QString &directory, int port, const QString &project)
{
    WarehouseConnection connection;
    connection.tunnelEndpoint = QStringLiteral("http://127.0.0.1:%1").arg(port);
    connection.endpoint = connection.tunnelEndpoint + QLatin1String("/api");
    connection.project = project;
    connection.accessId = readLine(idFile(directory));
    connection.accessKeyFile = keyFile(directory);
    connection.accessKey = readLine(connection.accessKeyFile);
    return connection;
}

} // namespace

QString projectNameFrom(const QString &text)
{
    QString name;
    for (const QChar c : text.toLower()) {
        const bool plain = c.unicode() < 128 && c.isLetterOrNumber();
        if (plain)
            name += c;
        else if (!name.endsWith(QLatin1Char('_')) && !name.isEmpty())
            name += QLatin1Char('_');
    }
    while (name.endsWith(QLatin1Char('_')))
        name.chop(1);
    if (name.isEmpty() || name.front().isDigit())
        name.prepend(QLatin1String("p_"));
    return name == QLatin1String("p_") ? QStringLiteral("workspace") : name.left(60);
}

class WarehouseHost::Private
{
public:
    ~Private()
    {
        if (server)
            QFile::remove(endpointFile(directory)); // nobody is to come while it closes
    }

    // In the order of their construction; they go in the reverse, the lock last.
    QString directory;
    FileLock lock;
    NullLog log;
    std::unique_ptr<warehouse::Warehouse> warehouse;
    std::unique_ptr<warehouse::Server> server;
    WarehouseConnection connection;
};

WarehouseHost::WarehouseHost(std::unique_ptr<Private> d)
    : d(std::move(d))
{
}
WarehouseHost::~WarehouseHost() = default;

const WarehouseConnection &WarehouseHost::connection() const
{
    return d->connection;
}

Result<std::unique_ptr<WarehouseHost>> WarehouseHost::start(const HostOptions &options)
{
    auto d = std::make_unique<Private>();
    d->directory = options.directory;
    SLUICE_CHECK(makePrivateDir(options.directory));
    SLUICE_TRY(d->lock, FileLock::tryLock(options.directory + QLatin1String("/owner.lock"), FileLock::Kind::Exclusive));
    if (!d->lock.held())
        return makeError(ErrorCode::Conflict,
                         QStringLiteral("Another process serves this warehouse. Use that one, or stop it first."),
                         options.directory);
    QFile::remove(endpointFile(options.directory)); // of an owner that was killed

    SLUICE_TRY(const QString id, keep(idFile(options.directory), options.accessId, 9, QStringLiteral("local-")));
    SLUICE_TRY(const QString key, keep(keyFile(options.directory), options.accessKey, 32, {}));

    warehouse::WarehouseOptions warehouseOptions;
    warehouseOptions.directory = options.directory + QLatin1String("/data");
    warehouseOptions.timeZone = options.timeZone;
    warehouseOptions.autoCreateProjects = options.autoCreateProjects;
    SLUICE_TRY(d->warehouse, warehouse::Warehouse::open(warehouseOptions));
    for (const QString &project : options.projects) {
        if (!d->warehouse->hasProject(project))
            SLUICE_CHECK(d->warehouse->createProject(project));
    }

    warehouse::ServerOptions serverOptions;
    serverOptions.port = options.port;
    serverOptions.accessId = id;
    serverOptions.accessKey = key.toUtf8();
    serverOptions.lenient = options.lenientSignatures;
    serverOptions.quotas = options.quotas;
    if (!options.faultPlan.isEmpty()) {
        SLUICE_TRY(auto rules, warehouse::FaultPlan::parse(options.faultPlan));
        serverOptions.faults = std::make_shared<warehouse::FaultPlan>();
        serverOptions.faults->set(std::move(rules));
    }
    SLUICE_TRY(d->server, warehouse::Server::start(*d->warehouse, serverOptions, d->log));

    const QString project = options.projects.value(0);
    d->connection = connectionTo(options.directory, d->server->port(), project);
    const QJsonObject endpoint{
        {QStringLiteral("pid"), qint64(::getpid())},
        {QStringLiteral("port"), d->server->port()},
        {QStringLiteral("project"), project},
    };
    SLUICE_CHECK(writeFile(endpointFile(options.directory), QJsonDocument(endpoint).toJson(), Access::Private));
    return std::unique_ptr<WarehouseHost>(new WarehouseHost(std::move(d)));
}

std::optional<WarehouseConnection> WarehouseHost::find(const QString &directory)
{
    auto bytes = readFile(endpointFile(directory), 4096);
    if (!bytes.ok())
        return std::nullopt;
    const QJsonObject endpoint = QJsonDocument::fromJson(*bytes).object();
    const int port = endpoint.value(QLatin1String("port")).toInt();
    if (port < 1 || port > 65535 || !processExists(endpoint.value(QLatin1String("pid")).toInteger()) || !listens(port))
        return std::nullopt;
    WarehouseConnection connection = connectionTo(directory, port, endpoint.value(QLatin1String("project")).toString());
    if (connection.accessId.isEmpty() || connection.accessKey.isEmpty())
        return std::nullopt;
    return connection;
}

} // namespace sluice
