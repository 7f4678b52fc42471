#pragma once

#include "widgets/common/controls.h"
#include "widgets/form/optionfield.h"

#include <QPlainTextEdit>

namespace sluice
{

// A frame around lines of text, like a line edit's; grows with its lines up to a few. Tab leaves it.
class LinesEdit : public QPlainTextEdit
{
    Q_OBJECT
public:
    LinesEdit(const Appearance &look, QWidget *parent);
    void setInvalid(bool invalid);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    bool event(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    const Appearance &m_look;
    bool m_invalid = false;
};

// Several texts, one a line.
class ListField : public OptionField
{
    Q_OBJECT
public:
    ListField(const Appearance &look, const OptionSpec &option, QWidget *parent);
    LinesEdit &edit() { return *m_edit; }
    void setInvalid(bool invalid) override { m_edit->setInvalid(invalid); }
    void setReadOnly(bool readOnly) override { m_edit->setReadOnly(readOnly); }

protected:
    void show(const QJsonValue &value) override;

private:
    QStringList entries() const;
    LinesEdit *m_edit;
    bool m_showing = false;
};

// Free JSON. While it is not whole, the value stays what it was and the field says so.
class ObjectField : public OptionField
{
    Q_OBJECT
public:
    ObjectField(const Appearance &look, const OptionSpec &option, QWidget *parent);
    LinesEdit &edit() { return *m_edit; }
    void setInvalid(bool invalid) override { m_edit->setInvalid(invalid); }
    void setReadOnly(bool readOnly) override { m_edit->setReadOnly(readOnly); }

protected:
    void show(const QJsonValue &value) override;

private:
    LinesEdit *m_edit;
    TextLabel *m_fault;
    bool m_showing = false;
};

} // namespace sluice
