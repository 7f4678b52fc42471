#include "studio/studiofixture.h"
#include "widgets/run/advice.h"
#include "widgets/run/attemptdelegate.h"
#include "widgets/run/factsrow.h"
#include "widgets/run/runbar.h"
#include "widgets/run/runconfigpane.h"
#include "widgets/run/runheader.h"
#include "widgets/run/runpage.h"
#include "widgets/run/waitspanel.h"
#include "widgets/task/taskpage.h"

#include <QComboBox>
#include <QPushButton>
#include <QTest>

using namespace sluice;

// What the run page says beside the numbers: what would help, what a stop waits for, why an attempt failed.
class AdviceTest : public QObject
{
    Q_OBJECT
public:
    explicit AdviceTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void suggestions_data();
    void suggestions();
    void suggestionIsTaken();
    void stopSaysWhatItWaitsFor();
    void reasonStandsInTheList();
    void factsGiveWay();

private:
    Appearance &m_look;
};

void AdviceTest::suggestions_data()
{
    QTest::addColumn<int>("worst");
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("pieces");
    QTest::addColumn<double>("limit");
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QString>("value");
    const QString none;
    QTest::newRow("reader, more pieces") << int(WaitShares::Reader) << 2 << 8 << 0.0 << "Try 4 channels"
                                         << "4";
    QTest::newRow("reader, one piece more") << int(WaitShares::Reader) << 2 << 3 << 0.0 << "Try 3 channels"
                                            << "3";
    QTest::newRow("reader, no more pieces") << int(WaitShares::Reader) << 2 << 2 << 0.0 << none << none;
    QTest::newRow("writer") << int(WaitShares::Writer) << 1 << 8 << 0.0 << "Try 2 channels"
                            << "2";
    QTest::newRow("casts, a core left") << int(WaitShares::Cast) << 3 << 99 << 0.0 << "Try 4 channels"
                                        << "4";
    QTest::newRow("casts, every core") << int(WaitShares::Cast) << 4 << 99 << 0.0 << none << none;
    QTest::newRow("throttle") << int(WaitShares::Throttle) << 1 << 8 << 12.0 << "Try 24 MB/s"
                              << "24";
    QTest::newRow("channels not known") << int(WaitShares::Reader) << 0 << 8 << 0.0 << none << none;
}

void AdviceTest::suggestions()
{
    QFETCH(int, worst);
    QFETCH(int, channels);
    QFETCH(int, pieces);
    QFETCH(double, limit);
    QFETCH(QString, verb);
    QFETCH(QString, value);
    RunView view;
    view.channels = channels;
    view.megabytesAllowed = limit;
    view.progress.splitsTotal = pieces;
    WaitShares shares;
    shares.known = true;
    shares.worst = WaitShares::Part(worst);
    const Advice advice = adviceFor(view, shares, 4);
    QVERIFY(!advice.words.isEmpty());
    QCOMPARE(advice.verb, verb);
    QCOMPARE(advice.value.toVariant().toString(), value);
    QCOMPARE(advice.option.isEmpty(), verb.isEmpty());
}

void AdviceTest::suggestionIsTaken()
{
    StudioFixture studio(m_look);
    QString script = StudioFixture::streamTask(100'000);
    const QString path = QStringLiteral("load.job.json");
    script.replace(QStringLiteral("\"throttle\": false"), QStringLiteral("\"throttle\": true, \"mbps\": \"1\""));
    QVERIFY(script.contains(QLatin1String("\"mbps\"")));
    studio.writeTask(path, script);
    QVERIFY(studio.open());
    TaskPage *page = studio.openTask(path);
    QVERIFY(page);
    page->run();
    RunPage &run = page->runPage();
    QVERIFY(QTest::qWaitFor([&run] { return !run.isRunning(); }, 120'000));
    WaitsPanel &waits = run.waits();
    QTRY_COMPARE(waits.advice().verb, QStringLiteral("Try 2 MB/s"));
    QPushButton *attempt = waits.findChild<QPushButton *>();
    QVERIFY(attempt && attempt->isVisible());
    QTest::mouseClick(attempt, Qt::LeftButton);
    QCOMPARE(page->document().parseNow().value(QStringLiteral("/setting/speed/mbps")), QJsonValue(QStringLiteral("2")));
    QCOMPARE(page->position(), TaskPage::Run);
    bool offered = false;
    for (const ErrorStrip *strip : page->findChildren<ErrorStrip *>())
        offered |= strip->isVisible() && strip->text().contains(QLatin1String("2 MB/s"));
    QVERIFY(offered);
    page->document().undoStack().undo(); // one step
    QCOMPARE(page->document().text(), script);
}

void AdviceTest::stopSaysWhatItWaitsFor()
{
    RunHeader header(m_look);
    RunView view;
    view.attempt.id = QStringLiteral("a");
    view.running = view.stopping = true;
    view.stoppingFor.start();
    view.progress.state = RunState::Running;
    view.progress.lanes = {LaneProgress{.rowsWritten = 1, .queueFill = 0}};
    header.show(view);
    QVERIFY2(header.stateText().startsWith(QStringLiteral("Stopping… waiting for the source, ")),
             qPrintable(header.stateText()));
    view.progress.lanes.front().queueFill = 0.9;
    header.show(view);
    QVERIFY(header.stateText().contains(QLatin1String("the destination")));
    view.progress.state = RunState::Committing;
    header.show(view);
    QVERIFY(header.stateText().contains(QLatin1String("the commit")));
}

// seatunnel's users miss it: why an attempt failed stands in the list, not only in its log.
void AdviceTest::reasonStandsInTheList()
{
    StudioFixture studio(m_look);
    const QString path = QStringLiteral("load.job.json");
    studio.writeTask(path, QStringLiteral(R"({
  "type": "job",
  "version": "2.0",
  "steps": [
    { "stepType": "file", "name": "Reader", "category": "reader",
      "parameter": { "path": "nowhere.csv", "fileFormat": "csv", "header": true } },
    { "stepType": "stream", "name": "Writer", "category": "writer", "parameter": {} }
  ],
  "setting": { "errorLimit": { "record": "0" }, "speed": { "concurrent": 1, "throttle": false } },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)"));
    QVERIFY(studio.open());
    TaskPage *page = studio.openTask(path);
    QVERIFY(page);
    page->run();
    QVERIFY(QTest::qWaitFor([page] { return page->runPage().hasAttempt() && !page->runPage().isRunning(); }, 60'000));
    QComboBox &attempts = page->findChild<RunBar *>()->attempts();
    QTRY_COMPARE(attempts.count(), 1);
    QTRY_VERIFY2(attempts.itemData(0, AttemptDelegate::ReasonRole).toString().contains(QLatin1String("nowhere.csv")),
                 qPrintable(attempts.itemData(0, AttemptDelegate::ReasonRole).toString()));
}

void AdviceTest::factsGiveWay()
{
    FactsRow row(m_look);
    row.resize(1000, 28);
    const QStringList all{QStringLiteral("Production"), QStringLiteral("2 channels"),
                          QStringLiteral("bizdate = 20221121")};
    row.setFacts(QStringLiteral("Debug run with"), {{all[0], Tone::Warn}, {all[1]}, {all[2], Tone::Neutral, true}});
    row.show();
    QCOMPARE(row.shown(), all);
    row.resize(140, 28);
    QCOMPARE(row.shown(), all.mid(0, 1));
    bool counted = false;
    for (const Chip *chip : row.findChildren<Chip *>())
        counted |= chip->isVisible() && chip->toolTip() == all.mid(1).join(u'\n');
    QVERIFY(counted);
    QVERIFY(row.minimumSizeHint().width() < 80); // a long value never widens the window
}

std::unique_ptr<QObject> makeAdviceTest(Appearance &look)
{
    return std::make_unique<AdviceTest>(look);
}

#include "tst_advice.moc"
