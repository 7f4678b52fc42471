#pragma once

#include "base/result.h"
#include "data/schema.h"
#include "task/taskspec.h"

#include <QDateTime>

namespace sluice
{

// The columns of what a step points at, as they were last read.
struct KnownSchema {
    Schema columns;
    Schema partitionColumns;
    QDateTime readAt; // UTC
};

// What the workspace remembers of the objects that its tasks read and write, so that columns can be mapped while a data
// source cannot be reached: one file an object in `.sluice/schemas/`, columns only, never values or secrets. Blocking
// disk access; may be used from any thread.
class SchemaCache
{
public:
    explicit SchemaCache(const QString &stateDir);

    // NotFound when it was never read, Data when the file is not one of ours.
    Result<KnownSchema> find(const StepSpec &step) const;
    // Forgets the oldest when there are too many.
    Done keep(const StepSpec &step, const KnownSchema &schema) const;

    // What a step points at, as far as its schema goes: "odps odps_first orders". Empty when it names nothing.
    static QString objectOf(const StepSpec &step);

private:
    QString fileOf(const StepSpec &step) const;

    QString m_directory;
};

} // namespace sluice
