#pragma once

#include "widgets/common/actionregistry.h"
#include "widgets/common/controls.h"

class QCheckBox;

namespace sluice
{

// What the workspace is like at the moment, as far as the checklist needs it.
struct WelcomeState {
    QString workspace; // empty: none is open
    QString endpoint;  // of the local warehouse, empty: not up yet
    QString warehouseError;
    int tasks = 0;
    bool hasRun = false; // an attempt succeeded
};

// Shown when no tab is open: a checklist that knows the workspace's real state with one primary step, tutorials, recent
// workspaces, keys.
class WelcomePage : public Surface
{
    Q_OBJECT
public:
    WelcomePage(const Appearance &look, const ActionRegistry &actions, QWidget *parent = nullptr);

    void show(const WelcomeState &state);
    void setRecent(const QStringList &directories);
    int stepsDone() const;
    bool isWanted() const; // where no tab is open; remembered
    QCheckBox &wanted() { return *m_wanted; }

Q_SIGNALS:
    void workspaceChosen(const QString &directory);
    void firstTaskRequested();

private:
    class Checklist;
    class Card;
    class Row;
    class TutorialRow;
    class RecentRow;

    const Appearance &m_look;
    const ActionRegistry &m_actions;
    WelcomeState m_state;
    TextLabel *m_intro;
    TextLabel *m_done;
    Checklist *m_checklist;
    QWidget *m_recent;
    QCheckBox *m_wanted;
};

} // namespace sluice
