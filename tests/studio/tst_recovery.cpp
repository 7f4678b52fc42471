#include "studiofixture.h"
#include "widgets/shell/draftkeeper.h"
#include "widgets/shell/recoverydialog.h"
#include "widgets/shell/tasktabs.h"
#include "widgets/task/scriptview.h"
#include "widgets/task/taskpage.h"
#include "widgets/tree/treepanel.h"

#include <QDir>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

#include <cstdio>

using namespace sluice;

namespace
{

const QString load = QStringLiteral("shop/load.job.json");
const QString check = QStringLiteral("check.job.json");
const QString typed = QStringLiteral("// typed and not saved\n");

QStringList keptFiles(const StudioFixture &studio)
{
    return QDir(studio.workspace().stateDir() + QStringLiteral("/drafts")).entryList(QDir::Files);
}

TaskPage *type(StudioFixture &studio, const QString &path)
{
    TaskPage *page = studio.openTask(path);
    page->view().replace(0, 0, typed, QStringLiteral("type"));
    return page;
}

} // namespace

// The studio as another process that is killed: opens the tasks of a workspace, types, and waits for its end.
int editUntilKilled(Appearance &look, const QStringList &arguments)
{
    StudioFixture studio(look, arguments.value(0));
    if (!studio.open())
        return 1;
    for (const QString &path : arguments.mid(1))
        type(studio, path);
    const auto kept = [&] { return keptFiles(studio).size() == arguments.size() - 1; };
    if (!QTest::qWaitFor(kept, 60'000))
        return 1;
    std::puts("kept");
    std::fflush(stdout);
    QTest::qWait(600'000);
    return 1;
}

class RecoveryTest : public QObject
{
    Q_OBJECT
public:
    explicit RecoveryTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup() { m_studio.reset(); }
    void goneAfterSaveAndClose();
    void followsItsTask();
    void offeredAfterACrash();
    void changedAndGoneFiles();
    void discards();

private:
    void crash(const QStringList &paths);
    ErrorStrip *strip();
    RecoveryDialog *lookAtThem();
    static QPushButton *button(QWidget *dialog, const char *text);

    Appearance &m_look;
    std::unique_ptr<StudioFixture> m_studio;
};

void RecoveryTest::init()
{
    m_studio = std::make_unique<StudioFixture>(m_look);
    m_studio->writeTask(load, StudioFixture::streamTask(1));
    m_studio->writeTask(check, StudioFixture::streamTask(2));
}

// Lets a studio of its own process edit the tasks, and kills it.
void RecoveryTest::crash(const QStringList &paths)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(),
                  QStringList{QStringLiteral("--edit-until-killed"), m_studio->directory()} + paths);
    QVERIFY(process.waitForReadyRead(120'000));
    QCOMPARE(process.readAllStandardOutput().trimmed(), QByteArray("kept"));
    process.kill();
    QVERIFY(process.waitForFinished(30'000));
    QCOMPARE(process.exitStatus(), QProcess::CrashExit);
    QCOMPARE(keptFiles(*m_studio).size(), paths.size());
}

ErrorStrip *RecoveryTest::strip()
{
    for (ErrorStrip *strip : m_studio->window().findChildren<ErrorStrip *>())
        if (strip->isVisible() && strip->text().contains(QStringLiteral(" kept")))
            return strip;
    return nullptr;
}

QPushButton *RecoveryTest::button(QWidget *dialog, const char *text)
{
    for (QPushButton *button : dialog->findChildren<QPushButton *>())
        if (button->text() == QString::fromUtf8(text))
            return button;
    return nullptr;
}

RecoveryDialog *RecoveryTest::lookAtThem()
{
    if (!QTest::qWaitFor([this] { return strip() != nullptr; }, 10'000))
        return nullptr;
    QTest::mouseClick(button(strip(), "Look at them…"), Qt::LeftButton);
    return m_studio->window().findChild<RecoveryDialog *>();
}

void RecoveryTest::goneAfterSaveAndClose()
{
    QVERIFY(m_studio->open());
    TaskPage *page = type(*m_studio, load);
    QTRY_COMPARE(keptFiles(*m_studio).size(), 1);
    page->save();
    QTRY_COMPARE(keptFiles(*m_studio).size(), 0);
    page->view().replace(0, 0, typed, QStringLiteral("type"));
    QTRY_COMPARE(keptFiles(*m_studio).size(), 1);
    page->document().undoStack().undo(); // back at what is saved
    QTRY_COMPARE(keptFiles(*m_studio).size(), 0);
    page->view().replace(0, 0, typed, QStringLiteral("type"));
    QTRY_COMPARE(keptFiles(*m_studio).size(), 1);
    TaskTabs &tabs = m_studio->window().tabs();
    QSignalSpy closed(&tabs, &TaskTabs::pageClosed);
    tabs.closeTab(0);
    auto *box = m_studio->window().findChild<QMessageBox *>();
    QVERIFY(box);
    box->button(QMessageBox::Discard)->click();
    QTRY_COMPARE(closed.size(), 1);
    QTRY_COMPARE(keptFiles(*m_studio).size(), 0); // thrown away on purpose
    QVERIFY(!strip());
}

void RecoveryTest::followsItsTask()
{
    QVERIFY(m_studio->open());
    type(*m_studio, load);
    QTRY_COMPARE(keptFiles(*m_studio).size(), 1);
    const QStringList before = keptFiles(*m_studio);
    m_studio->window().tree().journal().move({{QStringLiteral("shop"), QStringLiteral("store")}},
                                             QStringLiteral("rename"));
    QTRY_VERIFY(keptFiles(*m_studio).size() == 1 && keptFiles(*m_studio) != before);
}

void RecoveryTest::offeredAfterACrash()
{
    crash({load, check});
    QVERIFY(m_studio->open());
    QTRY_VERIFY(strip());
    // Nothing has come back by itself.
    QVERIFY(m_studio->openTask(load));
    QVERIFY(!m_studio->window().tabs().find(load)->document().isModified());
    QCOMPARE(m_studio->workspace().readTask(load).value(), StudioFixture::streamTask(1));

    RecoveryDialog *dialog = lookAtThem();
    QVERIFY(dialog);
    auto *list = dialog->findChild<QTreeWidget *>();
    QCOMPARE(list->topLevelItemCount(), 2);
    QVERIFY(dialog->findChild<QPlainTextEdit *>()->toPlainText().contains(typed.trimmed()));
    for (int i = 0; i < 2; ++i)
        if (list->topLevelItem(i)->text(0) == check)
            list->topLevelItem(i)->setCheckState(0, Qt::Unchecked);
    QTest::mouseClick(button(dialog, "Restore"), Qt::LeftButton);

    TaskPage *page = m_studio->window().tabs().find(load);
    QVERIFY(page);
    QTRY_COMPARE(page->document().text(), typed + StudioFixture::streamTask(1));
    QVERIFY(page->document().isModified());
    QCOMPARE(m_studio->workspace().readTask(load).value(), StudioFixture::streamTask(1)); // not saved
    page->document().undoStack().undo();
    QCOMPARE(page->document().text(), StudioFixture::streamTask(1));
    QTRY_VERIFY(strip()); // the other one is still there
    QCOMPARE(m_studio->window().drafts().found().size(), 1);
    QTRY_COMPARE(keptFiles(*m_studio).size(), 1);
}

void RecoveryTest::changedAndGoneFiles()
{
    crash({load, check});
    m_studio->writeTask(load, StudioFixture::streamTask(77));
    QVERIFY(QFile::remove(m_studio->workspace().absolute(check)));
    QVERIFY(m_studio->open());
    QVERIFY(lookAtThem());
    for (const FoundDraft &found : m_studio->window().drafts().found())
        QCOMPARE(found.file, found.draft.path == load ? FoundDraft::File::Changed : FoundDraft::File::Gone);
    QTest::mouseClick(button(m_studio->window().findChild<RecoveryDialog *>(), "Restore"), Qt::LeftButton);

    TaskPage *page = nullptr;
    QTRY_VERIFY((page = m_studio->window().tabs().find(load)));
    QTRY_COMPARE(page->document().text(), typed + StudioFixture::streamTask(1));
    QCOMPARE(m_studio->workspace().readTask(load).value(), StudioFixture::streamTask(77));
    bool said = false;
    for (ErrorStrip *strip : page->findChildren<ErrorStrip *>())
        said = said || (strip->isVisibleTo(page) && strip->text().contains(QStringLiteral("The file was changed")));
    QVERIFY(said);
    page->document().undoStack().undo();
    QCOMPARE(page->document().text(), StudioFixture::streamTask(77));
    QTRY_COMPARE(m_studio->workspace().readTask(check).valueOr({}), typed + StudioFixture::streamTask(2));
    QTRY_COMPARE(keptFiles(*m_studio).size(), 0);
    QVERIFY(!strip());
}

void RecoveryTest::discards()
{
    crash({load});
    QVERIFY(m_studio->open());
    RecoveryDialog *dialog = lookAtThem();
    QVERIFY(dialog);
    QTest::mouseClick(button(dialog, "Later"), Qt::LeftButton);
    QTRY_VERIFY(!m_studio->window().findChild<RecoveryDialog *>());
    QTRY_VERIFY(strip());
    QCOMPARE(keptFiles(*m_studio).size(), 1);
    dialog = lookAtThem();
    QVERIFY(dialog);
    QTest::mouseClick(button(dialog, "Discard"), Qt::LeftButton);
    QTRY_COMPARE(keptFiles(*m_studio).size(), 0);
    QTRY_VERIFY(!strip());
    QCOMPARE(m_studio->window().tabs().count(), 0);
}

std::unique_ptr<QObject> makeRecoveryTest(Appearance &look)
{
    return std::make_unique<RecoveryTest>(look);
}

#include "tst_recovery.moc"
