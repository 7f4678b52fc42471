#pragma once

#include "connectors/maxcompute/tunnelsession.h"
#include "task/optionspec.h"
#include "task/taskspec.h"
#include "tunnel/transfer.h"

#include <chrono>
#include <optional>

namespace sluice
{

OptionSpecs sourceOptions();
OptionSpecs readerOptions();
OptionSpecs writerOptions();

// A reader's parameters as values.
struct ReadParameters {
    TableName table;
    QStringList partitions;
    QStringList columns;
    bool successOnNoPartition = false;
    QString startPartition;                                // empty: `partitions` count
    std::optional<std::chrono::seconds> subscribeInterval; // between looks for new partitions
    bool skipModified = false;
    QString where; // empty: all rows, through the table tunnel
    int maxPartitionCount = 0;
    Transfer transfer;
    bool useStorageApi = false;
    qint64 splitBytes = 0; // of the Storage API's splits; 0: not said
    QByteArray compressCodec;

    static Result<ReadParameters> from(const StepSpec &step);
};

// The tunnel that a writer's rows go through (FS-12).
enum class WriteMode { Batch, Stream, Upsert };

// A writer's parameters as values.
struct WriteParameters {
    TableName table;
    QString partition;
    QStringList columns;
    bool truncate = false;
    bool emptyAsNull = false;
    bool consistencyCommit = false;
    WriteMode mode = WriteMode::Batch; // as the script has it; a Delta table that is appended to makes it Upsert
    bool partialColumns = false;
    qint64 blockBytes = 0; // of rows before compression
    qint64 batchBytes = 0; // of a streamed pack
    std::chrono::milliseconds flushInterval{0};
    std::chrono::milliseconds commitTimeout{0};
    int flushThreads = 1;
    int slotCount = 0; // 0: the service decides
    int dynamicPartitionLimit = 0;
    Transfer transfer;
    bool useStorageApi = false;
    QByteArray compressCodec;

    static Result<WriteParameters> from(const StepSpec &step);
};

// What is wrong when a writer's options exclude one another, with the parameter to change in `where`.
Done checkWriteMode(const QJsonObject &parameter);

// What is wrong when both startPartition and a condition on rows are given.
QString startWithWhere();

// The JSON pointer of a parameter.
QString parameterPointer(const StepSpec &step, const char *key);

} // namespace sluice
