#include "base/zoneclock.h"

#include <QDateTime>

#include <algorithm>

namespace sluice
{

ZoneClock::ZoneClock(const QTimeZone &zone)
    : m_zone(zone.isValid() ? zone : QTimeZone::utc())
{
    m_fixed = !m_zone.hasTransitions();
    m_offset = m_zone.standardTimeOffset(QDateTime::fromSecsSinceEpoch(0, Qt::UTC));
}

const ZoneClock::Span &ZoneClock::slowSpanAt(int64_t instant)
{
    const auto after = std::upper_bound(m_spans.begin(), m_spans.end(), instant,
                                        [](int64_t value, const Span &span) { return value < span.from; });
    if (after != m_spans.begin() && instant < (after - 1)->until)
        return m_last = *(after - 1);

    const QDateTime time = QDateTime::fromSecsSinceEpoch(std::clamp(instant, -forever, forever), Qt::UTC);
    const auto previous = m_zone.previousTransition(time.addMSecs(1));
    const auto next = m_zone.nextTransition(time);
    Span span;
    span.from = previous.atUtc.isValid() ? previous.atUtc.toSecsSinceEpoch() : -forever * 2;
    span.until = next.atUtc.isValid() ? next.atUtc.toSecsSinceEpoch() : forever * 2;
    span.offset = m_zone.offsetFromUtc(time);
    m_spans.insert(after, span);
    return m_last = span;
}

std::optional<int64_t> ZoneClock::slowInstantOf(int64_t wall)
{
    // The clock a day and more before shows the earlier of two readings; the one in force then the later.
    const Span before = spanAt(wall - margin);
    const int64_t early = wall - before.offset;
    if (early < before.until)
        return early;
    const Span now = spanAt(early);
    const int64_t late = wall - now.offset;
    if (late >= now.from && late < now.until)
        return late;
    if (late >= now.until) { // two changes within two days
        const Span then = spanAt(late);
        if (wall - then.offset >= then.from)
            return wall - then.offset;
    }
    return std::nullopt;
}

std::optional<int64_t> ZoneClock::laterInstantOf(int64_t wall)
{
    const auto first = instantOf(wall);
    if (!first || m_fixed)
        return first;
    const int64_t change = spanAt(*first).until;
    if (change - *first > margin)
        return first;
    const int64_t second = wall - spanAt(change).offset;
    return second >= change ? second : first;
}

int64_t ZoneClock::afterGap(int64_t wall)
{
    const Span before = spanAt(wall - margin);
    const Span now = spanAt(wall - before.offset);
    return now.from + now.offset;
}

} // namespace sluice
