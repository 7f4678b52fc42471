#include "connectors/kafka/kafkarows.h"

#include "data/arrowtypes.h"
#include "data/jsontext.h"
#include "data/utf8.h"

#include <arrow/array/util.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>

#include <bit>
#include <cstring>

namespace sluice
{

namespace
{

constexpr qsizetype rawLimit = 64 * 1024;
constexpr qint64 rowOverhead = 16;

using Kind = KafkaColumn::Kind;

// A number as Kafka's serializers write it: its bytes, the highest first.
template <typename T, typename Bits>
T fromBigEndian(const void *bytes)
{
    Bits bits = 0;
    for (size_t i = 0; i < sizeof(Bits); ++i)
        bits = Bits(bits << 8) | static_cast<const uint8_t *>(bytes)[i];
    return std::bit_cast<T>(bits);
}

size_t sizeOf(KafkaType type)
{
    switch (type) {
    case KafkaType::Short:
        return 2;
    case KafkaType::Int:
    case KafkaType::Float:
        return 4;
    case KafkaType::Long:
    case KafkaType::Double:
        return 8;
    default:
        return 0;
    }
}

std::vector<JsonPath> pathsOf(const KafkaReadParameters &read)
{
    std::vector<JsonPath> paths;
    for (const KafkaColumn &column : read.columns)
        if (column.kind == Kind::Json)
            paths.push_back(column.path);
    return paths;
}

const std::optional<std::string_view> nothing;

std::string_view viewOf(const void *bytes, size_t size)
{
    return {static_cast<const char *>(bytes), size};
}

} // namespace

KafkaRows::KafkaRows(const KafkaReadParameters &read)
    : m_read(read)
    , m_schema(arrowSchema(read.schema()))
    , m_fields(pathsOf(read))
{
    size_t json = 0;
    for (size_t i = 0; i < read.columns.size(); ++i) {
        const KafkaColumn &column = read.columns[i];
        m_readsKey |= column.kind == Kind::Key;
        m_readsValue |= column.kind == Kind::Value;
        m_readsHeaders |= column.kind == Kind::Headers;
        m_constants.push_back(nullptr);
        if (column.kind == Kind::Constant) {
            m_constants.back() =
                arrow::MakeArrayFromScalar(arrow::StringScalar(column.constant.toStdString()), batchRowLimit)
                    .ValueOr(nullptr);
            continue;
        }
        const std::shared_ptr<arrow::DataType> &type = m_schema->field(int(i))->type();
        Cell cell;
        cell.kind = column.kind;
        if (column.kind == Kind::Json)
            cell.json = json++;
        else
            cell.from = column.kind == Kind::Key ? &m_key : column.kind == Kind::Value ? &m_value : &m_headersText;
        if (type->id() == arrow::Type::STRING || type->id() == arrow::Type::BINARY)
            cell.text = std::make_unique<TextColumn>(batchRowLimit, type);
        else
            cell.builder = arrow::MakeBuilder(type).ValueOr(nullptr);
        m_cells.push_back(std::move(cell));
    }
    m_readsJson = json > 0;
    m_offsets.reserve(size_t(batchRowLimit));
}

bool KafkaRows::decode(std::string_view bytes, const QByteArray &encoding, std::string &scratch, std::string_view &text,
                       QString &reason) const
{
    if (encoding.isEmpty()) {
        text = bytes;
        if (isAscii(bytes.data(), bytes.size()))
            return true;
        const int64_t fault = firstInvalidUtf8(bytes);
        if (fault >= 0)
            reason = QStringLiteral("not UTF-8: byte %1 breaks it").arg(fault + 1);
        return fault < 0;
    }
    QStringDecoder decoder(encoding.constData(), QStringConverter::Flag::Stateless);
    const QString decoded = decoder.decode(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
    if (decoder.hasError() || decoded.contains(QChar::ReplacementCharacter)) {
        reason = QStringLiteral("not %1").arg(QString::fromLatin1(encoding).toUpper());
        return false;
    }
    scratch = decoded.toStdString();
    text = scratch;
    return true;
}

// Everything that can refuse a record, before anything of it is in a column.
bool KafkaRows::prepare(const rd_kafka_message_t &message, Refusal &refusal)
{
    m_key.reset();
    m_value.reset();
    m_values = nullptr;
    if (m_readsKey && message.key) {
        refusal.key = true;
        std::string_view text = viewOf(message.key, message.key_len);
        if (m_read.keyType == KafkaType::String) {
            if (!decode(text, m_read.encoding, m_keyScratch, text, refusal.reason))
                return false;
        } else if (const size_t size = sizeOf(m_read.keyType); size > 0 && size != message.key_len) {
            refusal.reason = QStringLiteral("the key has %1 bytes instead of %2").arg(message.key_len).arg(size);
            return false;
        }
        m_key = text;
    }
    refusal.key = false;
    if (!message.payload || !(m_readsValue || m_readsJson))
        return true;
    std::string_view text = viewOf(message.payload, message.len);
    if (const size_t size = sizeOf(m_read.valueType); size > 0 && size != message.len) {
        refusal.reason = QStringLiteral("the value has %1 bytes instead of %2").arg(message.len).arg(size);
        return false;
    }
    const bool isText = m_read.valueType == KafkaType::String;
    const bool decodes = isText && (!m_readsJson || !m_read.encoding.isEmpty()); // else simdjson looks at every byte
    if (decodes && !decode(text, m_read.encoding, m_valueScratch, text, refusal.reason))
        return false;
    if (m_readsJson) {
        if (m_padded.size() < text.size() + JsonFields::padding)
            m_padded.resize((text.size() + JsonFields::padding) * 2);
        std::memcpy(m_padded.data(), text.data(), text.size());
        m_padded[text.size()] = 0;
        m_values = m_fields.extract(m_padded.data(), text.size());
        if (!m_values) {
            refusal.reason = JsonFields::fault(text);
            return false;
        }
    }
    m_value = text;
    return true;
}

// An array of {"key":…,"value":…}: keys may repeat, and their order counts. Bytes that are no text stand as base64.
bool KafkaRows::prepareHeaders(const rd_kafka_message_t &message)
{
    m_headersText.reset();
    rd_kafka_headers_t *headers = nullptr;
    if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return true;
    m_headers = "[";
    const char *name = nullptr;
    const void *value = nullptr;
    size_t size = 0;
    for (size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
        m_headers += i > 0 ? ",{\"key\":" : "{\"key\":";
        const std::string_view key(name);
        appendJsonString(firstInvalidUtf8(key) < 0 ? std::string(key)
                                                   : QString::fromUtf8(key.data(), qsizetype(key.size())).toStdString(),
                         m_headers);
        std::string scratch;
        std::string_view text;
        QString reason;
        if (!value) {
            m_headers += ",\"value\":null";
        } else if (decode(viewOf(value, size), m_read.headerEncoding, scratch, text, reason)) {
            m_headers += ",\"value\":";
            appendJsonString(text, m_headers);
        } else {
            m_headers += ",\"base64\":\"";
            m_headers += QByteArray(static_cast<const char *>(value), qsizetype(size)).toBase64().toStdString();
            m_headers += '"';
        }
        m_headers += '}';
    }
    m_headers += ']';
    m_headersText = m_headers;
    return true;
}

inline void KafkaRows::appendText(TextColumn &column, const Text &text)
{
    if (!text) {
        column.appendNull();
        return;
    }
    m_bytes += qint64(text->size());
    // What lies in the padded copy of a value may be read a little further.
    if (quintptr(text->data()) - quintptr(m_padded.data()) < m_padded.size())
        column.append(*text);
    else
        column.appendBare(*text);
}

bool KafkaRows::appendNumber(arrow::ArrayBuilder &builder, KafkaType type, const void *bytes, const Text &text)
{
    if (!bytes || !text)
        return builder.AppendNull().ok();
    switch (type) {
    case KafkaType::Short:
        return static_cast<arrow::Int16Builder &>(builder).Append(fromBigEndian<int16_t, uint16_t>(bytes)).ok();
    case KafkaType::Int:
        return static_cast<arrow::Int32Builder &>(builder).Append(fromBigEndian<int32_t, uint32_t>(bytes)).ok();
    case KafkaType::Long:
        return static_cast<arrow::Int64Builder &>(builder).Append(fromBigEndian<int64_t, uint64_t>(bytes)).ok();
    case KafkaType::Float:
        return static_cast<arrow::FloatBuilder &>(builder).Append(fromBigEndian<float, uint32_t>(bytes)).ok();
    default:
        return static_cast<arrow::DoubleBuilder &>(builder).Append(fromBigEndian<double, uint64_t>(bytes)).ok();
    }
}

bool KafkaRows::append(const Cell &cell, const rd_kafka_message_t &message, qint64 timestamp)
{
    switch (cell.kind) {
    case Kind::Key:
        return appendNumber(*cell.builder, m_read.keyType, message.key, m_key);
    case Kind::Value:
        return appendNumber(*cell.builder, m_read.valueType, message.payload, m_value);
    case Kind::Partition:
        return static_cast<arrow::Int32Builder &>(*cell.builder).Append(message.partition).ok();
    case Kind::Offset:
        return static_cast<arrow::Int64Builder &>(*cell.builder).Append(message.offset).ok();
    case Kind::Timestamp:
        return timestamp < 0 ? cell.builder->AppendNull().ok()
                             : static_cast<arrow::Int64Builder &>(*cell.builder).Append(timestamp).ok();
    case Kind::Headers: // texts
    case Kind::Json:
    case Kind::Constant:
        break;
    }
    return true;
}

Done KafkaRows::add(const rd_kafka_message_t &message, qint64 timestamp)
{
    Refusal refusal;
    if (!prepare(message, refusal)) {
        addDirty(message, refusal.key ? QStringLiteral("__key__") : QStringLiteral("__value__"), refusal.reason);
        return {};
    }
    if (m_readsHeaders)
        prepareHeaders(message);
    for (const Cell &cell : m_cells) {
        if (cell.text)
            appendText(*cell.text, cell.from ? *cell.from : m_values ? (*m_values)[cell.json] : nothing);
        else if (!append(cell, message, timestamp))
            return makeError(ErrorCode::Internal, QStringLiteral("There is no memory for the rows of a batch."));
    }
    m_consecutive = m_consecutive && (m_rows == 0 || message.offset == m_offsets.back() + 1);
    m_offsets.push_back(message.offset);
    ++m_rows;
    m_bytes += rowOverhead;
    return {};
}

void KafkaRows::addDirty(const rd_kafka_message_t &message, const QString &column, const QString &reason)
{
    const bool key = column == QLatin1String("__key__");
    const std::string_view raw = key ? viewOf(message.key, message.key_len) : viewOf(message.payload, message.len);
    m_dirty.push_back(
        {message.offset, column, QByteArray(raw.data(), std::min(qsizetype(raw.size()), rawLimit)),
         QStringLiteral("%1 (partition %2, offset %3)").arg(reason).arg(message.partition).arg(message.offset)});
}

Done KafkaRows::finish(Batch &batch)
{
    batch.dirty = std::move(m_dirty);
    m_dirty.clear();
    if (m_rows == 0)
        return {};
    arrow::ArrayVector arrays;
    auto cell = m_cells.begin();
    for (const std::shared_ptr<arrow::Array> &constant : m_constants) {
        std::shared_ptr<arrow::Array> array;
        if (constant) {
            array = constant->Slice(0, m_rows);
        } else if (cell->text) {
            SLUICE_TRY(array, cell->text->finish());
        } else if (const arrow::Status status = cell->builder->Finish(&array); !status.ok()) {
            return arrowError(status);
        }
        cell += !constant;
        arrays.push_back(std::move(array));
    }
    batch.rows = arrow::RecordBatch::Make(m_schema, m_rows, std::move(arrays));
    batch.firstRow = m_offsets.front();
    if (!m_consecutive)
        batch.rowNumbers = m_offsets;
    m_offsets.clear();
    m_consecutive = true;
    m_rows = 0;
    m_bytes = 0;
    return {};
}

} // namespace sluice
