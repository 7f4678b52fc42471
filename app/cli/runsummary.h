#pragma once

#include <QJsonObject>
#include <QString>

namespace sluice::cli
{

// What `sluice run` says at the end, from the attempt's report: how it went, the numbers, which side held it back,
// where log and dirty rows are, and what to do next.
QString runSummary(const QJsonObject &report);

} // namespace sluice::cli
