#pragma once

#include "task/taskspec.h"
#include "widgets/common/appearance.h"
#include "widgets/common/ask.h"
#include "widgets/task/qsci.h"

#include <QTimer>

namespace sluice
{

class IssueCard;
class ScriptStyler;
class TaskDocument;

// The script as text: colours, folds, line numbers, the change bar, marks and squiggles of issues. Edits go to its
// TaskDocument, which owns the undo; without one it shows a text read-only. All offsets are UTF-16 units.
class ScriptView : public QsciScintilla
{
    Q_OBJECT
public:
    explicit ScriptView(const Appearance &look, QWidget *parent = nullptr);
    ~ScriptView() override;

    void setDocument(TaskDocument *document); // borrowed; outlives the view
    void showText(const QString &text);       // read-only use
    // Brings what was typed a moment ago into the document; before saving, undoing, running.
    void commit();

    int caretOffset() const { return toOffset(caretPosition()); }
    int caretLine() const;   // 1-based
    int caretColumn() const; // 1-based, UTF-16 units
    void goTo(int offset, int length = 0);
    void goToLine(int line); // 1-based
    const QString &content() const { return m_text; }
    QPoint pointAt(int offset) const; // below the line, in this widget

    void showMatches(const QList<std::pair<int, int>> &ranges);
    // Replaces a range as one undo step and puts the caret behind it (or at caret).
    void replace(int offset, int length, const QString &text, const QString &what, int caret = -1);
    void commentLines();
    void indentAll();
    bool showCardAtCaret(); // false: no issue there

    int toPosition(int offset) const;
    int toOffset(int position) const;

Q_SIGNALS:
    void caretMoved();
    void typed(); // by a key, and not by paste or undo
    void contextMenuRequested(const QPoint &global);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void setUp();
    void recolor();
    void takeDocument(int caret);
    void showIssues();
    void showChanges();
    void fitNumbers();
    void showCard(int offset);
    const Issue *issueAt(int offset) const;
    int caretPosition() const { return int(SendScintilla(SCI_GETCURRENTPOS)); }

    const Appearance &m_look;
    TaskDocument *m_document = nullptr;
    ScriptStyler *m_styler;
    IssueCard *m_card;
    QString m_text;         // as the view shows it
    bool m_ascii = true;    // offsets are positions
    int m_caret = 0;        // before the change that is being made
    bool m_taking = false;  // the view is changed by the document, not by the person
    bool m_pending = false; // changed, and not yet with the document
    bool m_keyPressed = false;
    bool m_caretUnseen = false; // it was set while the view was hidden
    QTimer m_changesPause;
    Question m_comparing{this};
};

} // namespace sluice
