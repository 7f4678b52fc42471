#pragma once

#include "faults/randomplan.h"
#include "maxcompute/warehousefixture.h"

namespace sluice
{

// Runs the plans' jobs against a local warehouse on as many threads as they have lanes, and knows what rows there must
// be afterwards. Rows are lines of text, sorted.
class FaultJobs
{
public:
    FaultJobs();

    // Makes the tables anew that the job changes. Without faults.
    void prepare(const RandomPlan &plan);
    // The job once. What it has read is in seen().
    Done run(const RandomPlan &plan);

    // What the job has read; for a job that writes, what its table holds.
    QStringList seen(const RandomPlan &plan);
    // The same before a job that writes, and after any that succeeds.
    const QStringList &before() const { return m_before; }
    const QStringList &after() const { return m_after; }

    WarehouseFixture &fixture() { return m_fixture; }

private:
    Done write(const QJsonObject &parameter);
    Done read(const QJsonObject &parameter, int lanes);
    Done define();
    void prepareRows(const RandomPlan &plan);
    void prepareChanges(const RandomPlan &plan);

    WarehouseFixture m_fixture;
    std::vector<Rows> m_rows; // to write, lane by lane
    QStringList m_given;      // what the readers' table holds
    QStringList m_read;
    QStringList m_before;
    QStringList m_after;
};

} // namespace sluice
