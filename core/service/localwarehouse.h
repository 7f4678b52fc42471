#pragma once

#include "base/result.h"
#include "task/datasource.h"

#include <QMutex>

#include <memory>

namespace sluice
{

// The workspace's own MaxCompute. The first process that asks serves it (in this process, on a free port of
// 127.0.0.1) and writes `.sluice/warehouse/endpoint.json`; others find that and talk to it. When the owner goes, the
// next ensure() takes over. Thread-safe.
class LocalWarehouse
{
public:
    explicit LocalWarehouse(QString workspaceDir);
    ~LocalWarehouse();

    // The data source `odps_first` with endpoint, project and key filled in, the server running behind it.
    Result<DataSource> ensure();
    // Where it runs, empty when it does not; never blocks.
    QString endpoint() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace sluice
