#pragma once

#include "task/validate.h"

#include <QList>
#include <QString>

namespace sluice
{

// How a task begins: the systems it reads and writes.
struct JobTemplate {
    QString reader; // step types
    QString writer;
    QString readerSource; // names of data sources; empty: none, or chosen later
    QString writerSource;
};

// stream → stream: runs as it is.
QString newTaskScript();

// What may be begun with these connectors: into MaxCompute, then out of it. One of generated rows is not among them.
QList<JobTemplate> jobTemplates(const StepCatalog &catalog);
// "MaxCompute" for "odps", as far as the catalog has a name for it.
QString systemName(const StepCatalog &catalog, const QString &stepType);
// Whether this side of a template takes a data source.
bool takesSource(const StepCatalog &catalog, const QString &stepType, const QString &category);

// The first script of such a task, laid out as the documents print it. What must still be chosen stands there empty, so
// that validation says what it is.
QString templateScript(const JobTemplate &from, const StepCatalog &catalog);

} // namespace sluice
