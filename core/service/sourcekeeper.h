#pragma once

#include "base/result.h"
#include "connector/registry.h"
#include "secrets/secretstore.h"
#include "service/localwarehouse.h"
#include "workspace/sourcestore.h"

namespace sluice
{

// Data sources as a run needs them: what the file says, the secrets from where they are kept, and for the workspace's
// own warehouse the place where it runs. Blocking; may be called from any thread. Borrows what it is made from.
class SourceKeeper
{
public:
    SourceKeeper(const ConnectorRegistry &connectors, SourceStore &sources, SecretStore secrets,
                 LocalWarehouse &warehouse);

    // NotFound with the nearest name; Auth when a secret that is needed is kept nowhere.
    Result<DataSource> resolve(const QString &name) const;
    // The same for a source that is being edited: secrets that it carries already win.
    Result<DataSource> complete(DataSource source) const;

    // Keeps the values in the file and the secrets where secrets are kept. Config when an option is unknown or a
    // required one is missing.
    Done save(const DataSource &source) const;
    Done remove(const QString &name) const;

    // The values of its secret options, to be hidden from logs.
    QStringList secretsOf(const DataSource &source) const;

private:
    const ConnectorRegistry &m_connectors;
    SourceStore &m_sources;
    SecretStore m_secrets;
    LocalWarehouse &m_warehouse;
};

} // namespace sluice
