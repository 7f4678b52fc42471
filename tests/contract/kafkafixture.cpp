#include "contract/kafkafixture.h"

#include "connectors/kafka/kafkaconnector.h"

#include <QJsonArray>

namespace sluice
{

KafkaFixture::KafkaFixture()
    : m_connector(makeKafkaConnector())
{
}

QStringList KafkaFixture::types() const
{
    return {QStringLiteral("STRING"),        QStringLiteral("BOOLEAN"), QStringLiteral("BIGINT"),
            QStringLiteral("DECIMAL(18,4)"), QStringLiteral("DATE"),    QStringLiteral("DATETIME"),
            QStringLiteral("TIMESTAMP")};
}

Done KafkaFixture::prepare(const QString &place, const Schema &)
{
    m_topics.insert(place, m_broker.topic(2));
    return {};
}

OpenRequest KafkaFixture::request(const QString &category, const QString &topic) const
{
    static NullLog log;
    OpenRequest request;
    request.step.stepType = QStringLiteral("kafka");
    request.step.category = category;
    request.step.parameter = {{QStringLiteral("server"), m_broker.address()}, {QStringLiteral("topic"), topic}};
    request.lanes = 2;
    request.runId = QStringLiteral("contract");
    request.timeZone = QTimeZone::utc();
    request.log = &log;
    return request;
}

OpenRequest KafkaFixture::writer(const QString &place, const Schema &schema)
{
    m_peer = schema;
    OpenRequest made = request(QStringLiteral("writer"), m_topics.value(place));
    made.peer = &m_peer;
    return made;
}

OpenRequest KafkaFixture::reader(const QString &place, const Schema &schema)
{
    OpenRequest made = request(QStringLiteral("reader"), m_topics.value(place));
    made.step.parameter.insert(QStringLiteral("beginType"), QStringLiteral("earliest"));
    made.step.parameter.insert(QStringLiteral("column"), QJsonArray::fromStringList(schema.names()));
    return made;
}

OpenRequest KafkaFixture::missing()
{
    OpenRequest made = request(QStringLiteral("reader"), QStringLiteral("no-such-topic"));
    made.step.parameter.insert(QStringLiteral("beginType"), QStringLiteral("earliest"));
    made.step.parameter.insert(QStringLiteral("column"), QJsonArray{QStringLiteral("__value__")});
    return made;
}

} // namespace sluice
