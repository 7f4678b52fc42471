#include "tests.h"

#include <QCoreApplication>
#include <QtTest>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    int failed = 0;
    failed += QTest::qExec(std::make_unique<TestWorkspace>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestHistory>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestTaskSchedule>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestSources>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestSchemaCache>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestSecrets>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestDrafts>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestTaskSearch>().get(), argc, argv);
    return failed == 0 ? 0 : 1;
}
