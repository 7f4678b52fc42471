#include "service/probes.h"

#include "data/cast.h"
#include "service/replay.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QRegularExpression>

#include <arrow/array.h>
#include <arrow/record_batch.h>

#include <algorithm>
#include <chrono>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

constexpr auto lookPatience = 30s;
constexpr auto previewPatience = 60s;

void appendRows(const arrow::RecordBatch &batch, const Schema &schema, const QTimeZone &zone, int limit,
                RowPreview &preview)
{
    for (int64_t row = 0; row < batch.num_rows(); ++row) {
        if (preview.rows.size() >= limit) {
            preview.more = true;
            return;
        }
        QStringList cells;
        for (int column = 0; column < batch.num_columns(); ++column) {
            const auto &array = batch.column(column);
            if (array->IsNull(row)) {
                cells.append(QString());
                continue;
            }
            const QString text = QString::fromUtf8(cellText(array, schema.columns[column].type, row, zone));
            cells.append(text.isNull() ? QStringLiteral("") : text);
        }
        preview.rows.append(cells);
    }
}

// Reads one split until it ends or enough rows are there.
Done readSplit(Reader &reader, const Schema &schema, const QTimeZone &zone, int limit, Stop stop, RowPreview &preview)
{
    while (!preview.more) {
        SLUICE_CHECK(stop.check());
        Batch batch;
        SLUICE_TRY(const Reader::Outcome outcome, reader.next(batch, stop));
        if (outcome == Reader::Outcome::End)
            return {};
        if (batch.rows)
            appendRows(*batch.rows, schema, zone, limit, preview);
    }
    return {};
}

bool knows(const OptionSpecs &options, const QString &key)
{
    return std::any_of(options.begin(), options.end(), [&](const OptionSpec &option) { return option.key == key; });
}

// The file that a writer was told, or where several lanes wrote, one part each: out.csv.gz, else out.part-*.csv.gz.
QString writtenPath(const QString &path, const Workspace &workspace)
{
    static const QRegularExpression ending(QStringLiteral("\\.[^./]+(\\.(gz|gzip|zst|zstd))?$"));
    if (path.isEmpty() || QFileInfo::exists(workspace.absolute(path)))
        return path;
    QString parts = path;
    parts.insert(std::max<qsizetype>(0, path.indexOf(ending)), QLatin1String(".part-*"));
    const QFileInfo pattern(workspace.absolute(parts));
    return pattern.dir().entryList({pattern.fileName()}, QDir::Files).isEmpty() ? path : parts;
}

// What a reader must be told to read back what a writer wrote: the keys that both know, all columns, and the
// partition as the list that a reader takes.
StepSpec readerFor(const StepSpec &writer, const OptionSpecs &readerOptions, const Workspace &workspace)
{
    StepSpec reader;
    reader.stepType = writer.stepType;
    reader.name = QStringLiteral("Reader");
    reader.category = QStringLiteral("reader");
    for (auto it = writer.parameter.begin(); it != writer.parameter.end(); ++it) {
        if (it.key() == QLatin1String("partition")) {
            if (const QString partition = it.value().toString(); !partition.isEmpty())
                reader.parameter.insert(it.key(), QJsonArray{partition});
        } else if (it.key() == QLatin1String("path")) {
            reader.parameter.insert(it.key(), writtenPath(it.value().toString(), workspace));
        } else if (it.key() != QLatin1String("column") && knows(readerOptions, it.key())) {
            reader.parameter.insert(it.key(), it.value());
        }
    }
    if (knows(readerOptions, QStringLiteral("column")))
        reader.parameter.insert(QStringLiteral("column"), QJsonArray{QStringLiteral("*")});
    return reader;
}

StepSpec tableReader(const QString &type, const QString &source, const QString &table, const QString &partition)
{
    StepSpec step;
    step.stepType = type;
    step.name = QStringLiteral("Reader");
    step.category = QStringLiteral("reader");
    step.parameter = {
        {QStringLiteral("datasource"), source},
        {QStringLiteral("table"), table},
        {QStringLiteral("column"), QJsonArray{QStringLiteral("*")}},
    };
    if (!partition.isEmpty())
        step.parameter.insert(QStringLiteral("partition"), QJsonArray{partition});
    return step;
}

// "pt=*,ds=*": whatever partition there is.
QString anyPartition(const Schema &partitionColumns)
{
    QStringList levels;
    for (const QString &name : partitionColumns.names())
        levels.append(name + QLatin1String("=*"));
    return levels.join(QLatin1Char(','));
}

} // namespace

Probes::Probes(const Workspace &workspace, const ConnectorRegistry &connectors, const SourceStore &sources,
               const SourceKeeper &keeper, LocalWarehouse &warehouse)
    : m_workspace(workspace)
    , m_connectors(connectors)
    , m_sources(sources)
    , m_keeper(keeper)
    , m_warehouse(warehouse)
{
}

Result<DataSource> Probes::resolve(const QString &name, FileLock &hold, Stop stop, SourceHalf half) const
{
    SLUICE_TRY(const DataSource source, m_sources.find(name));
    if (source.local) {
        SLUICE_TRY(hold, m_warehouse.hold(stop));
    }
    return m_keeper.complete(source.inHalf(half));
}

Result<Probes::Opened> Probes::open(const StepSpec &step, Stop stop, SourceHalf half) const
{
    static NullLog nowhere;
    Opened opened;
    SLUICE_TRY(opened.connector, m_connectors.require(step.stepType));
    const QString name = step.parameter.value(QLatin1String("datasource")).toString();
    if (!name.isEmpty()) {
        SLUICE_TRY(opened.request.source, resolve(name, opened.hold, stop, half));
    }
    opened.request.step = step;
    opened.request.runId = QStringLiteral("preview");
    opened.request.workspaceDir = m_workspace.directory();
    opened.request.timeZone = m_workspace.timeZone();
    opened.request.log = &nowhere;
    return opened;
}

TestReport Probes::testSource(const DataSource &source, Stop stop, const StageTold &told) const
{
    const Stop patient = stop.within(lookPatience);
    const auto connector = m_connectors.require(source.type);
    if (!connector.ok())
        return TestStages(told).failed(connector.error());
    FileLock hold;
    if (source.local) {
        auto held = m_warehouse.hold(patient);
        if (!held.ok())
            return TestStages(told).failed(held.error());
        hold = std::move(held).value();
    }
    const auto complete = m_keeper.complete(source.inHalf(source.half));
    return complete.ok() ? (*connector)->test(*complete, patient, told) : TestStages(told).failed(complete.error());
}

Result<QList<ObjectInfo>> Probes::listObjects(const QString &source, const QString &prefix, Stop stop) const
{
    const Stop patient = stop.within(lookPatience);
    FileLock hold;
    SLUICE_TRY(const DataSource complete, resolve(source, hold, patient));
    SLUICE_TRY(const Connector *connector, m_connectors.require(complete.type));
    return connector->list(complete, prefix, patient);
}

Result<ObjectSchema> Probes::objectSchema(const QString &source, const QString &table, Stop stop) const
{
    SLUICE_TRY(const DataSource known, m_sources.find(source));
    return stepSchema(tableReader(known.type, source, table, {}), stop);
}

Result<ObjectSchema> Probes::stepSchema(const StepSpec &step, Stop stop) const
{
    const Stop patient = stop.within(lookPatience);
    SLUICE_TRY(const Opened opened, open(step, patient));
    return opened.connector->schema(opened.request, patient);
}

Result<QList<SampleRecord>> Probes::sampleStep(const StepSpec &reader, int wanted, Stop stop) const
{
    const Stop patient = stop.within(lookPatience);
    SLUICE_TRY(const Opened opened, open(reader, patient));
    return opened.connector->sample(opened.request, wanted, patient);
}

Result<RowPreview> Probes::previewRows(const QString &source, const QString &table, const QString &partition, int limit,
                                       Stop stop) const
{
    QString wanted = partition;
    if (wanted.isEmpty()) {
        SLUICE_TRY(const ObjectSchema schema, objectSchema(source, table, stop));
        wanted = anyPartition(schema.partitionColumns);
    }
    SLUICE_TRY(const DataSource known, m_sources.find(source));
    StepSpec step = tableReader(known.type, source, table, wanted);
    if (partition.isEmpty()) // a table without partitions yet is empty, not wrong
        step.parameter.insert(QStringLiteral("successOnNoPartition"), true);
    return previewStep(step, limit, stop);
}

Result<RowPreview> Probes::previewStep(const StepSpec &reader, int limit, Stop stop, SourceHalf half) const
{
    const Stop patient = stop.within(previewPatience);
    SLUICE_TRY(const Opened opened, open(reader, patient, half));
    SLUICE_TRY(const auto source, opened.connector->openSource(opened.request, patient));
    RowPreview preview;
    preview.columns = source->schema();
    SLUICE_TRY(const auto splits, source->split(1, patient));
    for (const Split &split : splits) {
        if (preview.more)
            break;
        SLUICE_TRY(const auto lane, source->reader(split, {}));
        SLUICE_CHECK(readSplit(*lane, preview.columns, opened.request.timeZone, limit, patient, preview));
    }
    return preview;
}

Result<RowPreview> Probes::previewDestination(const StepSpec &writer, int limit, Stop stop, SourceHalf half) const
{
    SLUICE_TRY(const Connector *connector, m_connectors.require(writer.stepType));
    const ConnectorInfo &info = connector->info();
    const bool placed =
        writer.parameter.contains(QLatin1String("table")) || writer.parameter.contains(QLatin1String("path"));
    if (info.readerOptions.isEmpty() || !placed)
        return makeError(ErrorCode::Unsupported, QStringLiteral("What %1 takes cannot be read again.").arg(info.title));
    return previewStep(readerFor(writer, info.readerOptions, m_workspace), limit, stop, half);
}

Done Probes::readDirtyTexts(DirtySet &rows, const StepSpec &reader, Stop stop) const
{
    if (rows.unreadTexts().empty())
        return {};
    const Stop patient = stop.within(previewPatience);
    SLUICE_TRY(const Opened opened, open(reader, patient));
    return readTexts(rows, *opened.connector, opened.request, patient);
}

Result<SqlResult> Probes::runSql(const QString &source, const QString &statement, Stop stop) const
{
    FileLock hold;
    SLUICE_TRY(const DataSource complete, resolve(source, hold, stop));
    SLUICE_TRY(const Connector *connector, m_connectors.require(complete.type));
    return connector->runSql(complete, statement, stop);
}

} // namespace sluice
