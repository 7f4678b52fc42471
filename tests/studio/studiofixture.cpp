#include "studiofixture.h"

#include "app/common/connectors.h"
#include "widgets/shell/tasktabs.h"
#include "widgets/task/taskpage.h"
#include "widgets/tree/treepanel.h"

#include <QSettings>
#include <QTest>
#include <QThreadPool>

namespace sluice
{

StudioFixture::StudioFixture(Appearance &look, const QString &directory)
    : m_directory(directory.isEmpty() ? m_temporary.filePath(QStringLiteral("shop_ws")) : directory)
{
    QSettings().clear();
    QSettings().setValue(QStringLiteral("task/view"), int(TaskPage::Script)); // most tests are about the text
    addConnectors(m_connectors);
    if (directory.isEmpty())
        if (const auto made = Workspace::create(m_directory); !made.ok())
            qFatal("%s", qPrintable(made.error().text()));
    m_window = std::make_unique<MainWindow>(look, makeSessionFactory(m_connectors));
    m_window->show();
}

StudioFixture::~StudioFixture()
{
    m_window.reset();
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::sendPostedEvents();
}

Workspace StudioFixture::workspace() const
{
    return std::move(Workspace::open(m_directory)).value();
}

bool StudioFixture::open()
{
    QObject context; // the connection ends with this function
    bool read = false;
    QObject::connect(m_window.get(), &MainWindow::workspaceOpened, &context, [&read] { read = true; });
    m_window->openWorkspace(m_directory);
    return QTest::qWaitFor([&read] { return read; }, 20'000);
}

void StudioFixture::writeTask(const QString &path, const QString &text)
{
    const Workspace place = workspace();
    if (const auto slash = path.lastIndexOf(u'/'); slash > 0)
        (void)place.createFolder({}, path.left(slash)); // is there already: fine
    if (const Done done = place.writeTask(path, text); !done.ok())
        qFatal("%s", qPrintable(done.error().text()));
}

TaskPage *StudioFixture::openTask(const QString &path)
{
    TaskPage *page = m_window->tabs().open(path);
    const bool ready = QTest::qWaitFor([page] { return page->isLoaded() && page->document().isValidated(); }, 10'000);
    return ready ? page : nullptr;
}

bool StudioFixture::waitForNode(const QString &path, bool there)
{
    const WorkspaceModel &model = m_window->tree().model();
    return QTest::qWaitFor([&] { return model.indexOf(path).isValid() == there; }, 10'000);
}

QString StudioFixture::streamTask(int rows, int channels)
{
    return QStringLiteral(R"({
  "type": "job",
  "version": "2.0",
  "steps": [
    {
      "stepType": "stream",
      "name": "Reader",
      "category": "reader",
      "parameter": {
        "column": [ { "type": "string", "value": "field" }, { "type": "long", "value": 100 } ],
        "sliceRecordCount": %1
      }
    },
    {
      "stepType": "stream",
      "name": "Writer",
      "category": "writer",
      "parameter": { "print": false, "fieldDelimiter": "," }
    }
  ],
  "setting": {
    "errorLimit": { "record": 0 },
    "speed": { "throttle": false, "concurrent": %2 }
  },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)")
        .arg(rows)
        .arg(channels);
}

} // namespace sluice
