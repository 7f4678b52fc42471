#include "widgets/shell/moderail.h"

#include <QPainter>
#include <QVBoxLayout>

namespace sluice
{

class ModeRail::Button : public QAbstractButton
{
public:
    Button(const Appearance &look, QString icon, const QString &text, QWidget *parent)
        : QAbstractButton(parent)
        , m_look(look)
        , m_icon(std::move(icon))
    {
        setText(text);
        setCheckable(true);
        setFixedSize(56, 52);
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (isChecked() || underMouse()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_look[isChecked() ? Role::Selected : Role::Hover]);
            painter.drawRoundedRect(rect(), 6, 6);
        }
        const Role role = isChecked() ? Role::Accent : Role::T2;
        painter.drawPixmap((width() - 18) / 2, 9, m_look.pixmap(m_icon, role, 18, devicePixelRatioF()));
        QFont font = Appearance::font(TextStyle::Caption);
        font.setWeight(isChecked() ? QFont::DemiBold : QFont::Medium);
        painter.setFont(font);
        painter.setPen(m_look[role]);
        painter.drawText(QRect(0, 29, width(), 18), Qt::AlignCenter, text());
        if (hasFocus()) {
            painter.setPen(QPen(m_look[Role::Accent], 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
        }
    }

private:
    const Appearance &m_look;
    QString m_icon;
};

ModeRail::ModeRail(const Appearance &look, QWidget *parent)
    : Surface(look, Role::Window, Qt::RightEdge, parent)
{
    setFixedWidth(64);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 8, 3, 8);
    layout->setSpacing(4);
    layout->addStretch(1);
}

int ModeRail::addMode(const QString &icon, const QString &text, bool atFoot)
{
    const int mode = int(m_buttons.size());
    auto *button = new Button(m_look, icon, text, this);
    button->setChecked(mode == m_current);
    m_buttons.append(button);
    auto *list = static_cast<QVBoxLayout *>(layout());
    if (atFoot)
        list->addWidget(button);
    else
        list->insertWidget(mode, button);
    connect(button, &QAbstractButton::clicked, this, [this, mode] {
        setCurrent(mode);
        Q_EMIT chosen(mode);
    });
    return mode;
}

void ModeRail::setCurrent(int mode)
{
    m_current = mode;
    for (int i = 0; i < m_buttons.size(); ++i)
        m_buttons[i]->setChecked(i == mode);
}

} // namespace sluice
