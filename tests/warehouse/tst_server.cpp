#include "tst_auth.h"
#include "tst_http.h"

#include <QTest>

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    int failed = 0;
    const auto run = [&](QObject &&test) { failed += QTest::qExec(&test, argc, argv); };
    run(TstHttp());
    run(TstAuth());
    return failed;
}
