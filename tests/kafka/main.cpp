#include "kafka/tests.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    int failed = 0;
    failed += sluice::runJsonTests(argc, argv);
    failed += sluice::runOptionTests(argc, argv);
    sluice::TestBroker broker(true);
    failed += sluice::runWindowTests(broker, argc, argv);
    failed += sluice::runRecordTests(broker, argc, argv);
    failed += sluice::runSampleTests(broker, argc, argv);
    failed += sluice::runSecurityTests(broker, argc, argv);
    failed += sluice::runWriteTests(broker, argc, argv);
    failed += sluice::runResumeTests(broker, argc, argv);
    failed += sluice::runFaultTests(broker, argc, argv);
    return failed;
}
