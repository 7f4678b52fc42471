#pragma once

#include "tunnel/partitionspec.h"

namespace sluice
{

// Where incremental reading begins (FS-4 to FS-6). Partitions are in the order of their values, compared as texts level
// by level, so that month=10 comes before month=9. A value.
class PartitionStart
{
public:
    // A value for the top level, or for several from the top down: yyyy=2018,MM=09. Config error when the levels are
    // not the table's.
    static Result<PartitionStart> parse(const QString &text, const QStringList &partitionColumns);

    // The partitions at the start and behind it, in order.
    QList<PartitionSpec> from(const QList<PartitionSpec> &existing) const;

    const QString &text() const { return m_text; }

private:
    QString m_text;
    QStringList m_values;
};

// Whether `a` comes before `b`; both name all levels of a table in its order.
bool comesBefore(const PartitionSpec &a, const PartitionSpec &b);

// The first value that would have to be padded with zeros to sort as a number ("9"); null when there is none (FS-5).
QString unpaddedNumber(const PartitionSpec &spec);

} // namespace sluice
