#include "connectors/file/recordfinder.h"

#include <algorithm>
#include <cstring>

namespace sluice
{

static const char *find(const char *from, const char *end, char wanted)
{
    return static_cast<const char *>(std::memchr(from, wanted, size_t(end - from)));
}

RecordFinder::RecordFinder(const Dialect &dialect)
    : m_dialect(dialect)
{
}

void RecordFinder::window(const char *begin, const char *end, bool last)
{
    m_at = begin;
    m_end = end;
    m_last = last;
    m_quote = nullptr;
}

bool RecordFinder::next(Record &record)
{
    if (m_skipping) {
        const char *line = find(m_at, m_end, m_dialect.newline);
        m_at = line ? line + 1 : m_end;
        m_skipping = !line;
    }
    if (m_at == m_end)
        return false;

    const char *limit = m_at + std::min(size_t(m_end - m_at), longestRecord);
    const bool whole = m_last && limit == m_end;
    const bool full = limit - m_at == ptrdiff_t(longestRecord);
    const char *line = find(m_at, limit, m_dialect.newline);
    record.begin = m_at;
    record.fault = RecordFault::None;
    record.quoted = false;

    if (m_dialect.quote) {
        if (!m_quote || m_quote < m_at) {
            m_quote = find(m_at, m_end, m_dialect.quote);
            if (!m_quote)
                m_quote = m_end;
        }
        record.quoted = m_quote < (line ? line : limit);
    }
    if (record.quoted) {
        const char *end = nullptr;
        const char *next = nullptr;
        switch (quotedEnd(limit, whole, end, next, record.fault)) {
        case Scan::Found:
            take(record, end, next);
            return true;
        case Scan::More:
            if (!full)
                return false;
            record.fault = RecordFault::TooLong;
            break;
        case Scan::Fault:
            break;
        }
    }
    if (line) {
        take(record, line, line + 1);
        return true;
    }
    if (whole) {
        take(record, limit, limit);
        return true;
    }
    if (!full)
        return false;
    record.fault = RecordFault::TooLong;
    take(record, limit, limit);
    m_skipping = true;
    return true;
}

void RecordFinder::take(Record &record, const char *end, const char *next)
{
    m_at = next;
    if (m_dialect.newline == '\n' && end > record.begin && end[-1] == '\r')
        --end;
    record.size = size_t(end - record.begin);
}

RecordFinder::Scan RecordFinder::quotedEnd(const char *limit, bool whole, const char *&end, const char *&next,
                                           RecordFault &fault) const
{
    const Dialect &d = m_dialect;
    const auto found = [&](const char *at, size_t lineBreak) {
        end = at;
        next = at + lineBreak;
        return Scan::Found;
    };
    const char *line = nullptr;
    for (const char *quote = m_quote;;) {
        const char *after = quote + 1; // a quote in the middle of a field means nothing
        if (atFieldStart(quote)) {
            const char *close = closing(quote + 1, limit);
            if (!close) {
                fault = RecordFault::Unterminated;
                return whole ? Scan::Fault : Scan::More;
            }
            after = close + 1;
            if (after == limit)
                return whole ? found(limit, 0) : Scan::More;
            if (*after == d.newline)
                return found(after, 1);
            if (*after == '\r' && d.newline == '\n') {
                if (after + 1 == limit)
                    return whole ? found(limit, 0) : Scan::More;
                if (after[1] == '\n')
                    return found(after + 1, 1);
            }
            const size_t room = std::min(size_t(limit - after), d.delimiter.size());
            const bool delimited = std::memcmp(after, d.delimiter.data(), room) == 0;
            if (delimited && room < d.delimiter.size() && !whole)
                return Scan::More;
            if (!delimited || room < d.delimiter.size()) {
                fault = RecordFault::AfterQuote;
                return find(m_at, limit, d.newline) || whole ? Scan::Fault : Scan::More;
            }
        }
        if (!line || line < after)
            line = find(after, limit, d.newline);
        if (!line)
            line = limit;
        quote = find(after, line, d.quote);
        if (quote)
            continue;
        if (line < limit)
            return found(line, 1);
        return whole ? found(limit, 0) : Scan::More;
    }
}

const char *RecordFinder::closing(const char *from, const char *limit) const
{
    const char quote = m_dialect.quote;
    if (m_dialect.escape == quote) {
        while (const char *found = find(from, limit, quote)) {
            if (found + 1 == limit || found[1] != quote)
                return found;
            from = found + 2;
            if (from > limit)
                return nullptr;
        }
        return nullptr;
    }
    for (; from < limit; ++from) {
        if (*from == quote)
            return from;
        if (m_dialect.escape && *from == m_dialect.escape)
            ++from;
    }
    return nullptr;
}

bool RecordFinder::atFieldStart(const char *quote) const
{
    if (quote == m_at)
        return true;
    const std::string &delimiter = m_dialect.delimiter;
    return size_t(quote - m_at) >= delimiter.size() &&
           std::memcmp(quote - delimiter.size(), delimiter.data(), delimiter.size()) == 0;
}

} // namespace sluice
