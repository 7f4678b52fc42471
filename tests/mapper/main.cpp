// The field mapper offscreen, with real mouse and key events and the real services behind it.
#include "app/studio/translations.h"
#include "widgets/common/appearance.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <memory>

std::unique_ptr<QObject> makeMappingEditorTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeMapperPageTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeMapperDragTest(sluice::Appearance &look);
std::unique_ptr<QObject> makeMapperKafkaTest(sluice::Appearance &look);

int main(int argc, char **argv)
{
    QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QApplication app(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("sluice-test"));
    QCoreApplication::setApplicationName(QStringLiteral("tst_mapper"));
    QThreadPool::globalInstance()->setMaxThreadCount(8);
    sluice::installTranslations();
    sluice::Appearance look;
    const QByteArray only = qgetenv("SLUICE_TEST_CLASS");
    int failed = 0;
    const auto run = [&](std::unique_ptr<QObject> test) {
        if (only.isEmpty() || only == test->metaObject()->className())
            failed += QTest::qExec(test.get(), argc, argv) != 0;
    };
    run(makeMappingEditorTest(look));
    run(makeMapperPageTest(look));
    run(makeMapperDragTest(look));
    run(makeMapperKafkaTest(look));
    return failed;
}
