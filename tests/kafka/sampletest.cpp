#include "connectors/kafka/jsonlayout.h"
#include "kafka/reading.h"
#include "kafka/tests.h"

#include <QtTest>

namespace sluice
{

// Records for a person to point at, and the columns that are guessed from them.
class SampleTest : public QObject
{
    Q_OBJECT

public:
    explicit SampleTest(TestBroker &broker)
        : m_broker(broker)
    {
    }

private Q_SLOTS:
    void columnsOfATopic();
    void recordsShowTheirValues();
    void whatNoColumnReads();
    void numbersAndTexts();
    void onlySoMany();
    void longValuesAreCut();
    void unknownTopic();

private:
    OpenRequest request(const QString &topic, QJsonObject more = {}) const
    {
        more.insert("topic", topic);
        return kafkaRequest(m_broker.address(), "reader", more);
    }
    // "column=text@what stands in the record's text"
    static QStringList valuesOf(const SampleRecord &record)
    {
        QStringList values;
        for (const SampleValue &value : record.values)
            values.append(value.column + '=' + (value.text.isNull() ? QStringLiteral("NULL") : value.text) +
                          (value.at < 0 ? QString() : '@' + record.text.mid(value.at, value.length)));
        return values;
    }

    TestBroker &m_broker;
};

void SampleTest::columnsOfATopic()
{
    const QString topic = m_broker.topic(2);
    m_broker.write(topic, {{0, nine, {}, R"({"user":{"name":"a","tags":["x","y",1,2]},"n":1,"a.b":2})"},
                           {1, nine, {}, R"({"n":2,"more":[{"id":3}],"none":{}})"},
                           {1, nine, {}, "not json"}});
    const auto schema = kafka().schema(request(topic), {});
    KAFKA_VERIFY(schema);
    QCOMPARE(sorted(schema->columns.names()),
             sorted({"__key__", "__value__", "__partition__", "__headers__", "__offset__", "__timestamp__", "user.name",
                     "user.tags[0]", "user.tags[1]", "user.tags[2]", "n", "more[0].id"}));
}

void SampleTest::recordsShowTheirValues()
{
    const QString topic = m_broker.topic(2);
    m_broker.write(topic, {{1, nine, "k", R"( {"a":{"b":"x\ny"}, "d":[{"AA":1.50},null],"e":[1,2],"f":{}} )"}});
    const auto records = kafka().sample(request(topic), 10, {});
    KAFKA_VERIFY(records);
    QCOMPARE(records->size(), 1);
    const SampleRecord &record = records->first();
    QCOMPARE(record.title, QStringLiteral("partition 1, offset 0"));
    QVERIFY(record.fault.isEmpty());
    QCOMPARE(record.text, QStringLiteral("{\n"
                                         "  \"a\": {\n"
                                         "    \"b\": \"x\\ny\"\n"
                                         "  },\n"
                                         "  \"d\": [\n"
                                         "    {\n"
                                         "      \"AA\": 1.50\n"
                                         "    },\n"
                                         "    null\n"
                                         "  ],\n"
                                         "  \"e\": [1, 2],\n"
                                         "  \"f\": {}\n"
                                         "}"));
    const QStringList values = valuesOf(record);
    const QStringList expected{
        "__key__=k",       "a.b=x\ny@\"x\\ny\"", "d[0].AA=1.50@1.50", "d[0]={\"AA\":1.50}@{\n      \"AA\": 1.50\n    }",
        "d[1]=NULL@null",  "e=[1,2]@[1, 2]",     "e[1]=2@2",          "f={}@{}",
        "__partition__=1", "__headers__=NULL",   "__offset__=0",      "__timestamp__=1669107600000",
    };
    for (const QString &value : expected)
        QVERIFY2(values.contains(value), qPrintable(value + " in\n" + values.join('\n')));

    // What is shown is what a reader reads.
    QStringList columns;
    QStringList texts;
    for (const SampleValue &value : record.values) {
        columns.append(value.column);
        texts.append(value.text.isNull() ? QStringLiteral("NULL") : value.text);
    }
    const auto back = readTopic(m_broker.address(), topic, {{"beginType", "earliest"}}, columns);
    KAFKA_VERIFY(back);
    texts[columns.indexOf("__value__")] = R"( {"a":{"b":"x\ny"}, "d":[{"AA":1.50},null],"e":[1,2],"f":{}} )";
    QCOMPARE(back->rows, QStringList(texts.join('|')));
}

void SampleTest::whatNoColumnReads()
{
    const QString topic = m_broker.topic();
    m_broker.write(topic, {{0, nine, {}, R"({"a.b":{"c":1},"":2,"__key__":3,"'x'":4,"x]":5,"ok":6})"}});
    const auto records = kafka().sample(request(topic), 10, {});
    KAFKA_VERIFY(records);
    QStringList read;
    int unread = 0;
    for (const SampleValue &value : records->first().values) {
        if (value.at < 0)
            continue;
        if (value.column.isEmpty())
            ++unread;
        else
            read.append(value.column);
    }
    QCOMPARE(read, QStringList({"__value__", "ok"}));
    QCOMPARE(unread, 6); // with the member of a.b
}

void SampleTest::numbersAndTexts()
{
    const QString topic = m_broker.topic();
    m_broker.write(topic, {{0, nine, {}, QByteArray("\0\0\0\x2a", 4)}, {0, nine, {}, "short"}, {0, nine, "k", {}}});
    const auto numbers = kafka().sample(request(topic, {{"valueType", "integer"}}), 10, {});
    KAFKA_VERIFY(numbers);
    QCOMPARE(numbers->size(), 3);
    QVERIFY(valuesOf(numbers->at(0)).contains("__value__=42@42"));
    QVERIFY2(numbers->at(1).fault.contains("5 bytes"), qPrintable(numbers->at(1).fault));
    QVERIFY(valuesOf(numbers->at(2)).contains("__value__=NULL"));

    // A window that lies elsewhere, or columns that are no good yet, change nothing about what there is to see.
    const auto texts = kafka().sample(
        request(topic, {{"beginDateTime", "${from}"}, {"column", QJsonArray{"a..b"}}, {"partition", 0}}), 10, {});
    KAFKA_VERIFY(texts);
    QVERIFY(valuesOf(texts->at(1)).contains("__value__=short@short"));
}

void SampleTest::onlySoMany()
{
    const QString topic = m_broker.topic();
    QList<TestRecord> written;
    for (int i = 0; i < 50; ++i)
        written.append({0, nine, {}, QByteArray::number(i)});
    m_broker.write(topic, written);
    const auto records = kafka().sample(request(topic), 3, {});
    KAFKA_VERIFY(records);
    QCOMPARE(records->size(), 3);
    QCOMPARE(records->last().text, QStringLiteral("49"));
    const QString nothing = m_broker.topic();
    const auto none = kafka().sample(request(nothing), 3, {});
    KAFKA_VERIFY(none);
    QVERIFY(none->isEmpty());
}

void SampleTest::longValuesAreCut()
{
    QByteArray json = "{\"first\":1";
    for (int i = 0; i < 20'000; ++i)
        json += ",\"n" + QByteArray::number(i) + "\":[[" + QByteArray::number(i) + "]]";
    json += '}';
    const JsonLayout layout = layOutJson({json.constData(), size_t(json.size())});
    QVERIFY(layout.cut);
    QVERIFY(layout.text.size() <= 64 * 1024 + 1);
    QVERIFY(layout.places.size() <= 2000);
    QCOMPARE(layout.places[1].path, QStringLiteral("first"));
    for (const JsonLayout::Place &place : layout.places)
        QVERIFY(place.at + place.length <= layout.text.size());
}

void SampleTest::unknownTopic()
{
    const auto records = kafka().sample(request("no-such-topic"), 3, {});
    QVERIFY(!records);
    QCOMPARE(records.error().code, ErrorCode::NotFound);
}

int runSampleTests(TestBroker &broker, int argc, char **argv)
{
    SampleTest test(broker);
    return QTest::qExec(&test, argc, argv);
}

} // namespace sluice

#include "sampletest.moc"
