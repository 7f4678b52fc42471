#include "connectors/kafka/kafkaclient.h"
#include "connectors/kafka/kafkaplan.h"

#include <QElapsedTimer>

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

constexpr auto stepPatience = 10s;

struct Server {
    QString host;
    QString port;
};

Result<Server> parseServer(const QString &text)
{
    QString rest = text.trimmed();
    if (const qsizetype scheme = rest.indexOf(QLatin1String("://")); scheme >= 0)
        rest = rest.mid(scheme + 3);
    const qsizetype colon = rest.lastIndexOf(u':');
    Server server{rest.left(colon), rest.mid(colon + 1)};
    bool good = false;
    const int port = server.port.toInt(&good);
    if (server.host.startsWith(u'[') && server.host.endsWith(u']'))
        server.host = server.host.mid(1, server.host.size() - 2);
    if (colon <= 0 || !good || port < 1 || port > 65535 || server.host.isEmpty())
        return makeError(
            ErrorCode::Config,
            QStringLiteral("\"%1\" is not the address of a broker: write it as host:port.").arg(text.left(200)),
            QStringLiteral("bootstrapServers"));
    return server;
}

struct AddressesDeleter {
    void operator()(addrinfo *list) const { freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, AddressesDeleter>;

// What a resolver that may outlive its question leaves behind.
struct Resolved {
    std::mutex mutex;
    bool done = false;
    int fault = 0;
    Addresses addresses;
};

// The system's resolver takes no deadline, so it is asked from a thread that is left alone when it takes too long.
Result<Addresses> resolve(const Server &server, Stop stop)
{
    auto answer = std::make_shared<Resolved>();
    std::thread([answer, host = server.host.toStdString(), port = server.port.toStdString()] {
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        addrinfo *found = nullptr;
        const int fault = getaddrinfo(host.c_str(), port.c_str(), &hints, &found);
        std::lock_guard lock(answer->mutex);
        answer->addresses.reset(fault == 0 ? found : nullptr);
        answer->fault = fault;
        answer->done = true;
    }).detach();
    for (;;) {
        {
            std::lock_guard lock(answer->mutex);
            if (answer->done && answer->fault == 0)
                return std::move(answer->addresses);
            if (answer->done)
                return makeError(ErrorCode::Network,
                                 QStringLiteral("Resolving %1 failed: no such host. Check its name.").arg(server.host),
                                 {}, QString::fromLocal8Bit(gai_strerror(answer->fault)));
        }
        SLUICE_CHECK(stop.sleep(5ms));
    }
}

class Socket
{
public:
    explicit Socket(int descriptor)
        : descriptor(descriptor)
    {
    }
    ~Socket()
    {
        if (descriptor >= 0)
            ::close(descriptor);
    }
    Socket(const Socket &) = delete;
    const int descriptor;
};

Done connectTo(const Server &server, const addrinfo *address, Stop stop)
{
    const auto failed = [&](int fault) {
        return makeError(ErrorCode::Network,
                         QStringLiteral("Connecting to %1:%2 failed: nothing listens there, or a firewall is between.")
                             .arg(server.host, server.port),
                         {}, QString::fromLocal8Bit(std::strerror(fault)));
    };
    const Socket socket(::socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (socket.descriptor < 0)
        return failed(errno);
    if (::connect(socket.descriptor, address->ai_addr, address->ai_addrlen) == 0)
        return {};
    if (errno != EINPROGRESS)
        return failed(errno);
    for (;;) {
        pollfd waiting{socket.descriptor, POLLOUT, 0};
        if (::poll(&waiting, 1, 100) > 0) {
            int fault = 0;
            socklen_t size = sizeof fault;
            ::getsockopt(socket.descriptor, SOL_SOCKET, SO_ERROR, &fault, &size);
            return fault == 0 ? Done() : failed(fault);
        }
        SLUICE_CHECK(stop.check());
    }
}

// One of the brokers must be reachable; the first one's failure is told when none is.
Done reachOne(const KafkaConnection &connection, Stop stop, QStringList &steps)
{
    Done first;
    for (const QString &text : connection.servers.split(u',', Qt::SkipEmptyParts)) {
        SLUICE_TRY(const Server server, parseServer(text));
        const Stop patient = stop.within(stepPatience);
        auto addresses = resolve(server, patient);
        Done reached = addresses ? Done() : Done(addresses.error());
        if (reached) {
            steps.append(QStringLiteral("Resolve %1: found").arg(server.host));
            for (const addrinfo *address = addresses->get(); address; address = address->ai_next)
                if ((reached = connectTo(server, address, patient)))
                    break;
        }
        if (reached) {
            steps.append(QStringLiteral("Connect to %1:%2: connected").arg(server.host, server.port));
            return {};
        }
        if (reached.error().code == ErrorCode::Stopped)
            return reached;
        if (first)
            first = reached;
    }
    return first;
}

QString authenticated(const KafkaConnection &connection)
{
    return QStringLiteral("Authenticate as %1 by %2: accepted")
        .arg(connection.settings.value(QStringLiteral("sasl.username")),
             connection.settings.value(QStringLiteral("sasl.mechanism")));
}

Error stepFailed(const KafkaConnection &connection, const Error &error)
{
    QString step = QStringLiteral("Asking for metadata");
    if (error.code == ErrorCode::Auth && connection.sasl())
        step = QStringLiteral("Authenticating");
    else if (error.code == ErrorCode::Config && connection.tls())
        step = QStringLiteral("TLS");
    Error told = error;
    if (!told.message.startsWith(step))
        told.message = QStringLiteral("%1 failed. %2").arg(step, error.message);
    if (error.code == ErrorCode::Network && !connection.tls())
        told.message += QStringLiteral(" If the brokers ask for encryption, set the security protocol.");
    return told;
}

} // namespace

Result<TestReport> testKafka(const DataSource &source, Stop stop)
{
    QElapsedTimer clock;
    clock.start();
    SLUICE_TRY(const KafkaConnection connection, kafkaConnection(source));
    TestReport report;
    SLUICE_CHECK(reachOne(connection, stop, report.steps));
    SLUICE_TRY(const auto client, KafkaClient::make(connection, KafkaClient::Role::Producer, {}));
    const auto topics = client->topics(stepPatience, stop);
    if (!topics)
        return stepFailed(connection, topics.error());
    if (connection.tls())
        report.steps.append(QStringLiteral("TLS: the broker's certificate is trusted"));
    if (connection.sasl())
        report.steps.append(authenticated(connection));
    report.steps.append(QStringLiteral("Metadata: %1 brokers, %2 topics").arg(client->brokers()).arg(topics->size()));
    const QString version = client->brokerVersion();
    SLUICE_TRY(const QString note, checkBrokerVersion(version, connection.minVersion, connection.maxVersion));
    if (!note.isEmpty())
        report.steps.append(note);
    report.summary = QStringLiteral("Kafka %1, %2 topics, %3 ms")
                         .arg(version.isEmpty() ? QStringLiteral("of unknown version") : version)
                         .arg(topics->size())
                         .arg(clock.elapsed());
    if (!topics->isEmpty())
        report.steps.append(QStringLiteral("Topics: %1%2")
                                .arg(topics->mid(0, 20).join(QStringLiteral(", ")),
                                     topics->size() > 20 ? QStringLiteral(" …") : QString()));
    return report;
}

} // namespace sluice
