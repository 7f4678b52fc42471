#include "base/files.h"
#include "connectors/file/filewriter.h"
#include "connectors/file/parquettypes.h"
#include "data/cast.h"
#include "duck/duck.h"

#include <QDir>
#include <QFile>

#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <optional>

namespace sluice
{

namespace
{

// Rows are gathered in a DuckDB table on disk, in a private folder beside the file, and copied out at the end: memory
// stays bounded whatever their number.
class ParquetWriter final : public FileWriter
{
public:
    ParquetWriter(QString path, Compression compression, Schema schema, QTimeZone zone)
        : m_path(std::move(path))
        , m_folder(m_path + QStringLiteral(".rows"))
        , m_compression(compression)
        , m_schema(std::move(schema))
        , m_zone(std::move(zone))
    {
    }

    ~ParquetWriter() override { release(); }

    Done open()
    {
        QDir(m_folder).removeRecursively(); // of an attempt that was killed
        SLUICE_CHECK(makePrivateDir(m_folder));
        SLUICE_TRY(const DuckDatabase database,
                   DuckDatabase::open(m_folder + QStringLiteral("/rows.duckdb"),
                                      {{QStringLiteral("threads"), QStringLiteral("1")},
                                       {QStringLiteral("memory_limit"), QStringLiteral("256MB")}}));
        SLUICE_TRY(m_duck, database.connect());
        QStringList columns;
        arrow::FieldVector fields;
        for (qsizetype i = 0; i < m_schema.size(); ++i) {
            const Type &type = m_schema.columns[i].type;
            columns.append(QStringLiteral("c%1 %2").arg(i).arg(parquetSqlType(type)));
            std::optional<CastPlan> plan;
            if (type.kind() == TypeKind::IntervalDayTime || type.kind() == TypeKind::IntervalYearMonth) {
                SLUICE_TRY(plan, CastPlan::compile(type, TypeKind::String, {m_zone}));
            }
            m_plans.push_back(std::move(plan));
        }
        SLUICE_CHECK(m_duck->run(QStringLiteral("CREATE TABLE rows (%1)").arg(columns.join(QStringLiteral(", ")))));
        SLUICE_TRY(m_appender, m_duck->appender({}, {}, QStringLiteral("rows")));
        return {};
    }

    Done write(const Batch &batch, DirtySink &, Stop stop) override
    {
        SLUICE_CHECK(stop.check());
        arrow::ArrayVector arrays;
        arrow::FieldVector fields;
        for (int i = 0; i < batch.rows->num_columns(); ++i) {
            std::shared_ptr<arrow::Array> array = batch.rows->column(i);
            if (m_plans[size_t(i)]) {
                SLUICE_TRY(CastResult cast, m_plans[size_t(i)]->apply(array));
                array = std::move(cast.values);
            }
            SLUICE_TRY(array, withMicroseconds(array));
            fields.push_back(arrow::field(m_schema.columns[i].name.toStdString(), array->type()));
            arrays.push_back(std::move(array));
        }
        return m_appender->append(
            *arrow::RecordBatch::Make(arrow::schema(std::move(fields)), batch.rows->num_rows(), std::move(arrays)));
    }

    Done close(Stop stop) override
    {
        SLUICE_CHECK(m_appender->close());
        QStringList columns;
        for (qsizetype i = 0; i < m_schema.size(); ++i)
            columns.append(QStringLiteral("c%1 AS %2").arg(i).arg(sqlName(m_schema.columns[i].name)));
        const QString compression = m_compression == Compression::None   ? QStringLiteral("uncompressed")
                                    : m_compression == Compression::Gzip ? QStringLiteral("gzip")
                                                                         : QStringLiteral("zstd");
        // The file is made before DuckDB opens it, so that it is for this user alone from the beginning.
        SLUICE_CHECK(writeFile(m_path, {}, Access::Private));
        SLUICE_CHECK(m_duck->query(QStringLiteral("COPY (SELECT %1 FROM rows) TO %2 (FORMAT parquet, COMPRESSION %3,"
                                                  " USE_TMP_FILE false)")
                                       .arg(columns.join(QStringLiteral(", ")), sqlString(m_path), compression),
                                   stop));
        release();
        return {};
    }

private:
    void release()
    {
        m_appender.reset();
        m_duck.reset();
        QDir(m_folder).removeRecursively();
    }

    QString m_path;
    QString m_folder;
    Compression m_compression;
    Schema m_schema;
    QTimeZone m_zone;
    std::vector<std::optional<CastPlan>> m_plans; // of columns that are written as text
    std::optional<DuckConnection> m_duck;
    std::optional<DuckConnection::Appender> m_appender;
};

} // namespace

Result<std::unique_ptr<FileWriter>> makeParquetWriter(const QString &path, const FileWriteOptions &options,
                                                      const Schema &schema, const QTimeZone &zone)
{
    auto writer = std::make_unique<ParquetWriter>(path, options.compression, schema, zone);
    SLUICE_CHECK(writer->open());
    return std::unique_ptr<FileWriter>(std::move(writer));
}

} // namespace sluice
