#include "studiofixture.h"
#include "widgets/shell/palette.h"
#include "widgets/shell/tasktabs.h"
#include "widgets/shell/welcomepage.h"
#include "widgets/task/scriptview.h"
#include "widgets/task/taskpage.h"
#include "widgets/tree/treepanel.h"

#include <QAbstractButton>
#include <QMessageBox>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace sluice;

class WindowTest : public QObject
{
    Q_OBJECT
public:
    explicit WindowTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void closingAsks();
    void closingATabAsks();
    void savesAll();
    void paletteFindsTasksAndVerbs();
    void themesChange();
    void welcomeKnowsTheWorkspace();
    void tabsComeBack();
    void notAWorkspace();
    void verbsSayWhyNot();

private:
    QMessageBox *question();
    TaskPage *change(const QString &path);
    void triggerAction(const char *id) { m_studio->window().actions().action(QLatin1String(id))->trigger(); }

    Appearance &m_look;
    std::unique_ptr<StudioFixture> m_studio;
    const QString m_a = QStringLiteral("a.job.json");
    const QString m_b = QStringLiteral("b.job.json");
};

void WindowTest::init()
{
    m_studio = std::make_unique<StudioFixture>(m_look);
    m_studio->writeTask(m_a, StudioFixture::streamTask(1));
    m_studio->writeTask(m_b, StudioFixture::streamTask(2));
    QVERIFY(m_studio->open());
}

void WindowTest::cleanup()
{
    m_studio.reset();
}

QMessageBox *WindowTest::question()
{
    for (QMessageBox *box : m_studio->window().findChildren<QMessageBox *>())
        if (box->isVisible())
            return box;
    return nullptr;
}

TaskPage *WindowTest::change(const QString &path)
{
    TaskPage *page = m_studio->openTask(path);
    page->view().replace(0, 0, QStringLiteral("// changed\n"), QStringLiteral("type"));
    return page;
}

void WindowTest::closingAsks()
{
    MainWindow &window = m_studio->window();
    change(m_a);
    window.close();
    QVERIFY(question());
    QVERIFY(window.isVisible());
    question()->button(QMessageBox::Cancel)->click();
    QTRY_VERIFY(!question());
    QVERIFY(window.isVisible());
    QCOMPARE(window.tabs().count(), 1);

    window.close();
    QVERIFY(question());
    question()->button(QMessageBox::Save)->click();
    QTRY_VERIFY(!window.isVisible());
    QVERIFY(m_studio->workspace().readTask(m_a).valueOr({}).startsWith(QStringLiteral("// changed")));
}

void WindowTest::closingATabAsks()
{
    TaskTabs &tabs = m_studio->window().tabs();
    change(m_a);
    triggerAction("file.close");
    QVERIFY(question());
    question()->button(QMessageBox::Discard)->click();
    QTRY_COMPARE(tabs.count(), 0);
    QVERIFY(!m_studio->workspace().readTask(m_a).valueOr({}).startsWith(QStringLiteral("// changed")));
    QVERIFY(m_studio->openTask(m_b));
    triggerAction("file.close"); // nothing unsaved, nothing asked
    QVERIFY(!question());
    QTRY_COMPARE(tabs.count(), 0);
}

void WindowTest::savesAll()
{
    change(m_a);
    change(m_b);
    triggerAction("file.saveAll");
    QTRY_VERIFY(m_studio->window().tabs().unsaved().isEmpty());
    QVERIFY(m_studio->workspace().readTask(m_b).valueOr({}).startsWith(QStringLiteral("// changed")));
    m_studio->window().close();
    QVERIFY(!question());
    QTRY_VERIFY(!m_studio->window().isVisible());
}

void WindowTest::paletteFindsTasksAndVerbs()
{
    CommandPalette &palette = m_studio->window().palette();
    palette.open();
    palette.field().setText(QStringLiteral("b"));
    QCOMPARE(palette.model().entry(0).task, m_b);
    QTest::keyClick(&palette.field(), Qt::Key_Return);
    QTRY_VERIFY(m_studio->window().tabs().find(m_b));
    palette.open();
    palette.field().setText(QStringLiteral("dark the"));
    QVERIFY(palette.model().entry(0).verb);
    QCOMPARE(palette.model().entry(0).verb->objectName(), QStringLiteral("view.themeDark"));
    palette.close();
}

void WindowTest::themesChange()
{
    triggerAction("view.themeDark");
    QVERIFY(m_look.theme().isDark());
    QCOMPARE(m_studio->window().palette().palette().color(QPalette::Base), m_look[Role::Canvas]);
    triggerAction("view.themeLight");
    QVERIFY(!m_look.theme().isDark());
    QVERIFY(m_studio->window().actions().action(QStringLiteral("view.themeLight"))->isChecked());
    triggerAction("view.themeSystem");
}

void WindowTest::welcomeKnowsTheWorkspace()
{
    WelcomePage &welcome = m_studio->window().welcome();
    QVERIFY(welcome.isVisible());                               // no tab is open
    QTRY_VERIFY_WITH_TIMEOUT(welcome.stepsDone() >= 3, 20'000); // open, warehouse answers, tasks exist
    QVERIFY(m_studio->openTask(m_a));
    QVERIFY(!welcome.isVisible());
}

void WindowTest::tabsComeBack()
{
    QVERIFY(m_studio->openTask(m_a));
    QVERIFY(m_studio->openTask(m_b));
    QSignalSpy opened(&m_studio->window(), &MainWindow::workspaceOpened);
    m_studio->window().openWorkspace(m_studio->directory());
    QVERIFY(opened.wait(10'000));
    QTRY_COMPARE(m_studio->window().tabs().paths(), (QStringList{m_a, m_b}));
}

void WindowTest::notAWorkspace()
{
    QTemporaryDir other;
    m_studio->window().openWorkspace(other.path());
    const QList<ErrorStrip *> strips = m_studio->window().findChildren<ErrorStrip *>();
    const auto told = [](const ErrorStrip *strip) { return strip->isVisible() && !strip->text().isEmpty(); };
    QTRY_VERIFY(std::any_of(strips.begin(), strips.end(), told));
    QVERIFY(m_studio->window().session()); // the old one stays
    m_studio->window().createWorkspace(other.path() + QStringLiteral("/fresh"));
    QTRY_COMPARE(m_studio->window().session()->workspace.directory(), other.path() + QStringLiteral("/fresh"));
    QTRY_VERIFY(std::none_of(strips.begin(), strips.end(), told));
    QSignalSpy opened(&m_studio->window(), &MainWindow::workspaceOpened);
    m_studio->window().openWorkspace(m_studio->directory());
    QVERIFY(opened.wait(10'000));
}

void WindowTest::verbsSayWhyNot()
{
    ActionRegistry &actions = m_studio->window().actions();
    for (const QAction *action : actions.all())
        QVERIFY2(action->isEnabled() || !actions.reason(action).isEmpty(), qPrintable(action->objectName()));
    QVERIFY(m_studio->openTask(m_a));
    for (const QAction *action : actions.all())
        QVERIFY2(action->isEnabled() || !actions.reason(action).isEmpty(), qPrintable(action->objectName()));
}

std::unique_ptr<QObject> makeWindowTest(Appearance &look)
{
    return std::make_unique<WindowTest>(look);
}

#include "tst_window.moc"
