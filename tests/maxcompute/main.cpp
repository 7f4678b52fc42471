#include <QCoreApplication>
#include <QTest>

int runChoiceTests(int argc, char **argv);
int runConnectionTests(int argc, char **argv);
int runIncrementalTests(int argc, char **argv);
int runLaneTests(int argc, char **argv);
int runOddTableTests(int argc, char **argv);
int runQueryTests(int argc, char **argv);
int runResumeTests(int argc, char **argv);
int runRuleTests(int argc, char **argv);
int runStatementTests(int argc, char **argv);
int runStorageReadTests(int argc, char **argv);
int runStorageWriteTests(int argc, char **argv);
int runTunnelTests(int argc, char **argv);
int runRetryTests(int argc, char **argv);
int runWireTests(int argc, char **argv);

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    int failed = 0;
    failed += runChoiceTests(argc, argv);
    failed += runConnectionTests(argc, argv);
    failed += runIncrementalTests(argc, argv);
    failed += runLaneTests(argc, argv);
    failed += runOddTableTests(argc, argv);
    failed += runQueryTests(argc, argv);
    failed += runResumeTests(argc, argv);
    failed += runRuleTests(argc, argv);
    failed += runStatementTests(argc, argv);
    failed += runStorageReadTests(argc, argv);
    failed += runStorageWriteTests(argc, argv);
    failed += runTunnelTests(argc, argv);
    failed += runRetryTests(argc, argv);
    failed += runWireTests(argc, argv);
    return failed;
}
