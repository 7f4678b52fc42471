#pragma once

#include "engine/run.h"
#include "workspace/history.h"

#include <QJsonObject>

namespace sluice
{

// How an attempt ended, as one JSON object: what report.json holds and `sluice run --json` prints. The keys are stable.
QJsonObject reportJson(const Attempt &attempt, const RunReport &report);

// The report.json of an attempt's folder; NotFound when the attempt has not ended or died.
Result<QJsonObject> readReport(const QString &attemptDir);

// The half of the data sources that an attempt used.
SourceHalf halfOf(const Attempt &attempt);

QJsonObject errorJson(const Error &error);
ErrorCode errorCodeFrom(const QString &name);

} // namespace sluice
