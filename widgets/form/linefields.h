#pragma once

#include "widgets/form/optionfield.h"
#include "widgets/form/valueedit.h"

class QHBoxLayout;
class QToolButton;

namespace sluice
{

class NamePicker;

// Texts and numbers.
class LineField : public OptionField
{
    Q_OBJECT
public:
    LineField(const Appearance &look, const OptionSpec &option, QWidget *parent);

    ValueEdit &edit() { return *m_edit; }
    void setInvalid(bool invalid) override { m_edit->setInvalid(invalid); }
    void setReadOnly(bool readOnly) override;
    void setResolved(const QString &text) override { m_edit->setResolved(text); }

protected:
    void show(const QJsonValue &value) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    QToolButton *addButton(const QString &icon, const QString &what);
    void takeText(const QString &text, bool typing);

    const Appearance &m_look;
    QHBoxLayout *m_layout;
    ValueEdit *m_edit;
    bool m_touched = false; // by a person, since the field has the focus
};

// Never in clear, except what was just typed and is asked to be seen.
class SecretField : public LineField
{
    Q_OBJECT
public:
    SecretField(const Appearance &look, const OptionSpec &option, QWidget *parent);
    void setKept(bool kept) override;

private:
    QToolButton *m_reveal;
    bool m_begunHere = true;
};

// A file, a pattern of files or a folder.
class PathField : public LineField
{
    Q_OBJECT
public:
    PathField(const Appearance &look, const OptionSpec &option, PathChoice paths, QWidget *parent);

private:
    void choose();
    PathChoice m_paths;
};

// A name that the data source may be asked for.
class NameField : public LineField
{
    Q_OBJECT
public:
    NameField(const Appearance &look, const OptionSpec &option, QWidget *parent);
    void setNameProvider(const NameProvider &provider) override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void open();
    NameProvider m_provider;
    QToolButton *m_open;
    NamePicker *m_picker = nullptr;
};

} // namespace sluice
