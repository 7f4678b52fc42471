#include "widgets/source/sourcemodel.h"

#include "task/sourcehalf.h"

#include <QLocale>
#include <QUrl>

namespace sluice
{

namespace
{

constexpr qsizetype shownUsers = 20;

QString stateText(SourceStatus::State state)
{
    switch (state) {
    case SourceStatus::State::Connected:
        return SourceModel::tr("Connected");
    case SourceStatus::State::Failed:
        return SourceModel::tr("Failed");
    case SourceStatus::State::Untested:
        break;
    }
    return SourceModel::tr("Not tested");
}

QString dateText(const QDateTime &at)
{
    const QDateTime local = at.toLocalTime();
    return local.date() == QDate::currentDate() ? QLocale().toString(local.time(), QStringLiteral("HH:mm"))
                                                : QLocale().toString(local.date(), QStringLiteral("yyyy-MM-dd"));
}

QString whereOf(const DataSource &source, const OptionSpecs &options, const QString &warehouse)
{
    if (source.local)
        return warehouse.isEmpty()
                   ? SourceModel::tr("this workspace's warehouse, on this computer")
                   : SourceModel::tr("this workspace's warehouse, on %1").arg(QUrl(warehouse).authority());
    const QString development = placeInWords(source.values, options);
    if (!source.production)
        return development;
    return SourceModel::tr("%1; production: %2").arg(development, placeInWords(*source.production, options));
}

} // namespace

QString statusText(const SourceStatus &status)
{
    return status.at.isValid() && status.state != SourceStatus::State::Untested
               ? QStringLiteral("%1, %2").arg(stateText(status.state), dateText(status.at))
               : stateText(status.state);
}

Result<QList<SourceEntry>> SourceModel::read(const SourceStore &sources, const SourceKeeper &keeper,
                                             const QString &warehouse)
{
    SLUICE_TRY(const QList<DataSource> all, sources.list());
    QList<SourceEntry> entries;
    for (const DataSource &source : all) {
        const ConnectorInfo *info = keeper.type(source.type);
        entries.append({.source = source,
                        .type = info ? info->title : source.type,
                        .where = whereOf(source, info ? info->sourceOptions : OptionSpecs(), warehouse),
                        .development = sources.status(source, SourceHalf::Development),
                        .production = sources.status(source, SourceHalf::Production)});
    }
    return entries;
}

// Keeps the rows where they are when only what they say has changed, so that the selection stays.
void SourceModel::setEntries(const QList<SourceEntry> &entries)
{
    const auto namesOf = [](const QList<SourceEntry> &of) {
        QStringList names;
        for (const SourceEntry &entry : of)
            names.append(entry.source.name);
        return names;
    };
    if (namesOf(entries) == namesOf(m_entries)) {
        m_entries = entries;
        if (!m_entries.isEmpty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_entries = entries;
    endResetModel();
}

void SourceModel::setUsers(const QMap<QString, QStringList> &users)
{
    m_users = users;
    m_usersKnown = true;
    if (!m_entries.isEmpty())
        Q_EMIT dataChanged(index(0, UsedBy), index(rowCount() - 1, UsedBy));
}

void SourceModel::setTesting(const QSet<QString> &names)
{
    m_testing = names;
    if (!m_entries.isEmpty())
        Q_EMIT dataChanged(index(0, Status), index(rowCount() - 1, Status));
}

const SourceEntry *SourceModel::entry(const QString &name) const
{
    const int row = rowOf(name);
    return row < 0 ? nullptr : &m_entries[row];
}

int SourceModel::rowOf(const QString &name) const
{
    for (qsizetype row = 0; row < m_entries.size(); ++row)
        if (m_entries[row].source.name == name)
            return int(row);
    return -1;
}

int SourceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int SourceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString SourceModel::text(const SourceEntry &entry, int column) const
{
    const QString &name = entry.source.name;
    switch (column) {
    case Name:
        return name;
    case Type:
        return entry.type;
    case Status:
        if (m_testing.contains(name))
            return tr("Testing…");
        return entry.source.production
                   ? tr("%1; production: %2").arg(statusText(entry.development), statusText(entry.production))
                   : statusText(entry.development);
    case UsedBy: {
        if (!m_usersKnown)
            return QStringLiteral("…");
        const int tasks = int(m_users.value(name).size());
        return tasks == 0 ? tr("no task") : tr("%n task(s)", nullptr, tasks);
    }
    default:
        return entry.where;
    }
}

QString SourceModel::toolTip(const SourceEntry &entry, int column) const
{
    if (column == UsedBy) {
        const QStringList users = m_users.value(entry.source.name);
        return users.mid(0, shownUsers).join(u'\n') +
               (users.size() > shownUsers ? tr("\n… and %1 more").arg(users.size() - shownUsers) : QString());
    }
    if (column == Status)
        return entry.source.production && !entry.production.summary.isEmpty()
                   ? tr("Development: %1\nProduction: %2").arg(entry.development.summary, entry.production.summary)
                   : entry.development.summary;
    return column == Name ? entry.source.description : text(entry, column);
}

Glyph SourceModel::glyph(const SourceEntry &entry) const
{
    if (m_testing.contains(entry.source.name))
        return Glyph::Running;
    using State = SourceStatus::State;
    const State states[] = {entry.development.state, entry.production.state};
    const auto any = [&](State state) { return states[0] == state || states[1] == state; };
    return any(State::Failed) ? Glyph::Failed : any(State::Untested) ? Glyph::NotReached : Glyph::Done;
}

QVariant SourceModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_entries.size())
        return {};
    const SourceEntry &entry = m_entries[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, index.column());
    case Qt::ToolTipRole:
        return toolTip(entry, index.column());
    case GlyphRole:
        return int(glyph(entry));
    case SourceNameRole:
        return entry.source.name;
    case FilterRole:
        return QStringList{entry.source.name, entry.type, entry.source.type, entry.where, entry.source.description}
            .join(u' ');
    default:
        return {};
    }
}

QVariant SourceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Type:
        return tr("Type");
    case Status:
        return tr("Status");
    case UsedBy:
        return tr("Used by");
    default:
        return tr("Where");
    }
}

} // namespace sluice
