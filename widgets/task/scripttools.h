#pragma once

#include <QString>

namespace sluice
{

// The script indented by its brackets, two spaces a level; every line keeps its own text, comments stay.
QString indentScript(const QString &text);

// Lines [first, last] with "//" put before them, or taken away when all of them have it already.
QString toggleComment(const QString &text, int first, int last);

} // namespace sluice
