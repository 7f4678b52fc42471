#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupt.h"
#include "app/cli/workspacescope.h"
#include "base/files.h"
#include "service/warehousehost.h"

#include <QDir>
#include <QEventLoop>
#include <QJsonDocument>
#include <QStandardPaths>

namespace sluice::cli
{

namespace
{

constexpr qint64 faultPlanLimit = 1024 * 1024;

// Which warehouse is meant: a workspace's, that of any folder that was named, or the user's own.
Result<HostOptions> placeOf(const Arguments &arguments)
{
    HostOptions options;
    auto workspace = workspaceFor(arguments);
    if (workspace.ok()) {
        options.directory = workspace->stateDir() + QLatin1String("/warehouse");
        options.projects = {projectNameFrom(workspace->name())};
        options.timeZone = workspace->timeZone();
        return options;
    }
    if (QString error = workspace.error().where; error.contains(QLatin1String("sluice.json")))
        return workspace.error(); // a workspace, but one that cannot be used
    if (arguments.has(workspaceOption.name)) {
        const QDir directory(arguments.value(workspaceOption.name));
        options.directory = directory.absoluteFilePath(QStringLiteral(".sluice/warehouse"));
        options.projects = {projectNameFrom(QDir(directory.absolutePath()).dirName())};
    } else {
        options.directory =
            QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QLatin1String("/sluice/warehouse");
        options.projects = {QStringLiteral("local")};
    }
    return options;
}

Result<HostOptions> optionsOf(const Arguments &arguments)
{
    SLUICE_TRY(HostOptions options, placeOf(arguments));
    if (arguments.has(QStringLiteral("port"))) {
        bool good = false;
        options.port = arguments.value(QStringLiteral("port")).toInt(&good);
        if (!good || options.port < 0 || options.port > 65535)
            return makeError(ErrorCode::Config, QStringLiteral("--port needs a number from 0 to 65535."));
    }
    if (arguments.has(QStringLiteral("project")))
        options.projects = arguments.values(QStringLiteral("project"));
    options.autoCreateProjects = arguments.has(QStringLiteral("auto-create-projects"));
    options.lenientSignatures = arguments.has(QStringLiteral("lenient-signatures"));
    options.quotas = arguments.values(QStringLiteral("quota"));
    if (arguments.has(QStringLiteral("fault-plan"))) {
        SLUICE_TRY(options.faultPlan, readFile(arguments.value(QStringLiteral("fault-plan")), faultPlanLimit));
    }

    const bool hasId = arguments.has(QStringLiteral("access-id"));
    if (hasId != arguments.has(QStringLiteral("access-key-env")))
        return makeError(ErrorCode::Config, QStringLiteral("--access-id and --access-key-env go together."));
    if (hasId) {
        const QString variable = arguments.value(QStringLiteral("access-key-env"));
        options.accessId = arguments.value(QStringLiteral("access-id"));
        options.accessKey = qEnvironmentVariable(variable.toUtf8().constData());
        if (options.accessKey.isEmpty())
            return makeError(ErrorCode::Config,
                             QStringLiteral("The environment variable %1 holds no access key.").arg(variable));
    }
    return options;
}

} // namespace

int runWarehouseServe(const Arguments &arguments)
{
    auto options = optionsOf(arguments);
    if (!options.ok())
        return fail(options.error());
    QEventLoop loop;
    const Interrupt interrupt([&] { loop.quit(); });
    auto host = WarehouseHost::start(*options);
    if (!host.ok())
        return fail(host.error());

    const WarehouseConnection &connection = (*host)->connection();
    const QJsonObject line{
        {QStringLiteral("endpoint"), connection.endpoint},
        {QStringLiteral("tunnelEndpoint"), connection.tunnelEndpoint},
        {QStringLiteral("project"), connection.project},
        {QStringLiteral("accessId"), connection.accessId},
        {QStringLiteral("accessKeyFile"), connection.accessKeyFile},
    };
    printLine(QString::fromUtf8(QJsonDocument(line).toJson(QJsonDocument::Compact)));
    if (!interrupt.asked())
        loop.exec();
    return success;
}

} // namespace sluice::cli
