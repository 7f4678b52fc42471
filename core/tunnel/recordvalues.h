#pragma once

#include "data/decimaltext.h"
#include "tunnel/crc32ckernel.h"
#include "tunnel/recordcolumns.h"

#include <limits>

#define SLUICE_INLINE [[gnu::always_inline]] inline

// Reads one value of each type from foreign bytes into its column; private to the record decoder, whose loop they are
// inlined into once for each way to checksum.
namespace sluice::wire
{

inline constexpr size_t recordLimit = size_t(512) << 20;

// Why reading stopped: more bytes are needed (at least `missing`), or they are wrong.
struct Halt {
    size_t missing = 0;
    const char *wrong = nullptr;

    const uint8_t *more(size_t bytes)
    {
        missing = bytes;
        return nullptr;
    }
    const uint8_t *bad(const char *what)
    {
        wrong = what;
        return nullptr;
    }
};

// Each reader below takes bytes from `from` and returns where it stopped, or null with `halt` filled.

SLUICE_INLINE const uint8_t *readVarint(const uint8_t *from, const uint8_t *end, uint64_t &value, Halt &halt)
{
    from = readVarint(from, end, value);
    if (!from)
        return halt.more(1);
    if (from == tooLong)
        return halt.bad("a number of more than ten bytes");
    return from;
}

template <class Crc, typename T>
SLUICE_INLINE const uint8_t *readInteger(ColumnStore &store, int64_t at, const uint8_t *from, const uint8_t *end,
                                         uint32_t &state, Halt &halt)
{
    uint64_t raw;
    from = readVarint(from, end, raw, halt);
    if (!from)
        return nullptr;
    const int64_t value = unzigzag(raw);
    state = Crc::u64(state, uint64_t(value));
    if constexpr (sizeof(T) < 8)
        if (value < std::numeric_limits<T>::min() || value > std::numeric_limits<T>::max())
            return halt.bad("an integer does not fit its type");
    store.set(at, T(value));
    return from;
}

template <class Crc, typename T>
SLUICE_INLINE const uint8_t *readFixed(ColumnStore &store, int64_t at, const uint8_t *from, const uint8_t *end,
                                       uint32_t &state, Halt &halt)
{
    if (size_t(end - from) < sizeof(T))
        return halt.more(sizeof(T) - size_t(end - from));
    T bits;
    std::memcpy(&bits, from, sizeof(T));
    if constexpr (sizeof(T) == 8)
        state = Crc::u64(state, bits);
    else
        state = Crc::u32(state, bits);
    store.set(at, bits);
    return from + sizeof(T);
}

// The length of a text that has arrived whole.
SLUICE_INLINE const uint8_t *readLength(const uint8_t *from, const uint8_t *end, size_t &size, Halt &halt)
{
    uint64_t length;
    from = readVarint(from, end, length, halt);
    if (!from)
        return nullptr;
    if (length > recordLimit)
        return halt.bad("a length beyond 512 MiB");
    size = size_t(length);
    if (size_t(end - from) < size)
        return halt.more(size - size_t(end - from));
    return from;
}

template <class Crc>
SLUICE_INLINE const uint8_t *readSeconds(const uint8_t *from, const uint8_t *end, int64_t &seconds, int32_t &nanos,
                                         uint32_t &state, Halt &halt)
{
    uint64_t raw;
    from = readVarint(from, end, raw, halt);
    if (!from)
        return nullptr;
    seconds = unzigzag(raw);
    from = readVarint(from, end, raw, halt);
    if (!from)
        return nullptr;
    const int64_t part = unzigzag(raw);
    if (part <= -1'000'000'000 || part >= 1'000'000'000)
        return halt.bad("nanoseconds of a second or more");
    nanos = int32_t(part);
    state = Crc::u64(state, uint64_t(seconds));
    state = Crc::u32(state, uint32_t(nanos));
    return from;
}

template <class Crc>
const uint8_t *readNested(ColumnStore &store, int64_t at, const uint8_t *from, const uint8_t *end, uint32_t &state,
                          Halt &halt);

template <class Crc>
SLUICE_INLINE const uint8_t *readValue(ColumnStore &store, int64_t at, const uint8_t *from, const uint8_t *end,
                                       uint32_t &state, Halt &halt)
{
    store.setValid(at);
    switch (store.cell()) {
    case Cell::Bool: {
        if (from == end)
            return halt.more(1);
        const uint8_t value = *from;
        if (value > 1)
            return halt.bad("a BOOLEAN that is neither 0 nor 1");
        state = Crc::u8(state, value);
        store.setBool(at, value != 0);
        return from + 1;
    }
    case Cell::Int8:
        return readInteger<Crc, int8_t>(store, at, from, end, state, halt);
    case Cell::Int16:
        return readInteger<Crc, int16_t>(store, at, from, end, state, halt);
    case Cell::Int32:
        return readInteger<Crc, int32_t>(store, at, from, end, state, halt);
    case Cell::Int64:
        return readInteger<Crc, int64_t>(store, at, from, end, state, halt);
    case Cell::Float:
        return readFixed<Crc, uint32_t>(store, at, from, end, state, halt);
    case Cell::Double:
        return readFixed<Crc, uint64_t>(store, at, from, end, state, halt);
    case Cell::Decimal: {
        size_t size;
        from = readLength(from, end, size, halt);
        if (!from)
            return nullptr;
        state = crc::run<Crc, false>(state, from, size, nullptr);
        Int128 value;
        const std::string_view text(reinterpret_cast<const char *>(from), size);
        switch (readDecimal(text, store.precision(), store.scale(), value)) {
        case DecimalFault::None:
            break;
        case DecimalFault::Form:
            return halt.bad("a DECIMAL that is not a number");
        case DecimalFault::Range:
            return halt.bad("a DECIMAL beyond its precision");
        }
        store.set(at, value);
        return from + size;
    }
    case Cell::Bytes: {
        size_t size;
        from = readLength(from, end, size, halt);
        if (!from)
            return nullptr;
        const int32_t start = store.start(at);
        uint8_t *const room = store.textRoom(start, size);
        if (!room)
            return halt.bad("memory is out");
        state = crc::run<Crc, true>(state, from, size, room);
        store.setEnd(at, start + int64_t(size));
        return from + size;
    }
    case Cell::Nanos: {
        int64_t seconds;
        int32_t nanos;
        from = readSeconds<Crc>(from, end, seconds, nanos, state, halt);
        if (!from)
            return nullptr;
        const Int128 value = Int128(seconds) * 1'000'000'000 + nanos;
        if (value != Int128(int64_t(value)))
            return halt.bad("a TIMESTAMP outside 1677 to 2262, which nanoseconds can hold");
        store.set(at, int64_t(value));
        return from;
    }
    default:
        return readNested<Crc>(store, at, from, end, state, halt);
    }
}

// A null flag and, unless it is set, a value.
template <class Crc>
SLUICE_INLINE const uint8_t *readOptional(ColumnStore &store, int64_t at, bool mayBeNull, const uint8_t *from,
                                          const uint8_t *end, uint32_t &state, Halt &halt)
{
    if (from == end)
        return halt.more(1);
    const uint8_t flag = *from++;
    if (flag > 1)
        return halt.bad("a null flag that is neither 0 nor 1");
    if (flag == 0)
        return readValue<Crc>(store, at, from, end, state, halt);
    if (!mayBeNull)
        return halt.bad("a MAP has a key that is null");
    if (!store.setNull(at))
        return halt.bad("memory is out");
    return from;
}

// The elements of a list, behind those before it; `size` is the count that was read.
template <class Crc>
const uint8_t *readElements(ColumnStore &child, int64_t start, bool mayBeNull, const uint8_t *from, const uint8_t *end,
                            int64_t &size, uint32_t &state, Halt &halt)
{
    uint64_t count;
    from = readVarint(from, end, count, halt);
    if (!from)
        return nullptr;
    if (count > recordLimit)
        return halt.bad("a list of more elements than a record has bytes");
    if (count > uint64_t(end - from)) // each takes a byte at least
        return halt.more(size_t(count) - size_t(end - from));
    size = int64_t(count);
    if (!child.reserve(start + size))
        return halt.bad("memory is out");
    for (int64_t i = start; from && i < start + size; ++i)
        from = readOptional<Crc>(child, i, mayBeNull, from, end, state, halt);
    return from;
}

template <class Crc>
[[gnu::noinline]] const uint8_t *readNested(ColumnStore &store, int64_t at, const uint8_t *from, const uint8_t *end,
                                            uint32_t &state, Halt &halt)
{
    std::vector<ColumnStore> &children = store.children();
    switch (store.cell()) {
    case Cell::DayTime: {
        int64_t seconds;
        int32_t nanos;
        from = readSeconds<Crc>(from, end, seconds, nanos, state, halt);
        if (!from)
            return nullptr;
        children[0].setValid(at);
        children[0].set(at, seconds);
        children[1].setValid(at);
        children[1].set(at, nanos);
        return from;
    }
    case Cell::List: {
        int64_t size = 0;
        from = readElements<Crc>(children[0], store.start(at), true, from, end, size, state, halt);
        store.setEnd(at, store.start(at) + size);
        return from;
    }
    case Cell::Map: {
        int64_t keys = 0;
        int64_t values = 0;
        const int64_t start = store.start(at);
        from = readElements<Crc>(children[0], start, false, from, end, keys, state, halt);
        if (from)
            from = readElements<Crc>(children[1], start, true, from, end, values, state, halt);
        if (from && keys != values)
            return halt.bad("a MAP with more keys than values, or fewer");
        store.setEnd(at, start + keys);
        return from;
    }
    default: // Struct
        for (ColumnStore &child : children) {
            from = readOptional<Crc>(child, at, true, from, end, state, halt);
            if (!from)
                return nullptr;
        }
        return from;
    }
}

} // namespace sluice::wire
