#include "scriptgenerator.h"
#include "task/taskdiff.h"
#include "testcatalog.h"
#include "tests.h"

#include <QTest>

namespace sluice
{

// What has changed, in words.
class TaskDiffTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void words_data();
    void words();
    void changesPointIntoTheNewerScript();
    void brokenScripts();
    void everyDifferenceIsTold();
    void summaries();
};

namespace
{

const QString base = QStringLiteral(R"({
  "type": "job",
  "version": "2.0",
  "steps": [
    { "stepType": "otsstream", "name": "Reader", "category": "reader",
      "parameter": { "datasource": "ots", "endTimeString": "${endTime}", "column": ["pk", "colName"] } },
    { "stepType": "odps", "name": "Writer", "category": "writer",
      "parameter": { "datasource": "odps_first", "table": "t", "column": ["pk", "colname"] } }
  ],
  "setting": { "errorLimit": { "record": "0" }, "speed": { "throttle": false, "concurrent": 1 } }, // one lane
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)");

QStringList wordsOf(const QString &before, const QString &after)
{
    QStringList words;
    for (const TaskChange &change : taskDiff(ScriptDocument(before), ScriptDocument(after)))
        words.append(change.words());
    return words;
}

} // namespace

void TaskDiffTest::words_data()
{
    QTest::addColumn<QStringList>("edits"); // from, to, from, to …
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char *name, const QStringList &edits, const QStringList &words) {
        QTest::newRow(name) << edits << words;
    };
    const auto t = [](const char *text) { return QString::fromUtf8(text); };
    row("nothing", {}, {});
    row("lanes", {t("\"concurrent\": 1"), t("\"concurrent\": 2")}, {t("concurrent 1 → 2")});
    row("spelling", {t("\"concurrent\": 1"), t("\"concurrent\": \"1\"")},
        {t("concurrent written as \"1\" instead of 1")});
    row("a text", {t("${endTime}"), t("${endTme}")}, {t("endTimeString ${endTime} → ${endTme}")});
    row("a key of both sides", {t("\"odps_first\""), t("\"other\"")}, {t("writer datasource odps_first → other")});
    row("a new key", {t("\"colname\"] }"), t("\"colname\"], \"truncate\": true }")}, {t("truncate added: true")});
    row("a key gone", {t("\"table\": \"t\", "), QString()}, {t("table removed: t")});
    row("a mapping more",
        {t("\"colName\"]"), t("\"colName\", \"seq\"]"), t("\"colname\"]"), t("\"colname\", \"sequenceinfo\"]")},
        {t("mapping added: seq → sequenceinfo")});
    row("a mapping less", {t(", \"colName\""), QString(), t(", \"colname\""), QString()},
        {t("mapping removed: colName → colname")});
    row("another source of a column", {t("\"colName\"]"), t("\"version\"]")},
        {t("mapping changed: version → colname instead of colName → colname")});
    row("another order",
        {t("[\"pk\", \"colName\"]"), t("[\"colName\", \"pk\"]"), t("[\"pk\", \"colname\"]"),
         t("[\"colname\", \"pk\"]")},
        {t("order of the mappings changed")});
    row("a comment", {t("// one lane"), t("// a single lane")}, {t("comment changed, line 10")});
    row("a comment more", {t("\"version\": \"2.0\","), t("\"version\": \"2.0\", // of the form")},
        {t("comment added, line 3")});
    row("a comment less", {t(" // one lane"), QString()}, {t("comment removed")});
    row("layout", {t("\"type\": \"job\""), t("\"type\":\"job\"")}, {t("layout changed")});
    row("another system", {t("\"otsstream\""), t("\"kafka\"")}, {t("reader stepType otsstream → kafka")});
    row("more than one", {t("\"concurrent\": 1"), t("\"concurrent\": 2"), t("\"table\": \"t\""), t("\"table\": \"u\"")},
        {t("table t → u"), t("concurrent 1 → 2")});
}

void TaskDiffTest::words()
{
    QFETCH(QStringList, edits);
    QFETCH(QStringList, words);
    QString after = base;
    for (int i = 0; i + 1 < edits.size(); i += 2) {
        QVERIFY2(after.contains(edits[i]), qPrintable(edits[i]));
        after.replace(edits[i], edits[i + 1]);
    }
    QCOMPARE(wordsOf(base, after), words);
}

void TaskDiffTest::changesPointIntoTheNewerScript()
{
    QString after = base;
    after.replace(QStringLiteral("\"concurrent\": 1"), QStringLiteral("\"concurrent\": 2"));
    after.remove(QStringLiteral("\"table\": \"t\", "));
    const ScriptDocument newer(after);
    const auto changes = taskDiff(ScriptDocument(base), newer);
    QCOMPARE(changes.size(), 2);
    QCOMPARE(changes[0].pointer, QStringLiteral("/steps/1/parameter")); // what held the key
    QCOMPARE(changes[0].line, 8);
    QCOMPARE(changes[1].pointer, QStringLiteral("/setting/speed/concurrent"));
    QCOMPARE(changes[1].line, 10);
    for (const TaskChange &change : changes)
        QVERIFY(newer.contains(change.pointer));
}

void TaskDiffTest::brokenScripts()
{
    const QString broken = QString(base).replace(QStringLiteral("\"type\": \"job\","), QStringLiteral("\"type\":"));
    QCOMPARE(wordsOf(base, broken).size(), 1);
    QVERIFY(wordsOf(base, broken).front().startsWith(QLatin1String("The newer script does not parse (line ")));
    QVERIFY(wordsOf(broken, base).front().startsWith(QLatin1String("The older script does not parse (line ")));
    QVERIFY(wordsOf(broken, broken).isEmpty());
    for (const char *text :
         {"", "[]", "1", "{\"steps\": 3}", "{\"setting\": []}", "{\"steps\": [1, {\"category\": 5}]}"})
        QVERIFY2(!wordsOf(base, QLatin1String(text)).isEmpty(), text);
}

// Whatever is edited is told; and texts that are the same have no difference.
void TaskDiffTest::everyDifferenceIsTold()
{
    for (quint32 seed = 1; seed <= 300; ++seed) {
        ScriptGenerator random(seed);
        QJsonValue one, other;
        const QString before = random.script(one), after = random.script(other);
        const ScriptDocument older(before), newer(after);
        QVERIFY(taskDiff(older, older).isEmpty());
        const auto changes = taskDiff(older, newer);
        QCOMPARE(changes.isEmpty(), before == after);
        if (older.value(QString()) != newer.value(QString()))
            QVERIFY2(std::any_of(changes.begin(), changes.end(),
                                 [](const TaskChange &c) { return c.matters() || c.kind == TaskChange::Kind::Layout; }),
                     qPrintable(before + QStringLiteral("\n----\n") + after));
    }
}

void TaskDiffTest::summaries()
{
    const auto summary = [](const QString &after) {
        return diffSummary(taskDiff(ScriptDocument(base), ScriptDocument(after)));
    };
    QCOMPARE(summary(base), QStringLiteral("no difference"));
    QString after = base;
    after.replace(QStringLiteral("\"concurrent\": 1"), QStringLiteral("\"concurrent\": 2"));
    QCOMPARE(summary(after), QStringLiteral("1 change in meaning"));
    after.replace(QStringLiteral("// one lane"), QStringLiteral("// two lanes"));
    QCOMPARE(summary(after), QStringLiteral("1 change in meaning, 1 in comments and layout"));
}

std::unique_ptr<QObject> makeTaskDiffTest()
{
    return std::make_unique<TaskDiffTest>();
}

} // namespace sluice

#include "tst_taskdiff.moc"
