#include "service/prerequisites.h"

namespace sluice
{

QList<Prerequisite> prerequisitesOf(const QString &stepType)
{
    if (stepType != QLatin1String("odps"))
        return {};
    return {
        {QStringLiteral("Rights of the key"),
         QStringLiteral("The Project Owner's role; or on both ends of a task to describe and select the tables it "
                        "reads, and to describe, alter and update those it writes."),
         {}},
        {QStringLiteral("Projects of other workspaces"),
         QStringLiteral("Their owner grants the key's account access first."),
         {}},
        {QStringLiteral("Delta tables"), QStringLiteral("The Project Owner switches transactional tables on, once."),
         QStringLiteral("setproject odps.sql.acid.table.enable=true;")},
        {QStringLiteral("Types of version 2.0"),
         QStringLiteral(
             "TIMESTAMP, INT, VARCHAR and the like. The Project Owner switches them on, once; without them a "
             "project has the types of version 1.0 only."),
         QStringLiteral("setproject odps.sql.type.system.odps2=true;")},
    };
}

} // namespace sluice
