#include "studio/studiofixture.h"
#include "widgets/mapper/mapperpage.h"
#include "widgets/mapper/mapperview.h"
#include "widgets/mapper/samplepane.h"
#include "widgets/run/runpage.h"
#include "widgets/run/sidepanel.h"
#include "widgets/source/sourcedialog.h"
#include "widgets/source/sourcespage.h"
#include "widgets/task/problemspane.h"
#include "widgets/task/taskpage.h"
#include "widgets/tree/treepanel.h"
#include "widgets/wizard/networksection.h"
#include "widgets/wizard/wizardpage.h"

#include <QAbstractButton>
#include <QFile>
#include <QMenu>
#include <QTest>
#include <QToolButton>

using namespace sluice;

// On a small laptop's screen every button has the room for its words, and lies in the window.
class RoomTest : public QObject
{
    Q_OBJECT
public:
    explicit RoomTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void taskPages();
    void sourcePages();
    void mapperHasThePaneBelow();
    void tablesHaveRoom();

private:
    // The first button that is cut off, in words; empty: there is none.
    static QString cutOff(const QWidget &in);
    TaskPage *open();

    Appearance &m_look;
    std::unique_ptr<StudioFixture> m_studio;
    const QString m_path = QStringLiteral("load_the_orders_of_the_day.job.json");
};

void RoomTest::init()
{
    m_studio = std::make_unique<StudioFixture>(m_look);
    m_studio->window().resize(1280, 800);
    QVERIFY(m_studio->open());
}

void RoomTest::cleanup()
{
    m_studio.reset();
}

QString RoomTest::cutOff(const QWidget &in)
{
    for (const QAbstractButton *button : in.findChildren<QAbstractButton *>()) {
        if (!button->isVisible() || button->visibleRegion().isEmpty())
            continue;
        const QRect place(button->mapTo(&in, QPoint(0, 0)), button->size());
        if (place.left() < 0 || place.right() > in.width())
            return QStringLiteral("\"%1\" lies from %2 to %3").arg(button->text()).arg(place.left()).arg(place.right());
        const auto *tool = qobject_cast<const QToolButton *>(button);
        const bool icon = tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly;
        if (!icon && !button->text().isEmpty() && button->width() < button->minimumSizeHint().width())
            return QStringLiteral("\"%1\" is %2 wide and wants %3")
                .arg(button->text())
                .arg(button->width())
                .arg(button->minimumSizeHint().width());
    }
    return {};
}

TaskPage *RoomTest::open()
{
    QFile csv(m_studio->directory() + QStringLiteral("/orders.csv"));
    if (!csv.open(QIODevice::WriteOnly))
        return nullptr;
    csv.write("id,amount,day\n1,10,2024-01-01\n2,NA,2024-01-02\n3,30,2024-01-03\n");
    csv.close();
    m_studio->writeTask(m_path, QStringLiteral(R"({
  "type": "job",
  "version": "2.0",
  "steps": [
    { "stepType": "file", "name": "Reader", "category": "reader",
      "parameter": { "path": "orders.csv", "fileFormat": "csv", "header": true, "column": [ "id" ] } },
    { "stepType": "odps", "name": "Writer", "category": "writer",
      "parameter": { "datasource": "odps_first", "table": "orders", "column": [ "id" ], "truncate": false } }
  ],
  "setting": { "errorLimit": { "record": 5 }, "speed": { "concurrent": 1, "throttle": false } },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)"));
    const auto made = m_studio->window().session()->probes->runSql(
        QStringLiteral("odps_first"), QStringLiteral("CREATE TABLE orders (id BIGINT, amount BIGINT, day DATE)"),
        Stop());
    return made.ok() ? m_studio->openTask(m_path) : nullptr;
}

void RoomTest::taskPages()
{
    TaskPage *page = open();
    QVERIFY(page);
    MainWindow &window = m_studio->window();
    const auto fits = [&window](const char *what) {
        QTest::qWait(50); // laid out
        const QString fault = cutOff(window);
        if (!fault.isEmpty())
            qWarning("%s: %s", what, qPrintable(fault));
        return fault.isEmpty() && window.width() == 1280;
    };
    QVERIFY(fits("script"));
    page->showRunConfig();
    QVERIFY(fits("script and run configuration"));
    page->setPosition(TaskPage::Wizard);
    QTRY_VERIFY_WITH_TIMEOUT(page->wizard().network().mayGoOn(), 60'000);
    QVERIFY(fits("wizard and run configuration"));
    QCOMPARE(window.tree().width(), 256); // whatever the page would like
    page->sidePanel().open(-1);
    QVERIFY(fits("wizard"));
    page->wizard().openMapper();
    MapperPage &mapper = *page->wizard().mapper();
    QTRY_VERIFY_WITH_TIMEOUT(mapper.summary().mapped > 0 && !mapper.editor().isJudging(), 60'000);
    mapper.editor().suggest();
    QTRY_VERIFY_WITH_TIMEOUT(mapper.editor().proposals() > 0, 60'000);
    QVERIFY(!window.tree().isVisible());
    QVERIFY(fits("mapper"));
    page->wizard().showSections();
    QVERIFY(window.tree().isVisible());
    page->run();
    RunPage &run = page->runPage();
    QTRY_VERIFY_WITH_TIMEOUT(run.hasAttempt() && !run.isRunning(), 60'000);
    QVERIFY(fits("run"));
}

void RoomTest::sourcePages()
{
    MainWindow &window = m_studio->window();
    window.showSources();
    QTRY_VERIFY_WITH_TIMEOUT(window.sources().isReady(), 60'000);
    QVERIFY2(cutOff(window).isEmpty(), qPrintable(cutOff(window)));
    for (QAction *action : window.sources().typeMenu().actions())
        if (action->data().toString() == QLatin1String("odps"))
            action->trigger();
    auto *dialog = window.findChild<SourceDialog *>();
    QVERIFY(dialog);
    QTRY_VERIFY_WITH_TIMEOUT(dialog->isReady(), 60'000);
    QVERIFY(dialog->height() <= 800 && dialog->width() <= 1280);
    QVERIFY2(cutOff(*dialog).isEmpty(), qPrintable(cutOff(*dialog)));
}

// The record to look at shares the pane of the problems: the lists keep the room.
void RoomTest::mapperHasThePaneBelow()
{
    TaskPage *page = open();
    QVERIFY(page);
    page->setPosition(TaskPage::Wizard);
    QCOMPARE(page->problems().currentPage(), 0);
    page->wizard().openMapper();
    SamplePane &samples = page->wizard().mapper()->samples();
    QTRY_VERIFY(samples.isVisible());
    QVERIFY(page->problems().isAncestorOf(&samples));
    QVERIFY2(page->problems().height() <= 180, qPrintable(QString::number(page->problems().height())));
    // A problem of a column is shown in the mapper, not away from it.
    QTRY_VERIFY_WITH_TIMEOUT(page->wizard().network().mayGoOn(), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(page->wizard().mapper()->summary().mapped == 1, 60'000);
    Issue issue;
    issue.pointer = QStringLiteral("/steps/1/parameter/column/0");
    Q_EMIT page->problems().jumpRequested(issue);
    QVERIFY(page->wizard().isMapperOpen());
    MapperPage &mapper = *page->wizard().mapper();
    QCOMPARE(mapper.view().targetCard().list().currentField(), mapper.editor().mapping().links()[0].target);
    page->setPosition(TaskPage::Script);
    QVERIFY(!samples.isVisible());
    QCOMPARE(page->problems().currentPage(), 0);
    page->setPosition(TaskPage::Wizard);
    QVERIFY(samples.isVisible());
    page->wizard().showSections();
    QVERIFY(!samples.isVisible());
}

// A rehearsal is more than a line high, and the problems are as low as before when they are back.
void RoomTest::tablesHaveRoom()
{
    TaskPage *page = open();
    QVERIFY(page);
    const int before = page->problems().height();
    QVERIFY(before < 200);
    page->showSource();
    QTRY_VERIFY(page->problems().height() >= 290);
    page->problems().showPage(0);
    QTRY_COMPARE(page->problems().height(), before);
    page->problems().setFolded(true);
    page->showSource();
    QTRY_VERIFY(page->problems().height() >= 290);
}

std::unique_ptr<QObject> makeRoomTest(Appearance &look)
{
    return std::make_unique<RoomTest>(look);
}

#include "tst_room.moc"
