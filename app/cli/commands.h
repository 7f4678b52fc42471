#pragma once

#include "app/cli/arguments.h"

#include <QList>
#include <QString>

namespace sluice::cli
{

// One command of the program: its words, its help and what it does.
struct Command {
    QString name;     // "run", "source add"
    QString synopsis; // behind the name
    QString summary;  // one line
    QList<OptionRule> options;
    int fewest = 0; // positional words
    int most = 0;
    int (*run)(const Arguments &arguments) = nullptr;
};

// All of them, in the order of the help.
const QList<Command> &commands();

// Finds the command, reads its words and runs it; gives the exit code.
int runCommand(const QStringList &words);

int runNew(const Arguments &arguments);
int runExpr(const Arguments &arguments);
int runRun(const Arguments &arguments);
int runRehearse(const Arguments &arguments);
int runDirty(const Arguments &arguments);
int runReplay(const Arguments &arguments);
int runValidate(const Arguments &arguments);
int runDiff(const Arguments &arguments);
int runDdl(const Arguments &arguments);
int runSql(const Arguments &arguments);
int runSourceAdd(const Arguments &arguments);
int runSourceList(const Arguments &arguments);
int runSourceShow(const Arguments &arguments);
int runSourceTest(const Arguments &arguments);
int runSourceRemove(const Arguments &arguments);
int runWarehouseServe(const Arguments &arguments);
int runConnectors(const Arguments &arguments);

} // namespace sluice::cli
