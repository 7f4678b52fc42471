#include "tunnel/ipcdecoder.h"

#include "data/arrowtypes.h"
#include "tunnel/arrowbatches.h"
#include "tunnel/flatbuffer.h"
#include "tunnel/nestedtype.h"

#include <QHash>

#include <arrow/array.h>
#include <arrow/buffer.h>
#include <arrow/compute/cast.h>
#include <arrow/ipc/dictionary.h>
#include <arrow/ipc/message.h>
#include <arrow/ipc/options.h>
#include <arrow/ipc/reader.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>
#include <deque>
#include <optional>

namespace sluice
{

namespace
{

constexpr size_t pieceSize = 64 * 1024;

Error damaged(const QString &what)
{
    return makeError(ErrorCode::Data, QStringLiteral("The Arrow stream cannot be taken: %1.").arg(what));
}

Error damaged(const arrow::Status &status)
{
    return damaged(QString::fromStdString(status.message()).left(500));
}

// How many bytes a batch has. What compressed buffers say they expand to, Arrow would allocate: Message.header (field
// 2), then RecordBatch.buffers (field 2) when there is a RecordBatch.compression (field 3). Each buffer begins with its
// size.
Result<int64_t> expandedSize(const arrow::ipc::Message &message)
{
    const uint8_t *const metadata = message.metadata()->data();
    const uint8_t *const header = flatbuffer::field(flatbuffer::follow(metadata), 2);
    if (!header)
        return damaged(QStringLiteral("a message without a header"));
    const uint8_t *const batch = flatbuffer::follow(header);
    const uint8_t *const buffers = flatbuffer::field(batch, 2);
    const int64_t bodySize = message.body() ? message.body()->size() : 0;
    if (!flatbuffer::field(batch, 3) || !buffers)
        return bodySize;
    const uint8_t *const list = flatbuffer::follow(buffers);
    int64_t sum = 0;
    for (uint32_t i = 0; i < flatbuffer::load<uint32_t>(list); ++i) {
        const auto offset = flatbuffer::load<int64_t>(list + 4 + size_t(i) * 16);
        const auto size = flatbuffer::load<int64_t>(list + 12 + size_t(i) * 16);
        if (offset < 0 || size < 0 || offset > bodySize || size > bodySize - offset)
            return damaged(QStringLiteral("a buffer outside its message"));
        if (size < 8)
            continue;
        const auto expanded = flatbuffer::load<int64_t>(message.body()->data() + offset); // -1: left as it is
        if (expanded > arrowMessageLimit || (sum += std::max<int64_t>(expanded, 0)) > arrowMessageLimit)
            return damaged(QStringLiteral("a batch expands to more than 512 MiB"));
    }
    return std::max(sum, bodySize);
}

// The type without time zones: an instant is the same number with one or without.
std::shared_ptr<arrow::DataType> withoutZones(const std::shared_ptr<arrow::DataType> &type)
{
    return withLeaves(type, [](const std::shared_ptr<arrow::DataType> &leaf) {
        return leaf->id() == arrow::Type::TIMESTAMP
                   ? arrow::timestamp(static_cast<const arrow::TimestampType &>(*leaf).unit())
                   : leaf;
    });
}

class Messages final : public arrow::ipc::MessageDecoderListener
{
public:
    arrow::Status OnMessageDecoded(std::unique_ptr<arrow::ipc::Message> message) override
    {
        ready.push_back(std::move(message));
        return arrow::Status::OK();
    }
    arrow::Status OnEOS() override
    {
        ended = true;
        return arrow::Status::OK();
    }

    std::deque<std::unique_ptr<arrow::ipc::Message>> ready;
    bool ended = false;
};

} // namespace

struct IpcDecoder::Private {
    explicit Private(int64_t batchRows)
        : ready(batchRows)
    {
    }

    Schema schema;
    TextCheck text = TextCheck::Refuse;
    std::shared_ptr<arrow::Schema> arrow;
    arrow::DataTypeVector cast; // of each column, before it is what `arrow` says
    std::shared_ptr<Messages> messages = std::make_shared<Messages>();
    std::unique_ptr<arrow::ipc::MessageDecoder> decoder;
    std::shared_ptr<arrow::Schema> wire; // null until it has come
    std::vector<int> places;             // in it, of each column
    std::optional<Error> failure;
    BatchQueue ready;
    arrow::ipc::IpcReadOptions options = foreignBatches();

    std::shared_ptr<arrow::DataType> plain(const std::shared_ptr<arrow::DataType> &type) const
    {
        return text == TextCheck::None ? textAsBytes(withoutZones(type)) : withoutZones(type);
    }
    Done consume(std::string_view bytes);
    Done take(const arrow::ipc::Message &message);
    Done takeSchema(const arrow::ipc::Message &message);
    Done takeBatch(const arrow::ipc::Message &message);
};

Done IpcDecoder::Private::consume(std::string_view bytes)
{
    while (!bytes.empty()) {
        if (messages->ended)
            return damaged(QStringLiteral("bytes follow its end"));
        if (decoder->next_required_size() > arrowMessageLimit)
            return damaged(QStringLiteral("a message of more than 512 MiB"));
        const std::string_view piece = bytes.substr(0, pieceSize);
        // The decoder may keep what it is given until the message is whole.
        const std::shared_ptr<arrow::Buffer> kept = arrow::Buffer::FromString(std::string(piece));
        if (const arrow::Status done = decoder->Consume(kept); !done.ok())
            return damaged(done);
        bytes.remove_prefix(piece.size());
        while (!messages->ready.empty()) {
            const auto message = std::move(messages->ready.front());
            messages->ready.pop_front();
            SLUICE_CHECK(take(*message));
        }
    }
    return {};
}

Done IpcDecoder::Private::take(const arrow::ipc::Message &message)
{
    switch (message.type()) {
    case arrow::ipc::MessageType::SCHEMA:
        return wire ? Done(damaged(QStringLiteral("a second schema"))) : takeSchema(message);
    case arrow::ipc::MessageType::RECORD_BATCH:
        return wire ? takeBatch(message) : Done(damaged(QStringLiteral("rows before the schema")));
    default:
        return damaged(
            QStringLiteral("a message that is neither a schema nor rows; send columns without dictionaries"));
    }
}

Done IpcDecoder::Private::takeSchema(const arrow::ipc::Message &message)
{
    arrow::ipc::DictionaryMemo memo;
    const auto read = arrow::ipc::ReadSchema(message, &memo);
    if (!read.ok())
        return damaged(read.status());
    if (memo.fields().num_fields() > 0)
        return damaged(QStringLiteral("columns with dictionaries; send plain ones"));
    QHash<QString, int> found;
    for (int i = 0; i < (*read)->num_fields(); ++i) {
        const QString name = QString::fromStdString((*read)->field(i)->name()).toLower();
        if (schema.indexOf(name) < 0)
            return damaged(QStringLiteral("it has a column \"%1\", which the session does not take").arg(name));
        if (found.contains(name))
            return damaged(QStringLiteral("it has column \"%1\" twice").arg(name));
        found.insert(name, i);
    }
    for (const Column &column : schema.columns) {
        if (!found.contains(column.name))
            return damaged(QStringLiteral("column \"%1\" is missing").arg(column.name));
        places.push_back(found.value(column.name));
    }
    arrow::FieldVector fields;
    for (const auto &field : (*read)->fields())
        fields.push_back(field->WithType(plain(field->type())));
    wire = arrow::schema(std::move(fields));
    return {};
}

Done IpcDecoder::Private::takeBatch(const arrow::ipc::Message &message)
{
    SLUICE_TRY(const int64_t size, expandedSize(message));
    const auto read = arrow::ipc::ReadRecordBatch(message, wire, nullptr, options);
    if (!read.ok())
        return damaged(read.status());
    if (const arrow::Status valid = (*read)->ValidateFull(); !valid.ok())
        return damaged(valid);
    if ((*read)->num_rows() == 0)
        return {};
    std::vector<std::shared_ptr<arrow::ArrayData>> columns;
    for (int i = 0; i < arrow->num_fields(); ++i) {
        const auto &array = (*read)->column(places[size_t(i)]);
        const auto same = arrow::compute::Cast(*array, cast[size_t(i)]);
        if (!same.ok())
            return damaged(QStringLiteral("column \"%1\" comes as %2 and cannot be taken as %3: %4")
                               .arg(schema.columns[i].name, QString::fromStdString(array->type()->ToString()),
                                    schema.columns[i].type.text(),
                                    QString::fromStdString(same.status().message()).left(300)));
        columns.push_back(retyped(*(*same)->data(), arrow->field(i)->type()));
    }
    ready.add(arrow::RecordBatch::Make(arrow, (*read)->num_rows(), std::move(columns)), size);
    return {};
}

IpcDecoder::IpcDecoder(const Schema &schema, int64_t batchRows, TextCheck text)
    : d(std::make_unique<Private>(batchRows))
{
    d->schema = schema;
    d->text = text;
    d->arrow = arrowSchema(schema);
    for (const auto &field : d->arrow->fields())
        d->cast.push_back(d->plain(field->type()));
    d->decoder = std::make_unique<arrow::ipc::MessageDecoder>(d->messages);
}

IpcDecoder::~IpcDecoder() = default;

Done IpcDecoder::feed(std::string_view bytes)
{
    if (d->failure)
        return *d->failure;
    const Done done = d->consume(bytes);
    if (!done.ok())
        d->failure = done.error();
    return done;
}

std::shared_ptr<arrow::RecordBatch> IpcDecoder::take()
{
    return d->ready.take();
}

Done IpcDecoder::finish()
{
    if (d->failure)
        return *d->failure;
    if (d->messages->ended)
        return {};
    return damaged(QStringLiteral("it stops before its end, behind row %1").arg(d->ready.rows()));
}

int64_t IpcDecoder::rows() const
{
    return d->ready.rows();
}

} // namespace sluice
