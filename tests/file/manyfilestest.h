#pragma once

#include "file/filetest.h"

// Patterns and lists of files.
class ManyFilesTest final : public FileTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void patternsAndLists();
    void headersAreAligned();
    void differentFiles();
    void emptyFilesAmongOthers();
    void signsInNames();
    void everyLaneReadsItsFile();
};
