#include "connectors/file/parquetsource.h"

#include "connectors/file/filepaths.h"
#include "connectors/file/parquettypes.h"
#include "connectors/file/rowshaper.h"
#include "data/arrowtypes.h"
#include "duck/duck.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <arrow/type.h>

#include <algorithm>

namespace sluice
{

namespace
{

struct ParquetFile {
    QString path;
    QString name;
    QStringList columns;
    std::vector<ParquetColumn> types;
    qint64 rows = -1;
};

// One thread reads: lanes are what runs in parallel. Nothing is spilled while reading.
Result<DuckConnection> duckConnection()
{
    SLUICE_TRY(const DuckDatabase database, DuckDatabase::open({}, {{QStringLiteral("threads"), QStringLiteral("1")},
                                                                    {QStringLiteral("temp_directory"), QString()}}));
    return database.connect();
}

// The file as a table; signs of a pattern in its name are meant as they stand.
QString tableOf(const QString &path, const QString &arguments = {})
{
    QString literal;
    for (const QChar c : path)
        literal += c == QLatin1Char('*') || c == QLatin1Char('?') || c == QLatin1Char('[')
                       ? QStringLiteral("[%1]").arg(c)
                       : QString(c);
    return QStringLiteral("read_parquet(%1%2)").arg(sqlString(literal), arguments);
}

Error fileError(Error error, const ParquetFile &file)
{
    if (error.code == ErrorCode::Data || error.code == ErrorCode::Config)
        error.message = QStringLiteral("%1 is not a readable Parquet file.").arg(file.name);
    if (error.code == ErrorCode::Config)
        error.code = ErrorCode::Data;
    error.where = file.path;
    return error;
}

Result<ParquetFile> lookAt(const QString &path)
{
    ParquetFile file;
    file.path = path;
    file.name = QFileInfo(path).fileName();
    if (QFileInfo(path).size() == 0)
        return makeError(ErrorCode::Data, QStringLiteral("%1 is empty.").arg(file.name), path);
    SLUICE_TRY(DuckConnection duck, duckConnection());
    auto rows = duck.query(QStringLiteral("SELECT * FROM %1 LIMIT 0").arg(tableOf(path)));
    if (!rows)
        return fileError(rows.error(), file);
    for (const auto &field : rows->schema()->fields()) {
        file.columns.append(QString::fromStdString(field->name()));
        file.types.push_back(parquetColumn(*field->type()));
    }
    auto count = duck.value(QStringLiteral("SELECT count(*) FROM %1").arg(tableOf(path)));
    if (!count)
        return fileError(count.error(), file);
    file.rows = count->toLongLong();
    return file;
}

class ParquetReader final : public Reader
{
public:
    ParquetReader(DuckRows rows, const Selection &selection, RowShaper shaper, qint64 done)
        : m_rows(std::move(rows))
        , m_shaper(std::move(shaper))
        , m_done(done)
    {
        for (const SelectedColumn &column : selection)
            if (column.kind == SelectedColumn::Kind::Field)
                m_columns.push_back(column);
    }

    Result<Outcome> next(Batch &batch, Stop stop) override
    {
        SLUICE_CHECK(stop.check());
        batch = {};
        SLUICE_TRY(const auto read, m_rows.next());
        if (!read)
            return Outcome::End;
        batch.firstRow = m_done + 1;
        std::vector<std::shared_ptr<arrow::Array>> fields;
        std::vector<RowShaper::Refusal> refusals;
        for (size_t i = 0; i < m_columns.size(); ++i) {
            std::vector<int64_t> beyond;
            const auto type = m_columns[i].typed ? arrow::utf8() : arrowType(m_columns[i].type);
            SLUICE_TRY(auto array, asEngineArray(read->column(int(i)), type, beyond));
            for (const int64_t row : beyond) {
                const auto value = read->column(int(i))->GetScalar(row);
                refusals.push_back({row, m_columns[i].name,
                                    QByteArray::fromStdString(value.ok() ? (*value)->ToString() : std::string()),
                                    QStringLiteral("outside the years 1678 to 2261, which nanoseconds reach; read the "
                                                   "column as {\"type\": \"datetime\"}")});
            }
            fields.push_back(std::move(array));
        }
        m_done += read->num_rows();
        batch.after = "{\"rows\":" + QByteArray::number(m_done) + '}';
        SLUICE_CHECK(m_shaper.shape(std::move(fields), read->num_rows(), batch, refusals));
        return Outcome::More;
    }

private:
    DuckRows m_rows;
    std::vector<SelectedColumn> m_columns;
    RowShaper m_shaper;
    qint64 m_done;
};

class ParquetSource final : public Source
{
public:
    ParquetSource(std::vector<ParquetFile> files, QByteArray fingerprint, Selection selection, QTimeZone zone)
        : m_files(std::move(files))
        , m_fingerprint(std::move(fingerprint))
        , m_selection(std::move(selection))
        , m_zone(std::move(zone))
        , m_schema(schemaOf(m_selection))
    {
    }

    const Schema &schema() const override { return m_schema; }
    Result<QByteArray> fingerprint(Stop) override { return m_fingerprint; }

    Result<std::vector<Split>> split(int, Stop) override
    {
        std::vector<Split> splits;
        for (size_t i = 0; i < m_files.size(); ++i)
            splits.push_back({m_files[i].name, "{\"file\":" + QByteArray::number(qint64(i)) + '}', m_files[i].rows});
        return splits;
    }

    Result<std::unique_ptr<Reader>> reader(const Split &split, const Position &from) override
    {
        const qint64 index = QJsonDocument::fromJson(split.detail).object().value(QStringLiteral("file")).toInteger();
        if (index < 0 || index >= qint64(m_files.size()))
            return makeError(ErrorCode::Internal, QStringLiteral("A split names a file that is not there."));
        const ParquetFile &file = m_files[size_t(index)];
        const qint64 done = QJsonDocument::fromJson(from).object().value(QStringLiteral("rows")).toInteger();

        QStringList columns;
        for (const SelectedColumn &column : m_selection)
            if (column.kind == SelectedColumn::Kind::Field) {
                const QString &name = m_files[0].columns[column.field];
                const QString type =
                    column.typed ? QStringLiteral("VARCHAR") : m_files[0].types[size_t(column.field)].sqlType;
                columns.append(QStringLiteral("CAST(%1 AS %2)").arg(sqlName(name), type));
            }
        if (columns.isEmpty()) // constants only: the rows still count
            columns.append(QStringLiteral("1"));
        SLUICE_TRY(DuckConnection duck, duckConnection());
        auto rows = duck.query(
            QStringLiteral("SELECT %1 FROM %2 WHERE file_row_number >= %3")
                .arg(columns.join(QStringLiteral(", ")), tableOf(file.path, QStringLiteral(", file_row_number = true")))
                .arg(done));
        if (!rows)
            return fileError(rows.error(), file);
        SLUICE_TRY(RowShaper shaper, RowShaper::make(m_selection, file.name, m_zone));
        return std::unique_ptr<Reader>(
            std::make_unique<ParquetReader>(std::move(*rows), m_selection, std::move(shaper), done));
    }

private:
    std::vector<ParquetFile> m_files;
    QByteArray m_fingerprint;
    Selection m_selection;
    QTimeZone m_zone;
    Schema m_schema;
};

} // namespace

Result<ObjectSchema> describeParquet(const QString &path)
{
    SLUICE_TRY(const ParquetFile file, lookAt(path));
    ObjectSchema described;
    described.name = file.name;
    described.rows = file.rows;
    for (qsizetype i = 0; i < file.columns.size(); ++i)
        described.columns.columns.append({file.columns[i], file.types[size_t(i)].type, true, {}});
    return described;
}

Result<std::unique_ptr<Source>> openParquetSource(const OpenRequest &request, const FileReadOptions &options,
                                                  const QStringList &paths, Stop stop)
{
    const QByteArray fingerprint = fingerprintOf(paths);
    std::vector<ParquetFile> files;
    for (const QString &path : paths) {
        SLUICE_CHECK(stop.check());
        SLUICE_TRY(ParquetFile file, lookAt(path));
        for (const QString &name : files.empty() ? QStringList() : files[0].columns)
            if (!file.columns.contains(name, Qt::CaseInsensitive))
                return makeError(ErrorCode::Schema,
                                 QStringLiteral("%1 has no column \"%2\", which %3 has: files read together must have "
                                                "the same columns.")
                                     .arg(file.name, name, files[0].name),
                                 path);
        files.push_back(std::move(file));
    }
    SLUICE_TRY(Selection selection, selectColumns(options.columns, files[0].columns, files[0].name, false));
    for (SelectedColumn &column : selection)
        if (column.kind == SelectedColumn::Kind::Field && !column.typed)
            column.type = files[0].types[size_t(column.field)].type;
    return std::unique_ptr<Source>(
        std::make_unique<ParquetSource>(std::move(files), fingerprint, std::move(selection), request.timeZone));
}

} // namespace sluice
