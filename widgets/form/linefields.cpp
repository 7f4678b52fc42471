#include "widgets/form/linefields.h"

#include "widgets/form/namepicker.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolButton>

namespace sluice
{

LineField::LineField(const Appearance &look, const OptionSpec &option, QWidget *parent)
    : OptionField(option, parent)
    , m_look(look)
    , m_layout(new QHBoxLayout(this))
    , m_edit(new ValueEdit(look, this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(6);
    m_layout->addWidget(m_edit, 1);
    m_edit->setPlaceholderText(placeholder());
    m_edit->setCode(option.kind == OptionKind::Partition);
    m_edit->installEventFilter(this);
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textEdited, this, [this](const QString &text) { takeText(text, true); });
}

void LineField::takeText(const QString &text, bool typing)
{
    m_touched = typing;
    take(optionFromText(m_option, text, value()), typing);
}

void LineField::show(const QJsonValue &value)
{
    if (!m_edit->text().isEmpty() && optionFromText(m_option, m_edit->text(), value) == value)
        return; // as it is being typed: " 12", "007"
    const QString text = optionText(value);
    if (text != m_edit->text())
        m_edit->setText(text);
}

void LineField::setReadOnly(bool readOnly)
{
    m_edit->setReadOnly(readOnly);
    for (QToolButton *button : findChildren<QToolButton *>())
        button->setEnabled(!readOnly);
}

// A text that was emptied gives its key up when it is left.
bool LineField::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut && m_touched) {
        m_touched = false;
        if (m_edit->text().isEmpty() && !m_option.required)
            take(QJsonValue::Undefined, true);
    }
    return OptionField::eventFilter(watched, event);
}

QToolButton *LineField::addButton(const QString &icon, const QString &what)
{
    auto *button = new QToolButton(this);
    button->setIcon(m_look.icon(icon));
    button->setToolTip(what);
    button->setAccessibleName(what + QStringLiteral(": ") + m_option.title);
    button->setFixedSize(28, 28);
    m_layout->addWidget(button);
    return button;
}

SecretField::SecretField(const Appearance &look, const OptionSpec &option, QWidget *parent)
    : LineField(look, option, parent)
    , m_reveal(addButton(QStringLiteral("eye"), tr("Show what was typed")))
{
    m_edit->setEchoMode(QLineEdit::Password);
    m_edit->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    m_edit->setPlaceholderText({});
    m_reveal->setCheckable(true);
    m_reveal->setEnabled(false);
    connect(m_reveal, &QToolButton::toggled, this,
            [this](bool on) { m_edit->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });
    // What was there before is never shown: only a text that was begun here.
    connect(m_edit, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            m_begunHere = true;
        else if (!m_edit->isModified())
            m_begunHere = false;
        m_reveal->setEnabled(m_begunHere && !text.isEmpty());
        if (!m_reveal->isEnabled())
            m_reveal->setChecked(false);
    });
}

void SecretField::setKept(bool kept)
{
    m_edit->setPlaceholderText(kept ? tr("unchanged") : QString());
}

PathField::PathField(const Appearance &look, const OptionSpec &option, PathChoice paths, QWidget *parent)
    : LineField(look, option, parent)
    , m_paths(std::move(paths))
{
    connect(addButton(QStringLiteral("folder"), tr("Choose…")), &QToolButton::clicked, this, &PathField::choose);
}

void PathField::choose()
{
    auto *dialog = new QFileDialog(this, tr("Choose: %1").arg(m_option.title));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    switch (m_paths.way) {
    case PathChoice::Way::Open:
        dialog->setFileMode(QFileDialog::ExistingFile);
        break;
    case PathChoice::Way::Save:
        dialog->setFileMode(QFileDialog::AnyFile);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setOption(QFileDialog::DontConfirmOverwrite);
        dialog->setLabelText(QFileDialog::Accept, tr("Choose"));
        break;
    case PathChoice::Way::Folder:
        dialog->setFileMode(QFileDialog::Directory);
        break;
    }
    if (!m_paths.base.isEmpty())
        dialog->setDirectory(m_paths.base);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        QString path = file;
        if (!m_paths.base.isEmpty() && file.startsWith(m_paths.base + u'/'))
            path = QDir(m_paths.base).relativeFilePath(file);
        m_edit->setText(path);
        takeText(path, false);
    });
    dialog->open();
}

NameField::NameField(const Appearance &look, const OptionSpec &option, QWidget *parent)
    : LineField(look, option, parent)
    , m_open(addButton(QStringLiteral("chevron-down"), tr("Choose…")))
{
    m_edit->setCode(true);
    m_open->hide();
    connect(m_open, &QToolButton::clicked, this, &NameField::open);
}

void NameField::setNameProvider(const NameProvider &provider)
{
    m_provider = provider;
    m_open->setVisible(bool(provider));
}

void NameField::open()
{
    if (!m_provider || m_edit->isReadOnly())
        return;
    if (!m_picker) {
        m_picker = new NamePicker(m_look, this);
        connect(m_picker, &NamePicker::picked, this, [this](const QString &name) {
            m_edit->setText(name);
            takeText(name, false);
            m_edit->setFocus();
        });
        connect(m_picker, &NamePicker::asked, this, [this](const QString &prefix) {
            m_provider(m_option, prefix, [picker = QPointer(m_picker), prefix](const OfferedNames &offered) {
                if (picker)
                    picker->offer(prefix, offered);
            });
        });
    }
    m_picker->openUnder(m_edit, value().toString());
}

// Alt+Down opens the list, as it does with combo boxes.
bool NameField::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Down && key->modifiers().testFlag(Qt::AltModifier)) {
            open();
            return true;
        }
    }
    return LineField::eventFilter(watched, event);
}

} // namespace sluice
