#pragma once

#include "connector/connector.h"
#include "connectors/file/bytestream.h"
#include "connectors/file/lineparser.h"
#include "connectors/file/recordfinder.h"
#include "connectors/file/rowshaper.h"

#include <memory>
#include <vector>

namespace sluice
{

// Fills a window with a stream's bytes and finds the records in it.
class RecordStream
{
public:
    // The bytes begin at `offset`, or, with `skip`, that many bytes before it.
    RecordStream(std::unique_ptr<ByteStream> bytes, const Dialect &dialect, qint64 offset, qint64 skip = 0);

    // The next record; false at the end. Its bytes live until the next call.
    Result<bool> next(Record &record, Stop stop);
    // Where, in the stream, the last record begins, and where the next one does.
    qint64 recordOffset() const { return m_recordOffset; }
    qint64 nextOffset() const { return m_offset + (m_finder.position() - m_window.data()); }
    // No byte in the window is above 0x7F.
    bool ascii() const { return m_ascii; }

private:
    Done skip(Stop stop);
    Done fill();

    std::unique_ptr<ByteStream> m_bytes;
    RecordFinder m_finder;
    std::vector<char> m_window;
    size_t m_size = 0;
    qint64 m_offset; // of the window's first byte
    qint64 m_skip;
    qint64 m_recordOffset = 0;
    bool m_ascii = true;
    bool m_last = false;
};

// The part of a text file that a reader reads: records that begin in [from, to).
struct TextRange {
    qint64 from = 0;
    qint64 to = 0;   // -1: to the end
    qint64 rows = 0; // records before `from`, so that rows are numbered through the whole file
};

class TextReader final : public Reader
{
public:
    TextReader(RecordStream records, TextRange range, std::unique_ptr<LineParser> parser, RowShaper shaper,
               size_t fields);

    Result<Outcome> next(Batch &batch, Stop stop) override;

private:
    void addDirty(const Record &record, DirtyRow dirty, Batch &batch) const;
    void number(Batch &batch, qint64 rows) const;

    RecordStream m_records;
    TextRange m_range;
    std::unique_ptr<LineParser> m_parser;
    RowShaper m_shaper;
    std::vector<TextColumn> m_columns;
    qint64 m_row; // of the last record
    bool m_done = false;
};

// A position inside a text file, as splits and batches keep it.
QByteArray textPosition(qint64 offset, qint64 rows);
void readTextPosition(const Position &position, TextRange &range);

} // namespace sluice
