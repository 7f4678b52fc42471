#include "widgets/common/studiostyle.h"

#include "widgets/common/appearance.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QPushButton>
#include <QStyleOption>

namespace sluice
{

StudioStyle::StudioStyle(const Appearance &look)
    : QProxyStyle(QStringLiteral("Fusion"))
    , m_look(look)
{
}

void StudioStyle::drawIcon(QPainter *painter, const QRect &rect, const char *name, bool enabled, int size) const
{
    const QPixmap image = m_look.pixmap(QLatin1String(name), enabled ? Role::T2 : Role::Disabled, size,
                                        painter->device()->devicePixelRatioF());
    painter->drawPixmap(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2, image);
}

void StudioStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                const QWidget *widget) const
{
    const bool enabled = option->state & State_Enabled;
    switch (element) {
    case PE_IndicatorCheckBox: {
        const bool on = option->state & State_On;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRectF box = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
        const bool focus = option->state & State_HasFocus;
        painter->setPen(QPen(m_look[focus || (on && enabled) ? Role::Accent
                                    : enabled                ? Role::Line3
                                                             : Role::Line],
                             focus ? 2 : 1));
        painter->setBrush(on && enabled ? m_look[Role::Accent] : m_look[Role::Field]);
        painter->drawRoundedRect(box, 3, 3);
        if (on) {
            painter->setPen(QPen(m_look[enabled ? Role::OnAccent : Role::Disabled], 1.6, Qt::SolidLine, Qt::RoundCap,
                                 Qt::RoundJoin));
            painter->setBrush(Qt::NoBrush);
            const QRectF r = option->rect;
            const QPointF tick[] = {{r.x() + r.width() * 0.25, r.y() + r.height() * 0.53},
                                    {r.x() + r.width() * 0.43, r.y() + r.height() * 0.70},
                                    {r.x() + r.width() * 0.76, r.y() + r.height() * 0.33}};
            painter->drawPolyline(tick, 3);
        }
        painter->restore();
        return;
    }
    case PE_IndicatorBranch:
        if (option->state & State_Children)
            drawIcon(painter, option->rect, option->state & State_Open ? "chevron-down" : "chevron-right", true, 14);
        return;
    case PE_PanelItemViewRow:
    case PE_PanelItemViewItem: {
        const auto *view = qobject_cast<const QAbstractItemView *>(widget);
        if (!view)
            break;
        const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option);
        if (element == PE_PanelItemViewItem && item && item->backgroundBrush.style() != Qt::NoBrush)
            painter->fillRect(option->rect, item->backgroundBrush);
        if (option->state & State_Selected)
            painter->fillRect(option->rect, m_look[option->state & State_Active ? Role::Selected : Role::SelectedIdle]);
        else if (option->state & State_MouseOver && enabled)
            painter->fillRect(option->rect, m_look[Role::Hover]);
        return;
    }
    case PE_FrameFocusRect:
        if (qobject_cast<const QAbstractItemView *>(widget) || qobject_cast<const QPushButton *>(widget))
            return;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(m_look[Role::Accent], 2));
        painter->drawRoundedRect(QRectF(option->rect).adjusted(1, 1, -1, -1), 4, 4);
        painter->restore();
        return;
    case PE_IndicatorArrowDown:
        return drawIcon(painter, option->rect, "chevron-down", enabled);
    case PE_IndicatorArrowRight:
        return drawIcon(painter, option->rect, "chevron-right", enabled);
    case PE_IndicatorItemViewItemDrop:
        painter->save();
        painter->setPen(QPen(m_look[Role::Accent], 2));
        if (option->rect.height() == 0)
            painter->drawLine(option->rect.topLeft(), option->rect.topRight());
        else
            painter->drawRect(option->rect.adjusted(1, 1, -1, -1));
        painter->restore();
        return;
    default:
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void StudioStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                     const QWidget *widget) const
{
    if (control != CC_ComboBox)
        return QProxyStyle::drawComplexControl(control, option, painter, widget);
    const bool enabled = option->state & State_Enabled;
    const bool focus = option->state & State_HasFocus;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const qreal inset = focus ? 1 : 0.5;
    painter->setPen(QPen(m_look[!enabled ? Role::Line : focus ? Role::Accent : Role::Line3], focus ? 2 : 1));
    painter->setBrush(m_look[enabled ? Role::Field : Role::Sunken]);
    painter->drawRoundedRect(QRectF(option->rect).adjusted(inset, inset, -inset, -inset), 4, 4);
    painter->restore();
    drawIcon(painter, QRect(option->rect.right() - 23, option->rect.y(), 20, option->rect.height()), "chevron-down",
             enabled);
}

int StudioStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
        return 16;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
        return 14;
    case PM_TreeViewIndentation:
        return 20;
    case PM_ScrollBarExtent:
        return 10;
    case PM_SplitterWidth:
        return 1;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int StudioStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                           QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_UnderlineShortcut:
    case SH_EtchDisabledText:
    case SH_Widget_Animation_Duration:
    case SH_ComboBox_Popup:
        return 0;
    case SH_DialogButtonBox_ButtonsHaveIcons:
        return 0;
    case SH_ToolTip_WakeUpDelay:
        return 300;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize StudioStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                    const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_ComboBox)
        result = QSize(result.width() + 14, 28);
    return result;
}

} // namespace sluice
