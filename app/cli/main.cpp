#include "app/cli/commands.h"
#include "app/common/memory.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    sluice::shareMemory();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("sluice"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SLUICE_VERSION));
    return sluice::cli::runCommand(QCoreApplication::arguments().mid(1));
}
