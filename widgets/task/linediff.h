#pragma once

#include <QString>

#include <vector>

namespace sluice
{

enum class LineChange : quint8 { Same, Changed, Added };

// How each line of `now` stands against `before`: what the change bar shows.
std::vector<LineChange> lineChanges(const QString &before, const QString &now);

} // namespace sluice
