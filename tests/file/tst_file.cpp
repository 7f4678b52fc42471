#include "file/csvtest.h"
#include "file/flightstest.h"
#include "file/manyfilestest.h"
#include "file/splittest.h"
#include "file/writetest.h"

#include <QtTest>

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    int failed = 0;
    const auto run = [&](QObject &&test) { failed += QTest::qExec(&test, argc, argv); };
    run(CsvTest());
    run(SplitTest());
    run(ManyFilesTest());
    run(WriteTest());
    run(FlightsTest());
    return failed;
}
