#include "connectors/kafka/kafkaplan.h"
#include "kafka/reading.h"
#include "kafka/tests.h"

#include <QtTest>

namespace sluice
{

class RecordTest : public QObject
{
    Q_OBJECT

public:
    explicit RecordTest(TestBroker &broker)
        : m_broker(broker)
    {
    }

private Q_SLOTS:
    void builtInFields();
    void jsonFields();
    void valuesThatAreNotJson();
    void tombstones();
    void numbers();
    void encodings();
    void bytes();
    void headers();
    void compressions_data();
    void compressions();
    void transactions();
    void markersOfTransactionsAtTheEnds();
    void anOpenTransaction();
    void gapsOfCompaction();
    void topics();
    void versionsOfTheBroker();

private:
    Result<ReadBack> read(const QString &topic, const QStringList &columns, QJsonObject more = {})
    {
        more.insert("beginType", "earliest");
        return readTopic(m_broker.address(), topic, more, columns);
    }

    TestBroker &m_broker;
};

void RecordTest::builtInFields()
{
    const QString topic = m_broker.topic(2);
    m_broker.write(topic, {{1, 1669079520000, "k1", "v1"}, {1, 1669079520001, {}, ""}});
    const auto back =
        read(topic,
             {"__key__", "__value__", "__partition__", "__headers__", "__offset__", "__timestamp__", "'it''s'", "'2'"},
             {{"partition", 1}});
    KAFKA_VERIFY(back);
    QCOMPARE(back->rows, QStringList({"k1|v1|1|NULL|0|1669079520000|it's|2", "NULL||1|NULL|1|1669079520001|it's|2"}));
}

void RecordTest::jsonFields()
{
    const QString topic = m_broker.topic();
    const QByteArray value =
        R"({"a":{"a1":"hello"},"b":"world","c":["xxxxxxx","yyyyyyy"],"d":[{"AA":"this","BB":"is_data"},)"
        R"({"AA":"that","BB":"is_also_data"}],"a.b":"unreachable","n":1.50})";
    m_broker.write(topic, {{0, nine, "k", value}});
    const QStringList columns{"a.a1", "b",    "c[1]", "d[0].AA", "a.b", "c[0]",   "d[1].BB",
                              "c[2]", "a.zz", "b.x",  "d[0]",    "n",   "__key__"};
    const auto back = read(topic, columns);
    KAFKA_VERIFY(back);
    QCOMPARE(back->rows, QStringList({"hello|world|yyyyyyy|this|NULL|xxxxxxx|is_also_data|NULL|NULL|NULL|"
                                      R"({"AA":"this","BB":"is_data"}|1.50|k)"}));
    // Bytes are JSON as well as texts are.
    QCOMPARE(rowsOf(read(topic, {"a.a1"}, {{"valueType", "BYTEARRAY"}})), QStringList({"hello"}));
}

void RecordTest::valuesThatAreNotJson()
{
    const QString topic = m_broker.topic();
    m_broker.write(
        topic,
        {{0, nine, {}, R"({"x":1})"}, {0, nine, {}, "not json"}, {0, nine, {}, R"({"x":2})"}, {0, nine, {}, ""}});
    const auto back = read(topic, {"x", "__offset__"});
    KAFKA_VERIFY(back);
    QCOMPARE(back->rows, QStringList({"1|0", "2|2"}));
    QCOMPARE(back->dirty,
             QStringList({"1|__value__|not json|the value is not JSON: it breaks at position 1 (partition 0, offset 1)",
                          "3|__value__||the value is empty, not JSON (partition 0, offset 3)"}));
    QCOMPARE(rowsOf(read(topic, {"__value__"})).size(), 4); // nobody asks for JSON
}

void RecordTest::tombstones()
{
    const QString topic = m_broker.topic();
    m_broker.write(topic, {{0, nine, "gone", {}}, {0, nine, "", ""}});
    const auto back = read(topic, {"__key__", "__value__"});
    KAFKA_VERIFY(back);
    QCOMPARE(back->rows, QStringList({"gone|NULL", "|"}));
    const auto json = read(topic, {"__key__", "x"});
    KAFKA_VERIFY(json);
    QCOMPARE(json->rows, QStringList({"gone|NULL"}));
}

void RecordTest::numbers()
{
    const QString topic = m_broker.topic();
    m_broker.write(topic, {{0, nine, QByteArray::fromHex("fffffffffffffffe"), QByteArray::fromHex("4009000000000000")},
                           {0, nine, QByteArray::fromHex("01"), QByteArray::fromHex("4009000000000000")}});
    const auto back = read(topic, {"__key__", "__value__"}, {{"keyType", "LONG"}, {"valueType", "double"}});
    KAFKA_VERIFY(back);
    QCOMPARE(back->rows, QStringList({"-2|3.125"}));
    QCOMPARE(back->dirty.size(), 1);
    QVERIFY2(back->dirty[0].contains("the key has 1 bytes instead of 8"), qPrintable(back->dirty[0]));

    const QString small = m_broker.topic();
    m_broker.write(small, {{0, nine, QByteArray::fromHex("8000"), QByteArray::fromHex("7fffffff")}});
    QCOMPARE(rowsOf(read(small, {"__key__", "__value__"}, {{"keyType", "short"}, {"valueType", "integer"}})),
             QStringList({"-32768|2147483647"}));
    const QString real = m_broker.topic();
    m_broker.write(real, {{0, nine, {}, QByteArray::fromHex("bf800000")}});
    QCOMPARE(rowsOf(read(real, {"__value__"}, {{"valueType", "float"}})), QStringList({"-1.0"}));
}

void RecordTest::encodings()
{
    const QString topic = m_broker.topic();
    m_broker.write(topic, {{0, nine, QByteArray::fromHex("c4e3"), QByteArray::fromHex("7b2278223a22bac3227d")}});
    const auto back = read(topic, {"__key__", "__value__", "x"}, {{"encoding", "GBK"}});
    KAFKA_VERIFY(back);
    QCOMPARE(back->rows, QStringList({QStringLiteral("你|{\"x\":\"好\"}|好")}));
    const auto wrong = read(topic, {"__key__"});
    KAFKA_VERIFY(wrong);
    QCOMPARE(wrong->rows, QStringList());
    QVERIFY2(wrong->dirty.value(0).contains("not UTF-8: byte 1"), qPrintable(wrong->dirty.value(0)));
    const auto value = read(topic, {"x"});
    QVERIFY2(value->dirty.value(0).contains("the value is not UTF-8: byte 7"), qPrintable(value->dirty.value(0)));
}

void RecordTest::bytes()
{
    const QString topic = m_broker.topic();
    m_broker.write(topic, {{0, nine, QByteArray::fromHex("00ff"), "v"}});
    const auto source = kafka().openSource(kafkaRequest(m_broker.address(), "reader",
                                                        {{"topic", topic},
                                                         {"beginType", "earliest"},
                                                         {"keyType", "bytearray"},
                                                         {"column", QJsonArray{"__key__", "__partition__"}}}),
                                           {});
    KAFKA_VERIFY(source);
    QCOMPARE((*source)->schema().columns[0].type.text(), QStringLiteral("BINARY"));
    QCOMPARE((*source)->schema().columns[1].type.text(), QStringLiteral("INT"));
    const auto back = read(topic, {"__key__"}, {{"keyType", "bytearray"}});
    KAFKA_VERIFY(back);
    QCOMPARE(back->rows.size(), 1);
}

void RecordTest::headers()
{
    const QString topic = m_broker.topic();
    m_broker.write(
        topic,
        {{0, nine, {}, "v", {{"a", "1"}, {"a", "two \"2\""}, {"none", {}}, {"raw", QByteArray::fromHex("ff00")}}}});
    const auto back = read(topic, {"__headers__"});
    KAFKA_VERIFY(back);
    QCOMPARE(back->rows, QStringList({R"([{"key":"a","value":"1"},{"key":"a","value":"two \"2\""},)"
                                      R"({"key":"none","value":null},{"key":"raw","base64":"/wA="}])"}));
}

void RecordTest::compressions_data()
{
    QTest::addColumn<QByteArray>("codec");
    for (const char *codec : {"none", "gzip", "snappy", "lz4", "zstd"})
        QTest::newRow(codec) << QByteArray(codec);
}

void RecordTest::compressions()
{
    QFETCH(QByteArray, codec);
    const QString topic = m_broker.topic();
    QList<TestRecord> records;
    for (int i = 0; i < 10000; ++i)
        records.append({0, nine + i, {}, "{\"x\":\"" + QByteArray::number(i) + "\"}"});
    m_broker.write(topic, records, codec.constData());
    const auto back = read(topic, {"x"});
    KAFKA_VERIFY(back);
    QCOMPARE(back->rows.size(), 10000);
    QCOMPARE(back->rows.first(), QStringLiteral("0"));
    QCOMPARE(back->rows.last(), QStringLiteral("9999"));
}

// Aborted records are not read, and what stands behind the last record does not keep a reader waiting.
void RecordTest::transactions()
{
    const QString topic = m_broker.topic();
    m_broker.write(topic, {{0, nine, {}, "plain"}});
    m_broker.writeTransaction(topic, {{0, nine, {}, "committed 1"}, {0, nine, {}, "committed 2"}}, true);
    m_broker.writeTransaction(topic, {{0, nine, {}, "aborted"}}, false);
    const auto back = read(topic, {"__value__", "__offset__"});
    KAFKA_VERIFY(back);
    QCOMPARE(back->rows, QStringList({"plain|0", "committed 1|1", "committed 2|2"}));
    m_broker.write(topic, {{0, nine, {}, "after"}});
    QCOMPARE(rowsOf(read(topic, {"__value__"})), QStringList({"plain", "committed 1", "committed 2", "after"}));
    const QString only = m_broker.topic();
    m_broker.writeTransaction(only, {{0, nine, {}, "aborted"}}, false);
    QCOMPARE(rowsOf(read(only, {"__value__"})), QStringList());
}

// Markers take an offset each and have the time of their writing; no window waits for one or ends early by it.
void RecordTest::markersOfTransactionsAtTheEnds()
{
    const QString topic = m_broker.topic();
    m_broker.writeTransaction(topic, {{0, nine, {}, "first"}}, true);        // 0, marker 1
    m_broker.writeTransaction(topic, {{0, nine + 1, {}, "aborted"}}, false); // 2, marker 3
    m_broker.write(topic, {{0, ten, {}, "behind"}});                         // 4
    m_broker.writeTransaction(topic, {{0, ten - 1, {}, "late"}}, true);      // 5, marker 6
    const QJsonObject window{{"beginDateTime", "20221122090000"}, {"endDateTime", "20221122100000"}};
    const auto back = readTopic(m_broker.address(), topic, window);
    KAFKA_VERIFY(back);
    QCOMPARE(back->rows, QStringList({"first", "late"}));
    QJsonObject patient = window;
    patient.insert("lateSeconds", 600); // markers count as of today: reading ends at the first one
    QCOMPARE(rowsOf(readTopic(m_broker.address(), topic, patient)), QStringList({"first"}));
    const auto between = [&](int begin, int end) {
        return rowsOf(readTopic(m_broker.address(), topic, {{"beginOffset", begin}, {"endOffset", end}}));
    };
    QCOMPARE(between(0, 2), QStringList({"first"})); // the marker is the last of it
    QCOMPARE(between(1, 2), QStringList());          // nothing but the marker
    QCOMPARE(between(1, 4), QStringList());
    QCOMPARE(between(3, 6), QStringList({"behind", "late"}));
}

void RecordTest::anOpenTransaction()
{
    const QString topic = m_broker.topic();
    m_broker.write(topic, {{0, nine, {}, "plain"}});
    const auto producer = m_broker.beginTransaction(topic, {{0, nine, {}, "open"}});
    QCOMPARE(rowsOf(read(topic, {"__value__"})), QStringList({"plain"}));
    m_broker.endTransaction(topic, *producer, true);
    QCOMPARE(rowsOf(read(topic, {"__value__"})), QStringList({"plain", "open"}));
}

void RecordTest::gapsOfCompaction()
{
    const QString topic = m_broker.topic(1, {{"cleanup.policy", "compact"},
                                             {"min.cleanable.dirty.ratio", "0.01"},
                                             {"segment.ms", "100"},
                                             {"max.compaction.lag.ms", "100"},
                                             {"delete.retention.ms", "0"}});
    for (int round = 0; round < 3; ++round) {
        m_broker.write(topic,
                       {{0, 0, "a", "a" + QByteArray::number(round)}, {0, 0, "b", "b" + QByteArray::number(round)}});
        QTest::qWait(150); // so that a segment ends
    }
    m_broker.write(topic, {{0, 0, "last", "x"}});
    QStringList rows;
    for (int tries = 0; tries < 300 && rows.size() != 3; ++tries) {
        const auto back = read(topic, {"__value__"});
        KAFKA_VERIFY(back);
        rows = back->rows;
        QTest::qWait(rows.size() == 3 ? 0 : 50);
    }
    QCOMPARE(rows, QStringList({"a2", "b2", "x"}));
}

void RecordTest::topics()
{
    const QString topic = m_broker.topic();
    const auto request = kafkaRequest(m_broker.address(), "reader", {});
    const auto all = kafka().list(request.source, QStringLiteral("TOPIC-"), {});
    KAFKA_VERIFY(all);
    QVERIFY(std::any_of(all->begin(), all->end(),
                        [&](const ObjectInfo &info) { return info.name == topic && info.kind == "topic"; }));
    QVERIFY(kafka().list(request.source, QStringLiteral("nothing"), {})->isEmpty());
}

void RecordTest::versionsOfTheBroker()
{
    const QString topic = m_broker.topic();
    auto request = kafkaRequest(m_broker.address(), "reader",
                                {{"topic", topic}, {"beginType", "earliest"}, {"column", QJsonArray{"__value__"}}});
    request.source.values.insert("maxVersion", "2.2.x");
    const auto source = kafka().openSource(request, {});
    QVERIFY(!source);
    QCOMPARE(source.error().code, ErrorCode::Unsupported);
    QVERIFY2(source.error().message.contains("Kafka 3.9"), qPrintable(source.error().message));
}

int runRecordTests(TestBroker &broker, int argc, char **argv)
{
    RecordTest test(broker);
    return QTest::qExec(&test, argc, argv);
}

} // namespace sluice

#include "recordtest.moc"
