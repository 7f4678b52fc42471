// The field mapper with 1,000 columns a side, in the whole studio: how long a frame takes from an input to the
// repainted window, and how much processor time an action on all columns takes of the GUI thread at once, with what it
// sets off. The table goes to stderr; stdout gets the largest of the medians of frames and of actions, in milliseconds.
#include "app/common/connectors.h"
#include "app/studio/studiosession.h"
#include "widgets/common/appearance.h"
#include "widgets/common/watchdog.h"
#include "widgets/mapper/mapperpage.h"
#include "widgets/mapper/mapperview.h"
#include "widgets/mapper/samplepane.h"
#include "widgets/shell/mainwindow.h"
#include "widgets/shell/tasktabs.h"
#include "widgets/task/taskpage.h"
#include "widgets/wizard/wizardpage.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QToolButton>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

using namespace sluice;

namespace
{

constexpr int columns = 1000;
constexpr int patience = 60'000;
const QString task = QStringLiteral("wide.job.json");

// Both tables have the same columns, the second in the other order.
void fill(const SessionFactory &sessions, const QString &directory)
{
    const auto made = Workspace::create(directory);
    if (!made.ok())
        qFatal("%s", qPrintable(made.error().text()));
    auto session = sessions.open(directory);
    if (!session.ok())
        qFatal("%s", qPrintable(session.error().text()));
    sessions.start(**session);
    QStringList definitions;
    for (int i = 0; i < columns; ++i)
        definitions.append(
            QStringLiteral("column_%1 %2").arg(i).arg(i % 3 ? QStringLiteral("STRING") : QStringLiteral("BIGINT")));
    for (const char *table : {"wide", "edie"}) {
        const auto created = (*session)->probes->runSql(
            QStringLiteral("odps_first"),
            QStringLiteral("CREATE TABLE %1 (%2)").arg(QLatin1String(table), definitions.join(u',')), Stop());
        if (!created.ok())
            qFatal("%s", qPrintable(created.error().text()));
        std::reverse(definitions.begin(), definitions.end());
    }
    QStringList records; // to look at
    for (int row = 0; row < 20; ++row) {
        QStringList values;
        for (int i = 0; i < columns; ++i)
            values.append(i % 3 ? QStringLiteral("'text %1 of %2'").arg(i).arg(row) : QString::number(i));
        records.append(QStringLiteral("(%1)").arg(values.join(u',')));
    }
    const auto inserted = (*session)->probes->runSql(
        QStringLiteral("odps_first"), QStringLiteral("INSERT INTO wide VALUES %1").arg(records.join(u',')), Stop());
    if (!inserted.ok())
        qFatal("%s", qPrintable(inserted.error().text()));
    const QString script = QStringLiteral(R"({
  "type": "job",
  "version": "2.0",
  "steps": [
    {
      "stepType": "odps",
      "parameter": { "datasource": "odps_first", "table": "wide", "column": [] },
      "name": "Reader",
      "category": "reader"
    },
    {
      "stepType": "odps",
      "parameter": { "datasource": "odps_first", "table": "edie", "truncate": true, "column": [] },
      "name": "Writer",
      "category": "writer"
    }
  ],
  "setting": { "errorLimit": { "record": "0" }, "speed": { "throttle": false, "concurrent": 1 } },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)");
    if (const Done written = made->writeTask(task, script); !written.ok())
        qFatal("%s", qPrintable(written.error().text()));
}

double median(std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    return times.empty() ? 0 : times[times.size() / 2];
}

double threadMilliseconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

class Bench
{
public:
    Bench(WatchedApplication &app, MainWindow &window)
        : m_app(app)
        , m_window(window)
    {
    }

    void open();
    void frames();
    void actions();

    double slowestFrame() const { return m_slowestFrame; }
    double slowestAction() const { return m_slowest; }

private:
    FieldList &sources() { return m_mapper->view().sourceCard().list(); }
    FieldList &targets() { return m_mapper->view().targetCard().list(); }
    QPushButton *button(const QString &text);
    void settle();
    static QPoint middle(FieldList &list, int field)
    {
        return list.visualRect(list.fields().index(list.fields().rowOf(field))).center();
    }

    // As the system tells it: the widget gets what hovering brings along.
    void moveOver(QWidget &widget, const QPoint &place)
    {
        QTest::mouseMove(m_window.windowHandle(), widget.mapTo(&m_window, place));
    }

    // Each step is an input; its frame ends when the window is painted.
    template <typename Step>
    void measure(const char *name, int count, Step step);
    // The longest that the input and its frame, or anything of the second behind it, keeps the GUI thread at work.
    template <typename Step>
    double busy(Step step);
    // Two actions in turn, so that each has something to do.
    template <typename First, typename Second>
    void act(const char *first, First doFirst, const char *second, Second doSecond);

    void tell(const char *name, const std::vector<double> &taken);

    WatchedApplication &m_app;
    MainWindow &m_window;
    MapperPage *m_mapper = nullptr;
    double m_slowestFrame = 0;
    double m_slowest = 0;
};

QPushButton *Bench::button(const QString &text)
{
    for (QPushButton *button : m_window.findChildren<QPushButton *>())
        if (button->text().startsWith(text) && button->isVisibleTo(&m_window))
            return button;
    qFatal("there is no button %s", qPrintable(text));
}

void Bench::settle()
{
    MappingEditor &editor = m_mapper->editor();
    if (!QTest::qWaitFor(
            [&] {
                return !editor.source().isPending() && !editor.target().isPending() && !editor.isSampling() &&
                       !editor.isJudging();
            },
            patience))
        qFatal("the mapper does not come to rest");
}

void Bench::open()
{
    m_window.show();
    TaskPage *page = m_window.tabs().open(task);
    if (!QTest::qWaitFor([page] { return page->isLoaded() && page->document().isValidated(); }, patience))
        qFatal("the task was not read");
    page->setPosition(TaskPage::Wizard);
    QTest::qWait(100);
    QTest::mouseClick(button(QStringLiteral("Open mapper")), Qt::LeftButton);
    m_mapper = page->wizard().mapper();
    if (!QTest::qWaitFor([this] { return m_mapper->summary().mapped == columns; }, patience)) // by name, on entering
        qFatal("the columns were not mapped");
    settle();
    QTest::qWait(1000);
}

template <typename Step>
void Bench::measure(const char *name, int count, Step step)
{
    std::vector<double> times;
    for (int i = 0; i < count; ++i) {
        QElapsedTimer clock;
        clock.start();
        step(i);
        QCoreApplication::processEvents();
        times.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    std::fprintf(stderr, "%-28s %5d frames, median %6.2f ms, worst %6.2f ms\n", name, count, median(times),
                 *std::max_element(times.begin(), times.end()));
    m_slowestFrame = std::max(m_slowestFrame, median(times));
}

template <typename Step>
double Bench::busy(Step step)
{
    const qsizetype before = m_app.stalls().size();
    const double limit = m_app.limit();
    m_app.setLimit(1e6);
    const double begin = threadMilliseconds();
    step();
    QCoreApplication::processEvents();
    double longest = (threadMilliseconds() - begin) / machinePace();
    m_app.setLimit(5);
    QTest::qWait(1000); // validation, drafts and differences follow
    settle();
    m_app.setLimit(limit);
    for (const auto &stall : m_app.takeStalls(before))
        longest = std::max(longest, stall.milliseconds);
    return longest;
}

template <typename First, typename Second>
void Bench::act(const char *first, First doFirst, const char *second, Second doSecond)
{
    constexpr int times = 3;
    std::vector<double> firsts, seconds;
    for (int i = 0; i < times; ++i) {
        firsts.push_back(busy(doFirst));
        seconds.push_back(busy(doSecond));
    }
    tell(first, firsts);
    tell(second, seconds);
}

void Bench::tell(const char *name, const std::vector<double> &taken)
{
    std::fprintf(stderr, "%-28s %5zu times,  median %6.2f ms, worst %6.2f ms\n", name, taken.size(), median(taken),
                 *std::max_element(taken.begin(), taken.end()));
    m_slowest = std::max(m_slowest, median(taken));
}

void Bench::frames()
{
    QWidget *from = sources().viewport();
    measure("scroll both lists", 200, [&](int i) {
        sources().verticalScrollBar()->setValue(i * 120);
        targets().verticalScrollBar()->setValue((200 - i) * 120);
    });
    sources().verticalScrollBar()->setValue(0);
    targets().verticalScrollBar()->setValue(0);
    measure("hover a list", 100, [&](int i) { moveOver(*from, QPoint(60 + i, 13 + i % 20 * 26)); });
    CurvePane &curves = m_mapper->view().curves();
    measure("hover the lines", 100, [&](int i) { moveOver(curves, QPoint(30 + i * 37 % 260, 60 + i * 53 % 400)); });
    sources().setFocus();
    measure("arrow down", 200, [&](int) { QTest::keyClick(&sources(), Qt::Key_Down); });
    measure("select with shift", 200, [&](int) { QTest::keyClick(&sources(), Qt::Key_Down, Qt::ShiftModifier); });
    QTest::keyClick(&sources(), Qt::Key_Home);
    const QPoint start = middle(sources(), 3);
    QTest::mousePress(from, Qt::LeftButton, {}, start);
    measure("drag a line", 200, [&](int i) { QTest::mouseMove(from, start + QPoint(200 + i * 3, i * 2)); });
    QTest::keyClick(&sources(), Qt::Key_Escape);
    QTest::mouseRelease(from, Qt::LeftButton, {}, start);
    QLineEdit *filter = &m_mapper->view().sourceCard().filter();
    for (int round = 0; round < 5; ++round) {
        measure("type into the filter", 8,
                [&](int i) { QTest::keyClick(filter, QStringLiteral("column_7").at(i).toLatin1()); });
        measure("take it back", 8, [&](int) { QTest::keyClick(filter, Qt::Key_Backspace); });
    }
    QTest::keyClick(&sources(), Qt::Key_Home);
    targets().setFocus();
    targets().selectField(0);
    measure("unlink, then link", 40, [&](int i) {
        targets().selectField(0);
        if (i % 2 == 0)
            return QTest::keyClick(&targets(), Qt::Key_Delete);
        sources().selectField(columns - 1);
        QTest::keyClick(&targets(), Qt::Key_Return);
    });
    if (m_mapper->summary().mapped != columns)
        qFatal("not all is linked again");
}

void Bench::actions()
{
    const auto click = [this](const char *text) {
        return [this, text] { QTest::mouseClick(button(QLatin1String(text)), Qt::LeftButton); };
    };
    const auto undo = [this] { QTest::keyClick(&sources(), Qt::Key_Z, Qt::ControlModifier); };
    act("map same line", click("Map same line"), "map same name", click("Map same name"));
    act("clear", click("Clear"), "map same name when empty", click("Map same name"));
    act("undo", undo, "redo", [this] { QTest::keyClick(&sources(), Qt::Key_Y, Qt::ControlModifier); });
    std::vector<double> accepted;
    for (int i = 0; i < 3; ++i) {
        click("Clear")();
        click("Suggest")();
        if (!QTest::qWaitFor([this] { return m_mapper->editor().proposals() == columns; }, patience))
            qFatal("nothing was suggested");
        accepted.push_back(busy(click("Accept")));
    }
    tell("accept suggestions", accepted);
    const auto step = [this](const char *name) {
        return [this, name] {
            for (QToolButton *step : m_mapper->samples().findChildren<QToolButton *>())
                if (step->accessibleName() == QLatin1String(name))
                    return QTest::mouseClick(step, Qt::LeftButton);
            qFatal("there is no button %s", name);
        };
    };
    act("next record", step("The next record"), "record before", step("The record before"));
    click("Clear")();
    act(
        "drag 1,000 fields",
        [this] {
            sources().setFocus();
            sources().selectAll();
            targets().scrollToTop();
            sources().scrollToTop();
            const QPoint start = middle(sources(), 0);
            QWidget *from = sources().viewport();
            const QPoint end = from->mapFromGlobal(targets().viewport()->mapToGlobal(middle(targets(), 0)));
            QTest::mousePress(from, Qt::LeftButton, {}, start);
            QTest::mouseMove(from, start + QPoint(40, 0));
            QTest::mouseMove(from, end);
            QTest::mouseRelease(from, Qt::LeftButton, {}, end);
        },
        "clear", click("Clear"));
}

} // namespace

int main(int argc, char **argv)
{
    QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    WatchedApplication app(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("sluice-test"));
    qInstallMessageHandler([](QtMsgType type, const QMessageLogContext &, const QString &text) {
        if (type == QtFatalMsg || !text.startsWith(QLatin1String("The GUI thread")))
            std::fprintf(stderr, "%s\n", qPrintable(text));
    });
    ConnectorRegistry connectors;
    addConnectors(connectors);
    const SessionFactory sessions = makeSessionFactory(connectors);
    QTemporaryDir temporary;
    const QString directory = temporary.filePath(QStringLiteral("ws"));
    fill(sessions, directory);
    QThreadPool::globalInstance()->waitForDone();
    {
        Appearance look;
        MainWindow window(look, sessions);
        bool read = false;
        QObject::connect(&window, &MainWindow::workspaceOpened, [&read] { read = true; });
        window.openWorkspace(directory);
        if (!QTest::qWaitFor([&read] { return read; }, patience))
            qFatal("the workspace was not read");
        Bench bench(app, window);
        bench.open();
        bench.frames();
        bench.actions();
        std::printf("%.3f %.3f\n", bench.slowestFrame(), bench.slowestAction());
        window.close();
    }
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::sendPostedEvents();
    return 0;
}
