#pragma once

#include <QCoreApplication>

namespace sluice
{

// What mappings, channels and verdicts on reruns say to people: in the language of the program that has installed a
// translator (the studio), in English where none is installed.
struct TaskWords {
    Q_DECLARE_TR_FUNCTIONS(TaskWords)
};

} // namespace sluice
