#pragma once

#include "task/taskdiff.h"
#include "widgets/common/ask.h"
#include "widgets/common/controls.h"

namespace sluice
{

// Buttons one after another, in as many lines as they need.
class ButtonFlow : public QWidget
{
public:
    using QWidget::QWidget;
    void setButtons(const QList<QPushButton *> &buttons); // takes them over
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return place(width, false); }
    QSize sizeHint() const override { return {200, heightForWidth(std::max(width(), 200))}; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    int place(int width, bool move) const;
    QList<QPushButton *> m_buttons;
};

// Above the script: what has changed, in words, against what is saved or against another file. A click goes to the
// place. Away while there is nothing to tell.
class DiffStrip : public Surface
{
    Q_OBJECT
public:
    explicit DiffStrip(const Appearance &look, QWidget *parent = nullptr);

    // Compares off the GUI thread; only the newest answer is shown.
    void compare(const QString &saved, const QString &text);
    // Another file instead of what is saved, until it is dismissed; empty name: no more.
    void setOther(const QString &name, const QString &text);
    const QList<TaskChange> &changes() const { return m_changes; }
    QString summary() const { return m_summary->text(); }

Q_SIGNALS:
    void placeRequested(const sluice::TaskChange &change);
    void fileRequested(); // to compare with

private:
    void ask();
    void show(const QList<TaskChange> &changes);

    const Appearance &m_look;
    QString m_saved, m_text, m_otherName, m_otherText;
    QList<TaskChange> m_changes;
    bool m_all = false; // every change has its chip
    TextLabel *m_title;
    TextLabel *m_summary;
    QPushButton *m_file;
    QPushButton *m_close;
    ButtonFlow *m_chips;
    Question m_question{this};
};

} // namespace sluice
