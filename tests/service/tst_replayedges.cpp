#include "ground.h"
#include "service/replay.h"
#include "tests.h"

#include <QDir>
#include <QJsonDocument>
#include <QtTest>

using namespace sluice;

namespace
{

DirtySet load(Ground &ground, const QString &attempt)
{
    auto set = loadDirtyRows(ground.workspace, attempt, false, Stop());
    if (!set.ok())
        qFatal("%s", qPrintable(set.error().text()));
    return std::move(set).value();
}

Column column(const char *name, const char *type)
{
    return {QString::fromLatin1(name), Type::parse(QString::fromLatin1(type)).value(), true, {}};
}

// A set of one row in memory.
DirtySet setOf(QList<Column> reader, QList<Column> writer, const QByteArray &line)
{
    DirtySet set({{std::move(reader)}, {std::move(writer)}, {}}, {}, {});
    if (const Done taken = set.append(parseDirtyRecords(line, 0)); !taken)
        qFatal("%s", qPrintable(taken.error().text()));
    return set;
}

FixRule rule(const char *text)
{
    return FixRule::parse(QString::fromLatin1(text)).value();
}

} // namespace

void TestReplayEdges::exponentsAreNoPlainNumbers()
{
    const Type type = Type::parse(QStringLiteral("DECIMAL(10,2)")).value();
    for (const char *text : {"1.5E3", "1.5e3 EUR", "2e+6", "2 E-6", "1,000e2"})
        QVERIFY2(!rule("number").apply({text, false}, type), text);
    QCOMPARE(rule("number").apply({"12 EUR", false}, type)->text, QByteArray("12"));
    QCOMPARE(rule("number").apply({"12e", false}, type)->text, QByteArray("12"));
}

void TestReplayEdges::cutLineTakesNoOtherAlong()
{
    QTemporaryDir folder;
    FixChange change;
    change.column = QStringLiteral("price");
    change.from.text = "NA";
    change.to.isNull = true;
    QVERIFY(appendChanges(folder.path(), {change}).ok());
    QFile file(folder.filePath(QStringLiteral("fixes.jsonl")));
    QVERIFY(file.open(QIODevice::ReadWrite));
    const qint64 whole = file.size();
    QVERIFY(file.resize(whole - 10)); // as a full disk leaves it
    file.close();
    QVERIFY(appendReplay(folder.path(), {QStringLiteral("later"), {3}, {}}, 0).ok());
    QVERIFY(appendChanges(folder.path(), {change}).ok());
    const auto trail = readTrail(folder.path());
    QVERIFY(trail.ok());
    QCOMPARE(trail->replays.size(), 1);
    QCOMPARE(trail->replays[0].lines, QList<qint64>{3});
    QCOMPARE(trail->changes.size(), 1);
    QCOMPARE(QFileInfo(file.fileName()).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

// What an attempt has written is gone when a later one overwrites it; into another partition, it is not.
void TestReplayEdges::replacedRowsAreNotAdded()
{
    Ground ground;
    QVERIFY(
        ground.sql(QStringLiteral("CREATE TABLE orders (id BIGINT, price BIGINT) PARTITIONED BY (pt STRING)")).ok());
    const auto script = [](const char *day) {
        return Ground::ordersTask().replace(
            QStringLiteral("\"table\": \"orders\","),
            QStringLiteral("\"table\": \"orders\", \"partition\": \"pt=%1\",").arg(QLatin1String(day)));
    };
    ground.writeFile(QStringLiteral("orders.csv"), "id,price\n1,1\n2,NA\n3,?\n");
    const Attempt first = ground.run(script("1"));
    QVERIFY2(first.state == QLatin1String("Succeeded"), qPrintable(first.error));
    const auto fix = [&](const char *text) {
        DirtySet set = load(ground, first.id);
        const QList<FixChange> changes = set.changesBy(rule(text), {});
        QCOMPARE(changes.size(), 1);
        QVERIFY(appendChanges(first.directory, changes).ok());
    };
    fix("null=NA");
    QCOMPARE(ground.run(script("2")).state, QStringLiteral("Succeeded"));
    const Attempt sent = ground.replay(first);
    QVERIFY2(sent.state == QLatin1String("Succeeded"), qPrintable(sent.error));

    fix("default=0");
    const Attempt again = ground.run(script("1"));
    QCOMPARE(again.state, QStringLiteral("Succeeded"));
    const Attempt refused = ground.replay(first);
    QCOMPARE(refused.errorCode, QStringLiteral("Conflict"));
    QVERIFY2(refused.error.contains(again.id), qPrintable(refused.error));
    const auto rows = ground.sql(QStringLiteral("SELECT id FROM orders WHERE pt = '1'"));
    QVERIFY(rows.ok());
    QCOMPARE(rows->rows.size(), 1);
}

// Rows that the destination refused hold its columns, of which there may be more, under other names.
void TestReplayEdges::widerRowsOfTheDestination()
{
    const DirtySet set = setOf({column("a", "STRING"), column("b", "STRING")},
                               {column("b", "STRING"), column("day", "STRING"), column("more", "STRING")},
                               R"({"row":1,"column":"day","raw":"x","reason":"no day","of":"writer",)"
                               R"("values":["1","x",null]})"
                               "\n");
    QCOMPARE(set.rows().size(), size_t(1));
    QVERIFY(set.changeValue(0, 1, {"y", false}));
    QVERIFY(!set.changeValue(0, 2, {"y", false}));
    QVERIFY(!set.changeValue(0, 3, {"y", false}));
    QList<FixChange> changes = set.changesBy(rule("day:default=2013"), {});
    QCOMPARE(changes.size(), 1);
    DirtySet fixed = set;
    QVERIFY(fixed.apply(changes).ok());
    QCOMPARE(fixed.rows()[0].values[1].text, QByteArray("2013"));
    QCOMPARE(fixed.rows()[0].state, FixState::Fixed);
    QVERIFY(set.changesBy(rule("b:default=2013"), {}).isEmpty()); // the destination's b has no fault
    QVERIFY(set.changesBy(rule("nobody:default=2013"), {}).isEmpty());
}

void TestReplayEdges::namesThatDifferInCase()
{
    DirtySet set =
        setOf({column("id", "STRING"), column("ID", "STRING")}, {column("first", "BIGINT"), column("second", "BIGINT")},
              R"({"row":1,"column":"ID","raw":"x","reason":"no number","values":["1","x"]})"
              "\n");
    const QList<FixChange> changes = set.changesBy(rule("ID:default=7"), {});
    QCOMPARE(changes.size(), 1);
    QVERIFY(set.apply(changes).ok());
    QCOMPARE(set.rows()[0].values[0].text, QByteArray("1"));
    QCOMPARE(set.rows()[0].values[1].text, QByteArray("7"));
    QCOMPARE(set.rows()[0].state, FixState::Fixed);
}

void TestReplayEdges::bytesThatAreNoText()
{
    DirtySet set =
        setOf({column("id", "STRING"), column("raw", "BINARY")}, {column("id", "STRING"), column("raw", "BINARY")},
              R"({"row":1,"column":"id","raw":"x","reason":"no id","of":"writer",)"
              R"("values":["x",{"base64":"/wD+"}]})"
              "\n");
    QVERIFY(set.apply({set.changeValue(0, 0, {"y", false}).value()}).ok());
    QCOMPARE(set.rows()[0].faults.value(1), QString());
    QCOMPARE(set.rows()[0].state, FixState::Fixed);
    const auto source = openReplay(set);
    QVERIFY(source.ok());
    const auto reader = (*source)->reader({}, {});
    QVERIFY(reader.ok());
    Batch batch;
    const auto outcome = (*reader)->next(batch, Stop());
    QVERIFY2(outcome.ok(), outcome.ok() ? "" : qPrintable(outcome.error().text()));
}

void TestReplayEdges::outcomeOfAFailedReplay_data()
{
    QTest::addColumn<QByteArray>("report");
    QTest::addColumn<FixState>("state");
    QTest::newRow("succeeded") << QByteArray(R"({"state":"Succeeded"})") << FixState::Replayed;
    QTest::newRow("nothing was seen") << QByteArray(R"({"state":"Failed","mayShowRows":false})") << FixState::Fixed;
    QTest::newRow("some may be seen") << QByteArray(R"({"state":"Failed","mayShowRows":true})") << FixState::Replaying;
    QTest::newRow("no report") << QByteArray() << FixState::Replaying;
}

void TestReplayEdges::outcomeOfAFailedReplay()
{
    QFETCH(const QByteArray, report);
    QFETCH(const FixState, state);
    Ground ground;
    QVERIFY(ground.sql(QStringLiteral("CREATE TABLE orders (id BIGINT, price BIGINT)")).ok());
    ground.writeFile(QStringLiteral("orders.csv"), "id,price\n1,1\n2,NA\n");
    const Attempt attempt = ground.run(Ground::ordersTask());
    QVERIFY2(attempt.state == QLatin1String("Succeeded"), qPrintable(attempt.error));
    const DirtySet set = load(ground, attempt.id);
    QVERIFY(appendChanges(attempt.directory, set.changesBy(rule("null=NA"), {})).ok());
    const auto later = QStringLiteral("20260101000000abcd");
    QVERIFY(appendReplay(attempt.directory, {later, {set.rows()[0].came.line}, {}}, 0).ok());
    if (!report.isEmpty()) {
        QVERIFY(QDir().mkpath(ground.workspace.attemptDir(later)));
        QFile file(ground.workspace.attemptDir(later) + QStringLiteral("/report.json"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(report) == report.size());
    }
    QCOMPARE(load(ground, attempt.id).rows()[0].state, state);
}

// A line does not tell which file it is from: where their columns stand apart, it is not guessed.
void TestReplayEdges::linesOfSeveralFiles()
{
    Ground ground;
    QVERIFY(QDir(ground.workspace.directory()).mkpath(QStringLiteral("in")));
    ground.writeFile(QStringLiteral("in/a.csv"), "id,price\n1,1\n");
    ground.writeFile(QStringLiteral("in/b.csv"), "id,price\n2,2\nragged\n");
    QVERIFY(ground.sql(QStringLiteral("CREATE TABLE orders (id BIGINT, price BIGINT)")).ok());
    const QString script = Ground::ordersTask().replace(QStringLiteral("orders.csv"), QStringLiteral("in/*.csv"));
    const Attempt attempt = ground.run(script);
    QVERIFY2(attempt.state == QLatin1String("Succeeded"), qPrintable(attempt.error));
    DirtySet set = load(ground, attempt.id);
    QVERIFY(set.apply({set.changeText(0, "3,4").value()}).ok());
    const StepSpec reader = parseTask(ScriptDocument(script)).value().reader;
    DirtySet alike = set;
    const Done taken = ground.probes.readDirtyTexts(alike, reader, Stop());
    QVERIFY2(taken.ok(), taken.ok() ? "" : qPrintable(taken.error().text()));
    QCOMPARE(alike.rows()[0].state, FixState::Fixed);

    ground.writeFile(QStringLiteral("in/b.csv"), "price,id\n2,2\nragged\n");
    const Done refused = ground.probes.readDirtyTexts(set, reader, Stop());
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, ErrorCode::Unsupported);
    QVERIFY(refused.error().message.contains(QStringLiteral("b.csv")));
    QCOMPARE(set.rows()[0].state, FixState::Rejected);
}

void TestReplayEdges::linesByThemselvesHaveNoNumber()
{
    Ground ground;
    ground.writeFile(QStringLiteral("orders.csv"), "id,price\n1,1\nragged\n");
    QVERIFY(ground.sql(QStringLiteral("CREATE TABLE orders (id BIGINT, price BIGINT)")).ok());
    const QString script = Ground::ordersTask().replace(
        QStringLiteral("\"header\": true"), QStringLiteral("\"header\": true, \"column\": [ \"__row__\", \"price\" ]"));
    const Attempt attempt = ground.run(script);
    QVERIFY2(attempt.state == QLatin1String("Succeeded"), qPrintable(attempt.error));
    DirtySet set = load(ground, attempt.id);
    QVERIFY(set.apply({set.changeText(0, "3,4").value()}).ok());
    const Done refused = ground.probes.readDirtyTexts(set, parseTask(ScriptDocument(script)).value().reader, Stop());
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, ErrorCode::Unsupported);
    QVERIFY(refused.error().message.contains(QStringLiteral("__row__")));
}
