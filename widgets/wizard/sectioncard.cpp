#include "widgets/wizard/sectioncard.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>

#include <algorithm>

namespace sluice
{

static constexpr int headHeight = 36;

SectionCard::SectionCard(const Appearance &look, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    m_head = new QWidget(this);
    m_head->setFixedHeight(headHeight);
    m_head->installEventFilter(this);
    m_headLine = new QHBoxLayout(m_head);
    m_headLine->setContentsMargins(8, 0, 12, 0);
    m_headLine->setSpacing(8);
    m_fold = new QToolButton(m_head);
    m_fold->setFixedSize(22, 22);
    m_fold->setCheckable(true);
    m_fold->setProperty("kind", "fold");
    connect(m_fold, &QToolButton::clicked, this, &SectionCard::setOpen);
    m_headLine->addWidget(m_fold);
    m_markLabel = new QLabel(m_head);
    m_headLine->addWidget(m_markLabel);
    m_title = new TextLabel(look, title, TextStyle::BaseStrong, Role::T1, m_head);
    m_headLine->addWidget(m_title);
    m_words = new TextLabel(look, {}, TextStyle::Base, Role::T2, m_head);
    m_words->setMinimumWidth(0);
    m_words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_headLine->addWidget(m_words, 1);
    layout->addWidget(m_head);
    m_body = new QWidget(this);
    m_content = new QVBoxLayout(m_body);
    m_content->setContentsMargins(12, 12, 12, 14);
    m_content->setSpacing(8);
    layout->addWidget(m_body);
    layout->addStretch(1);
    connect(&look, &Appearance::changed, this, &SectionCard::showMark);
    setMark(Glyph::Done);
    showState();
}

void SectionCard::addToHead(QWidget *widget)
{
    m_headLine->addWidget(widget);
}

void SectionCard::setOpen(bool open)
{
    const bool changed = open != m_open;
    m_open = open;
    showState();
    if (changed)
        Q_EMIT openChanged(open);
}

void SectionCard::setClosedReason(const QString &reason)
{
    if (m_closedReason == reason)
        return;
    m_closedReason = reason;
    showState();
}

void SectionCard::showState()
{
    const bool open = m_open && m_closedReason.isEmpty();
    m_body->setVisible(open);
    m_fold->setChecked(open);
    m_fold->setEnabled(m_closedReason.isEmpty());
    m_fold->setIcon(m_look.icon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
    m_fold->setAccessibleName(open ? tr("Fold %1").arg(title()) : tr("Unfold %1").arg(title()));
    m_words->setText(m_closedReason.isEmpty() ? m_said : m_closedReason);
    m_words->setToolTip(m_words->text());
    showMark();
    update();
}

void SectionCard::setWords(const QString &words)
{
    m_said = words;
    showState();
}

QString SectionCard::words() const
{
    return m_words->text();
}

void SectionCard::setMark(Glyph glyph)
{
    m_glyph = glyph;
    showMark();
}

void SectionCard::showMark()
{
    const Glyph glyph = m_closedReason.isEmpty() ? m_glyph : Glyph::NotReached;
    m_markLabel->setPixmap(glyphPixmap(glyph, 14, devicePixelRatioF(), m_look));
}

void SectionCard::setMarkOf(const Issues &issues)
{
    const auto worst = std::min_element(issues.begin(), issues.end(),
                                        [](const Issue &a, const Issue &b) { return a.severity < b.severity; });
    setMark(worst == issues.end() || worst->severity == Severity::Note ? Glyph::Done : glyphOf(worst->severity));
}

QString SectionCard::countInWords(const Issues &issues)
{
    const auto count = [&](Severity severity) {
        return int(std::count_if(issues.begin(), issues.end(),
                                 [&](const Issue &issue) { return issue.severity == severity; }));
    };
    QStringList words;
    if (const int errors = count(Severity::Error))
        words.append(tr("%n problem(s)", nullptr, errors));
    if (const int warnings = count(Severity::Warning))
        words.append(tr("%n warning(s)", nullptr, warnings));
    return words.join(QStringLiteral(", "));
}

bool SectionCard::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_head && event->type() == QEvent::MouseButtonRelease && m_closedReason.isEmpty() &&
        static_cast<QMouseEvent *>(event)->button() == Qt::LeftButton)
        setOpen(!m_open);
    return QWidget::eventFilter(watched, event);
}

void SectionCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_look[Role::Line]);
    painter.setBrush(m_look[Role::Canvas]);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    if (m_body->isVisibleTo(this))
        painter.fillRect(1, headHeight, width() - 2, 1, m_look[Role::Line]);
}

} // namespace sluice
