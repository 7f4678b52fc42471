// The studio offscreen: theme, tree, editor, window and runs, with the real services behind them.
#include "app/studio/translations.h"
#include "widgets/common/appearance.h"
#include "widgets/common/watchdog.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <cstdio>
#include <memory>

std::unique_ptr<QObject> makeThemeTest();
std::unique_ptr<QObject> makeScriptTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeModelTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeTreeTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeEditorTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeWindowTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeRunTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeRehearsalTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeWorkbenchTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeTargetTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeWatchdogTest();
std::unique_ptr<QObject> makeNewTaskTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeRecoveryTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeShellTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeSourcesTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeFirstTaskTest(sluice::Appearance &look);
int editUntilKilled(sluice::Appearance &look, const QStringList &arguments);

namespace
{

// What sanitizers cost is not the studio's fault.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double patience = 20;
#else
constexpr double patience = 1;
#endif

} // namespace

int main(int argc, char **argv)
{
    QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    sluice::WatchedApplication app(argc, argv);
    app.setLimit(app.limit() * patience);
    QCoreApplication::setOrganizationName(QStringLiteral("sluice-test"));
    QCoreApplication::setApplicationName(QStringLiteral("tst_studio"));
    QThreadPool::globalInstance()->setMaxThreadCount(8);
    sluice::installTranslations();
    sluice::Appearance look;
    if (app.arguments().value(1) == QLatin1String("--edit-until-killed"))
        return editUntilKilled(look, app.arguments().mid(2));
    int failed = 0;
    const auto run = [&](std::unique_ptr<QObject> test) { failed += QTest::qExec(test.get(), argc, argv) != 0; };
    run(makeThemeTest());
    run(makeScriptTest(look));
    run(makeModelTest(look));
    run(makeTreeTest(look));
    run(makeEditorTest(look));
    run(makeWindowTest(look));
    run(makeRunTest(look));
    run(makeRehearsalTest(look));
    run(makeWorkbenchTest(look));
    run(makeTargetTest(look));
    run(makeWatchdogTest());
    run(makeNewTaskTest(look));
    run(makeRecoveryTest(look));
    run(makeShellTest(look));
    run(makeSourcesTest(look));
    run(makeFirstTaskTest(look));
    // All are told; what is above twice the limit cannot be chance and fails.
    bool tooLong = false;
    for (const auto &stall : app.stalls()) {
        std::printf("The GUI thread was busy for %.0f ms: %s\n", stall.milliseconds, qPrintable(stall.what));
        tooLong |= stall.milliseconds > 2 * app.limit();
    }
    return failed + int(tooLong);
}
