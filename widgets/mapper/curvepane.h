#pragma once

#include "widgets/mapper/fieldlist.h"

#include <QPainterPath>
#include <QWidget>

namespace sluice
{

inline constexpr int portReach = 8; // of the pane over the borders of the cards, where the ports sit

// The lines between the two lists, with the ports at both ends. Paints only lines with an end in sight.
class CurvePane : public QWidget
{
    Q_OBJECT
public:
    CurvePane(const Appearance &look, MappingEditor &editor, FieldList &source, FieldList &target, QWidget *parent);

    // A line that follows the pointer, from the ports of some fields; in this widget's coordinates.
    void setDrag(const QList<int> &fields, MapperSide side, const QPointF &to);
    void clearDrag();
    // The target whose line passes near a place; -1: none.
    int lineAt(const QPoint &pos) const;
    int hovered() const { return m_hovered; }
    qint64 lastPaintNs() const { return m_paintNs; }

Q_SIGNALS:
    void linePressed(int target);
    void lineHovered(int target, const QPoint &pos); // -1: none
    void portPressed(MapperSide side, int field);
    void dragMoved(const QPoint &global);
    void dragEnded(const QPoint &global);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    struct Line {
        int source;
        int target;
        QPointF from;
        QPointF to;
        bool proposed;
    };
    QList<Line> visibleLines() const;
    std::optional<QPointF> portOf(MapperSide side, int field) const;
    bool inSight(FieldList &list, qreal y) const;
    static QPainterPath curve(const QPointF &from, const QPointF &to);
    void paintLine(QPainter &painter, const Line &line, bool strong) const;
    void paintPorts(QPainter &painter, MapperSide side) const;
    Role lineRole(int target, bool proposed) const;
    int topOf(FieldList &list) const;

    const Appearance &m_look;
    MappingEditor &m_editor;
    FieldList &m_source;
    FieldList &m_target;
    int m_hovered = -1;
    bool m_pressed = false;
    QList<int> m_dragged;
    MapperSide m_dragSide = MapperSide::Source;
    QPointF m_dragTo;
    qint64 m_paintNs = 0;
};

} // namespace sluice
