#pragma once

#include "studiofixture.h"

#include <functional>

namespace sluice
{

// Pictures of the data sources: the list, and the dialog after a test that failed. `take` makes them.
void pictureSources(StudioFixture &studio, const std::function<void(QWidget &, const QString &)> &take);

} // namespace sluice
