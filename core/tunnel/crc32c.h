#pragma once

#include <cstddef>
#include <cstdint>

namespace sluice
{

// CRC-32C (Castagnoli), continued from `crc` (0 to begin). crc32c(0, "123456789", 9) == 0xE3069283.
uint32_t crc32c(uint32_t crc, const void *data, size_t size);

} // namespace sluice
