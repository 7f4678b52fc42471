#include "sluice.h"
#include "tests.h"

#include <QFile>
#include <QTcpServer>
#include <QtTest>

namespace
{

QJsonObject connectionOf(QProcess &server)
{
    for (int i = 0; i < 60 && !server.canReadLine(); ++i)
        server.waitForReadyRead(1000);
    return QJsonDocument::fromJson(server.readLine()).object();
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

void TestWarehouse::servesUntilTerminated()
{
    const Sluice sluice;
    auto server = sluice.start(words(QStringLiteral("warehouse serve --print-connection")));
    const QJsonObject connection = connectionOf(*server);
    QCOMPARE(connection.keys(),
             (QStringList{QStringLiteral("accessId"), QStringLiteral("accessKeyFile"), QStringLiteral("endpoint"),
                          QStringLiteral("project"), QStringLiteral("tunnelEndpoint")}));
    QCOMPARE(connection.value(QLatin1String("project")).toString(), QStringLiteral("ws"));
    QVERIFY(contents(connection.value(QLatin1String("accessKeyFile")).toString()).trimmed().size() >= 43);

    // Another process finds it and leaves it running.
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT); INSERT INTO t VALUES (1)"));
    QCOMPARE(server->state(), QProcess::Running);
    server->terminate();
    const Outcome ended = sluice.finish(*server);
    QVERIFY2(ended.code == 0, qUtf8Printable(ended.text()));
    QCOMPARE(sluice.query(QStringLiteral("SELECT id FROM t")), QStringList{QStringLiteral("1")});
}

void TestWarehouse::projectsAndOwnKey()
{
    const Sluice sluice;
    const QMap<QString, QString> key{{QStringLiteral("MY_KEY"), QStringLiteral("my own access key")}};
    auto server = sluice.start(
        words(QStringLiteral("warehouse serve --project alpha --project beta --access-id me --access-key-env MY_KEY")),
        key);
    const QJsonObject connection = connectionOf(*server);
    QCOMPARE(connection.value(QLatin1String("project")).toString(), QStringLiteral("alpha"));
    QCOMPARE(connection.value(QLatin1String("accessId")).toString(), QStringLiteral("me"));
    QCOMPARE(contents(connection.value(QLatin1String("accessKeyFile")).toString()).trimmed(),
             QByteArray("my own access key"));
    const Outcome added = sluice.run(
        words(QStringLiteral("source add beta --type odps --set endpoint=%1 --set project=beta --set accessId=me")
                  .arg(connection.value(QLatin1String("endpoint")).toString())),
        {{QStringLiteral("SLUICE_SECRET_BETA_ACCESSKEY"), QStringLiteral("my own access key")}});
    QCOMPARE(added.code, 0);
    const Outcome tested = sluice.run(words(QStringLiteral("source test beta")));
    QVERIFY2(tested.code == 0, qUtf8Printable(tested.text()));
    server->terminate();
    QCOMPARE(sluice.finish(*server).code, 0);
    const Outcome unset = sluice.run(words(QStringLiteral("warehouse serve --access-id me --access-key-env NOT_SET")));
    QCOMPARE(unset.code, 2);
}

void TestWarehouse::occupiedPort()
{
    const Sluice sluice;
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    const Outcome outcome = sluice.run(words(QStringLiteral("warehouse serve --port %1").arg(other.serverPort())));
    QVERIFY2(outcome.code == 2, qUtf8Printable(outcome.text()));
    QVERIFY(outcome.out.isEmpty());
    QVERIFY2(outcome.err.contains(QByteArray::number(other.serverPort())), outcome.err.constData());
}

void TestWarehouse::servedAlready()
{
    const Sluice sluice;
    auto server = sluice.start(words(QStringLiteral("warehouse serve")));
    QVERIFY(!connectionOf(*server).isEmpty());
    const Outcome second = sluice.run(words(QStringLiteral("warehouse serve")));
    QVERIFY2(second.code == 2, qUtf8Printable(second.text()));
    server->terminate();
    QCOMPARE(sluice.finish(*server).code, 0);
}

void TestWarehouse::outsideOfAWorkspace()
{
    const Sluice sluice;
    auto server = sluice.start(
        words(QStringLiteral("warehouse serve --workspace %1").arg(sluice.outside(QStringLiteral("plain-folder")))));
    const QJsonObject connection = connectionOf(*server);
    QCOMPARE(connection.value(QLatin1String("project")).toString(), QStringLiteral("plain_folder"));
    QVERIFY(connection.value(QLatin1String("accessKeyFile"))
                .toString()
                .startsWith(sluice.outside(QStringLiteral("plain-folder/.sluice"))));
    server->terminate();
    QCOMPARE(sluice.finish(*server).code, 0);
}
