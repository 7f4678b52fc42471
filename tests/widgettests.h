#pragma once

#include "app/studio/translations.h"
#include "widgets/common/appearance.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <initializer_list>
#include <memory>

namespace sluice
{

using WidgetTest = std::unique_ptr<QObject> (*)(Appearance &look);

// The main() of a program whose tests open windows: settings of its own, one look. SLUICE_TEST_CLASS names a single
// class to run.
inline int runWidgetTests(int argc, char **argv, const QString &name, std::initializer_list<WidgetTest> tests)
{
    QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QApplication app(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("sluice-test"));
    QCoreApplication::setApplicationName(name);
    QThreadPool::globalInstance()->setMaxThreadCount(8);
    installTranslations();
    Appearance look;
    const QByteArray only = qgetenv("SLUICE_TEST_CLASS");
    int failed = 0;
    for (const WidgetTest make : tests) {
        const std::unique_ptr<QObject> test = make(look);
        if (only.isEmpty() || only == test->metaObject()->className())
            failed += QTest::qExec(test.get(), argc, argv) != 0;
    }
    return failed;
}

} // namespace sluice
