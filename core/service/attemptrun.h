#pragma once

#include "engine/run.h"
#include "service/runservice.h"

#include <functional>
#include <mutex>
#include <stop_token>

namespace sluice
{

class LogFile;
class SourceKeeper;

// What an attempt borrows from the service that runs it.
struct AttemptContext {
    Workspace workspace;
    const ConnectorRegistry &connectors;
    SourceStore &sources;
    History &history;
    LocalWarehouse &warehouse;
};

// One attempt, from the text of its script to the last line of its log. execute() is called once, on a thread of its
// own; the rest from any thread.
class AttemptRun
{
public:
    using Told = std::function<void(const Attempt &)>;

    AttemptRun(const AttemptContext &context, StartRequest request, const QString &id);
    ~AttemptRun();

    const Attempt &attempt() const { return m_attempt; } // before execute()
    void execute(const Told &told);
    void requestStop() { m_stop.request_stop(); }
    RunProgress progress() const;

private:
    Done prepareFolder();
    Result<TaskSpec> readTask(QMap<QString, QString> &parameters);
    Done checkResumed(const QByteArray &script);
    Result<QMap<QString, QString>> resolvedParameters(const QStringList &used);
    void keepParameters(const QMap<QString, QString> &parameters);
    Result<DataSource> sourceOf(const StepSpec &step, const SourceKeeper &keeper);
    Result<RunRequest> requestOfTask(const SourceKeeper &keeper);
    Result<RunRequest> requestOfReplay(const SourceKeeper &keeper);
    Done giveSecrets(StepSpec &step, const Attempt &earlier);
    void tellStatus(const DataSource &source);
    RunReport perform(const Told &told);
    Result<RunReport> performOrFail(const Told &told);
    void guardWarehouse(std::stop_token ended);
    void finish(const RunReport &report);

    const AttemptContext &m_context;
    const StartRequest m_request;
    Attempt m_attempt;
    std::stop_source m_stop;
    std::unique_ptr<LogFile> m_log;
    FileLock m_warehouseHold;

    mutable std::mutex m_mutex; // of m_run: progress() comes from another thread
    std::unique_ptr<Run> m_run;
};

} // namespace sluice
