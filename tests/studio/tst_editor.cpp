#include "studiofixture.h"
#include "widgets/shell/tasktabs.h"
#include "widgets/task/breadcrumb.h"
#include "widgets/task/completionpopup.h"
#include "widgets/task/findbar.h"
#include "widgets/task/issuecard.h"
#include "widgets/task/problemspane.h"
#include "widgets/task/scriptview.h"
#include "widgets/task/taskpage.h"
#include "widgets/tree/treepanel.h"

#include <QSignalSpy>
#include <QTest>

using namespace sluice;

class EditorTest : public QObject
{
    Q_OBJECT
public:
    explicit EditorTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void typingMarksAndUndoClears();
    void undoSurvivesSaving();
    void problemsComeAndAreCured();
    void brokenTextIsTold();
    void completes();
    void finds();
    void textBeyondAscii();
    void commentsAndFormats();
    void otherProgramsChangeTheFile();
    void breadcrumbFollows();
    void changesElsewhereAreInSight();

private:
    bool validated();
    void triggerAction(const char *id) { m_studio->window().actions().action(QLatin1String(id))->trigger(); }

    Appearance &m_look;
    std::unique_ptr<StudioFixture> m_studio;
    TaskPage *m_page = nullptr;
    const QString m_path = QStringLiteral("load.job.json");
};

void EditorTest::init()
{
    m_studio = std::make_unique<StudioFixture>(m_look);
    m_studio->writeTask(m_path, StudioFixture::streamTask(10));
    QVERIFY(m_studio->open());
    m_page = m_studio->openTask(m_path);
    QVERIFY(m_page);
    m_page->view().setFocus();
}

void EditorTest::cleanup()
{
    m_studio.reset();
}

bool EditorTest::validated()
{
    m_page->view().commit();
    return QTest::qWaitFor([this] { return m_page->document().isValidated(); }, 10'000);
}

void EditorTest::typingMarksAndUndoClears()
{
    TaskDocument &document = m_page->document();
    const QString before = document.text();
    m_page->view().goTo(1);
    QTest::keyClicks(&m_page->view(), QStringLiteral("abc"));
    m_page->view().commit();
    QCOMPARE(document.text(), QStringLiteral("{abc") + before.mid(1));
    QVERIFY(document.isModified());
    QCOMPARE(m_studio->window().tabs().unsaved(), QSet<QString>{m_path});
    const WorkspaceModel &model = m_studio->window().tree().model();
    QVERIFY(model.indexOf(m_path).data(WorkspaceModel::UnsavedRole).toBool());
    while (document.undoStack().canUndo())
        triggerAction("edit.undo");
    QCOMPARE(document.text(), before);
    QCOMPARE(m_page->view().text(), before);
    QVERIFY(!document.isModified());
    triggerAction("edit.redo");
    QVERIFY(document.isModified());
}

void EditorTest::undoSurvivesSaving()
{
    TaskDocument &document = m_page->document();
    const QString before = document.text();
    m_page->view().replace(0, 0, QStringLiteral("// first\n"), QStringLiteral("type"));
    QVERIFY(document.isModified());
    triggerAction("file.save");
    QTRY_VERIFY(!document.isModified());
    QCOMPARE(m_studio->workspace().readTask(m_path).valueOr({}), QStringLiteral("// first\n") + before);
    triggerAction("edit.undo");
    QCOMPARE(document.text(), before);
    QVERIFY(document.isModified()); // against what is saved now
    triggerAction("file.save");
    QTRY_COMPARE(m_studio->workspace().readTask(m_path).valueOr({}), before);
}

void EditorTest::problemsComeAndAreCured()
{
    QVERIFY(m_page->document().issues().isEmpty());
    QVERIFY(m_studio->window().actions().action(QStringLiteral("run.start"))->isEnabled());
    const QString key = QStringLiteral("\"sliceRecordCount\"");
    const int at = int(m_page->document().text().indexOf(key));
    m_page->view().replace(at, int(key.size()), QStringLiteral("\"sliceRecordCont\""), QStringLiteral("type"));
    QVERIFY(validated());
    ProblemsModel &problems = m_page->problems().model();
    QTRY_VERIFY(problems.rowCount() > 0);
    const Issue issue = problems.issue(0);
    QVERIFY2(issue.message.contains(QStringLiteral("sliceRecordCont")), qPrintable(issue.message));
    QVERIFY(!issue.cure.isEmpty());
    QVERIFY(m_studio->window().tabs().withProblems().contains(m_path) || issue.severity != Severity::Error);
    if (issue.severity == Severity::Error) {
        QAction *run = m_studio->window().actions().action(QStringLiteral("run.start"));
        QVERIFY(!run->isEnabled());
        QVERIFY(!m_studio->window().actions().reason(run).isEmpty());
    }
    // F8 goes there, Alt+Enter shows the card and takes its cure.
    triggerAction("edit.nextProblem");
    QCOMPARE(m_page->view().caretLine(), issue.line);
    triggerAction("edit.cure");
    auto *card = m_page->view().findChild<IssueCard *>();
    QVERIFY(card->isVisible());
    triggerAction("edit.cure");
    QVERIFY(validated());
    QTRY_COMPARE(problems.rowCount(), 0);
    QCOMPARE(m_page->document().text(), StudioFixture::streamTask(10));
}

void EditorTest::brokenTextIsTold()
{
    m_page->view().replace(2, 0, QStringLiteral("  \"a\" 1,\n"), QStringLiteral("type"));
    QVERIFY(validated());
    QTRY_VERIFY(m_page->problems().model().rowCount() > 0);
    QCOMPARE(int(m_page->problems().model().issue(0).severity), int(Severity::Error));
    QVERIFY(!m_studio->window().actions().action(QStringLiteral("run.start"))->isEnabled());
}

void EditorTest::completes()
{
    const QString anchor = QStringLiteral("\"print\": false, ");
    const int at = int(m_page->document().text().indexOf(anchor) + anchor.size());
    m_page->view().goTo(at);
    triggerAction("edit.complete");
    CompletionPopup &popup = m_page->completion();
    QVERIFY(popup.isVisible());
    QVERIFY(popup.model().rowCount() > 0);
    QTest::keyClick(&m_page->view(), Qt::Key_Escape);
    QVERIFY(!popup.isVisible());

    // A step type, typed half: the list narrows, Tab inserts.
    const QString writer = QStringLiteral("\"stepType\": \"stream\",\n      \"name\": \"Writer\"");
    const int type = int(m_page->document().text().indexOf(writer)) + 13;
    m_page->view().replace(type, 6, QStringLiteral("od"), QStringLiteral("type"));
    m_page->view().goTo(type + 2);
    triggerAction("edit.complete");
    QVERIFY(popup.isVisible());
    QCOMPARE(popup.model().index(0).data().toString(), QStringLiteral("odps"));
    QTest::keyClick(&m_page->view(), Qt::Key_Tab);
    QVERIFY(!popup.isVisible());
    QVERIFY(m_page->document().text().contains(QStringLiteral("\"stepType\": \"odps\",\n      \"name\": \"Writer\"")));
    triggerAction("edit.undo"); // one step
    QVERIFY(m_page->document().text().contains(QStringLiteral("\"stepType\": \"od\"")));
}

void EditorTest::finds()
{
    triggerAction("edit.find");
    auto *bar = m_page->findChild<FindBar *>();
    QVERIFY(bar->isVisible());
    bar->findChild<FilterField *>()->setText(QStringLiteral("STREAM"));
    QCOMPARE(bar->matchCount(), 2);
    bar->step(1);
    QCOMPARE(m_page->view().selectedText(), QStringLiteral("stream"));
    bar->close();
    QVERIFY(!bar->isVisible());
}

void EditorTest::textBeyondAscii()
{
    TaskDocument &document = m_page->document();
    m_page->view().replace(0, 0, QStringLiteral("// 订单 😀\n"), QStringLiteral("type"));
    const int at = int(document.text().indexOf(QStringLiteral("Reader")));
    m_page->view().goTo(at, 6);
    QCOMPARE(m_page->view().selectedText(), QStringLiteral("Reader"));
    QCOMPARE(m_page->view().caretOffset(), at + 6);
    m_page->view().goTo(3);
    QCOMPARE(m_page->view().caretColumn(), 4);
    QTest::keyClick(&m_page->view(), Qt::Key_X);
    m_page->view().commit();
    QVERIFY(document.text().startsWith(QStringLiteral("// x订单 😀\n")));
    triggerAction("edit.undo");
    QCOMPARE(m_page->view().text(), document.text());
    QVERIFY(document.text().startsWith(QStringLiteral("// 订单 😀\n")));
}

void EditorTest::commentsAndFormats()
{
    m_page->view().goToLine(2);
    triggerAction("edit.comment");
    QVERIFY(m_page->document().text().contains(QStringLiteral("\n  // \"type\": \"job\",")));
    triggerAction("edit.comment");
    QCOMPARE(m_page->document().text(), StudioFixture::streamTask(10));
    m_page->view().replace(2, 2, QStringLiteral("        "), QStringLiteral("type"));
    triggerAction("edit.format");
    QVERIFY(m_page->document().text().startsWith(QStringLiteral("{\n  \"type\"")));
}

void EditorTest::otherProgramsChangeTheFile()
{
    const QString other = StudioFixture::streamTask(20);
    QVERIFY(m_studio->workspace().writeTask(m_path, other).ok());
    m_page->load();
    QTRY_COMPARE(m_page->document().text(), other); // nothing was unsaved
    QVERIFY(!m_page->document().isModified());

    m_page->view().replace(0, 0, QStringLiteral("// mine\n"), QStringLiteral("type"));
    QVERIFY(m_studio->workspace().writeTask(m_path, StudioFixture::streamTask(30)).ok());
    m_page->load();
    QTRY_COMPARE(m_page->document().savedText(), StudioFixture::streamTask(30));
    QVERIFY(m_page->document().text().startsWith(QStringLiteral("// mine"))); // and told about it
}

void EditorTest::breadcrumbFollows()
{
    m_page->view().goTo(int(m_page->document().text().indexOf(QStringLiteral("fieldDelimiter"))));
    const auto *crumb = m_page->findChild<Breadcrumb *>();
    const auto parts = [&] {
        QStringList texts;
        for (const auto &part : crumb->parts())
            texts.append(part.text);
        return texts;
    };
    QTRY_COMPARE(parts().mid(0, 3), (QStringList{QStringLiteral("steps"), QStringLiteral("[1] stream writer"),
                                                 QStringLiteral("parameter")}));
}

// A change that another view made while the script was hidden: its place is in sight when the script comes back, and
// its lines have their bars.
void EditorTest::changesElsewhereAreInSight()
{
    QString text = m_page->document().text();
    text.insert(text.indexOf(u'\n') + 1, QStringLiteral("  // a line\n").repeated(300));
    m_page->setPosition(TaskPage::Wizard);
    const int caret = int(text.indexOf(QLatin1String("\"order\"")));
    m_page->document().edit(text, 0, caret, TaskDocument::Edit::Whole, QStringLiteral("test"));
    m_page->setPosition(TaskPage::Script);
    ScriptView &view = m_page->view();
    QCOMPARE(view.caretOffset(), caret);
    const auto firstVisible = [&] { return int(view.SendScintilla(QsciScintilla::SCI_GETFIRSTVISIBLELINE)); };
    const auto lines = [&] { return int(view.SendScintilla(QsciScintilla::SCI_LINESONSCREEN)); };
    QTRY_VERIFY(view.caretLine() > firstVisible() && view.caretLine() <= firstVisible() + lines() + 1);
    QTRY_VERIFY(view.markersAtLine(5) != 0);
    m_page->document().undoStack().undo();
    QTRY_VERIFY(view.markersAtLine(5) == 0);
}

std::unique_ptr<QObject> makeEditorTest(Appearance &look)
{
    return std::make_unique<EditorTest>(look);
}

#include "tst_editor.moc"
