#include "widgets/shell/welcomechecklist.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr int rowHeight = 62;

}

WelcomePage::Checklist::Checklist(const Appearance &look, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

int WelcomePage::Checklist::done() const
{
    return int(std::count_if(m_steps.begin(), m_steps.end(), [](const Step &step) { return step.done; }));
}

int WelcomePage::Checklist::next() const
{
    for (int i = 0; i < m_steps.size(); ++i)
        if (!m_steps[i].done)
            return i;
    return -1;
}

void WelcomePage::Checklist::show(const QList<Step> &steps)
{
    m_steps = steps;
    qDeleteAll(m_buttons);
    m_buttons.clear();
    for (int i = 0; i < m_steps.size(); ++i) {
        const Step &step = m_steps[i];
        if (step.done || step.verb.isEmpty()) {
            m_buttons.append(nullptr);
            continue;
        }
        const bool isNext = i == next();
        auto *button =
            makeButton(isNext ? step.verb : WelcomePage::tr("After step %1").arg(i), isNext ? "primary" : "", this);
        button->setEnabled(isNext);
        button->setVisible(true);
        if (step.act)
            connect(button, &QPushButton::clicked, this, step.act);
        m_buttons.append(button);
    }
    setFixedHeight(int(m_steps.size()) * rowHeight + 2);
    place();
    update();
}

void WelcomePage::Checklist::place()
{
    for (int i = 0; i < m_buttons.size(); ++i) {
        if (!m_buttons[i])
            continue;
        const QSize size = m_buttons[i]->sizeHint();
        m_buttons[i]->setGeometry(width() - size.width() - 16, 1 + i * rowHeight + (rowHeight - size.height()) / 2,
                                  size.width(), size.height());
    }
}

void WelcomePage::Checklist::resizeEvent(QResizeEvent *)
{
    place();
}

void WelcomePage::Checklist::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath shape;
    shape.addRoundedRect(frame, 6, 6);
    painter.fillPath(shape, m_look[Role::Canvas]);
    painter.save();
    painter.setClipPath(shape);
    for (int i = 0; i < m_steps.size(); ++i) {
        const Step &step = m_steps[i];
        const QRect row(0, 1 + i * rowHeight, width(), rowHeight);
        const bool isNext = i == next();
        if (isNext) {
            painter.fillRect(row, m_look[Role::AccentSoft]);
            painter.fillRect(row.x(), row.y(), 3, row.height(), m_look[Role::Accent]);
        }
        if (i > 0)
            painter.fillRect(0, row.y(), width(), 1, m_look[Role::Line]);
        const QRectF mark(18, row.center().y() - 8, 18, 18);
        if (step.done) {
            paintGlyph(painter, mark, Glyph::Done, m_look);
        } else {
            painter.setPen(QPen(m_look[isNext ? Role::Accent : Role::Line3], 1.2));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(mark);
            painter.setFont(Appearance::font(TextStyle::DenseStrong));
            painter.setPen(m_look[isNext ? Role::Accent : Role::T2]);
            painter.drawText(mark, Qt::AlignCenter, QString::number(i + 1));
        }
        const int right = i < m_buttons.size() && m_buttons[i] ? m_buttons[i]->x() - 16 : width() - 16;
        const int noteWidth =
            step.done ? QFontMetrics(Appearance::font(TextStyle::Dense)).horizontalAdvance(step.doneNote) + 16 : 0;
        const int textWidth = right - 49 - noteWidth;
        const bool twoLines = QFontMetrics(Appearance::font(TextStyle::Dense)).horizontalAdvance(step.text) > textWidth;
        const int top = row.y() + (twoLines ? 4 : 11);
        painter.setFont(Appearance::font(TextStyle::BaseStrong));
        painter.setPen(m_look[step.done ? Role::T2 : Role::T1]);
        painter.drawText(QRect(49, top, textWidth, 20), Qt::AlignVCenter, step.title);
        painter.setFont(Appearance::font(TextStyle::Dense));
        painter.setPen(m_look[Role::T2]);
        painter.drawText(QRect(49, top + 20, textWidth, twoLines ? 34 : 18), Qt::AlignVCenter | Qt::TextWordWrap,
                         step.text);
        if (step.done)
            painter.drawText(row.adjusted(0, 0, -16, 0), Qt::AlignVCenter | Qt::AlignRight, step.doneNote);
    }
    painter.restore();
    painter.setPen(m_look[Role::Line]);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(frame, 6, 6);
}

} // namespace sluice
