#pragma once

#include "connectors/file/fileoptions.h"

#include <cstddef>

namespace sluice
{

enum class RecordFault {
    None,
    Unterminated, // a quote opens a field and is never closed
    AfterQuote,   // text stands behind a closing quote
    TooLong,
};

// One record as it stands in the file, without its line break.
struct Record {
    const char *begin = nullptr;
    size_t size = 0;
    bool quoted = false; // there is a quote in it
    RecordFault fault = RecordFault::None;
};

// Finds where records end, the one place that decides it: for counting, for cutting a file in pieces and for reading.
//
// A quote opens a field only at the field's beginning; elsewhere it is a character like any other. A record whose
// quoting is broken ends with its line, so that one stray quote costs one line and not the rest of the file. What a
// record is depends on the bytes from its beginning on and on nothing else: reading may start at any record.
class RecordFinder
{
public:
    static constexpr size_t longestRecord = 16 * 1024 * 1024;

    explicit RecordFinder(const Dialect &dialect);

    // The bytes at hand, from where the last record ended on. `last`: nothing comes behind them.
    void window(const char *begin, const char *end, bool last);

    // The next record. False: the window must be filled up, or, when it is the last, there is none.
    bool next(Record &record);

    // Where the next record begins.
    const char *position() const { return m_at; }

private:
    enum class Scan { Found, More, Fault };

    Scan quotedEnd(const char *limit, bool whole, const char *&end, const char *&next, RecordFault &fault) const;
    // The quote that closes a field, looked for from `from` on; null when there is none before `limit`.
    const char *closing(const char *from, const char *limit) const;
    bool atFieldStart(const char *quote) const;
    void take(Record &record, const char *end, const char *next);

    Dialect m_dialect;
    const char *m_at = nullptr;
    const char *m_end = nullptr;
    const char *m_quote = nullptr; // the first one at or behind m_at, when known; m_end: none
    bool m_last = false;
    bool m_skipping = false; // through the rest of a line that is too long
};

} // namespace sluice
