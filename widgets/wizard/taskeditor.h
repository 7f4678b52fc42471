#pragma once

#include "task/taskedit.h"
#include "widgets/document/taskdocument.h"

namespace sluice
{

// The hand of the wizard on a task's document: makes edits of its text by what they mean, one undo step each.
class TaskEditor : public QObject
{
    Q_OBJECT
public:
    TaskEditor(TaskDocument &document, const StepCatalog &catalog, QObject *parent);

    TaskDocument &document() { return m_document; }
    const StepCatalog &catalog() const { return m_catalog; }
    // The last state that parsed: what the wizard shows.
    const ScriptDocument &script() const { return m_document.lastParsed(); }

    void setStepOption(StepSide side, const QString &key, const QJsonValue &value, bool typing);
    void setStepType(StepSide side, const QString &stepType);
    void setStepSource(StepSide side, const QString &dataSource);
    void setChannelOption(const QString &key, const QJsonValue &value, bool typing);

Q_SIGNALS:
    void refused(const sluice::Error &error); // the script is of another shape than a task's

private:
    using Edit = std::function<Result<ScriptDocument>(const ScriptDocument &)>;
    void apply(const Edit &edit, const std::function<QString(const ScriptDocument &)> &place, const QString &what,
               bool typing);

    TaskDocument &m_document;
    const StepCatalog &m_catalog;
};

} // namespace sluice
