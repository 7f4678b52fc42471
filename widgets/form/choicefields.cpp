#include "widgets/form/choicefields.h"

#include "task/optionvalue.h"
#include "widgets/common/controls.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QStackedLayout>
#include <QToolButton>
#include <QWheelEvent>

namespace sluice
{

void ChoiceBox::wheelEvent(QWheelEvent *event)
{
    if (hasFocus())
        QComboBox::wheelEvent(event);
    else
        event->ignore();
}

ChoiceField::ChoiceField(const Appearance &look, const OptionSpec &option, QWidget *parent)
    : OptionField(option, parent)
    , m_stack(new QStackedLayout(this))
{
    if (m_option.kind == OptionKind::Boolean)
        m_option.choices = {QStringLiteral("false"), QStringLiteral("true")};
    m_choice = new QWidget(this);
    auto *line = new QHBoxLayout(m_choice);
    line->setContentsMargins(0, 0, 0, 0);
    if (m_option.kind == OptionKind::Boolean && m_option.choiceTitles.size() == 2) {
        m_switch = new SegmentedSwitch(look, m_option.choiceTitles, m_choice);
        connect(m_switch, &SegmentedSwitch::chosen, this, &ChoiceField::choose);
        line->addWidget(m_switch);
        line->addStretch(1);
    } else if (m_option.kind == OptionKind::Boolean) {
        m_check = new QCheckBox(m_option.title, m_choice);
        m_check->setMinimumHeight(28);
        connect(m_check, &QCheckBox::clicked, this, [this](bool on) { choose(on ? 1 : 0); });
        line->addWidget(m_check);
        line->addStretch(1);
    } else {
        m_list = new ChoiceBox(m_choice);
        m_list->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        m_list->setMinimumContentsLength(6);
        for (int i = 0; i < m_option.choices.size(); ++i) {
            const QString title = choiceTitle(m_option, i);
            m_list->addItem(title.isEmpty() ? tr("None") : title, i);
        }
        if (!m_option.required && choiceOf(m_option.defaultValue) < 0)
            m_list->insertItem(0, tr("Not set"), -1);
        connect(m_list, &QComboBox::activated, this, [this](int row) { choose(m_list->itemData(row).toInt()); });
        line->addWidget(m_list, 1);
    }
    m_text = new QWidget(this);
    auto *texts = new QHBoxLayout(m_text);
    texts->setContentsMargins(0, 0, 0, 0);
    texts->setSpacing(6);
    m_edit = new ValueEdit(look, m_text);
    m_edit->setCode(true);
    connect(m_edit, &QLineEdit::textEdited, this,
            [this](const QString &text) { take(optionFromText(m_option, text, value()), true); });
    texts->addWidget(m_edit, 1);
    auto *back = new QToolButton(m_text);
    back->setIcon(look.icon(QStringLiteral("undo")));
    back->setToolTip(tr("Choose from the list instead"));
    back->setAccessibleName(back->toolTip());
    back->setFixedSize(28, 28);
    connect(back, &QToolButton::clicked, this, [this] {
        take(m_option.required ? valueOf(0) : QJsonValue(QJsonValue::Undefined), false);
        show(value());
        control()->setFocus();
    });
    texts->addWidget(back);
    m_stack->addWidget(m_choice);
    m_stack->addWidget(m_text);
    showText(false);
}

QWidget *ChoiceField::control() const
{
    return isText()   ? static_cast<QWidget *>(m_edit)
           : m_switch ? static_cast<QWidget *>(m_switch)
           : m_check  ? static_cast<QWidget *>(m_check)
                      : static_cast<QWidget *>(m_list);
}

bool ChoiceField::isText() const
{
    return m_stack->currentWidget() == m_text;
}

void ChoiceField::showText(bool text)
{
    m_stack->setCurrentWidget(text ? m_text : m_choice);
    setFocusProxy(control());
}

int ChoiceField::choiceOf(const QJsonValue &value) const
{
    const auto choice = optionChoice(m_option, value);
    return choice ? int(m_option.choices.indexOf(*choice)) : -1;
}

QJsonValue ChoiceField::valueOf(int choice) const
{
    if (choice < 0)
        return QJsonValue::Undefined;
    const QString &text = m_option.choices[choice];
    const bool flag = m_option.kind == OptionKind::Boolean ? !value().isString() : value().isBool();
    if (const auto on = readBoolean(text); on && flag)
        return *on;
    return text;
}

void ChoiceField::choose(int choice)
{
    take(valueOf(choice), false);
    show(value());
}

void ChoiceField::show(const QJsonValue &value)
{
    const bool unset = value.isUndefined() || value.isNull();
    const int choice = choiceOf(unset ? m_option.defaultValue : value);
    const bool typing = isText() && m_edit->hasFocus();
    if ((!unset && choice < 0) || typing) {
        if (optionText(value) != m_edit->text())
            m_edit->setText(optionText(value));
        return showText(true);
    }
    showText(false);
    if (m_switch)
        m_switch->setCurrent(std::max(choice, 0));
    else if (m_check)
        m_check->setChecked(choice == 1);
    else
        m_list->setCurrentIndex(m_list->findData(choice));
}

void ChoiceField::setInvalid(bool invalid)
{
    m_edit->setInvalid(invalid);
    if (m_list)
        setStyleFlag(m_list, "invalid", invalid), m_list->update();
}

void ChoiceField::setReadOnly(bool readOnly)
{
    m_choice->setEnabled(!readOnly);
    m_text->setEnabled(!readOnly);
}

bool ChoiceField::useVariable()
{
    if (isText())
        return false;
    m_edit->setText(QStringLiteral("${}"));
    showText(true);
    m_edit->setFocus();
    m_edit->setCursorPosition(2);
    return true;
}

} // namespace sluice
