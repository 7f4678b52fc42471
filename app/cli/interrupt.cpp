#include "app/cli/interrupt.h"

#include <QSocketNotifier>

#include <fcntl.h>
#include <unistd.h>

#include <csignal>

namespace sluice::cli
{

namespace
{

// A signal handler may do next to nothing: it writes a byte, and the event loop reads it.
int signalPipe[2] = {-1, -1};

void onSignal(int signal)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(signalPipe[1], &byte, 1);
    std::signal(signal, SIG_DFL);
}

void handle(void (*handler)(int))
{
    struct sigaction action {
    };
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

} // namespace

Interrupt::Interrupt(std::function<void()> asked)
    : m_asked(std::move(asked))
{
    if (::pipe2(signalPipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return; // the default: a signal ends the program
    m_notifier = std::make_unique<QSocketNotifier>(signalPipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        if (::read(signalPipe[0], &byte, 1) != 1)
            return;
        m_source.request_stop();
        if (m_asked)
            m_asked();
    });
    handle(onSignal);
}

Interrupt::~Interrupt()
{
    handle(SIG_DFL);
    m_notifier.reset();
    for (int &end : signalPipe) {
        if (end >= 0)
            ::close(end);
        end = -1;
    }
}

} // namespace sluice::cli
