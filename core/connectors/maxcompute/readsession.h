#pragma once

#include "connectors/maxcompute/readplan.h"
#include "connectors/maxcompute/tunnelsession.h"

namespace sluice
{

struct RowRange;

// A snapshot of a table, of one of its partitions or of a query's result, which the service keeps for its readers.
// Immutable, shared by them.
class ReadSession
{
public:
    virtual ~ReadSession() = default;

    virtual const TunnelTarget &target() const = 0;
    // How many rows it has, in a fixed order; -1: only those who read the splits() will know.
    virtual qint64 rows() const = 0;
    virtual qint64 splits() const { return 0; }

    // Asks for the rows of a range behind the first `done`.
    virtual ServiceRequest request(const Client &client, const RowRange &range, qint64 done) const = 0;
    // What is around the stream that answers, for all that its head says.
    virtual Result<Compression> compression(const QByteArray &contentEncoding) const = 0;
    virtual std::unique_ptr<RowDecoder> decoder() const = 0;
};

// Rows of a session that one reader reads: either those at [start, start + count), or a split that the service made.
struct RowRange {
    std::shared_ptr<const ReadSession> session;
    qint64 start = 0;
    qint64 count = -1; // of a split nobody knows
    qint64 split = -1;
};

// Makes the snapshot, as the plan says, for about `wanted` readers. Conflict when the table no longer has the columns
// that it had when it was opened.
Result<std::shared_ptr<const ReadSession>> openReadSession(Client &client, std::shared_ptr<const ReadPlan> plan,
                                                           const TunnelTarget &target, int wanted, Stop stop);

// Conflict unless a session has the columns, of the types, that the plan takes from it.
Done checkColumns(const ReadPlan &plan, const Schema &session);

} // namespace sluice
