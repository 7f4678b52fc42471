#include "task/prerequisites.h"

#include <QtGlobal>

namespace sluice
{

QList<Prerequisite> prerequisitesOf(const QString &stepType)
{
    if (stepType != QLatin1String("odps"))
        return {};
    return {
        {QT_TRANSLATE_NOOP("Prerequisites", "Rights of the key"),
         QT_TRANSLATE_NOOP("Prerequisites",
                           "The Project Owner's role; or on both ends of a task to describe and select the tables it "
                           "reads, and to describe, alter and update those it writes."),
         ""},
        {QT_TRANSLATE_NOOP("Prerequisites", "Projects of other workspaces"),
         QT_TRANSLATE_NOOP("Prerequisites", "Their owner grants the key's account access first."), ""},
        {QT_TRANSLATE_NOOP("Prerequisites", "Delta tables"),
         QT_TRANSLATE_NOOP("Prerequisites", "The Project Owner switches transactional tables on, once."),
         "setproject odps.sql.acid.table.enable=true;"},
        {QT_TRANSLATE_NOOP("Prerequisites", "Types of version 2.0"),
         QT_TRANSLATE_NOOP("Prerequisites",
                           "TIMESTAMP, INT, VARCHAR and the like. The Project Owner switches them on, once; without "
                           "them a project has the types of version 1.0 only."),
         "setproject odps.sql.type.system.odps2=true;"},
    };
}

} // namespace sluice
