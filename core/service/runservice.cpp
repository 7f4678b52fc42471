#include "service/runservice.h"

#include "service/attemptrun.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QPointer>
#include <QRandomGenerator>

#include <map>
#include <mutex>
#include <thread>

namespace sluice
{

namespace
{

// "20221122100412a1b2": the second in UTC, then in four hexadecimal digits the millisecond and six random bits. Sorts
// by time.
QString newAttemptId(const QDateTime &now)
{
    const uint tail = uint(now.time().msec()) << 6 | (QRandomGenerator::system()->generate() & 0x3f);
    return now.toString(QStringLiteral("yyyyMMddHHmmss")) + QStringLiteral("%1").arg(tail, 4, 16, QLatin1Char('0'));
}

} // namespace

class RunService::Private
{
public:
    // An attempt and the thread it runs on.
    struct Active {
        std::unique_ptr<AttemptRun> run;
        std::thread thread;
    };

    Private(const Workspace &workspace, const ConnectorRegistry &connectors, SourceStore &sources, History &history,
            LocalWarehouse &warehouse)
        : context{workspace, connectors, sources, history, warehouse}
    {
    }

    QString freeId() const
    {
        QString id;
        do {
            id = newAttemptId(QDateTime::currentDateTimeUtc());
        } while (id <= lastId); // a clock that was set back, or the same millisecond
        return id;
    }

    AttemptContext context;
    std::map<QString, Active> active; // of the owner's thread
    std::map<QString, Attempt> ended;
    QString lastId;
};

RunService::RunService(const Workspace &workspace, const ConnectorRegistry &connectors, SourceStore &sources,
                       History &history, LocalWarehouse &warehouse, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(workspace, connectors, sources, history, warehouse))
{
    qRegisterMetaType<sluice::Attempt>();
}

RunService::~RunService()
{
    for (auto &[id, active] : d->active)
        active.run->requestStop();
    for (auto &[id, active] : d->active)
        active.thread.join();
}

QString RunService::start(const StartRequest &request)
{
    const QString id = d->freeId();
    d->lastId = id;
    auto run = std::make_unique<AttemptRun>(d->context, request, id);
    AttemptRun *work = run.get();
    d->context.history.post(work->attempt());

    // Every change is told on this object's thread; after the last one the attempt's thread has nothing left to do.
    auto told = [this](const Attempt &attempt) {
        QMetaObject::invokeMethod(
            this,
            [this, attempt] {
                if (attempt.hasEnded()) {
                    const auto it = d->active.find(attempt.id);
                    it->second.thread.join();
                    d->active.erase(it);
                    d->ended[attempt.id] = attempt;
                }
                Q_EMIT attemptChanged(attempt);
            },
            Qt::QueuedConnection);
    };
    Private::Active &active = d->active[id];
    active.run = std::move(run);
    active.thread = std::thread([work, told] { work->execute(told); });
    return id;
}

void RunService::stop(const QString &attemptId)
{
    if (const auto it = d->active.find(attemptId); it != d->active.end())
        it->second.run->requestStop();
}

std::optional<RunProgress> RunService::progress(const QString &attemptId) const
{
    const auto it = d->active.find(attemptId);
    return it == d->active.end() ? std::nullopt : std::optional(it->second.run->progress());
}

bool RunService::isRunning(const QString &attemptId) const
{
    return d->active.count(attemptId) > 0;
}

QStringList RunService::running() const
{
    QStringList ids;
    for (const auto &[id, active] : d->active)
        ids.append(id);
    return ids;
}

Attempt RunService::wait(const QString &attemptId)
{
    while (isRunning(attemptId))
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const auto it = d->ended.find(attemptId);
    return it == d->ended.end() ? Attempt() : it->second;
}

} // namespace sluice
