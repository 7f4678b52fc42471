#include "app/cli/progressbar.h"

#include "app/cli/console.h"
#include "app/cli/numbers.h"

#include <QStringList>

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace sluice::cli
{

namespace
{

constexpr int barWidth = 20;

int terminalWidth()
{
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

} // namespace

QString progressLine(const RunProgress &progress, int width)
{
    const double seconds = std::max(progress.elapsedSeconds, 1e-3);
    QStringList parts;
    if (progress.rowsExpected > 0) {
        const double done = std::clamp(double(progress.rowsRead) / double(progress.rowsExpected), 0.0, 1.0);
        const int filled = int(done * barWidth);
        parts.append(QString(filled, QLatin1Char('#')) + QString(barWidth - filled, QLatin1Char('.')) +
                     QStringLiteral(" %1 %").arg(int(done * 100)));
        if (done > 0.02 && progress.state == RunState::Running)
            parts.append(cli::seconds(seconds * (1 - done) / done) + QLatin1String(" left"));
    }
    if (progress.state != RunState::Running)
        parts.prepend(runStateName(progress.state));
    parts.append(count(progress.rowsWritten) + QLatin1String(" rows"));
    parts.append(rate(double(progress.rowsWritten) / seconds) + QLatin1String(" rows/s"));
    parts.append(QString::number(double(progress.bytesWritten) / seconds / 1e6, 'f', 1) + QLatin1String(" MB/s"));
    parts.append(count(progress.rowsDirty) + QLatin1String(" dirty"));
    return parts.join(QLatin1String("  ")).left(width);
}

ProgressBar::ProgressBar()
    : m_terminal(errorIsTerminal())
{
}
ProgressBar::~ProgressBar()
{
    clear();
}

void ProgressBar::draw(const RunProgress &progress)
{
    if (!m_terminal)
        return;
    const QByteArray line = "\r\x1b[K" + progressLine(progress, terminalWidth() - 1).toUtf8();
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
    m_drawn = true;
}

void ProgressBar::clear()
{
    if (m_drawn)
        std::fputs("\r\x1b[K", stderr);
    m_drawn = false;
}

} // namespace sluice::cli
