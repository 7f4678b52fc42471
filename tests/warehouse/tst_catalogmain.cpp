#include "tst_alter.h"
#include "tst_catalog.h"
#include "tst_catalogcrash.h"
#include "tst_delta.h"
#include "tst_layout.h"
#include "tst_merge.h"
#include "tst_sql.h"

#include <QTest>

int main(int argc, char **argv)
{
    // The crash test runs this program as its victim.
    if (argc == 3 && QByteArrayView(argv[1]) == "--victim")
        return runVictim(QString::fromLocal8Bit(argv[2]));
    QCoreApplication app(argc, argv);
    int failed = 0;
    const auto run = [&](QObject &&test) { failed += QTest::qExec(&test, argc, argv); };
    run(TstCatalog());
    run(TstSql());
    run(TstAlter());
    run(TstDelta());
    run(TstLayout());
    run(TstMerge());
    run(TstCatalogCrash());
    return failed;
}
