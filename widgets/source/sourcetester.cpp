#include "widgets/source/sourcetester.h"

#include "widgets/common/ask.h"

namespace sluice
{

namespace
{

constexpr int atOnce = 4;

// Of each half that has values of its own.
Done testBoth(const Session &session, const DataSource &source, Stop stop)
{
    Done outcome;
    for (const SourceHalf half : {SourceHalf::Development, SourceHalf::Production}) {
        if (half == SourceHalf::Production && !source.production)
            break;
        const TestReport report = session.probes->testSource(source.inHalf(half), stop);
        SLUICE_CHECK(session.keeper->keepTest(source.name, half, report));
        if (!report.ok() && outcome.ok())
            outcome = report.error();
    }
    return outcome;
}

} // namespace

void SourceTester::setSession(SessionPtr session)
{
    cancel();
    m_session = std::move(session);
}

void SourceTester::test(const QList<DataSource> &sources)
{
    for (const DataSource &source : sources) {
        if (names().contains(source.name))
            continue;
        m_waiting.append(source);
    }
    startNext();
    Q_EMIT changed();
}

void SourceTester::startNext()
{
    while (m_session && !m_waiting.isEmpty() && m_running.size() < atOnce) {
        const DataSource source = m_waiting.takeFirst();
        m_running.insert(source.name);
        ask(
            this, [session = m_session, source](Stop stop) { return testBoth(*session, source, stop); },
            [this, name = source.name, round = m_round](const Done &done) {
                if (round != m_round)
                    return;
                m_running.remove(name);
                startNext();
                Q_EMIT finished(name, done.ok());
                Q_EMIT changed();
            },
            Stop(m_stop.get_token()));
    }
}

void SourceTester::cancel()
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_waiting.clear();
    m_running.clear();
    ++m_round;
    Q_EMIT changed();
}

QSet<QString> SourceTester::names() const
{
    QSet<QString> names = m_running;
    for (const DataSource &source : m_waiting)
        names.insert(source.name);
    return names;
}

} // namespace sluice
