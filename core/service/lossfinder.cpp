#include "service/lossfinder.h"

#include <arrow/array.h>

namespace sluice
{

namespace
{

// A type that every value of `type` fits into, and what was cut off from it as well.
std::optional<Type> roomFor(const Type &type)
{
    switch (type.kind()) {
    case TypeKind::TinyInt:
    case TypeKind::SmallInt:
    case TypeKind::Int:
    case TypeKind::BigInt:
    case TypeKind::Decimal:
        return Type::decimal(38, 18);
    case TypeKind::Float:
    case TypeKind::Double:
        return Type(TypeKind::Double);
    case TypeKind::Date:
    case TypeKind::DateTime:
    case TypeKind::Timestamp:
        return Type(TypeKind::Timestamp);
    case TypeKind::TimestampNtz:
        return Type(TypeKind::TimestampNtz);
    default:
        return std::nullopt;
    }
}

} // namespace

LossFinder::LossFinder(const Type &from, const Type &to, const QTimeZone &zone)
    : m_from(from)
    , m_to(to)
    , m_zone(zone)
    , m_room(to)
{
    const std::optional<Type> room = from == to ? std::nullopt : roomFor(to);
    if (!room)
        return;
    auto fromPlan = CastPlan::compile(from, *room, {zone});
    auto toPlan = CastPlan::compile(to, *room, {zone});
    if (!fromPlan.ok() || !toPlan.ok())
        return;
    m_room = *room;
    m_fromPlan = std::move(fromPlan).value();
    m_toPlan = std::move(toPlan).value();
}

Result<QList<CellVerdict>> LossFinder::verdicts(const std::shared_ptr<arrow::Array> &before,
                                                const std::shared_ptr<arrow::Array> &after)
{
    QList<CellVerdict> verdicts(before->length(), CellVerdict::Same);
    if (m_from == m_to)
        return verdicts;
    std::shared_ptr<arrow::Array> wideBefore, wideAfter;
    if (m_fromPlan) {
        SLUICE_TRY(CastResult cast, m_fromPlan->apply(before));
        wideBefore = std::move(cast.values);
        SLUICE_TRY(cast, m_toPlan->apply(after));
        wideAfter = std::move(cast.values);
    }
    for (qint64 row = 0; row < before->length(); ++row) {
        if (before->IsNull(row) && after->IsNull(row))
            continue;
        if (!before->IsNull(row) && !after->IsNull(row) &&
            cellText(before, m_from, row, m_zone) == cellText(after, m_to, row, m_zone))
            continue;
        const bool kept = !wideBefore || wideBefore->IsNull(row) || wideAfter->IsNull(row) ||
                          cellText(wideBefore, m_room, row, m_zone) == cellText(wideAfter, m_room, row, m_zone);
        verdicts[row] = kept ? CellVerdict::Reformatted : CellVerdict::Narrowed;
    }
    return verdicts;
}

} // namespace sluice
