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
        m_jsonOf.push_back(column.kind == Kind::Json ? json++ : 0);
        m_readsKey |= column.kind == Kind::Key;
        m_readsValue |= column.kind == Kind::Value;
        m_readsHeaders |= column.kind == Kind::Headers;
        m_builders.push_back(column.kind == Kind::Constant
                                 ? nullptr
                                 : arrow::MakeBuilder(m_schema->field(int(i))->type()).ValueOr(nullptr));
        m_constants.push_back(nullptr);
        if (column.kind == Kind::Constant)
            m_constants.back() =
                arrow::MakeArrayFromScalar(arrow::StringScalar(column.constant.toStdString()), batchRowLimit)
                    .ValueOr(nullptr);
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

arrow::Status KafkaRows::appendTyped(size_t column, KafkaType type, const void *bytes, size_t, const Text &text)
{
    arrow::ArrayBuilder &builder = *m_builders[column];
    if (!bytes || !text)
        return builder.AppendNull();
    switch (type) {
    case KafkaType::Short:
        return static_cast<arrow::Int16Builder &>(builder).Append(fromBigEndian<int16_t, uint16_t>(bytes));
    case KafkaType::Int:
        return static_cast<arrow::Int32Builder &>(builder).Append(fromBigEndian<int32_t, uint32_t>(bytes));
    case KafkaType::Long:
        return static_cast<arrow::Int64Builder &>(builder).Append(fromBigEndian<int64_t, uint64_t>(bytes));
    case KafkaType::Float:
        return static_cast<arrow::FloatBuilder &>(builder).Append(fromBigEndian<float, uint32_t>(bytes));
    case KafkaType::Double:
        return static_cast<arrow::DoubleBuilder &>(builder).Append(fromBigEndian<double, uint64_t>(bytes));
    default: // texts are binary arrays too
        m_bytes += qint64(text->size());
        return static_cast<arrow::BinaryBuilder &>(builder).Append(*text);
    }
}

arrow::Status KafkaRows::append(size_t column, const rd_kafka_message_t &message, qint64 timestamp)
{
    arrow::ArrayBuilder *const builder = m_builders[column].get();
    switch (m_read.columns[column].kind) {
    case Kind::Json: {
        const Text &text = m_values ? (*m_values)[m_jsonOf[column]] : m_headersText;
        if (!m_values || !text)
            return builder->AppendNull();
        m_bytes += qint64(text->size());
        return static_cast<arrow::StringBuilder *>(builder)->Append(*text);
    }
    case Kind::Key:
        return appendTyped(column, m_read.keyType, message.key, message.key_len, m_key);
    case Kind::Value:
        return appendTyped(column, m_read.valueType, message.payload, message.len, m_value);
    case Kind::Partition:
        return static_cast<arrow::Int32Builder *>(builder)->Append(message.partition);
    case Kind::Offset:
        return static_cast<arrow::Int64Builder *>(builder)->Append(message.offset);
    case Kind::Timestamp:
        return timestamp < 0 ? builder->AppendNull() : static_cast<arrow::Int64Builder *>(builder)->Append(timestamp);
    case Kind::Headers:
        if (!m_headersText)
            return builder->AppendNull();
        m_bytes += qint64(m_headersText->size());
        return static_cast<arrow::StringBuilder *>(builder)->Append(*m_headersText);
    case Kind::Constant:
        break;
    }
    return {};
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
    for (size_t i = 0; i < m_builders.size(); ++i)
        if (m_builders[i])
            if (const arrow::Status status = append(i, message, timestamp); !status.ok())
                return arrowError(status);
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
    for (size_t i = 0; i < m_builders.size(); ++i) {
        std::shared_ptr<arrow::Array> array;
        if (!m_builders[i])
            array = m_constants[i]->Slice(0, m_rows);
        else if (const arrow::Status status = m_builders[i]->Finish(&array); !status.ok())
            return arrowError(status);
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
