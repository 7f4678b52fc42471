#include "widgets/common/glyph.h"

#include <QPainter>
#include <QPainterPath>

namespace sluice
{

namespace
{

// All shapes are drawn on a 14 × 14 grid.
QPainterPath octagon()
{
    QPainterPath path;
    path.moveTo(4.4, 0.8);
    for (const QPointF point : {QPointF(9.6, 0.8), QPointF(13.2, 4.4), QPointF(13.2, 9.6), QPointF(9.6, 13.2),
                                QPointF(4.4, 13.2), QPointF(0.8, 9.6), QPointF(0.8, 4.4)})
        path.lineTo(point);
    path.closeSubpath();
    return path;
}

QPainterPath triangle()
{
    QPainterPath path;
    path.moveTo(7, 1.2);
    path.lineTo(13.2, 12.6);
    path.lineTo(0.8, 12.6);
    path.closeSubpath();
    return path;
}

void fill(QPainter &painter, const QPainterPath &path, const QColor &color)
{
    painter.setBrush(color);
    painter.setPen(QPen(color, 1, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(path);
}

void ring(QPainter &painter, const QColor &color, qreal width, Qt::PenStyle style = Qt::SolidLine)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, width, style));
    painter.drawEllipse(QPointF(7, 7), 5.6, 5.6);
}

} // namespace

void paintGlyph(QPainter &painter, const QRectF &rect, Glyph glyph, const Appearance &look, double phase)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.topLeft());
    painter.scale(rect.width() / 14, rect.height() / 14);
    const QPen sign(look[Role::Canvas], 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    const auto line = [&](std::initializer_list<QPointF> points) {
        painter.setPen(sign);
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(points.begin(), int(points.size()));
    };
    QPainterPath disc;
    disc.addEllipse(QPointF(7, 7), 6, 6);
    switch (glyph) {
    case Glyph::Done:
        fill(painter, disc, look[Role::Ok]);
        line({{4.2, 7.2}, {6.2, 9.2}, {9.9, 5.1}});
        break;
    case Glyph::Failed:
        fill(painter, octagon(), look[Role::Error]);
        line({{4.8, 4.8}, {9.2, 9.2}});
        line({{9.2, 4.8}, {4.8, 9.2}});
        break;
    case Glyph::Warning:
        fill(painter, triangle(), look[Role::Warn]);
        line({{7, 5.2}, {7, 8.4}});
        line({{7, 10.7}, {7, 10.75}});
        break;
    case Glyph::Note:
        fill(painter, disc, look[Role::Running]);
        line({{7, 6.6}, {7, 10}});
        line({{7, 4}, {7, 4.05}});
        break;
    case Glyph::Running:
        ring(painter, look[Role::RunningLine], 2);
        painter.setPen(QPen(look[Role::Running], 2.2, Qt::SolidLine, Qt::RoundCap));
        painter.drawArc(QRectF(1.4, 1.4, 11.2, 11.2), int((90 - phase * 360) * 16), -110 * 16);
        break;
    case Glyph::Waiting:
        ring(painter, look[Role::T3], 1.4);
        painter.setPen(QPen(look[Role::T3], 1.4, Qt::SolidLine, Qt::RoundCap));
        painter.drawPolyline(QPolygonF({{7, 3.8}, {7, 7}, {9, 8.4}}));
        break;
    case Glyph::Stopped:
        ring(painter, look[Role::T2], 1.5);
        painter.setPen(QPen(look[Role::T2], 1.7, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(4.6, 7), QPointF(9.4, 7));
        break;
    case Glyph::NotReached:
        ring(painter, look[Role::T3], 1.3, Qt::DotLine);
        break;
    case Glyph::Unsaved:
        painter.setPen(Qt::NoPen);
        painter.setBrush(look[Role::Accent]);
        painter.drawEllipse(QPointF(7, 7), 4.5, 4.5);
        break;
    }
    painter.restore();
}

QPixmap glyphPixmap(Glyph glyph, int size, qreal scale, const Appearance &look)
{
    QPixmap image(QSize(size, size) * scale);
    image.setDevicePixelRatio(scale);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paintGlyph(painter, QRectF(0, 0, size, size), glyph, look);
    return image;
}

Glyph glyphOfState(const QString &state)
{
    if (state == QLatin1String("Succeeded"))
        return Glyph::Done;
    if (state == QLatin1String("Failed"))
        return Glyph::Failed;
    if (state == QLatin1String("Stopped"))
        return Glyph::Stopped;
    return Glyph::Running;
}

} // namespace sluice
