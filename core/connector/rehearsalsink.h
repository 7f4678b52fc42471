#pragma once

#include "connector/connector.h"

#include <atomic>

namespace sluice
{

// The sink of a rehearsal: its writers encode rows and drop what they made; only the bytes are counted. Bytes of all
// writers come together here.
class RehearsalSink : public Sink
{
public:
    explicit RehearsalSink(Schema schema)
        : m_schema(std::move(schema))
    {
    }
    const Schema &schema() const override { return m_schema; }
    // Counts the bytes of the values; connectors that encode rows have writers of their own.
    Result<std::unique_ptr<Writer>> writer(int lane) override;
    Done commit(qint64, const std::vector<Receipt> &, Stop) override { return {}; }
    void abort() override {}
    qint64 bytesSent() const override { return m_bytes; }

    void count(qint64 bytes) { m_bytes += bytes; }

private:
    const Schema m_schema;
    std::atomic<qint64> m_bytes = 0;
};

} // namespace sluice
