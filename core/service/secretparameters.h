#pragma once

#include <QStringList>

namespace sluice
{

struct ConnectorInfo;
class ScriptDocument;
class SourceKeeper;

// The keys of a step's options that hold secrets, with those of a connection that is written into the step.
QStringList secretOptions(const ConnectorInfo &info);

// The parameters that a script uses in such options: what is given for them is kept nowhere and shown to nobody.
// Any thread.
QStringList secretParameters(const ScriptDocument &script, const SourceKeeper &keeper);

} // namespace sluice
