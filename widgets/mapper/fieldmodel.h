#pragma once

#include "widgets/mapper/mappingeditor.h"

#include <QAbstractListModel>

namespace sluice
{

enum class MapperSide { Source, Target };

// One row of a list: the head of a group, or a field.
struct FieldRow {
    int field = -1; // of the mapping; -1: a head
    QString title;
    QString note;
    QString verb; // of the head: "Add path"
    friend bool operator==(const FieldRow &, const FieldRow &) = default;
};

// The fields of one side in groups, as a filter leaves them. What it says of a field beyond its name stands in the
// editor; here it is one sentence, for those who listen to the list.
class FieldModel : public QAbstractListModel
{
    Q_OBJECT
public:
    FieldModel(MappingEditor &editor, MapperSide side, QObject *parent = nullptr);

    MapperSide side() const { return m_side; }
    void setFilter(const QString &text);
    void setUnmappedOnly(bool only);
    void refresh();

    const FieldRow &row(int row) const { return m_rows[row]; }
    int fieldAt(const QModelIndex &index) const { return index.isValid() ? m_rows[index.row()].field : -1; }
    int rowOf(int field) const { return m_rowOf.value(field, -1); } // -1: filtered out
    int fieldCount() const { return m_fields; }                     // shown
    // The key of a row's field, by which it is found again when the mapping was made anew.
    QString keyAt(int row) const;
    int rowOfKey(const QString &key) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    QList<FieldRow> rows() const;
    void addGroup(QList<FieldRow> &rows, FieldRow head, const QList<int> &fields) const;
    bool shows(int field) const;
    QString sentence(int field) const;
    QString age() const;

    MappingEditor &m_editor;
    MapperSide m_side;
    QString m_filter;
    bool m_unmappedOnly = false;
    QList<FieldRow> m_rows;
    QStringList m_keys;
    QHash<int, int> m_rowOf;
    int m_fields = 0;
};

// What a line's verdict is called.
QString verdictName(LinkVerdict::Fit fit);
// "3 min ago"
QString timeAgo(const QDateTime &time);

} // namespace sluice
