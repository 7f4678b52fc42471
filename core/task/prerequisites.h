#pragma once

#include <QList>
#include <QString>

namespace sluice
{

// What a task may need of a system beside a connection that works, and no test of that shows (DS-12).
// Texts to be translated in the context "Prerequisites".
struct Prerequisite {
    const char *title;
    const char *text;    // who needs it, and what it is for
    const char *command; // what sets it; empty: there is no one command
};

// Those of a connector's systems; most have none.
QList<Prerequisite> prerequisitesOf(const QString &stepType);

} // namespace sluice
