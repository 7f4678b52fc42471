#include "widgets/task/issuecard.h"

#include <QGraphicsDropShadowEffect>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>

namespace sluice
{

namespace
{

constexpr int cardWidth = 404;
const QString cureKey = QStringLiteral("Alt+Enter");

} // namespace

IssueCard::IssueCard(const Appearance &look, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
{
    auto *shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(20);
    shadow->setOffset(0, 6);
    setGraphicsEffect(shadow);
    const auto tint = [shadow, &look] { shadow->setColor(QColor(0, 0, 0, look.theme().isDark() ? 128 : 41)); };
    tint();
    connect(&look, &Appearance::changed, this, tint);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(15, 10, 12, 10);
    layout->setSpacing(6);
    m_text = new TextLabel(look, {}, TextStyle::Base, Role::T1, this);
    m_text->setWordWrap(true);
    layout->addWidget(m_text);
    m_cure = makeButton({}, "link", this);
    connect(m_cure, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT cureRequested(m_issue);
    });
    layout->addWidget(m_cure, 0, Qt::AlignLeft);
    hide();
}

void IssueCard::show(const Issue &issue, const QPoint &above, const QPoint &below)
{
    m_issue = issue;
    m_text->setText(issue.message);
    m_cure->setText(issue.cure);
    m_cure->setVisible(!issue.cure.isEmpty());
    const int width = std::min(cardWidth, parentWidget()->width() - 16);
    setFixedWidth(width);
    layout()->activate();
    const int height = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width) : sizeHint().height();
    setFixedHeight(height);
    const int x = std::clamp(above.x(), 8, std::max(8, parentWidget()->width() - width - 8));
    const bool fits = below.y() + 4 + height < parentWidget()->height();
    move(x, fits ? below.y() + 4 : above.y() - height - 4);
    setVisible(true);
    raise();
}

void IssueCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_look[Role::Line2]);
    painter.setBrush(m_look[Role::Raised]);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.fillRect(0, 1, 3, height() - 2, m_look[roleOf(m_issue.severity)]);
    if (!m_issue.cure.isEmpty()) {
        const int width = keyWidth(cureKey);
        paintKey(painter, QRectF(this->width() - width - 12, m_cure->geometry().center().y() - 9, width, 18), cureKey,
                 m_look);
    }
}

void IssueCard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        hide();
        parentWidget()->setFocus();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace sluice
