#include "studio/studiofixture.h"
#include "widgets/run/runpage.h"
#include "widgets/shell/tasktabs.h"
#include "widgets/shell/welcomepage.h"
#include "widgets/task/scriptview.h"
#include "widgets/task/taskpage.h"

#include <QCheckBox>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace sluice;

// Leaving a workspace while a task runs in it: nothing ends unasked, nothing is lost, the window answers throughout.
class LeavingTest : public QObject
{
    Q_OBJECT
public:
    explicit LeavingTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void windowClosedMidRun();
    void unsavedTextIsAskedForAsWell();
    void anotherWorkspaceMidRun();
    void tabClosedMidRun();
    void emptyWindow();

private:
    MainWindow &window() { return m_studio->window(); }
    RunService &runs() { return *window().session()->runs; }
    TaskPage *runEndlessly();
    // The question that is open, its button with this text.
    QPushButton *answer(const char *text);
    bool isAsking() { return window().findChild<QMessageBox *>() != nullptr; }

    Appearance &m_look;
    std::unique_ptr<StudioFixture> m_studio;
    const QString m_path = QStringLiteral("load.job.json");
};

void LeavingTest::init()
{
    m_studio = std::make_unique<StudioFixture>(m_look);
}

void LeavingTest::cleanup()
{
    m_studio.reset();
}

TaskPage *LeavingTest::runEndlessly()
{
    m_studio->writeTask(m_path, StudioFixture::streamTask(2'000'000'000));
    if (!m_studio->open())
        return nullptr;
    TaskPage *page = m_studio->openTask(m_path);
    if (!page)
        return nullptr;
    page->run();
    return QTest::qWaitFor([page] { return page->runPage().view().progress.rowsWritten > 0; }, 60'000) ? page : nullptr;
}

QPushButton *LeavingTest::answer(const char *text)
{
    for (QMessageBox *box : window().findChildren<QMessageBox *>())
        for (QPushButton *button : box->findChildren<QPushButton *>())
            if (button->text() == QLatin1String(text))
                return button;
    return nullptr;
}

void LeavingTest::windowClosedMidRun()
{
    TaskPage *page = runEndlessly();
    QVERIFY(page);
    const QString attempt = page->runPage().view().attempt.id;
    window().close();
    QVERIFY(window().isVisible());
    QPushButton *stay = answer("Keep running");
    QVERIFY(stay);
    stay->click();
    QTRY_VERIFY(!isAsking());
    QVERIFY(window().isVisible());
    QVERIFY(runs().isRunning(attempt));
    QCOMPARE(window().tabs().count(), 1);

    window().close();
    QPushButton *leave = answer("Stop and leave");
    QVERIFY(leave);
    leave->click();
    QTRY_VERIFY_WITH_TIMEOUT(!window().isVisible(), 60'000);
    QVERIFY(runs().running().isEmpty());
    const auto kept = window().session()->history->attempt(attempt);
    QVERIFY(kept.ok() && *kept);
    QCOMPARE((*kept)->state, QStringLiteral("Stopped"));
}

void LeavingTest::unsavedTextIsAskedForAsWell()
{
    TaskPage *page = runEndlessly();
    QVERIFY(page);
    page->view().replace(0, 0, QStringLiteral("// changed\n"), QStringLiteral("type"));
    window().close();
    answer("Stop and leave")->click();
    QTRY_VERIFY(answer("Cancel")); // of what is not saved
    answer("Cancel")->click();
    QTRY_VERIFY(!isAsking());
    QVERIFY(window().isVisible());
    QVERIFY(!runs().running().isEmpty()); // it was not stopped before all was asked
    QVERIFY(page->document().isModified());
    window().close();
    answer("Stop and leave")->click();
    QTRY_VERIFY(answer("Save"));
    answer("Save")->click();
    QTRY_VERIFY_WITH_TIMEOUT(!window().isVisible(), 60'000);
    QVERIFY(m_studio->workspace().readTask(m_path)->startsWith(QLatin1String("// changed")));
}

void LeavingTest::anotherWorkspaceMidRun()
{
    QVERIFY(runEndlessly());
    QTemporaryDir place;
    const QString other = place.filePath(QStringLiteral("other"));
    QVERIFY(Workspace::create(other).ok());
    window().openWorkspace(other);
    QPushButton *stay = answer("Keep running");
    QVERIFY(stay);
    stay->click();
    QTRY_VERIFY(!isAsking());
    QCOMPARE(window().session()->workspace.directory(), m_studio->directory());
    QVERIFY(!runs().running().isEmpty());
    window().openWorkspace(other);
    answer("Stop and leave")->click();
    QTRY_COMPARE_WITH_TIMEOUT(window().session()->workspace.directory(), other, 60'000);
    QSignalSpy opened(&window(), &MainWindow::workspaceOpened);
    window().openWorkspace(m_studio->directory());
    QVERIFY(opened.wait(60'000));
}

// The run is not the tab's: it goes on, and the tab finds it again.
void LeavingTest::tabClosedMidRun()
{
    TaskPage *page = runEndlessly();
    QVERIFY(page);
    const QString attempt = page->runPage().view().attempt.id;
    window().actions().action(QStringLiteral("file.close"))->trigger();
    QVERIFY(!isAsking());
    QTRY_COMPARE(window().tabs().count(), 0);
    QVERIFY(runs().isRunning(attempt));
    TaskPage *again = m_studio->openTask(m_path);
    QVERIFY(again);
    QTRY_VERIFY(!again->runPage().attempts().isEmpty());
    again->setPosition(TaskPage::Run);
    QTRY_COMPARE(again->runPage().view().attempt.id, attempt);
    QVERIFY(again->runPage().isRunning());
    again->stop();
    QTRY_VERIFY_WITH_TIMEOUT(!again->runPage().isRunning(), 60'000);
    QCOMPARE(again->runPage().view().attempt.state, QStringLiteral("Stopped"));
}

// Whoever does not want the welcome page has a window that says what to do all the same.
void LeavingTest::emptyWindow()
{
    m_studio->writeTask(m_path, StudioFixture::streamTask(1));
    QVERIFY(m_studio->open());
    WelcomePage &welcome = window().welcome();
    QVERIFY(welcome.isVisible());
    QVERIFY(welcome.wanted().isChecked());
    QTest::mouseClick(&welcome.wanted(), Qt::LeftButton, {}, QPoint(8, welcome.wanted().height() / 2));
    QVERIFY(!welcome.wanted().isChecked());
    QVERIFY(welcome.isVisible()); // it does not go from under the mouse
    QVERIFY(m_studio->openTask(m_path));
    window().actions().action(QStringLiteral("file.close"))->trigger();
    QTRY_COMPARE(window().tabs().count(), 0);
    QVERIFY(!welcome.isVisible());
    QPushButton *show = nullptr;
    for (QPushButton *button : window().findChildren<QPushButton *>())
        if (button->isVisible() && button->text() == QLatin1String("Show the welcome page"))
            show = button;
    QVERIFY(show);
    QTest::mouseClick(show, Qt::LeftButton);
    QVERIFY(welcome.isVisible());
    window().actions().action(QStringLiteral("help.welcome"))->trigger();
    QVERIFY(welcome.isVisible());
}

std::unique_ptr<QObject> makeLeavingTest(Appearance &look)
{
    return std::make_unique<LeavingTest>(look);
}

#include "tst_leaving.moc"
