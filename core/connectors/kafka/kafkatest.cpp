#include "connectors/kafka/kafkaclient.h"
#include "connectors/kafka/kafkaplan.h"

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
constexpr qsizetype shownTopics = 20;

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
Done reachOne(const KafkaConnection &connection, Stop stop, TestStages &stages)
{
    Done first;
    for (const QString &text : connection.servers.split(u',', Qt::SkipEmptyParts)) {
        stages.begin(Stage::Resolve);
        SLUICE_TRY(const Server server, parseServer(text));
        const Stop patient = stop.within(stepPatience);
        auto addresses = resolve(server, patient);
        Done reached = addresses ? Done() : Done(addresses.error());
        if (reached) {
            stages.pass(Stage::Resolve, server.host);
            stages.begin(Stage::Connect);
            for (const addrinfo *address = addresses->get(); address; address = address->ai_next)
                if ((reached = connectTo(server, address, patient)))
                    break;
        }
        if (reached) {
            stages.pass(Stage::Connect, QStringLiteral("port %1").arg(server.port));
            return {};
        }
        if (reached.error().code == ErrorCode::Stopped)
            return reached;
        if (first)
            first = reached;
    }
    return first;
}

// TLS, name and password and the question for metadata are one call of the client's: it begins with this stage.
Stage firstOf(const KafkaConnection &connection)
{
    return connection.tls() ? Stage::Tls : connection.sasl() ? Stage::Authenticate : Stage::Permission;
}

// What keeps the client from its metadata, and at which stage.
std::pair<Stage, Error> failureOf(const KafkaConnection &connection, const Error &error)
{
    Stage stage = firstOf(connection);
    QString doing = QStringLiteral("Asking for metadata");
    Error told = error;
    if (error.code == ErrorCode::Auth && connection.sasl()) {
        stage = Stage::Authenticate;
        doing = QStringLiteral("Authenticating");
        told.where = QStringLiteral("password");
    } else if (error.code == ErrorCode::Config && connection.tls()) {
        stage = Stage::Tls;
        doing = QStringLiteral("TLS");
        told.where = QStringLiteral("caFile");
    } else if (error.code == ErrorCode::Network && !connection.tls()) {
        told.where = QStringLiteral("securityProtocol");
    }
    if (!told.message.startsWith(doing))
        told.message = QStringLiteral("%1 failed. %2").arg(doing, error.message);
    if (error.code == ErrorCode::Network && !connection.tls())
        told.message += QStringLiteral(" If the brokers ask for encryption, set the security protocol.");
    return {stage, told};
}

// What lies before a stage that was reached. The time of the whole call stands with the first of them.
void passSecurity(const KafkaConnection &connection, Stage reached, TestStages &stages, std::chrono::microseconds took)
{
    if (reached <= Stage::Tls)
        return;
    if (connection.tls())
        stages.pass(Stage::Tls, QStringLiteral("the broker's certificate is trusted"), took);
    else
        stages.skip(Stage::Tls, QStringLiteral("none, the protocol is %1").arg(connection.protocol));
    if (reached <= Stage::Authenticate)
        return;
    if (connection.sasl())
        stages.pass(Stage::Authenticate,
                    QStringLiteral("%1 by %2")
                        .arg(connection.settings.value(QStringLiteral("sasl.username")),
                             connection.settings.value(QStringLiteral("sasl.mechanism"))),
                    connection.tls() ? std::chrono::microseconds(0) : took);
    else
        stages.skip(Stage::Authenticate, QStringLiteral("none, the brokers ask for no password"));
}

QString topicList(const QStringList &topics)
{
    return topics.isEmpty() ? QStringLiteral("no topics")
                            : QStringLiteral("%1 topics: %2%3")
                                  .arg(topics.size())
                                  .arg(topics.mid(0, shownTopics).join(QStringLiteral(", ")),
                                       topics.size() > shownTopics ? QStringLiteral(" …") : QString());
}

} // namespace

TestReport testKafka(const DataSource &source, Stop stop, const StageTold &told)
{
    TestStages stages(told);
    const auto settings = kafkaConnection(source);
    if (!settings)
        return stages.failed(settings.error());
    const KafkaConnection &connection = *settings;
    if (const Done reached = reachOne(connection, stop, stages); !reached) {
        Error error = reached.error();
        error.where = QStringLiteral("bootstrapServers");
        return stages.failed(error);
    }
    stages.begin(firstOf(connection));
    const auto client = KafkaClient::make(connection, KafkaClient::Role::Producer, {});
    if (!client)
        return stages.failed(client.error());
    const auto began = Stop::Clock::now();
    const auto topics = (*client)->topics(stepPatience, stop);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Stop::Clock::now() - began);
    if (!topics) {
        if (topics.error().code == ErrorCode::Stopped)
            return stages.failed(topics.error());
        const auto [stage, error] = failureOf(connection, topics.error());
        passSecurity(connection, stage, stages, took);
        return stages.failedAt(stage, error);
    }
    passSecurity(connection, Stage::Permission, stages, took);
    const QString version = (*client)->brokerVersion();
    const QString named = version.isEmpty() ? QStringLiteral("of unknown version") : version;
    const auto note = checkBrokerVersion(version, connection.minVersion, connection.maxVersion);
    if (!note)
        return stages.failedAt(Stage::Permission, note.error());
    QString brokers = QStringLiteral("Kafka %1, %2 brokers").arg(named).arg((*client)->brokers());
    if (!note->isEmpty())
        brokers += QStringLiteral(". ") + *note;
    stages.pass(Stage::Permission, brokers,
                connection.tls() || connection.sasl() ? std::chrono::microseconds(0) : took);
    stages.begin(Stage::List);
    stages.pass(Stage::List, topicList(*topics));
    return stages.passed(QStringLiteral("Kafka %1, %2 topics").arg(named).arg(topics->size()));
}

} // namespace sluice
