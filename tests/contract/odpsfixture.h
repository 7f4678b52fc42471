#pragma once

#include "contract/contract.h"
#include "warehouse/server.h"

#include <QTemporaryDir>

#include <memory>

namespace sluice
{

// Tables of a local warehouse behind its real socket, ordinary or Delta ones, with options for reader and writer.
class OdpsFixture final : public ContractFixture
{
public:
    enum class Tables { Ordinary, Delta };
    explicit OdpsFixture(const QString &name, const QJsonObject &options = {}, Tables tables = Tables::Ordinary);

    QString name() const override { return m_name; }
    const Connector &connector() const override { return *m_connector; }
    bool seesAtOnce() const override { return m_options[QLatin1String("useStreamTunnel")].toBool(); }
    QStringList types() const override;
    Done prepare(const QString &place, const Schema &schema) override;
    OpenRequest writer(const QString &place, const Schema &schema) override;
    OpenRequest reader(const QString &place, const Schema &schema) override;
    std::optional<OpenRequest> wrongKey() override;
    OpenRequest missing() override;

private:
    OpenRequest request(const QString &category, const QString &table) const;

    QString m_name;
    QJsonObject m_options;
    Tables m_tables;
    QTemporaryDir m_folder;
    NullLog m_log;
    std::unique_ptr<warehouse::Warehouse> m_warehouse;
    std::unique_ptr<warehouse::Server> m_server;
    std::unique_ptr<Connector> m_connector;
};

} // namespace sluice
