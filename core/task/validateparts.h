#pragma once

#include "task/issuereport.h"
#include "task/validate.h"

namespace sluice
{

// The parts of validate(), each about one part of a script.

// A step as it stands in a document, right or wrong.
struct StepPlace {
    QString pointer; // "/steps/0"
    QString stepType;
    QString name;
    QString category;
    const OptionSpecs *options = nullptr; // null: not known
};

// One of the words a text may be; says what is wrong, offers the nearest.
void checkWord(IssueReport &report, const QString &pointer, const QString &what, const QStringList &words);

// `steps`: shape, step types, exactly one reader and one writer, names.
QList<StepPlace> checkSteps(IssueReport &report, const StepCatalog &catalog);
// `order.hops`: names that resolve, from the reader to the writer, no cycle.
void checkOrder(IssueReport &report, const QList<StepPlace> &steps);
// `setting`: errorLimit and speed.
void checkSetting(IssueReport &report);
// A step's `parameter` against the connector's options.
void checkParameter(IssueReport &report, const StepPlace &step);
// One value against its option.
void checkOption(IssueReport &report, const QString &pointer, const OptionSpec &option, const QString &owner);
// The reader's columns against the writer's.
void checkColumns(IssueReport &report, const QList<StepPlace> &steps);

// "the odps writer".
QString ownerName(const StepPlace &step);

} // namespace sluice
