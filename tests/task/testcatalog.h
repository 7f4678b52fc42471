#pragma once

#include "task/validate.h"

namespace sluice
{

// The connectors that these tests know: odps, stream and file, with the options of the DataWorks documents.
StepCatalog testCatalog();

// A file of tests/task/data as text.
QString testScript(const QString &name);

} // namespace sluice
