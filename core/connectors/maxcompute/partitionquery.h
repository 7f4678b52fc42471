#pragma once

#include "tunnel/partitionspec.h"

#include <memory>

namespace sluice
{

// A predicate over partition columns, as it stands behind "/*query*/": pt>=20170101 and pt<20170110 (MR-5).
// Comparisons = != <> < <= > >=, joined by and, or, not and parentheses. Where both sides are whole numbers they are
// compared as numbers, else as texts. A value; cheap to copy.
class PartitionQuery
{
public:
    // Config error with the position. `columns` are the table's partition columns.
    static Result<PartitionQuery> parse(const QString &text, const QStringList &columns);

    bool matches(const PartitionSpec &partition) const;

    struct Node;

private:
    std::shared_ptr<const Node> m_root;
};

} // namespace sluice
