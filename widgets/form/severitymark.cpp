#include "widgets/form/severitymark.h"

namespace sluice
{

Glyph glyphOf(Severity severity)
{
    return severity == Severity::Error ? Glyph::Failed : severity == Severity::Warning ? Glyph::Warning : Glyph::Note;
}

Role roleOf(Severity severity)
{
    return severity == Severity::Error ? Role::Error : severity == Severity::Warning ? Role::Warn : Role::Running;
}

} // namespace sluice
