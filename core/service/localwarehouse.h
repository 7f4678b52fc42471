#pragma once

#include "base/result.h"
#include "base/stop.h"
#include "service/filelock.h"
#include "task/datasource.h"

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
    // Whether this process serves it.
    bool isServing() const;

    // While one of these is held, in any process, the owner does not leave of its own accord: see settle(). Taken
    // before ensure(), for as long as the data source is used.
    Result<FileLock> hold(Stop stop);
    // For an owner that wants to end: waits until nobody else holds the warehouse, then stops serving. At once when
    // this process serves nothing.
    Done settle(Stop stop);
    // Serves it at the address known from ensure() when the process that did has ended, so that what is connected can
    // go on. Whether it was so. To be asked now and then while the warehouse is used.
    bool takeOver();
    // Whether somebody holds the warehouse just now.
    bool isHeld() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace sluice
