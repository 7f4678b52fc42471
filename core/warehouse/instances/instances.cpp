#include "warehouse/instances/instances.h"

#include "base/files.h"
#include "warehouse/server/servertext.h"

#include <QDir>
#include <QLockFile>
#include <QTemporaryDir>

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

namespace sluice::warehouse
{

namespace
{

constexpr size_t workerCount = 4;
constexpr size_t instanceLimit = 2000;
constexpr qint64 spoolLimit = qint64(4) * 1024 * 1024 * 1024;
constexpr auto folderPrefix = "results-";

// What a failed task's result says. Clients look for the number.
QString failureText(const Error &error)
{
    if (error.detail.startsWith(QLatin1String("ODPS-")))
        return error.detail;
    const char *number = error.code == ErrorCode::NotFound      ? "ODPS-0130131"
                         : error.code == ErrorCode::Auth        ? "ODPS-0130013"
                         : error.code == ErrorCode::Config      ? "ODPS-0130161"
                         : error.code == ErrorCode::Schema      ? "ODPS-0130071"
                         : error.code == ErrorCode::Unsupported ? "ODPS-0130071"
                         : error.code == ErrorCode::Data        ? "ODPS-0121095"
                                                                : "ODPS-0010000";
    const QString detail = error.detail.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(error.detail);
    return QLatin1String(number) + QLatin1String(": ") + error.message + detail;
}

// Results that a killed server left behind. A folder in use is locked.
void sweep(const QString &directory)
{
    const QDir dir(directory);
    for (const QString &name : dir.entryList({QLatin1String(folderPrefix) + QLatin1Char('*')}, QDir::Dirs)) {
        QLockFile lock(dir.filePath(name) + QStringLiteral("/lock"));
        lock.setStaleLockTime(0);
        if (lock.tryLock(0)) {
            lock.unlock();
            QDir(dir.filePath(name)).removeRecursively();
        }
    }
}

Error noInstance(const QString &project, const QString &id)
{
    return makeError(ErrorCode::NotFound, QStringLiteral("There is no instance %1 in project %2.").arg(id, project));
}

struct Entry {
    Instance instance;
    std::stop_source stop;
};

} // namespace

class Instances::Private
{
public:
    Private(Warehouse &warehouse, Log &log)
        : warehouse(warehouse)
        , log(log)
        , folder(QDir(warehouse.options().directory).filePath(QLatin1String(folderPrefix) + QStringLiteral("XXXXXX")))
    {
    }

    void work(const std::stop_token &token);
    void run(const QString &id, const Submission &submission, const std::stop_token &token);
    void conclude(const QString &id, Instance &&outcome);
    void makeRoom();

    Warehouse &warehouse;
    Log &log;
    QTemporaryDir folder;
    std::unique_ptr<QLockFile> lock;
    // With the mutex held; null when there is none.
    Entry *entry(const QString &project, const QString &id);

    mutable std::mutex mutex;
    std::condition_variable_any arrived;
    mutable std::condition_variable_any concluded;
    bool shutDown = false;
    std::map<QString, Entry> entries;
    std::deque<QString> order; // oldest first
    std::deque<QString> queue;
    std::vector<std::jthread> workers;
};

Entry *Instances::Private::entry(const QString &project, const QString &id)
{
    const auto found = entries.find(id);
    const bool known = found != entries.end() && found->second.instance.submission.project == project;
    return known ? &found->second : nullptr;
}

void Instances::Private::work(const std::stop_token &token)
{
    for (;;) {
        QString id;
        Submission submission;
        std::stop_token stop;
        {
            std::unique_lock guard(mutex);
            if (!arrived.wait(guard, token, [this] { return !queue.empty(); }))
                return;
            id = queue.front();
            queue.pop_front();
            const auto entry = entries.find(id);
            if (entry == entries.end() || entry->second.instance.ended())
                continue; // stopped while it waited
            entry->second.instance.state = InstanceState::Running;
            submission = entry->second.instance.submission;
            stop = entry->second.stop.get_token();
        }
        run(id, submission, stop);
    }
}

void Instances::Private::run(const QString &id, const Submission &submission, const std::stop_token &token)
{
    Instance outcome;
    const Stop stop(token);
    auto result = warehouse.execute(submission.project, submission.schema, submission.sql, submission.settings, stop);
    Done done;
    if (!result.ok()) {
        done = result.error();
    } else {
        outcome.isSelect = result->isSelect;
        outcome.text = result->text;
        outcome.rowsChanged = result->rowsChanged;
        if (result->isSelect && result->rows) {
            const QString path = folder.filePath(id + QStringLiteral(".arrow"));
            auto spool = ResultSpool::write(*result->rows, result->columns, path, stop);
            if (spool.ok())
                outcome.rows = *spool;
            else
                done = spool.error();
        }
    }
    if (done.ok()) {
        outcome.state = InstanceState::Success;
    } else {
        outcome.state = token.stop_requested() ? InstanceState::Cancelled : InstanceState::Failed;
        outcome.text = failureText(done.error());
        if (outcome.state == InstanceState::Failed && done.error().code == ErrorCode::Internal)
            log.error(QStringLiteral("Instance %1: %2").arg(id, done.error().text()));
    }
    conclude(id, std::move(outcome));
}

void Instances::Private::conclude(const QString &id, Instance &&outcome)
{
    const std::lock_guard guard(mutex);
    Instance &instance = entries.at(id).instance;
    instance.state = outcome.state;
    instance.text = std::move(outcome.text);
    instance.isSelect = outcome.isSelect;
    instance.rowsChanged = outcome.rowsChanged;
    instance.rows = std::move(outcome.rows);
    instance.end = QDateTime::currentDateTimeUtc();
    makeRoom();
    concluded.notify_all();
}

// Forgets the oldest instances that have ended, and the oldest results when they take too much of the disk.
void Instances::Private::makeRoom()
{
    for (auto id = order.begin(); order.size() > instanceLimit && id != order.end();) {
        if (entries.at(*id).instance.ended()) {
            entries.erase(*id);
            id = order.erase(id);
        } else {
            ++id;
        }
    }
    qint64 bytes = 0;
    for (auto id = order.rbegin(); id != order.rend(); ++id) {
        Instance &instance = entries.at(*id).instance;
        if (!instance.rows)
            continue;
        bytes += instance.rows->bytes();
        if (bytes > spoolLimit && id != order.rbegin())
            instance.rows.reset();
    }
}

Instances::Instances(std::unique_ptr<Private> d)
    : d(std::move(d))
{
}

Result<std::unique_ptr<Instances>> Instances::create(Warehouse &warehouse, Log &log)
{
    sweep(warehouse.options().directory);
    auto d = std::make_unique<Private>(warehouse, log);
    if (!d->folder.isValid())
        return makeError(ErrorCode::Io, QStringLiteral("No folder for query results could be made."),
                         warehouse.options().directory, d->folder.errorString());
    d->lock = std::make_unique<QLockFile>(d->folder.filePath(QStringLiteral("lock")));
    d->lock->setStaleLockTime(0);
    d->lock->tryLock(0);
    for (size_t i = 0; i < workerCount; ++i)
        d->workers.emplace_back([p = d.get()](const std::stop_token &token) { p->work(token); });
    return std::unique_ptr<Instances>(new Instances(std::move(d)));
}

Instances::~Instances()
{
    shutDown();
    d->workers.clear(); // joins
    d->entries.clear(); // results before their folder
    d->lock.reset();
}

void Instances::shutDown()
{
    const std::lock_guard guard(d->mutex);
    d->shutDown = true;
    d->queue.clear();
    for (auto &[id, entry] : d->entries)
        entry.stop.request_stop();
    for (std::jthread &worker : d->workers)
        worker.request_stop();
    d->concluded.notify_all();
}

QString Instances::submit(Submission submission)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const std::lock_guard guard(d->mutex);
    QString id = newInstanceId(now);
    while (d->entries.contains(id))
        id = newInstanceId(now);
    Entry &entry = d->entries[id];
    entry.instance.id = id;
    entry.instance.submission = std::move(submission);
    entry.instance.start = now;
    d->order.push_back(id);
    d->queue.push_back(id);
    d->makeRoom();
    d->arrived.notify_one();
    return id;
}

Result<Instance> Instances::find(const QString &project, const QString &id) const
{
    const std::lock_guard guard(d->mutex);
    const Entry *entry = d->entry(project, id);
    return entry ? Result<Instance>(entry->instance) : Result<Instance>(noInstance(project, id));
}

Result<Instance> Instances::wait(const QString &project, const QString &id, std::chrono::milliseconds patience) const
{
    std::unique_lock guard(d->mutex);
    const Entry *entry = nullptr;
    d->concluded.wait_for(guard, patience, [&] {
        entry = d->entry(project, id);
        return !entry || entry->instance.ended() || d->shutDown;
    });
    return entry ? Result<Instance>(entry->instance) : Result<Instance>(noInstance(project, id));
}

QList<Instance> Instances::list(const QString &project) const
{
    QList<Instance> all;
    const std::lock_guard guard(d->mutex);
    for (auto id = d->order.rbegin(); id != d->order.rend(); ++id) {
        const Instance &instance = d->entries.at(*id).instance;
        if (instance.submission.project == project)
            all.append(instance);
    }
    return all;
}

Done Instances::stop(const QString &project, const QString &id)
{
    const std::lock_guard guard(d->mutex);
    Entry *entry = d->entry(project, id);
    if (!entry)
        return noInstance(project, id);
    if (entry->instance.ended())
        return makeError(ErrorCode::Conflict, QStringLiteral("Instance %1 has ended already.").arg(id), {},
                         QStringLiteral("InvalidStateSetting"));
    entry->stop.request_stop();
    if (entry->instance.state == InstanceState::Waiting) {
        entry->instance.state = InstanceState::Cancelled;
        entry->instance.end = QDateTime::currentDateTimeUtc();
        d->concluded.notify_all();
    }
    return {};
}

} // namespace sluice::warehouse
