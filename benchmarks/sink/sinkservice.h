#pragma once

#include "sink/preparedstreams.h"
#include "sink/sinkconnection.h"

#include <QJsonObject>

#include <set>

namespace sluice
{

// As much of MaxCompute as a client needs to move common rows: a project "demo" whose every table has them, and for
// every name ending in "_delta" a primary key and buckets. Blocks of uploads are taken and forgotten; a download of any
// range is a stream of as many rows. Nothing is signed, nothing is kept. Thread-safe.
class SinkService
{
public:
    // `rows`: what a table claims to hold. `address`: host:port, where the tunnel is as well.
    SinkService(int64_t rows, QByteArray address);

    SinkAnswer answer(const SinkRequest &request);

private:
    SinkAnswer project() const;
    SinkAnswer table(const QString &name) const;
    SinkAnswer upload(const SinkRequest &request);
    SinkAnswer download(const SinkRequest &request);
    SinkAnswer upserts(const SinkRequest &request) const;

    int64_t m_rows;
    QByteArray m_address;
    PreparedStreams m_streams;
    std::mutex m_mutex;
    std::map<QByteArray, std::set<int>> m_uploads;
};

} // namespace sluice
