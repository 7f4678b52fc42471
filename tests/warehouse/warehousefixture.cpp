#include "warehousefixture.h"

#include "data/arrowtypes.h"

#include <arrow/api.h>

using namespace sluice;
using namespace sluice::warehouse;

namespace
{

QString cell(const arrow::Array &array, int64_t row)
{
    if (array.IsNull(row))
        return QStringLiteral("NULL");
    if (array.type_id() == arrow::Type::STRING) {
        const auto view = static_cast<const arrow::StringArray &>(array).GetView(row);
        return QString::fromUtf8(view.data(), qsizetype(view.size()));
    }
    return QString::fromStdString((*array.GetScalar(row))->ToString());
}

} // namespace

WarehouseFixture::WarehouseFixture()
    : WarehouseFixture(WarehouseOptions{})
{
}

WarehouseFixture::WarehouseFixture(const WarehouseOptions &options)
    : m_options(options)
{
    m_options.directory = storePath();
    reopen();
    if (Done done = m_warehouse->createProject(QStringLiteral("demo")); !done)
        qFatal("%s", qPrintable(done.error().text()));
}

void WarehouseFixture::reopen()
{
    m_warehouse.reset();
    auto opened = Warehouse::open(m_options);
    if (!opened)
        qFatal("%s", qPrintable(opened.error().text()));
    m_warehouse = std::move(*opened);
}

QString WarehouseFixture::run(const QString &sql, const QMap<QString, QString> &settings)
{
    auto outcome = m_warehouse->execute(QStringLiteral("demo"), {}, sql, settings, {});
    if (!outcome)
        return QStringLiteral("! ") + outcome.error().detail;
    return outcome->rows ? allRows(*outcome->rows) : outcome->text;
}

QString WarehouseFixture::columns(const QString &sql)
{
    auto outcome = m_warehouse->execute(QStringLiteral("demo"), {}, sql, {}, {});
    if (!outcome)
        return QStringLiteral("! ") + outcome.error().detail;
    QStringList all;
    for (const Column &column : outcome->columns.columns)
        all.append(column.name + QLatin1Char(' ') + column.type.text());
    return all.join(QStringLiteral(", "));
}

QString allRows(RowStream &rows)
{
    QStringList lines;
    const auto expected = arrowSchema(rows.schema());
    for (;;) {
        auto batch = rows.next();
        if (!batch)
            return QStringLiteral("! ") + batch.error().detail;
        if (!*batch)
            return lines.join(QLatin1Char('\n'));
        if (!(*batch)->schema()->Equals(*expected))
            return QStringLiteral("! schema is ") + QString::fromStdString((*batch)->schema()->ToString());
        if (const arrow::Status status = (*batch)->ValidateFull(); !status.ok())
            return QStringLiteral("! ") + QString::fromStdString(status.ToString());
        for (int64_t row = 0; row < (*batch)->num_rows(); ++row) {
            QStringList cells;
            for (const auto &column : (*batch)->columns())
                cells.append(cell(*column, row));
            lines.append(cells.join(QLatin1Char('|')));
        }
    }
}

QString q(const char *text)
{
    return QString::fromUtf8(text);
}

TableRef tableRef(const QString &table)
{
    return TableRef{QStringLiteral("demo"), QStringLiteral("default"), table};
}

PartitionSpec partitionSpec(const QString &text)
{
    return text.isEmpty() ? PartitionSpec() : PartitionSpec::parse(text).value();
}

namespace
{

std::shared_ptr<arrow::RecordBatch> rowsOf(qint64 first, qint64 count, qint64 step)
{
    arrow::Int64Builder ids;
    arrow::StringBuilder names;
    for (qint64 i = 0; i < count; ++i) {
        (void)ids.Append(first + i * step);
        (void)names.Append("n" + std::to_string(first + i * step));
    }
    const auto schema = arrow::schema({arrow::field("id", arrow::int64()), arrow::field("name", arrow::utf8())});
    return arrow::RecordBatch::Make(schema, count, {*ids.Finish(), *names.Finish()});
}

} // namespace

std::shared_ptr<arrow::RecordBatch> numbered(qint64 first, qint64 count)
{
    return rowsOf(first, count, 1);
}

std::shared_ptr<arrow::RecordBatch> repeated(qint64 id, qint64 count)
{
    return rowsOf(id, count, 0);
}
