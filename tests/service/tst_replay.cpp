#include "ground.h"
#include "service/replay.h"
#include "service/runreport.h"
#include "tests.h"

#include <QtTest>

using namespace sluice;

namespace
{

const auto makeOrders = QStringLiteral("CREATE TABLE orders (id BIGINT, price DECIMAL(10,2), day DATE, note STRING)");

Attempt runOrders(Ground &ground, const QByteArray &csv, const QString &script = Ground::ordersTask())
{
    ground.writeFile(QStringLiteral("orders.csv"), csv);
    return ground.run(script);
}

// Makes changes and keeps them, as the studio and the command line do.
void change(Ground &ground, const Attempt &attempt, DirtySet &set, QList<FixChange> changes)
{
    for (FixChange &one : changes)
        one.at = QDateTime::currentDateTimeUtc();
    QVERIFY(set.apply(changes).ok());
    QVERIFY(appendChanges(ground.workspace.attemptDir(attempt.id), changes).ok());
}

DirtySet load(Ground &ground, const Attempt &attempt)
{
    auto set = loadDirtyRows(ground.workspace, attempt.id, false, Stop());
    if (!set.ok())
        qFatal("%s", qPrintable(set.error().text()));
    return std::move(set).value();
}

QList<QStringList> rowsOf(Ground &ground)
{
    const auto rows = ground.sql(QStringLiteral("SELECT id, price, day, note FROM orders ORDER BY id"));
    return rows.ok() ? rows->rows : QList<QStringList>();
}

const QByteArray threeDirty = "id,price,day,note\n"
                              "1,1.25,2013-01-01,a\n"
                              "2,NA,2013-01-02,b\n"
                              "3,3,03/01/2013,c\n"
                              "x,4,2013-01-04,d\n"
                              "5,5,2013-01-05,e\n";

} // namespace

void TestReplay::rules_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to"); // null: it is left alone; "NULL" stands for NULL
    const auto row = [](const char *rule, const char *type, const char *from, const QString &to) {
        QTest::addRow("%s of %s", rule, from) << QString(rule) << QString(type) << QString(from) << to;
    };
    row("trim", "BIGINT", "\u00a0 12\t", "12");
    row("trim", "BIGINT", "\"12\"", "12");
    row("trim", "BIGINT", "12x", {});
    row("null=NA", "BIGINT", "NA", "NULL");
    row("null=NA", "BIGINT", " NA ", "NULL");
    row("null=NA", "BIGINT", "N/A", {});
    row("null=", "BIGINT", " ", "NULL");
    row("default=0", "BIGINT", "oops", "0");
    row("number", "DECIMAL(10,2)", "1,234.50 EUR", "1234.50");
    row("number", "DECIMAL(10,2)", "1.234,50", "1234.50");
    row("number", "DECIMAL(10,2)", "$ -12,5", "-12.5");
    row("number", "BIGINT", "1,234,567", "1234567");
    row("number", "BIGINT", "(12)", "-12");
    row("number", "BIGINT", "none", {});
    row("date=dd/MM/yyyy", "DATE", "03/01/2013", "2013-01-03");
    row("date=dd/MM/yyyy HH:mm", "DATETIME", "03/01/2013 14:05", "2013-01-03 14:05:00");
    row("date=dd/MM/yyyy", "DATE", "2013", {});
    row("cut", "VARCHAR(3)", "abcdef", "abc");
    row("cut", "BIGINT", "abcdef", {});
    row("drop", "BIGINT", "x", {});
}

void TestReplay::rules()
{
    QFETCH(const QString, rule);
    QFETCH(const QString, type);
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    const auto parsed = FixRule::parse(rule);
    QVERIFY2(parsed.ok(), parsed.ok() ? "" : qPrintable(parsed.error().text()));
    QCOMPARE(parsed->toText(), rule);
    const auto made = parsed->apply({from.toUtf8(), false}, Type::parse(type).value());
    QCOMPARE(made.has_value(), !to.isNull());
    if (made) {
        QCOMPARE(made->isNull, to == QLatin1String("NULL"));
        if (!made->isNull)
            QCOMPARE(QString::fromUtf8(made->text), to);
    }
}

void TestReplay::wrongRules()
{
    for (const char *text : {"", "null", "trim=1", "date=", "nonsense", "a:nonsense=1"})
        QVERIFY2(!FixRule::parse(QLatin1String(text)).ok(), text);
    const auto rule = FixRule::parse(QStringLiteral("price:null=N:A"));
    QVERIFY(rule.ok());
    QCOMPARE(rule->column, QStringLiteral("price"));
    QCOMPARE(rule->text, QStringLiteral("N:A"));
}

void TestReplay::rowsAreKeptWhole()
{
    Ground ground;
    QVERIFY(ground.sql(makeOrders).ok());
    const Attempt attempt = runOrders(ground, threeDirty + "ragged\n");
    QVERIFY2(attempt.state == QLatin1String("Succeeded"), qPrintable(attempt.error));
    const DirtySet set = load(ground, attempt);
    QCOMPARE(set.rows().size(), size_t(4));
    QCOMPARE(set.columns().reader.names(), (QStringList{"id", "price", "day", "note"}));
    QCOMPARE(set.columns().writer.columns[1].type.text(), QStringLiteral("DECIMAL(10,2)"));
    const auto row =
        std::find_if(set.rows().begin(), set.rows().end(), [](const FixedRow &one) { return one.came.row == 2; });
    QVERIFY(row != set.rows().end());
    QCOMPARE(row->came.form, DirtyRecord::Form::Came);
    QCOMPARE(row->values.size(), size_t(4));
    QCOMPARE(row->values[3].text, QByteArray("b"));
    QCOMPARE(row->faults.keys(), QList<int>{1});
    QCOMPARE(row->state, FixState::Rejected);
    const auto ragged = std::find_if(set.rows().begin(), set.rows().end(),
                                     [](const FixedRow &one) { return one.came.form == DirtyRecord::Form::Text; });
    QVERIFY(ragged != set.rows().end());
    QCOMPARE(ragged->text, QByteArray("ragged"));
    QVERIFY(ragged->faults.contains(FixedRow::whole));
}

// The acceptance: three dirty rows are corrected, one by hand, two by rules, and only they are sent again.
void TestReplay::fixedByHandAndByRule()
{
    Ground ground;
    QVERIFY(ground.sql(makeOrders).ok());
    const Attempt attempt = runOrders(ground, threeDirty);
    QVERIFY2(attempt.state == QLatin1String("Succeeded"), qPrintable(attempt.error));
    QCOMPARE(rowsOf(ground).size(), 2);
    DirtySet set = load(ground, attempt);
    QCOMPARE(set.rows().size(), size_t(3));

    const QList<FixChange> nulls = set.changesBy(FixRule::parse(QStringLiteral("null=NA")).value(), {});
    QCOMPARE(DirtySet::rowsOf(nulls), 1);
    change(ground, attempt, set, nulls);
    change(ground, attempt, set, set.changesBy(FixRule::parse(QStringLiteral("day:date=dd/MM/yyyy")).value(), {}));
    size_t last = 0;
    while (set.rows()[last].state != FixState::Rejected)
        ++last;
    change(ground, attempt, set, {set.changeValue(last, 0, {"y", false}).value()});
    QCOMPARE(set.rows()[last].state, FixState::Rejected); // looked at again at once
    QVERIFY(set.rows()[last].faults.contains(0));
    change(ground, attempt, set, {set.changeValue(last, 0, {"4", false}).value()});
    QCOMPARE(set.count(FixState::Fixed), 3);

    const Attempt again = ground.replay(attempt);
    QVERIFY2(again.state == QLatin1String("Succeeded"), qPrintable(again.error));
    QCOMPARE(again.replays, attempt.id);
    QCOMPARE(again.rowsRead, 3);
    QCOMPARE(again.rowsWritten, 3);
    QCOMPARE(rowsOf(ground), (QList<QStringList>{{"1", "1.25", "2013-01-01", "a"},
                                                 {"2", QString(), "2013-01-02", "b"},
                                                 {"3", "3", "2013-01-03", "c"},
                                                 {"4", "4", "2013-01-04", "d"},
                                                 {"5", "5", "2013-01-05", "e"}}));
    QCOMPARE(readReport(again.directory)->value(QStringLiteral("replays")).toString(), attempt.id);
    QCOMPARE(ground.history->attempt(again.id).value()->replays, attempt.id);
    QCOMPARE(load(ground, attempt).count(FixState::Replayed), 3);
}

void TestReplay::nothingIsSentTwice()
{
    Ground ground;
    QVERIFY(ground.sql(makeOrders).ok());
    const Attempt attempt = runOrders(ground, threeDirty);
    QCOMPARE(ground.replay(attempt).errorCode, QStringLiteral("Config")); // nothing is corrected
    DirtySet set = load(ground, attempt);
    const DirtySet early = set;
    change(ground, attempt, set, set.changesBy(FixRule::parse(QStringLiteral("null=NA")).value(), {}));
    QCOMPARE(ground.replay(attempt).state, QStringLiteral("Succeeded"));
    QCOMPARE(ground.replay(attempt).errorCode, QStringLiteral("Config"));
    QCOMPARE(rowsOf(ground).size(), 3);
    // A row that is at the destination is not changed any more.
    set = load(ground, attempt);
    for (size_t i = 0; i < set.rows().size(); ++i)
        if (set.rows()[i].state == FixState::Replayed) {
            QVERIFY(!set.changeValue(i, 1, {"9", false}));
            QVERIFY(!set.changeDropped(i, true));
        }
    // One who has not seen that replay does not begin another.
    QCOMPARE(appendReplay(ground.workspace.attemptDir(attempt.id), {QStringLiteral("other"), {0}, {}},
                          early.trail().replays.size())
                 .error()
                 .code,
             ErrorCode::Conflict);
    // A replay that failed has sent nothing: its rows wait again.
    change(ground, attempt, set, set.changesBy(FixRule::parse(QStringLiteral("default=7")).value(), {}));
    QVERIFY(ground.sql(QStringLiteral("DROP TABLE orders")).ok());
    QCOMPARE(ground.replay(attempt).state, QStringLiteral("Failed"));
    QVERIFY(load(ground, attempt).count(FixState::Fixed) > 0);
}

void TestReplay::refusedUntilItEnded()
{
    Ground ground;
    QVERIFY(ground.sql(makeOrders).ok());
    const Attempt failed =
        runOrders(ground, threeDirty, Ground::ordersTask().replace(QStringLiteral("100"), QStringLiteral("0")));
    QCOMPARE(failed.state, QStringLiteral("Failed"));
    DirtySet set = load(ground, failed);
    change(ground, failed, set, set.changesBy(FixRule::parse(QStringLiteral("null=NA")).value(), {}));
    const Attempt refused = ground.replay(failed);
    QCOMPARE(refused.errorCode, QStringLiteral("Conflict"));
    QVERIFY(rowsOf(ground).isEmpty());
    StartRequest request;
    request.replays = QStringLiteral("20000101000000abcd");
    QCOMPARE(ground.runs.wait(ground.runs.start(request)).errorCode, QStringLiteral("NotFound"));
}

void TestReplay::lineCorrectedByHand()
{
    Ground ground;
    QVERIFY(ground.sql(makeOrders).ok());
    const Attempt attempt = runOrders(ground, "id,price,day,note\n1,1,2013-01-01,a\n2,2,2013-01-02\n");
    QVERIFY2(attempt.state == QLatin1String("Succeeded"), qPrintable(attempt.error));
    DirtySet set = load(ground, attempt);
    QCOMPARE(set.rows().size(), size_t(1));
    const StepSpec reader = parseTask(ScriptDocument(Ground::ordersTask())).value().reader;
    change(ground, attempt, set, {set.changeText(0, "still,too,few").value()});
    QVERIFY(ground.probes.readDirtyTexts(set, reader, Stop()).ok());
    QCOMPARE(set.rows()[0].state, FixState::Rejected);
    QVERIFY(set.rows()[0].faults.value(FixedRow::whole).contains(QStringLiteral("3 fields")));
    change(ground, attempt, set, {set.changeText(0, "2,\"2\",2013-01-02,\"b, late\"").value()});
    QVERIFY(ground.probes.readDirtyTexts(set, reader, Stop()).ok());
    QCOMPARE(set.rows()[0].state, FixState::Fixed);
    const Attempt again = ground.replay(attempt);
    QVERIFY2(again.state == QLatin1String("Succeeded"), qPrintable(again.error));
    QCOMPARE(rowsOf(ground).last(), (QStringList{"2", "2", "2013-01-02", "b, late"}));
}

// Values that came with a type of their own go through it again, so that they arrive as their neighbours did.
void TestReplay::typedColumns()
{
    Ground ground;
    QVERIFY(ground.sql(QStringLiteral("CREATE TABLE source (ok BOOLEAN, n BIGINT, at TIMESTAMP, b BINARY)")).ok());
    QVERIFY(ground.sql(QStringLiteral("CREATE TABLE target (ok BIGINT, n TINYINT, at TIMESTAMP, b BINARY)")).ok());
    const auto filled = ground.sql(QStringLiteral("INSERT INTO source VALUES (true, 300, TIMESTAMP '2013-01-01 "
                                                  "10:00:00.123', CAST('xy' AS BINARY)), (false, 3, NULL, NULL)"));
    QVERIFY2(filled.ok(), filled.ok() ? "" : qPrintable(filled.error().text()));
    StartRequest request;
    request.taskPath = QStringLiteral("copy.job.json");
    request.script = Ground::ordersTask();
    const auto from = request.script.indexOf(QStringLiteral("{ \"stepType\": \"file\""));
    const auto to = request.script.indexOf(QStringLiteral("} },"), from);
    request.script.replace(from, to - from,
                           QStringLiteral("{ \"stepType\": \"odps\", \"name\": \"Reader\", \"category\": \"reader\", "
                                          "\"parameter\": { \"datasource\": \"odps_first\", \"table\": \"source\", "
                                          "\"column\": [ \"*\" ] "));
    request.script.replace(QStringLiteral("\"orders\""), QStringLiteral("\"target\""));
    const Attempt attempt = ground.runs.wait(ground.runs.start(request));
    QVERIFY2(attempt.state == QLatin1String("Succeeded"), qPrintable(attempt.error));
    DirtySet set = load(ground, attempt);
    QCOMPARE(set.rows().size(), size_t(1));
    QCOMPARE(set.rows()[0].faults.keys(), QList<int>{1});
    change(ground, attempt, set, {set.changeValue(0, 1, {"30", false}).value()});
    QCOMPARE(set.rows()[0].state, FixState::Fixed);
    const Attempt again = ground.replay(attempt);
    QVERIFY2(again.state == QLatin1String("Succeeded"), qPrintable(again.error));
    const auto rows = ground.sql(QStringLiteral("SELECT ok, n, at, b FROM target ORDER BY n"));
    QVERIFY(rows.ok());
    QCOMPARE(rows->rows.size(), 2);
    QCOMPARE(rows->rows[1].mid(0, 2), (QStringList{"1", "30"}));
    QVERIFY(rows->rows[1][2].startsWith(QStringLiteral("2013-01-01 10:00:00.123")));
}

void TestReplay::trailTellsAll()
{
    Ground ground;
    QVERIFY(ground.sql(makeOrders).ok());
    const Attempt attempt = runOrders(ground, threeDirty);
    DirtySet set = load(ground, attempt);
    change(ground, attempt, set, set.changesBy(FixRule::parse(QStringLiteral("price:null=NA")).value(), {}));
    change(ground, attempt, set, {set.changeDropped(2, true).value()});
    change(ground, attempt, set, {set.changeDropped(2, false).value()});
    const Attempt again = ground.replay(attempt);
    const auto trail = readTrail(ground.workspace.attemptDir(attempt.id));
    QVERIFY(trail.ok());
    QCOMPARE(trail->changes.size(), 3);
    const FixChange &first = trail->changes[0];
    QCOMPARE(first.row, 2);
    QCOMPARE(first.column, QStringLiteral("price"));
    QCOMPARE(first.from.text, QByteArray("NA"));
    QVERIFY(first.to.isNull);
    QCOMPARE(first.rule, QStringLiteral("price:null=NA"));
    QVERIFY(first.at.isValid());
    QCOMPARE(trail->changes[2].kind, FixChange::Kind::Restore);
    QCOMPARE(trail->replays.size(), 1);
    QCOMPARE(trail->replays[0].attempt, again.id);
    QCOMPARE(trail->replays[0].lines.size(), 1);
    const QJsonObject json = dirtyRowsJson(load(ground, attempt));
    QCOMPARE(json.value(QStringLiteral("counts"))[QStringLiteral("replayed")].toInt(), 1);
}
