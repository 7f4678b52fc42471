#pragma once

#include "file/filetest.h"

// A real file: 336,776 rows, 19 columns, NA for what is missing.
class FlightsTest final : public FileTest
{
    Q_OBJECT

private Q_SLOTS:
    void everyCellIsThatOfAnotherReader();
    void typesAreSuggested();
    void memoryIsBounded();
};
