#include "studiofixture.h"
#include "widgets/shell/tasktabs.h"
#include "widgets/task/taskpage.h"
#include "widgets/tree/movedialog.h"
#include "widgets/tree/newtaskdialog.h"
#include "widgets/tree/treepanel.h"

#include <QComboBox>
#include <QDir>
#include <QListView>
#include <QListWidget>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

#include <algorithm>

using namespace sluice;

namespace
{

QString path(const char *name)
{
    return QString::fromLatin1(name) + QStringLiteral(".job.json");
}

} // namespace

// New tasks from templates, copies, and many nodes at once.
class NewTaskTest : public QObject
{
    Q_OBJECT
public:
    explicit NewTaskTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup() { m_studio.reset(); }
    void offersWhatConnectorsCanDo();
    void createsFromATemplate();
    void checksWhileOneTypes();
    void duplicates();
    void movesManyToAFolder();
    void deletesMany();
    void filterLeavesFoldersAsTheyWere();

private:
    NewTaskDialog *ask();
    QAction *verb(const char *id) { return m_studio->window().actions().action(QLatin1String(id)); }
    TreePanel &tree() { return m_studio->window().tree(); }
    void selectTwo();

    Appearance &m_look;
    std::unique_ptr<StudioFixture> m_studio;
};

void NewTaskTest::init()
{
    m_studio = std::make_unique<StudioFixture>(m_look);
    for (const char *name : {"shop/load", "shop/check", "users", "other/x"})
        m_studio->writeTask(path(name), StudioFixture::streamTask(10));
    QVERIFY(m_studio->open());
}

NewTaskDialog *NewTaskTest::ask()
{
    verb("file.newTask")->trigger();
    auto *dialog = m_studio->window().findChild<NewTaskDialog *>();
    return dialog && dialog->isVisible() ? dialog : nullptr;
}

void NewTaskTest::offersWhatConnectorsCanDo()
{
    NewTaskDialog *dialog = ask();
    QVERIFY(dialog);
    auto *list = dialog->findChild<QListWidget *>();
    QStringList titles;
    for (int i = 0; i < list->count(); ++i)
        titles.append(list->item(i)->text());
    for (const char *wanted : {"File to MaxCompute", "Kafka to MaxCompute", "MaxCompute to MaxCompute",
                               "MaxCompute to File", "Blank script"})
        QVERIFY2(titles.contains(QLatin1String(wanted)), wanted);
    const QStringList readers = m_studio->window().session()->catalog.readers;
    for (const JobTemplate &from : jobTemplates(m_studio->window().session()->catalog))
        QVERIFY(readers.contains(from.reader));
    // Each of them opens with nothing wrong but what is still to be chosen.
    for (JobTemplate from : jobTemplates(m_studio->window().session()->catalog)) {
        from.readerSource = from.writerSource = QStringLiteral("odps_first");
        const ScriptDocument script(templateScript(from, m_studio->window().session()->catalog));
        for (const Issue &issue : validate(script, m_studio->window().session()->catalog))
            QVERIFY2(issue.severity != Severity::Error || issue.message.contains(QStringLiteral("required and empty")),
                     qPrintable(from.reader + u'>' + from.writer + u' ' + issue.message));
    }
    QTest::keyClick(dialog, Qt::Key_Escape);
}

void NewTaskTest::createsFromATemplate()
{
    tree().select(QStringLiteral("shop"));
    NewTaskDialog *dialog = ask();
    QVERIFY(dialog);
    auto *list = dialog->findChild<QListWidget *>();
    list->setCurrentItem(list->findItems(QStringLiteral("Kafka to MaxCompute"), Qt::MatchExactly).value(0));
    const QList<QComboBox *> boxes = dialog->findChildren<QComboBox *>();
    QTRY_VERIFY(std::any_of(boxes.begin(), boxes.end(),
                            [](const QComboBox *box) { return box->findText(QStringLiteral("odps_first")) >= 0; }));
    auto *name = qobject_cast<QLineEdit *>(dialog->focusWidget());
    QVERIFY(name);
    QCOMPARE(name->text(), QStringLiteral("kafka_to_maxcompute"));
    QTest::keyClick(name, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(name, QStringLiteral("orders_hourly"));
    QTest::keyClick(name, Qt::Key_Return);

    const QString made = path("shop/orders_hourly");
    QVERIFY(m_studio->waitForNode(made));
    QTRY_VERIFY(m_studio->window().tabs().find(made));
    QTRY_COMPARE(tree().view()->currentIndex().data(WorkspaceModel::PathRole).toString(), made);
    TaskPage *page = m_studio->openTask(made);
    QVERIFY(page);
    const ScriptDocument &script = page->document().script();
    QCOMPARE(script.value(QStringLiteral("/steps/0/stepType")).toString(), QStringLiteral("kafka"));
    QCOMPARE(script.value(QStringLiteral("/steps/1/parameter/datasource")).toString(), QStringLiteral("odps_first"));
    QVERIFY(hasErrors(page->document().issues())); // says what is still to be chosen
    QVERIFY(!page->runObstacle().isEmpty());

    tree().journal().undoStack().undo();
    QVERIFY(m_studio->waitForNode(made, false));
}

void NewTaskTest::checksWhileOneTypes()
{
    NewTaskDialog *dialog = ask();
    QVERIFY(dialog);
    auto *name = qobject_cast<QLineEdit *>(dialog->focusWidget());
    auto *folder = dialog->findChild<QComboBox *>(QStringLiteral("folder"));
    QPushButton *create = nullptr;
    for (QPushButton *button : dialog->findChildren<QPushButton *>())
        if (button->isDefault())
            create = button;
    QVERIFY(name && folder && create);
    const auto tryName = [&](const char *folderText, const char *text) {
        folder->setEditText(QLatin1String(folderText));
        name->setText(QLatin1String(text));
        return create->isEnabled();
    };
    QVERIFY(!tryName("", ""));
    QVERIFY(!tryName("", "users")); // taken
    QVERIFY(name->property("invalid").toBool());
    QVERIFY(tryName("shop", "users")); // not there
    QVERIFY(!name->property("invalid").toBool());
    QVERIFY(!tryName("shop", "load"));
    QVERIFY(!tryName("shop", "a/b"));
    QVERIFY(!tryName("shop", ".hidden"));
    QVERIFY(!tryName(".sluice", "x"));
    QVERIFY(tryName("fresh/inner", "typed.job.json")); // the ending is not doubled, folders are made
    QTest::keyClick(name, Qt::Key_Return);
    QVERIFY(m_studio->waitForNode(path("fresh/inner/typed")));
}

void NewTaskTest::duplicates()
{
    tree().select(path("shop/load"));
    QVERIFY(verb("tree.duplicate")->isEnabled());
    verb("tree.duplicate")->trigger();
    QVERIFY(m_studio->waitForNode(path("shop/load_copy")));
    QCOMPARE(m_studio->workspace().readTask(path("shop/load_copy")).value(), StudioFixture::streamTask(10));
    QTRY_VERIFY(m_studio->window().tabs().find(path("shop/load_copy")));
    tree().journal().undoStack().undo();
    QVERIFY(m_studio->waitForNode(path("shop/load_copy"), false));
    QTRY_VERIFY(!m_studio->window().tabs().find(path("shop/load_copy")));
    tree().select(QStringLiteral("shop"));
    QVERIFY(!verb("tree.duplicate")->isEnabled());
    QVERIFY(!m_studio->window().actions().reason(verb("tree.duplicate")).isEmpty());
}

// A filter opens what it finds; without it the tree is as it was.
void NewTaskTest::filterLeavesFoldersAsTheyWere()
{
    auto *view = static_cast<QTreeView *>(tree().view());
    const auto isOpen = [&](const QString &folder) {
        for (QModelIndex i = view->model()->index(0, 0); i.isValid(); i = view->indexBelow(i))
            if (i.data(WorkspaceModel::PathRole).toString() == folder)
                return view->isExpanded(i);
        return false;
    };
    view->collapseAll();
    view->expand(view->model()->index(0, 0)); // "other"
    QVERIFY(isOpen(QStringLiteral("other")) && !isOpen(QStringLiteral("shop")));
    auto *field = tree().findChild<FilterField *>();
    QTest::keyClicks(field, QStringLiteral("LOAD"));
    QVERIFY(isOpen(QStringLiteral("shop")));
    QCOMPARE(view->model()->rowCount(), 1);
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(isOpen(QStringLiteral("other")) && !isOpen(QStringLiteral("shop")));
}

// A task and a whole folder, by real clicks.
void NewTaskTest::selectTwo()
{
    QAbstractItemView *view = tree().view();
    const auto click = [&](const QString &node, Qt::KeyboardModifiers modifiers) {
        for (QModelIndex i = view->model()->index(0, 0); i.isValid();
             i = static_cast<QTreeView *>(view)->indexBelow(i)) {
            if (i.data(WorkspaceModel::PathRole).toString() == node)
                return QTest::mouseClick(view->viewport(), Qt::LeftButton, modifiers, view->visualRect(i).center());
        }
        QFAIL("not shown");
    };
    click(path("users"), {});
    click(QStringLiteral("shop"), Qt::ControlModifier);
    click(path("shop/load"), Qt::ControlModifier); // goes along with its folder
}

void NewTaskTest::movesManyToAFolder()
{
    selectTwo();
    verb("tree.move")->trigger();
    auto *dialog = m_studio->window().findChild<MoveDialog *>();
    QVERIFY(dialog);
    auto *list = dialog->findChild<QListView *>();
    QCOMPARE(list->model()->rowCount(), 1); // not into itself, not where both are
    QTest::keyClicks(dialog->focusWidget(), QStringLiteral("oth"));
    QTest::keyClick(dialog->focusWidget(), Qt::Key_Return);
    QVERIFY(m_studio->waitForNode(path("other/shop/load")));
    QVERIFY(m_studio->waitForNode(path("other/users")));
    QVERIFY(m_studio->waitForNode(QStringLiteral("shop"), false));
    QTRY_COMPARE(tree().view()->selectionModel()->selectedRows().size(), 2); // still selected there
    tree().journal().undoStack().undo();
    QVERIFY(m_studio->waitForNode(path("shop/load")));
    QVERIFY(m_studio->waitForNode(path("users")));
}

void NewTaskTest::deletesMany()
{
    selectTwo();
    tree().view()->setFocus();
    QTest::keyClick(tree().view(), Qt::Key_Delete);
    QVERIFY(m_studio->waitForNode(QStringLiteral("shop"), false));
    QVERIFY(m_studio->waitForNode(path("users"), false));
    QCOMPARE(tree().model().taskCount(), 1);
    tree().journal().undoStack().undo();
    QVERIFY(m_studio->waitForNode(path("shop/check")));
    QVERIFY(m_studio->waitForNode(path("users")));
}

std::unique_ptr<QObject> makeNewTaskTest(Appearance &look)
{
    return std::make_unique<NewTaskTest>(look);
}

#include "tst_newtask.moc"
