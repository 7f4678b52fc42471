#include "tst_pyodps.h"

#include <QFileInfo>
#include <QProcess>

#include <cstdio>

void TstPyOdps::programs_data()
{
    QTest::addColumn<QString>("program");
    for (const char *program :
         {"pyodps_tables", "pyodps_tunnel", "pyodps_arrow", "pyodps_sql", "pyodps_storage", "pyodps_metadata"})
        QTest::newRow(program) << QString::fromLatin1(program);
}

void TstPyOdps::programs()
{
    QFETCH(QString, program);
    const QString python = QStringLiteral(SLUICE_CLIENT_PYTHON);
    QVERIFY2(QFileInfo::exists(python), "The Python clients are missing: run scripts/setup");
    ServerFixture fixture;
    QVERIFY(fixture.open());
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("SLUICE_ENDPOINT"), fixture.server->endpoint());
    environment.insert(QStringLiteral("SLUICE_PROJECT"), QStringLiteral("demo"));
    environment.insert(QStringLiteral("SLUICE_ACCESS_ID"), QStringLiteral("ak"));
    environment.insert(QStringLiteral("SLUICE_ACCESS_KEY"), QStringLiteral("sk-secret"));
    environment.insert(QStringLiteral("HOME"), fixture.folder.path()); // PyODPS keeps files there
    environment.insert(QStringLiteral("PYTHONDONTWRITEBYTECODE"), QStringLiteral("1"));
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(python, {QStringLiteral(SLUICE_CLIENT_PROGRAMS "/") + program + QStringLiteral(".py")});
    QVERIFY(process.waitForFinished(240000));
    const QByteArray output = process.readAll();
    const bool passed = process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    if (!passed)
        std::fputs(output.constData(), stderr); // a failure's own text would be cut off
    QVERIFY2(passed, qPrintable(program));
    for (const QString &line : fixture.log.lines()) // nothing a client did was the server's fault
        QFAIL(qPrintable(line));
}
