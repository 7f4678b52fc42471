#pragma once

#include "widgets/form/optionfield.h"
#include "widgets/form/valueedit.h"

#include <QComboBox>

class QCheckBox;
class QStackedLayout;

namespace sluice
{

class SegmentedSwitch;

// A list that the wheel turns only while it has the focus: a page may be scrolled over it.
class ChoiceBox : public QComboBox
{
    Q_OBJECT
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent *event) override;
};

// One of several: a list, a switch where the two have words of their own, a box to tick for a boolean without. What is
// none of them, and a variable, is a text.
class ChoiceField : public OptionField
{
    Q_OBJECT
public:
    ChoiceField(const Appearance &look, const OptionSpec &option, QWidget *parent);

    void setInvalid(bool invalid) override;
    void setReadOnly(bool readOnly) override;
    void setResolved(const QString &text) override { m_edit->setResolved(text); }
    bool useVariable() override;
    bool isText() const;
    // The control as it stands: to tick, to switch, to open.
    QWidget *control() const;

protected:
    void show(const QJsonValue &value) override;

private:
    void choose(int choice);
    QJsonValue valueOf(int choice) const;
    int choiceOf(const QJsonValue &value) const; // -1: none of them
    void showText(bool text);

    QStackedLayout *m_stack;
    QCheckBox *m_check = nullptr;
    SegmentedSwitch *m_switch = nullptr;
    ChoiceBox *m_list = nullptr;
    QWidget *m_choice;
    QWidget *m_text;
    ValueEdit *m_edit;
};

} // namespace sluice
