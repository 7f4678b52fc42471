// sluice-studio [WORKSPACE] [--measure-start]
#include "app/common/connectors.h"
#include "app/common/memory.h"
#include "app/studio/studiosession.h"
#include "app/studio/translations.h"
#include "widgets/common/appearance.h"
#include "widgets/common/watchdog.h"
#include "widgets/shell/mainwindow.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QElapsedTimer>
#include <QThreadPool>
#include <QTimer>

#include <cstdio>

namespace
{

constexpr int probeThreads = 8;

#ifdef SLUICE_WATCHDOG
using Application = sluice::WatchedApplication;
#else
using Application = QApplication;
#endif

// Prints the milliseconds from the start of main to a window that is painted and answers, then leaves.
class StartMeasure : public QObject
{
public:
    StartMeasure(QElapsedTimer &clock, QObject *window)
        : m_clock(clock)
    {
        window->installEventFilter(this);
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint) {
            watched->removeEventFilter(this);
            QTimer::singleShot(0, this, [this] { // painted, and the event loop turns
                std::printf("%lld\n", static_cast<long long>(m_clock.elapsed()));
                std::fflush(stdout);
                QCoreApplication::quit();
            });
        }
        return QObject::eventFilter(watched, event);
    }

private:
    QElapsedTimer &m_clock;
};

} // namespace

int main(int argc, char **argv)
{
    sluice::shareMemory();
    QElapsedTimer clock;
    clock.start();
    Application app(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("sluice"));
    QCoreApplication::setApplicationName(QStringLiteral("sluice-studio"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SLUICE_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("sluice-studio"));
    sluice::installTranslations();

    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate("main", "Data Studio for MaxCompute"));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("workspace"),
                                 QCoreApplication::translate("main", "The workspace to open; the last one without it."),
                                 QStringLiteral("[WORKSPACE]"));
    const QCommandLineOption measure(
        QStringLiteral("measure-start"),
        QCoreApplication::translate("main", "Print the milliseconds until the window is painted, and leave."));
    parser.addOption(measure);
    parser.process(app);

    QThreadPool::globalInstance()->setMaxThreadCount(probeThreads);
    sluice::ConnectorRegistry connectors;
    sluice::addConnectors(connectors);
    int code = 0;
    {
        sluice::Appearance look;
        sluice::MainWindow window(look, sluice::makeSessionFactory(connectors));
        QString directory = parser.positionalArguments().value(0);
        if (directory.isEmpty())
            directory = sluice::MainWindow::recentWorkspaces().value(0);
        std::unique_ptr<StartMeasure> started;
        if (parser.isSet(measure))
            started = std::make_unique<StartMeasure>(clock, &window);
        window.show();
        if (!directory.isEmpty())
            QTimer::singleShot(0, &window,
                               [&window, directory] { window.openWorkspace(QDir(directory).absolutePath()); });
        code = QApplication::exec();
    }
    // Probes hold on to the services they ask; those are taken down here, where they were made.
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::sendPostedEvents();
    return code;
}
