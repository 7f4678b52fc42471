#include "sluice.h"
#include "tests.h"

#include <QDirIterator>
#include <QtTest>

namespace
{

const QMap<QString, QString> secret{{QStringLiteral("SLUICE_SECRET_PROD_ACCESSKEY"), QStringLiteral("s3cr3t-of-prod")}};

Outcome add(const Sluice &sluice, const QString &endpoint, const QString &more = {})
{
    return sluice.run(
        words(QStringLiteral("source add prod --type odps --set endpoint=%1 --set project=ws --set accessId=me %2")
                  .arg(endpoint, more)),
        secret);
}

} // namespace

void TestSources::addListShowRemove()
{
    const Sluice sluice;
    const Outcome added =
        add(sluice, QStringLiteral("http://127.0.0.1:1/api"), QStringLiteral("--description Production"));
    QVERIFY2(added.code == 0, qUtf8Printable(added.text()));
    QVERIFY(sluice.run(words(QStringLiteral("source list"))).out.contains("Production"));
    QCOMPARE(sluice.run(words(QStringLiteral("source list --json"))).json().array().size(), 2);
    const Outcome shown = sluice.run(words(QStringLiteral("source show prod --json")));
    QCOMPARE(shown.json()[QLatin1String("values")][QLatin1String("accessId")].toString(), QStringLiteral("me"));
    QCOMPARE(shown.json()[QLatin1String("secrets")][QLatin1String("accessKey")].toString(), QStringLiteral("kept"));
    QVERIFY(!shown.out.contains("s3cr3t"));
    for (QDirIterator files(sluice.outside(QString()), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
         files.hasNext();) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains("s3cr3t-of-prod"), qUtf8Printable(file.fileName()));
    }

    QCOMPARE(add(sluice, QStringLiteral("http://x/api")).code, 2); // there already
    QCOMPARE(sluice.run(words(QStringLiteral("source add prod --set project=other --replace"))).code, 0);
    const Outcome replaced = sluice.run(words(QStringLiteral("source show prod --json")));
    QCOMPARE(replaced.json()[QLatin1String("values")][QLatin1String("project")].toString(), QStringLiteral("other"));
    QCOMPARE(replaced.json()[QLatin1String("values")][QLatin1String("accessId")].toString(), QStringLiteral("me"));

    QCOMPARE(sluice.run(words(QStringLiteral("source remove prod"))).code, 0);
    QCOMPARE(sluice.run(words(QStringLiteral("source show prod"))).code, 2);
    QCOMPARE(sluice.run(words(QStringLiteral("source remove odps_first"))).code, 2);
}

void TestSources::secretsAreNoArguments()
{
    const Sluice sluice;
    const Outcome given = add(sluice, QStringLiteral("http://x/api"), QStringLiteral("--set accessKey=abc"));
    QCOMPARE(given.code, 2);
    QVERIFY2(given.err.contains("SLUICE_SECRET_PROD_ACCESSKEY"), given.err.constData());
    const Outcome none = sluice.run(
        words(QStringLiteral("source add prod --type odps --set endpoint=http://x --set project=p --set accessId=i")));
    QCOMPARE(none.code, 2);
    QCOMPARE(sluice.run(words(QStringLiteral("source list --json"))).json().array().size(), 1);
    QCOMPARE(sluice.run(words(QStringLiteral("source add my-ds --type odps"))).code, 2);
    QVERIFY(sluice.run(words(QStringLiteral("source add x --type odsp"))).err.contains("odps"));
}

void TestSources::wrongKeyAndWrongPlace()
{
    const Sluice sluice;
    auto server = sluice.start(words(QStringLiteral("warehouse serve --print-connection")));
    QVERIFY(server->waitForReadyRead(60'000));
    const QString endpoint = QJsonDocument::fromJson(server->readLine())[QLatin1String("endpoint")].toString();
    QVERIFY(!endpoint.isEmpty());
    QCOMPARE(add(sluice, endpoint).code, 0);
    const Outcome wrongKey = sluice.run(words(QStringLiteral("source test prod --json")));
    QVERIFY2(wrongKey.code == 3, qUtf8Printable(wrongKey.text()));
    QCOMPARE(wrongKey.json()[QLatin1String("error")][QLatin1String("code")].toString(), QStringLiteral("Auth"));
    QCOMPARE(sluice
                 .run({QStringLiteral("sql"), QStringLiteral("SELECT 1"), QStringLiteral("--source"),
                       QStringLiteral("prod")})
                 .code,
             3);
    const Outcome local = sluice.run(words(QStringLiteral("source test odps_first")));
    QVERIFY2(local.code == 0 && local.out.contains("Connected"), qUtf8Printable(local.text()));
    server->terminate();
    QCOMPARE(sluice.finish(*server).code, 0);

    QCOMPARE(sluice.run(words(QStringLiteral("source test prod"))).code, 3); // gone
    sluice.putNumbers(QStringLiteral("in.csv"), 1);
    sluice.putLoad(QStringLiteral("a.job.json"));
    QFile task(sluice.path(QStringLiteral("a.job.json")));
    QVERIFY(task.open(QIODevice::ReadOnly));
    sluice.put(QStringLiteral("b.job.json"), task.readAll().replace("odps_first", "prod"));
    const Outcome run = sluice.run(words(QStringLiteral("run b.job.json --json")));
    QVERIFY2(run.code == 3, qUtf8Printable(run.text()));
    QVERIFY(!run.out.contains("s3cr3t"));
}

void TestSources::productionIsAHalf()
{
    const Sluice sluice;
    for (const char *folder : {"dev", "prod"})
        QVERIFY(QDir(sluice.path({})).mkdir(QLatin1String(folder)));
    const QString files = QStringLiteral("source add files --type file ");
    QCOMPARE(sluice.run(words(files + QStringLiteral("--set path=prod --production"))).code, 2); // none yet
    QCOMPARE(sluice.run(words(files + QStringLiteral("--set path=dev"))).code, 0);
    QCOMPARE(sluice.run(words(files + QStringLiteral("--set path=prod --replace --production"))).code, 0);
    const QJsonDocument shown = sluice.run(words(QStringLiteral("source show files --json"))).json();
    QCOMPARE(shown[QLatin1String("values")][QLatin1String("path")].toString(), QStringLiteral("dev"));
    QCOMPARE(shown[QLatin1String("production")][QLatin1String("values")][QLatin1String("path")].toString(),
             QStringLiteral("prod"));
    const Outcome tested = sluice.run(words(QStringLiteral("source test files --production --json")));
    QVERIFY2(tested.code == 0, qUtf8Printable(tested.text()));
    QCOMPARE(tested.json()[QLatin1String("half")].toString(), QStringLiteral("production"));
    QCOMPARE(tested.json()[QLatin1String("stages")].toArray().size(), 6);
    QVERIFY(tested.json()[QLatin1String("summary")].toString().contains(QStringLiteral("prod")));
    const Outcome stages = sluice.run(words(QStringLiteral("source test files")));
    QVERIFY2(stages.out.contains("Resolve:") && stages.out.contains("Connected: "), stages.out.constData());
}

void TestSources::usedOnesStay()
{
    const Sluice sluice;
    QCOMPARE(add(sluice, QStringLiteral("http://x/api")).code, 0);
    sluice.put(QStringLiteral("uses.job.json"), R"({"steps": [{"parameter": {"datasource": "prod"}}]})");
    const Outcome refused = sluice.run(words(QStringLiteral("source remove prod")));
    QCOMPARE(refused.code, 2);
    QVERIFY2(refused.err.contains("uses.job.json"), refused.err.constData());
    QCOMPARE(sluice.run(words(QStringLiteral("source remove prod --force"))).code, 0);
}
