#pragma once

#include "data/type.h"
#include "tunnel/wire.h"

namespace sluice
{

// How a value stands on the wire and in an Arrow array: what the codec's loops switch on.
enum class Cell : uint8_t {
    Bool, // varint · bitmap
    Int8, // zigzag varint · integers of each width
    Int16,
    Int32,   // INT, DATE, INTERVAL_YEAR_MONTH
    Int64,   // BIGINT, DATETIME
    Float,   // four bytes
    Double,  // eight bytes
    Decimal, // length and text · 128-bit integer
    Bytes,   // length and bytes
    Nanos,   // seconds and nanoseconds as zigzag varints · int64 nanoseconds
    DayTime, // the same · struct<int64, int32>
    List,    // count, then each a null flag and a value
    Map,     // keys as a list, values as a list
    Struct,  // each field a null flag and a value
};

constexpr Cell cellOf(TypeKind kind)
{
    switch (kind) {
    case TypeKind::Boolean:
        return Cell::Bool;
    case TypeKind::TinyInt:
        return Cell::Int8;
    case TypeKind::SmallInt:
        return Cell::Int16;
    case TypeKind::Int:
    case TypeKind::Date:
    case TypeKind::IntervalYearMonth:
        return Cell::Int32;
    case TypeKind::BigInt:
    case TypeKind::DateTime:
        return Cell::Int64;
    case TypeKind::Float:
        return Cell::Float;
    case TypeKind::Double:
        return Cell::Double;
    case TypeKind::Decimal:
        return Cell::Decimal;
    case TypeKind::String:
    case TypeKind::Char:
    case TypeKind::VarChar:
    case TypeKind::Binary:
    case TypeKind::Json:
        return Cell::Bytes;
    case TypeKind::Timestamp:
    case TypeKind::TimestampNtz:
        return Cell::Nanos;
    case TypeKind::IntervalDayTime:
        return Cell::DayTime;
    case TypeKind::Array:
        return Cell::List;
    case TypeKind::Map:
        return Cell::Map;
    case TypeKind::Struct:
        return Cell::Struct;
    }
    return Cell::Bytes;
}

constexpr wire::WireType wireTypeOf(Cell cell)
{
    switch (cell) {
    case Cell::Bool:
    case Cell::Int8:
    case Cell::Int16:
    case Cell::Int32:
    case Cell::Int64:
        return wire::Varint;
    case Cell::Float:
        return wire::Fixed32;
    case Cell::Double:
        return wire::Fixed64;
    default:
        return wire::Delimited;
    }
}

// A column's tag as the bytes it has on the wire, in the low end of a word.
struct TagBytes {
    uint32_t word = 0;
    uint32_t mask = 0;
    uint32_t size = 0;

    TagBytes() = default;
    explicit TagBytes(uint32_t tag)
    {
        uint8_t bytes[16] = {};
        size = uint32_t(wire::writeVarint(bytes, tag) - bytes);
        std::memcpy(&word, bytes, 4);
        mask = size >= 4 ? ~0u : (1u << (8 * size)) - 1;
        word &= mask;
    }
};

} // namespace sluice
