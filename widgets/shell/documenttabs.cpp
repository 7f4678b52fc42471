#include "widgets/shell/documenttabs.h"

#include <QMouseEvent>
#include <QPainter>

namespace sluice
{

namespace
{

constexpr int tabHeight = 36;
constexpr int longestName = 220;

} // namespace

DocumentTabs::DocumentTabs(const Appearance &look, QWidget *parent)
    : QTabBar(parent)
    , m_look(look)
{
    setDrawBase(false);
    setExpanding(false);
    setMovable(true);
    setUsesScrollButtons(true);
    setElideMode(Qt::ElideMiddle);
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setFixedHeight(tabHeight);
}

DocumentTabs::Extra DocumentTabs::extra(int index) const
{
    const QStringList parts = tabData(index).toStringList();
    return {parts.value(0), parts.value(1) == QLatin1String("unsaved")};
}

void DocumentTabs::setIcon(int index, const QString &icon)
{
    setTabData(index, QStringList{icon, extra(index).unsaved ? QStringLiteral("unsaved") : QString()});
    update();
}

void DocumentTabs::setUnsaved(int index, bool unsaved)
{
    setTabData(index, QStringList{extra(index).icon, unsaved ? QStringLiteral("unsaved") : QString()});
    update();
}

QSize DocumentTabs::tabSizeHint(int index) const
{
    const int name = QFontMetrics(Appearance::font(TextStyle::Base)).horizontalAdvance(tabText(index));
    return {std::min(name, longestName) + 12 + 16 + 8 + 8 + 16 + 12, tabHeight};
}

QSize DocumentTabs::minimumTabSizeHint(int index) const
{
    return {std::min(120, tabSizeHint(index).width()), tabHeight};
}

QRect DocumentTabs::closeRect(int index) const
{
    const QRect tab = tabRect(index);
    return {tab.right() - 26, tab.y() + (tab.height() - 18) / 2, 18, 18};
}

void DocumentTabs::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Appearance::font(TextStyle::Base));
    for (int i = 0; i < count(); ++i) {
        const QRect tab = tabRect(i);
        const bool current = i == currentIndex();
        const Extra more = extra(i);
        if (current)
            painter.fillRect(tab, m_look[Role::Canvas]);
        else if (i == m_hovered)
            painter.fillRect(tab, m_look[Role::Hover]);
        painter.fillRect(tab.right(), tab.y(), 1, tab.height(), m_look[Role::Line]);
        if (current)
            painter.fillRect(tab.x(), 0, tab.width() - 1, 2, m_look[Role::Accent]);
        else
            painter.fillRect(tab.x(), tab.bottom(), tab.width(), 1, m_look[Role::Line]);
        painter.drawPixmap(tab.x() + 12, tab.y() + (tab.height() - 16) / 2,
                           m_look.pixmap(more.icon, current ? Role::T1 : Role::T2, 16, devicePixelRatioF()));
        painter.setPen(m_look[current ? Role::T1 : Role::T2]);
        const QRect text(tab.x() + 36, tab.y(), tab.width() - 36 - 32, tab.height());
        painter.drawText(text, Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(tabText(i), Qt::ElideMiddle, text.width()));
        const QRect close = closeRect(i);
        const bool onClose = i == m_hovered && m_onClose;
        if (more.unsaved && !onClose) {
            paintGlyph(painter, QRectF(close).adjusted(2, 2, -2, -2), Glyph::Unsaved, m_look);
        } else if (current || i == m_hovered) {
            if (onClose) {
                painter.setPen(Qt::NoPen);
                painter.setBrush(m_look[Role::Line]);
                painter.drawRoundedRect(close, 4, 4);
            }
            painter.drawPixmap(close.x() + 2, close.y() + 2,
                               m_look.pixmap(QStringLiteral("close"), Role::T2, 14, devicePixelRatioF()));
        }
        if (current && hasFocus()) {
            painter.setPen(QPen(m_look[Role::Accent], 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(tab).adjusted(2, 4, -3, -3), 4, 4);
        }
    }
}

void DocumentTabs::mouseMoveEvent(QMouseEvent *event)
{
    const int hovered = tabAt(event->pos());
    const bool onClose = hovered >= 0 && closeRect(hovered).contains(event->pos());
    if (hovered != m_hovered || onClose != m_onClose) {
        m_hovered = hovered;
        m_onClose = onClose;
        update();
    }
    QTabBar::mouseMoveEvent(event);
}

void DocumentTabs::mouseReleaseEvent(QMouseEvent *event)
{
    const int index = tabAt(event->pos());
    QTabBar::mouseReleaseEvent(event);
    if (index >= 0 && (event->button() == Qt::MiddleButton ||
                       (event->button() == Qt::LeftButton && closeRect(index).contains(event->pos()))))
        Q_EMIT tabCloseRequested(index);
}

void DocumentTabs::leaveEvent(QEvent *event)
{
    m_hovered = -1;
    m_onClose = false;
    update();
    QTabBar::leaveEvent(event);
}

} // namespace sluice
