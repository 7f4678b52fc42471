#include "studiofixture.h"
#include "widgets/shell/tasktabs.h"
#include "widgets/task/taskpage.h"
#include "widgets/tree/treepanel.h"

#include <QAbstractItemView>
#include <QDir>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace sluice;

class TreeTest : public QObject
{
    Q_OBJECT
public:
    explicit TreeTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void createsAndRenames();
    void deletesAndBringsBack();
    void movesByDropping();
    void failuresAreSaid();
    void filters();
    void noticesOtherPrograms();
    void tabsFollow();

private:
    void undo(int steps = 1);
    void redo();

    Appearance &m_look;
    std::unique_ptr<StudioFixture> m_studio;
};

void TreeTest::init()
{
    m_studio = std::make_unique<StudioFixture>(m_look);
    m_studio->writeTask(QStringLiteral("shop/load.job.json"), StudioFixture::streamTask(10));
    m_studio->writeTask(QStringLiteral("check.job.json"), StudioFixture::streamTask(10));
    QVERIFY(m_studio->open());
}

void TreeTest::cleanup()
{
    m_studio.reset();
}

void TreeTest::undo(int steps)
{
    NodeJournal &journal = m_studio->window().tree().journal();
    for (int i = 0; i < steps; ++i) {
        QSignalSpy settled(&journal, &NodeJournal::settled);
        journal.undoStack().undo();
        QVERIFY(settled.wait(5000));
    }
}

void TreeTest::redo()
{
    NodeJournal &journal = m_studio->window().tree().journal();
    QSignalSpy settled(&journal, &NodeJournal::settled);
    journal.undoStack().redo();
    QVERIFY(settled.wait(5000));
}

void TreeTest::createsAndRenames()
{
    TreePanel &tree = m_studio->window().tree();
    tree.select(QStringLiteral("shop"));
    QCOMPARE(tree.currentFolder(), QStringLiteral("shop"));
    const QString path = QStringLiteral("shop/new_task.job.json");
    tree.journal().createTask(QStringLiteral("shop"), QStringLiteral("new_task"), StudioFixture::streamTask(1));
    QVERIFY(m_studio->waitForNode(path));
    QVERIFY(QDir(m_studio->directory()).exists(path));
    QTRY_VERIFY(m_studio->window().tabs().find(path)); // open

    // Enter renames it on the disk and in the tab.
    tree.select(path);
    m_studio->window().actions().action(QStringLiteral("tree.rename"))->trigger();
    QLineEdit *editor = nullptr;
    QTRY_VERIFY((editor = tree.view()->findChild<QLineEdit *>()));
    editor->setText(QStringLiteral("orders_daily"));
    QTest::keyClick(editor, Qt::Key_Return);
    const QString renamed = QStringLiteral("shop/orders_daily.job.json");
    QVERIFY(m_studio->waitForNode(renamed));
    QVERIFY(m_studio->waitForNode(path, false));
    QVERIFY(QDir(m_studio->directory()).exists(renamed));
    QTRY_VERIFY(m_studio->window().tabs().find(renamed));

    undo();
    QVERIFY(m_studio->waitForNode(path));
    undo();
    QVERIFY(m_studio->waitForNode(path, false));
    QVERIFY(!QDir(m_studio->directory()).exists(path));
    redo();
    QVERIFY(m_studio->waitForNode(path));

    tree.newFolder();
    QVERIFY(m_studio->waitForNode(QStringLiteral("shop/new_folder")));
}

void TreeTest::deletesAndBringsBack()
{
    TreePanel &tree = m_studio->window().tree();
    tree.select(QStringLiteral("shop"));
    tree.view()->setFocus();
    m_studio->window().actions().action(QStringLiteral("tree.delete"))->trigger();
    QVERIFY(m_studio->waitForNode(QStringLiteral("shop"), false));
    QVERIFY(m_studio->waitForNode(QStringLiteral("shop/load.job.json"), false));
    QVERIFY(!QDir(m_studio->directory()).exists(QStringLiteral("shop")));
    undo();
    QVERIFY(m_studio->waitForNode(QStringLiteral("shop/load.job.json")));
    QCOMPARE(m_studio->workspace().readTask(QStringLiteral("shop/load.job.json")).valueOr({}),
             StudioFixture::streamTask(10));
    redo();
    QVERIFY(m_studio->waitForNode(QStringLiteral("shop"), false));
}

void TreeTest::movesByDropping()
{
    WorkspaceModel &model = m_studio->window().tree().model();
    const std::unique_ptr<QMimeData> data(model.mimeData({model.indexOf(QStringLiteral("check.job.json"))}));
    model.dropMimeData(data.get(), Qt::MoveAction, -1, -1, model.indexOf(QStringLiteral("shop")));
    QVERIFY(m_studio->waitForNode(QStringLiteral("shop/check.job.json")));
    QVERIFY(m_studio->waitForNode(QStringLiteral("check.job.json"), false));
    undo();
    QVERIFY(m_studio->waitForNode(QStringLiteral("check.job.json")));
}

void TreeTest::failuresAreSaid()
{
    TreePanel &tree = m_studio->window().tree();
    QSignalSpy failed(&tree, &TreePanel::failed);
    tree.journal().move({{QStringLiteral("check.job.json"), QStringLiteral("shop/load.job.json")}},
                        QStringLiteral("move"));
    QVERIFY(failed.wait(5000));
    QVERIFY(QDir(m_studio->directory()).exists(QStringLiteral("check.job.json")));
    QVERIFY(!tree.journal().undoStack().canUndo()); // nothing happened, so there is nothing to undo
}

void TreeTest::filters()
{
    TreePanel &tree = m_studio->window().tree();
    auto *field = tree.findChild<FilterField *>();
    field->setText(QStringLiteral("LOAD"));
    QAbstractItemModel *shown = tree.view()->model();
    QCOMPARE(shown->rowCount(), 1); // the folder, for what is in it
    QCOMPARE(shown->rowCount(shown->index(0, 0)), 1);
    field->setText(QStringLiteral("nothing like it"));
    QCOMPARE(shown->rowCount(), 0);
    QTest::keyClick(field, Qt::Key_Escape);
    QCOMPARE(shown->rowCount(), 2);
}

void TreeTest::noticesOtherPrograms()
{
    QVERIFY(m_studio->workspace().writeTask(QStringLiteral("shop/by_hand.job.json"), QStringLiteral("{}")).ok());
    QVERIFY(m_studio->waitForNode(QStringLiteral("shop/by_hand.job.json")));
    QVERIFY(QFile::remove(m_studio->workspace().absolute(QStringLiteral("shop/by_hand.job.json"))));
    QVERIFY(m_studio->waitForNode(QStringLiteral("shop/by_hand.job.json"), false));
}

void TreeTest::tabsFollow()
{
    TaskTabs &tabs = m_studio->window().tabs();
    QVERIFY(m_studio->openTask(QStringLiteral("shop/load.job.json")));
    QVERIFY(m_studio->openTask(QStringLiteral("check.job.json")));
    NodeJournal &journal = m_studio->window().tree().journal();
    journal.move({{QStringLiteral("shop"), QStringLiteral("store")}}, QStringLiteral("rename shop"));
    QTRY_VERIFY(tabs.find(QStringLiteral("store/load.job.json")));
    journal.trash({QStringLiteral("store")});
    QTRY_COMPARE(tabs.paths(), QStringList{QStringLiteral("check.job.json")});
}

std::unique_ptr<QObject> makeTreeTest(Appearance &look)
{
    return std::make_unique<TreeTest>(look);
}

#include "tst_tree.moc"
