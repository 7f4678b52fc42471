#pragma once

#include "task/scripttree.h"

namespace sluice
{

// Deepest nesting a script may have.
inline constexpr int deepestScript = 256;
// Longest script, in UTF-16 units.
inline constexpr int longestScript = 32 * 1024 * 1024;

// Reads a text into `tree`; stops at the first syntax error. Notes and warnings go to `issues` as well.
void parseScript(QStringView text, ScriptDocument::Tree &tree, Issues &issues);

} // namespace sluice
