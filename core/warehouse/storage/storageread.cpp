#include "warehouse/arrow/ipcsender.h"
#include "warehouse/storage/storageapi.h"

#include <QJsonArray>

#include <limits>

namespace sluice::warehouse
{

namespace
{

constexpr qint64 defaultBatchRows = 4096;
constexpr qint64 batchRowsLimit = 20000;
constexpr qint64 noLimit = std::numeric_limits<qint64>::max();

Error refused(const QString &why)
{
    return makeError(ErrorCode::Config, why, {}, QStringLiteral("InvalidArgument"));
}

Result<QStringList> textsOf(const QJsonObject &body, const char *key)
{
    QStringList texts;
    for (const QJsonValue &value : body[QLatin1String(key)].toArray()) {
        if (!value.isString())
            return refused(QStringLiteral("%1 is a list of texts.").arg(QLatin1String(key)));
        texts.append(value.toString());
    }
    return texts;
}

Result<ArrowTimes::Form> unitOf(const QJsonObject &options, const char *key, ArrowTimes::Form otherwise)
{
    const QString unit = options[QLatin1String(key)].toString();
    if (unit.isEmpty())
        return otherwise;
    const QStringList known{QStringLiteral("second"), QStringLiteral("milli"), QStringLiteral("micro"),
                            QStringLiteral("nano")};
    const qsizetype place = known.indexOf(unit.toLower());
    if (place < 0)
        return refused(QStringLiteral("%1 is one of %2.").arg(QLatin1String(key), known.join(QStringLiteral(", "))));
    return ArrowTimes::Form(place);
}

Result<ArrowTimes> timesOf(const QJsonObject &options)
{
    ArrowTimes times;
    SLUICE_TRY(times.timestamp, unitOf(options, "TimestampUnit", ArrowTimes::Form::Nano));
    SLUICE_TRY(times.datetime, unitOf(options, "DatetimeUnit", ArrowTimes::Form::Milli));
    return times;
}

Result<SplitPlan> splitsOf(const QJsonObject &options)
{
    SplitPlan plan;
    const QString mode = options[QLatin1String("SplitMode")].toString(QStringLiteral("Size"));
    qint64 number = options[QLatin1String("SplitNumber")].toInteger(0);
    if (mode.compare(QLatin1String("Size"), Qt::CaseInsensitive) == 0) {
        plan.mode = SplitPlan::Mode::Size;
        number = number == 0 ? plan.number : number;
    } else if (mode.compare(QLatin1String("Parallelism"), Qt::CaseInsensitive) == 0) {
        plan.mode = SplitPlan::Mode::Parallelism;
        number = number == 0 ? 32 : number;
    } else if (mode.compare(QLatin1String("RowOffset"), Qt::CaseInsensitive) == 0) {
        plan.mode = SplitPlan::Mode::RowOffset;
    } else if (mode.compare(QLatin1String("Bucket"), Qt::CaseInsensitive) == 0) {
        plan.mode = SplitPlan::Mode::Bucket;
    } else {
        return refused(QStringLiteral("SplitMode is Size, Parallelism, RowOffset or Bucket, not \"%1\".").arg(mode));
    }
    if (number < 0)
        return refused(QStringLiteral("SplitNumber is a number above 0."));
    plan.number = number;
    plan.crossPartition = options[QLatin1String("CrossPartition")].toBool(true);
    return plan;
}

// Clients tell splits from rows by which of the two counts is not negative.
QJsonObject scanJson(const ScanInfo &scan)
{
    QJsonObject json =
        storageSessionJson(scan.id, "batch_read", "NORMAL", scan.created, scan.columns, scan.dataColumns);
    const bool byRows = scan.splits.mode == SplitPlan::Mode::RowOffset;
    json.insert(QStringLiteral("SplitsCount"), byRows ? -1 : scan.splitCount);
    json.insert(QStringLiteral("RecordCount"), byRows ? scan.rows : -1);
    json.insert(QStringLiteral("SessionStats"), QJsonObject{{QStringLiteral("EstimatedSize"), scan.bytes},
                                                            {QStringLiteral("EstimatedRowCount"), scan.rows}});
    return json;
}

} // namespace

Result<ScanRequest> parseScanRequest(const QJsonObject &body)
{
    ScanRequest request;
    SLUICE_TRY(request.columns, textsOf(body, "RequiredDataColumns"));
    SLUICE_TRY(const QStringList partitionColumns, textsOf(body, "RequiredPartitionColumns"));
    request.columns += partitionColumns;
    SLUICE_TRY(const QStringList partitions, textsOf(body, "RequiredPartitions"));
    for (const QString &text : partitions) {
        auto spec = PartitionSpec::parse(text);
        if (!spec.ok())
            return makeError(ErrorCode::Config, spec.error().message, {}, QStringLiteral("InvalidPartitionSpec"));
        request.partitions.append(std::move(spec).value());
    }
    for (const QJsonValue &bucket : body[QLatin1String("RequiredBucketIds")].toArray()) {
        if (!bucket.isDouble() || bucket.toDouble() != bucket.toInt(-1))
            return refused(QStringLiteral("RequiredBucketIds is a list of whole numbers."));
        request.buckets.append(bucket.toInt());
    }
    request.filter = body[QLatin1String("FilterPredicate")].toString();
    SLUICE_TRY(request.splits, splitsOf(body[QLatin1String("SplitOptions")].toObject()));
    SLUICE_TRY(request.times, timesOf(body[QLatin1String("ArrowOptions")].toObject()));
    return request;
}

void storageReadSessions(ServiceCall &call, const QString &id)
{
    StorageSessions &sessions = call.server.warehouse.storage();
    const auto shown = [](const Result<ScanInfo> &scan) -> Result<StorageSession> {
        if (!scan.ok())
            return scan.error();
        return StorageSession{scan->table, scanJson(*scan)};
    };
    answerSession(
        call, id, [&](const QString &known) { return shown(sessions.scan(known)); },
        [&](const QJsonObject &body) -> Result<StorageSession> {
            SLUICE_TRY(ScanRequest request, parseScanRequest(body));
            request.table = call.tableRef();
            return shown(sessions.createScan(request));
        });
}

void storageReadRows(ServiceCall &call)
{
    if (!call.isGet())
        return call.failMethod();
    StorageSessions &sessions = call.server.warehouse.storage();
    const QString id = call.value("session_id");
    const auto scan = sessions.scan(id);
    if (!scan.ok())
        return call.fail(scan.error());
    if (!isOfTable(call, scan->table))
        return;
    const QString format = call.value("data_format_type");
    if (!format.isEmpty() && format.compare(QLatin1String("ARROW"), Qt::CaseInsensitive) != 0)
        return call.fail({400, "InvalidArgument", "Rows travel as ARROW."});
    const qint64 skip = call.number("skip_row_num", 0, noLimit);
    const qint64 batchRows = std::max<qint64>(1, call.number("max_batch_rows", defaultBatchRows, batchRowsLimit));
    // PyODPS sends all of the keys, whichever of them count.
    const bool byRows = scan->splits.mode == SplitPlan::Mode::RowOffset;
    const auto wanted = [&](const char *key) {
        bool ok = false;
        const qint64 number = call.value(key).toLongLong(&ok);
        return ok ? number : -1;
    };
    auto rows = byRows ? sessions.readRows(id, wanted("row_index"), wanted("row_count"))
                       : sessions.readSplit(id, wanted("split_index"), skip);
    if (!rows.ok())
        return call.fail(rows.error());
    sendIpcStream(call, **rows, scan->times, batchRows, noLimit);
}

} // namespace sluice::warehouse
