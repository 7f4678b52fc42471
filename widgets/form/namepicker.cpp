#include "widgets/form/namepicker.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QListWidget>
#include <QVBoxLayout>

namespace sluice
{

static constexpr int typingPause = 300; // ms before the data source is asked

NamePicker::NamePicker(const Appearance &look, QWidget *parent)
    : QFrame(parent, Qt::Popup)
{
    setFrameShape(QFrame::StyledPanel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(6);
    m_filter = new FilterField(look, QStringLiteral("search"), tr("Filter"), this);
    m_filter->installEventFilter(this);
    layout->addWidget(m_filter);
    m_list = new QListWidget(this);
    m_list->setAccessibleName(tr("Names"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFont(Appearance::font(TextStyle::CodeDense));
    layout->addWidget(m_list, 1);
    m_state = new TextLabel(look, {}, TextStyle::Dense, Role::T2, this);
    m_state->setWordWrap(true);
    layout->addWidget(m_state);
    m_pause.setSingleShot(true);
    m_pause.setInterval(typingPause);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        m_asked = m_filter->text();
        Q_EMIT asked(m_asked);
    });
    connect(m_filter, &QLineEdit::textEdited, this, [this] {
        narrow();
        m_pause.start();
    });
    connect(m_list, &QListWidget::itemClicked, this, &NamePicker::pick);
}

void NamePicker::openUnder(QWidget *field, const QString &current)
{
    m_filter->clear();
    m_names.clear();
    m_list->clear();
    m_state->setText(tr("Reading the list…"));
    m_state->show();
    resize(std::max(field->width(), 260), 280);
    move(field->mapToGlobal(QPoint(0, field->height() + 2)));
    m_current = current;
    m_asked.clear();
    show();
    m_filter->setFocus();
    Q_EMIT asked(m_asked);
}

void NamePicker::offer(const QString &prefix, const OfferedNames &offered)
{
    if (!isVisible() || prefix != m_asked)
        return; // of an older question
    m_state->setText(offered.problem);
    if (offered.problem.isEmpty()) {
        m_names = offered.names;
        if (m_names.isEmpty())
            m_state->setText(prefix.isEmpty() ? tr("There is nothing to choose from yet.")
                                              : tr("Nothing begins with \"%1\".").arg(prefix));
    }
    m_state->setVisible(!m_state->text().isEmpty());
    narrow();
}

void NamePicker::narrow()
{
    const QString typed = m_filter->text();
    m_list->clear();
    for (const QString &name : std::as_const(m_names))
        if (name.contains(typed, Qt::CaseInsensitive))
            m_list->addItem(name);
    const auto now = m_list->findItems(m_current, Qt::MatchFixedString);
    m_list->setCurrentRow(now.isEmpty() ? 0 : m_list->row(now.front()));
}

void NamePicker::pick()
{
    if (const QListWidgetItem *item = m_list->currentItem()) {
        const QString name = item->text();
        hide();
        Q_EMIT picked(name);
    }
}

bool NamePicker::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            pick();
            return true;
        }
        if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown) {
            QCoreApplication::sendEvent(m_list, event);
            return true;
        }
        if (key == Qt::Key_Escape) {
            hide();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace sluice
