#include "scriptgenerator.h"
#include "task/optiontext.h"
#include "task/rerunverdict.h"
#include "task/taskedit.h"
#include "testcatalog.h"
#include "tests.h"

#include <QJsonArray>
#include <QTest>

namespace sluice
{

// Edits by meaning: the value is as wanted, and the rest of the text as it was.
class TaskEditTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stepsAreFoundByTheirEnd();
    void oneOption();
    void missingStepsAreMade();
    void anotherSystem();
    void sourceInsteadOfConnection();
    void channelInTheSeedsForm();
    void dirtyPolicies();
    void everyChannelKeyHasItsPlace();
    void randomEditsKeepTheRest();
    void typedTexts_data();
    void typedTexts();
    void entries();
    void verdicts();
};

namespace
{

const QString script = QStringLiteral(R"({
  "type": "job", // of one step to another
  "version": "2.0",
  "steps": [
    { "stepType": "odps", "category": "writer", "name": "Writer",
      "parameter": { "table": "t", "mine": [1, 2], "truncate": false, /* append */ "column": ["a"] } },
    { "stepType": "stream", "category": "reader", "name": "Reader", "parameter": {} }
  ],
  "setting": { "errorLimit": { "record": "0" }, "speed": { "throttle": false, "concurrent": 2 } },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)");

// The new text, which differs from the old one in one place only.
QString changed(const Result<ScriptDocument> &edited)
{
    return edited.ok() ? edited->text() : edited.error().text();
}

QString replaced(const char *from, const char *to)
{
    QString text = script;
    return text.replace(QLatin1String(from), QLatin1String(to));
}

} // namespace

void TaskEditTest::stepsAreFoundByTheirEnd()
{
    const ScriptDocument document(script);
    QCOMPARE(stepOf(document, StepSide::Reader)->pointer, QStringLiteral("/steps/1"));
    QCOMPARE(stepOf(document, StepSide::Writer)->stepType, QStringLiteral("odps"));
    QVERIFY(!stepOf(ScriptDocument(QStringLiteral("[1]")), StepSide::Reader));
    QVERIFY(!stepOf(ScriptDocument(QStringLiteral("{\"steps\": {}}")), StepSide::Reader));
    QCOMPARE(stepPointer(document, StepSide::Reader), QStringLiteral("/steps/1"));
    QCOMPARE(stepPointer(ScriptDocument(QStringLiteral("{\"steps\": [1, {\"category\": \"\\u0072eader\"}, "
                                                       "{\"category\": \"reader\"}]}")),
                         StepSide::Reader),
             QStringLiteral("/steps/1")); // the first
    for (const char *none : {"[1]", "{", "{\"steps\": {\"0\": {\"category\": \"reader\"}}}", "{\"steps\": [[]]}"})
        QCOMPARE(stepPointer(ScriptDocument(QLatin1String(none)), StepSide::Reader), QString());
    QVERIFY(!setStepOption(ScriptDocument(QStringLiteral("{")), StepSide::Reader, QStringLiteral("a"), 1).ok());
    QVERIFY(!setStepOption(ScriptDocument(QStringLiteral("{\"steps\": 1}")), StepSide::Reader, QStringLiteral("a"), 1)
                 .ok());
}

void TaskEditTest::oneOption()
{
    const ScriptDocument document(script);
    const QString table = QStringLiteral("table"), truncate = QStringLiteral("truncate");
    QCOMPARE(changed(setStepOption(document, StepSide::Writer, table, QStringLiteral("users"))),
             replaced("\"table\": \"t\"", "\"table\": \"users\""));
    QCOMPARE(changed(setStepOption(document, StepSide::Writer, truncate, true)),
             replaced("\"truncate\": false", "\"truncate\": true"));
    QCOMPARE(changed(setStepOption(document, StepSide::Writer, table, QJsonValue::Undefined)),
             replaced("\"table\": \"t\", ", ""));
    const auto mapped = setColumns(document, {QStringLiteral("x")}, {QStringLiteral("b")});
    QVERIFY(mapped.ok());
    const QString column = QStringLiteral("column");
    QCOMPARE(stepOf(*mapped, StepSide::Reader)->parameter.value(column), QJsonValue(QJsonArray{QStringLiteral("x")}));
    QVERIFY(mapped->text().contains(QLatin1String("\"truncate\": false, /* append */ \"column\": [\"b\"] } },")));
}

void TaskEditTest::missingStepsAreMade()
{
    const auto made = setStepOption(ScriptDocument(QStringLiteral("{}")), StepSide::Reader, QStringLiteral("seed"), 3);
    QVERIFY2(made.ok(), qPrintable(changed(made)));
    const auto step = stepOf(*made, StepSide::Reader);
    QVERIFY(step);
    QCOMPARE(step->parameter.value(QLatin1String("seed")), QJsonValue(3));
    QCOMPARE(step->name, QStringLiteral("Reader"));
}

void TaskEditTest::anotherSystem()
{
    const ScriptDocument document(script);
    const auto other = setStepType(document, StepSide::Writer, QStringLiteral("file"), testCatalog());
    QVERIFY2(other.ok(), qPrintable(changed(other)));
    const auto step = stepOf(*other, StepSide::Writer);
    QCOMPARE(step->stepType, QStringLiteral("file"));
    QVERIFY(!step->parameter.contains(QLatin1String("table"))); // nothing to a file
    QVERIFY(!step->parameter.contains(QLatin1String("truncate")));
    QVERIFY(step->parameter.contains(QLatin1String("mine"))); // nobody knows it: it is kept
    QVERIFY(other->text().contains(QLatin1String("// of one step to another")));
    QCOMPARE(changed(setStepType(document, StepSide::Writer, QStringLiteral("odps"), testCatalog())), script);
}

void TaskEditTest::sourceInsteadOfConnection()
{
    const ScriptDocument document(testScript(QStringLiteral("odps-endpoint-to-stream.json")));
    QVERIFY(document.parsed());
    const auto sourced = setStepSource(document, StepSide::Reader, QStringLiteral("odps_first"));
    QVERIFY2(sourced.ok(), qPrintable(changed(sourced)));
    const QJsonObject parameter = stepOf(*sourced, StepSide::Reader)->parameter;
    QCOMPARE(parameter.value(QLatin1String("datasource")), QJsonValue(QStringLiteral("odps_first")));
    for (const char *key : {"accessId", "accessKey", "endpoint", "odpsServer", "tunnelServer", "project"})
        QVERIFY2(!parameter.contains(QLatin1String(key)), key);
    QVERIFY(parameter.contains(QLatin1String("table")));
}

void TaskEditTest::channelInTheSeedsForm()
{
    const ScriptDocument document(script);
    const QString throttle = QStringLiteral("throttle"), rate = QStringLiteral("mbps");
    QCOMPARE(
        changed(setChannelOption(document, throttle, true)),
        replaced("\"throttle\": false, \"concurrent\": 2", "\"throttle\": true, \"concurrent\": 2, \"mbps\": \"12\""));
    QCOMPARE(changed(setChannelOption(document, QStringLiteral("concurrent"), 4)),
             replaced("\"concurrent\": 2", "\"concurrent\": 4"));
    QCOMPARE(channelInWords(document), QStringLiteral("2 channels, no throttle, no dirty row"));
    const auto limited = setChannelOption(document, throttle, true);
    QCOMPARE(channelInWords(*limited), QStringLiteral("2 channels, 12 MB/s, no dirty row"));
    const auto without = setChannelOption(ScriptDocument(QStringLiteral("{}")), QStringLiteral("concurrent"), 3);
    QCOMPARE(without->value(QStringLiteral("/setting/speed/concurrent")), QJsonValue(3));
    QCOMPARE(optionFromText(channelOptions()[2], QStringLiteral("5"), QJsonValue::Undefined),
             QJsonValue(QStringLiteral("5")));
}

void TaskEditTest::dirtyPolicies()
{
    const QString policy = QStringLiteral("dirtyPolicy");
    ScriptDocument document(script);
    const auto now = [&] { return channelValues(document).value(policy).toString(); };
    const auto choose = [&](const char *to) {
        const auto next = setChannelOption(document, policy, QLatin1String(to));
        QVERIFY2(next.ok(), qPrintable(changed(next)));
        document = *next;
        QCOMPARE(now(), QLatin1String(to));
    };
    QCOMPARE(now(), QStringLiteral("none"));
    choose("limit");
    QCOMPARE(document.text(), replaced("\"record\": \"0\"", "\"record\": \"10\""));
    choose("none");
    QCOMPARE(document.text(), script); // forward and back
    choose("share");
    QVERIFY(document.contains(QStringLiteral("/setting/errorLimit/percentage")));
    QVERIFY(!document.contains(QStringLiteral("/setting/errorLimit/record")));
    choose("ignore");
    QVERIFY(!document.contains(QStringLiteral("/setting/errorLimit")));
    choose("none");
    QCOMPARE(document.value(QStringLiteral("/setting/errorLimit/record")), QJsonValue(QStringLiteral("0")));
    // A number stays one.
    document = ScriptDocument(replaced("\"record\": \"0\"", "\"record\": 0"));
    choose("limit");
    QCOMPARE(document.value(QStringLiteral("/setting/errorLimit/record")), QJsonValue(10));
}

void TaskEditTest::everyChannelKeyHasItsPlace()
{
    for (const OptionSpec &option : channelOptions())
        QCOMPARE(channelKeyAt(channelPointer(option.key)), option.key);
    QCOMPARE(channelKeyAt(QStringLiteral("/steps/0")), QString());
}

// The wizard's edits in any script of a task, whatever its layout: the value is there, every other value and every
// comment as it was, and taking it back gives the text before.
void TaskEditTest::randomEditsKeepTheRest()
{
    for (quint32 seed = 1; seed <= 200; ++seed) {
        ScriptGenerator random(seed);
        QJsonValue ignored;
        const QString extra = random.script(ignored);
        ScriptDocument document(script);
        // Something of the generator's layout beside the step's own keys.
        const auto strange = document.set(QStringLiteral("/steps/0/parameter/strange"), ignored);
        QVERIFY(strange.ok());
        document = *strange;
        const StepSide side = random.chance(50) ? StepSide::Reader : StepSide::Writer;
        QString key = random.key();
        if (key.isEmpty())
            key = QStringLiteral("k");
        const QJsonValue before = stepOf(document, side)->parameter.value(key), value = random.value(2);
        const auto edited = setStepOption(document, side, key, value);
        QVERIFY2(edited.ok(), qPrintable(changed(edited)));
        QCOMPARE(stepOf(*edited, side)->parameter.value(key), value);
        QJsonObject rest = stepOf(*edited, side)->parameter, old = stepOf(document, side)->parameter;
        rest.remove(key);
        old.remove(key);
        QCOMPARE(rest, old);
        QVERIFY(edited->text().contains(QLatin1String("// of one step to another")));
        QVERIFY(edited->text().contains(QLatin1String("/* append */")));
        const auto back = setStepOption(*edited, side, key, before);
        QVERIFY(back.ok());
        QCOMPARE(back->value(QString()), document.value(QString()));
    }
}

void TaskEditTest::typedTexts_data()
{
    QTest::addColumn<OptionKind>("kind");
    QTest::addColumn<QString>("example");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QJsonValue>("before");
    QTest::addColumn<QJsonValue>("value");
    const QJsonValue none(QJsonValue::Undefined);
    const auto row = [](const char *name, OptionKind kind, const char *example, const char *text,
                        const QJsonValue &before, const QJsonValue &value) {
        QTest::newRow(name) << kind << QString::fromUtf8(example) << QString::fromUtf8(text) << before << value;
    };
    row("text", OptionKind::Text, "", "5", none, QStringLiteral("5"));
    row("empty and new", OptionKind::Text, "", "", none, none);
    row("empty and there", OptionKind::Text, "", "", QStringLiteral("a"), QString());
    row("number", OptionKind::Integer, "30", "31", none, 31);
    row("number printed as text", OptionKind::Integer, "\"0\"", "5", none, QStringLiteral("5"));
    row("number that stands as text", OptionKind::Integer, "30", "31", QStringLiteral("30"), QStringLiteral("31"));
    row("number that stands as number", OptionKind::Integer, "\"0\"", "5", 0, 5);
    row("no number", OptionKind::Integer, "30", "thirty", 30, QStringLiteral("thirty"));
    row("fraction", OptionKind::Number, "", "0.5", none, 0.5);
    row("fraction of a whole", OptionKind::Integer, "", "0.5", none, QStringLiteral("0.5"));
    row("variable", OptionKind::Integer, "", "${n}", 30, QStringLiteral("${n}"));
    row("flag", OptionKind::Boolean, "", "true", none, true);
    row("flag that stands as text", OptionKind::Boolean, "", "true", QStringLiteral("false"), QStringLiteral("true"));
    row("list of paths", OptionKind::Path, "", "[\"a\", \"b\"]", none,
        QJsonArray{QStringLiteral("a"), QStringLiteral("b")});
    row("path with a bracket", OptionKind::Path, "", "[a", none, QStringLiteral("[a"));
}

void TaskEditTest::typedTexts()
{
    QFETCH(OptionKind, kind);
    QFETCH(QString, example);
    QFETCH(QString, text);
    QFETCH(QJsonValue, before);
    QFETCH(QJsonValue, value);
    OptionSpec option;
    option.kind = kind;
    option.example = example;
    const QJsonValue typed = optionFromText(option, text, before);
    QCOMPARE(typed, value);
    QCOMPARE(optionText(typed), text); // and shown as it was typed
}

void TaskEditTest::entries()
{
    const QJsonArray mixed{QStringLiteral("a"), 1};
    QCOMPARE(optionEntries(mixed), (QStringList{QStringLiteral("a"), QStringLiteral("1")}));
    QCOMPARE(optionFromEntries({QStringLiteral("a"), QStringLiteral("1"), QStringLiteral("b")}, mixed),
             QJsonValue(QJsonArray{QStringLiteral("a"), 1, QStringLiteral("b")}));
    QCOMPARE(optionFromEntries({QStringLiteral("b")}, QStringLiteral("a")), QJsonValue(QStringLiteral("b")));
    QCOMPARE(optionFromEntries({}, mixed), QJsonValue(QJsonArray()));
    QVERIFY(optionFromEntries({}, QStringLiteral("a")).isUndefined());
}

void TaskEditTest::verdicts()
{
    using Kind = RerunVerdict::Kind;
    const auto of = [](const char *type, const QJsonObject &parameter, std::optional<bool> hasKey = std::nullopt) {
        const RerunVerdict verdict = rerunVerdict({QLatin1String(type), {}, {}, parameter, {}}, hasKey);
        return verdict.words.isEmpty() || verdict.reason.isEmpty() ? Kind(-1) : verdict.kind;
    };
    const auto truncate = [](const QJsonValue &value) { return QJsonObject{{QStringLiteral("truncate"), value}}; };
    QCOMPARE(of("odps", truncate(false)), Kind::Duplicates);
    QCOMPARE(of("odps", truncate(QStringLiteral("true"))), Kind::Safe);
    QCOMPARE(of("odps", truncate(QStringLiteral("${mode}"))), Kind::Unknown);
    QCOMPARE(of("odps", {}), Kind::Duplicates); // append is what is meant without it
    QCOMPARE(of("odps", truncate(false), true), Kind::Idempotent);
    QCOMPARE(of("odps", truncate(false), false), Kind::Duplicates);
    QCOMPARE(of("odps", {{QStringLiteral("enableUpsert"), true}}), Kind::Idempotent);
    QCOMPARE(of("odps", {{QStringLiteral("useStreamTunnel"), true}}), Kind::Duplicates);
    QCOMPARE(of("kafka", {}), Kind::Duplicates);
    QCOMPARE(of("file", {}), Kind::Safe);
    QCOMPARE(of("file", {{QStringLiteral("writeMode"), QStringLiteral("append")}}), Kind::Duplicates);
    QCOMPARE(of("stream", {}), Kind::Nothing);
    QCOMPARE(of("other", {}), Kind::Unknown);
}

std::unique_ptr<QObject> makeTaskEditTest()
{
    return std::make_unique<TaskEditTest>();
}

} // namespace sluice

#include "tst_taskedit.moc"
