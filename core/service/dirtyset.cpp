#include "service/dirtyset.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>

#include <algorithm>

namespace sluice
{

QString fixStateName(FixState state)
{
    switch (state) {
    case FixState::Rejected:
        return QStringLiteral("rejected");
    case FixState::Fixed:
        return QStringLiteral("fixed");
    case FixState::Dropped:
        return QStringLiteral("dropped");
    case FixState::Replaying:
        return QStringLiteral("replaying");
    case FixState::Replayed:
        return QStringLiteral("replayed");
    }
    return {};
}

DirtySet::DirtySet(DirtyColumns columns, DirtyTrail trail, const QMap<QString, ReplayOutcome> &replays)
    : m_columns(std::move(columns))
    , m_trail(std::move(trail))
    , m_replays(replays)
{
}

FixedRow *DirtySet::find(qint64 line)
{
    const auto found = std::lower_bound(m_rows.begin(), m_rows.end(), line,
                                        [](const FixedRow &row, qint64 wanted) { return row.came.line < wanted; });
    return found != m_rows.end() && found->came.line == line ? &*found : nullptr;
}

Done DirtySet::append(std::vector<DirtyRecord> records)
{
    const size_t first = m_rows.size();
    for (DirtyRecord &record : records) {
        if (isFull())
            break;
        FixedRow row;
        row.values = record.values;
        row.typed.resize(row.values.size());
        row.text = record.text;
        row.came = std::move(record);
        m_rows.push_back(std::move(row));
    }
    if (m_rows.size() == first)
        return {};
    const qint64 from = m_rows[first].came.line;
    for (const FixChange &change : m_trail.changes)
        if (change.line >= from)
            make(change);
    for (const FixReplay &replay : m_trail.replays) {
        const ReplayOutcome outcome = m_replays.value(replay.attempt, ReplayOutcome::Unknown);
        for (const qint64 line : replay.lines)
            if (FixedRow *row = line >= from && outcome != ReplayOutcome::NotSent ? find(line) : nullptr) {
                row->replay = replay.attempt;
                row->state = outcome == ReplayOutcome::Sent ? FixState::Replayed : FixState::Replaying;
            }
    }
    std::vector<size_t> rows;
    for (size_t i = first; i < m_rows.size(); ++i)
        rows.push_back(i);
    return validate(rows);
}

qsizetype DirtySet::count(FixState state) const
{
    return std::count_if(m_rows.begin(), m_rows.end(), [state](const FixedRow &row) { return row.state == state; });
}

std::vector<size_t> DirtySet::fixedRows() const
{
    std::vector<size_t> rows;
    for (size_t i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].state == FixState::Fixed)
            rows.push_back(i);
    return rows;
}

std::optional<FixChange> DirtySet::changeValue(size_t row, int column, const DirtyValue &to) const
{
    const FixedRow &old = m_rows[row];
    // A row that the destination refused may be wider than the reader's.
    if (!old.isOpen() || column < 0 || size_t(column) >= old.values.size() || column >= m_columns.reader.size() ||
        old.values[size_t(column)] == to)
        return std::nullopt;
    FixChange change;
    change.line = old.came.line;
    change.row = old.came.row;
    change.column = m_columns.reader.columns[column].name;
    change.from = old.values[size_t(column)];
    change.to = to;
    return change;
}

std::optional<FixChange> DirtySet::changeText(size_t row, const QByteArray &to) const
{
    const FixedRow &old = m_rows[row];
    if (!old.isOpen() || old.came.form != DirtyRecord::Form::Text || old.text == to)
        return std::nullopt;
    FixChange change;
    change.kind = FixChange::Kind::Text;
    change.line = old.came.line;
    change.row = old.came.row;
    change.from.text = old.text;
    change.to.text = to;
    return change;
}

std::optional<FixChange> DirtySet::changeDropped(size_t row, bool dropped) const
{
    const FixedRow &old = m_rows[row];
    if (old.dropped == dropped || !(old.isOpen() || old.state == FixState::Dropped))
        return std::nullopt;
    FixChange change;
    change.kind = dropped ? FixChange::Kind::Drop : FixChange::Kind::Restore;
    change.line = old.came.line;
    change.row = old.came.row;
    return change;
}

QList<FixChange> DirtySet::changesBy(const FixRule &rule, const QString &cause) const
{
    QList<FixChange> changes;
    // A row that the destination refused tells its column by the destination's name.
    const qsizetype ofReader = m_columns.reader.indexOf(rule.column);
    const qsizetype named = m_columns.writer.indexOf(rule.column);
    const qsizetype ofWriter = named < 0 ? ofReader : named;
    for (size_t i = 0; i < m_rows.size(); ++i) {
        const FixedRow &row = m_rows[i];
        if (row.state != FixState::Rejected || (!cause.isEmpty() && row.came.cause != cause))
            continue;
        const qsizetype only = rule.column.isEmpty()                         ? -1
                               : row.came.form == DirtyRecord::Form::Written ? ofWriter
                                                                             : ofReader;
        if (!rule.column.isEmpty() && only < 0)
            continue;
        if (rule.kind == FixRule::Kind::Drop) {
            if (only >= 0 && !row.faults.contains(int(only)))
                continue;
            if (auto change = changeDropped(i, true)) {
                change->rule = rule.toText();
                changes.append(*std::move(change));
            }
            continue;
        }
        for (auto fault = row.faults.begin(); fault != row.faults.end(); ++fault) {
            const int column = fault.key();
            if (column < 0 || (only >= 0 && column != only) || size_t(column) >= row.values.size())
                continue;
            const auto made = rule.apply(row.values[size_t(column)], m_columns.writer.columns[column].type);
            if (auto change = made ? changeValue(i, column, *made) : std::nullopt) {
                change->rule = rule.toText();
                changes.append(*std::move(change));
            }
        }
    }
    return changes;
}

qsizetype DirtySet::rowsOf(const QList<FixChange> &changes)
{
    qsizetype rows = 0;
    qint64 last = -1;
    for (const FixChange &change : changes) {
        rows += change.line != last;
        last = change.line;
    }
    return rows;
}

void DirtySet::make(const FixChange &change)
{
    FixedRow *row = find(change.line);
    if (!row)
        return;
    switch (change.kind) {
    case FixChange::Kind::Value: {
        const qsizetype column = m_columns.reader.indexOf(change.column);
        if (column < 0 || size_t(column) >= row->values.size())
            return;
        row->values[size_t(column)] = change.to;
        // A value that is as it came again is read as it came.
        row->typed[size_t(column)] =
            row->came.form == DirtyRecord::Form::Text || change.to != row->came.values[size_t(column)];
        return;
    }
    case FixChange::Kind::Text:
        row->text = change.to.text;
        row->textTyped = row->text != row->came.text;
        row->values.clear();
        row->typed.clear();
        return;
    case FixChange::Kind::Drop:
    case FixChange::Kind::Restore:
        row->dropped = change.kind == FixChange::Kind::Drop;
        return;
    }
}

Done DirtySet::apply(const QList<FixChange> &changes)
{
    std::vector<size_t> rows;
    for (const FixChange &change : changes) {
        make(change);
        if (const FixedRow *row = find(change.line))
            if (const auto place = size_t(row - m_rows.data()); rows.empty() || rows.back() != place)
                rows.push_back(place);
    }
    m_trail.changes += changes;
    return validate(rows);
}

std::vector<size_t> DirtySet::unreadTexts() const
{
    std::vector<size_t> rows;
    for (size_t i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].textTyped && m_rows[i].values.empty() && m_rows[i].isOpen() &&
            m_rows[i].faults.value(FixedRow::whole).isEmpty())
            rows.push_back(i);
    return rows;
}

Done DirtySet::setTexts(const std::vector<size_t> &rows, const Batch &read, const Schema &schema)
{
    for (const DirtyRow &dirty : read.dirty)
        if (dirty.row >= 1 && size_t(dirty.row) <= rows.size())
            m_rows[rows[size_t(dirty.row - 1)]].faults = {{FixedRow::whole, dirty.reason}};
    if (read.rows && !(schema.names() == m_columns.reader.names()))
        return makeError(ErrorCode::Conflict,
                         QStringLiteral("The source has other columns now than in the attempt that refused these rows. "
                                        "Run the task anew."));
    const qint64 count = read.rows ? read.rows->num_rows() : 0;
    std::vector<size_t> good;
    for (qint64 i = 0; i < count; ++i) {
        FixedRow &row = m_rows[rows[size_t(read.rowNumber(i) - 1)]];
        row.values.clear();
        for (int c = 0; c < read.rows->num_columns(); ++c)
            row.values.push_back(
                read.rows->column(c)->IsNull(i)
                    ? DirtyValue{{}, true}
                    : DirtyValue{cellText(read.rows->column(c), schema.columns[c].type, i, m_columns.zone), false});
        row.typed.assign(row.values.size(), false);
        // Values of the row that were corrected after its text.
        bool after = false;
        for (const FixChange &change : m_trail.changes) {
            if (change.line != row.came.line)
                continue;
            if (change.kind == FixChange::Kind::Text)
                after = change.to.text == row.text;
            else if (after && change.kind == FixChange::Kind::Value)
                make(change);
        }
        good.push_back(rows[size_t(read.rowNumber(i) - 1)]);
    }
    return validate(good);
}

Done DirtySet::validate(const std::vector<size_t> &rows)
{
    for (const size_t place : rows) {
        FixedRow &row = m_rows[place];
        row.faults.clear();
        if (row.came.form == DirtyRecord::Form::Lost)
            row.faults.insert(FixedRow::whole, row.came.reason);
        else if (row.came.form == DirtyRecord::Form::Text && !row.textTyped)
            row.faults.insert(FixedRow::whole, row.came.reason);
        else if (row.came.form == DirtyRecord::Form::Written) {
            // The destination refused what a cast takes: it wants something else there.
            const int column = int(m_columns.writer.indexOf(row.came.column));
            const bool inRow = column >= 0 && size_t(column) < row.typed.size();
            if (inRow ? !row.typed[size_t(column)]
                      : std::find(row.typed.begin(), row.typed.end(), true) == row.typed.end())
                row.faults.insert(inRow ? column : FixedRow::whole, row.came.reason);
        }
    }
    SLUICE_TRY(RowCast cast, RowCast::make(m_columns));
    std::vector<size_t> whole; // rows that have values
    for (const size_t place : rows)
        if (m_rows[place].values.size() >= size_t(cast.columnCount()))
            whole.push_back(place);
    std::vector<CellToCast> cells(whole.size());
    for (int column = 0; column < cast.columnCount() && !whole.empty(); ++column) {
        for (size_t i = 0; i < whole.size(); ++i) {
            const FixedRow &row = m_rows[whole[i]];
            cells[i] = {&row.values[size_t(column)],
                        row.typed[size_t(column)] || row.came.form == DirtyRecord::Form::Written};
        }
        SLUICE_TRY(CastResult result, cast.apply(column, cells));
        for (CastRefusal &refusal : result.refused)
            m_rows[whole[size_t(refusal.row)]].faults.insert(column, std::move(refusal.reason));
    }
    for (const size_t place : rows)
        settle(m_rows[place]);
    return {};
}

void DirtySet::settle(FixedRow &row) const
{
    if (row.state == FixState::Replaying || row.state == FixState::Replayed)
        return;
    row.state = row.dropped                                   ? FixState::Dropped
                : row.faults.isEmpty() && !row.values.empty() ? FixState::Fixed
                                                              : FixState::Rejected;
}

} // namespace sluice
