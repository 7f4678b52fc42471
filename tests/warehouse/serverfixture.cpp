#include "serverfixture.h"

using namespace sluice::warehouse;

bool ServerFixture::open()
{
    WarehouseOptions options;
    options.directory = folder.filePath(QStringLiteral("warehouse"));
    auto opened = Warehouse::open(options);
    if (!opened.ok()) {
        qWarning("%s", qPrintable(opened.error().text()));
        return false;
    }
    warehouse = std::move(opened).value();
    if (!warehouse->hasProject(QStringLiteral("demo")) && !warehouse->createProject(QStringLiteral("demo")).ok())
        return false;
    auto started = Server::start(
        *warehouse, {0, QStringLiteral("ak"), "sk-secret", false, {QStringLiteral("exclusive")}, faults}, log);
    if (!started.ok()) {
        qWarning("%s", qPrintable(started.error().text()));
        return false;
    }
    server = std::move(started).value();
    return true;
}

void ServerFixture::close()
{
    server.reset();
    warehouse.reset();
}
