#pragma once

#include "file/filetest.h"

// One file at a time: what its rows are, what is wrong with it.
class CsvTest final : public FileTest
{
    Q_OBJECT

private Q_SLOTS:
    void rows_data();
    void rows();
    void repeatedNames();
    void dirtyRows_data();
    void dirtyRows();
    void dirtyRowsKeepTheirBytes();
    void rowNumbers();
    void virtualColumns();
    void typedColumns();
    void jsonLines();
    void encodings_data();
    void encodings();
    void compressed();
    void errors_data();
    void errors();
    void checks_data();
    void checks();
    void suggestions();
    void lists();
};
