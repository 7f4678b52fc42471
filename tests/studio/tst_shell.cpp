#include "studiofixture.h"
#include "widgets/shell/palette.h"
#include "widgets/shell/shortcutsdialog.h"
#include "widgets/shell/tasktabs.h"
#include "widgets/shell/tutorialpage.h"
#include "widgets/shell/tutorials.h"
#include "widgets/shell/welcomepage.h"
#include "widgets/task/scriptview.h"
#include "widgets/task/taskpage.h"
#include "widgets/tree/newtaskdialog.h"
#include "widgets/tree/treepanel.h"

#include <QAccessible>
#include <QMenuBar>
#include <QSettings>
#include <QSignalSpy>
#include <QSplitter>
#include <QTest>
#include <QTextBrowser>
#include <QTreeWidget>

using namespace sluice;

namespace
{

const QString orders = QStringLiteral("kafka/orders.job.json");
const QString users = QStringLiteral("users.job.json");

// Controls that take the keyboard or a click, or show a list, and tell a screen reader nothing.
QStringList nameless(const QWidget &root)
{
    QStringList found;
    for (QWidget *widget : root.findChildren<QWidget *>()) {
        const bool control = qobject_cast<QAbstractButton *>(widget) || qobject_cast<QLineEdit *>(widget) ||
                             qobject_cast<QAbstractItemView *>(widget) || widget->inherits("QComboBox") ||
                             widget->inherits("QTextEdit") || widget->inherits("QPlainTextEdit") ||
                             widget->inherits("QsciScintilla") || widget->inherits("sluice::SegmentedSwitch");
        const QString className = QString::fromLatin1(widget->metaObject()->className());
        const auto *text = qobject_cast<QPushButton *>(widget);
        const bool unused = text && !text->isVisible() && text->text().isEmpty(); // a cure that there is not
        if (!control || unused || widget->objectName().startsWith(QLatin1String("qt_")) ||
            className == QLatin1String("QTableCornerButton") || className == QLatin1String("QComboBoxListView") ||
            className == QLatin1String("QHeaderView") || className == QLatin1String("QLineEditIconButton") ||
            (widget->parent() && widget->parent()->inherits("QTabBar")))
            continue;
        QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
        const QString name = interface ? interface->text(QAccessible::Name) : widget->accessibleName();
        if (name.trimmed().isEmpty()) {
            QStringList place;
            for (QObject *at = widget; at; at = at->parent())
                place.prepend(QString::fromLatin1(at->metaObject()->className()));
            found.append(place.join(u'/'));
        }
    }
    return found;
}

} // namespace

// The window as a whole: search, names for screen readers, keys, what is remembered, tutorials.
class ShellTest : public QObject
{
    Q_OBJECT
public:
    explicit ShellTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup() { m_studio.reset(); }
    void searchJumpsToThePlace();
    void searchSeesWhatIsNotSaved();
    void everyControlHasAName();
    void keysAreUnique();
    void shortcutsAreListed();
    void welcomeIsReachableByTab();
    void layoutAndTabsAreRemembered();
    void tutorialsAreReadable();

private:
    MainWindow &window() { return m_studio->window(); }
    QAction *verb(const char *id) { return window().actions().action(QLatin1String(id)); }
    int rowOf(const QString &text);

    Appearance &m_look;
    std::unique_ptr<StudioFixture> m_studio;
};

void ShellTest::init()
{
    m_studio = std::make_unique<StudioFixture>(m_look);
    m_studio->writeTask(orders, QStringLiteral(R"({
  "steps": [
    { "stepType": "kafka", "category": "reader", "name": "Reader",
      "parameter": { "topic": "order_events", "column": [ "__key__", "order_total" ] } },
    { "stepType": "stream", "category": "writer", "name": "Writer", "parameter": {} }
  ]
})"));
    m_studio->writeTask(users, StudioFixture::streamTask(10));
    QVERIFY(m_studio->open());
}

int ShellTest::rowOf(const QString &text)
{
    const PaletteModel &model = window().palette().model();
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.entry(row).text == text)
            return row;
    return -1;
}

void ShellTest::searchJumpsToThePlace()
{
    window().activateWindow();
    verb("view.palette")->trigger();
    CommandPalette &palette = window().palette();
    QTest::keyClicks(&palette.field(), QStringLiteral("order_t"));
    QTRY_VERIFY(rowOf(QStringLiteral("order_total")) >= 0);
    const int row = rowOf(QStringLiteral("order_total"));
    QVERIFY(palette.model().entry(row).place.contains(QStringLiteral("kafka/orders")));
    for (int i = 0; i < row; ++i)
        QTest::keyClick(&palette.field(), Qt::Key_Down);
    QTest::keyClick(&palette.field(), Qt::Key_Return);
    QTRY_VERIFY(window().tabs().find(orders));
    TaskPage *page = window().tabs().find(orders);
    QTRY_COMPARE(page->view().selectedText(), QStringLiteral("\"order_total\""));
    QCOMPARE(page->position(), TaskPage::Script);

    // A table, from another tab.
    QVERIFY(m_studio->openTask(users));
    palette.open();
    palette.field().setText(QStringLiteral("ORDER_EV"));
    QTRY_VERIFY(rowOf(QStringLiteral("order_events")) >= 0);
    palette.field().setText(QStringLiteral("no such thing anywhere"));
    QTRY_COMPARE(palette.model().rowCount(), 0);
    QTest::keyClick(&palette.field(), Qt::Key_Escape);
}

void ShellTest::searchSeesWhatIsNotSaved()
{
    TaskPage *page = m_studio->openTask(users);
    const auto at = page->document().text().indexOf(QStringLiteral("\"field\""));
    page->view().replace(int(at), 7, QStringLiteral("\"brand_new\""), QStringLiteral("type"));
    CommandPalette &palette = window().palette();
    palette.open();
    palette.field().setText(QStringLiteral("brand_n"));
    QTRY_VERIFY(palette.model().rowCount() > 0);
    QCOMPARE(palette.model().entry(0).task, users);
    palette.close();
}

void ShellTest::everyControlHasAName()
{
    const auto check = [](const QWidget &root) {
        const QStringList without = nameless(root);
        for (const QString &place : without)
            qWarning("%s has no name", qPrintable(place));
        QVERIFY(without.isEmpty());
    };
    check(window());
    TaskPage *page = m_studio->openTask(users);
    QTRY_VERIFY(page->runObstacle().isEmpty());
    page->find(true);
    check(window());
    verb("file.newTask")->trigger();
    check(*window().findChild<NewTaskDialog *>());
    window().findChild<NewTaskDialog *>()->reject();
    verb("help.shortcuts")->trigger();
    check(*window().findChild<ShortcutsDialog *>());
    window().findChild<ShortcutsDialog *>()->reject();
}

// A key means one thing in one place.
void ShellTest::keysAreUnique()
{
    QHash<QString, QString> taken;
    for (QAction *action : window().actions().all()) {
        QVERIFY2(!action->text().isEmpty(), qPrintable(action->objectName()));
        const QList<QKeySequence> keys = action->shortcuts();
        for (const QKeySequence &key : keys) {
            // What it was declared for comes first: the window, or a part of it.
            const QString place = key.toString() + QString::number(quintptr(action->associatedObjects().value(0)));
            QVERIFY2(!taken.contains(place),
                     qPrintable(place + u' ' + taken.value(place) + u' ' + action->objectName()));
            taken.insert(place, action->objectName());
        }
        if (!keys.isEmpty()) // shown where the verb is
            QVERIFY(action->toolTip().contains(keys.front().toString(QKeySequence::NativeText)));
    }
}

void ShellTest::shortcutsAreListed()
{
    verb("help.shortcuts")->trigger();
    auto *dialog = window().findChild<ShortcutsDialog *>();
    QVERIFY(dialog);
    auto *list = dialog->findChild<QTreeWidget *>();
    QVERIFY(!list->findItems(QStringLiteral("Ctrl+K"), Qt::MatchExactly, 0).isEmpty());
    QTest::keyClicks(dialog->findChild<FilterField *>(), QStringLiteral("go to any"));
    int shown = 0;
    for (int i = 0; i < list->topLevelItemCount(); ++i)
        shown += !list->topLevelItem(i)->isHidden();
    QCOMPARE(shown, 1);
    QTest::keyClick(dialog, Qt::Key_Escape);
    if (dialog->isVisible()) // the first Escape cleared the filter
        QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!window().findChild<ShortcutsDialog *>());
}

void ShellTest::welcomeIsReachableByTab()
{
    WelcomePage &welcome = window().welcome();
    QTRY_VERIFY_WITH_TIMEOUT(welcome.stepsDone() >= 3, 20'000);
    window().activateWindow();
    welcome.setFocus();
    QSet<QWidget *> reached;
    for (int i = 0; i < 60; ++i) {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : &window(), Qt::Key_Tab);
        if (QApplication::focusWidget())
            reached.insert(QApplication::focusWidget());
    }
    for (QAbstractButton *button : welcome.findChildren<QAbstractButton *>())
        if (button->isVisible() && button->isEnabled())
            QVERIFY2(reached.contains(button), qPrintable(button->text()));
}

void ShellTest::layoutAndTabsAreRemembered()
{
    QVERIFY(m_studio->openTask(orders));
    QVERIFY(m_studio->openTask(users));
    window().tabs().open(orders); // the first of the two is in front
    window().resize(1400, 700);
    QTest::qWait(0);
    auto *split = window().findChild<QSplitter *>();
    split->setSizes({320, 1016});
    Q_EMIT split->splitterMoved(320, 1);
    const QList<int> sizes = split->sizes();
    window().close();
    QTRY_VERIFY(!window().isVisible());

    MainWindow next(m_look, makeSessionFactory(m_studio->connectors()));
    next.show();
    QCOMPARE(next.size(), QSize(1400, 700));
    QSignalSpy opened(&next, &MainWindow::workspaceOpened);
    next.openWorkspace(MainWindow::recentWorkspaces().value(0));
    QVERIFY(opened.wait(10'000));
    QTRY_COMPARE(next.tabs().paths(), (QStringList{orders, users}));
    QCOMPARE(next.tabs().current()->path(), orders);
    QCOMPARE(next.findChild<QSplitter *>()->sizes(), sizes);
}

void ShellTest::tutorialsAreReadable()
{
    QVERIFY(!tutorials().isEmpty());
    for (const Tutorial &tutorial : tutorials()) {
        QVERIFY(!tutorial.summary.isEmpty());
        QVERIFY(tutorial.minutes > 0 && tutorial.minutes < 60);
        QVERIFY(!tutorialText(tutorial).contains(QStringLiteral("![")));
    }
    auto *page = window().findChild<TutorialPage *>();
    QVERIFY(!page->isVisible());
    QAbstractButton *row = nullptr;
    for (QAbstractButton *button : window().welcome().findChildren<QAbstractButton *>())
        if (button->text() == tutorials().front().title)
            row = button;
    QVERIFY(row);
    QTest::mouseClick(row, Qt::LeftButton);
    QVERIFY(page->isVisible());
    QVERIFY(page->text().toPlainText().contains(tutorials().front().title));
    QTest::mouseClick(page->findChild<QPushButton *>(), Qt::LeftButton);
    QVERIFY(!page->isVisible());
    QVERIFY(window().welcome().isVisible());
    verb("help.tutorial0")->trigger(); // while tasks are open, too
    QVERIFY(m_studio->openTask(users));
    QVERIFY(!page->isVisible());
    verb("help.tutorial0")->trigger();
    QVERIFY(page->isVisible());
}

std::unique_ptr<QObject> makeShellTest(Appearance &look)
{
    return std::make_unique<ShellTest>(look);
}

#include "tst_shell.moc"
