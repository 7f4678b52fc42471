// The forms and the wizard offscreen, with real keys and clicks.
#include "app/studio/translations.h"
#include "widgets/common/appearance.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <memory>

std::unique_ptr<QObject> makeFormTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeScriptFormatTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeWizardPageTest(sluice::Appearance &look);

int main(int argc, char **argv)
{
    QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QApplication app(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("sluice-test"));
    QCoreApplication::setApplicationName(QStringLiteral("tst_wizard"));
    QThreadPool::globalInstance()->setMaxThreadCount(8);
    sluice::installTranslations();
    sluice::Appearance look;
    int failed = 0;
    const QByteArray only = qgetenv("SLUICE_TEST_CLASS"); // names a single one
    const auto run = [&](std::unique_ptr<QObject> test) {
        if (only.isEmpty() || only == test->metaObject()->className())
            failed += QTest::qExec(test.get(), argc, argv) != 0;
    };
    run(makeFormTest(look));
    run(makeScriptFormatTest(look));
    run(makeWizardPageTest(look));
    return failed;
}
