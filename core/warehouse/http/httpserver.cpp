#include "warehouse/http/httpserver.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <system_error>
#include <thread>

namespace sluice::warehouse
{

namespace
{

using Clock = std::chrono::steady_clock;
using Connection = std::unique_ptr<HttpConnection>;

constexpr size_t workerLimit = 64;
constexpr size_t connectionLimit = 512;
constexpr std::chrono::seconds idlePatience{90};
constexpr std::chrono::seconds drainPatience{60};
constexpr std::chrono::seconds stopGrace{1};

Error systemError(const QString &what, int number)
{
    const ErrorCode code = number == EADDRINUSE ? ErrorCode::Conflict
                           : number == EACCES   ? ErrorCode::Config
                                                : ErrorCode::Io;
    return makeError(code, what, {}, QString::fromLocal8Bit(strerror(number)));
}

Result<int> listenOn(int port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0)
        return systemError(QStringLiteral("No socket could be opened."), errno);
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(uint16_t(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 || listen(socket, 256) != 0) {
        const int number = errno;
        close(socket);
        const QString cure = number == EADDRINUSE
                                 ? QStringLiteral("Another program holds it; choose another port, or 0 "
                                                  "for any free one.")
                                 : QStringLiteral("Choose another port, or 0 for any free one.");
        return systemError(QStringLiteral("Port %1 of 127.0.0.1 cannot be used. %2").arg(port).arg(cure), number);
    }
    return socket;
}

HttpResponse plainRefusal(int status)
{
    HttpResponse refusal;
    refusal.status = status;
    refusal.set("Content-Type", "text/plain");
    refusal.body = httpReason(status);
    return refusal;
}

} // namespace

HttpExchange::HttpExchange(HttpConnection &connection, const HttpRequest &request, bool keepAlive)
    : m_connection(connection)
    , m_request(request)
    , m_keepAlive(keepAlive)
{
}

Result<std::string> HttpExchange::body(size_t limit)
{
    std::string all;
    for (;;) {
        SLUICE_TRY(const std::string_view bytes, nextBody());
        if (bytes.empty())
            return all;
        if (all.size() + bytes.size() > limit)
            return makeError(ErrorCode::Data, QStringLiteral("The request's body is longer than %1 bytes.").arg(limit));
        all += bytes;
    }
}

void HttpExchange::respond(const HttpResponse &response)
{
    // What is left of the body would be read as the next request.
    m_keepAlive = m_connection.skipSmallBody() && m_keepAlive;
    m_state = m_connection.send(response, m_keepAlive) ? State::Complete : State::Broken;
}

bool HttpExchange::begin(const HttpResponse &head)
{
    m_keepAlive = m_connection.skipSmallBody() && m_keepAlive;
    m_state = m_connection.beginChunks(head, m_keepAlive) ? State::Streaming : State::Broken;
    return m_state == State::Streaming;
}

bool HttpExchange::write(std::string_view bytes)
{
    if (m_state == State::Streaming && !m_connection.writeChunk(bytes))
        m_state = State::Broken;
    return m_state == State::Streaming;
}

void HttpExchange::end()
{
    if (m_state == State::Streaming)
        m_state = m_connection.endChunks() ? State::Complete : State::Broken;
}

class HttpServer::Private
{
public:
    ~Private();

    void watch(); // the thread that owns the waiting connections
    void acceptAll();
    void ready(int socket); // a waiting connection has something to say
    void dropIdle();
    void work();                            // a worker's life
    bool serve(HttpConnection &connection); // one request; true: the connection lives on
    void enqueue(Connection connection);
    void park(Connection connection);
    void wake() const;
    void stop();

    int listener = -1;
    int poller = -1;
    int waker = -1;
    int boundPort = 0;
    Handler handler;
    Refuser refuser;

    std::thread watcher;
    std::mutex mutex;
    std::condition_variable arrived; // a connection for a worker, or the end
    std::condition_variable drained; // a request has ended while stopping
    bool stopping = false;
    std::map<int, std::pair<Connection, Clock::time_point>> idle; // by socket, with the time it fell silent
    std::deque<Connection> queue;
    std::set<HttpConnection *> active;
    std::vector<std::thread> workers;
    size_t freeWorkers = 0;
};

HttpServer::Private::~Private()
{
    for (const int file : {listener, poller, waker}) {
        if (file >= 0)
            close(file);
    }
}

void HttpServer::Private::wake() const
{
    const uint64_t one = 1;
    if (write(waker, &one, sizeof one) < 0) {
        // Only when the counter is full: then the watcher is awake already.
    }
}

void HttpServer::Private::watch()
{
    for (;;) {
        std::array<epoll_event, 64> events;
        const int count = epoll_wait(poller, events.data(), int(events.size()), 5000);
        {
            const std::lock_guard lock(mutex);
            if (stopping)
                return;
        }
        for (int i = 0; i < count; ++i) {
            const int file = events[size_t(i)].data.fd;
            if (file == listener)
                acceptAll();
            else if (file != waker)
                ready(file);
        }
        dropIdle();
    }
}

void HttpServer::Private::acceptAll()
{
    for (;;) {
        const int socket = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0)
            return;
        auto connection = std::make_unique<HttpConnection>(socket);
        {
            const std::lock_guard lock(mutex);
            if (idle.size() + queue.size() + active.size() >= connectionLimit)
                continue; // closed at once
        }
        park(std::move(connection));
    }
}

void HttpServer::Private::ready(int socket)
{
    Connection connection;
    {
        const std::lock_guard lock(mutex);
        const auto found = idle.find(socket);
        if (found == idle.end())
            return;
        connection = std::move(found->second.first);
        idle.erase(found);
    }
    epoll_ctl(poller, EPOLL_CTL_DEL, socket, nullptr);
    enqueue(std::move(connection));
}

void HttpServer::Private::dropIdle()
{
    const auto limit = Clock::now() - idlePatience;
    const std::lock_guard lock(mutex);
    std::erase_if(idle, [limit](const auto &entry) { return entry.second.second < limit; });
}

void HttpServer::Private::enqueue(Connection connection)
{
    const std::lock_guard lock(mutex);
    if (stopping)
        return;
    queue.push_back(std::move(connection));
    if (freeWorkers < queue.size() && workers.size() < workerLimit) {
        try {
            workers.emplace_back([this] { work(); });
            ++freeWorkers;
        } catch (const std::system_error &) {
            // The system gives no more threads: those that run take over.
        }
    }
    arrived.notify_one();
}

void HttpServer::Private::park(Connection connection)
{
    const int socket = connection->socket();
    connection->rest();
    const std::lock_guard lock(mutex);
    if (stopping)
        return;
    idle[socket] = {std::move(connection), Clock::now()};
    epoll_event event{};
    event.events = EPOLLIN | EPOLLRDHUP;
    event.data.fd = socket;
    epoll_ctl(poller, EPOLL_CTL_ADD, socket, &event);
}

void HttpServer::Private::work()
{
    std::unique_lock lock(mutex);
    for (;;) {
        arrived.wait(lock, [this] { return stopping || !queue.empty(); });
        if (stopping)
            return;
        Connection connection = std::move(queue.front());
        queue.pop_front();
        --freeWorkers;
        active.insert(connection.get());
        lock.unlock();

        bool alive = serve(*connection);
        while (alive && connection->hasBuffered())
            alive = serve(*connection);

        lock.lock();
        active.erase(connection.get());
        ++freeWorkers;
        if (stopping) {
            drained.notify_all();
            return;
        }
        lock.unlock();
        if (alive)
            park(std::move(connection));
        connection.reset();
        lock.lock();
    }
}

bool HttpServer::Private::serve(HttpConnection &connection)
{
    HttpRequest request;
    const int status = connection.readHead(request);
    if (status == 0)
        return false;
    if (status != 200) {
        if (connection.send(refuser(status), false))
            connection.drainAndClose(std::chrono::seconds(2));
        return false;
    }
    bool keepAlive = request.keepAlive;
    {
        const std::lock_guard lock(mutex);
        keepAlive = keepAlive && !stopping;
    }
    HttpExchange exchange(connection, request, keepAlive);
    try {
        handler(exchange);
    } catch (const std::exception &) { // out of memory, at worst: this request fails, the others go on
    }
    switch (exchange.m_state) {
    case HttpExchange::State::Open: {
        exchange.respond(refuser(500));
        return false;
    }
    case HttpExchange::State::Streaming:
    case HttpExchange::State::Broken:
        connection.abort();
        return false;
    case HttpExchange::State::Complete:
        if (!connection.bodyEnded())
            connection.drainAndClose(drainPatience);
        return exchange.m_keepAlive;
    }
    return false;
}

void HttpServer::Private::stop()
{
    {
        std::unique_lock lock(mutex);
        if (stopping)
            return;
        stopping = true;
        idle.clear();
        queue.clear();
        arrived.notify_all();
    }
    wake();
    if (watcher.joinable())
        watcher.join();
    close(listener);
    listener = -1;
    {
        std::unique_lock lock(mutex);
        drained.wait_for(lock, stopGrace, [this] { return active.empty(); });
        for (HttpConnection *connection : active)
            connection->cut();
    }
    for (std::thread &worker : workers) // no worker is added once `stopping` is set
        worker.join();
}

HttpServer::HttpServer(std::unique_ptr<Private> d)
    : d(std::move(d))
{
}

HttpServer::~HttpServer()
{
    stop();
}

Result<std::unique_ptr<HttpServer>> HttpServer::bind(int port)
{
    auto d = std::make_unique<Private>();
    SLUICE_TRY(d->listener, listenOn(port));
    sockaddr_in address{};
    socklen_t size = sizeof address;
    getsockname(d->listener, reinterpret_cast<sockaddr *>(&address), &size);
    d->boundPort = ntohs(address.sin_port);
    d->poller = epoll_create1(EPOLL_CLOEXEC);
    d->waker = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (d->poller < 0 || d->waker < 0)
        return systemError(QStringLiteral("The server could not be set up."), errno);
    for (const int file : {d->listener, d->waker}) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = file;
        epoll_ctl(d->poller, EPOLL_CTL_ADD, file, &event);
    }
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(d)));
}

void HttpServer::serve(Handler handler, Refuser refuser)
{
    d->handler = std::move(handler);
    d->refuser = refuser ? std::move(refuser) : plainRefusal;
    d->watcher = std::thread([p = d.get()] { p->watch(); });
}

int HttpServer::port() const
{
    return d->boundPort;
}

void HttpServer::stop()
{
    d->stop();
}

} // namespace sluice::warehouse
