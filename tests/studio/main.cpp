// The studio offscreen: theme, tree, editor, window and runs, with the real services behind them.
#include "app/studio/translations.h"
#include "widgets/common/appearance.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

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

int main(int argc, char **argv)
{
    QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QApplication app(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("sluice-test"));
    QCoreApplication::setApplicationName(QStringLiteral("tst_studio"));
    QThreadPool::globalInstance()->setMaxThreadCount(8);
    sluice::installTranslations();
    sluice::Appearance look;
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
    return failed;
}
