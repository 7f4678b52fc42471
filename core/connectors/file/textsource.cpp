#include "connectors/file/textsource.h"

#include "connectors/file/csvlook.h"
#include "connectors/file/csvparser.h"
#include "connectors/file/filepaths.h"
#include "connectors/file/jsonparser.h"
#include "connectors/file/textreader.h"
#include "connectors/file/typesuggestion.h"
#include "data/arrowtypes.h"
#include "data/jsontext.h"

#include <QFileInfo>
#include <QJsonDocument>

#include <arrow/array.h>
#include <arrow/array/concatenate.h>
#include <arrow/record_batch.h>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr size_t sampleSize = 1024 * 1024;
constexpr qint64 smallestSplit = 4 * 1024 * 1024;
constexpr qint64 suggestionRows = 20'000;

// One file of a source, as far as its beginning tells.
struct TextFile {
    QString path;
    QString name;
    FileCoding coding;
    qint64 size = 0; // on disk
    CsvLook look;
    qint64 rows = -1;        // about, by the lines of its beginning; -1: not known
    std::vector<int> fields; // for each Field column selected, where it stands in this file
};

Result<std::string> sampleOf(const TextFile &file, bool &whole)
{
    SLUICE_TRY(auto stream, openText(file.path, file.coding));
    // A file may grow while it is read: one byte more tells whether the sample is all of it.
    std::string sample(file.coding.plain() ? std::min(sampleSize, size_t(file.size) + 1) : sampleSize, '\0');
    size_t size = 0;
    while (size < sample.size()) {
        SLUICE_TRY(const size_t got, stream->read(sample.data() + size, sample.size() - size));
        if (got == 0)
            break;
        size += got;
    }
    whole = size < sample.size();
    sample.resize(size);
    return sample;
}

// The keys of JSON lines, in order of appearance.
CsvLook lookAtJson(std::string_view sample)
{
    CsvLook look;
    look.dialect.quote = '\0';
    look.header = true;
    for (size_t at = 0; at < sample.size();) {
        const size_t end = std::min(sample.find('\n', at), sample.size());
        const std::string_view line = sample.substr(at, end - at);
        if (jsonFault(line) < 0 && jsonKind(line) == JsonKind::Object)
            forEachMember(line, [&look](std::string_view key, std::string_view) {
                const QString name = QString::fromStdString(jsonString(key));
                if (!look.columns.contains(name))
                    look.columns.append(name);
            });
        at = end + 1;
    }
    return look;
}

Result<TextFile> lookAt(const QString &path, const FileReadOptions &options, FileFormat format, const CsvLook *known)
{
    TextFile file;
    file.path = path;
    file.name = QFileInfo(path).fileName();
    file.size = QFileInfo(path).size();
    SLUICE_TRY(file.coding, detectCoding(path, options));
    bool whole = false;
    SLUICE_TRY(const std::string sample, sampleOf(file, whole));
    if (sample.empty()) {
        file.size = 0;
        return file;
    }
    if (format == FileFormat::Jsonl) {
        file.look = lookAtJson(sample);
    } else {
        SLUICE_TRY(file.look, lookAtCsv(sample, whole, options, format, known, file.name));
    }
    if (file.coding.plain()) {
        const auto lines =
            std::count(sample.begin() + qptrdiff(file.look.dataOffset), sample.end(), file.look.dialect.newline);
        file.rows = qint64(double(lines) * double(file.size) / double(sample.size()));
    }
    return file;
}

// A line in memory.
class LineStream final : public ByteStream
{
public:
    explicit LineStream(const QByteArray &line)
        : m_line(line + '\n')
    {
    }
    Result<size_t> read(char *to, size_t size) override
    {
        const size_t got = std::min(size, size_t(m_line.size()) - m_read);
        std::copy_n(m_line.constData() + m_read, got, to);
        m_read += got;
        return got;
    }

private:
    const QByteArray m_line;
    size_t m_read = 0;
};

class TextSource final : public Source
{
public:
    TextSource(FileFormat format, FileReadOptions options, QTimeZone zone, int lanes, Log *log)
        : m_format(format)
        , m_options(std::move(options))
        , m_zone(std::move(zone))
        , m_lanes(lanes)
        , m_log(log)
    {
    }

    Done open(const QStringList &paths, Stop stop)
    {
        m_fingerprint = fingerprintOf(paths);
        for (const QString &path : paths) {
            SLUICE_CHECK(stop.check());
            SLUICE_TRY(TextFile file, lookAt(path, m_options, m_format, m_files.empty() ? nullptr : &m_files[0].look));
            if (file.size == 0)
                m_notes.append(QStringLiteral("%1 is empty").arg(file.name));
            else
                m_files.push_back(std::move(file));
        }
        if (m_files.empty())
            return makeError(ErrorCode::Data, QStringLiteral("%1 is empty.").arg(QFileInfo(paths[0]).fileName()),
                             paths[0]);
        if (m_format == FileFormat::Jsonl)
            mergeKeys();
        return select();
    }

    const Schema &schema() const override { return m_schema; }
    QStringList notes() const override { return m_notes; }
    Result<QByteArray> fingerprint(Stop) override { return m_fingerprint; }

    Result<std::vector<Split>> split(int wanted, Stop stop) override
    {
        qint64 total = 0;
        for (const TextFile &file : m_files)
            total += file.size;
        const qint64 piece = std::max(smallestSplit, total / std::max(wanted, 1) + 1);
        std::vector<Split> splits;
        for (size_t i = 0; i < m_files.size(); ++i) {
            if (m_lanes > 1 && m_files[i].coding.plain() && m_files[i].size > piece) {
                SLUICE_CHECK(cut(i, piece, splits, stop));
            } else {
                splits.push_back(splitOf(i, {qint64(m_files[i].look.dataOffset), -1, 0}, m_files[i].rows));
            }
        }
        return splits;
    }

    Result<std::unique_ptr<Reader>> reader(const Split &split, const Position &from) override
    {
        const QJsonObject detail = QJsonDocument::fromJson(split.detail).object();
        const auto index = size_t(detail.value(QStringLiteral("file")).toInteger());
        if (index >= m_files.size())
            return makeError(ErrorCode::Internal, QStringLiteral("A split names a file that is not there."));
        const TextFile &file = m_files[index];
        TextRange range;
        readTextPosition(split.detail, range);
        range.to = detail.value(QStringLiteral("to")).toInteger(-1);
        readTextPosition(from, range);
        SLUICE_TRY(auto bytes, openText(file.path, file.coding, range.from));
        SLUICE_TRY(RowShaper shaper, RowShaper::make(m_selection, file.name, m_zone));
        return std::unique_ptr<Reader>(std::make_unique<TextReader>(
            RecordStream(std::move(bytes), file.look.dialect, range.from, file.coding.plain() ? 0 : range.from), range,
            parser(file), std::move(shaper), file.fields.size()));
    }

    Result<Batch> readTexts(const QList<QByteArray> &texts, Stop stop)
    {
        SLUICE_CHECK(checkAlike());
        const TextFile &file = m_files[0];
        Batch all;
        std::vector<arrow::ArrayVector> pieces(size_t(m_schema.size()));
        std::shared_ptr<arrow::Schema> schema;
        for (qint64 i = 0; i < texts.size(); ++i) {
            const qint64 number = i + 1;
            SLUICE_TRY(RowShaper shaper, RowShaper::make(m_selection, file.name, m_zone));
            TextReader reader(RecordStream(std::make_unique<LineStream>(texts[i]), file.look.dialect, 0), {0, -1, 0},
                              parser(file), std::move(shaper), file.fields.size());
            Batch batch;
            SLUICE_TRY(const Reader::Outcome outcome, reader.next(batch, stop));
            const qint64 rows = outcome == Reader::Outcome::More && batch.rows ? batch.rows->num_rows() : 0;
            if (!batch.dirty.empty() || rows != 1) {
                DirtyRow dirty;
                if (!batch.dirty.empty())
                    dirty = std::move(batch.dirty[0]);
                else
                    dirty.reason = rows == 0 ? QStringLiteral("an empty line") : QStringLiteral("more than one row");
                dirty.row = number;
                all.dirty.push_back(std::move(dirty));
                continue;
            }
            schema = batch.rows->schema();
            for (size_t c = 0; c < pieces.size(); ++c)
                pieces[c].push_back(batch.rows->column(int(c)));
            all.rowNumbers.push_back(number);
        }
        if (!schema)
            return all;
        arrow::ArrayVector columns;
        for (const arrow::ArrayVector &piece : pieces) {
            auto joined = arrow::Concatenate(piece);
            if (!joined.ok())
                return arrowError(joined.status());
            columns.push_back(std::move(joined).ValueUnsafe());
        }
        all.rows = arrow::RecordBatch::Make(schema, qint64(all.rowNumbers.size()), std::move(columns));
        return all;
    }

private:
    // A line that stands by itself does not tell which file it is from, nor where it stood there.
    Done checkAlike() const
    {
        const bool several = m_files.size() > 1;
        for (const SelectedColumn &column : m_selection)
            if (column.kind == SelectedColumn::Kind::RowNumber ||
                (several && column.kind == SelectedColumn::Kind::FileName))
                return makeError(ErrorCode::Unsupported,
                                 QStringLiteral("Corrected lines cannot be read again: the column \"%1\" tells where a "
                                                "row stood, and a line by itself does not. Correct the lines at the "
                                                "source and run the task again.")
                                     .arg(column.name));
        for (const TextFile &file : m_files)
            if (file.fields != m_files[0].fields)
                return makeError(ErrorCode::Unsupported,
                                 QStringLiteral("Corrected lines cannot be read again: %1 has its columns in "
                                                "another order than %2, and a line by itself does not tell which "
                                                "file it is from. Correct the lines at the source and run the task "
                                                "again.")
                                     .arg(file.name, m_files[0].name),
                                 file.path);
        return {};
    }

    // The header is not read again; the records before a range were counted when it was cut.
    static Split splitOf(size_t file, const TextRange &range, qint64 rows, const QString &name)
    {
        QJsonObject detail = QJsonDocument::fromJson(textPosition(range.from, range.rows)).object();
        detail.insert(QStringLiteral("file"), qint64(file));
        detail.insert(QStringLiteral("to"), range.to);
        return {name, QJsonDocument(detail).toJson(QJsonDocument::Compact), rows};
    }
    Split splitOf(size_t file, const TextRange &range, qint64 rows) const
    {
        return splitOf(file, range, rows, m_files[file].name);
    }

    // Walks through the file once, at the pace of memory, and cuts it at records.
    Done cut(size_t index, qint64 piece, std::vector<Split> &splits, Stop stop)
    {
        const TextFile &file = m_files[index];
        TextRange range{qint64(file.look.dataOffset), -1, 0};
        SLUICE_TRY(auto bytes, openText(file.path, file.coding, range.from));
        RecordStream records(std::move(bytes), file.look.dialect, range.from);
        qint64 rows = 0;
        const auto add = [&](qint64 to) {
            range.to = to;
            splits.push_back(splitOf(index, range, rows - range.rows,
                                     QStringLiteral("%1 from row %2").arg(file.name).arg(range.rows + 1)));
            range.from = to;
            range.rows = rows;
        };
        for (Record record;;) {
            SLUICE_TRY(const bool found, records.next(record, stop));
            if (!found)
                break;
            if (records.recordOffset() >= range.from + piece)
                add(records.recordOffset());
            ++rows;
        }
        add(-1);
        return {};
    }

    std::unique_ptr<LineParser> parser(const TextFile &file) const
    {
        const QStringList names = fieldNames(m_selection);
        if (m_format == FileFormat::Jsonl)
            return std::make_unique<JsonLineParser>(m_keys, file.coding.encoding);
        CsvShape shape;
        shape.fieldCount = size_t(file.look.columns.size());
        shape.expectation = file.look.header ? QStringLiteral("where the header has %1").arg(shape.fieldCount)
                                             : QStringLiteral("where the first rows have %1").arg(shape.fieldCount);
        shape.fields = file.fields;
        shape.names = names;
        shape.nullTexts = m_options.nullTexts;
        shape.encoding = file.coding.encoding;
        return std::make_unique<CsvParser>(file.look.dialect, std::move(shape));
    }

    // JSON lines have no header: the files together tell which keys there are.
    void mergeKeys()
    {
        QStringList &keys = m_files[0].look.columns;
        for (const TextFile &file : m_files)
            for (const QString &key : file.look.columns)
                if (!keys.contains(key))
                    keys.append(key);
        for (TextFile &file : m_files)
            file.look.columns = keys;
    }

    Done select()
    {
        const TextFile &first = m_files[0];
        SLUICE_TRY(m_selection,
                   selectColumns(m_options.columns, first.look.columns, first.name, m_format == FileFormat::Jsonl));
        m_schema = schemaOf(m_selection);
        for (const SelectedColumn &column : m_selection) {
            if (column.kind != SelectedColumn::Kind::Field)
                continue;
            m_keys.append(column.field < 0 ? column.name : first.look.columns[column.field]);
            if (column.field < 0)
                m_notes.append(
                    QStringLiteral("No row looked at has a key \"%1\": it is read as NULL where it is missing")
                        .arg(column.name));
        }
        noteRepeated();
        for (TextFile &file : m_files) {
            SLUICE_CHECK(align(file));
            QStringList more;
            for (const QString &name : file.look.columns)
                if (!first.look.columns.contains(name))
                    more.append(name);
            if (!more.isEmpty())
                m_notes.append(QStringLiteral("%1 has columns that %2 has not, they are not read: %3")
                                   .arg(file.name, first.name, more.join(QStringLiteral(", "))));
        }
        say();
        return {};
    }

    // A name that stands in the header more than once does not tell which column is meant.
    void noteRepeated()
    {
        const TextFile &first = m_files[0];
        QStringList noted;
        for (const QJsonValue entry : m_options.columns) {
            const auto column = parseSelected(entry);
            if (!column || column->kind != SelectedColumn::Kind::Field || column->field >= 0 ||
                !first.look.repeated.contains(column->name, Qt::CaseInsensitive) ||
                noted.contains(column->name, Qt::CaseInsensitive))
                continue;
            noted.append(column->name);
            m_notes.append(QStringLiteral("The header of %1 has \"%2\" more than once: the first one is taken")
                               .arg(first.name, column->name));
        }
    }

    // Where a file's columns stand. Files with a header are aligned by name, others must be equally wide.
    Done align(TextFile &file) const
    {
        const QStringList &columns = m_files[0].look.columns;
        const bool same = file.look.columns == columns;
        if (!file.look.header && file.look.columns.size() != columns.size())
            return makeError(ErrorCode::Schema,
                             QStringLiteral("%1 has %2 columns and %3 has %4: files read together must be alike.")
                                 .arg(file.name)
                                 .arg(file.look.columns.size())
                                 .arg(m_files[0].name)
                                 .arg(columns.size()),
                             file.path);
        for (const SelectedColumn &column : m_selection) {
            if (column.kind != SelectedColumn::Kind::Field)
                continue;
            int field = column.field;
            if (!same && field >= 0) {
                field = int(file.look.columns.indexOf(columns[field]));
                if (field < 0)
                    return makeError(ErrorCode::Schema,
                                     QStringLiteral("%1 has no column \"%2\", which %3 has: files read together must "
                                                    "have the same columns.")
                                         .arg(file.name, columns[column.field], m_files[0].name),
                                     file.path);
            }
            file.fields.push_back(field);
        }
        return {};
    }

    void say() const
    {
        if (!m_log)
            return;
        const TextFile &first = m_files[0];
        if (m_format == FileFormat::Jsonl) {
            m_log->info(QStringLiteral("%1: JSON lines with %2 keys").arg(first.name).arg(first.look.columns.size()));
            return;
        }
        const QString delimiter = first.look.dialect.delimiter == "\t"
                                      ? QStringLiteral("tab")
                                      : QString::fromStdString(first.look.dialect.delimiter);
        m_log->info(QStringLiteral("%1: %2 columns, delimiter %3, %4")
                        .arg(first.name)
                        .arg(first.look.columns.size())
                        .arg(delimiter, first.look.header ? QStringLiteral("the first row is the header")
                                                          : QStringLiteral("no header")));
    }

    FileFormat m_format;
    FileReadOptions m_options;
    QTimeZone m_zone;
    int m_lanes;
    Log *m_log;
    QByteArray m_fingerprint;
    std::vector<TextFile> m_files;
    Selection m_selection;
    QStringList m_keys; // JSON lines: the key of each Field column
    Schema m_schema;
    QStringList m_notes;
};

} // namespace

Result<Batch> readTextRows(const OpenRequest &request, const FileReadOptions &options, FileFormat format,
                           const QStringList &files, const QList<QByteArray> &texts, Stop stop)
{
    TextSource source(format, options, request.timeZone, 1, nullptr);
    SLUICE_CHECK(source.open(files, stop));
    return source.readTexts(texts, stop);
}

Result<std::unique_ptr<Source>> openTextSource(const OpenRequest &request, const FileReadOptions &options,
                                               FileFormat format, const QStringList &files, Stop stop)
{
    auto source = std::make_unique<TextSource>(format, options, request.timeZone, request.lanes, request.log);
    SLUICE_CHECK(source->open(files, stop));
    return std::unique_ptr<Source>(std::move(source));
}

Result<ObjectSchema> describeText(const OpenRequest &request, const FileReadOptions &options, FileFormat format,
                                  const QStringList &files, Stop stop)
{
    FileReadOptions all = options;
    all.columns = {};
    if (format != FileFormat::Jsonl && options.header == HeaderMode::No)
        all.columns = options.columns; // they may name the columns
    SLUICE_TRY(const auto source, openTextSource(request, all, format, {files[0]}, stop));
    ObjectSchema described;
    described.name = QFileInfo(files[0]).fileName();
    described.columns = source->schema();
    SLUICE_TRY(const std::vector<Split> splits, source->split(1, stop));
    SLUICE_TRY(const auto reader, source->reader(splits[0], {}));

    std::vector<arrow::ArrayVector> pieces(size_t(described.columns.size()));
    for (qint64 rows = 0; rows < suggestionRows;) {
        Batch batch;
        SLUICE_TRY(const Reader::Outcome outcome, reader->next(batch, stop));
        if (outcome == Reader::Outcome::End)
            break;
        rows += qint64(batch.dirty.size());
        if (!batch.rows)
            continue;
        rows += batch.rows->num_rows();
        for (size_t i = 0; i < pieces.size(); ++i)
            pieces[i].push_back(batch.rows->column(int(i)));
    }
    for (size_t i = 0; i < pieces.size(); ++i) {
        if (pieces[i].empty())
            continue;
        const auto texts = arrow::Concatenate(pieces[i]);
        if (texts.ok())
            suggestType(*texts, described.columns.columns[qsizetype(i)]);
    }
    return described;
}

} // namespace sluice
