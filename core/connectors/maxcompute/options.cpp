#include "connectors/maxcompute/options.h"

#include "task/optionbuilder.h"
#include "task/optionvalue.h"

namespace sluice
{

namespace
{

constexpr int defaultBlockMegabytes = 64;
constexpr int defaultMaxPartitionCount = 100;
// The names and defaults of Flink's MaxCompute sink (FS-8).
constexpr int defaultFlushIntervalMs = 30'000;
constexpr int defaultBatchSize = 64 * 1024 * 1024;
constexpr int defaultFlushThreads = 1;
constexpr int defaultDynamicPartitionLimit = 100;
constexpr int defaultUpsertCommitTimeoutMs = 120'000;

OptionSpec datasource()
{
    return required(option("datasource", "Data source", OptionKind::Text, "The name of a MaxCompute data source.",
                           "\"odps_first\""));
}

// What a script may say instead of naming a data source.
OptionSpecs explicitConnection()
{
    OptionSpecs specs = sourceOptions();
    specs.append(option("odpsServer", "REST endpoint", OptionKind::Text, "Another name of endpoint.",
                        "\"http://service.cn-hangzhou.maxcompute.aliyun.com/api\""));
    for (OptionSpec &spec : specs) {
        spec.help = optionWords("%1 Instead of a data source.").arg(spec.help);
        spec.required = false;
        spec.advanced = true;
    }
    return specs;
}

OptionSpecs transferOptions(const char *compressKey)
{
    OptionSpec algorithm = advanced(option("compressAlgorithm", "Compression algorithm", OptionKind::Choice,
                                           "How rows are compressed on their way.", "\"zstd\""));
    algorithm.choices = {QStringLiteral("raw"), QStringLiteral("zlib"), QStringLiteral("snappy"), QStringLiteral("lz4"),
                         QStringLiteral("zstd")};
    return {
        withDefault(advanced(option(compressKey, "Compress", OptionKind::Boolean,
                                    "Compresses rows on their way, by zlib unless compressAlgorithm says otherwise: "
                                    "worth it over slow networks.",
                                    "true")),
                    false),
        algorithm,
        withDefault(advanced(option("useArrow", "Arrow batches", OptionKind::Boolean,
                                    "Rows travel as Arrow batches, column by column, instead of records. The result "
                                    "of a query (where), streams, changes to Delta tables and rows that name their "
                                    "own partition always travel as records.",
                                    "true")),
                    false),
        advanced(option("tunnelQuota", "Tunnel resource group", OptionKind::Text,
                        "The tunnel quota to use. Without it, the shared one.", "\"my_quota\""))};
}

// Reading from a partition on, with the names that Flink's MaxCompute source gives them (FS-4).
OptionSpecs incrementalOptions()
{
    OptionSpec interval = advanced(
        option("subscribeIntervalInSec", "Polling interval", OptionKind::Integer,
               "With startPartition: looks for new partitions every so many seconds. The task then goes on until it is "
               "stopped, and a target that shows rows when a task ends, such as a table, keeps none of them. Without "
               "it, the task ends after the newest partition.",
               "30"));
    interval.minimum = 1;
    interval.maximum = 86400;
    OptionSpec modified = withDefault(
        advanced(option("modifiedTableOperation", "Changed partitions", OptionKind::Choice,
                        "With startPartition: what to do when a partition is changed while it is read. NONE "
                        "fails, SKIP goes on with the next one. Rows read before are kept.",
                        "\"SKIP\"")),
        QStringLiteral("NONE"));
    modified.choices = {QStringLiteral("NONE"), QStringLiteral("SKIP")};
    return {advanced(option("startPartition", "Start partition", OptionKind::Text,
                            "Reads this partition and all behind it, one after another, instead of those of partition. "
                            "Levels are named from the top down; values are compared as text, so numbers need leading "
                            "zeros.",
                            "\"yyyy=2018,MM=09,dd=05\"")),
            interval, modified};
}

OptionSpec integer(const char *key, const char *title, const char *help, const char *example, int minimum, int maximum,
                   int value)
{
    const OptionSpec spec = option(key, title, OptionKind::Integer, help, example);
    return withDefault(ranged(advanced(spec), minimum, maximum), value);
}

OptionSpec storageCodec()
{
    OptionSpec codec =
        withDefault(advanced(option("compressCodec", "Storage API codec", OptionKind::Choice,
                                    "By the Storage API: how rows are compressed on their way. Nothing: they are not.",
                                    "\"ZSTD\"")),
                    QString());
    codec.choices = {QString(), QStringLiteral("ZSTD"), QStringLiteral("LZ4_FRAME")};
    return codec;
}

// Reading by the Storage API, with the names that Flink's MaxCompute source gives them (FS-3).
OptionSpecs storageOptions()
{
    OptionSpec size = advanced(
        option("splitSize", "Split size", OptionKind::Integer,
               "By the Storage API: the table is cut into splits of about this many MiB, in no fixed order, so that "
               "such a run cannot be resumed. Without it, rows are shared among the lanes by number; those of a Delta "
               "table as the service does it.",
               "256"));
    size.minimum = 1;
    size.maximum = 1024 * 1024;
    return {withDefault(advanced(option("useStorageApi", "Storage API", OptionKind::Boolean,
                                        "Rows come by the Storage API instead of the tunnel: as Arrow batches, "
                                        "whatever useArrow and the tunnel's compression say. Delta tables always do. "
                                        "The result of a query (where) comes through the tunnel.",
                                        "true")),
                        false),
            size, storageCodec()};
}

OptionSpecs storageWriteOptions()
{
    return {withDefault(advanced(option("useStorageApi", "Storage API", OptionKind::Boolean,
                                        "Rows go by the Storage API instead of the tunnel: as Arrow batches, whatever "
                                        "useArrow and the tunnel's compression say. Into one table or partition; not "
                                        "into Delta tables, nor where rows name their partition.",
                                        "true")),
                        false),
            storageCodec()};
}

// Writing through the stream and upsert tunnels, with the names that Flink's MaxCompute sink gives them.
OptionSpecs tunnelOptions()
{
    return {
        withDefault(
            advanced(option("useStreamTunnel", "Stream", OptionKind::Boolean,
                            "Rows go through the stream tunnel and are seen as they arrive, without a commit. "
                            "They are appended, and after a lost connection some may come twice. enableUpsert counts "
                            "more.",
                            "true")),
            false),
        integer("flushIntervalMs", "Flush interval",
                "With useStreamTunnel: rows are sent when the first of them is this many milliseconds old. 0: only "
                "when there are enough.",
                "1000", 0, 86'400'000, defaultFlushIntervalMs),
        integer("batchSize", "Flush size", "With useStreamTunnel: rows are sent when they have this many bytes.",
                "1048576", 1024, 1024 * 1024 * 1024, defaultBatchSize),
        integer("numFlushThreads", "Connections", "How many packs of rows each lane has under way at the same time.",
                "4", 1, 64, defaultFlushThreads),
        integer("slotNum", "Slots",
                "How many servers of the tunnel share the rows of a stream or of changes. 0: the service decides.", "4",
                0, 4096, 0),
        integer("dynamicPartitionLimit", "Most dynamic partitions",
                "When rows come for more partitions than this, the task fails.", "400", 1, 60'000,
                defaultDynamicPartitionLimit),
        withDefault(advanced(option("enableUpsert", "Write by key", OptionKind::Boolean,
                                    "Rows are inserted or updated by key, which takes a Delta table. Rows that are "
                                    "appended to a Delta table always are.",
                                    "true")),
                    false),
        withDefault(advanced(option("partialColumns", "Only these columns", OptionKind::Boolean,
                                    "For Delta tables with acid.partial.fields.update.enable: columns that are not "
                                    "named keep their values in rows that exist. Otherwise they become NULL.",
                                    "true")),
                    false),
        integer("upsertCommitTimeoutMs", "Commit timeout",
                "How long to wait until changes to a Delta table are committed, in milliseconds.", "600000", 1000,
                86'400'000, defaultUpsertCommitTimeoutMs),
    };
}

bool flag(const QJsonObject &parameter, const char *key)
{
    return readBoolean(parameter[QLatin1String(key)]).value_or(false);
}

QString text(const QJsonObject &parameter, const char *key)
{
    return readText(parameter[QLatin1String(key)]).value_or(QString()).trimmed();
}

QStringList texts(const QJsonObject &parameter, const char *key)
{
    QStringList values = readTexts(parameter[QLatin1String(key)]).value_or(QStringList());
    values.removeIf([](const QString &value) { return value.trimmed().isEmpty(); });
    return values;
}

Result<Transfer> transferFrom(const StepSpec &step)
{
    Transfer transfer;
    if (flag(step.parameter, "useArrow"))
        transfer.format = RowFormat::Arrow;
    if (flag(step.parameter, "compress") || flag(step.parameter, "isCompress"))
        transfer.compression = Compression::Deflate;
    if (const QString algorithm = text(step.parameter, "compressAlgorithm"); !algorithm.isEmpty()) {
        const auto compression = parseCompression(algorithm);
        if (!compression.ok())
            return makeError(ErrorCode::Config, compression.error().message,
                             parameterPointer(step, "compressAlgorithm"));
        transfer.compression = *compression;
    }
    return transfer;
}

Result<TableName> tableFrom(const StepSpec &step)
{
    const TableName table = TableName::parse(text(step.parameter, "table"));
    if (table.table.isEmpty())
        return makeError(ErrorCode::Config, QStringLiteral("\"table\" names no table."),
                         parameterPointer(step, "table"));
    return table;
}

// Which schema, and how requests are signed.
OptionSpecs accountOptions()
{
    return {
        advanced(option("schema", "Schema", OptionKind::Text,
                        "The schema of tables whose name tells none, in projects that have schemas. Without it, the "
                        "project's default.",
                        "\"sales\"")),
        advanced(option("region", "Region", OptionKind::Text,
                        "The service's region: requests are then signed in version 4, which some services require. "
                        "Where a service does not know that version, it is asked in version 2.",
                        "\"cn-hangzhou\"")),
        advanced(option("securityToken", "Security token", OptionKind::Secret,
                        "The token of a temporary (STS) access key.", "\"…\"")),
    };
}

// The way to the service, where it is not straight.
OptionSpecs routeOptions()
{
    return {
        advanced(option("caFile", "Certificate authorities", OptionKind::Text,
                        "A file in PEM form with the authorities to trust instead of the system's, for a service with "
                        "certificates of its own. Certificates are always verified.",
                        "\"/etc/ssl/our-ca.pem\"")),
        advanced(option("proxy", "Proxy", OptionKind::Text,
                        "The HTTP proxy to go through, for http and https alike. Without it, http_proxy, https_proxy "
                        "and no_proxy of the environment count; addresses of this machine are then reached directly.",
                        "\"http://proxy.example.com:3128\"")),
        advanced(option("proxyUser", "Proxy user", OptionKind::Text, "The user that the proxy asks for.", "\"me\"")),
        advanced(option("proxyPassword", "Proxy password", OptionKind::Secret, "The password of that user.", "\"…\"")),
    };
}

} // namespace

OptionSpecs sourceOptions()
{
    OptionSpecs specs = {
        required(option("endpoint", "REST endpoint", OptionKind::Text,
                        "The address of the MaxCompute service, as its console shows it.",
                        "\"http://service.cn-hangzhou.maxcompute.aliyun.com/api\"")),
        required(option("project", "Project", OptionKind::Text, "The MaxCompute project.", "\"my_project\"")),
        required(option("accessId", "AccessKey ID", OptionKind::Text, "The id of the access key.", "\"LTAI5t…\"")),
        required(option("accessKey", "AccessKey secret", OptionKind::Secret,
                        "The secret of the access key. Kept in the keyring, never in a file of the workspace.",
                        "\"…\"")),
        option("tunnelServer", "Tunnel endpoint", OptionKind::Text,
               "The address rows go through. Without it, the service is asked.",
               "\"http://dt.cn-hangzhou.maxcompute.aliyun.com\""),
    };
    return specs + accountOptions() + routeOptions();
}

OptionSpecs readerOptions()
{
    OptionSpec partitionCount =
        withDefault(advanced(option("maxPartitionCount", "Most partitions", OptionKind::Integer,
                                    "When more partitions than this match, the task fails before it reads a row: "
                                    "a guard against a pattern that matches too much.",
                                    "400")),
                    defaultMaxPartitionCount);
    partitionCount.minimum = 1;
    partitionCount.maximum = 60'000; // a table has no more
    OptionSpecs specs = {
        datasource(),
        required(
            option("table", "Table", OptionKind::Table,
                   "The table to read; upper and lower case do not differ. Views and external tables are not read.",
                   "\"orders\"")),
        option("partition", "Partitions", OptionKind::List,
               "Which partitions to read, all levels each: * is any text, ? any one character. An entry that begins "
               "with /*query*/ is a condition on partition columns. max_pt() is the partition with the greatest first "
               "level, compared as text; max_two_pt() the two greatest; either may stand for a level's value too. "
               "Required when the table is partitioned.",
               R"|(["pt=20170101,ds=*", "/*query*/ pt>=20170101 and pt<20170110", "max_pt()"])|"),
        required(option("column", "Columns", OptionKind::Columns,
                        "What to read, in this order: columns, partition columns for their value, constants in single "
                        "quotes, or [\"*\"] for all columns of the table. With enableWhere and where, also "
                        "expressions of MaxCompute SQL.",
                        R"(["id", "name", "'a constant'", "pt"])")),
        withDefault(option("successOnNoPartition", "Succeed without partitions", OptionKind::Boolean,
                           "When no partition matches, the task succeeds with no rows instead of failing.", "true"),
                    false),
        partitionCount,
        withDefault(advanced(option("enableWhere", "Filter rows", OptionKind::Boolean,
                                    "Reads only the rows that where describes: MaxCompute runs a query, and its "
                                    "result is downloaded.",
                                    "true")),
                    false),
        advanced(option("where", "Condition", OptionKind::Text,
                        "The condition on rows, as behind WHERE in MaxCompute SQL. It counts only while enableWhere is "
                        "true; then columns may be expressions too, such as upper(name).",
                        "\"id > 0 and name is not null\"")),
    };
    return specs + incrementalOptions() + transferOptions("isCompress") + storageOptions() + explicitConnection();
}

OptionSpecs writerOptions()
{
    OptionSpec blockSize =
        withDefault(advanced(option("blockSizeInMB", "Block size", OptionKind::Integer,
                                    "Rows are sent in blocks of about this many MiB; a block that fails is sent again. "
                                    "Blocks end earlier where they compress badly.",
                                    "64")),
                    defaultBlockMegabytes);
    blockSize.minimum = 1;
    blockSize.maximum = 1024;
    OptionSpec truncate = required(
        option("truncate", "Write mode", OptionKind::Boolean,
               "true overwrites: the rows replace what the table or partition holds, in one step when the task "
               "succeeds. false appends.",
               "true"));
    truncate.choiceTitles = {optionWords("Append"), optionWords("Overwrite")};
    OptionSpecs specs = {
        datasource(),
        required(option("table", "Table", OptionKind::Table,
                        "The table to write; upper and lower case do not differ. Views and external tables are not "
                        "written.",
                        "\"orders\"")),
        option("partition", "Partition", OptionKind::Partition,
               "The one partition to fill, all levels; it is made when it is missing. A level without a value takes it "
               "from the rows, each of which goes to its own partition; name it among the columns then. Required "
               "when the table is partitioned.",
               "\"pt=20150101, type=1\""),
        required(
            option("column", "Columns", OptionKind::Columns,
                   "Which columns the incoming ones go to, in this order, or [\"*\"] for all columns of the table. "
                   "What is not named becomes NULL. Into a Delta table, __operation__ may be among them: I or U "
                   "inserts or updates the row, D deletes it.",
                   R"(["id", "name"])")),
        truncate,
        withDefault(option("emptyAsNull", "Empty text as NULL", OptionKind::Boolean,
                           "Writes NULL where a text is empty.", "true"),
                    false),
        withDefault(
            advanced(option("consistencyCommit", "Visible upon completion", OptionKind::Boolean,
                            "Rows of all lanes are seen in one step, when the whole task has succeeded. Without "
                            "it, each lane that appends has a session of its own, and they are committed one "
                            "after another at the end: when that breaks off, the rows of some lanes are seen. "
                            "More than one lane into a Delta table asks for true. Overwriting and the Storage "
                            "API take one step in any case; streams never do.",
                            "true")),
            false),
        blockSize,
    };
    return specs + tunnelOptions() + transferOptions("compress") + storageWriteOptions() + explicitConnection();
}

Done checkWriteMode(const QJsonObject &parameter)
{
    const bool stream = flag(parameter, "useStreamTunnel");
    const bool upsert = flag(parameter, "enableUpsert");
    const bool truncate = flag(parameter, "truncate");
    if (flag(parameter, "useStorageApi") && (stream || upsert))
        return makeError(ErrorCode::Config,
                         QStringLiteral("Choose one of useStorageApi, useStreamTunnel and enableUpsert: rows go one "
                                        "way."),
                         QStringLiteral("useStorageApi"));
    if (upsert && truncate)
        return makeError(ErrorCode::Config,
                         QStringLiteral("Rows are either written by key or replace all others: set truncate to false, "
                                        "or enableUpsert to false."),
                         QStringLiteral("truncate"));
    if (stream && truncate)
        return makeError(ErrorCode::Config,
                         QStringLiteral("The stream tunnel appends and cannot overwrite: set truncate to false, or "
                                        "useStreamTunnel to false."),
                         QStringLiteral("truncate"));
    return {};
}

QString startWithWhere()
{
    return QStringLiteral("startPartition reads whole partitions: it does not go with enableWhere and where. Choose "
                          "one of them.");
}

QString parameterPointer(const StepSpec &step, const char *key)
{
    return step.pointer + QStringLiteral("/parameter/") + QLatin1String(key);
}

Result<ReadParameters> ReadParameters::from(const StepSpec &step)
{
    ReadParameters read;
    SLUICE_TRY(read.table, tableFrom(step));
    SLUICE_TRY(read.transfer, transferFrom(step));
    read.partitions = texts(step.parameter, "partition");
    read.columns = texts(step.parameter, "column");
    if (flag(step.parameter, "enableWhere"))
        read.where = text(step.parameter, "where");
    read.startPartition = text(step.parameter, "startPartition");
    if (const auto seconds = readInteger(step.parameter[QLatin1String("subscribeIntervalInSec")]))
        read.subscribeInterval = std::chrono::seconds(*seconds);
    read.skipModified =
        text(step.parameter, "modifiedTableOperation").compare(QLatin1String("SKIP"), Qt::CaseInsensitive) == 0;
    if (!read.startPartition.isEmpty() && !read.where.isEmpty())
        return makeError(ErrorCode::Config, startWithWhere(), parameterPointer(step, "startPartition"));
    read.successOnNoPartition = flag(step.parameter, "successOnNoPartition");
    read.useStorageApi = flag(step.parameter, "useStorageApi");
    read.splitBytes = readInteger(step.parameter[QLatin1String("splitSize")]).value_or(0) * 1024 * 1024;
    read.compressCodec = text(step.parameter, "compressCodec").toUpper().toLatin1();
    read.maxPartitionCount =
        int(readInteger(step.parameter[QLatin1String("maxPartitionCount")]).value_or(defaultMaxPartitionCount));
    return read;
}

Result<WriteParameters> WriteParameters::from(const StepSpec &step)
{
    WriteParameters write;
    const auto truncate = readBoolean(step.parameter[QLatin1String("truncate")]);
    if (!truncate)
        return makeError(ErrorCode::Config,
                         QStringLiteral("\"truncate\" is missing: choose append (false) or overwrite (true)."),
                         parameterPointer(step, "truncate"));
    write.truncate = *truncate;
    SLUICE_TRY(write.table, tableFrom(step));
    SLUICE_TRY(write.transfer, transferFrom(step));
    const QStringList partitions = texts(step.parameter, "partition"); // a list of one, as readers have it, will do
    if (partitions.size() > 1)
        return makeError(
            ErrorCode::Config,
            QStringLiteral("A writer fills exactly one partition, and %1 are given.").arg(partitions.size()),
            parameterPointer(step, "partition"));
    write.partition = partitions.value(0);
    write.columns = texts(step.parameter, "column");
    write.emptyAsNull = flag(step.parameter, "emptyAsNull");
    write.consistencyCommit = flag(step.parameter, "consistencyCommit");
    const auto number = [&step](const char *key, int value) {
        return readInteger(step.parameter[QLatin1String(key)]).value_or(value);
    };
    if (const Done mode = checkWriteMode(step.parameter); !mode.ok()) {
        Error error = mode.error();
        error.where = parameterPointer(step, error.where.toLatin1().constData());
        return error;
    }
    if (flag(step.parameter, "enableUpsert"))
        write.mode = WriteMode::Upsert;
    else if (flag(step.parameter, "useStreamTunnel"))
        write.mode = WriteMode::Stream;
    write.useStorageApi = flag(step.parameter, "useStorageApi");
    write.compressCodec = text(step.parameter, "compressCodec").toUpper().toLatin1();
    write.partialColumns = flag(step.parameter, "partialColumns");
    write.batchBytes = number("batchSize", defaultBatchSize);
    write.flushInterval = std::chrono::milliseconds(number("flushIntervalMs", defaultFlushIntervalMs));
    write.commitTimeout = std::chrono::milliseconds(number("upsertCommitTimeoutMs", defaultUpsertCommitTimeoutMs));
    write.flushThreads = int(number("numFlushThreads", defaultFlushThreads));
    write.slotCount = int(number("slotNum", 0));
    write.dynamicPartitionLimit = int(number("dynamicPartitionLimit", defaultDynamicPartitionLimit));
    write.blockBytes =
        readInteger(step.parameter[QLatin1String("blockSizeInMB")]).value_or(defaultBlockMegabytes) * 1024 * 1024;
    return write;
}

} // namespace sluice
