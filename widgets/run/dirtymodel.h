#pragma once

#include <QAbstractTableModel>
#include <QHash>

namespace sluice
{

// One refused row of dirty.jsonl, shortened for the screen.
struct DirtyEntry {
    qint64 row = -1;
    QString column;
    QString raw;
    QString reason;
    QString cause; // the reason without values: rows that fail alike share it
};

// The first rows of an attempt that were refused, and their causes. Bounded: what comes after `limit` is only counted.
class DirtyModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    static constexpr int limit = 10'000;
    enum Column { Row, Name, Value, Reason, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void clear();
    void append(const QList<DirtyEntry> &entries);
    bool full() const { return m_entries.size() >= limit; }
    const DirtyEntry &entry(int row) const { return m_entries[row]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    // Lines of dirty.jsonl. Pure; for probes. What is not such a line is left out.
    static QList<DirtyEntry> parse(const QByteArray &lines);

private:
    QList<DirtyEntry> m_entries;
};

// Causes of the rows in a DirtyModel, most frequent first. The first entry stands for all.
class CauseModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum DataRole { CauseRole = Qt::UserRole, CountRole, ColumnsRole };

    using QAbstractListModel::QAbstractListModel;

    void clear();
    void append(const QList<DirtyEntry> &entries);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Cause {
        QString text;
        int count = 0;
        QStringList columns;
        QString example;
    };
    QList<Cause> m_causes;
    int m_total = 0;
};

// The reason with quoted values and numbers taken out.
QString causeOf(const QString &reason);

} // namespace sluice
