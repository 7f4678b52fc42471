#include "data/arrowtypes.h"
#include "data/batch.h"
#include "tunnel/recordcodec.h"
#include "tunnel/recordvalues.h"
#include "tunnel/textcheck.h"

#include <arrow/array/data.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>
#include <deque>

namespace sluice
{

using namespace wire;

namespace
{

constexpr size_t metricsLimit = size_t(1) << 20;
// A record larger than this is not tried again for every few bytes that arrive.
constexpr size_t largeRecord = size_t(1) << 20;

// A cut record is completed by at least as many bytes at a time.
constexpr size_t joinBytes = 512;

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
    // Of a cut record, and of what comes after it only as much as completes it: the rest is read where it lies.
    while (!d->pending.empty()) {
        const size_t cut = d->pending.size();
        const size_t lacking = d->needed > cut ? d->needed - cut : 0;
        const size_t part = std::min(bytes.size(), std::max({lacking, cut, joinBytes}));
        d->pending.append(bytes.substr(0, part));
        if (d->pending.size() < d->needed || part == 0)
            return {};
        const auto used = d->parse(d->pending, false);
        if (!used.ok())
            return fail(used.error());
        if (*used >= cut) {
            d->pending.clear();
            bytes.remove_prefix(*used - cut);
        } else {
            d->pending.erase(0, *used);
            bytes.remove_prefix(part);
        }
    }
    const auto used = d->parse(bytes, false);
    if (!used.ok())
        return fail(used.error());
    d->pending.assign(bytes.substr(*used));
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
