#pragma once

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
    Result<DataSource> resolve(const QString &name, SourceHalf half = SourceHalf::Development) const;
    // The same for a source that is being edited: secrets that it carries already win. Of its `half` alone.
    Result<DataSource> complete(DataSource source) const;

    // Keeps the values of both halves in the file and the secrets where secrets are kept: one that is not among the
    // values stays as it is, an empty one is forgotten. How a half was tested is forgotten when it changes. Config when
    // an option is unknown or a required one is missing.
    Done save(const DataSource &source) const;
    Done remove(const QString &name) const;
    // A second one like it, with its secrets and untested. Conflict when there is one of that name.
    Done copy(const QString &from, const QString &to) const;
    // Takes its secrets and how it was tested along. Conflict when there is one of that name; tasks are not looked at.
    Done rename(const QString &from, const QString &to) const;

    // Secret options of the source's half of which a text is kept, and required ones of which there is none.
    Result<QStringList> keptSecrets(const DataSource &source) const;
    Result<QStringList> missingSecrets(const DataSource &source) const;
    // The values of its secret options, to be hidden from logs.
    QStringList secretsOf(const DataSource &source) const;
    QString placeOfSecrets() const { return m_secrets.place(); }

    // How a test went, kept with the source's half. One that was stopped says nothing.
    Done keepTest(const QString &name, SourceHalf half, const TestReport &report) const;
    // Saved although the test failed: untested, with what it said.
    Done keepUntested(const QString &name, SourceHalf half, const TestReport &report) const;

    // The connectors that take a data source, and that of a type; nothing when there is none.
    QList<const ConnectorInfo *> types() const;
    const ConnectorInfo *type(const QString &stepType) const;

private:
    Done checkFree(const QString &name) const;
    Done checkValues(const QString &type, const OptionSpecs &options, const QJsonObject &values) const;
    Done keepSecrets(const DataSource &half, const OptionSpecs &options) const;
    Done forgetSecrets(const DataSource &half) const;
    Result<DataSource> copied(const QString &from, const QString &to) const;

    const ConnectorRegistry &m_connectors;
    SourceStore &m_sources;
    SecretStore m_secrets;
    LocalWarehouse &m_warehouse;
};

} // namespace sluice
