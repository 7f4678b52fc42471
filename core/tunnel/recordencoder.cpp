#include "data/arrowtypes.h"
#include "tunnel/crc32ckernel.h"
#include "tunnel/decimaltext.h"
#include "tunnel/recordcell.h"
#include "tunnel/recordcodec.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <arrow/util/bit_util.h>

#include <vector>

#define SLUICE_INLINE [[gnu::always_inline]] inline

namespace sluice
{

namespace
{

// Rows encoded between two looks at how much room they need at most.
constexpr int64_t rowsAtOnce = 256;
// What varints may touch past the last byte that counts.
constexpr size_t slack = 16;

// One column of a batch, or a part of a nested one, laid open. Valid as long as the batch.
struct Node {
    Cell cell = Cell::Bytes;
    int scale = 0;
    int64_t offset = 0; // added to a position before anything is looked up
    const uint8_t *validity = nullptr;
    const uint8_t *values = nullptr; // fixed-width values, or the text
    const int32_t *offsets = nullptr;
    std::vector<Node> children;

    bool isNull(int64_t at) const { return validity && !arrow::bit_util::GetBit(validity, at + offset); }

    template <typename T>
    T value(int64_t at) const
    {
        T value;
        std::memcpy(&value, values + size_t(at + offset) * sizeof(T), sizeof(T));
        return value;
    }
};

const uint8_t *bufferOf(const arrow::ArrayData &data, size_t index)
{
    return index < data.buffers.size() && data.buffers[index] ? data.buffers[index]->data() : nullptr;
}

// `shift` is what a struct around this array adds to every position.
void lay(const arrow::ArrayData &data, const Type &type, int64_t shift, Node &node)
{
    static const Type bigint(TypeKind::BigInt);
    static const Type integer(TypeKind::Int);
    node.cell = cellOf(type.kind());
    node.scale = type.scale();
    node.offset = data.offset + shift;
    node.validity = data.MayHaveNulls() ? bufferOf(data, 0) : nullptr;
    node.children.resize(node.cell == Cell::DayTime ? 2 : type.children().size());
    const auto layChild = [&](const arrow::ArrayData &from, size_t index, const Type &childType, int64_t childShift) {
        lay(*from.child_data[index], childType, childShift, node.children[index]);
    };
    switch (node.cell) {
    case Cell::Bytes:
        node.offsets = reinterpret_cast<const int32_t *>(bufferOf(data, 1));
        node.values = bufferOf(data, 2);
        break;
    case Cell::List:
        node.offsets = reinterpret_cast<const int32_t *>(bufferOf(data, 1));
        layChild(data, 0, type.children()[0], 0);
        break;
    case Cell::Map: {
        node.offsets = reinterpret_cast<const int32_t *>(bufferOf(data, 1));
        const arrow::ArrayData &entries = *data.child_data[0];
        for (size_t i = 0; i < 2; ++i)
            layChild(entries, i, type.children()[i], entries.offset);
        break;
    }
    case Cell::Struct:
        for (size_t i = 0; i < type.children().size(); ++i)
            layChild(data, i, type.children()[i], node.offset);
        break;
    case Cell::DayTime:
        layChild(data, 0, bigint, node.offset);
        layChild(data, 1, integer, node.offset);
        break;
    default:
        node.values = bufferOf(data, 1);
    }
}

// The most bytes that the values [from, to) can take.
size_t mostBytes(const Node &node, int64_t from, int64_t to)
{
    const size_t count = size_t(to - from);
    const auto offsetAt = [&](int64_t at) -> int64_t { return node.offsets ? node.offsets[at + node.offset] : 0; };
    switch (node.cell) {
    case Cell::Bool:
        return count;
    case Cell::Float:
        return 4 * count;
    case Cell::Double:
        return 8 * count;
    case Cell::Decimal:
        return (1 + longestDecimal) * count;
    case Cell::Bytes:
        return 5 * count + size_t(offsetAt(to) - offsetAt(from));
    case Cell::Nanos:
    case Cell::DayTime:
        return 2 * wire::longestVarint * count;
    case Cell::List:
    case Cell::Map: {
        const int64_t first = offsetAt(from);
        const int64_t last = offsetAt(to);
        size_t bytes = 10 * count;
        for (const Node &child : node.children)
            bytes += size_t(last - first) + mostBytes(child, first, last);
        return bytes;
    }
    case Cell::Struct: {
        size_t bytes = 0;
        for (const Node &child : node.children)
            bytes += count + mostBytes(child, from, to);
        return bytes;
    }
    default:
        return wire::longestVarint * count;
    }
}

template <class Crc>
uint8_t *writeNested(const Node &node, int64_t at, uint8_t *out, uint32_t &state);

template <class Crc>
SLUICE_INLINE uint8_t *writeInteger(int64_t value, uint8_t *out, uint32_t &state)
{
    state = Crc::u64(state, uint64_t(value));
    return wire::writeVarint(out, wire::zigzag(value));
}

template <class Crc>
SLUICE_INLINE uint8_t *writeSeconds(int64_t seconds, int32_t nanos, uint8_t *out, uint32_t &state)
{
    out = writeInteger<Crc>(seconds, out, state);
    state = Crc::u32(state, uint32_t(nanos));
    return wire::writeVarint(out, wire::zigzag(nanos));
}

// Writes the value at a position that is not null, and checksums it.
template <class Crc>
SLUICE_INLINE uint8_t *writeValue(const Node &node, int64_t at, uint8_t *out, uint32_t &state)
{
    switch (node.cell) {
    case Cell::Bool: {
        const bool value = arrow::bit_util::GetBit(node.values, at + node.offset);
        state = Crc::u8(state, value);
        *out = value;
        return out + 1;
    }
    case Cell::Int8:
        return writeInteger<Crc>(node.value<int8_t>(at), out, state);
    case Cell::Int16:
        return writeInteger<Crc>(node.value<int16_t>(at), out, state);
    case Cell::Int32:
        return writeInteger<Crc>(node.value<int32_t>(at), out, state);
    case Cell::Int64:
        return writeInteger<Crc>(node.value<int64_t>(at), out, state);
    case Cell::Float: {
        const auto bits = node.value<uint32_t>(at);
        state = Crc::u32(state, bits);
        std::memcpy(out, &bits, 4);
        return out + 4;
    }
    case Cell::Double: {
        const auto bits = node.value<uint64_t>(at);
        state = Crc::u64(state, bits);
        std::memcpy(out, &bits, 8);
        return out + 8;
    }
    case Cell::Decimal: {
        uint8_t *const text = out + 1; // its length takes one byte: at most 41
        uint8_t *const end = writePlainDecimal(text, node.value<Int128>(at), node.scale);
        *out = uint8_t(end - text);
        state = crc::run<Crc, false>(state, text, size_t(end - text), nullptr);
        return end;
    }
    case Cell::Bytes: {
        const int32_t begin = node.offsets[at + node.offset];
        const size_t size = size_t(node.offsets[at + node.offset + 1] - begin);
        out = wire::writeVarint(out, size);
        state = crc::run<Crc, true>(state, node.values + begin, size, out);
        return out + size;
    }
    case Cell::Nanos: {
        constexpr int64_t second = 1'000'000'000;
        const auto value = node.value<int64_t>(at);
        const int64_t rest = value % second;
        return writeSeconds<Crc>(value / second - (rest < 0), int32_t(rest < 0 ? rest + second : rest), out, state);
    }
    default:
        return writeNested<Crc>(node, at, out, state);
    }
}

template <class Crc>
uint8_t *writeElements(const Node &child, int64_t from, int64_t to, uint8_t *out, uint32_t &state)
{
    out = wire::writeVarint(out, uint64_t(to - from));
    for (int64_t i = from; i < to; ++i) {
        const bool null = child.isNull(i);
        *out++ = null;
        if (!null)
            out = writeValue<Crc>(child, i, out, state);
    }
    return out;
}

template <class Crc>
[[gnu::noinline]] uint8_t *writeNested(const Node &node, int64_t at, uint8_t *out, uint32_t &state)
{
    switch (node.cell) {
    case Cell::DayTime:
        return writeSeconds<Crc>(node.children[0].value<int64_t>(at), node.children[1].value<int32_t>(at), out, state);
    case Cell::Struct:
        for (const Node &child : node.children) {
            const bool null = child.isNull(at);
            *out++ = null;
            if (!null)
                out = writeValue<Crc>(child, at, out, state);
        }
        return out;
    default: // List, Map
        for (const Node &child : node.children)
            out = writeElements<Crc>(child, node.offsets[at + node.offset], node.offsets[at + node.offset + 1], out,
                                     state);
        return out;
    }
}

} // namespace

struct RecordEncoder::Private {
    Schema schema;
    arrow::FieldVector fields;
    std::vector<uint32_t> numbers;
    std::vector<TagBytes> tags;
    std::vector<Node> columns;
    std::unique_ptr<uint8_t[]> room; // rows are made here: growing a string would clear the room first
    size_t roomSize = 0;
    int64_t rows = 0;
    uint32_t checksums = ~0u; // state over the records' checksums

    Done open(const arrow::RecordBatch &batch);
    uint8_t *roomFor(size_t bytes);

    // `place` tells the i-th row's place in the batch.
    template <class Crc, class Place>
    uint8_t *encodeRows(int64_t from, int64_t to, Place place, uint8_t *out)
    {
        static const TagBytes end(wire::tag(wire::endRecord, wire::Varint));
        uint32_t all = checksums;
        for (int64_t i = from; i < to; ++i) {
            const int64_t row = place(i);
            uint32_t state = ~0u;
            for (size_t column = 0; column < columns.size(); ++column) {
                const Node &node = columns[column];
                if (node.isNull(row))
                    continue;
                std::memcpy(out, &tags[column].word, 4);
                state = Crc::u32(state, numbers[column]);
                out = writeValue<Crc>(node, row, out + tags[column].size, state);
            }
            std::memcpy(out, &end.word, 4);
            out = wire::writeVarint(out + 4, ~state);
            all = Crc::u32(all, ~state);
        }
        checksums = all;
        return out;
    }

    template <class Place>
    void append(int64_t from, int64_t to, Place place, size_t most, std::string &out)
    {
        uint8_t *const begin = roomFor(most + slack);
        uint8_t *const end = crc::hardware() ? encodeRows<crc::Hardware>(from, to, place, begin)
                                             : encodeRows<crc::Tables>(from, to, place, begin);
        out.append(reinterpret_cast<const char *>(begin), size_t(end - begin));
    }

    size_t mostBytesOf(int64_t from, int64_t to) const
    {
        size_t bytes = size_t(to - from) * 9; // END_RECORD
        for (size_t i = 0; i < columns.size(); ++i)
            bytes += size_t(to - from) * 4 + mostBytes(columns[i], from, to);
        return bytes;
    }
};

Done RecordEncoder::Private::open(const arrow::RecordBatch &batch)
{
    if (size_t(batch.num_columns()) != fields.size())
        return makeError(ErrorCode::Schema, QStringLiteral("A batch has %1 columns where the stream has %2.")
                                                .arg(batch.num_columns())
                                                .arg(fields.size()));
    for (int i = 0; i < batch.num_columns(); ++i) {
        const Column &column = schema.columns[i];
        const std::shared_ptr<arrow::ArrayData> &data = batch.column_data(i);
        if (!data->type->Equals(*fields[size_t(i)]->type()))
            return makeError(ErrorCode::Schema,
                             QStringLiteral("A batch carries %1 where the stream has %2.")
                                 .arg(QString::fromStdString(data->type->ToString()), column.type.text()),
                             column.name);
        lay(*data, column.type, 0, columns[size_t(i)]);
    }
    return {};
}

uint8_t *RecordEncoder::Private::roomFor(size_t bytes)
{
    if (bytes > roomSize) {
        room.reset(new uint8_t[bytes]);
        roomSize = bytes;
    }
    return room.get();
}

RecordEncoder::RecordEncoder(const Schema &schema, std::vector<uint32_t> fields)
    : d(std::make_unique<Private>())
{
    d->schema = schema;
    d->fields = arrowSchema(schema)->fields();
    d->numbers = std::move(fields);
    for (uint32_t i = uint32_t(d->numbers.size()); i < schema.size(); ++i)
        d->numbers.push_back(i + 1);
    for (qsizetype i = 0; i < schema.size(); ++i)
        d->tags.emplace_back(wire::tag(d->numbers[size_t(i)], wireTypeOf(cellOf(schema.columns[i].type.kind()))));
    d->columns.resize(size_t(schema.size()));
}

RecordEncoder::~RecordEncoder() = default;
RecordEncoder::RecordEncoder(RecordEncoder &&) noexcept = default;

Done RecordEncoder::encode(const arrow::RecordBatch &rows, std::string &out)
{
    SLUICE_CHECK(d->open(rows));
    for (int64_t from = 0; from < rows.num_rows(); from += rowsAtOnce) {
        const int64_t to = std::min(rows.num_rows(), from + rowsAtOnce);
        d->append(
            from, to, [](int64_t i) { return i; }, d->mostBytesOf(from, to), out);
    }
    d->rows += rows.num_rows();
    return {};
}

Done RecordEncoder::encodeSome(const arrow::RecordBatch &rows, std::span<const int32_t> places, std::string &out)
{
    SLUICE_CHECK(d->open(rows));
    const auto place = [places](int64_t i) -> int64_t { return places[size_t(i)]; };
    const int64_t count = int64_t(places.size());
    for (int64_t from = 0; from < count; from += rowsAtOnce) {
        const int64_t to = std::min(count, from + rowsAtOnce);
        size_t most = 0;
        for (int64_t i = from; i < to; ++i)
            most += d->mostBytesOf(place(i), place(i) + 1);
        d->append(from, to, place, most, out);
    }
    d->rows += count;
    return {};
}

void RecordEncoder::finish(std::string &out)
{
    uint8_t footer[64];
    uint8_t *end = wire::writeVarint(footer, wire::tag(wire::metaCount, wire::Varint));
    end = wire::writeVarint(end, wire::zigzag(d->rows));
    end = wire::writeVarint(end, wire::tag(wire::metaChecksum, wire::Varint));
    end = wire::writeVarint(end, ~d->checksums);
    out.append(reinterpret_cast<const char *>(footer), size_t(end - footer));
}

int64_t RecordEncoder::rows() const
{
    return d->rows;
}

} // namespace sluice
