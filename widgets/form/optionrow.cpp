#include "widgets/form/optionrow.h"

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>

namespace sluice
{

OptionRow::OptionRow(const Appearance &look, OptionField *field, int labelWidth, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_field(field)
{
    const OptionSpec &option = field->option();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    // A box to tick has its name beside it.
    const bool named = option.kind == OptionKind::Boolean && option.choiceTitles.isEmpty();
    m_label = new TextLabel(look, named ? QString() : option.title, TextStyle::Base, Role::T2, this);
    m_label->setFixedWidth(labelWidth);
    m_label->setWordWrap(true);
    m_label->setContentsMargins(0, 5, 0, 0);
    m_label->setBuddy(field);
    layout->addWidget(m_label, 0, Qt::AlignTop);
    auto *right = new QVBoxLayout;
    right->setSpacing(4);
    auto *line = new QHBoxLayout;
    line->setSpacing(6);
    field->setParent(this);
    line->addWidget(field, 1);
    m_line = line;
    right->addLayout(line);
    m_below = new QWidget(this);
    auto *below = new QHBoxLayout(m_below);
    below->setContentsMargins(0, 0, 0, 0);
    below->setSpacing(6);
    m_mark = new QLabel(m_below);
    m_mark->setContentsMargins(0, 2, 0, 0);
    below->addWidget(m_mark, 0, Qt::AlignTop);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    m_message = new TextLabel(look, {}, TextStyle::Dense, Role::T3, m_below);
    m_message->setWordWrap(true);
    texts->addWidget(m_message);
    m_cure = makeButton({}, "link", m_below);
    m_cure->setFont(Appearance::font(TextStyle::DenseMedium));
    texts->addWidget(m_cure, 0, Qt::AlignLeft);
    below->addLayout(texts, 1);
    right->addWidget(m_below);
    layout->addLayout(right, 1);

    const QString hint = option.help + QStringLiteral("\n") + tr("In the script: %1").arg(option.key);
    for (QWidget *widget : {static_cast<QWidget *>(m_label), static_cast<QWidget *>(field)})
        widget->setToolTip(hint);
    for (QWidget *input : field->findChildren<QWidget *>()) {
        if (input->focusPolicy() == Qt::NoFocus || !input->accessibleName().isEmpty())
            continue;
        input->setAccessibleName(option.title);
        input->setAccessibleDescription(option.help);
        input->installEventFilter(this);
    }
    connect(field, &OptionField::edited, this, &OptionRow::edited);
    connect(m_cure, &QPushButton::clicked, this, &OptionRow::cureRequested);
    connect(&look, &Appearance::changed, this, &OptionRow::showMessage);
    showMessage();
}

void OptionRow::addBeside(QWidget *widget)
{
    m_line->addWidget(widget);
}

void OptionRow::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    m_field->setReadOnly(readOnly);
    m_cure->setEnabled(!readOnly);
}

void OptionRow::setIssue(const Issue *issue)
{
    m_problem = issue != nullptr;
    m_issue = issue ? *issue : Issue();
    showMessage();
}

void OptionRow::setNote(const QString &note)
{
    m_note = note;
    showMessage();
}

void OptionRow::showMessage()
{
    m_field->setInvalid(m_problem && m_issue.severity == Severity::Error);
    m_below->setVisible(m_problem || !m_note.isEmpty());
    m_message->setText(m_problem ? m_issue.message : m_note);
    m_mark->setVisible(m_problem);
    m_cure->setText(m_issue.cure);
    m_cure->setVisible(!m_issue.cure.isEmpty());
    if (!m_problem)
        return m_message->setRole(Role::T3);
    m_message->setRole(roleOf(m_issue.severity));
    m_mark->setPixmap(glyphPixmap(glyphOf(m_issue.severity), 14, devicePixelRatioF(), m_look));
}

void OptionRow::contextMenuEvent(QContextMenuEvent *event)
{
    showMenu(event->globalPos());
}

// Also from the controls themselves, whose own menus would hide it.
bool OptionRow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ContextMenu) {
        const auto *asked = static_cast<QContextMenuEvent *>(event);
        showMenu(asked->globalPos());
        return true;
    }
    const bool key = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (key && m_undoElsewhere) {
        const auto *pressed = static_cast<QKeyEvent *>(event);
        if (pressed->matches(QKeySequence::Undo) || pressed->matches(QKeySequence::Redo)) {
            event->ignore(); // to the window's own verb
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void OptionRow::showMenu(const QPoint &global)
{
    auto *edit = qobject_cast<QLineEdit *>(m_field->focusProxy());
    QMenu *menu = edit ? edit->createStandardContextMenu() : new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (edit)
        menu->addSeparator();
    const OptionSpec &option = m_field->option();
    const auto set = [this](const QJsonValue &value) {
        m_field->setValue(value);
        Q_EMIT edited(value, false);
    };
    QAction *back = menu->addAction(tr("Back to default"), this, [set] { set(QJsonValue::Undefined); });
    back->setEnabled(!m_readOnly && !m_field->value().isUndefined());
    if (option.kind == OptionKind::Text)
        menu->addAction(tr("Empty text"), this, [set] { set(QString()); })->setEnabled(!m_readOnly);
    if (option.kind == OptionKind::Boolean || option.kind == OptionKind::Choice)
        menu->addAction(tr("Use a variable"), this, [this] { m_field->useVariable(); })->setEnabled(!m_readOnly);
    menu->popup(global);
}

} // namespace sluice
