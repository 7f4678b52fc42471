#include "kafka/reading.h"
#include "kafka/tests.h"

#include <QElapsedTimer>
#include <QtTest>

#include <atomic>
#include <thread>

namespace sluice
{

class FaultTest : public QObject
{
    Q_OBJECT

public:
    explicit FaultTest(TestBroker &broker)
        : m_broker(broker)
    {
    }

private Q_SLOTS:
    // A topic of which a client takes only a part at once.
    void initTestCase()
    {
        m_topic = m_broker.topic();
        QList<TestRecord> list;
        for (int i = 0; i < recordCount; ++i)
            list.append({0, nine + i, {}, QByteArray::number(i) + QByteArray(500, '.')});
        m_broker.write(m_topic, list);
    }
    void aBrokerThatComesBack();
    void aBrokerThatStaysAway(); // the last: it is not started again

private:
    static constexpr int recordCount = 14000;
    OpenRequest request(int patience)
    {
        return kafkaRequest(
            m_broker.address(), "reader",
            {{"topic", m_topic},
             {"beginType", "earliest"},
             {"column", QJsonArray{"__value__"}},
             {"reconnectSeconds", patience},
             {"kafkaConfig", QJsonObject{{"queued.max.messages.kbytes", 1000}, {"fetch.message.max.bytes", 100000}}}});
    }

    TestBroker &m_broker;
    QString m_topic;
};

void FaultTest::aBrokerThatComesBack()
{
    const auto source = kafka().openSource(request(60), {});
    KAFKA_VERIFY(source);
    const auto splits = (*source)->split(1, {});
    KAFKA_VERIFY(splits);
    const auto reader = (*source)->reader(splits->front(), {});
    KAFKA_VERIFY(reader);
    QStringList rows;
    bool killed = false;
    std::thread restart;
    for (;;) {
        Batch batch;
        const auto outcome = (*reader)->next(batch, {});
        if (!outcome || *outcome == Reader::Outcome::End) {
            if (restart.joinable())
                restart.join();
            KAFKA_VERIFY(outcome);
            break;
        }
        rows += rowTexts(batch, (*source)->schema());
        if (!killed && rows.size() >= 4096) {
            killed = true;
            m_broker.kill();
            m_broker.start();
        }
    }
    QVERIFY(killed);
    QCOMPARE(rows.size(), recordCount);
    for (int i = 0; i < rows.size(); ++i)
        QVERIFY(rows[i].startsWith(QString::number(i) + '.')); // each once, in order
}

void FaultTest::aBrokerThatStaysAway()
{
    const auto source = kafka().openSource(request(2), {});
    KAFKA_VERIFY(source);
    const auto splits = (*source)->split(1, {});
    KAFKA_VERIFY(splits);
    const auto reader = (*source)->reader(splits->front(), {});
    KAFKA_VERIFY(reader);
    qint64 rows = 0;
    Result<Reader::Outcome> outcome = Reader::Outcome::Idle;
    QElapsedTimer clock;
    while (outcome && *outcome != Reader::Outcome::End) {
        Batch batch;
        outcome = (*reader)->next(batch, {});
        rows += rowTexts(batch, (*source)->schema()).size();
        if (rows >= 4096 && !clock.isValid()) {
            m_broker.kill();
            clock.start();
        }
    }
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::Network);
    QVERIFY2(outcome.error().message.contains(QStringLiteral("%1 rows had been read").arg(rows)),
             qPrintable(outcome.error().text()));
    QVERIFY2(outcome.error().message.contains(QStringLiteral("up to offset %1").arg(rows)),
             qPrintable(outcome.error().text()));
    QVERIFY(!outcome.error().detail.isEmpty()); // the client's own words
    QVERIFY(clock.elapsed() >= 2000);

    // A writer gives up after its patience too, and a stop is heard while the broker is away.
    const auto opened = kafka().openSource(request(1), {});
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Network);
}

int runFaultTests(TestBroker &broker, int argc, char **argv)
{
    FaultTest test(broker);
    return QTest::qExec(&test, argc, argv);
}

} // namespace sluice

#include "faults.moc"
