#include "app/studio/studiosession.h"

#include "secrets/secretstore.h"

#include <QCoreApplication>
#include <QThread>

namespace sluice
{

namespace
{

// A probe may hold the last reference; the run service is an object of the GUI thread all the same.
void dispose(Session *session)
{
    if (QThread::currentThread() == qApp->thread())
        delete session;
    else
        QMetaObject::invokeMethod(
            qApp, [session] { delete session; }, Qt::QueuedConnection);
}

Result<SessionPtr> openSession(const QString &directory, const ConnectorRegistry &connectors)
{
    SLUICE_TRY(Workspace workspace, Workspace::open(directory));
    SLUICE_TRY(auto history, History::open(workspace.stateDir() + QLatin1String("/history.sqlite")));
    SLUICE_CHECK(history->closeAbandoned());
    SessionPtr session(new Session{.workspace = std::move(workspace),
                                   .catalog = connectors.catalog(),
                                   .sources = {},
                                   .history = std::move(history),
                                   .drafts = {},
                                   .search = {},
                                   .warehouse = {},
                                   .keeper = {},
                                   .probes = {},
                                   .runs = {}},
                       dispose);
    session->drafts = std::make_unique<DraftStore>(session->workspace.stateDir());
    session->search = std::make_unique<TaskSearch>(session->workspace);
    session->sources = std::make_unique<SourceStore>(session->workspace.directory());
    session->warehouse = std::make_unique<LocalWarehouse>(session->workspace.directory());
    session->keeper = std::make_unique<SourceKeeper>(connectors, *session->sources,
                                                     SecretStore(session->workspace.stateDir()), *session->warehouse);
    session->probes = std::make_unique<Probes>(session->workspace, connectors, *session->sources, *session->keeper,
                                               *session->warehouse);
    return session;
}

} // namespace

SessionFactory makeSessionFactory(const ConnectorRegistry &connectors)
{
    return {.open = [&connectors](const QString &directory) { return openSession(directory, connectors); },
            .start =
                [&connectors](Session &session) {
                    session.runs = std::make_unique<RunService>(session.workspace, connectors, *session.sources,
                                                                *session.history, *session.warehouse);
                }};
}

} // namespace sluice
