#pragma once

#include "flow.h"

#include <optional>

namespace flows
{

// Under what else a flow runs; see README.md.
struct Condition {
    QString name;
    std::optional<int> lanes;
    std::optional<qint64> batchRows;
    std::optional<qint64> queueBytes;
};

const QList<Condition> &conditions();

// Runs a flow in a new workspace. Empty when everything came out as written, else what did not.
QString runFlow(const Flow &flow, const Condition &condition);

} // namespace flows
