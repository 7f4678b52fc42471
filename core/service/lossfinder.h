#pragma once

#include "data/cast.h"
#include "service/rehearsal.h"

#include <optional>

namespace sluice
{

// Tells whether a cast value still says all that it said before: both are cast to a roomy type and compared there. One
// column's; one thread at a time.
class LossFinder
{
public:
    LossFinder(const Type &from, const Type &to, const QTimeZone &zone);

    // Of the values that came and what became of them, equally long.
    Result<QList<CellVerdict>> verdicts(const std::shared_ptr<arrow::Array> &before,
                                        const std::shared_ptr<arrow::Array> &after);

private:
    const Type m_from, m_to;
    const QTimeZone m_zone;
    Type m_room;
    std::optional<CastPlan> m_fromPlan, m_toPlan; // to m_room; neither where there is no such type
};

} // namespace sluice
