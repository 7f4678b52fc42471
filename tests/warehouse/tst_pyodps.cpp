#include "tst_pyodps.h"

#include "clientprogram.h"

void TstPyOdps::programs_data()
{
    QTest::addColumn<QString>("program");
    for (const char *program : {"pyodps_tables", "pyodps_tunnel", "pyodps_arrow", "pyodps_sql", "pyodps_auth",
                                "pyodps_delta", "pyodps_stream", "pyodps_storage", "pyodps_metadata"})
        QTest::newRow(program) << QString::fromLatin1(program);
}

void TstPyOdps::programs()
{
    QFETCH(QString, program);
    runClientProgram(QStringLiteral(SLUICE_CLIENT_PYTHON),
                     {QStringLiteral(SLUICE_CLIENT_PROGRAMS "/") + program + QStringLiteral(".py")});
}
