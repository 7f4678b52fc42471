#include "service/resume.h"
#include "studiofixture.h"
#include "widgets/run/dirtypane.h"
#include "widgets/run/logpane.h"
#include "widgets/run/previewpane.h"
#include "widgets/run/runconfigpane.h"
#include "widgets/run/runpage.h"
#include "widgets/shell/tasktabs.h"
#include "widgets/task/scriptview.h"
#include "widgets/task/taskpage.h"
#include "widgets/tree/treepanel.h"

#include <QElapsedTimer>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace sluice;

// Runs with the real engine behind the window.
class RunTest : public QObject
{
    Q_OBJECT
public:
    explicit RunTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void runsAndTells();
    void stops();
    void failureStaysUntilDismissed();
    void asksForParameters();
    void unsavedTextRuns();
    void fileToWarehouse();
    void resumesWhatWasStopped();

private:
    bool ended(const RunPage &run)
    {
        return QTest::qWaitFor([&run] { return run.hasAttempt() && !run.isRunning(); }, 60'000);
    }
    void triggerAction(const char *id) { m_studio->window().actions().action(QLatin1String(id))->trigger(); }

    Appearance &m_look;
    std::unique_ptr<StudioFixture> m_studio;
    const QString m_path = QStringLiteral("load.job.json");
};

void RunTest::init()
{
    m_studio = std::make_unique<StudioFixture>(m_look);
}

void RunTest::cleanup()
{
    m_studio.reset();
}

void RunTest::runsAndTells()
{
    m_studio->writeTask(m_path, StudioFixture::streamTask(5000, 2));
    QVERIFY(m_studio->open());
    TaskPage *page = m_studio->openTask(m_path);
    QVERIFY(page);
    triggerAction("run.start");
    RunPage &run = page->runPage();
    QCOMPARE(page->position(), TaskPage::Run);
    QVERIFY(!m_studio->window().tree().isVisible()); // the run page has the width
    QVERIFY(ended(run));
    QCOMPARE(run.view().attempt.state, QStringLiteral("Succeeded"));
    QTRY_VERIFY(run.details().task.has_value());
    QTRY_VERIFY(!run.details().report.isEmpty());
    QCOMPARE(run.view().progress.rowsRead, run.view().progress.rowsWritten);
    QVERIFY(run.view().progress.rowsWritten >= 5000); // each channel makes its own
    QTRY_VERIFY(run.log().model().rowCount() > 0);
    QTRY_COMPARE(run.attempts().size(), 1);
    triggerAction("run.again");
    QVERIFY(ended(run));
    QTRY_COMPARE(run.attempts().size(), 2);
    page->setPosition(TaskPage::Script);
    QVERIFY(m_studio->window().tree().isVisible());
}

void RunTest::stops()
{
    m_studio->writeTask(m_path, StudioFixture::streamTask(2'000'000'000));
    QVERIFY(m_studio->open());
    TaskPage *page = m_studio->openTask(m_path);
    QVERIFY(page);
    triggerAction("run.start");
    RunPage &run = page->runPage();
    QTRY_VERIFY_WITH_TIMEOUT(run.view().progress.rowsWritten > 0, 20'000);
    QVERIFY(m_studio->window().actions().action(QStringLiteral("run.stop"))->isEnabled());
    QElapsedTimer clock;
    clock.start();
    triggerAction("run.stop");
    QVERIFY(ended(run));
    QVERIFY2(clock.elapsed() < 3000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(run.view().attempt.state, QStringLiteral("Stopped"));
    QVERIFY(run.errorText().isEmpty()); // a stop is no failure
}

void RunTest::failureStaysUntilDismissed()
{
    QString script = StudioFixture::streamTask(10);
    script.replace(QStringLiteral("\"stepType\": \"stream\",\n      \"name\": \"Reader\""),
                   QStringLiteral("\"stepType\": \"file\",\n      \"name\": \"Reader\""));
    const auto from = script.indexOf(QStringLiteral("\"column\"")), to = script.indexOf(QStringLiteral("10\n"));
    script.replace(from, to + 2 - from, QStringLiteral("\"path\": \"nowhere.csv\", \"fileFormat\": \"csv\""));
    m_studio->writeTask(m_path, script);
    QVERIFY(m_studio->open());
    TaskPage *page = m_studio->openTask(m_path);
    QVERIFY(page);
    QVERIFY2(page->runObstacle().isEmpty(),
             qPrintable(page->document().issues().isEmpty() ? QString() : page->document().issues().front().message));
    triggerAction("run.start");
    RunPage &run = page->runPage();
    QVERIFY(ended(run));
    QCOMPARE(run.view().attempt.state, QStringLiteral("Failed"));
    QTRY_VERIFY(run.errorText().contains(QStringLiteral("nowhere.csv")));
}

void RunTest::asksForParameters()
{
    m_studio->writeTask(
        m_path, StudioFixture::streamTask(10).replace(QStringLiteral("\"field\""), QStringLiteral("\"${region}\"")));
    QVERIFY(m_studio->open());
    TaskPage *page = m_studio->openTask(m_path);
    QVERIFY(page);
    triggerAction("run.start"); // nothing is known of it: the run configuration opens, and nothing runs
    RunConfigPane &config = page->runConfig();
    QVERIFY(config.isVisible());
    QVERIFY(!page->runPage().hasAttempt());
    QVERIFY(config.obstacle().contains(QStringLiteral("region")));
    QTRY_VERIFY(config.field(QStringLiteral("region"))->hasFocus() || !m_studio->window().isActiveWindow());
    QTest::keyClicks(config.field(QStringLiteral("region")), QStringLiteral("north"));
    triggerAction("run.start");
    RunPage &run = page->runPage();
    QVERIFY(ended(run));
    QCOMPARE(run.view().attempt.parameters.value(QStringLiteral("region")), QStringLiteral("north"));
    QTRY_VERIFY(run.details().script.contains(QStringLiteral("north")));
    triggerAction("run.again"); // with the same value, without asking
    QVERIFY(ended(run));
    QCOMPARE(run.view().attempt.parameters.value(QStringLiteral("region")), QStringLiteral("north"));
}

void RunTest::unsavedTextRuns()
{
    m_studio->writeTask(m_path, StudioFixture::streamTask(10));
    QVERIFY(m_studio->open());
    TaskPage *page = m_studio->openTask(m_path);
    QVERIFY(page);
    const int at = int(page->document().text().indexOf(QStringLiteral("\"sliceRecordCount\": 10")) + 20);
    page->view().replace(at, 2, QStringLiteral("77"), QStringLiteral("type"));
    triggerAction("run.start");
    QVERIFY(ended(page->runPage()));
    QCOMPARE(page->runPage().view().progress.rowsRead, 77);
    QVERIFY(page->document().isModified());
}

void RunTest::fileToWarehouse()
{
    QFile csv(m_studio->directory() + QStringLiteral("/orders.csv"));
    QVERIFY(csv.open(QIODevice::WriteOnly));
    csv.write("id,amount\n1,10\n2,NA\n3,30\n");
    csv.close();
    m_studio->writeTask(m_path, QStringLiteral(R"({
  "type": "job",
  "version": "2.0",
  "steps": [
    { "stepType": "file", "name": "Reader", "category": "reader",
      "parameter": { "path": "orders.csv", "fileFormat": "csv", "header": true, "column": [ "id", "amount" ] } },
    { "stepType": "odps", "name": "Writer", "category": "writer",
      "parameter": { "datasource": "odps_first", "table": "orders", "column": [ "id", "amount" ], "truncate": true } }
  ],
  "setting": { "errorLimit": { "record": 5 }, "speed": { "concurrent": 1, "throttle": false } },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)"));
    QVERIFY(m_studio->open());
    // The table, through the same service a screen would ask.
    const auto &probes = m_studio->window().session()->probes;
    const auto made = probes->runSql(QStringLiteral("odps_first"),
                                     QStringLiteral("CREATE TABLE orders (id BIGINT, amount BIGINT)"), Stop());
    QVERIFY2(made.ok(), made.ok() ? "" : qPrintable(made.error().text()));
    TaskPage *page = m_studio->openTask(m_path);
    QVERIFY(page);
    QVERIFY2(page->runObstacle().isEmpty(),
             qPrintable(page->document().issues().isEmpty() ? QString() : page->document().issues().front().message));
    triggerAction("run.start");
    RunPage &run = page->runPage();
    QVERIFY(ended(run));
    QVERIFY2(run.view().attempt.state == QLatin1String("Succeeded"), qPrintable(run.view().attempt.error));
    QCOMPARE(run.view().progress.rowsWritten, 2);
    QTRY_COMPARE(run.dirty().model().rowCount(), 1);
    QCOMPARE(run.dirty().model().row(0).came.raw, QByteArray("NA"));
    QTRY_VERIFY(run.details().task.has_value());
    run.preview().load();
    QTRY_COMPARE_WITH_TIMEOUT(run.preview().model().rowCount(), 2, 30'000);
}

void RunTest::resumesWhatWasStopped()
{
    constexpr int rows = 500'000;
    QByteArray numbers("id\n");
    for (int row = 0; row < rows; ++row)
        numbers += QByteArray::number(row) + '\n';
    QFile csv(m_studio->directory() + QStringLiteral("/in.csv"));
    QVERIFY(csv.open(QIODevice::WriteOnly));
    csv.write(numbers);
    csv.close();
    m_studio->writeTask(m_path, QStringLiteral(R"({
  "type": "job",
  "version": "2.0",
  "steps": [
    { "stepType": "file", "name": "Reader", "category": "reader",
      "parameter": { "path": "in.csv", "header": true, "column": [ "id" ] } },
    { "stepType": "odps", "name": "Writer", "category": "writer",
      "parameter": { "datasource": "odps_first", "table": "t", "column": [ "id" ], "truncate": false,
                     "blockSizeInMB": 1 } }
  ],
  "setting": { "errorLimit": { "record": 0 }, "speed": { "concurrent": 1, "throttle": true, "mbps": 4 } },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)"));
    QVERIFY(m_studio->open());
    const auto &probes = m_studio->window().session()->probes;
    const auto sql = [&](const char *text) {
        return probes->runSql(QStringLiteral("odps_first"), QString::fromLatin1(text), Stop());
    };
    QVERIFY(sql("CREATE TABLE t (id BIGINT)").ok());
    TaskPage *page = m_studio->openTask(m_path);
    QVERIFY(page);
    triggerAction("run.start");
    RunPage &run = page->runPage();
    const QString first = run.view().attempt.id;
    auto *resume = page->findChild<QPushButton *>(QStringLiteral("resume"));
    QVERIFY(resume && !resume->isVisible());
    QVERIFY(QTest::qWaitFor([&] { return rowsKept(m_studio->workspace().attemptDir(first)).value_or(0) > 0; }, 60'000));
    triggerAction("run.stop");
    QVERIFY(ended(run));
    QTRY_VERIFY(resume->isVisible() && resume->isEnabled());
    QVERIFY(!resume->toolTip().isEmpty());
    const qint64 kept = run.rowsKept();
    QVERIFY(kept > 0 && kept < rows);

    resume->click();
    QVERIFY(!resume->isVisible());
    QVERIFY(ended(run));
    QVERIFY2(run.view().attempt.state == QLatin1String("Succeeded"), qPrintable(run.view().attempt.error));
    QCOMPARE(run.view().attempt.resumes, first);
    QCOMPARE(run.view().progress.rowsWritten, rows);
    QTRY_COMPARE(run.details().report.value(QLatin1String("rowsReadBefore")).toInteger(), kept);
    QVERIFY(!resume->isVisible());
    QVERIFY(!m_studio->window().actions().action(QStringLiteral("run.resume"))->isEnabled());
    const auto counted = sql("SELECT COUNT(*), COUNT(DISTINCT id) FROM t");
    QVERIFY(counted.ok());
    QCOMPARE(counted->rows.value(0), (QStringList{QString::number(rows), QString::number(rows)}));
}

std::unique_ptr<QObject> makeRunTest(Appearance &look)
{
    return std::make_unique<RunTest>(look);
}

#include "tst_run.moc"
