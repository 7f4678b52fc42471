// A byte sink that speaks a tunnel's sessions and decodes nothing: what clients are measured against, so that the
// server's work is not. `bench_sink [ROWS]`: rows that its tables claim to hold. Prints its endpoint and runs until
// standard input ends.
#include "common/commonrows.h"
#include "sink/sinkservice.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <thread>

using namespace sluice;

static void serve(SinkService &service, int socket)
{
    const int yes = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    SinkConnection connection(socket);
    for (SinkRequest request; connection.head(request) && connection.discardBody(request);)
        if (!connection.answer(service.answer(request)) || !request.keepAlive)
            return;
}

int main(int argc, char **argv)
{
    std::signal(SIGPIPE, SIG_IGN); // clients may leave in the middle of an answer
    const int64_t rows = argc > 1 ? std::atoll(argv[1]) : 5'000'000;
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    need(bind(listener, reinterpret_cast<sockaddr *>(&address), size) == 0 && listen(listener, 64) == 0 &&
             getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size) == 0,
         "bench_sink: no port can be opened");
    const QByteArray host = "127.0.0.1:" + QByteArray::number(ntohs(address.sin_port));
    SinkService service(rows, host);
    std::thread([&service, listener] {
        for (int socket; (socket = accept(listener, nullptr, nullptr)) >= 0;)
            std::thread(serve, std::ref(service), socket).detach();
    }).detach();

    std::printf("http://%s\n", host.constData());
    std::fflush(stdout);
    char end;
    while (read(STDIN_FILENO, &end, 1) > 0) {
    }
    _exit(0); // connections may still be open
}
