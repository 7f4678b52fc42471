#include "app/cli/prompt.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace sluice::cli
{

namespace
{

constexpr qsizetype longestLine = 64 * 1024;

// The terminal without echo; as it was again when this goes, also after Ctrl-C, which only ends the reading meanwhile.
class SilentTerminal
{
public:
    SilentTerminal()
        : m_terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC))
    {
        if (m_terminal < 0 || ::tcgetattr(m_terminal, &m_before) != 0)
            return;
        struct sigaction waking {
        };
        waking.sa_handler = [](int) {};
        sigemptyset(&waking.sa_mask);
        ::sigaction(SIGINT, &waking, &m_interrupt);
        termios silent = m_before;
        silent.c_lflag &= ~tcflag_t(ECHO);
        ::tcsetattr(m_terminal, TCSAFLUSH, &silent);
        m_silent = true;
    }
    SilentTerminal(const SilentTerminal &) = delete;
    SilentTerminal &operator=(const SilentTerminal &) = delete;
    ~SilentTerminal()
    {
        if (m_silent) {
            ::tcsetattr(m_terminal, TCSAFLUSH, &m_before);
            ::sigaction(SIGINT, &m_interrupt, nullptr);
            say("\n");
        }
        if (m_terminal >= 0)
            ::close(m_terminal);
    }

    bool good() const { return m_silent; }

    void say(const QByteArray &text) const
    {
        [[maybe_unused]] const auto n = ::write(m_terminal, text.constData(), size_t(text.size()));
    }

    // A line without its end; nothing when it was broken off.
    bool readLine(QByteArray &line) const
    {
        char c = 0;
        while (line.size() < longestLine) {
            if (::read(m_terminal, &c, 1) != 1)
                return false;
            if (c == '\n')
                return true;
            line.append(c);
        }
        return true;
    }

private:
    const int m_terminal;
    termios m_before{};
    struct sigaction m_interrupt {
    };
    bool m_silent = false;
};

} // namespace

Result<QString> promptSecret(const QString &question)
{
    const SilentTerminal terminal;
    if (!terminal.good())
        return makeError(ErrorCode::Config, QStringLiteral("There is no terminal to ask on."));
    terminal.say((question + QLatin1String(": ")).toUtf8());
    QByteArray line;
    if (!terminal.readLine(line))
        return makeError(ErrorCode::Stopped, QStringLiteral("Broken off; nothing was saved."));
    return QString::fromUtf8(line);
}

} // namespace sluice::cli
