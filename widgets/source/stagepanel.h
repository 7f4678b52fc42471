#pragma once

#include "service/sourcekeeper.h"
#include "widgets/common/controls.h"

#include <QDateTime>

class QVBoxLayout;

namespace sluice
{

// How a test of connectivity goes: six stages in a column with their times. The one that failed opens its cure in
// place; those behind it say that they were not reached.
class StagePanel : public QWidget
{
    Q_OBJECT
public:
    explicit StagePanel(const Appearance &look, QWidget *parent = nullptr);

    // Which half is looked at, and what is known of it without a test of this dialog's.
    void showUntested(const QString &what, const QString &why);
    void showRunning(const QString &what, const QList<TestStage> &stages, int seconds);
    // blamed: the title of the option to correct; empty: there is none.
    void showReport(const QString &what, const TestReport &report, const QDateTime &at, const QString &blamed);

    QString chipText() const { return m_chipText; }
    QString answer() const { return m_answer; } // of the failed stage, as Copy answer copies it
    QString stageText(Stage stage) const;       // "Authenticate: failed"

Q_SIGNALS:
    void cureRequested();

private:
    class Row;
    void setChip(const QString &text, Tone tone, std::optional<Glyph> glyph);
    void showStages(const QList<TestStage> &stages);
    void showCure(const TestReport *report, const QString &blamed);
    QWidget *makeCure();

    const Appearance &m_look;
    Chip *m_chip;
    QString m_chipText;
    TextLabel *m_time;
    TextLabel *m_what;
    QVBoxLayout *m_list;
    QList<Row *> m_rows;
    QWidget *m_cure;
    TextLabel *m_cureTitle;
    TextLabel *m_cureText;
    QPushButton *m_cureButton;
    QPushButton *m_copy;
    QString m_answer;
};

// "118 ms", "0.4 ms", "2.1 s".
QString stageTime(std::chrono::microseconds time);

} // namespace sluice
