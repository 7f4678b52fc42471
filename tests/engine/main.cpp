#include "engine/parts.h"
#include "engine/resumes.h"
#include "engine/runs.h"

#include <QtTest>

template <typename Case>
static int run(int argc, char **argv)
{
    Case test;
    return QTest::qExec(&test, argc, argv);
}

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    return run<sluice::Parts>(argc, argv) | run<sluice::Runs>(argc, argv) | run<sluice::Resumes>(argc, argv);
}
