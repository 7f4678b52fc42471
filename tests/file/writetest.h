#pragma once

#include "file/filetest.h"

// What is written, and when it can be seen.
class WriteTest final : public FileTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void csv_data();
    void csv();
    void everyTypeComesBack_data();
    void everyTypeComesBack();
    void parquetCutsInstants();
    void parquetFromElsewhere();
    void lanes();
    void writeModes();
    void filesOfAppendRuns();
    void abortLeavesNothing();
    void aCommitCanBeRepeated();
    void nothingToWrite();
    void valuesThatCannotBeWritten();
    void columnsOfTheStep();
    void fullDisk();
    void pipesAreRefused();
    void errors_data();
    void errors();

private:
    struct Written {
        Error error;
        bool ok = false;
        std::vector<DirtyRow> dirty;
    };
    Written write(const QByteArray &parameter, const QString &path, const Schema &schema,
                  const std::vector<std::shared_ptr<arrow::RecordBatch>> &laneRows) const;
};
