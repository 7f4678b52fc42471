#include "data/arrowtypes.h"
#include "data/batch.h"
#include "data/decimaltext.h"
#include "tunnel/crc32ckernel.h"
#include "tunnel/recordcodec.h"
#include "tunnel/recordcolumns.h"
#include "tunnel/textcheck.h"

#include <arrow/array/data.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>
#include <deque>
#include <limits>

#define SLUICE_INLINE [[gnu::always_inline]] inline

namespace sluice
{

namespace
{

constexpr size_t recordLimit = size_t(512) << 20;
constexpr size_t metricsLimit = size_t(1) << 20;
// A record larger than this is not tried again for every few bytes that arrive.
constexpr size_t largeRecord = size_t(1) << 20;

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
    from = wire::readVarint(from, end, value);
    if (!from)
        return halt.more(1);
    if (from == wire::tooLong)
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
    const int64_t value = wire::unzigzag(raw);
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
    seconds = wire::unzigzag(raw);
    from = readVarint(from, end, raw, halt);
    if (!from)
        return nullptr;
    const int64_t part = wire::unzigzag(raw);
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

struct TopColumn {
    ColumnStore store;
    TagBytes tag;
    uint64_t attempt = 0; // the attempt at a row in which this column last had a value
};

} // namespace

struct RecordDecoder::Private {
    Schema schema;
    std::shared_ptr<arrow::Schema> arrow;
    std::vector<TopColumn> columns;
    int64_t batchRows = 0;
    TextCheck text = TextCheck::Refuse;

    enum class Stage { Records, Ended, Failed };
    Stage stage = Stage::Records;
    Error failure;

    std::string pending; // the bytes of a record (or footer) that has not arrived whole
    size_t needed = 0;   // bytes of `pending` before it is worth another try
    std::deque<std::shared_ptr<arrow::RecordBatch>> ready;
    bool begun = false;     // the columns have buffers
    int64_t row = 0;        // rows in them
    int64_t batchBytes = 0; // encoded bytes of those rows
    int64_t rows = 0;       // of the stream
    uint64_t attempt = 0;
    int64_t column = -1; // being read, for an error
    uint32_t checksums = ~0u;

    template <class Crc>
    const uint8_t *readRecord(const uint8_t *from, const uint8_t *end, Halt &halt);
    const uint8_t *readFooter(const uint8_t *from, const uint8_t *end, Halt &halt);
    template <class Crc>
    Result<size_t> parse(std::string_view bytes, Halt &halt);
    Result<size_t> parse(std::string_view bytes, bool last);
    Done flush();
    Error damaged(const QString &what);
};

// One record from its first tag to its checksum, into row `row` of the columns. Null with an empty halt: the footer
// begins here.
template <class Crc>
const uint8_t *RecordDecoder::Private::readRecord(const uint8_t *from, const uint8_t *end, Halt &halt)
{
    static const TagBytes endTag(wire::tag(wire::endRecord, wire::Varint));
    const uint8_t *const begin = from;
    const size_t count = columns.size();
    uint32_t state = ~0u;
    size_t next = 0; // columns below this have their value or null
    ++attempt;
    for (;;) {
        // Nearly always the tag is the one that comes next, and a look at four bytes tells.
        uint32_t word;
        uint32_t field = 0;
        if (end - from >= 4) {
            std::memcpy(&word, from, 4);
            if (next < count && (word & columns[next].tag.mask) == columns[next].tag.word) {
                field = uint32_t(next + 1);
                from += columns[next].tag.size;
            } else if (next == count && word == endTag.word) {
                field = wire::endRecord;
                from += 4;
            }
        }
        if (field == 0) {
            column = -1;
            uint64_t tag;
            from = readVarint(from, end, tag, halt);
            if (!from)
                return nullptr;
            if (tag >> 3 > wire::metaChecksum || tag >> 3 == 0)
                return halt.bad("a tag that no column has");
            field = uint32_t(tag >> 3);
            const auto type = wire::WireType(tag & 7);
            if (field == wire::metaCount && type == wire::Varint && next == 0)
                return nullptr;
            if (field == wire::endRecord ? type != wire::Varint
                                         : field > count || type != wireTypeOf(columns[field - 1].store.cell()))
                return halt.bad("a tag that no column has");
        }
        const size_t before = field == wire::endRecord ? count : field - 1;
        for (; next < before; ++next) {
            column = int64_t(next);
            if (columns[next].attempt != attempt && !columns[next].store.setNull(row))
                return halt.bad("memory is out");
        }
        if (field == wire::endRecord)
            break;
        column = int64_t(before);
        TopColumn &top = columns[before];
        if (before < next) { // out of order, which is allowed; twice is not
            if (top.attempt == attempt)
                return halt.bad("the column comes twice in one record");
        } else {
            ++next;
        }
        top.attempt = attempt;
        state = Crc::u32(state, field);
        from = readValue<Crc>(top.store, row, from, end, state, halt);
        if (!from)
            return nullptr;
    }
    column = -1;
    uint64_t given;
    from = readVarint(from, end, given, halt);
    if (!from)
        return nullptr;
    // Some writers sign-extend the checksum: only 32 bits count.
    if (uint32_t(given) != ~state)
        return halt.bad("the record's checksum does not match");
    checksums = Crc::u32(checksums, ~state);
    ++row;
    ++rows;
    batchBytes += from - begin;
    return from;
}

// META_COUNT, perhaps metrics, META_CHECKSUM.
const uint8_t *RecordDecoder::Private::readFooter(const uint8_t *from, const uint8_t *end, Halt &halt)
{
    uint64_t value;
    const auto next = [&] { return (from = readVarint(from, end, value, halt)) != nullptr; };
    if (!next() || !next()) // the tag, known; the count
        return nullptr;
    if (wire::unzigzag(value) != rows)
        return halt.bad("the footer counts other rows than have come");
    if (!next())
        return nullptr;
    if (value == wire::tag(1, wire::Delimited)) {
        size_t size;
        from = readLength(from, end, size, halt);
        if (!from)
            return nullptr;
        if (size > metricsLimit)
            return halt.bad("metrics of more than 1 MiB");
        uint32_t state = crc::Tables::u32(~0u, 1);
        state = crc::run<crc::Tables, false>(state, from, size, nullptr);
        from += size;
        if (!next())
            return nullptr;
        if (value != wire::tag(wire::endMetrics, wire::Varint))
            return halt.bad("metrics without their end");
        if (!next())
            return nullptr;
        if (uint32_t(value) != ~state)
            return halt.bad("the metrics' checksum does not match");
        if (!next())
            return nullptr;
    }
    if (value != wire::tag(wire::metaChecksum, wire::Varint))
        return halt.bad("a footer without its checksum");
    if (!next())
        return nullptr;
    if (uint32_t(value) != ~checksums)
        return halt.bad("the checksum over all records does not match");
    return from;
}

// Reads whole records; returns the bytes used up. `halt` tells what the rest lacks.
template <class Crc>
Result<size_t> RecordDecoder::Private::parse(std::string_view bytes, Halt &halt)
{
    const auto *const begin = reinterpret_cast<const uint8_t *>(bytes.data());
    const uint8_t *const end = begin + bytes.size();
    const uint8_t *at = begin;
    while (at < end && stage == Stage::Records) {
        if (!begun) {
            for (TopColumn &top : columns)
                SLUICE_CHECK(top.store.begin(batchRows));
            begun = true;
        }
        const uint8_t *after = readRecord<Crc>(at, end, halt);
        if (after) {
            at = after;
            if (row == batchRows || batchBytes >= batchByteLimit)
                SLUICE_CHECK(flush());
            continue;
        }
        if (!halt.missing && !halt.wrong) {
            after = readFooter(at, end, halt);
            if (after) {
                stage = Stage::Ended;
                at = after;
                SLUICE_CHECK(flush());
            }
        }
        if (!after)
            break;
    }
    return size_t(at - begin);
}

Result<size_t> RecordDecoder::Private::parse(std::string_view bytes, bool last)
{
    Halt halt;
    SLUICE_TRY(const size_t used,
               crc::hardware() ? parse<crc::Hardware>(bytes, halt) : parse<crc::Tables>(bytes, halt));
    if (halt.wrong)
        return damaged(QString::fromUtf8(halt.wrong));
    const size_t rest = bytes.size() - used;
    if (stage == Stage::Ended && rest > 0)
        return damaged(QStringLiteral("bytes after the footer"));
    if (rest > recordLimit)
        return damaged(QStringLiteral("a record of more than 512 MiB"));
    needed = rest + halt.missing;
    if (rest > largeRecord && !last)
        needed = std::max(needed, rest + rest / 4);
    return used;
}

Done RecordDecoder::Private::flush()
{
    if (row == 0)
        return {};
    std::vector<std::shared_ptr<arrow::ArrayData>> data;
    data.reserve(columns.size());
    for (TopColumn &top : columns)
        data.push_back(top.store.take(row));
    auto batch = arrow::RecordBatch::Make(arrow, row, std::move(data));
    begun = false;
    const int64_t first = rows - row;
    row = 0;
    batchBytes = 0;
    if (text == TextCheck::Refuse) {
        const std::vector<BadText> bad = invalidText(*batch);
        if (!bad.empty())
            return makeError(ErrorCode::Data,
                             QStringLiteral("Record %1, column \"%2\": the text is not UTF-8. Keep such bytes in a "
                                            "BINARY column.")
                                 .arg(first + bad.front().row + 1)
                                 .arg(schema.columns[bad.front().column].name));
    }
    ready.push_back(std::move(batch));
    return {};
}

Error RecordDecoder::Private::damaged(const QString &what)
{
    const QString place =
        column < 0
            ? QStringLiteral("record %1").arg(rows + 1)
            : QStringLiteral("record %1, column \"%2\"").arg(rows + 1).arg(schema.columns[qsizetype(column)].name);
    return makeError(ErrorCode::Data, QStringLiteral("The stream of rows is damaged at %1: %2.").arg(place, what));
}

RecordDecoder::RecordDecoder(const Schema &schema, int64_t batchRows, TextCheck text)
    : d(std::make_unique<Private>())
{
    d->schema = schema;
    d->arrow = arrowSchema(schema);
    d->batchRows = std::max<int64_t>(batchRows, 1);
    d->text = text;
    for (qsizetype i = 0; i < schema.size(); ++i) {
        const Type &type = schema.columns[i].type;
        d->columns.push_back({ColumnStore(type, d->arrow->field(int(i))->type()),
                              TagBytes(wire::tag(uint32_t(i + 1), wireTypeOf(cellOf(type.kind()))))});
    }
}

RecordDecoder::~RecordDecoder() = default;
RecordDecoder::RecordDecoder(RecordDecoder &&) noexcept = default;

Done RecordDecoder::feed(std::string_view bytes)
{
    if (d->stage == Private::Stage::Failed)
        return d->failure;
    const auto fail = [this](Error error) {
        d->stage = Private::Stage::Failed;
        d->failure = std::move(error);
        return d->failure;
    };
    if (d->pending.empty()) {
        auto used = d->parse(bytes, false);
        if (!used.ok())
            return fail(std::move(used).error());
        d->pending.assign(bytes.substr(*used));
        return {};
    }
    d->pending.append(bytes);
    if (d->pending.size() < d->needed)
        return {};
    auto used = d->parse(d->pending, false);
    if (!used.ok())
        return fail(std::move(used).error());
    d->pending.erase(0, *used);
    return {};
}

std::shared_ptr<arrow::RecordBatch> RecordDecoder::take()
{
    if (d->ready.empty())
        return nullptr;
    auto batch = std::move(d->ready.front());
    d->ready.pop_front();
    return batch;
}

Done RecordDecoder::finish()
{
    if (d->stage == Private::Stage::Failed)
        return d->failure;
    if (d->stage == Private::Stage::Records && !d->pending.empty()) {
        auto used = d->parse(d->pending, true);
        if (!used.ok())
            return std::move(used).error();
        d->pending.erase(0, *used);
    }
    if (d->stage != Private::Stage::Ended)
        return makeError(
            ErrorCode::Data,
            QStringLiteral("The stream of rows stopped after %1 records, before its footer.").arg(d->rows));
    return {};
}

int64_t RecordDecoder::rows() const
{
    return d->rows;
}

} // namespace sluice
