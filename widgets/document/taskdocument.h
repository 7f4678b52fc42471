#pragma once

#include "task/scriptdocument.h"
#include "task/validate.h"
#include "widgets/common/ask.h"

#include <QDateTime>
#include <QObject>
#include <QTimer>
#include <QUndoStack>

namespace sluice
{

// The one text that a task is, as it is open in the studio. Every view edits it here; undo is a snapshot of the whole
// text, and modified means that it differs from what is saved. GUI thread; validation runs off it.
class TaskDocument : public QObject
{
    Q_OBJECT
public:
    enum class Edit {
        Typing, // joins the typing before it into one undo step
        Whole,
    };

    TaskDocument(QString path, StepCatalog catalog, QObject *parent = nullptr);

    const QString &path() const { return m_path; }
    void setPath(const QString &path);
    const QString &text() const { return m_text; }
    const QString &savedText() const { return m_savedText; }
    bool isModified() const { return m_text != m_savedText; }
    QUndoStack &undoStack() { return m_stack; }

    // The text as it stands on disk: becomes the document when nothing is unsaved.
    void load(const QString &text);
    // place: where in the script a field is being typed in; typing in the same one is one undo step.
    void edit(const QString &text, int caretBefore, int caretAfter, Edit kind, const QString &what,
              const QString &place = {});
    void markSaved(const QString &text);

    // What validation said of a text that was current a moment ago.
    const ScriptDocument &script() const { return m_script; }
    // The last text that parsed, and where an offset of the present text stands in it.
    const ScriptDocument &lastParsed() const { return m_lastParsed; }
    const QDateTime &lastParsedAt() const { return m_lastParsedAt; } // when it was the text
    // Reads the text as it is now, without waiting for validation: for views that show what it means.
    const ScriptDocument &parseNow();
    int offsetInLastParsed(int offset) const;
    const Issues &issues() const { return m_issues; }
    bool isValidated() const { return m_validated; } // the issues are of the text as it is now
    void validateNow();
    // Replaces the text that an issue is about by its cure, if the text has not moved on since.
    bool applyCure(const Issue &issue);

Q_SIGNALS:
    void textChanged(int caret); // caret: where it belongs after this change, in UTF-16 units
    void modifiedChanged(bool modified);
    void issuesChanged();
    void pathChanged(const QString &path);

private:
    friend class SnapshotCommand;
    void setText(const QString &text, int caret);
    void takeScript(ScriptDocument script);
    void tellModified();

    QString m_path;
    StepCatalog m_catalog;
    QString m_text;
    QString m_savedText;
    bool m_toldModified = false;
    QUndoStack m_stack;
    ScriptDocument m_script;
    ScriptDocument m_lastParsed;
    QDateTime m_lastParsedAt;
    Issues m_issues;
    bool m_validated = false;
    QTimer m_pause;
    Question m_validation{this};
};

} // namespace sluice
