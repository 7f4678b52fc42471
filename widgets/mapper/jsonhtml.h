#pragma once

#include "widgets/common/appearance.h"

#include <QSet>

namespace sluice
{

// A JSON text as HTML, in the order it was written, its scalars as links to their paths ("d[0].AA"). Values of paths
// in `used` are marked; a value that no path leads to is no link. Empty when the text is not JSON.
QString jsonAsHtml(const QByteArray &text, const QSet<QString> &used, const Appearance &look);

} // namespace sluice
