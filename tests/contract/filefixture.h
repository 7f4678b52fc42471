#pragma once

#include "contract/contract.h"

#include <QTemporaryDir>

#include <memory>

namespace sluice
{

// Files of one format in a folder of their own.
class FileFixture final : public ContractFixture
{
public:
    FileFixture(QString format, QStringList types);

    QString name() const override { return m_format; }
    const Connector &connector() const override { return *m_connector; }
    QStringList types() const override { return m_types; }
    Done prepare(const QString &, const Schema &) override { return {}; }
    OpenRequest writer(const QString &place, const Schema &schema) override;
    OpenRequest reader(const QString &place, const Schema &schema) override;
    OpenRequest missing() override;

private:
    OpenRequest request(const QString &category, const QString &path) const;

    QString m_format;
    QStringList m_types;
    QTemporaryDir m_folder;
    std::unique_ptr<Connector> m_connector;
    Schema m_peer; // of the last writer
};

} // namespace sluice
