#include "kafka/reading.h"
#include "kafka/tests.h"

#include <QElapsedTimer>
#include <QtTest>

#include <stop_token>
#include <thread>

namespace sluice
{

class SecurityTest : public QObject
{
    Q_OBJECT

public:
    explicit SecurityTest(TestBroker &broker)
        : m_broker(broker)
    {
    }

private Q_SLOTS:
    void plain();
    void saslMechanisms_data();
    void saslMechanisms();
    void wrongPassword();
    void missingAuthority();
    void clientCertificate();
    void steps_data();
    void steps();
    void readsOverSaslSsl();
    void stopsInTime();

private:
    DataSource source(const QJsonObject &more) const
    {
        DataSource source;
        source.name = "k";
        source.type = "kafka";
        source.values = {{"bootstrapServers", m_broker.text("saslSsl")},
                         {"securityProtocol", "SASL_SSL"},
                         {"saslMechanism", "SCRAM-SHA-256"},
                         {"username", m_broker.text("user")},
                         {"password", m_broker.text("password")},
                         {"caFile", m_broker.text("ca")}};
        for (auto it = more.begin(); it != more.end(); ++it)
            source.values.insert(it.key(), it.value());
        return source;
    }

    TestBroker &m_broker;
};

void SecurityTest::plain()
{
    const QString topic = m_broker.topic();
    const auto report =
        kafka().test(source({{"bootstrapServers", m_broker.address()}, {"securityProtocol", "PLAINTEXT"}}), {}, {});
    KAFKA_VERIFY(report);
    QVERIFY2(report.summary.startsWith("Kafka 3.9, "), qPrintable(report.summary));
    QCOMPARE(report.stage(Stage::Resolve).detail, "127.0.0.1");
    QVERIFY(report.stage(Stage::Connect).detail.startsWith("port "));
    QCOMPARE(report.stage(Stage::Tls).state, TestStage::State::Skipped);
    QCOMPARE(report.stage(Stage::Authenticate).state, TestStage::State::Skipped);
    const QString brokers = report.stage(Stage::Permission).detail;
    for (const char *part : {"1 brokers", "versions up to 2.2.x"})
        QVERIFY2(brokers.contains(part), qPrintable(brokers));
    QVERIFY(report.stage(Stage::List).detail.contains(" topics: "));
}

void SecurityTest::saslMechanisms_data()
{
    QTest::addColumn<QString>("mechanism");
    for (const char *mechanism : {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"})
        QTest::newRow(mechanism) << QString(mechanism);
}

void SecurityTest::saslMechanisms()
{
    QFETCH(QString, mechanism);
    const auto report = kafka().test(source({{"saslMechanism", mechanism}}), {}, {});
    KAFKA_VERIFY(report);
    QCOMPARE(report.stage(Stage::Tls).detail, "the broker's certificate is trusted");
    QCOMPARE(report.stage(Stage::Authenticate).detail, "alice by " + mechanism);
}

void SecurityTest::wrongPassword()
{
    for (const char *mechanism : {"PLAIN", "SCRAM-SHA-256"}) {
        const auto report = kafka().test(source({{"password", "not-it"}, {"saslMechanism", mechanism}}), {}, {});
        QVERIFY(!report.ok());
        QCOMPARE(report.stage(Stage::Authenticate).state, TestStage::State::Failed);
        QCOMPARE(report.stage(Stage::Permission).state, TestStage::State::NotReached);
        QCOMPARE(report.error().code, ErrorCode::Auth);
        QVERIFY2(report.error().message.startsWith("Authenticating failed."), qPrintable(report.error().message));
        QVERIFY2(report.error().detail.contains("SASL"), qPrintable(report.error().detail)); // the client's own words
        QVERIFY(!report.error().text().contains("not-it"));
    }
    auto request =
        kafkaRequest({}, "reader", {{"topic", "t"}, {"beginType", "earliest"}, {"column", QJsonArray{"__value__"}}});
    request.source = source({{"password", "not-it"}});
    const auto opened = kafka().openSource(request, {});
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Auth);
}

void SecurityTest::missingAuthority()
{
    const auto report = kafka().test(source({{"caFile", ""}}), {}, {});
    QVERIFY(!report.ok());
    QCOMPARE(report.stage(Stage::Tls).state, TestStage::State::Failed);
    QCOMPARE(report.error().code, ErrorCode::Config);
    QVERIFY2(report.error().message.startsWith("TLS failed."), qPrintable(report.error().message));
    QVERIFY2(report.error().detail.contains("certificate verify failed"), qPrintable(report.error().detail));
    const auto gone = kafka().test(source({{"caFile", "/nowhere/ca.pem"}}), {}, {});
    QVERIFY(!gone.ok());
    QCOMPARE(gone.error().code, ErrorCode::NotFound);
}

void SecurityTest::clientCertificate()
{
    const QJsonObject tls{{"bootstrapServers", m_broker.text("ssl")}, {"securityProtocol", "SSL"}};
    QJsonObject both = tls;
    both.insert("certificateFile", m_broker.text("certificate"));
    both.insert("keyFile", m_broker.text("key"));
    KAFKA_VERIFY(kafka().test(source(both), {}, {}));
    const auto without = kafka().test(source(tls), Stop().within(std::chrono::seconds(20)), {});
    QVERIFY(!without.ok());
    QVERIFY2(without.error().code == ErrorCode::Config || without.error().code == ErrorCode::Network,
             qPrintable(without.error().text()));
}

void SecurityTest::steps_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("words");
    QTest::newRow("resolve") << "no-such-host.invalid:9092"
                             << "Resolving no-such-host.invalid failed";
    QTest::newRow("connect") << "127.0.0.1:1"
                             << "Connecting to 127.0.0.1:1 failed";
    QTest::newRow("address") << "127.0.0.1"
                             << "is not the address of a broker";
}

void SecurityTest::steps()
{
    QFETCH(QString, server);
    QFETCH(QString, words);
    const auto report = kafka().test(source({{"bootstrapServers", server}, {"securityProtocol", "PLAINTEXT"}}), {}, {});
    QVERIFY(!report.ok());
    QVERIFY2(report.error().message.contains(words), qPrintable(report.error().text()));
}

void SecurityTest::readsOverSaslSsl()
{
    const QString topic = m_broker.topic();
    m_broker.write(topic, {{0, nine, {}, "secret way"}});
    auto request =
        kafkaRequest({}, "reader", {{"topic", topic}, {"beginType", "earliest"}, {"column", QJsonArray{"__value__"}}});
    request.source = source({});
    const auto back = readAll(request);
    KAFKA_VERIFY(back);
    QCOMPARE(back->rows, QStringList({"secret way"}));
}

void SecurityTest::stopsInTime()
{
    std::stop_source stopper;
    auto request = kafkaRequest("127.0.0.1:1", "reader",
                                {{"topic", "t"}, {"beginType", "earliest"}, {"column", QJsonArray{"__value__"}}});
    std::jthread late([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        stopper.request_stop();
    });
    const auto opened = kafka().openSource(request, Stop(stopper.get_token()));
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Stopped);
}

int runSecurityTests(TestBroker &broker, int argc, char **argv)
{
    SecurityTest test(broker);
    return QTest::qExec(&test, argc, argv);
}

} // namespace sluice

#include "securitytest.moc"
