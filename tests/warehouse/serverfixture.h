#pragma once

#include "serviceclient.h"
#include "warehouse/server.h"
#include "warehouse/server/faultplan.h"

#include <QMutex>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

// Keeps the lines of a log.
class MemoryLog final : public sluice::Log
{
public:
    void write(sluice::LogLevel, const QString &line) override
    {
        const QMutexLocker locker(&m_mutex);
        m_lines.append(line);
    }
    QStringList lines() const
    {
        const QMutexLocker locker(&m_mutex);
        return m_lines;
    }

private:
    mutable QMutex m_mutex;
    QStringList m_lines;
};

// A warehouse with a project "demo" in a folder of its own, and a server on it.
struct ServerFixture {
    QTemporaryDir folder;
    MemoryLog log;
    std::unique_ptr<sluice::warehouse::Warehouse> warehouse;
    std::shared_ptr<sluice::warehouse::FaultPlan> faults = std::make_shared<sluice::warehouse::FaultPlan>();
    std::unique_ptr<sluice::warehouse::Server> server;

    bool open();
    void close();
    ServiceClient client() const { return {server->port(), "ak", "sk-secret"}; }
};
