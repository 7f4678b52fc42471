#include "tests.h"

#include <QCoreApplication>
#include <QtTest>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    int failed = 0;
    failed += QTest::qExec(std::make_unique<TestUsage>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestRun>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestDiff>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestDdl>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestExpr>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestSources>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestWarehouse>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestCrash>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestReplay>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestResume>().get(), argc, argv);
    return failed == 0 ? 0 : 1;
}
