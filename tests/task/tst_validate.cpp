#include "task/optionvalue.h"
#include "task/validate.h"
#include "testcatalog.h"
#include "tests.h"

#include <QJsonArray>
#include <QTest>

namespace sluice
{

class ValidateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goodTask();
    void issues_data();
    void issues();
    void documents();
    void manyMistakesAreBounded();
    void parse();
    void parseRefusals_data();
    void parseRefusals();
    void values();
    void parameters();
};

// The task that the rows below break in one place each.
static const QString goodScript = QStringLiteral(R"({
  "type": "job",
  "version": "2.0",
  "steps": [
    {
      "stepType": "odps",
      "parameter": {
        "datasource": "odps_first",
        "table": "flights",
        "column": [
          "year",
          "month",
          "'x'"
        ],
        "partition": [
          "pt=*"
        ]
      },
      "name": "Reader",
      "category": "reader"
    },
    {
      "stepType": "odps",
      "parameter": {
        "datasource": "odps_first",
        "table": "copy",
        "column": [
          "year",
          "month",
          "x"
        ],
        "partition": "pt=${bizdate}",
        "truncate": true
      },
      "name": "Writer",
      "category": "writer"
    }
  ],
  "setting": {
    "errorLimit": {
      "record": "0"
    },
    "speed": {
      "throttle": true,
      "concurrent": 1,
      "mbps": "12"
    }
  },
  "order": {
    "hops": [
      {
        "from": "Reader",
        "to": "Writer"
      }
    ]
  }
}
)");

static QString listed(const Issues &issues)
{
    QStringList lines;
    for (const Issue &issue : issues)
        lines.append(severityName(issue.severity) + QLatin1String(" ") + issue.pointer + QLatin1String(" ") +
                     issueText(issue) + (issue.cure.isEmpty() ? QString() : QLatin1String(" [") + issue.cure + u']'));
    return lines.join(u'\n');
}

void ValidateTest::goodTask()
{
    const Issues issues = validate(ScriptDocument(goodScript), testCatalog());
    QVERIFY2(issues.isEmpty(), qPrintable(listed(issues)));
}

void ValidateTest::issues_data()
{
    QTest::addColumn<QString>("from"); // text of the good script, replaced
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("severity"); // of the one issue; empty: none
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("message"); // part of it
    QTest::addColumn<QString>("cured");   // what replaces `from` once the cure is taken; empty: no cure
    const auto row = [](const char *from, const char *to, const char *severity, const char *pointer,
                        const char *message, const char *cured = "") {
        QTest::newRow(to) << QString::fromUtf8(from) << QString::fromUtf8(to) << QString::fromUtf8(severity)
                          << QString::fromUtf8(pointer) << QString::fromUtf8(message) << QString::fromUtf8(cured);
    };
    // Head.
    row("\"job\"", "\"jop\"", "error", "/type", "is \"job\", not \"jop\"", "\"job\"");
    row("\"2.0\"", "2", "", "", "");
    row("\"2.0\"", "\"1.0\"", "error", "/version", "is \"2.0\", not \"1.0\"", "\"2.0\"");
    row("  \"type\": \"job\",\n", "", "error", "", "\"type\" is missing");
    row("\"setting\": {", "\"extend\": {}, \"setting\": {", "warning", "/extend", "kept as it is");
    row("\"setting\": {", "\"setings\": {}, \"setting\": {", "warning", "/setings", "kept as it is");
    row("\"setting\": {\n", "\"settings\": {\n", "error", "/settings", "did you mean \"setting\"?", "\"setting\": {\n");
    // Steps.
    row("\"stepType\": \"odps\",\n      \"parameter\": {\n        \"datasource\": \"odps_first\",\n        \"table\": "
        "\"flights\"",
        "\"stepType\": \"odsp\",\n      \"parameter\": {\n        \"datasource\": \"odps_first\",\n        \"table\": "
        "\"flights\"",
        "error", "/steps/0/stepType", "did you mean \"odps\"?",
        "\"stepType\": \"odps\",\n      \"parameter\": {\n        \"datasource\": \"odps_first\",\n        \"table\": "
        "\"flights\"");
    row("\"category\": \"reader\"", "\"category\": \"raeder\"", "error", "/steps/0/category",
        "\"reader\" or \"writer\", not \"raeder\"", "\"category\": \"reader\"");
    row("\"category\": \"writer\"", "\"category\": \"reader\"", "error", "/steps/1/category", "another");
    row("      \"name\": \"Writer\",\n", "", "warning", "/steps/1", "has no \"name\"");
    row("\"name\": \"Writer\"", "\"name\": \"Reader\"", "error", "/steps/1/name", "names must differ");
    row("\"name\": \"Writer\"", "\"name\": 7", "error", "/steps/1/name", "must be a text");
    row("\"name\": \"Reader\",", "\"name\": \"Reader\", \"gui\": {},", "warning", "/steps/0/gui", "kept");
    row("\"name\": \"Reader\",", "\"naem\": \"Reader\",", "error", "/steps/0/naem", "did you mean \"name\"?",
        "\"name\": \"Reader\",");
    // Options.
    row("        \"table\": \"flights\",\n", "", "error", "/steps/0/parameter",
        "\"table\" of the odps reader is required");
    row("\"table\": \"flights\"", "\"table\": \"\"", "error", "/steps/0/parameter/table", "required and empty");
    row("\"table\": \"flights\"", "\"table\": 7", "", "", "");
    row("\"table\": \"flights\"", "\"table\": [ \"a\" ]", "error", "/steps/0/parameter/table", "must be a text");
    row(",\n        \"truncate\": true", "", "error", "/steps/1/parameter", "choose append (false) or overwrite (true)",
        ",\n        \"truncate\": false");
    row("\"truncate\": true", "\"truncate\": \"True\"", "", "", "");
    row("\"truncate\": true", "\"truncate\": \"yes\"", "error", "/steps/1/parameter/truncate",
        "true or false, not \"yes\"", "\"truncate\": true");
    row("\"truncate\": true", "\"truncate\": \"${overwrite}\"", "", "", "");
    row("\"truncate\": true", "\"truncate\": true, \"emptyAsNul\": true", "error", "/steps/1/parameter/emptyAsNul",
        "did you mean \"emptyAsNull\"?", "\"truncate\": true, \"emptyAsNull\": true");
    row("\"truncate\": true", "\"truncate\": true, \"zzz\": 1", "warning", "/steps/1/parameter/zzz",
        "is not a key of the odps writer; it is kept as it is");
    row("\"truncate\": true", "\"truncate\": true, \"tables\": 1", "warning", "/steps/1/parameter/tables", "kept");
    row("\"truncate\": true", "\"truncate\": true, \"truncate\": true", "warning", "/steps/1/parameter/truncate",
        "more than once");
    row("\"truncate\": true", "\"truncate\": true, \"compressCodec\": \"SNAPPY\"", "", "", "");
    row("\"truncate\": true", "\"truncate\": true, \"compressCodec\": \"snapy\"", "error",
        "/steps/1/parameter/compressCodec", "one of raw, zlib, snappy, zstd",
        "\"truncate\": true, \"compressCodec\": \"snappy\"");
    row("\"truncate\": true", "\"truncate\": true, \"accessKey\": \"k\"", "error", "/steps/1/parameter/datasource",
        "exclude");
    row("\"partition\": [\n          \"pt=*\"\n        ]", "\"partition\": []", "", "", "");
    row("\"partition\": [\n          \"pt=*\"\n        ]", "\"partition\": \"pt=1\"", "", "", "");
    row("\"partition\": [\n          \"pt=*\"\n        ]", "\"partition\": { }", "", "", "");
    row("\"partition\": [\n          \"pt=*\"\n        ]", "\"partition\": [ [] ]", "error",
        "/steps/0/parameter/partition/0", "must hold texts");
    row("\"table\": \"flights\"", "\"table\": \"flights\", \"where\": \"forbidden\"", "error",
        "/steps/0/parameter/where", "not this where");
    row("\"pt=${bizdate}\"", "\"pt=${bizdate\"", "warning", "/steps/1/parameter/partition", "is not closed");
    // Columns.
    row("\"'x'\"\n", "\"*\"\n", "warning", "/steps/0/parameter/column/2", "\"*\" reads all columns");
    row("          \"'x'\"\n", "          7\n", "error", "/steps/0/parameter/column/2", "a column is a name");
    row("\"'x'\"\n", "\"'x'\", \"more\"\n", "error", "/steps/0/parameter/column/3", "no column to write to");
    row(",\n          \"'x'\"\n", "\n", "warning", "/steps/1/parameter/column/2", "filled with null");
    row("\"'x'\"\n", "\"YEAR\"\n", "warning", "/steps/0/parameter/column/2", "read twice");
    row("          \"x\"\n", "          \"Month\"\n", "error", "/steps/1/parameter/column/2", "written twice");
    row("\"column\": [\n          \"year\",\n          \"month\",\n          \"'x'\"\n        ]",
        "\"column\": \"year, month\"", "error", "/steps/0/parameter/column", "must be an array of columns",
        "\"column\": [\"year\", \"month\"]");
    // Setting.
    row("\"0\"", "0", "", "", "");
    row("\"0\"", "\"-1\"", "error", "/setting/errorLimit/record", "between 0 and", "\"0\"");
    row("\"0\"", "\"few\"", "error", "/setting/errorLimit/record", "must be a whole number, not \"few\"");
    row("\"0\"", "1.5", "error", "/setting/errorLimit/record", "must be a whole number, not 1.5");
    row("\"record\": \"0\"", "\"percentage\": 0.5", "", "", "");
    row("\"record\": \"0\"", "\"percentage\": 1.5", "error", "/setting/errorLimit/percentage", "between 0 and 1",
        "\"percentage\": 1");
    row("\"record\": \"0\"", "\"record\": \"0\", \"percentage\": \"0.5\"", "note", "/setting/errorLimit/percentage",
        "\"record\" goes before it");
    row("\"concurrent\": 1", "\"concurrent\": \"4\"", "", "", "");
    row("\"concurrent\": 1", "\"concurrent\": 0", "error", "/setting/speed/concurrent", "between 1 and 256",
        "\"concurrent\": 1");
    row("\"concurrent\": 1", "\"concurent\": 1", "error", "/setting/speed/concurent", "did you mean \"concurrent\"?",
        "\"concurrent\": 1");
    row(",\n      \"mbps\": \"12\"", "", "error", "/setting/speed", "\"mbps\" is missing", ",\n      \"mbps\": \"12\"");
    row("\"mbps\": \"12\"", "\"mbps\": 0", "error", "/setting/speed/mbps", "greater than 0");
    row("\"throttle\": true", "\"throttle\": \"false\"", "note", "/setting/speed/mbps", "counts only when");
    row("\"throttle\": true", "\"throttle\": 1", "error", "/setting/speed/throttle", "must be true or false, not 1",
        "\"throttle\": true");
    // Order.
    row("\"from\": \"Reader\"", "\"from\": \"Raeder\"", "error", "/order/hops/0/from", "No step is called \"Raeder\"",
        "\"from\": \"Reader\"");
    row("\"from\": \"Reader\",\n        \"to\": \"Writer\"", "\"from\": \"Writer\",\n        \"to\": \"Reader\"",
        "error", "/order/hops", "No hop leads");
    row("\"to\": \"Writer\"\n      }", "\"to\": \"Writer\"\n      }, { \"from\": \"Writer\", \"to\": \"Reader\" }",
        "error", "/order/hops/0", "circle");
    row("\"to\": \"Writer\"", "\"to\": \"Reader\"", "error", "/order/hops/0", "circle");
    row(",\n        \"to\": \"Writer\"", "", "error", "/order/hops/0", "has no \"to\"");
    row("\"hops\": [\n      {\n        \"from\": \"Reader\",\n        \"to\": \"Writer\"\n      }\n    ]",
        "\"hops\": []", "error", "/order/hops", "No hop leads");
}

void ValidateTest::issues()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, severity);
    QFETCH(QString, pointer);
    QFETCH(QString, message);
    QFETCH(QString, cured);
    QVERIFY(goodScript.contains(from));
    QString text = goodScript;
    const qsizetype at = text.indexOf(from);
    text.replace(at, from.size(), to);
    const ScriptDocument document(text);
    QVERIFY(document.parsed());
    const Issues issues = validate(document, testCatalog());
    if (severity.isEmpty()) {
        QVERIFY2(issues.isEmpty(), qPrintable(listed(issues)));
        return;
    }
    const Issue *found = nullptr;
    for (const Issue &issue : issues) {
        if (issue.pointer == pointer && issue.message.contains(message))
            found = &issue;
    }
    QVERIFY2(found, qPrintable(listed(issues)));
    QVERIFY2(!listed(issues).contains(QLatin1String("no table")), qPrintable(listed(issues)));
    QCOMPARE(severityName(found->severity), severity);
    QVERIFY(found->line > 0 && found->column > 0);
    QVERIFY(found->offset >= 0 && found->offset + found->length <= text.size());
    QCOMPARE(found->cure.isEmpty(), cured.isEmpty() && !found->message.contains(QLatin1String("is missing:")) &&
                                        !found->message.contains(QLatin1String("has no \"name\"")));
    if (!cured.isEmpty()) {
        QString expected = goodScript;
        expected.replace(at, from.size(), cured);
        text.replace(found->offset, found->length, found->cureText);
        QCOMPARE(text, expected);
    }
}

// The documents' own scripts: nothing to say but what they leave open.
void ValidateTest::documents()
{
    const auto errors = [](const char *name) {
        QStringList pointers;
        for (const Issue &issue : validate(ScriptDocument(testScript(QLatin1String(name))), testCatalog())) {
            if (issue.severity == Severity::Error)
                pointers.append(issue.pointer);
        }
        return pointers;
    };
    const QString parameter = QStringLiteral("/steps/%1/parameter/%2");
    QCOMPARE(errors("odps-to-stream.json"), (QStringList{parameter.arg(0).arg(QStringLiteral("datasource")),
                                                         parameter.arg(0).arg(QStringLiteral("table"))}));
    QCOMPARE(errors("odps-endpoint-to-stream.json"), (QStringList{parameter.arg(0).arg(QStringLiteral("table"))}));
    QCOMPARE(errors("stream-to-odps.json"), (QStringList{parameter.arg(1).arg(QStringLiteral("table"))}));
    // Tablestore is known and not done: said so, without a wrong guess.
    QCOMPARE(errors("otsstream-to-odps.json"), (QStringList{QStringLiteral("/steps/0/stepType")}));
    const Issues issues = validate(ScriptDocument(testScript(QStringLiteral("otsstream-to-odps.json"))), testCatalog());
    QVERIFY(issues.front().message.contains(QLatin1String("no connector to read \"otsstream\"")));
    QVERIFY(issues.front().cure.isEmpty());

    QVERIFY(hasErrors(validate(ScriptDocument(QStringLiteral("[]")), testCatalog())));
    QVERIFY(hasErrors(validate(ScriptDocument(QStringLiteral("{")), testCatalog())));
    QVERIFY(hasErrors(validate(ScriptDocument(QStringLiteral("{}")), testCatalog())));
    QVERIFY(hasErrors(validate(ScriptDocument(), testCatalog())));
    QVERIFY(hasErrors(validate(ScriptDocument(QStringLiteral("{}")), StepCatalog())));
}

void ValidateTest::manyMistakesAreBounded()
{
    QString text = QStringLiteral("{");
    for (int i = 0; i < 20'000; ++i)
        text += QStringLiteral("\"unknown%1\": %1, ").arg(i);
    text += QStringLiteral("\"steps\": [");
    text += QStringLiteral("1, ").repeated(20'000) + QStringLiteral("2], \"order\": {\"hops\": [");
    text += QStringLiteral("{}, ").repeated(20'000) + QStringLiteral("{}]}}");
    const Issues issues = validate(ScriptDocument(text), testCatalog());
    QVERIFY(hasErrors(issues));
    QVERIFY(issues.size() <= 1000);
}

void ValidateTest::parse()
{
    const auto task = parseTask(ScriptDocument(goodScript));
    QVERIFY(task.ok());
    QCOMPARE(task->reader.stepType, QStringLiteral("odps"));
    QCOMPARE(task->reader.pointer, QStringLiteral("/steps/0"));
    QCOMPARE(task->reader.parameter.value(QStringLiteral("table")), QJsonValue(QStringLiteral("flights")));
    QCOMPARE(task->writer.name, QStringLiteral("Writer"));
    QCOMPARE(task->writer.category, QStringLiteral("writer"));
    QCOMPARE(task->errorLimit.record, std::optional<qint64>(0));
    QVERIFY(!task->errorLimit.percentage);
    QVERIFY(task->speed.throttle);
    QCOMPARE(task->speed.concurrent, 1);
    QCOMPARE(task->speed.megabytes, std::optional(12.0));

    // SJ-8.
    const auto ots = parseTask(ScriptDocument(testScript(QStringLiteral("otsstream-to-odps.json"))));
    QVERIFY(ots.ok());
    QCOMPARE(ots->reader.parameter.value(QStringLiteral("maxRetries")).toInt(), 30);
    QCOMPARE(ots->reader.parameter.value(QStringLiteral("newVersion")), QJsonValue(QStringLiteral("true")));
    QCOMPARE(ots->speed.concurrent, 2);
    QVERIFY(!ots->speed.throttle && !ots->speed.megabytes);

    const auto bare = parseTask(ScriptDocument(QStringLiteral(
        R"({"steps": [{"stepType": "stream", "category": "writer"}, {"stepType": "stream", "category": "reader"}]})")));
    QVERIFY(bare.ok());
    QCOMPARE(bare->reader.pointer, QStringLiteral("/steps/1"));
    QCOMPARE(bare->reader.name, QStringLiteral("Reader"));
    QVERIFY(!bare->errorLimit.record);
    QCOMPARE(bare->speed.concurrent, 1);
}

void ValidateTest::parseRefusals_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("where");
    const auto row = [](const char *from, const char *to, const char *where) {
        QTest::newRow(to) << QString::fromUtf8(from) << QString::fromUtf8(to) << QString::fromUtf8(where);
    };
    row("{\n  \"type\"", "{\n  type", "line 2, column 3");
    row("\"steps\": [", "\"steps\": 1, \"x\": [", "/steps");
    row("\"category\": \"reader\"", "\"category\": \"writer\"", "/steps/1");
    row("\"category\": \"reader\"", "\"category\": \"x\"", "/steps/0");
    row("\"stepType\": \"odps\",", "\"stepType\": \"\",", "/steps/0");
    row("\"0\"", "\"many\"", "/setting/errorLimit/record");
    row("\"concurrent\": 1", "\"concurrent\": 100000", "/setting/speed/concurrent");
    row("\"concurrent\": 1", "\"concurrent\": \"${n}\"", "/setting/speed/concurrent");
    row("\"mbps\": \"12\"", "\"mbps\": \"fast\"", "/setting/speed/mbps");
    row("\"throttle\": true", "\"throttle\": 2", "/setting/speed/throttle");
}

void ValidateTest::parseRefusals()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, where);
    QString text = goodScript;
    text.replace(text.indexOf(from), from.size(), to);
    const auto task = parseTask(ScriptDocument(text));
    QVERIFY(!task.ok());
    QCOMPARE(task.error().code, ErrorCode::Config);
    QCOMPARE(task.error().where, where);
}

void ValidateTest::values()
{
    QCOMPARE(readInteger(5), std::optional<qint64>(5));
    QCOMPARE(readInteger(-1), std::optional<qint64>(-1));
    QCOMPARE(readInteger(5.0), std::optional<qint64>(5));
    QCOMPARE(readInteger(QStringLiteral(" 5 ")), std::optional<qint64>(5));
    QCOMPARE(readInteger(5.5), std::optional<qint64>());
    QCOMPARE(readInteger(QStringLiteral("5.5")), std::optional<qint64>());
    QCOMPARE(readInteger(1e30), std::optional<qint64>());
    QCOMPARE(readInteger(QJsonValue::Null), std::optional<qint64>());
    QCOMPARE(readNumber(QStringLiteral("0.5")), std::optional(0.5));
    QCOMPARE(readNumber(QStringLiteral("inf")), std::optional<double>());
    QCOMPARE(readNumber(true), std::optional<double>());
    QCOMPARE(readBoolean(QStringLiteral("TRUE")), std::optional(true));
    QCOMPARE(readBoolean(0), std::optional<bool>());
    QCOMPARE(readText(12), std::optional(QStringLiteral("12")));
    QCOMPARE(readText(QJsonArray()), std::optional<QString>());
    QCOMPARE(readTexts(QStringLiteral("a")), std::optional(QStringList{QStringLiteral("a")}));
    QCOMPARE(readTexts(QJsonArray{1, QStringLiteral("b")}),
             std::optional(QStringList{QStringLiteral("1"), QStringLiteral("b")}));
    QVERIFY(!readTexts(QJsonArray{QJsonValue::Null}));
}

// SJ-10.
void ValidateTest::parameters()
{
    const ScriptDocument document(
        QStringLiteral("{ // ${comment}\n \"${key}\": \"${b}/${a}${b}\", \"l\": [ \"\\u0024{a}\", 1, "
                       "\"$a ${\", \"x}${c d}\" ] }"));
    QCOMPARE(parameterNames(document), (QStringList{QStringLiteral("b"), QStringLiteral("a"), QStringLiteral("c d")}));
    QMap<QString, QString> values = {{QStringLiteral("a"), QStringLiteral("\"1\"")},
                                     {QStringLiteral("b"), QStringLiteral("${a}")}};
    const auto missing = substitute(document, values);
    QVERIFY(!missing.ok());
    QCOMPARE(missing.error().code, ErrorCode::Config);
    QCOMPARE(missing.error().where, QStringLiteral("/l/3"));
    QVERIFY(missing.error().message.contains(QLatin1String("${c d}")));
    values.insert(QStringLiteral("c d"), QString());
    const auto done = substitute(document, values);
    QVERIFY(done.ok());
    // Once only: what a value holds is not looked at again.
    QCOMPARE(done->text(),
             QStringLiteral("{ // ${comment}\n \"${key}\": \"${a}/\\\"1\\\"${a}\", \"l\": [ \"\\\"1\\\"\", 1, "
                            "\"$a ${\", \"x}\" ] }"));

    const auto ots = substitute(ScriptDocument(testScript(QStringLiteral("otsstream-to-odps.json"))),
                                {{QStringLiteral("startTime"), QStringLiteral("20230423175000")},
                                 {QStringLiteral("endTime"), QStringLiteral("20230423185000")}});
    QVERIFY(ots.ok());
    QCOMPARE(ots->value(QStringLiteral("/steps/0/parameter/endTimeString")).toString(),
             QStringLiteral("20230423185000"));
    QVERIFY(!substitute(ScriptDocument(QStringLiteral("{")), {}).ok());
}

std::unique_ptr<QObject> makeValidateTest()
{
    return std::make_unique<ValidateTest>();
}

} // namespace sluice

#include "tst_validate.moc"
