#include "warehouse/catalog/tablestate.h"

#include "base/nearest.h"

namespace sluice::warehouse
{

namespace
{

// One partition value in the form it is stored in: whole numbers without leading zeros.
Result<QString> canonical(const Column &column, const QString &value)
{
    if (!column.type.isInteger())
        return value;
    bool ok = false;
    const qint64 number = value.trimmed().toLongLong(&ok);
    if (!ok)
        return makeError(ErrorCode::Config,
                         QStringLiteral("Partition column \"%1\" is %2: \"%3\" is not a value of it.")
                             .arg(column.name, column.type.text(), value),
                         {}, QStringLiteral("InvalidPartitionSpec"));
    return QString::number(number);
}

std::optional<ClusterInfo> clusterInfo(const Definition &definition)
{
    if (definition.isDelta())
        return ClusterInfo{false, definition.keyNames(), {}, definition.buckets()};
    if (!definition.clustering)
        return std::nullopt;
    ClusterInfo info{definition.clustering->byRange, {}, {}, definition.clustering->buckets};
    for (const int id : definition.clustering->columns)
        info.columns.append(definition.columnOf(id));
    for (const auto &[id, descending] : definition.clustering->sortedBy)
        info.sortedBy.append({definition.columnOf(id), descending});
    return info;
}

} // namespace

QString idList(const std::vector<Segment> &segments)
{
    QStringList ids;
    for (const Segment &segment : segments)
        ids.append(QString::number(segment.id));
    return ids.join(QLatin1Char(','));
}

qint64 PartitionState::rows() const
{
    qint64 sum = 0;
    for (const Segment &segment : segments)
        sum += segment.rows;
    return sum;
}

qint64 PartitionState::bytes() const
{
    qint64 sum = 0;
    for (const Segment &segment : segments)
        sum += segment.bytes;
    return sum;
}

void TableState::put(PartitionState partition)
{
    const QStringList values = partition.values;
    partitions[values] = std::make_shared<const PartitionState>(std::move(partition));
}

Done TableState::checkStored() const
{
    if (definition.isStored())
        return {};
    const bool isView = definition.kind == TableKind::View;
    return makeError(ErrorCode::Unsupported,
                     QStringLiteral("%1 is %2: its rows cannot be loaded or downloaded. %3")
                         .arg(ref.text(), isView ? QStringLiteral("a view") : QStringLiteral("an external table"),
                              isView ? QStringLiteral("Read it by a query.")
                                     : QStringLiteral("The local warehouse keeps its definition only.")),
                     {}, QStringLiteral("InvalidArgument"));
}

TableInfo TableState::info() const
{
    TableInfo info;
    info.ref = ref;
    info.kind = definition.kind;
    info.viewText = definition.viewText;
    info.location = definition.location;
    info.storedBy = definition.storedBy;
    info.columns = definition.columns;
    info.partitionColumns = definition.partitionColumns;
    info.comment = definition.comment;
    info.lifecycle = definition.lifecycle;
    info.properties = definition.properties;
    info.columnIds = QList<qint64>(definition.columnIds.begin(), definition.columnIds.end());
    info.defaults = definition.defaults;
    info.schemaVersion = version;
    info.isTransactional = definition.isTransactional();
    info.primaryKey = definition.keyNames();
    info.cluster = clusterInfo(definition);
    if (const auto &given = definition.autoPartition)
        info.generatedPartition = GeneratedPartition{definition.columnOf(given->column), given->datePart};
    info.partialUpdates = definition.takesPartialUpdates();
    info.created = QDateTime::fromMSecsSinceEpoch(created, Qt::UTC);
    qint64 latest = modified;
    for (const auto &[values, partition] : partitions) {
        info.rows += partition->rows();
        info.bytes += partition->bytes();
        latest = std::max(latest, partition->modified);
    }
    info.modified = QDateTime::fromMSecsSinceEpoch(latest, Qt::UTC);
    return info;
}

PartitionSpec TableState::spec(const QStringList &values) const
{
    QList<QPair<QString, QString>> pairs;
    for (qsizetype i = 0; i < values.size(); ++i)
        pairs.append({definition.partitionColumns.columns[i].name, values[i]});
    return PartitionSpec(pairs);
}

bool TableState::isWithin(const QStringList &values, const PartitionSpec &spec) const
{
    return std::all_of(spec.values().begin(), spec.values().end(), [&](const auto &level) {
        const qsizetype i = definition.partitionColumns.indexOf(level.first);
        return i >= 0 && values[i] == level.second;
    });
}

PartitionInfo TableState::info(const PartitionState &partition) const
{
    PartitionInfo info;
    info.spec = spec(partition.values);
    info.created = QDateTime::fromMSecsSinceEpoch(partition.created, Qt::UTC);
    info.modified = QDateTime::fromMSecsSinceEpoch(partition.modified, Qt::UTC);
    info.rows = partition.rows();
    info.bytes = partition.bytes();
    return info;
}

Result<QStringList> TableState::values(const PartitionSpec &spec) const
{
    const auto &columns = definition.partitionColumns.columns;
    if (columns.isEmpty() && !spec.isEmpty())
        return makeError(ErrorCode::Config,
                         QStringLiteral("Table %1 is not partitioned: leave the partition out.").arg(ref.text()), {},
                         QStringLiteral("InvalidPartitionSpec"));
    QStringList values;
    for (const Column &column : columns) {
        const QString value = spec.value(column.name);
        if (value.isNull())
            return makeError(
                ErrorCode::Config,
                QStringLiteral("Table %1 is partitioned by %2: give a value for \"%3\".")
                    .arg(ref.text(), definition.partitionColumns.names().join(QStringLiteral(", ")), column.name),
                {}, spec.isEmpty() ? QStringLiteral("MissingPartitionSpec") : QStringLiteral("InvalidPartitionSpec"));
        SLUICE_TRY(const QString text, canonical(column, value));
        if (text.isEmpty() || text.size() > 255)
            return makeError(
                ErrorCode::Config,
                QStringLiteral("The value of partition column \"%1\" has 1 to 255 characters.").arg(column.name), {},
                QStringLiteral("InvalidPartitionSpec"));
        values.append(text);
    }
    if (spec.values().size() != columns.size())
        return makeError(
            ErrorCode::Config,
            QStringLiteral("Table %1 has no partition column \"%2\"; it is partitioned by %3.")
                .arg(ref.text(), spec.tunnelText(), definition.partitionColumns.names().join(QStringLiteral(", "))),
            {}, QStringLiteral("InvalidPartitionSpec"));
    return values;
}

Result<PartitionPtr> TableState::partition(const PartitionSpec &spec) const
{
    SLUICE_TRY(const QStringList wanted, values(spec));
    if (const auto found = partitions.find(wanted); found != partitions.end())
        return found->second;
    QStringList known;
    for (const auto &[values, partition] : partitions)
        known.append(values.join(QLatin1Char('/')));
    QString near = nearest(wanted.join(QLatin1Char('/')), known);
    if (!near.isEmpty())
        near = QStringLiteral(" Did you mean \"%1\"?").arg(near);
    return makeError(ErrorCode::NotFound,
                     QStringLiteral("Table %1 has no partition %2.%3").arg(ref.text(), spec.tunnelText(), near), {},
                     QStringLiteral("NoSuchPartition"));
}

} // namespace sluice::warehouse
