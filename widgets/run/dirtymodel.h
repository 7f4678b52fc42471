#pragma once

#include "service/dirtyset.h"

#include <QAbstractTableModel>

#include <memory>

namespace sluice
{

// The refused rows of an attempt: number, state, the reader's columns as they are now, and the line as it came where a
// row could not be taken apart. Editing a cell asks for a change; what shows it changes the set.
class DirtyModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Row, State, FirstValue };

    using QAbstractTableModel::QAbstractTableModel;

    // The set is shared with who changes it; it tells by reset(), appended() and touched().
    void setSet(std::shared_ptr<DirtySet> set);
    void reset();
    void appended();
    void touched();
    void setCause(const QString &cause); // empty: all
    void setEditable(bool editable);

    const DirtySet *set() const { return m_set.get(); }
    size_t place(int row) const { return m_shown[size_t(row)]; } // in the set
    const FixedRow &row(int row) const { return m_set->rows()[place(row)]; }
    int valueColumns() const; // of the reader
    int lineColumn() const { return FirstValue + valueColumns(); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void valueEdited(size_t place, int column, const QString &text);
    void lineEdited(size_t place, const QString &text);

private:
    bool matches(const FixedRow &row) const;
    QVariant valueData(const FixedRow &row, int column, int role) const;
    QVariant lineData(const FixedRow &row, int role) const;
    QVariant stateData(const FixedRow &row, int role) const;

    std::shared_ptr<DirtySet> m_set;
    std::vector<size_t> m_shown;
    size_t m_seen = 0; // rows of the set that were looked at
    QString m_cause;
    bool m_editable = false;
};

// Causes of the rows in a DirtySet, most frequent first; "All causes" stands above them.
class CauseModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum DataRole { CauseRole = Qt::UserRole, CountRole, ColumnsRole };

    using QAbstractListModel::QAbstractListModel;

    void count(const DirtySet *set);
    // The text that values of a cause have most often begun with; of all causes for an empty one.
    QString example(const QString &cause) const;
    QStringList columns(const QString &cause) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Cause {
        QString text;
        int count = 0;
        int open = 0; // neither dropped nor on their way
        QStringList columns;
        QString example;
    };
    QList<Cause> m_causes;
    int m_total = 0;
};

// A value of a row for the screen: bytes that are no text as hexadecimal.
QString shownValue(const QByteArray &bytes);

} // namespace sluice
