#include "connectors/file/textreader.h"

#include "data/utf8.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <arrow/array.h>

#include <cstring>

namespace sluice
{

namespace
{

constexpr size_t blockSize = 256 * 1024;
constexpr qsizetype keptRaw = 64 * 1024;

QString faultText(RecordFault fault)
{
    switch (fault) {
    case RecordFault::Unterminated:
        return QStringLiteral("a quote is opened and never closed");
    case RecordFault::AfterQuote:
        return QStringLiteral("text stands between a closing quote and the next delimiter");
    case RecordFault::TooLong:
        return QStringLiteral("longer than %1 MiB").arg(RecordFinder::longestRecord / 1024 / 1024);
    case RecordFault::None:
        break;
    }
    return {};
}

} // namespace

RecordStream::RecordStream(std::unique_ptr<ByteStream> bytes, const Dialect &dialect, qint64 offset, qint64 skip)
    : m_bytes(std::move(bytes))
    , m_finder(dialect)
    , m_window(blockSize + TextColumn::padding)
    , m_offset(offset)
    , m_skip(skip)
{
    m_finder.window(m_window.data(), m_window.data(), false);
}

Result<bool> RecordStream::next(Record &record, Stop stop)
{
    while (!m_finder.next(record)) {
        if (m_last)
            return false;
        SLUICE_CHECK(stop.check());
        SLUICE_CHECK(skip(stop));
        SLUICE_CHECK(fill());
    }
    m_recordOffset = m_offset + (record.begin - m_window.data());
    return true;
}

Done RecordStream::skip(Stop stop)
{
    while (m_skip > 0) {
        SLUICE_CHECK(stop.check());
        SLUICE_TRY(const size_t got, m_bytes->read(m_window.data(), size_t(std::min<qint64>(m_skip, blockSize))));
        m_skip = got == 0 ? 0 : m_skip - qint64(got);
    }
    return {};
}

Done RecordStream::fill()
{
    const size_t used = size_t(m_finder.position() - m_window.data());
    const size_t rest = m_size - used;
    std::memmove(m_window.data(), m_window.data() + used, rest);
    m_offset += qint64(used);
    size_t room = m_window.size() - TextColumn::padding;
    if (rest > room / 2) { // a long record: at most RecordFinder::longestRecord and a block
        room = std::min(room * 2, RecordFinder::longestRecord + blockSize);
        m_window.resize(room + TextColumn::padding);
    }
    SLUICE_TRY(const size_t got, m_bytes->read(m_window.data() + rest, room - rest));
    m_ascii = (m_ascii || rest == 0) && isAscii(m_window.data() + rest, got);
    m_size = rest + got;
    m_last = got == 0;
    m_finder.window(m_window.data(), m_window.data() + m_size, m_last);
    return {};
}

TextReader::TextReader(RecordStream records, TextRange range, std::unique_ptr<LineParser> parser, RowShaper shaper,
                       size_t fields)
    : m_records(std::move(records))
    , m_range(range)
    , m_parser(std::move(parser))
    , m_shaper(std::move(shaper))
    , m_row(range.rows)
{
    for (size_t i = 0; i < fields; ++i)
        m_columns.emplace_back(batchRowLimit);
}

Result<Reader::Outcome> TextReader::next(Batch &batch, Stop stop)
{
    SLUICE_CHECK(stop.check());
    batch = {};
    qint64 rows = 0;
    qint64 bytes = 0;
    qint64 next = m_range.from;
    while (!m_done && rows + qint64(batch.dirty.size()) < batchRowLimit && bytes < batchByteLimit) {
        Record record;
        SLUICE_TRY(const bool found, m_records.next(record, stop));
        if (!found || (m_range.to >= 0 && m_records.recordOffset() >= m_range.to)) {
            m_done = true;
            break;
        }
        ++m_row;
        bytes += qint64(record.size);
        DirtyRow dirty;
        auto verdict = LineParser::Verdict::Dirty;
        if (record.fault == RecordFault::None)
            verdict = m_parser->parse(record, m_records.ascii(), m_columns, dirty);
        else
            dirty.reason = faultText(record.fault);
        if (verdict == LineParser::Verdict::Row)
            number(batch, rows++);
        else if (verdict == LineParser::Verdict::Dirty)
            addDirty(record, std::move(dirty), batch);
        next = m_records.nextOffset();
    }
    if (rows == 0 && batch.dirty.empty())
        return Outcome::End;
    m_range.from = next;
    batch.after = textPosition(next, m_row);
    if (rows > 0) {
        std::vector<std::shared_ptr<arrow::Array>> arrays;
        for (TextColumn &column : m_columns) {
            SLUICE_TRY(std::shared_ptr<arrow::Array> array, column.finish());
            arrays.push_back(std::move(array));
        }
        SLUICE_CHECK(m_shaper.shape(std::move(arrays), rows, batch));
    }
    return Outcome::More;
}

// Row numbers are listed only from where they stop being consecutive.
void TextReader::number(Batch &batch, qint64 rows) const
{
    if (rows == 0)
        batch.firstRow = m_row;
    else if (batch.rowNumbers.empty() && m_row != batch.firstRow + rows)
        for (qint64 i = 0; i < rows; ++i)
            batch.rowNumbers.push_back(batch.firstRow + i);
    if (!batch.rowNumbers.empty())
        batch.rowNumbers.push_back(m_row);
}

void TextReader::addDirty(const Record &record, DirtyRow dirty, Batch &batch) const
{
    dirty.row = m_row;
    (dirty.column.isEmpty() ? dirty.raw : dirty.text) = QByteArray(record.begin, qsizetype(record.size)).left(keptRaw);
    dirty.raw.truncate(keptRaw);
    batch.dirty.push_back(std::move(dirty));
}

QByteArray textPosition(qint64 offset, qint64 rows)
{
    return "{\"offset\":" + QByteArray::number(offset) + ",\"rows\":" + QByteArray::number(rows) + '}';
}

void readTextPosition(const Position &position, TextRange &range)
{
    const QJsonObject object = QJsonDocument::fromJson(position).object();
    if (object.isEmpty())
        return;
    range.from = object.value(QStringLiteral("offset")).toInteger();
    range.rows = object.value(QStringLiteral("rows")).toInteger();
}

} // namespace sluice
