#include "maxcompute/warehousefixture.h"

#include "connectors/maxcompute/maxcomputeconnector.h"
#include "data/arrowtypes.h"

#include <QJsonArray>

#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>

namespace sluice
{

template <typename T>
static T need(Result<T> result)
{
    if (!result.ok())
        qFatal("%s", qPrintable(result.error().text()));
    return std::move(result).value();
}

WarehouseFixture::WarehouseFixture(std::chrono::milliseconds sessionLife, RetryPace pace)
{
    warehouse::WarehouseOptions options;
    options.directory = m_dir.filePath(QStringLiteral("warehouse"));
    options.sessionLife = sessionLife;
    m_warehouse = need(warehouse::Warehouse::open(options));
    if (const Done made = m_warehouse->createProject(QStringLiteral("demo")); !made.ok())
        qFatal("%s", qPrintable(made.error().text()));
    warehouse::ServerOptions server;
    server.accessId = QStringLiteral("ak");
    server.accessKey = "secret-of-ak";
    server.quotas = {QStringLiteral("exclusive")};
    server.faults = m_faults;
    m_server = need(warehouse::Server::start(*m_warehouse, server, m_log));
    m_connector = makeMaxComputeConnector(pace);
}

WarehouseFixture::~WarehouseFixture()
{
    m_server.reset();
}

void WarehouseFixture::sql(const QString &statement)
{
    (void)need(m_warehouse->execute(QStringLiteral("demo"), QStringLiteral("default"), statement, {}, {}));
}

QStringList WarehouseFixture::select(const QString &query)
{
    auto outcome = need(m_warehouse->execute(QStringLiteral("demo"), QStringLiteral("default"), query, {}, {}));
    if (!outcome.isSelect)
        return outcome.text.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    Rows rows;
    while (auto batch = need(outcome.rows->next()))
        rows.push_back(std::move(batch));
    return asLines(rows);
}

void WarehouseFixture::setFaults(const QByteArray &rules)
{
    m_faults->set(need(warehouse::FaultPlan::parse("{\"rules\":[" + rules + "]}")));
}

DataSource WarehouseFixture::source(int port) const
{
    DataSource source;
    source.name = QStringLiteral("odps_first");
    source.type = QStringLiteral("odps");
    source.values = {
        {QStringLiteral("endpoint"), QStringLiteral("http://127.0.0.1:%1/api").arg(port ? port : m_server->port())},
        {QStringLiteral("project"), QStringLiteral("demo")},
        {QStringLiteral("accessId"), QStringLiteral("ak")},
        {QStringLiteral("accessKey"), QStringLiteral("secret-of-ak")},
    };
    if (port)
        source.values[QStringLiteral("tunnelServer")] = QStringLiteral("http://127.0.0.1:%1").arg(port);
    return source;
}

OpenRequest WarehouseFixture::request(const char *category, QJsonObject parameter, int port)
{
    if (!parameter.contains(QStringLiteral("column")))
        parameter[QStringLiteral("column")] = QJsonArray{QStringLiteral("*")};
    OpenRequest request;
    request.step.stepType = QStringLiteral("odps");
    request.step.category = QString::fromLatin1(category);
    request.step.pointer = QStringLiteral("/steps/0");
    request.step.parameter = std::move(parameter);
    request.source = source(port);
    request.runId = QStringLiteral("run");
    request.timeZone = QTimeZone::utc();
    request.log = &m_log;
    return request;
}

Done WarehouseFixture::write(QJsonObject parameter, const Rows &rows, int port)
{
    if (!parameter.contains(QStringLiteral("truncate")))
        parameter[QStringLiteral("truncate")] = false;
    SLUICE_TRY(const auto sink, m_connector->openSink(request("writer", parameter, port), {}));
    SLUICE_TRY(const auto writer, sink->writer(0));
    ListDirt dirt;
    qint64 first = 1;
    for (const auto &part : rows) {
        Batch batch;
        batch.rows = part;
        batch.firstRow = first;
        first += part->num_rows();
        SLUICE_CHECK(writer->write(batch, dirt, {}));
    }
    SLUICE_TRY(Receipt receipt, writer->seal({}));
    dirty = dirt.rows;
    return sink->commit(0, {receipt}, {});
}

Result<Rows> WarehouseFixture::read(QJsonObject parameter, int wanted, int port)
{
    dirty.clear();
    SLUICE_TRY(const auto source, m_connector->openSource(request("reader", parameter, port), {}));
    SLUICE_TRY(const auto splits, source->split(wanted, {}));
    Rows rows;
    for (const Split &split : splits) {
        SLUICE_TRY(const auto reader, source->reader(split, {}));
        for (;;) {
            Batch batch;
            SLUICE_TRY(const auto outcome, reader->next(batch, {}));
            if (outcome == Reader::Outcome::End)
                break;
            for (DirtyRow &row : batch.dirty)
                dirty.append(std::move(row));
            if (batch.rows)
                rows.push_back(batch.rows);
        }
    }
    return rows;
}

std::shared_ptr<arrow::RecordBatch> rowsOf(const Schema &schema, const QStringList &lines)
{
    arrow::ArrayVector arrays;
    for (qsizetype column = 0; column < schema.size(); ++column) {
        arrow::Int64Builder numbers;
        arrow::StringBuilder texts;
        const bool isNumber = schema.columns[column].type.isInteger();
        arrow::ArrayBuilder &builder = isNumber ? static_cast<arrow::ArrayBuilder &>(numbers) : texts;
        for (const QString &line : lines) {
            const QString cell = line.section(QLatin1Char('|'), int(column), int(column));
            const arrow::Status added = cell == QLatin1String("null") ? builder.AppendNull()
                                        : isNumber                    ? numbers.Append(cell.toLongLong())
                                                                      : texts.Append(cell.toStdString());
            if (!added.ok())
                qFatal("memory");
        }
        arrays.push_back(builder.Finish().ValueOrDie());
    }
    return arrow::RecordBatch::Make(arrowSchema(schema), lines.size(), std::move(arrays));
}

QStringList asLines(const Rows &rows)
{
    QStringList lines;
    for (const auto &batch : rows)
        for (int64_t row = 0; row < batch->num_rows(); ++row) {
            QStringList cells;
            for (int i = 0; i < batch->num_columns(); ++i) {
                const auto scalar = batch->column(i)->GetScalar(row);
                cells.append(scalar.ok() ? QString::fromStdString((*scalar)->ToString()) : QStringLiteral("?"));
            }
            lines.append(cells.join(QLatin1Char('|')));
        }
    return lines;
}

int64_t countRows(const Rows &rows)
{
    int64_t count = 0;
    for (const auto &batch : rows)
        count += batch->num_rows();
    return count;
}

} // namespace sluice
