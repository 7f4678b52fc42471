#pragma once

#include "service/sourcekeeper.h"

#include <QMap>

#include <mutex>

namespace sluice
{

// The stages of a test under way, between the thread that tests and the one that shows them.
class LiveStages
{
public:
    void take(const TestStage &stage)
    {
        const std::lock_guard lock(m_mutex);
        m_stages.insert(stage.stage, stage);
    }
    QList<TestStage> all() const
    {
        const std::lock_guard lock(m_mutex);
        QList<TestStage> all;
        for (int i = 0; i <= int(Stage::List); ++i)
            all.append(m_stages.value(Stage(i), TestStage{.stage = Stage(i)}));
        return all;
    }

private:
    mutable std::mutex m_mutex;
    QMap<Stage, TestStage> m_stages;
};

} // namespace sluice
