#include "sluice.h"
#include "tests.h"

#include <QtTest>

namespace
{

QStringList ddl(const QString &task, const QString &more = {})
{
    return QStringList{QStringLiteral("ddl"), task} + more.split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

// A task from people.csv to table "people", partitioned by the bizdate.
QString putPeople(const Sluice &sluice, const QByteArray &partition = "ds=${bizdate}")
{
    sluice.put(QStringLiteral("people.csv"), "Id,Full Name,born,amount,code\n"
                                             "1,Ada,1815-12-10,1.5,007\n"
                                             "2,Grace,1906-12-09,2.25,011\n");
    sluice.put(QStringLiteral("people.job.json"),
               R"({"type": "job", "version": "2.0", "steps": [
  {"stepType": "file", "parameter": {"path": "people.csv", "header": "true", "column": ["*"]}, "name": "Reader", "category": "reader"},
  {"stepType": "odps", "parameter": {"datasource": "odps_first", "table": "people", "column": ["*"], "truncate": true,
   "partition": ")" +
                   partition +
                   R"("}, "name": "Writer", "category": "writer"}],
 "setting": {"errorLimit": {"record": "0"}, "speed": {"throttle": false, "concurrent": 1}},
 "order": {"hops": [{"from": "Reader", "to": "Writer"}]}})");
    return sluice.path(QStringLiteral("people.job.json"));
}

} // namespace

// A file, a new table, a run: without a line of SQL.
void TestDdl::fileToNewTable()
{
    const Sluice sluice;
    const QString task = putPeople(sluice);
    const Outcome shown = sluice.run(ddl(task));
    QVERIFY2(shown.code == 0, qUtf8Printable(shown.text()));
    QCOMPARE(QString::fromUtf8(shown.out), QStringLiteral("CREATE TABLE `people` (\n"
                                                          "    `id`        BIGINT,\n"
                                                          "    `full_name` STRING,\n"
                                                          "    `born`      DATE,\n"
                                                          "    `amount`    DOUBLE,\n"
                                                          "    `code`      STRING\n"
                                                          ")\n"
                                                          "PARTITIONED BY (`ds` STRING)\n"
                                                          "LIFECYCLE 30;\n"));
    QVERIFY(shown.err.contains("\"Full Name\", is called full_name"));
    QVERIFY(sluice.query(QStringLiteral("SELECT COUNT(*) FROM people")).first().contains(QLatin1String("Exit code")) ||
            sluice.run({QStringLiteral("sql"), QStringLiteral("DESC people")}).code != 0); // only shown

    const Outcome made = sluice.run(ddl(task, QStringLiteral("--run --lifecycle 7")));
    QVERIFY2(made.code == 0, qUtf8Printable(made.text()));
    QVERIFY(made.out.contains("LIFECYCLE 7;"));
    QVERIFY(made.err.contains("Table \"people\" is made in \"odps_first\"."));
    const Outcome loaded =
        sluice.run({QStringLiteral("run"), task, QStringLiteral("--param"), QStringLiteral("bizdate=20150101")});
    QVERIFY2(loaded.code == 0, qUtf8Printable(loaded.text()));
    QCOMPARE(sluice.query(QStringLiteral("SELECT id, full_name, born, code, ds FROM people ORDER BY id")),
             QStringList(
                 {QStringLiteral("1,Ada,1815-12-10,007,20150101"), QStringLiteral("2,Grace,1906-12-09,011,20150101")}));
}

// FC-3: a key makes it a Delta table; a Delta table as the source hands its key on.
void TestDdl::keysAndTypes()
{
    const Sluice sluice;
    const QString task = putPeople(sluice, {});
    const Outcome made = sluice.run(ddl(task, QStringLiteral("--key ID --key born --buckets 8 --lifecycle 0 --run")));
    QVERIFY2(made.code == 0, qUtf8Printable(made.text()));
    QVERIFY(made.out.contains("    `id`        BIGINT NOT NULL,\n"));
    QVERIFY(made.out.contains("    PRIMARY KEY (`id`, `born`)\n)"));
    QVERIFY(made.out.contains("TBLPROPERTIES ('transactional'='true', 'write.bucket.num'='8')"));
    QVERIFY(!made.out.contains("LIFECYCLE"));

    sluice.put(QStringLiteral("copy.job.json"), R"({"type": "job", "version": "2.0", "steps": [
  {"stepType": "odps", "parameter": {"datasource": "odps_first", "table": "people", "column": ["born", "id", "amount"]},
   "name": "Reader", "category": "reader"},
  {"stepType": "odps", "parameter": {"datasource": "odps_first", "table": "copies", "column": ["day", "id", "x", "more"],
   "truncate": true}, "name": "Writer", "category": "writer"}],
 "setting": {"errorLimit": {"record": "0"}, "speed": {"throttle": false, "concurrent": 1}},
 "order": {"hops": [{"from": "Reader", "to": "Writer"}]}})");
    const Outcome copied = sluice.run(ddl(sluice.path(QStringLiteral("copy.job.json")), QStringLiteral("--run")));
    QVERIFY2(copied.code == 0, qUtf8Printable(copied.text()));
    QVERIFY2(copied.out.contains("    `day`  DATE NOT NULL,\n    `id`   BIGINT NOT NULL,\n    `x`    DOUBLE,\n"
                                 "    `more` STRING,\n    PRIMARY KEY (`id`, `day`)\n"),
             copied.out.constData());

    // Every type comes back as it is.
    const QString columns = QStringLiteral(
        "a TINYINT, b SMALLINT, c INT, d BIGINT, e FLOAT, f DOUBLE, g DECIMAL(20,3), h STRING, i VARCHAR(9), j BINARY, "
        "k BOOLEAN, l DATE, m DATETIME, n TIMESTAMP, o TIMESTAMP_NTZ, p JSON, q ARRAY<STRING>, r MAP<STRING,BIGINT>, "
        "s STRUCT<x:INT,y:ARRAY<DATE>>");
    sluice.sql(QStringLiteral("CREATE TABLE wide (%1)").arg(columns));
    sluice.put(QStringLiteral("wide.job.json"), R"({"type": "job", "version": "2.0", "steps": [
  {"stepType": "odps", "parameter": {"datasource": "odps_first", "table": "wide", "column": ["*"]},
   "name": "Reader", "category": "reader"},
  {"stepType": "odps", "parameter": {"datasource": "odps_first", "table": "wider", "column": ["*"], "truncate": true},
   "name": "Writer", "category": "writer"}],
 "setting": {"errorLimit": {"record": "0"}, "speed": {"throttle": false, "concurrent": 1}},
 "order": {"hops": [{"from": "Reader", "to": "Writer"}]}})");
    const QString wide = sluice.path(QStringLiteral("wide.job.json"));
    const Outcome wider = sluice.run(ddl(wide, QStringLiteral("--run")));
    QVERIFY2(wider.code == 0, qUtf8Printable(wider.text()));
    const Outcome same = sluice.run(ddl(wide));
    QVERIFY2(same.err.contains("It has the columns that the task needs."), same.err.constData());
}

void TestDdl::tableThatIsThere()
{
    const Sluice sluice;
    const QString task = putPeople(sluice);
    sluice.sql(
        QStringLiteral("CREATE TABLE people (id STRING, full_name STRING, born DATE, amount DOUBLE, extra INT)"));
    const Outcome shown = sluice.run(ddl(task));
    QCOMPARE(shown.code, 0);
    const Outcome refused = sluice.run(ddl(task, QStringLiteral("--run")));
    QVERIFY2(refused.code == 1, qUtf8Printable(refused.text()));
    for (const char *difference : {"is there already", "Its column id is STRING; the source has BIGINT.",
                                   "It has no column code (STRING).", "Its column extra (INT) has none in the source.",
                                   "It is not partitioned; the task wants it partitioned by ds."}) {
        QVERIFY2(refused.err.contains(difference), refused.err.constData());
        QVERIFY2(shown.err.contains(difference), shown.err.constData());
    }
}

void TestDdl::refusals()
{
    const Sluice sluice;
    const QString task = putPeople(sluice);
    const auto refused = [&](const QStringList &words, int code, const char *says) {
        const Outcome outcome = sluice.run(words);
        QVERIFY2(outcome.code == code && outcome.err.contains(says) && !outcome.out.contains("CREATE"),
                 qUtf8Printable(outcome.text()));
    };
    refused(ddl(task, QStringLiteral("--key fullname")), 2, "full_name");
    refused(ddl(task, QStringLiteral("--key ds")), 2, "partition column");
    refused(ddl(task, QStringLiteral("--key id --key ID")), 2, "twice");
    refused(ddl(task, QStringLiteral("--lifecycle never")), 2, "0 to 37231");
    refused(ddl(task, QStringLiteral("--buckets 0")), 2, "1 to 4096");
    sluice.put(QStringLiteral("to_file.job.json"), R"({"type": "job", "version": "2.0", "steps": [
  {"stepType": "file", "parameter": {"path": "people.csv", "column": ["*"]}, "name": "Reader", "category": "reader"},
  {"stepType": "file", "parameter": {"path": "out.csv"}, "name": "Writer", "category": "writer"}],
 "setting": {"errorLimit": {"record": "0"}, "speed": {"throttle": false, "concurrent": 1}},
 "order": {"hops": [{"from": "Reader", "to": "Writer"}]}})");
    refused(ddl(sluice.path(QStringLiteral("to_file.job.json"))), 2, "MaxCompute writer only");
    sluice.put(QStringLiteral("broken.job.json"), "{");
    refused(ddl(sluice.path(QStringLiteral("broken.job.json"))), 2, "line 1, column 2");

    const Outcome added = sluice.run(
        {QStringLiteral("source"), QStringLiteral("add"), QStringLiteral("far"), QStringLiteral("--type"),
         QStringLiteral("odps"), QStringLiteral("--set"), QStringLiteral("endpoint=http://127.0.0.1:1/api"),
         QStringLiteral("--set"), QStringLiteral("project=p"), QStringLiteral("--set"), QStringLiteral("accessId=a")},
        {{QStringLiteral("SLUICE_SECRET_FAR_ACCESSKEY"), QStringLiteral("b")}});
    QVERIFY2(added.code == 0, qUtf8Printable(added.text()));
    QFile file(task);
    QVERIFY(file.open(QIODevice::ReadOnly));
    sluice.put(QStringLiteral("far.job.json"), file.readAll().replace("odps_first", "far"));
    refused(ddl(sluice.path(QStringLiteral("far.job.json")), QStringLiteral("--run")), 3, "127.0.0.1");
}
