#pragma once

#include "data/schema.h"
#include "tunnel/rowcodec.h"

#include <QByteArray>

#include <vector>

namespace sluice
{

// Rows as the Storage API takes them: a whole Arrow IPC stream, which IpcDecoder reads. All columns of the table
// travel. One thread at a time.
class IpcEncoder final : public RowEncoder
{
public:
    // `fields`: as ArrowEncoder has them. `codec`: of the buffers within the stream: "", "ZSTD" or "LZ4_FRAME". Config
    // when it is another.
    static Result<std::unique_ptr<IpcEncoder>> make(const Schema &table, const std::vector<uint32_t> &fields,
                                                    const QByteArray &codec);
    ~IpcEncoder() override;

    Done encode(const arrow::RecordBatch &rows, std::string &out) override;
    void finish(std::string &out) override;
    int64_t rows() const override;

private:
    struct Private;
    explicit IpcEncoder(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace sluice
