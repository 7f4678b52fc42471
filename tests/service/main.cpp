#include "tests.h"

#include <QCoreApplication>
#include <QtTest>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    int failed = 0;
    failed += QTest::qExec(std::make_unique<TestSqlText>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestLocalWarehouse>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestSourceKeeper>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestSourceTests>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestRunService>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestResume>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestRehearsal>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestReplay>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestReplayEdges>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestReplayOrigins>().get(), argc, argv);
    failed += QTest::qExec(std::make_unique<TestProbes>().get(), argc, argv);
    return failed == 0 ? 0 : 1;
}
