#include "studiofixture.h"
#include "widgets/run/previewpane.h"
#include "widgets/run/rehearsalpane.h"
#include "widgets/run/runconfigpane.h"
#include "widgets/run/runpage.h"
#include "widgets/run/sidepanel.h"
#include "widgets/run/valuegrid.h"
#include "widgets/task/problemspane.h"
#include "widgets/task/scriptview.h"
#include "widgets/task/taskpage.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTest>
#include <QToolButton>

using namespace sluice;

// What can be looked at before a run, and how a run is configured.
class RehearsalTest : public QObject
{
    Q_OBJECT
public:
    explicit RehearsalTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void rowsAsTheyWillLand();
    void rehearsalIsCancelled();
    void sourceAsARunReadsIt();
    void configurationIsUsedAndRemembered();
    void secretParametersAreNotRemembered();
    void scheduledTimeResolvesExpressions();
    void truthAboutRerunning();

private:
    QAction *action(const char *id) { return m_studio->window().actions().action(QLatin1String(id)); }
    bool ended(const RunPage &run)
    {
        return QTest::qWaitFor([&run] { return run.hasAttempt() && !run.isRunning(); }, 60'000);
    }

    Appearance &m_look;
    std::unique_ptr<StudioFixture> m_studio;
    const QString m_path = QStringLiteral("load.job.json");
};

void RehearsalTest::init()
{
    m_studio = std::make_unique<StudioFixture>(m_look);
}

void RehearsalTest::cleanup()
{
    m_studio.reset();
}

static const QString fileTask = QStringLiteral(R"json({
  "type": "job",
  "version": "2.0",
  "steps": [
    { "stepType": "file", "name": "Reader", "category": "reader",
      "parameter": { "path": "in.csv", "fileFormat": "csv", "header": true } },
    { "stepType": "file", "name": "Writer", "category": "writer",
      "parameter": { "path": "out.csv", "fileFormat": "csv",
                     "column": [ { "name": "id", "type": "bigint" }, { "name": "price", "type": "decimal(10,1)" } ] } }
  ],
  "setting": { "errorLimit": { "record": 0 }, "speed": { "concurrent": 1, "throttle": false } },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)json");

void RehearsalTest::rowsAsTheyWillLand()
{
    QFile csv(m_studio->directory() + QStringLiteral("/in.csv"));
    QVERIFY(csv.open(QIODevice::WriteOnly));
    csv.write("id,price\n1,1.5\n2,2.25\nx,3\nragged\n");
    csv.close();
    m_studio->writeTask(m_path, fileTask);
    QVERIFY(m_studio->open());
    TaskPage *page = m_studio->openTask(m_path);
    QVERIFY(page);
    RehearsalPane &pane = page->rehearsal();
    QVERIFY(pane.emptyText().contains(QStringLiteral("Nothing is written")));
    QTest::keyClick(&m_studio->window(), Qt::Key_F5, Qt::ShiftModifier);
    if (!pane.isRunning() && pane.model().rowCount() == 0)
        action("run.rehearse")->trigger(); // the window may not be active here
    QVERIFY(pane.isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(pane.model().rowCount(), 4, 30'000);
    QAbstractItemModelTester tester(&pane.model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    RehearsalModel &model = pane.model();
    QCOMPARE(model.index(1, 2).data(FillRole).toInt(), int(Role::WarnSoft)); // 2.25 is 2.3 there
    QCOMPARE(model.index(1, 2).data().toString(), QStringLiteral("2.3"));
    QVERIFY(model.index(1, 2).data(Qt::ToolTipRole).toString().contains(QStringLiteral("2.25")));
    QCOMPARE(model.index(2, 1).data(FillRole).toInt(), int(Role::ErrorSoft));
    QCOMPARE(model.index(3, 1).data().toString(), QStringLiteral("ragged"));
    QVERIFY2(pane.summary().contains(QStringLiteral("2 dirty")), qPrintable(pane.summary()));
    model.setShow(RehearsalModel::Show::Dirty);
    QCOMPARE(model.rowCount(), 2);
    model.setShow(RehearsalModel::Show::Changed);
    QCOMPARE(model.rowCount(), 1);
    QVERIFY(!QFile::exists(m_studio->directory() + QStringLiteral("/out.csv")));
    QVERIFY(page->runPage().attempts().isEmpty());
}

void RehearsalTest::rehearsalIsCancelled()
{
    m_studio->writeTask(m_path, StudioFixture::streamTask(2'000'000'000));
    QVERIFY(m_studio->open());
    TaskPage *page = m_studio->openTask(m_path);
    QVERIFY(page);
    page->runConfig().rehearsedRows().selectAll();
    QTest::keyClicks(&page->runConfig().rehearsedRows(), QStringLiteral("100000"));
    action("run.rehearse")->trigger();
    RehearsalPane &pane = page->rehearsal();
    QVERIFY(pane.isRunning());
    QVERIFY(!action("run.rehearse")->isEnabled());
    pane.cancel();
    QVERIFY(!pane.isRunning());
    QVERIFY(pane.emptyText().contains(QStringLiteral("Cancelled")));
    QVERIFY(action("run.rehearse")->isEnabled());
}

void RehearsalTest::sourceAsARunReadsIt()
{
    QFile csv(m_studio->directory() + QStringLiteral("/in.csv"));
    QVERIFY(csv.open(QIODevice::WriteOnly));
    csv.write("id,price\n1,1.5\n2,2.25\n");
    csv.close();
    m_studio->writeTask(m_path, fileTask);
    QVERIFY(m_studio->open());
    TaskPage *page = m_studio->openTask(m_path);
    QVERIFY(page);
    action("run.source")->trigger();
    PreviewPane &pane = page->sourcePreview();
    QVERIFY(pane.isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(pane.model().rowCount(), 2, 30'000);
    QCOMPARE(pane.model().index(1, 1).data().toString(), QStringLiteral("2.25"));
    // Another source in the script is another preview.
    const auto at = int(page->document().text().indexOf(QStringLiteral("in.csv")));
    page->view().replace(at, 6, QStringLiteral("no.csv"), QStringLiteral("type"));
    page->view().commit();
    QTRY_COMPARE_WITH_TIMEOUT(pane.model().rowCount(), 0, 30'000);
}

void RehearsalTest::configurationIsUsedAndRemembered()
{
    m_studio->writeTask(m_path, StudioFixture::streamTask(5000));
    QVERIFY(m_studio->open());
    TaskPage *page = m_studio->openTask(m_path);
    QVERIFY(page);
    RunConfigPane &config = page->runConfig();
    for (QToolButton *button : page->sidePanel().findChildren<QToolButton *>())
        if (button->accessibleName() == QLatin1String("Run configuration") && !config.isVisible())
            QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(config.isVisible());
    QTest::keyClicks(&config.rowLimit(), QStringLiteral("50"));
    QTest::keyClicks(&config.channels(), QStringLiteral("2"));
    action("run.start")->trigger();
    RunPage &run = page->runPage();
    QVERIFY(ended(run));
    QCOMPARE(run.view().attempt.rowsWritten, 50);
    QTRY_VERIFY(run.details().task.has_value());
    QCOMPARE(run.details().task->speed.concurrent, 2);
    QTRY_VERIFY(!run.details().report.isEmpty());
    QVERIFY(run.details()
                .report.value(QLatin1String("notes"))
                .toVariant()
                .toStringList()
                .join(u' ')
                .contains(QStringLiteral("Row limit")));
    RunConfigPane again(m_look);
    again.setSession(m_studio->window().session(), m_path);
    QCOMPARE(again.rowLimit().text(), QStringLiteral("50"));
    QCOMPARE(again.config().channels, 2);
    config.rowLimit().selectAll();
    QTest::keyClicks(&config.rowLimit(), QStringLiteral("0"));
    QVERIFY(!config.obstacle().isEmpty());
}

void RehearsalTest::secretParametersAreNotRemembered()
{
    const QString stored =
        QStringLiteral("parameters/%1/ak").arg(QString(m_studio->directory() + u'|' + m_path).replace(u'/', u'|'));
    QSettings().setValue(stored, QStringLiteral("of-an-earlier-day"));
    m_studio->writeTask(
        m_path, QString(fileTask).replace(QStringLiteral(R"("stepType": "file", "name": "Reader", "category": "reader",
      "parameter": { "path": "in.csv", "fileFormat": "csv", "header": true })"),
                                          QStringLiteral(R"("stepType": "odps", "name": "Reader", "category": "reader",
      "parameter": { "endpoint": "http://127.0.0.1:1/api", "project": "p", "accessId": "${id}", "accessKey": "${ak}",
                     "table": "t", "column": [ "*" ] })")));
    QVERIFY(m_studio->open());
    TaskPage *page = m_studio->openTask(m_path);
    QVERIFY(page);
    page->showRunConfig();
    RunConfigPane &config = page->runConfig();
    QTRY_VERIFY(config.field(QStringLiteral("ak")));
    QLineEdit *key = config.field(QStringLiteral("ak"));
    QCOMPARE(key->echoMode(), QLineEdit::Password);
    QCOMPARE(key->text(), QString());
    QVERIFY(!QSettings().contains(stored));
    QTest::keyClicks(key, QStringLiteral("supersecret789"));
    QTest::keyClicks(config.field(QStringLiteral("id")), QStringLiteral("reader1"));
    QCOMPARE(config.config().given().value(QStringLiteral("ak")), QStringLiteral("supersecret789"));
    QTRY_COMPARE(config.resolved().value(QStringLiteral("ak")), QStringLiteral("supersecret789"));
    for (const TextLabel *label : config.findChildren<TextLabel *>())
        QVERIFY(!label->text().contains(QStringLiteral("supersecret")));
    const QSettings settings;
    for (const QString &name : settings.allKeys())
        QVERIFY2(!settings.value(name).toString().contains(QStringLiteral("supersecret")), qPrintable(name));
    // Another parameter comes in: what was typed stays.
    const int at = int(page->document().text().indexOf(QStringLiteral("out.csv")));
    page->view().replace(at, 3, QStringLiteral("${name}"), QStringLiteral("type"));
    page->view().commit();
    QTRY_VERIFY(config.field(QStringLiteral("name")));
    QCOMPARE(config.field(QStringLiteral("ak"))->text(), QStringLiteral("supersecret789"));
    RunConfigPane again(m_look);
    again.setSession(m_studio->window().session(), m_path);
    again.setScript(page->document().script(), std::nullopt);
    QCOMPARE(again.field(QStringLiteral("id"))->text(), QStringLiteral("reader1"));
    QCOMPARE(again.field(QStringLiteral("ak"))->text(), QString());
}

void RehearsalTest::scheduledTimeResolvesExpressions()
{
    m_studio->writeTask(
        m_path, StudioFixture::streamTask(10).replace(QStringLiteral("\"field\""), QStringLiteral("\"${hour}\"")));
    QFile schedule(m_studio->directory() + QStringLiteral("/load.schedule.json"));
    QVERIFY(schedule.open(QIODevice::WriteOnly));
    schedule.write(R"({"format": 1, "parameters": [{"name": "hour", "value": "$[yyyymmddhh24]"}]})");
    schedule.close();
    QVERIFY(m_studio->open());
    TaskPage *page = m_studio->openTask(m_path);
    QVERIFY(page);
    RunConfigPane &config = page->runConfig();
    page->showRunConfig();
    QTRY_VERIFY(config.resolved().contains(QStringLiteral("hour")));
    QCOMPARE(config.field(QStringLiteral("hour"))->placeholderText(), QStringLiteral("$[yyyymmddhh24]"));
    QTest::keyClicks(&config.time(), QStringLiteral("2022-11-22 10:05:00"));
    QTRY_COMPARE(config.resolved().value(QStringLiteral("hour")), QStringLiteral("2022112210"));
    QVERIFY(config.timeText().contains(QStringLiteral("2022-11-21"))); // the business date
    action("run.start")->trigger();
    QVERIFY(ended(page->runPage()));
    QCOMPARE(page->runPage().view().attempt.parameters.value(QStringLiteral("hour")), QStringLiteral("2022112210"));
}

void RehearsalTest::truthAboutRerunning()
{
    m_studio->writeTask(m_path, fileTask);
    QVERIFY(m_studio->open());
    TaskPage *page = m_studio->openTask(m_path);
    QVERIFY(page);
    const auto says = [page](const char *word) {
        for (const TextLabel *label : page->runConfig().findChildren<TextLabel *>())
            if (label->isVisible() && label->text().contains(QLatin1String(word)))
                return true;
        return false;
    };
    page->showRunConfig();
    QTRY_VERIFY(says("replaces the file"));
    const int at = int(page->document().text().indexOf(QStringLiteral("\"path\": \"out.csv\"")));
    page->setPosition(TaskPage::Script);
    page->view().replace(at, 0, QStringLiteral("\"writeMode\": \"append\", "), QStringLiteral("type"));
    page->view().commit();
    QTRY_VERIFY(says("the same rows"));
}

std::unique_ptr<QObject> makeRehearsalTest(Appearance &look)
{
    return std::make_unique<RehearsalTest>(look);
}

#include "tst_rehearsal.moc"
