#pragma once

#include <QTimeZone>

#include <cstdint>
#include <optional>
#include <vector>

namespace sluice
{

// A time zone made for millions of conversions: the spans between changes of the clock are asked of QTimeZone once
// and kept. Belongs to one thread.
class ZoneClock
{
public:
    // An invalid zone counts as UTC.
    explicit ZoneClock(const QTimeZone &zone);

    // Seconds east of Greenwich at an instant (seconds since 1970-01-01 UTC).
    int64_t offsetAt(int64_t instant) { return m_fixed ? m_offset : spanAt(instant).offset; }

    // The instant of a wall-clock time (seconds since 1970-01-01 00:00 on that clock). Of two, when clocks went
    // back, the first; none when clocks went forward over it.
    std::optional<int64_t> instantOf(int64_t wall)
    {
        if (m_fixed)
            return wall - m_offset;
        // More than a day from both ends of the span that was used last: no change of the clock can be near.
        const int64_t instant = wall - m_last.offset;
        if (instant - m_last.from > margin && m_last.until - instant > margin)
            return instant;
        return slowInstantOf(wall);
    }

    // The same, but of two the second.
    std::optional<int64_t> laterInstantOf(int64_t wall);

    // The first wall-clock time after the gap that `wall` fell into.
    int64_t afterGap(int64_t wall);

    const QTimeZone &zone() const { return m_zone; }

private:
    static constexpr int64_t margin = 2 * 86400;
    static constexpr int64_t forever = 400'000'000'000; // beyond the year 12000

    struct Span {
        int64_t from = 0; // instants [from, until)
        int64_t until = 0;
        int64_t offset = 0;
    };
    const Span &spanAt(int64_t instant)
    {
        return instant >= m_last.from && instant < m_last.until ? m_last : slowSpanAt(instant);
    }
    const Span &slowSpanAt(int64_t instant);
    std::optional<int64_t> slowInstantOf(int64_t wall);

    QTimeZone m_zone;
    bool m_fixed = true;
    int64_t m_offset = 0;
    Span m_last;
    std::vector<Span> m_spans; // ascending, not necessarily adjacent
};

} // namespace sluice
