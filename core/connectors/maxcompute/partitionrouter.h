#pragma once

#include "connectors/maxcompute/writeshape.h"
#include "tunnel/partitionspec.h"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sluice
{

// Appends a partition's value as its name has it: integers and dates as SQL writes them. The value is not null.
void appendPartitionText(const arrow::Array &values, int64_t row, std::string &out);
// Why no partition can have this value; empty when one can.
QString whyNoPartition(std::string_view text);

// Finds the partition of each row. One lane's; one thread at a time.
class PartitionRouter
{
public:
    // `fixed`: the levels that are the same for all rows; `levels`: those below, which come with them.
    PartitionRouter(PartitionSpec fixed, QStringList levels);

    // `open` gives the number of a partition that is met for the first time.
    Done route(const PreparedRows &prepared, const std::function<Result<int>(const PartitionSpec &)> &open);
    // Of the rows that were routed last.
    const std::vector<int> &partitions() const { return m_partitions; }
    // Numbers given so far are of no use any more.
    void forget() { m_known.clear(); }

private:
    PartitionSpec specOf(std::string_view key) const;

    PartitionSpec m_fixed;
    QStringList m_levels;
    std::unordered_map<std::string, int> m_known; // by the levels' texts, each with a zero byte behind it
    std::vector<int> m_partitions;
};

} // namespace sluice
