#include "connector/rehearsalsink.h"

#include <arrow/record_batch.h>

namespace sluice
{

namespace
{

class CountingWriter final : public Writer
{
public:
    explicit CountingWriter(RehearsalSink &sink)
        : m_sink(sink)
    {
    }

    Done write(const Batch &batch, DirtySink &, Stop stop) override
    {
        if (batch.rows)
            m_sink.count(batchBytes(*batch.rows));
        return stop.check();
    }
    Result<Receipt> seal(Stop) override { return Receipt(); }

private:
    RehearsalSink &m_sink;
};

} // namespace

Result<std::unique_ptr<Writer>> RehearsalSink::writer(int)
{
    return std::unique_ptr<Writer>(std::make_unique<CountingWriter>(*this));
}

} // namespace sluice
