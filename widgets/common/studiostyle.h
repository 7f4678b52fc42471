#pragma once

#include <QProxyStyle>

namespace sluice
{

class Appearance;

// What a stylesheet cannot say: check boxes, combo boxes, branches and rows of views, drawn from the roles.
class StudioStyle final : public QProxyStyle
{
public:
    explicit StudioStyle(const Appearance &look);

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *data) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                           const QWidget *widget) const override;

private:
    void drawIcon(QPainter *painter, const QRect &rect, const char *name, bool enabled, int size = 16) const;
    const Appearance &m_look;
};

} // namespace sluice
