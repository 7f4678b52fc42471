#include "widgets/shell/runguard.h"

#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

namespace sluice
{

namespace
{

QStringList runningOf(const SessionPtr &session)
{
    return session && session->runs ? session->runs->running() : QStringList();
}

} // namespace

RunGuard::RunGuard(QWidget *window)
    : QObject(window)
    , m_window(window)
{
}

void RunGuard::ask(const SessionPtr &session, std::function<void(bool)> then)
{
    const int running = int(runningOf(session).size());
    if (running == 0)
        return then(true);
    auto *box = new QMessageBox(QMessageBox::Warning, tr("Tasks are running"),
                                tr("%n task(s) are still running.", nullptr, running), {}, m_window);
    box->setInformativeText(tr("Leaving stops them. What is not committed is not visible; where a run leaves a journal "
                               "it can be resumed later."));
    QAbstractButton *leave = box->addButton(tr("Stop and leave"), QMessageBox::DestructiveRole);
    QPushButton *stay = box->addButton(tr("Keep running"), QMessageBox::RejectRole);
    box->setDefaultButton(stay);
    box->setEscapeButton(stay);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this,
            [box, leave, then = std::move(then)] { then(box->clickedButton() == leave); });
    box->open();
}

void RunGuard::stop(const SessionPtr &session, std::function<void()> then)
{
    const QStringList running = runningOf(session);
    if (running.isEmpty())
        return then();
    auto waiting = std::make_shared<QMetaObject::Connection>();
    *waiting = connect(session->runs.get(), &RunService::attemptChanged, this,
                       [runs = session->runs.get(), waiting, then = std::move(then)] {
                           if (!runs->running().isEmpty())
                               return;
                           const auto ended = then; // outlives the connection
                           disconnect(*waiting);
                           QTimer::singleShot(0, runs, ended); // the service is still telling others
                       });
    for (const QString &attempt : running)
        session->runs->stop(attempt);
}

} // namespace sluice
