#include "connectors/maxcompute/packs.h"

#include <arrow/record_batch.h>

#include <algorithm>

namespace sluice
{

PackSet::PackSet(PackTarget &target, const Account &account, Schema schema, std::vector<uint32_t> numbers,
                 Compression compression, PackLimits limits, Log *log)
    : m_target(target)
    , m_schema(std::move(schema))
    , m_numbers(std::move(numbers))
    , m_compression(compression)
    , m_limits(limits)
{
    for (int i = 0; i < std::max(limits.connections, 1); ++i)
        m_connections.push_back({std::make_unique<BodySender>(account, log), {}, 0});
}

Done PackSet::add(PackPlace place, const arrow::RecordBatch &rows, std::span<const int32_t> which, Stop stop)
{
    Pack &pack = m_packs[place];
    if (!pack.encoder) {
        pack.encoder = std::make_unique<RecordEncoder>(m_schema, m_numbers);
        pack.compressor = m_compression == Compression::Raw ? nullptr : Compressor::make(m_compression);
        pack.since = Stop::Clock::now();
    }
    std::string &to = pack.compressor ? m_rows : pack.body;
    const size_t before = to.size();
    SLUICE_CHECK(pack.encoder->encodeSome(rows, which, to));
    const qint64 added = qint64(to.size() - before);
    if (pack.compressor) {
        SLUICE_CHECK(pack.compressor->write(m_rows, pack.body));
        m_rows.clear();
    }
    pack.bytes += added;
    m_total += added;
    if (pack.bytes >= m_limits.packBytes)
        return send(place, stop);
    while (m_total >= m_limits.totalBytes) {
        const auto largest = std::max_element(m_packs.begin(), m_packs.end(), [](const auto &a, const auto &b) {
            return a.second.bytes < b.second.bytes;
        });
        SLUICE_CHECK(send(largest->first, stop));
    }
    return {};
}

Done PackSet::tend(Stop stop)
{
    if (m_limits.interval.count() > 0) {
        const auto now = Stop::Clock::now();
        std::vector<PackPlace> old;
        for (const auto &[place, pack] : m_packs)
            if (now - pack.since >= m_limits.interval)
                old.push_back(place);
        for (const PackPlace place : old)
            SLUICE_CHECK(send(place, stop));
    }
    for (Connection &connection : m_connections)
        if (connection.sender->isBusy())
            SLUICE_CHECK(connection.sender->push(stop));
    return {};
}

Done PackSet::settle(Stop stop)
{
    SLUICE_CHECK(tend(stop));
    return awaitAll(stop);
}

Done PackSet::flush(Stop stop)
{
    while (!m_packs.empty())
        SLUICE_CHECK(send(m_packs.begin()->first, stop));
    return awaitAll(stop);
}

Done PackSet::send(PackPlace place, Stop stop)
{
    Pack pack = std::move(m_packs[place]);
    m_packs.erase(place);
    m_total -= pack.bytes;
    pack.encoder->finish(pack.compressor ? m_rows : pack.body);
    if (pack.compressor) {
        SLUICE_CHECK(pack.compressor->write(m_rows, pack.body));
        SLUICE_CHECK(pack.compressor->finish(pack.body));
        m_rows.clear();
    }
    SLUICE_TRY(Connection * connection, connectionFor(place, stop));
    connection->place = place;
    connection->rows = pack.encoder->rows();
    SLUICE_TRY(ServiceRequest request,
               m_target.packRequest(connection->sender->client(), place, connection->rows, stop));
    SLUICE_CHECK(connection->sender->start(std::move(request), std::move(pack.body)));
    return connection->sender->push(stop);
}

// A free connection; the place's earlier pack has arrived then.
Result<PackSet::Connection *> PackSet::connectionFor(PackPlace place, Stop stop)
{
    for (Connection &connection : m_connections)
        if (connection.sender->isBusy() && connection.place == place) {
            SLUICE_CHECK(await(connection, stop));
            return &connection;
        }
    for (Connection &connection : m_connections)
        if (!connection.sender->isBusy())
            return &connection;
    Connection &oldest = m_connections[m_next];
    m_next = (m_next + 1) % m_connections.size();
    SLUICE_CHECK(await(oldest, stop));
    return &oldest;
}

Done PackSet::awaitAll(Stop stop)
{
    for (Connection &connection : m_connections)
        SLUICE_CHECK(await(connection, stop));
    return {};
}

Done PackSet::await(Connection &connection, Stop stop)
{
    if (!connection.sender->isBusy())
        return {};
    Done sent = connection.sender->finish(stop);
    for (int sendings = 1; !sent; ++sendings) {
        SLUICE_TRY(ServiceRequest request, m_target.packRefused(connection.sender->client(), connection.place,
                                                                connection.rows, sent.error(), sendings, stop));
        SLUICE_CHECK(connection.sender->startAgain(std::move(request)));
        sent = connection.sender->finish(stop);
    }
    m_target.packTaken(connection.place, connection.rows, qint64(connection.sender->body().size()), *connection.sender);
    return {};
}

} // namespace sluice
