#include "widgets/run/dirtymodel.h"

#include "data/utf8.h"
#include "widgets/run/figures.h"
#include "widgets/run/valuegrid.h"

#include <algorithm>

namespace sluice
{

namespace
{

constexpr qsizetype longestValue = 2000;
constexpr qsizetype mostCauses = 100;

QString stateText(const FixedRow &row)
{
    switch (row.state) {
    case FixState::Rejected:
        return row.came.form == DirtyRecord::Form::Lost ? DirtyModel::tr("not kept") : DirtyModel::tr("rejected");
    case FixState::Fixed:
        return DirtyModel::tr("fixed");
    case FixState::Dropped:
        return DirtyModel::tr("dropped");
    case FixState::Replaying:
        return DirtyModel::tr("on its way");
    case FixState::Replayed:
        return DirtyModel::tr("replayed");
    }
    return {};
}

} // namespace

QString shownValue(const QByteArray &bytes)
{
    if (firstInvalidUtf8({bytes.data(), size_t(bytes.size())}) < 0) {
        const QString text = QString::fromUtf8(bytes);
        return text.size() > longestValue ? text.left(longestValue) + u'…' : text;
    }
    return QStringLiteral("0x") + QString::fromLatin1(bytes.left(longestValue / 2).toHex());
}

void DirtyModel::setSet(std::shared_ptr<DirtySet> set)
{
    if (m_set && set && m_set->rows().size() == set->rows().size()) {
        m_set = std::move(set); // the same rows, corrected: what is selected and edited stays so
        return touched();
    }
    m_set = std::move(set);
    reset();
}

void DirtyModel::reset()
{
    beginResetModel();
    m_shown.clear();
    m_seen = 0;
    for (; m_set && m_seen < m_set->rows().size(); ++m_seen)
        if (matches(m_set->rows()[m_seen]))
            m_shown.push_back(m_seen);
    endResetModel();
}

void DirtyModel::appended()
{
    std::vector<size_t> fresh;
    for (; m_seen < m_set->rows().size(); ++m_seen)
        if (matches(m_set->rows()[m_seen]))
            fresh.push_back(m_seen);
    if (fresh.empty())
        return;
    beginInsertRows({}, int(m_shown.size()), int(m_shown.size() + fresh.size()) - 1);
    m_shown.insert(m_shown.end(), fresh.begin(), fresh.end());
    endInsertRows();
}

void DirtyModel::touched()
{
    if (!m_shown.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void DirtyModel::setCause(const QString &cause)
{
    if (m_cause == cause)
        return;
    m_cause = cause;
    reset();
}

void DirtyModel::setEditable(bool editable)
{
    m_editable = editable;
}

bool DirtyModel::matches(const FixedRow &row) const
{
    return m_cause.isEmpty() || row.came.cause == m_cause;
}

int DirtyModel::valueColumns() const
{
    return m_set ? int(m_set->columns().reader.size()) : 0;
}

int DirtyModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

int DirtyModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_set ? 0 : lineColumn() + 1;
}

QVariant DirtyModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const FixedRow &shown = row(index.row());
    if (index.column() == State)
        return stateData(shown, role);
    if (index.column() == lineColumn())
        return lineData(shown, role);
    if (index.column() >= FirstValue)
        return valueData(shown, index.column() - FirstValue, role);
    switch (role) {
    case Qt::DisplayRole:
        return shown.came.row < 0 ? QStringLiteral("–") : grouped(shown.came.row);
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | Qt::AlignRight);
    case TextRole:
        return int(sluice::Role::T2);
    case Qt::ToolTipRole:
        return shown.came.reason;
    default:
        return {};
    }
}

QVariant DirtyModel::stateData(const FixedRow &row, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return stateText(row);
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    case TextRole:
        return int(row.state == FixState::Fixed || row.state == FixState::Replayed ? sluice::Role::Ok
                   : row.state == FixState::Replaying                              ? sluice::Role::Running
                                                                                   : sluice::Role::T2);
    case Qt::ToolTipRole:
        return row.replay.isEmpty() ? row.came.reason : tr("Given to attempt %1").arg(row.replay);
    default:
        return {};
    }
}

QVariant DirtyModel::valueData(const FixedRow &row, int column, int role) const
{
    const bool known = size_t(column) < row.values.size();
    const DirtyValue value = known ? row.values[size_t(column)] : DirtyValue();
    const auto fault = row.faults.constFind(column);
    const bool faulty = fault != row.faults.constEnd();
    const bool typed = known && (row.typed[size_t(column)] || row.textTyped);
    switch (role) {
    case Qt::DisplayRole:
        return value.isNull ? QStringLiteral("NULL") : shownValue(value.text);
    case Qt::EditRole:
        return value.isNull ? QString() : QString::fromUtf8(value.text);
    case Qt::ToolTipRole:
        if (faulty)
            return *fault;
        return typed && size_t(column) < row.came.values.size()
                   ? tr("It came as %1")
                         .arg(row.came.values[size_t(column)].isNull
                                  ? QStringLiteral("NULL")
                                  : u'"' + shownValue(row.came.values[size_t(column)].text) + u'"')
                   : QString();
    case IsNullRole:
        return value.isNull;
    case FillRole:
        return row.state == FixState::Dropped ? QVariant()
               : faulty                       ? QVariant(int(sluice::Role::ErrorSoft))
               : typed                        ? QVariant(int(sluice::Role::OkSoft))
                                              : QVariant();
    case TextRole:
        return row.state == FixState::Dropped ? QVariant(int(sluice::Role::T3))
               : faulty                       ? QVariant(int(sluice::Role::Error))
               : typed                        ? QVariant(int(sluice::Role::Ok))
                                              : QVariant();
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter |
                   (isNumber(m_set->columns().writer.columns[column].type) ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

// The line of a row that was not taken apart, or what is left of a row that was not kept.
QVariant DirtyModel::lineData(const FixedRow &row, int role) const
{
    const bool isLine = row.came.form == DirtyRecord::Form::Text;
    const bool lost = row.came.form == DirtyRecord::Form::Lost;
    const QByteArray text = isLine ? row.text : lost ? row.came.raw : QByteArray();
    const QString whole = row.faults.value(FixedRow::whole);
    switch (role) {
    case Qt::DisplayRole:
        return shownValue(text);
    case Qt::EditRole:
        return QString::fromUtf8(text);
    case Qt::ToolTipRole:
        return lost ? tr("Only this was kept of the row. Correct it at the source.") : whole;
    case FillRole:
        return row.state == FixState::Dropped || text.isEmpty() ? QVariant()
               : !whole.isEmpty()                               ? QVariant(int(sluice::Role::ErrorSoft))
               : row.textTyped                                  ? QVariant(int(sluice::Role::OkSoft))
                                                                : QVariant();
    case TextRole:
        return whole.isEmpty() ? QVariant(int(row.textTyped ? sluice::Role::Ok : sluice::Role::T2))
                               : QVariant(int(sluice::Role::Error));
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    default:
        return {};
    }
}

bool DirtyModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable))
        return false;
    if (value.toString() == data(index, Qt::EditRole).toString() && !data(index, IsNullRole).toBool())
        return false;
    if (data(index, IsNullRole).toBool() && value.toString().isEmpty())
        return false; // opened and left as it was
    if (index.column() == lineColumn())
        Q_EMIT lineEdited(place(index.row()), value.toString());
    else
        Q_EMIT valueEdited(place(index.row()), index.column() - FirstValue, value.toString());
    return true;
}

Qt::ItemFlags DirtyModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (!index.isValid() || !m_editable || index.column() < FirstValue || !row(index.row()).isOpen())
        return flags;
    const FixedRow &shown = row(index.row());
    const bool editable = index.column() == lineColumn() ? shown.came.form == DirtyRecord::Form::Text
                                                         : size_t(index.column() - FirstValue) < shown.values.size();
    return editable ? flags | Qt::ItemIsEditable : flags;
}

QVariant DirtyModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || !m_set)
        return {};
    const int column = section - FirstValue;
    const bool isValue = column >= 0 && section < lineColumn();
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter |
                   (section == Row || (isValue && isNumber(m_set->columns().writer.columns[column].type))
                        ? Qt::AlignRight
                        : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    if (section == Row)
        return tr("Row");
    if (section == State)
        return tr("State");
    if (!isValue)
        return tr("Line as it came");
    return QString(m_set->columns().reader.columns[column].name + u'\n' +
                   m_set->columns().writer.columns[column].type.text());
}

void CauseModel::count(const DirtySet *set)
{
    beginResetModel();
    m_causes.clear();
    m_total = set ? int(set->rows().size()) : 0;
    QHash<QString, qsizetype> places;
    for (size_t i = 0; set && i < set->rows().size(); ++i) {
        const FixedRow &row = set->rows()[i];
        auto known = places.constFind(row.came.cause);
        if (known == places.constEnd()) {
            if (m_causes.size() >= mostCauses)
                continue;
            known = places.insert(row.came.cause, m_causes.size());
            m_causes.append({row.came.cause, 0, 0, {}, shownValue(row.came.raw)});
        }
        Cause &cause = m_causes[*known];
        ++cause.count;
        cause.open += row.state == FixState::Rejected;
        if (!row.came.column.isEmpty() && !cause.columns.contains(row.came.column))
            cause.columns.append(row.came.column);
    }
    std::stable_sort(m_causes.begin(), m_causes.end(),
                     [](const Cause &a, const Cause &b) { return a.count > b.count; });
    endResetModel();
}

QString CauseModel::example(const QString &cause) const
{
    for (const Cause &known : m_causes)
        if (cause.isEmpty() || known.text == cause)
            return known.example;
    return {};
}

QStringList CauseModel::columns(const QString &cause) const
{
    QStringList columns;
    for (const Cause &known : m_causes)
        if (cause.isEmpty() || known.text == cause)
            for (const QString &column : known.columns)
                if (!columns.contains(column))
                    columns.append(column);
    return columns;
}

int CauseModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || m_causes.isEmpty() ? 0 : int(m_causes.size()) + 1;
}

QVariant CauseModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (index.row() == 0) {
        switch (role) {
        case Qt::DisplayRole:
            return tr("All causes");
        case CauseRole:
            return QString();
        case CountRole:
            return m_total;
        case ColumnsRole:
            return tr("%n cause(s)", nullptr, int(m_causes.size()));
        default:
            return {};
        }
    }
    const Cause &cause = m_causes[index.row() - 1];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case CauseRole:
        return cause.text;
    case CountRole:
        return cause.count;
    case ColumnsRole: {
        const QString columns = cause.columns.isEmpty()     ? tr("whole row")
                                : cause.columns.size() == 1 ? cause.columns.front()
                                                            : tr("%n columns", nullptr, int(cause.columns.size()));
        if (cause.open < cause.count)
            return tr("%1, %2 left").arg(columns, grouped(cause.open));
        return cause.example.isEmpty() ? columns : QStringLiteral("%1, \"%2\"").arg(columns, cause.example.left(24));
    }
    default:
        return {};
    }
}

} // namespace sluice
