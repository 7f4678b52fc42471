#pragma once

#include "base/stop.h"

#include <QEventLoop>
#include <QFutureWatcher>
#include <QObject>
#include <QtConcurrentRun>

#include <functional>
#include <memory>
#include <stop_token>

class QSocketNotifier;

namespace sluice::cli
{

// SIGINT and SIGTERM while one of these lives: the first asks the work to stop, the second ends the program. One at a
// time, on the main thread, whose event loop must run.
class Interrupt : public QObject
{
public:
    explicit Interrupt(std::function<void()> asked = {});
    ~Interrupt() override;

    Stop stop() const { return Stop(m_source.get_token()); }
    bool asked() const { return m_source.stop_requested(); }

    // Runs blocking work on a thread of the pool and serves this thread's events until it is done.
    template <typename Work>
    auto during(Work work)
    {
        using Answer = std::invoke_result_t<Work, Stop>;
        QFutureWatcher<Answer> watcher;
        QEventLoop loop;
        QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
        watcher.setFuture(QtConcurrent::run([&work, stop = stop()] { return work(stop); }));
        loop.exec();
        return watcher.future().takeResult();
    }

private:
    std::stop_source m_source;
    std::function<void()> m_asked;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace sluice::cli
