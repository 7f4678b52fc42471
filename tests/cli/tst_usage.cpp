#include "sluice.h"
#include "tests.h"

#include <QtTest>

void TestUsage::wrongWords_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("says");
    auto row = [](const char *name, const char *line, const char *says) {
        QTest::newRow(name) << QString::fromUtf8(line) << QString::fromUtf8(says);
    };
    row("nothing", "", "sluice run FILE.job.json");
    row("unknown command", "valdate x", "\"validate\"");
    row("later command", "schedule preview x", "no command \"schedule\"");
    row("half a command", "source", "source add");
    row("unknown option", "run x.job.json --parm a=b", "--param");
    row("option without value", "run x.job.json --param", "needs a value");
    row("flag with value", "run x.job.json --json=yes", "takes no value");
    row("too many words", "new a b", "Usage: sluice new");
    row("too few words", "validate", "Usage: sluice validate");
    row("parameter without value", "run x.job.json --param a", "name=value");
    row("not a time", "run x.job.json --at yesterday", "not a time");
    row("not a format", "sql SELECT --format xml", "table, csv or json");
    row("not a port", "warehouse serve --port seventy", "--port");
    row("half a key", "warehouse serve --access-id me", "--access-key-env");
    row("unknown connector", "connectors odsp", "odps");
    row("unknown source", "sql SELECT --source odps_frist", "odps_first");
    row("no such file", "run none.job.json", "none.job.json");
    row("empty statement", "sql ;", "no statement");
}

void TestUsage::wrongWords()
{
    static const Sluice sluice;
    QFETCH(QString, line);
    QFETCH(QString, says);
    sluice.put(QStringLiteral("x.job.json"), "{}");
    const Outcome outcome = sluice.run(line.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    QVERIFY2(outcome.code == 2, qUtf8Printable(outcome.text()));
    QVERIFY(outcome.out.isEmpty());
    QVERIFY2(QString::fromUtf8(outcome.err).contains(says), outcome.err.constData());
}

void TestUsage::help()
{
    const Sluice sluice;
    const Outcome all = sluice.run(words("help"));
    QCOMPARE(all.code, 0);
    for (const char *command : {"new DIR", "run FILE", "validate FILE", "ddl FILE", "sql ", "source add", "source test",
                                "warehouse serve", "connectors [NAME]"})
        QVERIFY2(all.out.contains(command), command);
    QCOMPARE(sluice.run(words("--help")).out, all.out);
    const Outcome one = sluice.run(words("run --help"));
    QCOMPARE(one.code, 0);
    QVERIFY(one.out.contains("--param name=value"));
    QCOMPARE(sluice.run(words("help run")).out, one.out);
    QVERIFY(sluice.run(words("help source")).out.contains("source remove"));
    QVERIFY(sluice.run(words("--version")).out.startsWith("sluice "));
}

void TestUsage::newRefusesWhatIsThere()
{
    const Sluice sluice;
    const Outcome again = sluice.run({QStringLiteral("new"), sluice.path(QString()), QStringLiteral("--json")});
    QCOMPARE(again.code, 2);
    QCOMPARE(again.json()[QLatin1String("error")][QLatin1String("code")].toString(), QStringLiteral("Conflict"));
    const Outcome other = sluice.run({QStringLiteral("new"), sluice.outside(QStringLiteral("b/c")),
                                      QStringLiteral("--name"), QStringLiteral("Third"), QStringLiteral("--json")});
    QCOMPARE(other.code, 0);
    QCOMPARE(other.json()[QLatin1String("name")].toString(), QStringLiteral("Third"));
}

void TestUsage::newerWorkspaceIsRefused()
{
    const Sluice sluice;
    sluice.put(QStringLiteral("sluice.json"), R"({"format": 99, "name": "x", "timeZone": "UTC"})");
    sluice.put(QStringLiteral("x.job.json"), "{}");
    for (const char *line : {"run x.job.json", "sql SELECT", "source list", "warehouse serve"}) {
        const Outcome outcome = sluice.run(words(line));
        QVERIFY2(outcome.code == 2, qUtf8Printable(outcome.text()));
        QVERIFY2(outcome.err.contains("newer version"), outcome.err.constData());
    }
}

void TestUsage::noWorkspaceHere()
{
    const Sluice sluice;
    const Outcome outcome = sluice.run(
        {QStringLiteral("source"), QStringLiteral("list"), QStringLiteral("--workspace"), QStringLiteral("/")});
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains("sluice new"), outcome.err.constData());
}

void TestUsage::validate()
{
    const Sluice sluice;
    sluice.putLoad(QStringLiteral("good.job.json"), QStringLiteral(", \"partition\": \"pt=${bizdate}\""));
    const QByteArray before = [&] {
        QFile file(sluice.path(QStringLiteral("good.job.json")));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }();
    const Outcome good = sluice.run(words("validate good.job.json --json"));
    QVERIFY2(good.code == 0, qUtf8Printable(good.text()));
    QCOMPARE(good.json()[QLatin1String("valid")].toBool(), true);
    QCOMPARE(good.json()[QLatin1String("parameters")].toArray(), QJsonArray{QStringLiteral("bizdate")});

    sluice.putLoad(QStringLiteral("bad.job.json"), QStringLiteral(", \"emptyAsNul\": true"));
    const Outcome bad = sluice.run(words("validate bad.job.json"));
    const QString line = QString::fromUtf8(bad.out).section(QLatin1Char('\n'), 0, 0);
    static const QRegularExpression form(
        QStringLiteral("^bad\\.job\\.json:3:\\d+: (error|warning): .*emptyAsNull.* \\(/steps/1/parameter.*\\)$"));
    QVERIFY2(form.match(line).hasMatch(), qUtf8Printable(bad.text()));

    sluice.put(QStringLiteral("broken.job.json"), "{\n  \"type\": \"job\",\n  \"steps\": [ }\n");
    const Outcome broken = sluice.run(words("validate broken.job.json --json"));
    QCOMPARE(broken.code, 2);
    const QJsonValue issue = broken.json()[QLatin1String("issues")][0];
    QCOMPARE(issue[QLatin1String("severity")].toString(), QStringLiteral("error"));
    QCOMPARE(issue[QLatin1String("line")].toInt(), 3);

    QFile loaded(sluice.path(QStringLiteral("good.job.json")));
    QVERIFY(loaded.open(QIODevice::ReadOnly));
    sluice.put(QStringLiteral("source.job.json"), loaded.readAll().replace("odps_first", "odps_frist"));
    const Outcome source = sluice.run(words("validate source.job.json --json"));
    QCOMPARE(source.code, 2);
    QCOMPARE(source.json()[QLatin1String("issues")][0][QLatin1String("pointer")].toString(),
             QStringLiteral("/steps/1/parameter/datasource"));

    sluice.put(QStringLiteral("latin.job.json"), "{\"a\": \"\xe4\"}");
    QCOMPARE(sluice.run(words("validate latin.job.json")).code, 2);
    QFile file(sluice.path(QStringLiteral("good.job.json")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), before);
}

void TestUsage::connectors()
{
    const Sluice sluice;
    const Outcome all = sluice.run(words("connectors --json"));
    QCOMPARE(all.code, 0);
    QStringList types;
    const QJsonArray list = all.json().array();
    for (const QJsonValue &connector : list)
        types.append(connector[QLatin1String("stepType")].toString());
    QCOMPARE(types, (QStringList{QStringLiteral("stream"), QStringLiteral("file"), QStringLiteral("odps"),
                                 QStringLiteral("kafka")}));
    const Outcome one = sluice.run(words("connectors odps"));
    QVERIFY(one.out.contains("truncate"));
    QVERIFY(sluice.run(words("connectors odps --json")).json()[QLatin1String("writer")].toArray().size() > 3);
}
