#pragma once

#include "data/batch.h"
#include "service/dirtytrail.h"
#include "service/fixrule.h"
#include "service/rowcast.h"

#include <QMap>

namespace sluice
{

enum class FixState {
    Rejected,  // something of it does not fit
    Fixed,     // it fits, and waits to be replayed
    Dropped,   // left out by hand
    Replaying, // with an attempt that has not ended, or of which nobody knows how it did
    Replayed,  // at the destination
};
QString fixStateName(FixState state); // "rejected", …

// A refused row and what has become of it.
struct FixedRow {
    static constexpr int whole = -1; // in `faults`: the row as a whole

    DirtyRecord came;
    std::vector<DirtyValue> values; // as they are now; none of a text that could not be taken apart yet
    std::vector<bool> typed;        // which of them were corrected
    QByteArray text;                // of a Text, as it is now
    bool textTyped = false;
    QMap<int, QString> faults; // by column: why the value does not fit
    bool dropped = false;
    QString replay; // the attempt it was given to
    FixState state = FixState::Rejected;

    bool isOpen() const { return state == FixState::Rejected || state == FixState::Fixed; }
};

// How an attempt that rows were given to has ended.
enum class ReplayOutcome { Sent, NotSent, Unknown };

// The refused rows of one attempt, as they came and as they are now. A value: screens and the command line work on
// it, the disk is left to others. Changes are made as they are written down, so that the trail tells all.
class DirtySet
{
public:
    static constexpr qsizetype mostRows = 50'000; // beyond them, rows are only counted

    DirtySet() = default;
    DirtySet(DirtyColumns columns, DirtyTrail trail, const QMap<QString, ReplayOutcome> &replays);

    // More rows of the file; corrections of the trail are made to them.
    Done append(std::vector<DirtyRecord> records);

    const DirtyColumns &columns() const { return m_columns; }
    const DirtyTrail &trail() const { return m_trail; }
    const std::vector<FixedRow> &rows() const { return m_rows; }
    bool isFull() const { return qsizetype(m_rows.size()) >= mostRows; }
    qsizetype count(FixState state) const;
    // The places of the rows that wait to be replayed.
    std::vector<size_t> fixedRows() const;

    // What a correction would be, to be given to apply() and to the trail. Nothing when it changes nothing or the row
    // cannot be corrected any more.
    std::optional<FixChange> changeValue(size_t row, int column, const DirtyValue &to) const;
    std::optional<FixChange> changeText(size_t row, const QByteArray &to) const;
    std::optional<FixChange> changeDropped(size_t row, bool dropped) const;
    // What a rule makes of the values that do not fit. An empty cause: of all.
    QList<FixChange> changesBy(const FixRule &rule, const QString &cause) const;
    // Rows that `changes` touches.
    static qsizetype rowsOf(const QList<FixChange> &changes);

    // Makes the changes and looks again what fits. Texts that were changed have no values until setTexts().
    Done apply(const QList<FixChange> &changes);
    // Rows whose text was corrected and that have to be read anew.
    std::vector<size_t> unreadTexts() const;
    // What the reader made of such texts: Connector::readTexts(), asked for these rows in this order.
    Done setTexts(const std::vector<size_t> &rows, const Batch &read, const Schema &schema);

private:
    void make(const FixChange &change);
    FixedRow *find(qint64 line);
    const FixedRow *find(qint64 line) const { return const_cast<DirtySet *>(this)->find(line); }
    Done validate(const std::vector<size_t> &rows);
    void settle(FixedRow &row) const;

    DirtyColumns m_columns;
    DirtyTrail m_trail;
    QMap<QString, ReplayOutcome> m_replays;
    std::vector<FixedRow> m_rows; // ascending by line
};

} // namespace sluice
