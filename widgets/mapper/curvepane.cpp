#include "widgets/mapper/curvepane.h"

#include "widgets/common/glyph.h"

#include <QElapsedTimer>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSet>

#include <cmath>

namespace sluice
{

namespace
{

constexpr qreal portRadius = 4;
constexpr qreal nearLine = 7; // how far a pointer may be from a line that it means

} // namespace

CurvePane::CurvePane(const Appearance &look, MappingEditor &editor, FieldList &source, FieldList &target,
                     QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_editor(editor)
    , m_source(source)
    , m_target(target)
{
    setMouseTracking(true);
    for (FieldList *list : {&source, &target}) {
        connect(list, &FieldList::scrolled, this, qOverload<>(&QWidget::update));
        connect(list, &FieldList::selectionMoved, this, qOverload<>(&QWidget::update));
    }
    connect(&editor, &MappingEditor::changed, this, qOverload<>(&QWidget::update));
}

int CurvePane::topOf(FieldList &list) const
{
    return mapFromGlobal(list.viewport()->mapToGlobal(QPoint())).y();
}

std::optional<QPointF> CurvePane::portOf(MapperSide side, int field) const
{
    FieldList &list = side == MapperSide::Source ? m_source : m_target;
    const auto middle = list.middleOf(field);
    if (!middle)
        return std::nullopt;
    return QPointF(side == MapperSide::Source ? portReach : width() - portReach, topOf(list) + *middle);
}

bool CurvePane::inSight(FieldList &list, qreal y) const
{
    const int top = topOf(list);
    return y >= top && y <= top + list.viewport()->height();
}

QList<CurvePane::Line> CurvePane::visibleLines() const
{
    QList<Line> lines;
    const FieldMapping &mapping = m_editor.mapping();
    QSet<int> seen; // targets
    const auto add = [&](int source, int target) {
        if (source < 0 || target < 0 || seen.contains(target))
            return;
        seen.insert(target);
        const auto from = portOf(MapperSide::Source, source), to = portOf(MapperSide::Target, target);
        if (from && to)
            lines.append({source, target, *from, *to, mapping.sourceOf(target) != source});
    };
    for (int row = m_source.firstVisibleRow(); row <= m_source.lastVisibleRow(); ++row)
        if (const int field = m_source.fields().row(row).field; field >= 0) {
            const int target = mapping.targetOf(field);
            add(field, target >= 0 ? target : m_editor.proposedTarget(field));
        }
    for (int row = m_target.firstVisibleRow(); row <= m_target.lastVisibleRow(); ++row)
        if (const int field = m_target.fields().row(row).field; field >= 0) {
            const int source = mapping.sourceOf(field);
            add(source >= 0 ? source : m_editor.proposedSource(field), field);
        }
    return lines;
}

QPainterPath CurvePane::curve(const QPointF &from, const QPointF &to)
{
    QPainterPath path(from);
    const qreal bend = (to.x() - from.x()) * 0.5;
    path.cubicTo(from + QPointF(bend, 0), to - QPointF(bend, 0), to);
    return path;
}

Role CurvePane::lineRole(int target, bool proposed) const
{
    if (proposed)
        return Role::Accent;
    switch (m_editor.verdict(target).fit) {
    case LinkVerdict::Narrowing:
        return Role::Warn;
    case LinkVerdict::Dirty:
        return Role::Error;
    default:
        return Role::Line3;
    }
}

void CurvePane::paintLine(QPainter &painter, const Line &line, bool strong) const
{
    const Role role = lineRole(line.target, line.proposed);
    const QPainterPath path = curve(line.from, line.to);
    painter.setBrush(Qt::NoBrush);
    if (strong) {
        QColor halo = m_look[role == Role::Line3 ? Role::Accent : role];
        halo.setAlphaF(0.22f);
        painter.strokePath(path, QPen(halo, 7, Qt::SolidLine, Qt::RoundCap));
    }
    QPen pen(m_look[strong && role == Role::Line3 ? Role::Accent : role], strong ? 2.4 : line.proposed ? 1.8 : 1.5);
    if (line.proposed)
        pen.setDashPattern({2, 2.2});
    painter.strokePath(path, pen);
    if (role != Role::Warn && role != Role::Error)
        return;
    const QPointF middle = path.pointAtPercent(0.5);
    const QRectF sign(middle - QPointF(7, 7), QSizeF(14, 14));
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_look[Role::Panel]);
    painter.drawEllipse(sign.adjusted(-2, -2, 2, 2));
    paintGlyph(painter, sign, role == Role::Warn ? Glyph::Warning : Glyph::Failed, m_look);
}

void CurvePane::paintPorts(QPainter &painter, MapperSide side) const
{
    FieldList &list = side == MapperSide::Source ? m_source : m_target;
    const FieldMapping &mapping = m_editor.mapping();
    const bool source = side == MapperSide::Source;
    for (int row = list.firstVisibleRow(); row <= list.lastVisibleRow(); ++row) {
        const int field = list.fields().row(row).field;
        if (field < 0 || (!source && mapping.targets()[field].isFixed()))
            continue;
        const auto place = portOf(side, field);
        if (!place || !inSight(list, place->y()))
            continue;
        const int target = source ? mapping.targetOf(field) : field;
        const bool used = target >= 0 && (source || mapping.sourceOf(field) >= 0);
        const bool proposed = (source ? m_editor.proposedTarget(field) : m_editor.proposedSource(field)) >= 0;
        const Role verdict = used ? lineRole(target, false) : Role::Line3;
        const QColor color = m_look[used       ? (verdict == Role::Line3 ? Role::T2 : verdict)
                                    : proposed ? Role::Accent
                                               : Role::Line3];
        painter.setPen(QPen(color, 1.4));
        painter.setBrush(used ? color : m_look[Role::Canvas]);
        painter.drawEllipse(*place, portRadius, portRadius);
    }
}

void CurvePane::paintEvent(QPaintEvent *)
{
    QElapsedTimer timer;
    timer.start();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QList<int> sources = m_source.selectedFields(), targets = m_target.selectedFields();
    const QSet<int> fromSources(sources.begin(), sources.end()), toTargets(targets.begin(), targets.end());
    const auto isStrong = [&](const Line &line) {
        return line.target == m_hovered || (m_source.hasFocus() && fromSources.contains(line.source)) ||
               (m_target.hasFocus() && toTargets.contains(line.target));
    };
    // Lines stay between the lists, also where an end is scrolled away.
    const int top = std::min(topOf(m_source), topOf(m_target));
    painter.setClipRect(0, top, width(), height() - top);
    const QList<Line> lines = visibleLines();
    for (const Line &line : lines)
        if (!isStrong(line))
            paintLine(painter, line, false);
    for (const Line &line : lines)
        if (isStrong(line))
            paintLine(painter, line, true);
    paintPorts(painter, MapperSide::Source);
    paintPorts(painter, MapperSide::Target);
    for (const int field : std::as_const(m_dragged))
        if (const auto from = portOf(m_dragSide, field)) {
            QPainterPath path = m_dragSide == MapperSide::Source ? curve(*from, m_dragTo) : curve(m_dragTo, *from);
            painter.strokePath(path, QPen(m_look[Role::Accent], 2, Qt::SolidLine, Qt::RoundCap));
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_look[Role::Accent]);
            painter.drawEllipse(*from, portRadius + 1, portRadius + 1);
        }
    m_paintNs = timer.nsecsElapsed();
}

void CurvePane::setDrag(const QList<int> &fields, MapperSide side, const QPointF &to)
{
    m_dragged = fields;
    m_dragSide = side;
    m_dragTo = to;
    update();
}

void CurvePane::clearDrag()
{
    m_dragged.clear();
    m_pressed = false;
    update();
}

int CurvePane::lineAt(const QPoint &pos) const
{
    int best = -1;
    qreal distance = nearLine;
    for (const Line &line : visibleLines()) {
        const qreal width = line.to.x() - line.from.x();
        if (width <= 0 || pos.x() < line.from.x() || pos.x() > line.to.x())
            continue;
        // x grows with t along the curve, so t is found by halving.
        qreal low = 0, high = 1;
        const auto at = [](qreal t, qreal a, qreal b, qreal c, qreal d) {
            const qreal s = 1 - t;
            return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
        };
        for (int i = 0; i < 20; ++i) {
            const qreal t = (low + high) / 2;
            (at(t, 0, 0.5, 0.5, 1) * width < pos.x() - line.from.x() ? low : high) = t;
        }
        const qreal y = at(low, line.from.y(), line.from.y(), line.to.y(), line.to.y());
        if (const qreal away = std::abs(y - pos.y()); away < distance)
            distance = away, best = line.target;
    }
    return best;
}

void CurvePane::mousePressEvent(QMouseEvent *event)
{
    const QPoint pos = event->position().toPoint();
    if (event->button() != Qt::LeftButton)
        return;
    const bool left = pos.x() <= 2 * portReach, right = pos.x() >= width() - 2 * portReach;
    if (left || right) {
        FieldList &list = left ? m_source : m_target;
        const int field = list.fieldAtHeight(pos.y() - topOf(list));
        if (field >= 0) {
            m_pressed = true;
            return Q_EMIT portPressed(left ? MapperSide::Source : MapperSide::Target, field);
        }
    }
    Q_EMIT linePressed(lineAt(pos));
}

void CurvePane::mouseMoveEvent(QMouseEvent *event)
{
    if (m_pressed && event->buttons() & Qt::LeftButton)
        return Q_EMIT dragMoved(event->globalPosition().toPoint());
    const int line = lineAt(event->position().toPoint());
    if (line != m_hovered) {
        m_hovered = line;
        update();
    }
    Q_EMIT lineHovered(line, event->position().toPoint());
}

void CurvePane::mouseReleaseEvent(QMouseEvent *event)
{
    if (std::exchange(m_pressed, false))
        Q_EMIT dragEnded(event->globalPosition().toPoint());
}

void CurvePane::leaveEvent(QEvent *)
{
    m_hovered = -1;
    update();
    Q_EMIT lineHovered(-1, {});
}

// Between the lists both go along.
void CurvePane::wheelEvent(QWheelEvent *event)
{
    for (FieldList *list : {&m_source, &m_target})
        list->verticalScrollBar()->setValue(list->verticalScrollBar()->value() - event->angleDelta().y() / 2);
    event->accept();
}

} // namespace sluice
