#pragma once

#include "connectors/maxcompute/bodysender.h"
#include "tunnel/compression.h"
#include "tunnel/recordcodec.h"

#include <arrow/type_fwd.h>

#include <map>
#include <span>

namespace sluice
{

// Where a pack of rows goes: a partition of the run, as its target numbers them, and a bucket of it (0: it has none).
struct PackPlace {
    int partition = 0;
    int bucket = 0;
    friend auto operator<=>(const PackPlace &, const PackPlace &) = default;
};

// What answers for the places: it makes the requests that packs are sent with. Called by the lanes' threads.
class PackTarget
{
public:
    virtual ~PackTarget() = default;
    virtual Result<ServiceRequest> packRequest(const Client &client, PackPlace place, qint64 rows, Stop stop) = 0;
    // What a refused pack is to be sent with instead, when that helps; else the error. `sendings`: how often it was
    // sent.
    virtual Result<ServiceRequest> packRefused(const Client &, PackPlace, qint64 /*rows*/, const Error &error,
                                               int /*sendings*/, Stop)
    {
        return error;
    }
    // The pack is with the server.
    virtual void packTaken(PackPlace place, qint64 rows, qint64 bytes, const BodySender &sender) = 0;
};

struct PackLimits {
    qint64 packBytes = 0;                  // a pack of this size is sent
    qint64 totalBytes = 0;                 // when all packs together reach this, the largest is sent
    std::chrono::milliseconds interval{0}; // a pack is sent when its first row is this old; 0: never for its age
    int connections = 1;                   // packs under way at the same time
};

// Rows on their way to several places at once, as records: a pack for each place grows until it is sent. Packs of one
// place arrive in the order they were filled. One lane's; one thread at a time.
class PackSet
{
public:
    PackSet(PackTarget &target, const Account &account, Schema schema, std::vector<uint32_t> numbers,
            Compression compression, PackLimits limits, Log *log);

    // Adds some rows of a batch, which has the schema.
    Done add(PackPlace place, const arrow::RecordBatch &rows, std::span<const int32_t> which, Stop stop);
    // Sends what is old enough, and lets connections take what they can.
    Done tend(Stop stop);
    // The same while no rows come: what is under way arrives, if it must be sent again for that.
    Done settle(Stop stop);
    // Sends all and waits until the server has it.
    Done flush(Stop stop);

private:
    struct Pack {
        std::unique_ptr<RecordEncoder> encoder;
        std::unique_ptr<Compressor> compressor;
        std::string body;
        qint64 bytes = 0; // of the rows, before compression
        Stop::Clock::time_point since;
    };
    struct Connection {
        std::unique_ptr<BodySender> sender;
        PackPlace place;
        qint64 rows = 0;
    };
    Done send(PackPlace place, Stop stop);
    Done await(Connection &connection, Stop stop);
    Done awaitAll(Stop stop);
    Result<Connection *> connectionFor(PackPlace place, Stop stop);

    PackTarget &m_target;
    Schema m_schema;
    std::vector<uint32_t> m_numbers;
    Compression m_compression;
    PackLimits m_limits;
    std::map<PackPlace, Pack> m_packs;
    std::vector<Connection> m_connections;
    size_t m_next = 0; // of the connections: the one that was begun longest ago
    qint64 m_total = 0;
    std::string m_rows; // encoded, not compressed yet
};

} // namespace sluice
