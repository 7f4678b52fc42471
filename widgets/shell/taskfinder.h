#pragma once

#include "widgets/common/ask.h"
#include "widgets/common/session.h"

#include <QTimer>

namespace sluice
{

class CommandPalette;
class TaskTabs;

// Answers what is typed into the palette with places in the workspace's tasks, and goes there when one is chosen. The
// search runs off the GUI thread.
class TaskFinder : public QObject
{
    Q_OBJECT
public:
    TaskFinder(CommandPalette &palette, TaskTabs &tabs, QObject *parent);
    void setSession(SessionPtr session);

    // Opens the task and puts the caret on the value.
    void goTo(const QString &path, const QString &pointer);

private:
    void search();

    CommandPalette &m_palette;
    TaskTabs &m_tabs;
    SessionPtr m_session;
    QString m_words;
    QTimer m_pause;
    Question m_question{this};
};

} // namespace sluice
