#pragma once

#include "task/optiontext.h"
#include "widgets/common/appearance.h"

#include <QJsonValue>
#include <QWidget>

#include <functional>

namespace sluice
{

// What a data source has to choose from. `problem`: why the names could not be had; empty when they could.
struct OfferedNames {
    QStringList names;
    QString problem;
};

// Asks for the names that begin with `prefix`; `take` is called on the GUI thread, later or never.
using NameProvider = std::function<void(const OptionSpec &option, const QString &prefix,
                                        std::function<void(const OfferedNames &offered)> take)>;

// The control of one option: shows a value, and tells when a person changes it. Values that the control cannot show as
// what they are, and `${…}`, are shown as text: every kind takes them.
class OptionField : public QWidget
{
    Q_OBJECT
public:
    explicit OptionField(OptionSpec option, QWidget *parent)
        : QWidget(parent)
        , m_option(std::move(option))
    {
    }
    const OptionSpec &option() const { return m_option; }

    // Undefined: not set, so the default counts. A text that means the value already is left as it is.
    void setValue(const QJsonValue &value);
    const QJsonValue &value() const { return m_value; }
    virtual void setInvalid(bool) {}
    virtual void setReadOnly(bool readOnly) { setEnabled(!readOnly); }
    virtual void setNameProvider(const NameProvider &) {}
    virtual void setResolved(const QString &) {}
    virtual void setKept(bool) {} // Secret: there is one, which is not shown
    // Shows a text for `${…}` to be written in; false: it is one already.
    virtual bool useVariable() { return false; }

Q_SIGNALS:
    // typing: one of several changes that belong together.
    void edited(const QJsonValue &value, bool typing);

protected:
    virtual void show(const QJsonValue &value) = 0;
    void take(const QJsonValue &value, bool typing);
    QString placeholder() const; // the default, else an example

    OptionSpec m_option;

private:
    QJsonValue m_value{QJsonValue::Undefined};
};

// How the form's paths are chosen.
struct PathChoice {
    enum class Way { Open, Save, Folder };
    Way way = Way::Open;
    QString base; // relative paths start here; a path below it is written relative to it
};

OptionField *makeOptionField(const Appearance &look, const OptionSpec &option, const PathChoice &paths,
                             QWidget *parent);

} // namespace sluice
