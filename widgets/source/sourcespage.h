#pragma once

#include "widgets/common/actionregistry.h"
#include "widgets/common/ask.h"
#include "widgets/common/controls.h"
#include "widgets/common/session.h"
#include "widgets/source/sourcemodel.h"
#include "widgets/source/sourcetester.h"
#include "widgets/source/sourceverbs.h"

class QMenu;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace sluice
{

// The workspace's data sources: a list with how each was tested and who uses it, and the verbs for them. GUI thread.
class SourcesPage : public Surface
{
    Q_OBJECT
public:
    SourcesPage(const Appearance &look, ActionRegistry &actions, QWidget *parent = nullptr);
    ~SourcesPage() override;

    void setSession(SessionPtr session);
    void refresh();      // the list and who uses what, off the GUI thread
    void refreshUsers(); // when tasks have changed

    SourceModel &model() { return m_model; }
    SourceVerbs &verbs() { return *m_verbs; }
    SourceTester &tester() { return m_tester; }
    QTableView &view() { return *m_view; }
    FilterField &filter() { return *m_field; }
    QMenu &typeMenu() { return *m_types; }
    bool isReady() const { return !m_reading.pending() && !m_counting.pending() && m_model.rowCount() > 0; }
    QString currentName() const;
    void select(const QString &name);
    // What was said last: of a success or of a failure.
    QString message() const;

Q_SIGNALS:
    void tasksChanged(); // the page has written tasks
    void listed();       // the list was read

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeBar();
    QWidget *makeList();
    void declareActions();
    void connectVerbs();
    void fillTypes();
    void readSources();
    void chooseType();
    void testAll();
    void testCurrent();
    void showPages();
    void updateActions();

    const Appearance &m_look;
    ActionRegistry &m_actions;
    SessionPtr m_session;
    SourceModel m_model;
    SourceTester m_tester;
    SourceVerbs *m_verbs;
    Question m_reading{this};
    Question m_counting{this};
    QString m_toSelect; // once the list is read

    QPushButton *m_new;
    QPushButton *m_testAll;
    QMenu *m_types;
    FilterField *m_field;
    ErrorStrip *m_error;
    ErrorStrip *m_told;
    QStackedWidget *m_pages;
    QSortFilterProxyModel *m_filter;
    QTableView *m_view;
    TextLabel *m_note;
};

} // namespace sluice
