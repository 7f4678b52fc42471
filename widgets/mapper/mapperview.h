#pragma once

#include "widgets/mapper/curvepane.h"
#include "widgets/mapper/fieldcard.h"
#include "widgets/mapper/hovercard.h"

namespace sluice
{

// The two lists with the lines between them: what a person does with mouse and keys becomes operations of the editor.
class MapperView : public QWidget
{
    Q_OBJECT
public:
    MapperView(const Appearance &look, MappingEditor &editor, QWidget *parent);

    FieldCard &sourceCard() { return *m_source; }
    FieldCard &targetCard() { return *m_target; }
    CurvePane &curves() { return *m_curves; }
    HoverCard &card() { return *m_card; }
    void setRecord(int record, qsizetype records);
    bool isDragging() const { return m_drag.has_value(); }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Drag {
        MapperSide side;
        QList<int> fields;
        bool reorders = false;
    };
    void wire(MapperSide side);
    FieldList &list(MapperSide side) { return side == MapperSide::Source ? m_source->list() : m_target->list(); }
    void refresh();
    void linkSelected();
    void linkFields(const QList<int> &sources, const QList<int> &targets);
    void unlinkSelected(MapperSide side);
    void skip(MapperSide side);
    void add(MapperSide side, const QString &verb);
    void moveCurrent(int by);
    void beginDrag(MapperSide side, const QList<int> &fields, bool reorders);
    void dragTo(const QPoint &global);
    void endDrag(const QPoint &global);
    void leaveDrag();
    void scrollWhileDragging();
    // The field of a list under a global place, also beside it where the ports are; -1: none.
    int fieldAt(MapperSide side, const QPoint &global);
    bool isOver(MapperSide side, const QPoint &global) const;
    void hover(int target, const QPoint &pos);

    MappingEditor &m_editor;
    FieldCard *m_source;
    FieldCard *m_target;
    CurvePane *m_curves;
    HoverCard *m_card;
    std::optional<Drag> m_drag;
    QPoint m_dragPlace; // global
    QTimer m_scrolling;
    QTimer m_pause; // before the card opens
    int m_hovered = -1;
    QPoint m_hoverPlace;
};

} // namespace sluice
