#include "tst_http.h"

#include <QElapsedTimer>
#include <QNetworkInterface>
#include <QTcpSocket>
#include <QTest>

#include <stdexcept>
#include <thread>

using namespace sluice;
using namespace sluice::warehouse;

namespace
{

const QByteArray streamPiece(100000, 's');

void handle(HttpExchange &exchange)
{
    const std::string &path = exchange.request().path;
    HttpResponse response;
    if (path == "/stream" || path == "/broken") {
        exchange.begin(response);
        for (int i = 0; i < 10; ++i)
            exchange.write({streamPiece.constData(), size_t(streamPiece.size())});
        if (path == "/stream")
            exchange.end();
    } else if (path == "/refuse") {
        response.status = 403;
        response.body = "refused";
        exchange.respond(response);
    } else if (path == "/throw") {
        throw std::runtime_error("a handler's fault");
    } else if (path == "/slow") {
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        exchange.respond(response);
    } else { // echo
        const auto body = exchange.body(64 * 1024 * 1024);
        response.status = body.ok() ? 200 : 400;
        response.body = exchange.request().method + ' ' + path + ' ' + (body.ok() ? *body : "broken");
        exchange.respond(response);
    }
}

QByteArray bodyOf(const QByteArray &answer)
{
    return answer.mid(answer.indexOf("\r\n\r\n") + 4);
}

int statusOf(const QByteArray &answer)
{
    return answer.mid(9, 3).toInt();
}

} // namespace

void TstHttp::init()
{
    auto server = HttpServer::bind(0);
    QVERIFY(server.ok());
    m_server = std::move(server).value();
    m_server->serve(handle);
}

void TstHttp::cleanup()
{
    m_server.reset();
}

QByteArray TstHttp::ask(const QByteArray &request)
{
    RawClient client(m_server->port());
    client.send(request);
    return client.readAnswer();
}

void TstHttp::heads_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::newRow("plain") << QByteArray("GET / HTTP/1.1\r\nHost: x\r\n\r\n") << 200;
    QTest::newRow("empty lines before") << QByteArray("\r\n\r\nGET / HTTP/1.1\r\n\r\n") << 200;
    QTest::newRow("a proxy's form") << QByteArray("GET http://127.0.0.1/p HTTP/1.1\r\n\r\n") << 200;
    QTest::newRow("no version") << QByteArray("GET /\r\n\r\n") << 400;
    QTest::newRow("version 2") << QByteArray("GET / HTTP/2.0\r\n\r\n") << 505;
    QTest::newRow("garbage") << QByteArray("\x16\x03\x01\x02\r\n\r\n", 8) << 400;
    QTest::newRow("relative target") << QByteArray("GET x HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("space in the target") << QByteArray("GET /a b HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("header without colon") << QByteArray("GET / HTTP/1.1\r\nHost\r\n\r\n") << 400;
    QTest::newRow("folded header") << QByteArray("GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n") << 400;
    QTest::newRow("space before the colon") << QByteArray("GET / HTTP/1.1\r\nA : b\r\n\r\n") << 400;
    QTest::newRow("NUL in a value") << QByteArray("GET / HTTP/1.1\r\nA: b\0c\r\n\r\n", 26) << 400;
    QTest::newRow("length and chunks")
        << QByteArray("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n") << 400;
    QTest::newRow("two lengths") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")
                                 << 400;
    QTest::newRow("negative length") << QByteArray("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n") << 400;
    QTest::newRow("length too large") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n")
                                      << 400;
    QTest::newRow("unknown encoding") << QByteArray("POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n") << 501;
    QTest::newRow("too many headers") << "GET / HTTP/1.1\r\n" + QByteArray("A: b\r\n").repeated(200) + "\r\n" << 431;
    QTest::newRow("head too long") << "GET / HTTP/1.1\r\nA: " + QByteArray(300 * 1024, 'a') << 431;
    QTest::newRow("long address") << "GET /" + QByteArray(60 * 1024, 'a') + " HTTP/1.1\r\n\r\n" << 200;
}

void TstHttp::heads()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    QCOMPARE(statusOf(ask(request)), status);
    QCOMPARE(statusOf(ask("GET /still HTTP/1.1\r\n\r\n")), 200);
}

void TstHttp::queries()
{
    HttpRequest request;
    QCOMPARE(parseHttpHead("GET /a%20b/%E4%B8%AD?k&l=&m=1&n=a+b%2B%26c&m=2&%zz=%4 HTTP/1.1\r\nX-Y:  v \t\r\n", request),
             200);
    QCOMPARE(request.path, std::string("/a b/中"));
    QVERIFY(request.has("k") && request.has("l") && request.has("m") && !request.has("a"));
    QCOMPARE(request.value("n"), std::string_view("a b+&c"));
    QCOMPARE(request.value("m"), std::string_view("2"));
    QCOMPARE(request.value("%zz"), std::string_view("%4"));
    QCOMPARE(request.header("x-y"), std::string_view("v"));
    QCOMPARE(percentDecode("a+b", false), std::string("a+b"));
}

void TstHttp::bodies_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("none") << QByteArray("POST /e HTTP/1.1\r\n\r\n") << QByteArray("POST /e ");
    QTest::newRow("length 0") << QByteArray("POST /e HTTP/1.1\r\nContent-Length: 0\r\n\r\n") << QByteArray("POST /e ");
    QTest::newRow("length") << QByteArray("PUT /e HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc")
                            << QByteArray("PUT /e abc");
    QTest::newRow("chunks")
        << QByteArray(
               "PUT /e HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n")
        << QByteArray("PUT /e abc0123456789");
    QTest::newRow("trailers")
        << QByteArray("PUT /e HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: y\r\nZ: 1\r\n\r\n")
        << QByteArray("PUT /e a");
    QTest::newRow("no size") << QByteArray("PUT /e HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\r\nabc\r\n0\r\n\r\n")
                             << QByteArray("PUT /e broken");
    QTest::newRow("garbled size") << QByteArray("PUT /e HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-3\r\nabc\r\n")
                                  << QByteArray("PUT /e broken");
    QTest::newRow("size too large")
        << QByteArray("PUT /e HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nabc\r\n")
        << QByteArray("PUT /e broken");
    QTest::newRow("chunk not ended") << QByteArray(
                                            "PUT /e HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n")
                                     << QByteArray("PUT /e broken");
    QTest::newRow("endless size") << "PUT /e HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + QByteArray(4096, '0')
                                  << QByteArray("PUT /e broken");
}

void TstHttp::bodies()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, body);
    QCOMPARE(bodyOf(ask(request)), body);

    // The same a byte at a time.
    if (request.size() > 200)
        return;
    RawClient client(m_server->port());
    for (const char byte : request) {
        if (!client.send(QByteArray(1, byte)))
            break;
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    QCOMPARE(bodyOf(client.readAnswer()), body);
}

void TstHttp::pipelined()
{
    RawClient client(m_server->port());
    QByteArray requests;
    for (int i = 0; i < 20; ++i)
        requests += "POST /" + QByteArray::number(i) + " HTTP/1.1\r\nContent-Length: 2\r\n\r\nxy";
    client.send(requests);
    for (int i = 0; i < 20; ++i)
        QCOMPARE(bodyOf(client.readAnswer()), "POST /" + QByteArray::number(i) + " xy");
    // And again after a pause, on the same connection.
    QTest::qWait(50);
    client.send("GET /later HTTP/1.1\r\nConnection: close\r\n\r\n");
    QCOMPARE(bodyOf(client.readAnswer()), QByteArray("GET /later "));
    client.readAll();
    QVERIFY(client.sawEnd());
}

void TstHttp::oldVersion()
{
    RawClient client(m_server->port());
    client.send("GET /stream HTTP/1.0\r\n\r\n");
    const QByteArray answer = client.readAll();
    QVERIFY(client.sawEnd());
    QCOMPARE(bodyOf(answer), streamPiece.repeated(10));
}

void TstHttp::expectsContinue()
{
    RawClient client(m_server->port());
    client.send("PUT /e HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    QCOMPARE(client.readAnswer(), QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
    client.send("abc");
    QCOMPARE(bodyOf(client.readAnswer()), QByteArray("PUT /e abc"));

    // Refused at once: no 100 comes.
    RawClient other(m_server->port());
    other.send("PUT /refuse HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    QCOMPARE(statusOf(other.readAnswer()), 403);
}

void TstHttp::streams()
{
    RawClient client(m_server->port());
    for (int i = 0; i < 2; ++i) { // the connection lives on
        client.send("GET /stream HTTP/1.1\r\n\r\n");
        const QByteArray answer = client.readAnswer();
        QVERIFY(answer.endsWith("\r\n0\r\n\r\n"));
        QCOMPARE(answer.count("s"), 1000000 + answer.left(answer.indexOf("\r\n\r\n")).count("s"));
    }
    client.send("HEAD /stream HTTP/1.1\r\n\r\nGET /next HTTP/1.1\r\nConnection: close\r\n\r\n");
    const QByteArray answers = client.readAll();
    QVERIFY(answers.size() < 1000);
    QVERIFY(answers.contains("GET /next "));
}

void TstHttp::brokenStream()
{
    RawClient client(m_server->port());
    client.send("GET /broken HTTP/1.1\r\n\r\n");
    const QByteArray answer = client.readAll();
    QVERIFY(!answer.endsWith("0\r\n\r\n"));
    QVERIFY(client.sawReset());
}

void TstHttp::answerBeforeTheBodyEnds()
{
    RawClient client(m_server->port());
    QVERIFY(client.send("PUT /refuse HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"));
    const QByteArray chunk = "10000\r\n" + QByteArray(0x10000, 'x') + "\r\n";
    for (int i = 0; i < 200; ++i)
        QVERIFY(client.send(chunk)); // 13 MB, and no reset on the way
    QVERIFY(client.send("0\r\n\r\n"));
    QCOMPARE(statusOf(client.readAnswer()), 403);
}

void TstHttp::silentClients()
{
    // Clients that begin a request and fall silent take a worker each, but never all of them.
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 40; ++i) {
        clients.push_back(std::make_unique<RawClient>(m_server->port()));
        clients.back()->send("GET / HTT");
    }
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(statusOf(ask("GET / HTTP/1.1\r\n\r\n")), 200);
    QVERIFY(timer.elapsed() < 2000);
    QCOMPARE(statusOf(clients.front()->readAll(std::chrono::seconds(15))), 408);
}

void TstHttp::manyIdleConnections()
{
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 300; ++i) {
        clients.push_back(std::make_unique<RawClient>(m_server->port()));
        clients.back()->send("GET /first HTTP/1.1\r\n\r\n");
        QCOMPARE(statusOf(clients.back()->readAnswer()), 200);
    }
    QElapsedTimer timer;
    timer.start();
    for (const auto &client : clients) {
        client->send("GET /second HTTP/1.1\r\n\r\n");
        QCOMPARE(statusOf(client->readAnswer()), 200);
    }
    QVERIFY(timer.elapsed() < 2000);
}

void TstHttp::occupiedPort()
{
    const auto second = HttpServer::bind(m_server->port());
    QVERIFY(!second.ok());
    QCOMPARE(second.error().code, ErrorCode::Conflict);
    QVERIFY(second.error().message.contains(QString::number(m_server->port())));
}

void TstHttp::loopbackOnly()
{
    for (const QHostAddress &address : QNetworkInterface::allAddresses()) {
        if (address.isLoopback() || address.isLinkLocal())
            continue;
        QTcpSocket socket;
        socket.connectToHost(address, quint16(m_server->port()));
        QVERIFY2(!socket.waitForConnected(500), qPrintable(address.toString()));
    }
}

void TstHttp::stopsInTime()
{
    RawClient idle(m_server->port());
    idle.send("GET / HTTP/1.1\r\n\r\n");
    idle.readAnswer();
    RawClient hanging(m_server->port()); // in the middle of a body, for ever
    hanging.send("PUT /e HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc");
    RawClient deaf(m_server->port()); // does not read its answer
    deaf.send(QByteArray("GET /stream HTTP/1.1\r\n\r\n").repeated(20));
    RawClient slow(m_server->port());
    slow.send("GET /slow HTTP/1.1\r\n\r\n");
    QTest::qWait(100);
    QElapsedTimer timer;
    timer.start();
    m_server->stop();
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(statusOf(slow.readAnswer()), 200); // what ran was let end
    QVERIFY(!RawClient(m_server->port()).connected());
}

void TstHttp::handlerThrows()
{
    QCOMPARE(statusOf(ask("GET /throw HTTP/1.1\r\n\r\n")), 500);
    QCOMPARE(statusOf(ask("GET / HTTP/1.1\r\n\r\n")), 200);
}
