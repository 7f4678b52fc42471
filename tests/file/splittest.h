#pragma once

#include "file/filetest.h"

// However a file is cut and wherever reading begins again, its rows are the same.
class SplitTest final : public FileTest
{
    Q_OBJECT

private Q_SLOTS:
    void recordsDoNotDependOnTheWindow();
    void anyCutsGiveTheSameRows();
    void resumesAtEveryBatch();
    void cutsOneBigFile();
    void stops();
};
