// Reads arbitrary text as a scheduling parameter's value. A fault has a place in the text; what parses is evaluated,
// and an offered safe form must parse as well.

#include "schedule/evaluate.h"

#include <cstdint>
#include <cstdlib>

using namespace sluice;

static void require(bool condition)
{
    if (!condition)
        std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const QTimeZone zone("Europe/Berlin");
    if (size < 5)
        return 0;
    // The first bytes choose the time.
    int64_t instant = 0;
    for (int i = 0; i < 5; ++i)
        instant = instant << 8 | data[i];
    const PlannedTime time = PlannedTime::atMinuteOf(instant % 253'000'000'000, zone);
    const QString value = QString::fromUtf8(reinterpret_cast<const char *>(data + 5), qsizetype(size - 5));

    int position = 0;
    const auto parsed = parseValue(value, &position);
    if (!parsed.ok()) {
        require(position >= 1 && position <= value.size() + 1);
        return 0;
    }
    qsizetype end = 0;
    for (const ValuePiece &piece : parsed->pieces) {
        require(piece.begin >= end && piece.length >= 0);
        end = piece.begin + piece.length;
    }
    require(end <= value.size());
    for (const ValueHint &hint : lintValue(*parsed))
        require(hint.safeForm.isEmpty() || parseValue(hint.safeForm).ok());
    const auto text = evaluate(*parsed, time, &position);
    require(text.ok() || (position >= 1 && position <= value.size()));
    return 0;
}
