#pragma once

#include "contract/contract.h"
#include "kafka/broker.h"

#include <QMap>

#include <memory>

namespace sluice
{

// Topics of two partitions on a real broker; rows travel as JSON.
class KafkaFixture final : public ContractFixture
{
public:
    KafkaFixture();

    QString name() const override { return QStringLiteral("kafka"); }
    const Connector &connector() const override { return *m_connector; }
    bool seesAtOnce() const override { return true; }
    QStringList types() const override;
    Type readAs(const Type &) const override { return TypeKind::String; }
    Done prepare(const QString &place, const Schema &schema) override;
    OpenRequest writer(const QString &place, const Schema &schema) override;
    OpenRequest reader(const QString &place, const Schema &schema) override;
    OpenRequest missing() override;

private:
    OpenRequest request(const QString &category, const QString &topic) const;

    TestBroker m_broker;
    QMap<QString, QString> m_topics; // by place
    Schema m_peer;
    std::unique_ptr<Connector> m_connector;
};

} // namespace sluice
