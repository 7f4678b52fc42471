#pragma once

#include "contract/contract.h"

#include <QTemporaryDir>

#include <memory>

namespace sluice
{

// The stream writer's text files. Its reader makes rows up, so the file connector reads them back.
class StreamFixture final : public ContractFixture
{
public:
    StreamFixture();

    QString name() const override { return QStringLiteral("stream"); }
    const Connector &connector() const override { return *m_stream; }
    const Connector &readingConnector() const override { return *m_file; }
    QStringList types() const override;
    Done prepare(const QString &, const Schema &) override { return {}; }
    OpenRequest writer(const QString &place, const Schema &schema) override;
    OpenRequest reader(const QString &place, const Schema &schema) override;
    OpenRequest missing() override;

private:
    OpenRequest request(const QString &stepType, const QString &category) const;

    QTemporaryDir m_folder;
    std::unique_ptr<Connector> m_stream;
    std::unique_ptr<Connector> m_file;
    Schema m_peer; // of the last writer
};

} // namespace sluice
