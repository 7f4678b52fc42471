#include "widgets/run/traildialog.h"

#include "widgets/run/dirtymodel.h"
#include "widgets/run/figures.h"
#include "widgets/run/valuegrid.h"

#include <QHBoxLayout>

#include <algorithm>

namespace sluice
{

namespace
{

QString timeText(const QDateTime &at)
{
    return at.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString valueText(const DirtyValue &value)
{
    return value.isNull ? QStringLiteral("NULL") : shownValue(value.text);
}

QStringList rowOf(const FixChange &change)
{
    const QString rule = change.rule.isEmpty() ? TrailModel::tr("by hand") : change.rule;
    const QString row = change.row < 0 ? QStringLiteral("–") : grouped(change.row);
    switch (change.kind) {
    case FixChange::Kind::Drop:
        return {timeText(change.at), row, TrailModel::tr("whole row"), {}, TrailModel::tr("dropped"), rule};
    case FixChange::Kind::Restore:
        return {timeText(change.at), row, TrailModel::tr("whole row"), {}, TrailModel::tr("taken back"), rule};
    case FixChange::Kind::Text:
        return {timeText(change.at),  row, TrailModel::tr("whole row"), valueText(change.from),
                valueText(change.to), rule};
    default:
        return {timeText(change.at), row, change.column, valueText(change.from), valueText(change.to), rule};
    }
}

} // namespace

TrailModel::TrailModel(const DirtyTrail &trail, QObject *parent)
    : QAbstractTableModel(parent)
{
    for (const FixReplay &replay : trail.replays)
        m_rows.append({timeText(replay.at),
                       tr("%n row(s)", nullptr, int(replay.lines.size())),
                       {},
                       {},
                       tr("given to attempt %1").arg(replay.attempt),
                       tr("replay")});
    for (const FixChange &change : trail.changes)
        m_rows.append(rowOf(change));
    std::stable_sort(m_rows.begin(), m_rows.end(),
                     [](const QStringList &a, const QStringList &b) { return a[At] > b[At]; });
}

int TrailModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int TrailModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TrailModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return m_rows[index.row()][index.column()];
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (index.column() == Row ? Qt::AlignRight : Qt::AlignLeft));
    if (role == TextRole && index.column() != To)
        return int(sluice::Role::T2);
    return {};
}

QVariant TrailModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Row ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] = {tr("When"), tr("Row"), tr("Column"), tr("From"), tr("To"), tr("By")};
    return names[section];
}

TrailDialog::TrailDialog(const Appearance &look, const DirtyTrail &trail, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Trail of corrections"));
    resize(760, 420);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(new TextLabel(look, tr("Trail of corrections"), TextStyle::Section, Role::T1, this));
    auto *hint =
        new TextLabel(look, tr("Kept in the attempt's folder, in fixes.jsonl."), TextStyle::Dense, Role::T2, this);
    layout->addWidget(hint);
    auto *grid = makeValueGrid(look, tr("Trail of corrections"), this);
    grid->setModel(new TrailModel(trail, grid));
    fitColumns(*grid);
    grid->horizontalHeader()->setStretchLastSection(true);
    layout->addWidget(grid, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    auto *close = makeButton(tr("Close"), "primary", this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    buttons->addWidget(close);
    layout->addLayout(buttons);
}

} // namespace sluice
