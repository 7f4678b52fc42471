#include "faults/faultjobs.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace sluice;

// Whatever a bad network does to whatever request: the rows are those that were written, or the run fails and says
// why, and another one makes it good. Plans are random; SLUICE_FAULT_SEED repeats those from a seed on, and
// SLUICE_FAULT_PLANS is how many there are.
class TestFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_jobs = std::make_unique<FaultJobs>(); }
    void cleanupTestCase()
    {
        m_jobs.reset();
        qInfo("%lld requests were struck", m_struck);
        QVERIFY(m_struck > 0);
    }
    void cleanup() { m_jobs->fixture().setFaults({}); }

    void plan_data()
    {
        bool given = false;
        quint32 seed = qEnvironmentVariable("SLUICE_FAULT_SEED").toUInt(&given);
        if (!given)
            seed = QRandomGenerator::system()->bounded(1'000'000'000);
        const int plans = qMax(1, qEnvironmentVariable("SLUICE_FAULT_PLANS", QStringLiteral("12")).toInt());
        qInfo("%d plans from SLUICE_FAULT_SEED=%u on", plans, seed);
        QTest::addColumn<quint32>("seed");
        for (int i = 0; i < plans; ++i, ++seed)
            QTest::newRow(qPrintable(RandomPlan::from(seed).text())) << seed;
    }

    void plan()
    {
        QFETCH(const quint32, seed);
        const RandomPlan plan = RandomPlan::from(seed);
        m_jobs->prepare(plan);
        m_jobs->fixture().setFaults(plan.rules);
        Done done = m_jobs->run(plan);
        const qint64 struck = m_jobs->fixture().faultsStruck();
        m_jobs->fixture().setFaults({});
        m_struck += struck;
        qint64 copies = plan.loses ? struck : 0;
        if (!done) {
            QVERIFY2(plan.hopeless, qPrintable(done.error().text() + QLatin1Char('\n') + plan.rules));
            QVERIFY2(isClear(done.error()), qPrintable(done.error().text()));
            if (plan.job != FaultJob::Ddl && !plan.reads()) {
                const QStringList seen = m_jobs->seen(plan);
                QVERIFY2(nothingIsHalfSeen(plan, seen), qPrintable(difference(seen) + plan.rules));
                if (seen != m_jobs->before() && plan.appends())
                    return; // what was committed is there twice after another run
            }
            done = m_jobs->run(plan);
            QVERIFY2(done.ok(), done.ok() ? "" : qPrintable(done.error().text()));
            ++copies;
        }
        const QStringList seen = m_jobs->seen(plan);
        const bool right = plan.job == FaultJob::Stream ? nothingIsMissing(seen, copies) : seen == m_jobs->after();
        QVERIFY2(right, qPrintable(difference(seen) + plan.rules));
    }

private:
    static bool isClear(const Error &error)
    {
        return error.code != ErrorCode::Internal && error.message.endsWith(QLatin1Char('.'));
    }

    // Those of a partition, which stands last in a line.
    static QStringList ofPartition(const QStringList &lines, const QString &partition)
    {
        QStringList some;
        for (const QString &line : lines)
            if (line.endsWith(QLatin1Char('|') + partition))
                some.append(line);
        return some;
    }

    // The lanes number their rows from a million on each; -1: what was there before.
    static QStringList ofLane(const QStringList &lines, int lane)
    {
        QStringList some;
        for (const QString &line : lines)
            if (const qint64 id = line.section(QLatin1Char('|'), 0, 0).toLongLong();
                (id < 0 ? -1 : int(id / 1'000'000)) == lane)
                some.append(line);
        return some;
    }

    bool nothingIsHalfSeen(const RandomPlan &plan, const QStringList &seen) const
    {
        const QStringList &before = m_jobs->before();
        const QStringList &after = m_jobs->after();
        if (plan.job == FaultJob::Stream) // what was sent is seen
            return std::all_of(seen.begin(), seen.end(), [&](const QString &line) { return after.contains(line); });
        if (plan.byLane()) // committed one after another
            for (int lane = 0; lane < plan.lanes; ++lane)
                if (const QStringList rows = ofLane(seen, lane); !rows.isEmpty() && rows != ofLane(after, lane))
                    return false;
        if (plan.byLane())
            return ofLane(seen, -1) == before;
        if (plan.job != FaultJob::DynamicPartitions)
            return seen == before || seen == after;
        for (const char *name : {"p0", "p1", "p2"}) { // committed one after another
            const QString partition = QLatin1String(name);
            const QStringList rows = ofPartition(seen, partition);
            if (rows != ofPartition(before, partition) && rows != ofPartition(after, partition))
                return false;
        }
        return true;
    }

    // Every row is there, and at most so many times more.
    bool nothingIsMissing(const QStringList &seen, qint64 copies) const
    {
        QHash<QString, qint64> counts;
        for (const QString &line : seen)
            ++counts[line];
        for (const QString &line : m_jobs->after()) {
            const qint64 count = counts.take(line);
            if (count < 1 || count > 1 + copies)
                return false;
        }
        return counts.isEmpty();
    }

    QString difference(const QStringList &seen) const
    {
        QString text = QStringLiteral("%1 rows are there, %2 should be (%3 before).\n")
                           .arg(seen.size())
                           .arg(m_jobs->after().size())
                           .arg(m_jobs->before().size());
        for (qsizetype i = 0; i < qMax(seen.size(), m_jobs->after().size()); ++i)
            if (seen.value(i) != m_jobs->after().value(i)) {
                text += QStringLiteral("line %1: \"%2\", should be \"%3\"\n")
                            .arg(i)
                            .arg(seen.value(i).left(200), m_jobs->after().value(i).left(200));
                break;
            }
        return text;
    }

    std::unique_ptr<FaultJobs> m_jobs;
    qint64 m_struck = 0; // in all plans
};

QTEST_GUILESS_MAIN(TestFaults)

#include "tst_faults.moc"
