#pragma once

#include "widgets/common/ask.h"
#include "widgets/common/controls.h"
#include "widgets/common/session.h"
#include "widgets/source/livestages.h"
#include "widgets/source/sourcedraft.h"

#include <QDialog>
#include <QTimer>

#include <memory>

class QStackedWidget;

namespace sluice
{

class OptionForm;
class StagePanel;

// A data source is made or changed: its form left, the test of its connectivity right. Tests and saves off the GUI
// thread; never blocks. Enter tests, Ctrl+Enter saves, Esc cancels a running test first, then closes.
class SourceDialog : public QDialog
{
    Q_OBJECT
public:
    // others: the workspace's other sources, for names that are taken and for hints about regions.
    SourceDialog(const Appearance &look, SessionPtr session, DataSource source, bool isNew,
                 const QList<DataSource> &others, QWidget *parent);
    ~SourceDialog() override;

    const SourceDraft &draft() const { return m_draft; }
    OptionForm &form() { return *m_form; }
    StagePanel &stages() { return *m_stages; }
    QLineEdit &name() { return *m_name; }
    QLineEdit &description() { return *m_description; }
    SegmentedSwitch &halves() { return *m_halves; }
    QPushButton &testButton() { return *m_test; }
    QPushButton &saveButton() { return *m_save; }
    QPushButton &saveAnywayButton() { return *m_saveAnyway; }
    bool isReady() const { return !m_reading.pending(); } // what is kept of it is read
    bool isTesting() const { return m_testing.pending(); }
    QString footText() const;
    QString nameMessage() const;
    QString hintText() const;

public Q_SLOTS:
    void test();
    void save();
    void reject() override;
    void splitProduction();
    void joinProduction();

Q_SIGNALS:
    void saved(const QString &name);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeForm();
    QWidget *makeHalves(QWidget *parent);
    QWidget *makeFoot();
    void readKnown();
    void showHalf(SourceHalf half);
    void forgetSecrets();
    void takeEdit(const QString &key, const QJsonValue &value);
    void takeNames();
    void cancelTest();
    void finishTest(SourceHalf half, const TestReport &report);
    void showTest();
    void showMarks();
    void showProblems();
    void showHints();
    void showFoot();
    bool mayTest();
    QString halfText() const;
    QString titleOf(const QString &key) const;

    const Appearance &m_look;
    SessionPtr m_session;
    SourceDraft m_draft;
    QList<DataSource> m_others;
    SourceHalf m_half = SourceHalf::Development;
    bool m_tried = false;     // to test: what is missing is said from now on
    bool m_cancelled = false; // the last test
    QMap<SourceHalf, QDateTime> m_testedAt;
    std::shared_ptr<LiveStages> m_live;
    QDateTime m_began;
    QTimer m_tick;
    Question m_reading{this};
    Question m_testing{this};
    Question m_saving{this};

    QLineEdit *m_name = nullptr;
    TextLabel *m_nameMessage = nullptr;
    QLineEdit *m_description = nullptr;
    TextLabel *m_descriptionMessage = nullptr;
    SegmentedSwitch *m_halves = nullptr;
    TextLabel *m_halfNote = nullptr;
    QPushButton *m_join = nullptr;
    QStackedWidget *m_pages = nullptr; // the form; "production uses the same"
    OptionForm *m_form = nullptr;
    TextLabel *m_secretNote = nullptr;
    QPushButton *m_forget = nullptr;
    TextLabel *m_hints = nullptr;
    StagePanel *m_stages = nullptr;
    ErrorStrip *m_error = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_cancelTest = nullptr;
    TextLabel *m_foot = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_saveAnyway = nullptr;
};

} // namespace sluice
