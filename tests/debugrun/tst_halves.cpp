#include "service/resume.h"
#include "studio/studiofixture.h"
#include "widgets/run/factsrow.h"
#include "widgets/run/halfchoice.h"
#include "widgets/run/previewpane.h"
#include "widgets/run/rehearsalpane.h"
#include "widgets/run/runbar.h"
#include "widgets/run/runconfigpane.h"
#include "widgets/run/runpage.h"
#include "widgets/task/taskpage.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace sluice;

// DS-10: debug runs use the development half of the data sources unless production is chosen.
class HalvesTest : public QObject
{
    Q_OBJECT
public:
    explicit HalvesTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void choiceNeedsAHalf();
    void productionIsChosenAnewEachTime();
    void resumeKeepsItsHalf();

private:
    void put(const QString &path, const QByteArray &bytes);
    TaskPage *open(const QString &text, bool split);
    static QString task(const char *speed = R"("throttle": false)");
    bool ended(const RunPage &run)
    {
        return QTest::qWaitFor([&run] { return run.hasAttempt() && !run.isRunning(); }, 120'000);
    }
    bool choose(RunConfigPane &config, SourceHalf half);

    Appearance &m_look;
    std::unique_ptr<StudioFixture> m_studio;
    const QString m_path = QStringLiteral("load.job.json");
};

void HalvesTest::init()
{
    m_studio = std::make_unique<StudioFixture>(m_look);
    QVERIFY(m_studio->open());
}

void HalvesTest::cleanup()
{
    m_studio.reset();
}

void HalvesTest::put(const QString &path, const QByteArray &bytes)
{
    const QString whole = m_studio->directory() + u'/' + path;
    QVERIFY(QDir().mkpath(QFileInfo(whole).path()));
    QFile file(whole);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QString HalvesTest::task(const char *speed)
{
    return QStringLiteral(R"({
  "type": "job",
  "version": "2.0",
  "steps": [
    { "stepType": "file", "name": "Reader", "category": "reader",
      "parameter": { "datasource": "files", "path": "in.csv", "header": true, "column": [ "id" ] } },
    { "stepType": "odps", "name": "Writer", "category": "writer",
      "parameter": { "datasource": "odps_first", "table": "t", "column": [ "id" ], "truncate": false,
                     "blockSizeInMB": 1 } }
  ],
  "setting": { "errorLimit": { "record": 0 }, "speed": { "concurrent": 1, %1 } },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)")
        .arg(QLatin1String(speed));
}

TaskPage *HalvesTest::open(const QString &text, bool split)
{
    DataSource files;
    files.name = QStringLiteral("files");
    files.type = QStringLiteral("file");
    files.values = {{QStringLiteral("path"), QStringLiteral("dev")}};
    if (split)
        files.production = QJsonObject{{QStringLiteral("path"), QStringLiteral("prod")}};
    const Session &session = *m_studio->window().session();
    const bool made =
        session.keeper->save(files).ok() &&
        session.probes->runSql(QStringLiteral("odps_first"), QStringLiteral("CREATE TABLE t (id BIGINT)"), Stop()).ok();
    m_studio->writeTask(m_path, text);
    TaskPage *page = made ? m_studio->openTask(m_path) : nullptr;
    if (page)
        page->showRunConfig();
    return page;
}

bool HalvesTest::choose(RunConfigPane &config, SourceHalf half)
{
    SegmentedSwitch &control = config.half().control();
    if (!QTest::qWaitFor([&] { return control.isEnabled(); }, 30'000))
        return false;
    QTest::keyClick(&control, half == SourceHalf::Production ? Qt::Key_Right : Qt::Key_Left);
    return config.config().half == half;
}

void HalvesTest::choiceNeedsAHalf()
{
    put(QStringLiteral("dev/in.csv"), "id\n1\n");
    TaskPage *page = open(task(), false);
    QVERIFY(page);
    HalfChoice &half = page->runConfig().half();
    QTRY_VERIFY_WITH_TIMEOUT(half.note().contains(QStringLiteral("files: dev")), 30'000);
    QVERIFY(!half.control().isEnabled());
    QVERIFY(half.note().contains(QStringLiteral("of its own for production")));
    page->run();
    QVERIFY(ended(page->runPage()));
    QCOMPARE(page->runPage().view().attempt.half, std::optional(SourceHalf::Development));
    QTRY_VERIFY(page->findChild<RunBar *>()->facts().shown().contains(QStringLiteral("Development")));
}

void HalvesTest::productionIsChosenAnewEachTime()
{
    put(QStringLiteral("dev/in.csv"), "id\n1\n");
    put(QStringLiteral("prod/in.csv"), "id\n1\n2\n3\n");
    TaskPage *page = open(task(), true);
    QVERIFY(page);
    RunConfigPane &config = page->runConfig();
    page->showSource();
    QTRY_COMPARE_WITH_TIMEOUT(page->sourcePreview().model().rowCount(), 1, 60'000);
    QVERIFY(choose(config, SourceHalf::Production));
    QVERIFY2(config.half().note().contains(QStringLiteral("files: prod")), qPrintable(config.half().note()));
    QVERIFY(config.half().note().contains(QStringLiteral("scheduled runs")));
    QTRY_COMPARE_WITH_TIMEOUT(page->sourcePreview().model().rowCount(), 3, 60'000);
    page->rehearse();
    QTRY_COMPARE_WITH_TIMEOUT(page->rehearsal().model().rowCount(), 3, 60'000);

    page->run();
    RunPage &run = page->runPage();
    QVERIFY(ended(run));
    QVERIFY2(run.view().attempt.state == QLatin1String("Succeeded"), qPrintable(run.view().attempt.error));
    QCOMPARE(run.view().progress.rowsRead, 3);
    QTRY_VERIFY(page->findChild<RunBar *>()->facts().shown().contains(QStringLiteral("Production")));
    const QString first = run.view().attempt.id;
    QVERIFY(choose(config, SourceHalf::Development));
    page->runAgain(); // the values of the attempt that is shown, its half among them
    QVERIFY(run.view().attempt.id != first);
    QVERIFY(ended(run));
    QCOMPARE(run.view().progress.rowsRead, 3);
    page->run();
    QVERIFY(ended(run));
    QCOMPARE(run.view().progress.rowsRead, 1);

    QVERIFY(choose(config, SourceHalf::Production));
    m_studio->window().actions().action(QStringLiteral("file.close"))->trigger();
    TaskPage *again = m_studio->openTask(m_path);
    QVERIFY(again);
    QCOMPARE(again->runConfig().config().half, SourceHalf::Development);
}

// What was begun in production goes on there, whatever is chosen for the next run.
void HalvesTest::resumeKeepsItsHalf()
{
    constexpr int rows = 500'000;
    QByteArray numbers("id\n");
    for (int row = 0; row < rows; ++row)
        numbers += QByteArray::number(row) + '\n';
    put(QStringLiteral("dev/in.csv"), "id\n1\n");
    put(QStringLiteral("prod/in.csv"), numbers);
    TaskPage *page = open(task(R"("throttle": true, "mbps": 4)"), true);
    QVERIFY(page);
    QVERIFY(choose(page->runConfig(), SourceHalf::Production));
    page->run();
    RunPage &run = page->runPage();
    const QString first = run.view().attempt.id;
    QVERIFY(QTest::qWaitFor([&] { return rowsKept(m_studio->workspace().attemptDir(first)).value_or(0) > 0; }, 60'000));
    page->stop();
    QVERIFY(ended(run));
    QTRY_VERIFY(run.rowsKept() > 0);
    QVERIFY(run.rowsKept() < rows);
    QVERIFY(choose(page->runConfig(), SourceHalf::Development));
    page->resume();
    QVERIFY(ended(run));
    QVERIFY2(run.view().attempt.state == QLatin1String("Succeeded"), qPrintable(run.view().attempt.error));
    QCOMPARE(run.view().attempt.half, std::optional(SourceHalf::Production));
    QCOMPARE(run.view().progress.rowsWritten, rows);
    const auto counted = m_studio->window().session()->probes->runSql(
        QStringLiteral("odps_first"), QStringLiteral("SELECT COUNT(*), COUNT(DISTINCT id) FROM t"), Stop());
    QVERIFY(counted.ok());
    QCOMPARE(counted->rows.value(0), (QStringList{QString::number(rows), QString::number(rows)}));
}

std::unique_ptr<QObject> makeHalvesTest(Appearance &look)
{
    return std::make_unique<HalvesTest>(look);
}

#include "tst_halves.moc"
