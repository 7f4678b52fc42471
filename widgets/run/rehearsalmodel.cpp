#include "widgets/run/rehearsalmodel.h"

#include "widgets/run/figures.h"
#include "widgets/run/valuegrid.h"

namespace sluice
{

void RehearsalModel::setRehearsal(Rehearsal rehearsal)
{
    beginResetModel();
    m_rehearsal = std::move(rehearsal);
    filter();
    endResetModel();
}

void RehearsalModel::setShow(Show show)
{
    beginResetModel();
    m_show = show;
    filter();
    endResetModel();
}

void RehearsalModel::filter()
{
    m_shown.clear();
    for (qsizetype i = 0; i < m_rehearsal.rows.size(); ++i) {
        const RehearsedRow &row = m_rehearsal.rows[i];
        const bool dirty = !row.reason.isEmpty();
        const bool changed =
            row.verdicts.contains(CellVerdict::Narrowed) || row.verdicts.contains(CellVerdict::Reformatted);
        if (m_show == Show::All || (m_show == Show::Dirty && dirty) || (m_show == Show::Changed && changed))
            m_shown.append(i);
    }
}

int RehearsalModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

int RehearsalModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() || m_rehearsal.writer.columns.isEmpty() ? 0 : int(m_rehearsal.writer.size()) + 1;
}

QVariant RehearsalModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const RehearsedRow &seen = row(index.row());
    if (index.column() > 0)
        return cell(seen, index.column() - 1, role);
    switch (role) {
    case Qt::DisplayRole:
        return seen.number < 0 ? QStringLiteral("–") : grouped(seen.number);
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | Qt::AlignRight);
    case TextRole:
        return int(Role::T2);
    case Qt::ToolTipRole:
        return seen.reason;
    default:
        return {};
    }
}

QVariant RehearsalModel::cell(const RehearsedRow &row, int column, int role) const
{
    const bool dirty = !row.reason.isEmpty();
    const bool whole = row.before.isEmpty(); // a line that no row could be made of
    const CellVerdict verdict = row.verdicts.value(column, CellVerdict::Same);
    const QString value = whole   ? (column == 0 ? row.text : QStringLiteral(""))
                          : dirty ? row.before.value(column)
                                  : row.after.value(column);
    switch (role) {
    case Qt::DisplayRole:
        return value.isNull() ? QStringLiteral("NULL") : value;
    case Qt::ToolTipRole:
        return story(row, column);
    case IsNullRole:
        return value.isNull();
    case FillRole:
        if (verdict == CellVerdict::Dirty || whole)
            return int(Role::ErrorSoft);
        return verdict == CellVerdict::Narrowed ? QVariant(int(Role::WarnSoft)) : QVariant();
    case TextRole:
        if (verdict == CellVerdict::Dirty || whole)
            return int(Role::Error);
        return verdict == CellVerdict::Narrowed ? QVariant(int(Role::Warn))
               : dirty                          ? QVariant(int(Role::T3))
                                                : QVariant();
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter |
                   (!whole && isNumber(m_rehearsal.writer.columns[column].type) ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

// What a pointer over the cell is told.
QString RehearsalModel::story(const RehearsedRow &row, int column) const
{
    const auto quoted = [](const QString &text) {
        return text.isNull() ? QStringLiteral("NULL") : u'"' + text.left(500) + u'"';
    };
    if (row.before.isEmpty())
        return tr("No row could be made of this line: %1").arg(row.reason);
    if (!row.reason.isEmpty())
        return row.verdicts.value(column) == CellVerdict::Dirty
                   ? tr("%1 does not arrive: %2").arg(quoted(row.before.value(column)), row.reason)
                   : tr("The row does not arrive: %1").arg(row.reason);
    if (column >= row.before.size())
        return tr("No column of the source: NULL");
    const QString before = quoted(row.before[column]), after = quoted(row.after.value(column));
    switch (row.verdicts.value(column)) {
    case CellVerdict::Narrowed:
        return tr("%1 → %2: something is lost").arg(before, after);
    case CellVerdict::Reformatted:
        return tr("%1 → %2: the same value, written differently").arg(before, after);
    default:
        return tr("%1, unchanged").arg(before);
    }
}

QVariant RehearsalModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return {};
    if (role == Qt::DisplayRole) {
        if (section == 0)
            return tr("Row");
        const Column &column = m_rehearsal.writer.columns[section - 1];
        const QString from =
            section <= m_rehearsal.reader.size() ? m_rehearsal.reader.columns[section - 1].type.text() : QString();
        const QString to = column.type.text();
        return QString(column.name + u'\n' + (from.isEmpty() || from == to ? to : from + QStringLiteral(" → ") + to));
    }
    if (role == Qt::TextAlignmentRole)
        return int(
            Qt::AlignVCenter |
            (section == 0 || isNumber(m_rehearsal.writer.columns[section - 1].type) ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

} // namespace sluice
