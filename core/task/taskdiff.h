#pragma once

#include "task/scriptdocument.h"

namespace sluice
{

// One difference between two scripts of a task, by what it means.
struct TaskChange {
    enum class Kind {
        Added,
        Removed,
        Changed,
        Comment, // added, removed or changed
        Layout,  // the same, written differently
    };
    Kind kind = Kind::Changed;
    QString what; // "concurrent", "mapping id → ID", "comment"
    QString from; // as it was and is, shortened; empty: there was, or is, none
    QString to;
    QString pointer; // in the newer script; of the nearest that is there, when it was removed
    int line = 0;    // in the newer script, 1-based; 0: nowhere

    // Comments and layout mean nothing to a run.
    bool matters() const { return kind != Kind::Comment && kind != Kind::Layout; }
    // "concurrent 1 → 2", "mapping added: id → ID", "comment added, line 12".
    QString words() const;
};

// What has changed from one script to the other, in the order of the newer one: steps are compared by the end they are
// of, columns as mappings, numbers and booleans by value and not by spelling. A script that does not parse is one
// change that says so. Pure.
QList<TaskChange> taskDiff(const ScriptDocument &before, const ScriptDocument &after);

// "3 changes in meaning, 1 in layout"; "no difference".
QString diffSummary(const QList<TaskChange> &changes);

} // namespace sluice
