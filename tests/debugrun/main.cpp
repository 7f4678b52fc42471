// Debug runs in the studio offscreen: where they lead, what would make them faster, and leaving while they run.
#include "app/studio/translations.h"
#include "widgets/common/appearance.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <memory>

std::unique_ptr<QObject> makeAdviceTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeHalvesTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeLeavingTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeOtherRegionTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeRoomTest(sluice::Appearance &look);

int main(int argc, char **argv)
{
    QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QApplication app(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("sluice-test"));
    QCoreApplication::setApplicationName(QStringLiteral("tst_debugrun"));
    QThreadPool::globalInstance()->setMaxThreadCount(8);
    sluice::installTranslations();
    sluice::Appearance look;
    int failed = 0;
    const QByteArray only = qgetenv("SLUICE_TEST_CLASS"); // names a single one
    const auto run = [&](std::unique_ptr<QObject> test) {
        if (only.isEmpty() || only == test->metaObject()->className())
            failed += QTest::qExec(test.get(), argc, argv) != 0;
    };
    run(makeAdviceTest(look));
    run(makeHalvesTest(look));
    run(makeLeavingTest(look));
    run(makeOtherRegionTest(look));
    run(makeRoomTest(look));
    return failed;
}
