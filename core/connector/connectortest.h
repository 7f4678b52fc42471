#pragma once

#include "base/result.h"

#include <QList>
#include <QString>

#include <chrono>
#include <functional>
#include <optional>

namespace sluice
{

// The stages of a test of connectivity, in the order in which they are reached.
enum class Stage { Resolve, Connect, Tls, Authenticate, Permission, List };

struct TestStage {
    enum class State {
        NotReached,
        Running,
        Passed,
        Skipped, // there is no such stage here: TLS of an http address
        Failed,
    };
    Stage stage = Stage::Resolve;
    State state = State::NotReached;
    std::chrono::microseconds took{0};
    QString detail = {}; // what was found, in a few words: "port 443, no proxy"
};

// "Resolve", "Connect", "TLS", …
QString stageName(Stage stage);
// "passed", "failed", "not reached", …
QString stageStateName(TestStage::State state);

// How a test went: to its end, or to the stage that failed.
struct TestReport {
    Done outcome = {};            // why it failed; `where` names the option to blame, if there is one
    QString summary = {};         // of one that passed: "MaxCompute project demo, 3 tables, 12 ms"
    QList<TestStage> stages = {}; // all six, in order
    std::chrono::milliseconds took{0};

    bool ok() const { return outcome.ok(); }
    const Error &error() const { return outcome.error(); }
    const TestStage &stage(Stage stage) const { return stages[int(stage)]; }
};

// Told of every stage that changes, on the thread that tests.
using StageTold = std::function<void(const TestStage &)>;

// Keeps the stages of a test that is under way and tells of them. One thread.
class TestStages
{
public:
    explicit TestStages(StageTold told);

    // The clock of a stage starts with it.
    void begin(Stage stage);
    // Without a time of its own, it took as long as it was begun ago.
    void pass(Stage stage, const QString &detail, std::optional<std::chrono::microseconds> took = {});
    void skip(Stage stage, const QString &why);

    TestReport passed(const QString &summary);
    // The stage that was begun last, and has not passed, is the one that failed.
    TestReport failed(const Error &error);
    TestReport failedAt(Stage stage, const Error &error);

private:
    using Clock = std::chrono::steady_clock;
    TestReport report(Done outcome, const QString &summary) const;
    void forgetBehind(Stage stage);
    void set(Stage stage, TestStage::State state, const QString &detail, std::chrono::microseconds took);

    StageTold m_told;
    QList<TestStage> m_stages;
    Clock::time_point m_started = Clock::now();
    Clock::time_point m_begun = m_started;
};

} // namespace sluice
