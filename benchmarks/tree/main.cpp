// The workspace's tree with 20,000 nodes: how long a frame takes from an input to the repainted tree. The table of
// interactions goes to stderr, the median of all frames in milliseconds to stdout.
#include "app/common/connectors.h"
#include "app/studio/studiosession.h"
#include "widgets/common/appearance.h"
#include "widgets/tree/treepanel.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QTreeView>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace sluice;

namespace
{

constexpr int folders = 400;
constexpr int tasksInFolder = 49; // and the folder itself: 20,000 nodes

void fill(const Workspace &workspace)
{
    for (int folder = 0; folder < folders; ++folder) {
        const QString path = QStringLiteral("area_%1").arg(folder, 3, 10, QLatin1Char('0'));
        QDir(workspace.directory()).mkpath(path);
        for (int task = 0; task < tasksInFolder; ++task) {
            QFile file(workspace.absolute(QStringLiteral("%1/load_table_%2.job.json").arg(path).arg(task)));
            if (!file.open(QIODevice::WriteOnly) || file.write("{}") != 2)
                qFatal("%s cannot be written", qPrintable(file.fileName()));
        }
    }
}

double median(std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    return times.empty() ? 0 : times[times.size() / 2];
}

class Frames
{
public:
    explicit Frames(QTreeView &view)
        : m_view(view)
    {
    }

    // Each step is an input; its frame ends when the tree is painted.
    template <typename Step>
    void measure(const char *name, int count, Step step)
    {
        std::vector<double> times;
        for (int i = 0; i < count; ++i) {
            QElapsedTimer clock;
            clock.start();
            step(i);
            QCoreApplication::processEvents();
            m_view.viewport()->repaint();
            times.push_back(double(clock.nsecsElapsed()) / 1e6);
        }
        std::fprintf(stderr, "%-28s %5d frames, median %6.2f ms, worst %6.2f ms\n", name, count, median(times),
                     *std::max_element(times.begin(), times.end()));
        m_all.insert(m_all.end(), times.begin(), times.end());
    }

    const std::vector<double> &all() const { return m_all; }

private:
    QTreeView &m_view;
    std::vector<double> m_all;
};

double run(Appearance &look, const ConnectorRegistry &connectors)
{
    QTemporaryDir temporary;
    const QString directory = temporary.filePath(QStringLiteral("ws"));
    const auto made = Workspace::create(directory);
    if (!made.ok())
        qFatal("%s", qPrintable(made.error().text()));
    fill(*made);
    auto session = makeSessionFactory(connectors).open(directory);
    if (!session.ok())
        qFatal("%s", qPrintable(session.error().text()));

    QWidget window;
    ActionRegistry actions(look, &window);
    for (const char *id : {"file.newTask", "file.newFolder", "file.newWorkspace"}) // the window's verbs
        actions.add(
            {.id = QLatin1String(id), .text = QLatin1String(id), .icon = {}, .keys = {}, .menu = {}, .hint = {}},
            [] {});
    auto *panel = new TreePanel(look, actions, &window);
    panel->resize(256, 820);
    window.resize(256, 820);
    window.show();
    panel->setSession(*session);
    if (!QTest::qWaitFor([&] { return panel->model().taskCount() == folders * tasksInFolder; }, 60'000))
        qFatal("the tree was not read");

    auto &view = *static_cast<QTreeView *>(panel->view());
    auto *field = panel->findChild<FilterField *>();
    const auto row = [&](int i) { return view.model()->index(i % folders, 0); };
    Frames frames(view);
    frames.measure("expand a folder", 100, [&](int i) { view.expand(row(i * 3)); });
    frames.measure("scroll", 400, [&](int i) { view.verticalScrollBar()->setValue(i * 5); });
    frames.measure("arrow down", 200, [&](int) { QTest::keyClick(&view, Qt::Key_Down); });
    frames.measure("select with shift", 200, [&](int) { QTest::keyClick(&view, Qt::Key_Down, Qt::ShiftModifier); });
    frames.measure("collapse a folder", 100, [&](int i) { view.collapse(row(i * 3)); });
    for (int round = 0; round < 5; ++round) {
        field->clear();
        frames.measure("type into the filter", 8,
                       [&](int i) { QTest::keyClick(field, QStringLiteral("table_17").at(i).toLatin1()); });
        frames.measure("take it back", 8, [&](int) { QTest::keyClick(field, Qt::Key_Backspace); });
    }
    frames.measure("mark tasks", 50, [&](int i) {
        panel->model().setMarks({QStringLiteral("area_%1/load_table_1.job.json").arg(i, 3, 10, QLatin1Char('0'))}, {});
    });
    return median(frames.all());
}

} // namespace

int main(int argc, char **argv)
{
    QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QApplication app(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("sluice-test"));
    ConnectorRegistry connectors;
    addConnectors(connectors);
    Appearance look;
    std::printf("%.3f\n", run(look, connectors));
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::sendPostedEvents();
    return 0;
}
