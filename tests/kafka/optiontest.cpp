#include "connectors/kafka/kafkaoptions.h"
#include "kafka/reading.h"
#include "kafka/tests.h"

#include <QJsonDocument>
#include <QtTest>

namespace sluice
{

class OptionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void versions_data();
    void versions();
    void times();
    void zones();
    void badReaders_data();
    void badReaders();
    void badWriters_data();
    void badWriters();
    void variablesAreLeftAlone();
    void theLossIsTold();
    void aGroupIsNamedTwice();
    void settingsOfOtherClients();
    void secretsStayOutOfScripts();
};

static Issues issuesOf(const char *category, const QByteArray &parameter)
{
    StepSpec step;
    step.stepType = QStringLiteral("kafka");
    step.category = QString::fromLatin1(category);
    step.pointer = QStringLiteral("/steps/0");
    step.parameter = QJsonDocument::fromJson(parameter).object();
    if (!step.parameter.contains(QStringLiteral("datasource")))
        step.parameter.insert(QStringLiteral("datasource"), QStringLiteral("k"));
    return kafka().check(step);
}

void OptionTest::versions_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<QString>("most");
    QTest::addColumn<bool>("good");
    const auto row = [](const char *version, const char *most, bool good) {
        QTest::addRow("%s up to %s", version, most) << QString(version) << QString(most) << good;
    };
    row("0.10.1", "2.2.x", false);
    row("0.10.2", "2.2.x", true);
    row("2.2.0", "2.2.x", true);
    row("2.2.9", "2.2.x", true);
    row("2.3.0", "2.2.x", false);
    row("3.9", "", true);
    row("0.9.0.1", "", false);
    row("0.10.1", "", false);
    row("4.0", "3.6.x", false);
}

void OptionTest::versions()
{
    QFETCH(QString, version);
    QFETCH(QString, most);
    const auto verdict = checkBrokerVersion(version, QStringLiteral("0.10.2"), most);
    QTEST(verdict.ok(), "good");
    if (verdict && version == QLatin1String("3.9"))
        QVERIFY(verdict->contains(QStringLiteral("2.2.x"))); // a note
    if (verdict && version.startsWith(QLatin1String("2.2")))
        QVERIFY(verdict->isEmpty());
}

void OptionTest::times()
{
    QCOMPARE(*kafkaTime(QStringLiteral("20221122090000"), QTimeZone::utc()), nine);
    QCOMPARE(*kafkaTime(QStringLiteral("2022-11-22 09:00:00.250"), QTimeZone::utc()), nine + 250);
    QCOMPARE(*kafkaTime(QStringLiteral("2022-11-22T17:00:00+08:00"), QTimeZone::utc()), nine);
    const auto impossible = kafkaTime(QStringLiteral("20250631170000"), QTimeZone::utc());
    QVERIFY(!impossible);
    QVERIFY2(impossible.error().message.contains(QStringLiteral("June has 30 days")),
             qPrintable(impossible.error().message));
    QVERIFY(!kafkaTime(QStringLiteral("202211220900"), QTimeZone::utc()));
    const auto skipped = kafkaTime(QStringLiteral("20240310023000"), QTimeZone("America/New_York"));
    QVERIFY(!skipped);
    QVERIFY2(skipped.error().message.contains(QStringLiteral("clocks went forward")),
             qPrintable(skipped.error().message));
}

void OptionTest::zones()
{
    const auto request = kafkaRequest(QStringLiteral("x:1"), "reader",
                                      {{QStringLiteral("topic"), QStringLiteral("t")},
                                       {QStringLiteral("beginDateTime"), QStringLiteral("20221122170000")},
                                       {QStringLiteral("endDateTime"), QStringLiteral("20221122180000")},
                                       {QStringLiteral("timeZone"), QStringLiteral("Asia/Shanghai")}});
    const auto read = KafkaReadParameters::from(request.step, QTimeZone::utc());
    KAFKA_VERIFY(read);
    QCOMPARE(read->begin.value, nine);
    QCOMPARE(read->end.value, ten);
}

void OptionTest::badReaders_data()
{
    QTest::addColumn<QByteArray>("parameter");
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const char *parameter, const char *pointer, const char *words) {
        QTest::newRow(name) << QByteArray(parameter)
                            << QString(QLatin1String("/steps/0/parameter") + QLatin1String(pointer)) << QString(words);
    };
    row("start after end", R"({"topic":"t","beginDateTime":"20221122100000","endDateTime":"20221122090000"})",
        "/beginDateTime", "starts after its end");
    row("offsets", R"({"topic":"t","beginOffset":5,"endOffset":4})", "/beginOffset", "behind its end");
    row("impossible date", R"({"topic":"t","beginDateTime":"20250631170000"})", "/beginDateTime", "June has 30 days");
    row("no start", R"({"topic":"t"})", "/beginDateTime", "Where does reading start");
    row("time missing", R"({"topic":"t","beginType":"specific"})", "/beginDateTime", "which time");
    row("both", R"({"topic":"t","beginDateTime":"20221122100000","beginOffset":4})", "/beginOffset", "both given");
    row("zone", R"({"topic":"t","beginType":"earliest","timeZone":"Asia/Shanghigh"})", "/timeZone", "not a time zone");
    row("negative index", R"({"topic":"t","beginType":"earliest","column":["a","c[-1]"]})", "/column/1",
        "counted from 0");
    row("path", R"({"topic":"t","beginType":"earliest","column":["a..b"]})", "/column/0", "character 3");
    row("built-in", R"({"topic":"t","beginType":"earliest","column":["__values__"]})", "/column/0", "__value__");
    row("json of numbers", R"({"topic":"t","beginType":"earliest","valueType":"long","column":["a"]})", "/column/0",
        "valueType");
    row("type", R"({"topic":"t","beginType":"earliest","keyType":"avro","column":["a"]})", "/keyType", "not one of");
    row("encoding", R"({"topic":"t","beginType":"earliest","encoding":"gbq","column":["a"]})", "/encoding", "encoding");
    row("topic", R"({"topic":"a b","beginType":"earliest"})", "/topic", "cannot be the name");
    row("no group", R"({"topic":"t","beginType":"current"})", "/groupId", "consumer group");
    row("end earliest", R"({"topic":"t","beginType":"earliest","endOffset":"seekToBeginning"})", "/endType",
        "cannot end");
    row("setting", R"({"topic":"t","beginType":"earliest","kafkaConfig":{"socket.timeout.ms":"long"}})",
        "/kafkaConfig/socket.timeout.ms", "does not take");
}

void OptionTest::badReaders()
{
    QFETCH(QByteArray, parameter);
    QFETCH(QString, pointer);
    QFETCH(QString, words);
    const Issues issues = issuesOf("reader", parameter);
    QCOMPARE(issues.size(), 1);
    QCOMPARE(issues[0].severity, Severity::Error);
    QVERIFY2(issues[0].message.contains(words), qPrintable(issues[0].message));
    QCOMPARE(issues[0].pointer, pointer);
}

void OptionTest::badWriters_data()
{
    QTest::addColumn<QByteArray>("parameter");
    QTest::addColumn<QString>("words");
    QTest::newRow("delimiter") << QByteArray(R"({"topic":"t","writeMode":"text","fieldDelimiter":"123456789"})")
                               << QStringLiteral("1 to 8 bytes");
    QTest::newRow("column") << QByteArray(R"({"topic":"t","column":[5]})") << QStringLiteral("name of a field");
    QTest::newRow("topic") << QByteArray(R"({"topic":".."})") << QStringLiteral("cannot be the name");
}

void OptionTest::badWriters()
{
    QFETCH(QByteArray, parameter);
    QFETCH(QString, words);
    const Issues issues = issuesOf("writer", parameter);
    QCOMPARE(issues.size(), 1);
    QVERIFY2(issues[0].message.contains(words), qPrintable(issues[0].message));
}

void OptionTest::variablesAreLeftAlone()
{
    const Issues issues = issuesOf("reader", R"({"topic":"t","beginType":"specific","beginDateTime":"${startTime}",
        "endType":"specific","endDateTime":"${endTime}","timeZone":"${zone}","column":["a"]})");
    QVERIFY(!hasErrors(issues));
}

void OptionTest::theLossIsTold()
{
    const Issues end = issuesOf("reader", R"({"topic":"t","beginDateTime":"20221122090000","column":["a"]})");
    QCOMPARE(end.size(), 1);
    QCOMPARE(end[0].severity, Severity::Note);
    QCOMPARE(end[0].pointer, QStringLiteral("/steps/0/parameter/beginDateTime"));
    const Issues silence = issuesOf(
        "reader", R"({"topic":"t","beginDateTime":"20221122090000","stopWhenPollEmpty":"true","column":["a"]})");
    QCOMPARE(silence.size(), 1);
    QCOMPARE(silence[0].severity, Severity::Warning);
}

void OptionTest::aGroupIsNamedTwice()
{
    auto request = kafkaRequest(
        QStringLiteral("x:1"), "reader",
        {{QStringLiteral("topic"), QStringLiteral("t")},
         {QStringLiteral("beginType"), QStringLiteral("earliest")},
         {QStringLiteral("kafkaConfig"), QJsonObject{{QStringLiteral("group.id"), QStringLiteral("low")}}}});
    QCOMPARE(KafkaReadParameters::from(request.step, {})->groupId, QStringLiteral("low"));
    request.step.parameter.insert(QStringLiteral("groupId"), QStringLiteral("high"));
    QCOMPARE(KafkaReadParameters::from(request.step, {})->groupId, QStringLiteral("high"));
}

void OptionTest::settingsOfOtherClients()
{
    const auto request =
        kafkaRequest(QStringLiteral("x:1"), "reader",
                     {{QStringLiteral("kafkaConfig"), QJsonObject{{QStringLiteral("max.poll.records"), 500},
                                                                  {QStringLiteral("socket.keepalive.enable"), true},
                                                                  {QStringLiteral("enable.auto.commit"), true}}}});
    const auto connection = kafkaConnection(request.source, &request.step);
    KAFKA_VERIFY(connection);
    QCOMPARE(connection->settings.value(QStringLiteral("socket.keepalive.enable")), QStringLiteral("true"));
    QCOMPARE(connection->ignored,
             QStringList({QStringLiteral("enable.auto.commit"), QStringLiteral("max.poll.records")}));

    DataSource source = request.source;
    source.values.insert(QStringLiteral("properties"), QJsonObject{{QStringLiteral("socket.timeout"), 5}});
    const auto unknown = kafkaConnection(source);
    QVERIFY(!unknown);
    QVERIFY2(unknown.error().message.contains(QStringLiteral("socket.timeout.ms")),
             qPrintable(unknown.error().message));
}

void OptionTest::secretsStayOutOfScripts()
{
    const Issues issues =
        issuesOf("reader", R"({"topic":"t","beginType":"earliest","kafkaConfig":{"sasl.password":"hush"}})");
    QCOMPARE(issues.size(), 1);
    QVERIFY(issues[0].message.contains(QStringLiteral("secret")));
    QVERIFY(!issues[0].message.contains(QStringLiteral("hush")));
}

int runOptionTests(int argc, char **argv)
{
    OptionTest test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace sluice

#include "optiontest.moc"
