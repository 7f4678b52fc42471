#pragma once

#include "task/scriptdocument.h"
#include "widgets/common/controls.h"
#include "widgets/form/severitymark.h"

class QHBoxLayout;
class QToolButton;
class QVBoxLayout;

namespace sluice
{

// A section of the wizard: a card whose head carries the worst mark of what is in it, its title and its content in
// words; a click on the head folds it.
class SectionCard : public QWidget
{
    Q_OBJECT
public:
    SectionCard(const Appearance &look, const QString &title, QWidget *parent);

    virtual void showScript(const ScriptDocument &script) = 0;
    // Those of the issues that are about this section.
    virtual void showIssues(const Issues &issues) = 0;
    virtual bool owns(const ScriptDocument &script, const Issue &issue) const = 0;
    // Puts the focus on what stands at a place of the script; false: it is not shown here.
    virtual bool goTo(const Issue &issue) = 0;
    virtual void setReadOnly(bool readOnly) = 0;

    bool isOpen() const { return m_open; }
    void setOpen(bool open);
    // Closed for a reason that stands beside the title; empty: not so.
    void setClosedReason(const QString &reason);
    QString words() const;
    QString title() const { return m_title->text(); }
    Glyph mark() const { return m_glyph; }

Q_SIGNALS:
    void openChanged(bool open);
    void cureRequested(const sluice::Issue &issue);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    QWidget &body() { return *m_body; }
    QVBoxLayout &content() { return *m_content; }
    void addToHead(QWidget *widget);
    void setWords(const QString &words);
    void setMark(Glyph glyph);
    // Done, or the mark of the worst.
    void setMarkOf(const Issues &issues);
    static QString countInWords(const Issues &issues); // "1 error, 2 warnings"
    const Appearance &m_look;

private:
    void showState();
    void showMark();
    QWidget *m_head;
    QHBoxLayout *m_headLine;
    QToolButton *m_fold;
    QLabel *m_markLabel;
    TextLabel *m_title;
    TextLabel *m_words;
    QWidget *m_body;
    QVBoxLayout *m_content;
    QString m_said;
    QString m_closedReason;
    Glyph m_glyph = Glyph::Done;
    bool m_open = true;
};

} // namespace sluice
