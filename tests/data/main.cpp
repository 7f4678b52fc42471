#include "data/castcases.h"
#include "data/castproperties.h"
#include "data/castspeed.h"
#include "data/texts.h"
#include "data/verdicts.h"

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
    using namespace sluice;
    return run<CastCases>(argc, argv) | run<CastProperties>(argc, argv) | run<CastSpeed>(argc, argv) |
           run<Texts>(argc, argv) | run<Verdicts>(argc, argv);
}
