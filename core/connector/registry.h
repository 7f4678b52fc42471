#pragma once

#include "connector/connector.h"
#include "task/validate.h"

#include <memory>
#include <vector>

namespace sluice
{

// The connectors of this program, filled once in app/ and then only read, from any thread.
class ConnectorRegistry
{
public:
    void add(std::unique_ptr<Connector> connector);

    const Connector *find(const QString &stepType) const;
    // The connector, or Config with the nearest known name.
    Result<const Connector *> require(const QString &stepType) const;
    std::vector<const Connector *> all() const;

    // What validation asks; valid as long as the registry.
    StepCatalog catalog() const;

private:
    std::vector<std::unique_ptr<Connector>> m_connectors;
};

} // namespace sluice
