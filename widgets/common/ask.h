#pragma once

#include "base/stop.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPointer>
#include <QtConcurrent>

#include <chrono>
#include <utility>

namespace sluice
{

// Runs probe(Stop) off the GUI thread and answer(value) back on it while the owner lives. The probe must capture
// values, never the owner. Returns the object that stands for the question: deleting it drops the answer.
template <typename Probe, typename Answer>
QObject *ask(QObject *owner, Probe probe, Answer answer, Stop stop = {})
{
    using Value = std::invoke_result_t<Probe, Stop>;
    auto *watcher = new QFutureWatcher<Value>(owner);
    QObject::connect(watcher, &QFutureWatcherBase::finished, owner, [watcher, answer = std::move(answer)]() mutable {
        watcher->deleteLater();
        answer(watcher->future().takeResult());
    });
    watcher->setFuture(QtConcurrent::run([probe = std::move(probe), stop]() mutable { return probe(stop); }));
    return watcher;
}

// A question that is asked again and again: only the newest answer arrives, and what was asked before is told to
// stop. A member of its owner, used on the GUI thread.
class Question
{
public:
    explicit Question(QObject *owner)
        : m_owner(owner)
    {
    }
    ~Question() { cancel(); }
    Question(const Question &) = delete;
    Question &operator=(const Question &) = delete;

    template <typename Probe, typename Answer>
    void ask(Probe probe, Answer answer, std::chrono::milliseconds deadline = std::chrono::seconds(30))
    {
        cancel();
        m_stop = std::stop_source();
        m_pending = sluice::ask(
            m_owner, std::move(probe),
            [this, answer = std::move(answer)](auto value) mutable {
                m_pending.clear();
                answer(std::move(value));
            },
            Stop(m_stop.get_token()).within(deadline));
    }

    void cancel()
    {
        m_stop.request_stop();
        if (m_pending)
            m_pending->deleteLater(), m_pending->disconnect(m_owner);
        m_pending.clear();
    }
    bool pending() const { return !m_pending.isNull(); }

private:
    QObject *m_owner;
    std::stop_source m_stop;
    QPointer<QObject> m_pending;
};

} // namespace sluice
