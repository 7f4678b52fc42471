#include "warehouse/tunnel/rowreceiver.h"

#include "tunnel/arrowcodec.h"
#include "tunnel/compression.h"
#include "tunnel/recordcodec.h"

#include <arrow/record_batch.h>

namespace sluice::warehouse
{

namespace
{

class RowReceiver
{
public:
    RowReceiver(const Schema &schema, RowFormat format, Compression compression, BlockWriter &block)
        : m_decompressor(compression == Compression::Raw ? nullptr : Decompressor::make(compression))
        , m_mayBeEmpty(format == RowFormat::Arrow)
        , m_block(block)
    {
        if (format == RowFormat::Arrow)
            m_decoder = std::make_unique<ArrowDecoder>(schema);
        else
            m_decoder = std::make_unique<RecordDecoder>(schema);
    }

    Done receive(HttpExchange &http)
    {
        bool isEmpty = true;
        for (;;) {
            SLUICE_TRY(const std::string_view bytes, http.nextBody());
            if (bytes.empty())
                break;
            isEmpty = false;
            SLUICE_CHECK(m_decompressor ? expand(bytes) : decode(bytes));
        }
        if (isEmpty && m_mayBeEmpty) // the Java SDK sends no byte of an Arrow block without rows
            return {};
        if (m_decompressor)
            SLUICE_CHECK(m_decompressor->finish());
        SLUICE_CHECK(m_decoder->finish());
        return store();
    }

private:
    Done expand(std::string_view bytes)
    {
        while (!bytes.empty()) {
            m_expanded.clear();
            SLUICE_CHECK(m_decompressor->write(bytes.substr(0, compressedPiece), m_expanded));
            SLUICE_CHECK(decode(m_expanded));
            bytes.remove_prefix(std::min(bytes.size(), compressedPiece));
        }
        return {};
    }

    Done decode(std::string_view bytes)
    {
        SLUICE_CHECK(m_decoder->feed(bytes));
        return store();
    }

    Done store()
    {
        while (const std::shared_ptr<arrow::RecordBatch> rows = m_decoder->take())
            SLUICE_CHECK(m_block.append(*rows));
        return {};
    }

    std::unique_ptr<Decompressor> m_decompressor;
    std::unique_ptr<RowDecoder> m_decoder;
    bool m_mayBeEmpty;
    BlockWriter &m_block;
    std::string m_expanded;
};

} // namespace

bool receiveRows(ServiceCall &call, const Schema &schema, RowFormat format, BlockWriter &block)
{
    const auto compression = compressionOf(call.request.header("content-encoding"));
    if (!compression.ok()) {
        call.fail({400, "MalformedHeaderValue", compression.error().message.toStdString()});
        return false;
    }
    const Done received = RowReceiver(schema, format, *compression, block).receive(call.http);
    if (!received.ok())
        call.fail(received.error());
    return received.ok();
}

} // namespace sluice::warehouse
