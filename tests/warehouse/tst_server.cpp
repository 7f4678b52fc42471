#include "tst_auth.h"
#include "tst_faultplan.h"
#include "tst_http.h"
#include "tst_javasdk.h"
#include "tst_pyodps.h"
#include "tst_rest.h"
#include "tst_storageapi.h"
#include "tst_streamplane.h"
#include "tst_tunnelplane.h"
#include "tst_upsertplane.h"

#include <QTest>

// Classes named on the command line run alone: tst_server TstRest submit
int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QStringList arguments = app.arguments();
    const QString only = arguments.value(1).startsWith(QLatin1String("Tst")) ? arguments.takeAt(1) : QString();
    int failed = 0;
    const auto run = [&](QObject &&test) {
        if (only.isEmpty() || only == QLatin1String(test.metaObject()->className()))
            failed += QTest::qExec(&test, arguments);
    };
    run(TstHttp());
    run(TstAuth());
    run(TstFaultPlan());
    run(TstRest());
    run(TstTunnelPlane());
    run(TstUpsertPlane());
    run(TstStorageApi());
    run(TstStreamPlane());
    run(TstPyOdps());
    run(TstJavaSdk());
    return failed;
}
