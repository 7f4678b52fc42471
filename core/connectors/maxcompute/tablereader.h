#pragma once

#include "connector/connector.h"
#include "connectors/maxcompute/columnchoice.h"
#include "connectors/maxcompute/tunnelsession.h"
#include "tunnel/transfer.h"

namespace sluice
{

// What all readers of one source share, unchanging once split.
struct ReadPlan {
    QList<ReadColumn> columns;
    Schema schema;
    QStringList wireNames; // the table's columns to ask for, each once
    Schema wireSchema;
    QList<int> wireIndex; // for each column: its place among them, -1 for constants and partition values
    Transfer transfer;
    Log *log = nullptr;
};

struct RowRange {
    DownloadSession session;
    qint64 start = 0;
    qint64 count = 0;
};

// Conflict unless a session has the columns that the table had when it was opened.
Done checkColumns(const ReadPlan &plan, const DownloadSession &session);

// Reads the rows of a range behind the first `done` as one stream, taken up again where it breaks off. Errors are
// final: what may pass has been tried again.
std::unique_ptr<Reader> makeTableReader(std::shared_ptr<const ReadPlan> plan, Account account, RowRange range,
                                        qint64 done);

} // namespace sluice
