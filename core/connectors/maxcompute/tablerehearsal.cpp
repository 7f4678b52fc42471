#include "connector/rehearsalsink.h"
#include "connectors/maxcompute/account.h"
#include "connectors/maxcompute/maxcomputewriter.h"
#include "tunnel/compression.h"

#include <arrow/record_batch.h>

namespace sluice
{

namespace
{

// One lane's rows as a block of the tunnel holds them; the block ends with the rows.
class EncodingWriter final : public Writer
{
public:
    EncodingWriter(const WriteDestination &destination, RehearsalSink &sink)
        : m_destination(destination)
        , m_sink(sink)
    {
    }

    Done write(const Batch &batch, DirtySink &dirty, Stop stop) override
    {
        SLUICE_CHECK(stop.check());
        SLUICE_TRY(const PreparedRows prepared, m_destination.shape.prepare(batch, dirty));
        if (!prepared.rows || prepared.rows->num_rows() == 0)
            return {};
        if (!m_encoder)
            begin();
        SLUICE_CHECK(m_encoder->encode(*prepared.rows, m_rows));
        return send();
    }

    Result<Receipt> seal(Stop) override
    {
        if (!m_encoder)
            return Receipt();
        m_encoder->finish(m_rows);
        SLUICE_CHECK(send());
        if (m_compressor) {
            SLUICE_CHECK(m_compressor->finish(m_body));
            m_sink.count(qint64(m_body.size()));
            m_body.clear();
        }
        m_encoder.reset();
        return Receipt();
    }

private:
    void begin()
    {
        const Transfer &transfer = m_destination.parameters.transfer;
        m_encoder = transfer.encoder(m_destination.table.columns.columns, m_destination.shape.numbers());
        m_compressor = transfer.compression == Compression::Raw ? nullptr : Compressor::make(transfer.compression);
    }

    // Where a run would hand the bytes to its connection.
    Done send()
    {
        if (m_compressor)
            SLUICE_CHECK(m_compressor->write(m_rows, m_body));
        m_sink.count(qint64(m_compressor ? m_body.size() : m_rows.size()));
        m_body.clear();
        m_rows.clear();
        return {};
    }

    const WriteDestination &m_destination;
    RehearsalSink &m_sink;
    std::unique_ptr<RowEncoder> m_encoder;
    std::unique_ptr<Compressor> m_compressor;
    std::string m_rows;
    std::string m_body;
};

class TableRehearsal final : public RehearsalSink
{
public:
    explicit TableRehearsal(WriteDestination destination)
        : RehearsalSink(destination.shape.schema())
        , m_destination(std::move(destination))
    {
    }

    Result<std::unique_ptr<Writer>> writer(int) override
    {
        return std::unique_ptr<Writer>(std::make_unique<EncodingWriter>(m_destination, *this));
    }

private:
    const WriteDestination m_destination;
};

} // namespace

Result<std::unique_ptr<Sink>> openMaxComputeRehearsal(const OpenRequest &request, Stop stop)
{
    SLUICE_TRY(Account account, accountOf(request.source, request.step));
    Client client(std::move(account), probeTries, request.log);
    SLUICE_TRY(WriteDestination destination, findDestination(client, request, stop));
    return std::unique_ptr<Sink>(std::make_unique<TableRehearsal>(std::move(destination)));
}

} // namespace sluice
