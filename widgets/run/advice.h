#pragma once

#include "widgets/run/runstate.h"

#include <QJsonValue>

namespace sluice
{

// What would make a run faster, by where its time went: in words, and where a single option may help, its value to try.
struct Advice {
    QString words;
    QString verb;   // of the button: "Try 4 channels"; empty: there is nothing to press
    QString option; // of the channel control
    QJsonValue value;
};

Advice adviceFor(const RunView &view, const WaitShares &shares, int cores);

} // namespace sluice
