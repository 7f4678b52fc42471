#pragma once

#include "base/result.h"
#include "task/datasource.h"

#include <QList>
#include <QString>

namespace sluice
{

// The workspace's data sources: `.sluice/sources/NAME.source.json` without secrets, which are with the secret store.
// The local warehouse's `odps_first` is always there and cannot be removed. Blocking disk access.
class SourceStore
{
public:
    explicit SourceStore(QString workspaceDir);

    Result<QList<DataSource>> list() const;
    // NotFound with the nearest known name.
    Result<DataSource> find(const QString &name) const;
    Done save(const DataSource &source);
    Done remove(const QString &name);

private:
    QString m_directory;
};

} // namespace sluice
