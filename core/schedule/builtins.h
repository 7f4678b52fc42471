#pragma once

#include <QStringList>
#include <QStringView>

#include <optional>

namespace sluice
{

// Names of $bizdate and its like; private to this module.
QStringList builtInNames();
// The built-in that "bdp.system.bizdate" or "bizdate" names between ${ and }.
std::optional<QString> builtInInBraces(QStringView name);

} // namespace sluice
