#include "tests.h"

#include <QTest>

// One program for the module: each class is run; SLUICE_TEST_CLASS names a single one.
int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QByteArray only = qgetenv("SLUICE_TEST_CLASS");
    int failures = 0;
    for (const auto &make : sluice::scheduleTests()) {
        const std::unique_ptr<QObject> test = make();
        if (only.isEmpty() || only == test->metaObject()->className())
            failures += QTest::qExec(test.get(), argc, argv);
    }
    return failures;
}
