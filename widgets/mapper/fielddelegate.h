#pragma once

#include "widgets/common/appearance.h"
#include "widgets/mapper/fieldmodel.h"

#include <QStyledItemDelegate>

#include <array>

namespace sluice
{

inline constexpr int fieldRowHeight = 26;

// Paints a row of either list, and says where in it the hands of a person are.
class FieldDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum class Part { Row, Handle, Verb, Accept, Reject };

    FieldDelegate(const Appearance &look, MappingEditor &editor, const FieldModel &model, QObject *parent);

    // Which of the records the column of values shows.
    void setRecord(int record) { m_record = record; }
    // The row that a drag would end at; -1: none.
    void setDropRow(int row) { m_dropRow = row; }
    Part partAt(const QRect &row, const QModelIndex &index, const QPoint &pos) const;
    // The columns of a row and their heads, left to right.
    struct Cell {
        int x = 0;
        int width = 0;
    };
    std::array<Cell, 4> cells(int width) const;
    QStringList titles() const;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {100, fieldRowHeight}; }

private:
    void paintHead(QPainter &painter, const QRect &rect, const FieldRow &row) const;
    void paintSource(QPainter &painter, const QRect &rect, int source, bool current) const;
    void paintTarget(QPainter &painter, const QRect &rect, int target, bool current) const;
    void paintName(QPainter &painter, const QRect &rect, const MappedField &field, bool used, bool strong) const;
    void paintText(QPainter &painter, const QRect &rect, const QString &text, TextStyle style, Role role,
                   Qt::Alignment align = Qt::AlignLeft) const;
    QRect cell(const QRect &row, int index) const;
    QRect verbRect(const QRect &row, const QString &verb) const;

    const Appearance &m_look;
    MappingEditor &m_editor;
    const FieldModel &m_model;
    int m_record = 0;
    int m_dropRow = -1;
};

} // namespace sluice
