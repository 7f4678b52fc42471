#include "tunnel/ipcdecoder.h"
#include "warehouse/storage/storageapi.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <arrow/record_batch.h>

namespace sluice::warehouse
{

namespace
{

constexpr int defaultPartitionLimit = 512;
constexpr int mostPartitions = 4000;

Error refused(const QString &why)
{
    return makeError(ErrorCode::Config, why, {}, QStringLiteral("InvalidArgument"));
}

QJsonObject writeJson(const WriteInfo &write)
{
    QJsonObject json =
        storageSessionJson(write.id, "batch_write", write.committed ? "COMMITTED" : "NORMAL", write.created,
                           write.columns, write.columns.size() - write.partitionColumns.size());
    json.insert(QStringLiteral("MaxBlockNumber"), writeBlockLimit);
    json.insert(QStringLiteral("RequiredOrdering"), QJsonArray());
    json.insert(QStringLiteral("RequiredDistribution"),
                QJsonObject{{QStringLiteral("Type"), QStringLiteral("UNSPECIFIED")},
                            {QStringLiteral("ClusterKeys"), QJsonArray()},
                            {QStringLiteral("BucketsNumber"), 0}});
    return json;
}

// What a client hands back at the commit. Some of them read it.
QString commitMessage(const WriteAttempt &attempt, qint64 rows)
{
    const QJsonObject message{{QStringLiteral("BlockNumber"), attempt.block},
                              {QStringLiteral("AttemptNumber"), attempt.attempt},
                              {QStringLiteral("WriterStats"), QJsonObject{{QStringLiteral("RecordNum"), rows}}}};
    return QString::fromUtf8(QJsonDocument(message).toJson(QJsonDocument::Compact));
}

// A body without a byte is a block without rows.
Done receive(HttpExchange &http, IpcDecoder &decoder, BlockWriter &block)
{
    for (bool begun = false;; begun = true) {
        SLUICE_TRY(const std::string_view bytes, http.nextBody());
        if (bytes.empty() && !begun)
            return block.finish();
        if (bytes.empty())
            break;
        SLUICE_CHECK(decoder.feed(bytes));
        while (const auto rows = decoder.take())
            SLUICE_CHECK(block.append(*rows));
    }
    SLUICE_CHECK(decoder.finish());
    return block.finish();
}

} // namespace

Result<WriteRequest> parseWriteRequest(const QJsonObject &body)
{
    WriteRequest request;
    if (const QString text = body[QLatin1String("PartitionSpec")].toString(); !text.isEmpty()) {
        auto spec = PartitionSpec::parse(text);
        if (!spec.ok())
            return makeError(ErrorCode::Config, spec.error().message, {}, QStringLiteral("InvalidPartitionSpec"));
        request.partition = std::move(spec).value();
    }
    request.overwrite = body[QLatin1String("Overwrite")].toBool(false);
    const QJsonObject dynamic = body[QLatin1String("DynamicPartitionOptions")].toObject();
    request.partitionLimit = dynamic[QLatin1String("DynamicPartitionLimit")].toInt(defaultPartitionLimit);
    if (request.partitionLimit < 1 || request.partitionLimit > mostPartitions)
        return refused(QStringLiteral("DynamicPartitionLimit is 1 to %1.").arg(mostPartitions));
    return request;
}

Result<std::vector<WriteAttempt>> parseWriteAttempts(const QJsonObject &body)
{
    const QJsonValue messages = body[QLatin1String("CommitMessages")];
    if (!messages.isArray())
        return refused(QStringLiteral("CommitMessages is the list of what the writers were answered."));
    std::vector<WriteAttempt> attempts;
    for (const QJsonValue &message : messages.toArray()) {
        const QJsonObject json = QJsonDocument::fromJson(message.toString().toUtf8()).object();
        const WriteAttempt attempt{json[QLatin1String("BlockNumber")].toInt(-1),
                                   json[QLatin1String("AttemptNumber")].toInt(-1)};
        if (attempt.block < 0 || attempt.attempt < 0)
            return refused(QStringLiteral("A commit message is not one that a writer was answered: %1")
                               .arg(message.toString().left(200)));
        attempts.push_back(attempt);
    }
    return attempts;
}

void storageWriteSessions(ServiceCall &call, const QString &id)
{
    StorageSessions &sessions = call.server.warehouse.storage();
    const auto shown = [](const Result<WriteInfo> &write) -> Result<StorageSession> {
        if (!write.ok())
            return write.error();
        return StorageSession{write->table, writeJson(*write)};
    };
    answerSession(
        call, id, [&](const QString &known) { return shown(sessions.write(known)); },
        [&](const QJsonObject &body) -> Result<StorageSession> {
            SLUICE_TRY(WriteRequest request, parseWriteRequest(body));
            request.table = call.tableRef();
            return shown(sessions.createWrite(request));
        });
}

void storageWriteRows(ServiceCall &call, const QString &id)
{
    if (!call.isPost() && !call.isPut())
        return call.failMethod();
    StorageSessions &sessions = call.server.warehouse.storage();
    const auto write = sessions.write(id);
    if (!write.ok())
        return call.fail(write.error());
    if (!isOfTable(call, write->table))
        return;
    bool blockOk = false;
    bool attemptOk = true;
    const WriteAttempt attempt{call.value("block_number").toInt(&blockOk),
                               call.has("attempt_number") ? call.value("attempt_number").toInt(&attemptOk) : 0};
    if (!blockOk || !attemptOk)
        return call.fail({400, "InvalidBlockID", "block_number and attempt_number are numbers."});
    auto block = sessions.openBlock(id, attempt);
    if (!block.ok())
        return call.fail(block.error());
    IpcDecoder decoder(write->columns);
    if (const Done received = receive(call.http, decoder, **block); !received.ok())
        return call.fail(received.error());
    call.replyJson({{QStringLiteral("CommitMessage"), commitMessage(attempt, decoder.rows())}});
}

void storageCommit(ServiceCall &call)
{
    if (!call.isPost())
        return call.failMethod();
    StorageSessions &sessions = call.server.warehouse.storage();
    const QString id = call.value("session_id");
    const auto write = sessions.write(id);
    if (!write.ok())
        return call.fail(write.error());
    if (!isOfTable(call, write->table))
        return;
    const auto body = storageBody(call);
    if (!body)
        return;
    const auto attempts = parseWriteAttempts(*body);
    if (!attempts.ok())
        return call.fail(attempts.error());
    const auto committed = sessions.commitWrite(id, *attempts);
    if (!committed.ok())
        return call.fail(committed.error());
    replyCreated(call, writeJson(*committed));
}

} // namespace sluice::warehouse
