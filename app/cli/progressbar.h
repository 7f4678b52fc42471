#pragma once

#include "engine/run.h"

namespace sluice::cli
{

// One line on standard error that is drawn over itself; draws nothing where that is no terminal.
class ProgressBar
{
public:
    ProgressBar();
    ~ProgressBar(); // wipes the line

    void draw(const RunProgress &progress);
    void clear();

private:
    const bool m_terminal;
    bool m_drawn = false;
};

// The text of that line, at most `width` wide.
QString progressLine(const RunProgress &progress, int width);

} // namespace sluice::cli
