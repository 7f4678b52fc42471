#include "tunnel/crc32c.h"

#include "tunnel/crc32ckernel.h"

#include <array>
#include <bit>

#ifdef SLUICE_ISAL
#include <isa-l/crc.h>
#endif

static_assert(std::endian::native == std::endian::little, "the wire is little-endian, and so is the code");

namespace sluice
{

namespace crc
{

struct TableSet {
    uint32_t of[8][256];
};

static constexpr TableSet makeTables()
{
    TableSet set{};
    for (uint32_t byte = 0; byte < 256; ++byte) {
        uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1) ^ (0x82f63b78u & (0u - (value & 1)));
        set.of[0][byte] = value;
    }
    for (int slice = 1; slice < 8; ++slice)
        for (int byte = 0; byte < 256; ++byte) {
            const uint32_t before = set.of[slice - 1][byte];
            set.of[slice][byte] = set.of[0][before & 0xff] ^ (before >> 8);
        }
    return set;
}

static constexpr TableSet tableSet = makeTables();
const uint32_t (&tables)[8][256] = tableSet.of;

} // namespace crc

uint32_t crc32c(uint32_t crc, const void *data, size_t size)
{
    const auto *from = static_cast<const uint8_t *>(data);
#ifdef SLUICE_ISAL
    // ISA-L folds several streams at once: three times as fast, from the size on at which its call pays.
    constexpr size_t piece = 1 << 30;
    while (size >= 512) {
        const size_t part = size < piece ? size : piece;
        crc = ~crc32_iscsi(const_cast<unsigned char *>(from), int(part), ~crc);
        from += part;
        size -= part;
    }
#endif
    return crc::hardware() ? ~crc::run<crc::Hardware, false>(~crc, from, size, nullptr)
                           : ~crc::run<crc::Tables, false>(~crc, from, size, nullptr);
}

} // namespace sluice
