#pragma once

#include <cstdint>
#include <cstring>

// The little of flatbuffers that is needed to look into the metadata of an Arrow message, which Arrow has verified.
// What Arrow itself does not tell is read so: whether buffers are compressed, and what they say they expand to.
namespace sluice::flatbuffer
{

template <typename T>
T load(const uint8_t *from)
{
    T value;
    std::memcpy(&value, from, sizeof(T));
    return value;
}

// What a reference points to: the root at the begin of a buffer, a table or a vector in a field.
inline const uint8_t *follow(const uint8_t *reference)
{
    return reference + load<uint32_t>(reference);
}

// The place of a table's field, or null when it is not set.
inline const uint8_t *field(const uint8_t *table, int number)
{
    const uint8_t *const layout = table - load<int32_t>(table);
    const int slot = 4 + 2 * number;
    const uint16_t offset = slot < load<uint16_t>(layout) ? load<uint16_t>(layout + slot) : 0;
    return offset ? table + offset : nullptr;
}

} // namespace sluice::flatbuffer
