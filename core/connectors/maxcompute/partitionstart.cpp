#include "connectors/maxcompute/partitionstart.h"

#include <QStringList>

#include <algorithm>

namespace sluice
{

namespace
{

QStringList valuesOf(const PartitionSpec &partition)
{
    QStringList values;
    for (const auto &[name, value] : partition.values())
        values.append(value);
    return values;
}

} // namespace

Result<PartitionStart> PartitionStart::parse(const QString &text, const QStringList &partitionColumns)
{
    SLUICE_TRY(const PartitionSpec spec, PartitionSpec::parse(text));
    const QStringList names = spec.names();
    for (qsizetype i = 0; i < names.size(); ++i)
        if (i >= partitionColumns.size() || names[i].compare(partitionColumns[i], Qt::CaseInsensitive) != 0)
            return makeError(ErrorCode::Config,
                             QStringLiteral("The start \"%1\" does not follow the levels of the table: %2. Name them "
                                            "from the top down.")
                                 .arg(text.left(200), partitionColumns.join(QStringLiteral(", "))));
    PartitionStart start;
    start.m_text = spec.tunnelText();
    start.m_values = valuesOf(spec);
    return start;
}

QList<PartitionSpec> PartitionStart::from(const QList<PartitionSpec> &existing) const
{
    QList<PartitionSpec> partitions;
    for (const PartitionSpec &partition : existing)
        if (valuesOf(partition).mid(0, m_values.size()) >= m_values)
            partitions.append(partition);
    std::sort(partitions.begin(), partitions.end(), comesBefore);
    return partitions;
}

bool comesBefore(const PartitionSpec &a, const PartitionSpec &b)
{
    return valuesOf(a) < valuesOf(b);
}

QString unpaddedNumber(const PartitionSpec &spec)
{
    for (const auto &[name, value] : spec.values())
        if (value.size() == 1 && value[0].isDigit())
            return value;
    return {};
}

} // namespace sluice
