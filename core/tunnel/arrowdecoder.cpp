#include "data/arrowtypes.h"
#include "tunnel/arrowbatches.h"
#include "tunnel/arrowchunks.h"
#include "tunnel/arrowcodec.h"
#include "tunnel/flatbuffer.h"
#include "tunnel/textcheck.h"

#include <arrow/array/data.h>
#include <arrow/buffer.h>
#include <arrow/ipc/message.h>
#include <arrow/ipc/options.h>
#include <arrow/ipc/reader.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>
#include <cstring>
#include <optional>

namespace sluice
{

namespace
{

constexpr int64_t metadataLimit = int64_t(16) << 20;
// So much is allocated on a message's word; more only as it arrives.
constexpr int64_t trustedSize = int64_t(4) << 20;

// Whether a record batch's buffers are compressed. Arrow would allocate what they claim to expand to, and tells nobody
// else: Message.header (field 2), RecordBatch.compression (field 3).
bool isCompressed(const arrow::Buffer &metadata)
{
    const uint8_t *const header = flatbuffer::field(flatbuffer::follow(metadata.data()), 2);
    return header && flatbuffer::field(flatbuffer::follow(header), 3);
}

Error damaged(const QString &what)
{
    return makeError(ErrorCode::Data, QStringLiteral("The Arrow stream is damaged: %1.").arg(what));
}

Error damaged(const arrow::Status &status)
{
    return makeError(ErrorCode::Data, QStringLiteral("The Arrow stream holds a batch of rows that is not sound."), {},
                     QString::fromStdString(status.ToString()));
}

} // namespace

struct ArrowDecoder::Private {
    explicit Private(int64_t batchRows)
        : ready(batchRows)
    {
    }

    Schema schema;
    std::shared_ptr<arrow::Schema> arrow;
    std::shared_ptr<arrow::Schema> bytes; // with text as bytes
    TextCheck text = TextCheck::Refuse;
    arrow::ipc::IpcReadOptions options = foreignBatches();

    ChunkReader chunks;
    std::optional<Error> failure;
    BatchQueue ready;

    // A message on its way: two words or one before its metadata, then its body.
    enum class Part { Word, Metadata, Body };
    Part part = Part::Word;
    bool continued = false; // the first word, which says that another follows, has come
    int64_t wanted = 4;     // bytes of this part
    int64_t filled = 0;
    uint8_t word[4] = {};
    std::shared_ptr<arrow::ResizableBuffer> buffer;
    std::shared_ptr<arrow::Buffer> metadata;

    ChunkReader::Take taker()
    {
        return [this](std::string_view payload) { return assemble(payload); };
    }
    Done assemble(std::string_view payload);
    Done collect(std::string_view &payload);
    Done endPart();
    Done endWord();
    Done endMetadata();
    Done readBatch();
    Done beginBuffer(Part next, int64_t size);
    Done keep(Done done)
    {
        if (!done.ok())
            failure = done.error();
        return done;
    }
};

Done ArrowDecoder::Private::beginBuffer(Part next, int64_t size)
{
    auto made = arrow::AllocateResizableBuffer(std::min(size, trustedSize));
    if (!made.ok())
        return arrowError(made.status());
    buffer = std::move(made).ValueUnsafe();
    part = next;
    wanted = size;
    filled = 0;
    return {};
}

// Moves what belongs to this part out of the payload.
Done ArrowDecoder::Private::collect(std::string_view &payload)
{
    const int64_t size = std::min<int64_t>(wanted - filled, int64_t(payload.size()));
    uint8_t *to = word;
    if (part != Part::Word) {
        if (filled + size > buffer->size()) {
            const int64_t larger = std::min(wanted, std::max(filled + size, buffer->size() * 2));
            if (const arrow::Status grown = buffer->Resize(larger, false); !grown.ok())
                return arrowError(grown);
        }
        to = buffer->mutable_data();
    }
    std::memcpy(to + filled, payload.data(), size_t(size));
    filled += size;
    payload.remove_prefix(size_t(size));
    return {};
}

Done ArrowDecoder::Private::assemble(std::string_view payload)
{
    while (!payload.empty()) {
        SLUICE_CHECK(collect(payload));
        while (filled == wanted) // a batch without a value has an empty body
            SLUICE_CHECK(endPart());
    }
    return {};
}

Done ArrowDecoder::Private::endPart()
{
    switch (part) {
    case Part::Word:
        return endWord();
    case Part::Metadata:
        return endMetadata();
    case Part::Body:
        break;
    }
    SLUICE_CHECK(readBatch());
    part = Part::Word;
    continued = false;
    wanted = sizeof(word);
    filled = 0;
    return {};
}

// 0xFFFFFFFF and the metadata's length, or, as writers did before Arrow 0.15, the length alone.
Done ArrowDecoder::Private::endWord()
{
    const auto length = flatbuffer::load<int32_t>(word);
    if (length == -1 && !continued) {
        continued = true;
        filled = 0;
        return {};
    }
    if (length <= 0 || length > metadataLimit)
        return damaged(QStringLiteral("a message's metadata of %1 bytes").arg(length));
    return beginBuffer(Part::Metadata, length);
}

Done ArrowDecoder::Private::endMetadata()
{
    metadata = std::move(buffer);
    const auto message = arrow::ipc::Message::Open(metadata, nullptr); // verifies every offset in it
    if (!message.ok())
        return damaged(message.status());
    if ((*message)->type() != arrow::ipc::MessageType::RECORD_BATCH)
        return damaged(QStringLiteral("a message that is not a batch of rows"));
    const int64_t size = (*message)->body_length();
    if (size < 0)
        return damaged(QStringLiteral("a message of a negative size"));
    if (size > arrowMessageLimit)
        return makeError(
            ErrorCode::Data,
            QStringLiteral("A batch of rows takes %1 MiB; send batches of at most 512 MiB.").arg(size >> 20));
    if (isCompressed(*metadata))
        return makeError(ErrorCode::Data, QStringLiteral("The buffers of a batch are compressed; in the tunnel only "
                                                         "the stream as a whole may be (Content-Encoding)."));
    return beginBuffer(Part::Body, size);
}

Done ArrowDecoder::Private::readBatch()
{
    const int64_t bodySize = filled;
    const auto message = arrow::ipc::Message::Open(std::move(metadata), std::move(buffer));
    if (!message.ok())
        return damaged(message.status());
    const auto read = arrow::ipc::ReadRecordBatch(**message, bytes, nullptr, options);
    if (!read.ok())
        return damaged(read.status());
    if (const arrow::Status valid = (*read)->ValidateFull(); !valid.ok())
        return damaged(valid);
    const int64_t count = (*read)->num_rows();
    if (count == 0)
        return {};
    std::vector<std::shared_ptr<arrow::ArrayData>> columns;
    for (int i = 0; i < arrow->num_fields(); ++i)
        columns.push_back(retyped(*(*read)->column_data(i), arrow->field(i)->type()));
    const auto batch = arrow::RecordBatch::Make(arrow, count, std::move(columns));
    if (text == TextCheck::Refuse) {
        const std::vector<BadText> bad = invalidText(*batch);
        if (!bad.empty())
            return makeError(ErrorCode::Data,
                             QStringLiteral("Row %1, column \"%2\": the text is not UTF-8. Keep such bytes in a "
                                            "BINARY column.")
                                 .arg(ready.rows() + bad.front().row + 1)
                                 .arg(schema.columns[bad.front().column].name));
    }
    ready.add(batch, bodySize);
    return {};
}

ArrowDecoder::ArrowDecoder(const Schema &schema, int64_t batchRows, TextCheck text)
    : d(std::make_unique<Private>(batchRows))
{
    d->schema = schema;
    d->arrow = arrowSchema(schema);
    arrow::FieldVector fields;
    for (const auto &field : d->arrow->fields())
        fields.push_back(field->WithType(textAsBytes(field->type())));
    d->bytes = arrow::schema(std::move(fields));
    d->text = text;
}

ArrowDecoder::~ArrowDecoder() = default;

Done ArrowDecoder::feed(std::string_view bytes)
{
    if (d->failure)
        return *d->failure;
    return d->keep(d->chunks.feed(bytes, d->taker()));
}

std::shared_ptr<arrow::RecordBatch> ArrowDecoder::take()
{
    return d->ready.take();
}

Done ArrowDecoder::finish()
{
    if (d->failure)
        return *d->failure;
    SLUICE_CHECK(d->keep(d->chunks.finish(d->taker())));
    if (d->part != Private::Part::Word || d->continued || d->filled > 0)
        return d->keep(damaged(QStringLiteral("it ends within a batch of rows, behind row %1").arg(d->ready.rows())));
    return {};
}

int64_t ArrowDecoder::rows() const
{
    return d->ready.rows();
}

} // namespace sluice
