#include "widgets/shell/statusbar.h"

#include <QHBoxLayout>
#include <QPainter>

namespace sluice
{

StatusItem::StatusItem(const Appearance &look, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    hide();
}

void StatusItem::set(const QString &text, std::optional<Glyph> glyph, Role role)
{
    if (m_text == text && m_glyph == glyph && m_role == role)
        return;
    m_text = text;
    m_glyph = glyph;
    m_role = role;
    setAccessibleName(text);
    setVisible(!text.isEmpty());
    updateGeometry();
    update();
}

QSize StatusItem::sizeHint() const
{
    return {QFontMetrics(Appearance::font(TextStyle::Dense)).horizontalAdvance(m_text) + (m_glyph ? 18 : 0) + 2, 22};
}

void StatusItem::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (m_glyph)
        paintGlyph(painter, QRectF(0, (height() - 12) / 2.0, 12, 12), *m_glyph, m_look);
    painter.setFont(Appearance::font(TextStyle::Dense));
    painter.setPen(m_look[m_role]);
    painter.drawText(rect().adjusted(m_glyph ? 18 : 0, 0, 0, 0), Qt::AlignVCenter, m_text);
}

StatusBar::StatusBar(const Appearance &look, QWidget *parent)
    : Surface(look, Role::Window, Qt::TopEdge, parent)
{
    setFixedHeight(24);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 1, 12, 0);
    layout->setSpacing(18);
    const auto item = [&] {
        auto *made = new StatusItem(look, this);
        layout->addWidget(made);
        return made;
    };
    m_warehouse = item();
    m_message = item();
    layout->addStretch(1);
    m_run = item();
    m_caret = item();
    m_format = item();
}

} // namespace sluice
