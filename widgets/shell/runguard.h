#pragma once

#include "widgets/common/session.h"

#include <QObject>

#include <functional>

namespace sluice
{

// Stands between the runs of a session and the end of that session: asks before they are stopped, and waits for them
// without holding the window up. GUI thread.
class RunGuard : public QObject
{
    Q_OBJECT
public:
    explicit RunGuard(QWidget *window);

    // Whether what runs may be stopped; at once when nothing runs.
    void ask(const SessionPtr &session, std::function<void(bool mayStop)> then);
    // Stops what runs; tells when all of it has ended.
    void stop(const SessionPtr &session, std::function<void()> then);

private:
    QWidget *m_window;
};

} // namespace sluice
