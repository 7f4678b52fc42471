#include "connector/connectortest.h"

namespace sluice
{

using namespace std::chrono;

QString stageName(Stage stage)
{
    switch (stage) {
    case Stage::Resolve:
        return QStringLiteral("Resolve");
    case Stage::Connect:
        return QStringLiteral("Connect");
    case Stage::Tls:
        return QStringLiteral("TLS");
    case Stage::Authenticate:
        return QStringLiteral("Authenticate");
    case Stage::Permission:
        return QStringLiteral("Permission");
    case Stage::List:
        break;
    }
    return QStringLiteral("List");
}

QString stageStateName(TestStage::State state)
{
    switch (state) {
    case TestStage::State::Running:
        return QStringLiteral("running");
    case TestStage::State::Passed:
        return QStringLiteral("passed");
    case TestStage::State::Skipped:
        return QStringLiteral("not used");
    case TestStage::State::Failed:
        return QStringLiteral("failed");
    case TestStage::State::NotReached:
        break;
    }
    return QStringLiteral("not reached");
}

TestStages::TestStages(StageTold told)
    : m_told(std::move(told))
{
    for (const Stage stage :
         {Stage::Resolve, Stage::Connect, Stage::Tls, Stage::Authenticate, Stage::Permission, Stage::List})
        m_stages.append(TestStage{.stage = stage});
}

void TestStages::begin(Stage stage)
{
    m_begun = Clock::now();
    forgetBehind(stage);
    set(stage, TestStage::State::Running, {}, {});
}

void TestStages::pass(Stage stage, const QString &detail, std::optional<microseconds> took)
{
    set(stage, TestStage::State::Passed, detail, took ? *took : duration_cast<microseconds>(Clock::now() - m_begun));
}

void TestStages::skip(Stage stage, const QString &why)
{
    set(stage, TestStage::State::Skipped, why, {});
}

TestReport TestStages::passed(const QString &summary)
{
    return report({}, summary);
}

TestReport TestStages::failed(const Error &error)
{
    for (qsizetype i = m_stages.size() - 1; i >= 0; --i)
        if (m_stages[i].state == TestStage::State::Running)
            return failedAt(m_stages[i].stage, error);
    return report(error, {});
}

TestReport TestStages::failedAt(Stage stage, const Error &error)
{
    // What is told to stop has not failed.
    const bool stopped = error.code == ErrorCode::Stopped;
    forgetBehind(stage);
    set(stage, stopped ? TestStage::State::NotReached : TestStage::State::Failed,
        stopped ? QString() : QStringLiteral("failed"), duration_cast<microseconds>(Clock::now() - m_begun));
    return report(error, {});
}

// What an earlier try had reached.
void TestStages::forgetBehind(Stage stage)
{
    for (const TestStage &kept : QList<TestStage>(m_stages))
        if (kept.stage > stage && kept.state != TestStage::State::NotReached)
            set(kept.stage, TestStage::State::NotReached, {}, {});
}

TestReport TestStages::report(Done outcome, const QString &summary) const
{
    return {.outcome = std::move(outcome),
            .summary = summary,
            .stages = m_stages,
            .took = duration_cast<milliseconds>(Clock::now() - m_started)};
}

void TestStages::set(Stage stage, TestStage::State state, const QString &detail, microseconds took)
{
    TestStage &kept = m_stages[int(stage)];
    kept.state = state;
    kept.detail = detail;
    kept.took = took;
    if (m_told)
        m_told(kept);
}

} // namespace sluice
