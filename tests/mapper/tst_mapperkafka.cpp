#include "kafka/broker.h"
#include "mapperfixture.h"
#include "widgets/mapper/samplepane.h"

#include <QTest>

using namespace sluice;

// Records of a real topic: built-in fields, paths into their values, a click that adds one.
class MapperKafkaTest : public QObject
{
    Q_OBJECT
public:
    explicit MapperKafkaTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void initTestCase() { m_broker = std::make_unique<TestBroker>(); }
    void cleanupTestCase() { m_broker.reset(); }
    void orderEvents();
    void valuesThatAreNotJson();

private:
    void open(MapperFixture &mapper, TestBroker &broker, const QString &topic, const QString &columns,
              const QString &written);

    Appearance &m_look;
    std::unique_ptr<TestBroker> m_broker;
};

void MapperKafkaTest::open(MapperFixture &mapper, TestBroker &broker, const QString &topic, const QString &columns,
                           const QString &written)
{
    DataSource source;
    source.name = QStringLiteral("events");
    source.type = QStringLiteral("kafka");
    source.values.insert(QStringLiteral("bootstrapServers"), broker.address());
    QVERIFY(mapper.session().keeper->save(source).ok());
    mapper.sql(QStringLiteral("CREATE TABLE ods_order_events_hi (msg_key STRING, msg_partition INT, msg_offset BIGINT, "
                              "msg_time DATETIME, greeting STRING, b_text STRING, order_id BIGINT, "
                              "total DECIMAL(18,2), c1 STRING, d0_aa STRING, source_system STRING, payload STRING) "
                              "PARTITIONED BY (ds STRING)"));
    mapper.open(MapperFixture::script(
        QStringLiteral("kafka"),
        QStringLiteral("{ \"datasource\": \"events\", \"topic\": \"%1\", \"beginDateTime\": \"${startTime}\", "
                       "\"endDateTime\": \"${endTime}\", \"column\": %2 }")
            .arg(topic, columns),
        QStringLiteral("odps"),
        QStringLiteral("{ \"datasource\": \"odps_first\", \"table\": \"ods_order_events_hi\", "
                       "\"partition\": \"ds=2022112210\", \"truncate\": false, \"column\": %1 }")
            .arg(written)));
}

void MapperKafkaTest::orderEvents() // KR-8, KR-9
{
    TestBroker &broker = *m_broker;
    const QString topic = broker.topic();
    QList<TestRecord> records;
    for (int i = 0; i < 200; ++i)
        records.append({.time = 1669079520000 + i,
                        .key = QByteArray("A-") + QByteArray::number(10017 + i),
                        .value = QByteArray(R"({"a":{"a1":"hello"},"b":"world","c":["xxxxxxx","yyyyyyy"],)") +
                                 R"("d":[{"AA":"this","BB":"is_data"},{"AA":"that","BB":"is_also_data"}],)" +
                                 R"("order":{"id":"A-)" + QByteArray::number(10017 + i) +
                                 R"(","total":128.495},"a.b":"unreachable"})"});
    broker.write(topic, records);
    MapperFixture mapper(m_look);
    open(mapper, broker, topic,
         QStringLiteral(R"(["__key__","__partition__","__offset__","__timestamp__","a.a1","b","order.id",)"
                        R"("order.total","'kafka'"])"),
         QStringLiteral(R"(["msg_key","msg_partition","msg_offset","msg_time","greeting","b_text","order_id",)"
                        R"("total","source_system"])"));
    const FieldMapping &mapping = mapper.editor().mapping();
    QCOMPARE(mapper.editor().samples().rows.size(), 200);
    const auto verdict = [&](const char *target) {
        return mapper.editor().verdict(mapping.targetOfKey(QLatin1String(target)));
    };
    QTRY_COMPARE(verdict("order_id").fit, LinkVerdict::Dirty);
    QCOMPARE(verdict("order_id").refused, 200);
    QCOMPARE(verdict("order_id").why, QStringLiteral("text is not a number"));
    QCOMPARE(verdict("msg_time").why, QStringLiteral("ms since 1970"));
    QCOMPARE(verdict("msg_time").fit, LinkVerdict::Lossless);
    QCOMPARE(verdict("total").fit, LinkVerdict::Narrowing);
    QCOMPARE(verdict("source_system").why, QStringLiteral("constant"));
    QCOMPARE(mapper.page().summary().mapped, 9);
    QCOMPARE(mapper.page().summary().columns, 12);
    QCOMPARE(mapping.targets().last().fixedValue, QStringLiteral("2022112210"));
    // Suggestions by name and values.
    QTest::mouseClick(mapper.button(QStringLiteral("Suggest")), Qt::LeftButton);
    QTRY_VERIFY(mapper.editor().proposals() >= 2);
    QCOMPARE(mapping.sources()[mapper.editor().proposedSource(mapping.targetOfKey(QStringLiteral("c1")))].name,
             QStringLiteral("c[1]"));
    QCOMPARE(mapping.sources()[mapper.editor().proposedSource(mapping.targetOfKey(QStringLiteral("d0_aa")))].name,
             QStringLiteral("d[0].AA"));
    mapper.targets().selectField(mapping.targetOfKey(QStringLiteral("order_id")));
    mapper.targets().setFocus();
    mapper.page().samples().setRecord(1);
    mapper.picture(QStringLiteral("kafka"));
    // A click on a value that no list has yet: the second element's member.
    const QString text = mapper.page().samples().text().toPlainText();
    QVERIFY2(text.contains(QStringLiteral("unreachable")), qPrintable(text));
    Q_EMIT mapper.page().samples().text().anchorClicked(QUrl(QStringLiteral("d%5B1%5D.BB")));
    const int field = mapper.sources().currentField();
    QCOMPARE(mapper.editor().mapping().sources()[field].name, QStringLiteral("d[1].BB"));
    QVERIFY(mapper.editor().link(field, mapper.editor().mapping().targetOfKey(QStringLiteral("payload"))));
    QVERIFY(mapper.document().text().contains(QStringLiteral("\"d[1].BB\"")));
    QVERIFY(mapper.settled());
}

void MapperKafkaTest::valuesThatAreNotJson() // KR-10
{
    TestBroker &broker = *m_broker;
    const QString topic = broker.topic();
    broker.write(topic, {{.key = "k", .value = "plain <b>text</b>"}, {.value = "more"}});
    MapperFixture mapper(m_look);
    open(mapper, broker, topic, QStringLiteral("[\"__value__\", \"deep.path\"]"),
         QStringLiteral("[\"payload\", \"greeting\"]"));
    QCOMPARE(mapper.editor().samples().rows.size(), 2); // without the paths, which no record has
    QVERIFY(mapper.page().samples().text().toPlainText().contains(QStringLiteral("plain <b>text</b>")));
    QCOMPARE(mapper.lines(), QStringLiteral("__value__>payload deep.path>greeting"));
}

std::unique_ptr<QObject> makeMapperKafkaTest(Appearance &look)
{
    return std::make_unique<MapperKafkaTest>(look);
}

#include "tst_mapperkafka.moc"
