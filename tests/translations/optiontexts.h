#pragma once

#include <QStringList>

namespace sluice
{

// Every text of an option that the studio shows, as it is now: titles, helps, names of choices and of systems, each
// once, in order.
QStringList optionTexts();

} // namespace sluice
