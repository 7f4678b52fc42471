#pragma once

#include "base/result.h"
#include "warehouse/http/httpconnection.h"

#include <functional>
#include <memory>

namespace sluice::warehouse
{

// One request and its answer, on one worker thread. The handler either responds once, or begins a stream and ends it; a
// stream that is not ended breaks the connection off, so that the client cannot take a part for the whole.
class HttpExchange
{
public:
    const HttpRequest &request() const { return m_request; }
    // See HttpConnection::nextBody().
    Result<std::string_view> nextBody() { return m_connection.nextBody(); }
    // The whole body; Data error when it is longer than `limit`.
    Result<std::string> body(size_t limit);

    void respond(const HttpResponse &response);

    // False when the client has gone: stop working.
    bool begin(const HttpResponse &head);
    bool write(std::string_view bytes);
    void end();

    // Faults on purpose. The first ends the request without an answer; the others let it begin, and break it off when
    // so many bytes of its body have been read, or of the answer have gone out.
    void breakOff() { m_state = State::Broken; }
    void cutRequestAfter(uint64_t bytes) { m_connection.cutRequestAfter(bytes); }
    void cutAnswerAfter(uint64_t bytes) { m_connection.cutAnswerAfter(bytes); }
    // The session that the request is about is to be called unready, though it is not.
    void sayUnready() { m_saysUnready = true; }
    bool saysUnready() const { return m_saysUnready; }

private:
    friend class HttpServer;
    enum class State { Open, Streaming, Complete, Broken };

    HttpExchange(HttpConnection &connection, const HttpRequest &request, bool keepAlive);

    HttpConnection &m_connection;
    const HttpRequest &m_request;
    bool m_keepAlive;
    bool m_saysUnready = false;
    State m_state = State::Open;
};

// An HTTP/1.1 server on 127.0.0.1. Waiting connections are watched by one thread and cost no worker; a request takes a
// worker from its first byte to the end of its answer.
class HttpServer
{
public:
    using Handler = std::function<void(HttpExchange &)>;
    // What is answered to bytes that are no request, or when the handler answers nothing.
    using Refuser = std::function<HttpResponse(int status)>;

    // `port` 0: any free one. Conflict when the port is occupied. Connections wait until serve().
    static Result<std::unique_ptr<HttpServer>> bind(int port);
    ~HttpServer(); // stops

    int port() const;

    // To be called once. The handler is called on many threads at once.
    void serve(Handler handler, Refuser refuser = {});

    // No new connection is taken; running requests get a second to end, then their connections are cut.
    void stop();

private:
    class Private;
    explicit HttpServer(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace sluice::warehouse
