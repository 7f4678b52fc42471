#include "firsttask.h"

#include "task/taskedit.h"
#include "widgets/form/choicefields.h"
#include "widgets/form/optionform.h"
#include "widgets/form/valueedit.h"
#include "widgets/mapper/mapperpage.h"
#include "widgets/mapper/mapperview.h"
#include "widgets/run/dirtypane.h"
#include "widgets/run/previewpane.h"
#include "widgets/run/rehearsalpane.h"
#include "widgets/run/rulebar.h"
#include "widgets/run/runpage.h"
#include "widgets/shell/tasktabs.h"
#include "widgets/source/sourcedialog.h"
#include "widgets/source/sourcespage.h"
#include "widgets/task/scriptview.h"
#include "widgets/task/targetdialog.h"
#include "widgets/task/taskpage.h"
#include "widgets/tree/newtaskdialog.h"
#include "widgets/tree/treepanel.h"
#include "widgets/wizard/channelsection.h"
#include "widgets/wizard/mappingsection.h"
#include "widgets/wizard/networksection.h"
#include "widgets/wizard/stepsection.h"
#include "widgets/wizard/wizardpage.h"

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QTableView>
#include <QTest>

namespace sluice
{

namespace
{

constexpr int patience = 60'000;
const QString task = QStringLiteral("load_flights.job.json");

// 30 flights of New York's airports; three of them have no departure or arrival that is a number.
QByteArray flights()
{
    QByteArray text("year,month,day,dep_time,sched_dep_time,dep_delay,arr_time,sched_arr_time,arr_delay,carrier,"
                    "flight,tailnum,origin,dest,air_time,distance,hour,minute,time_hour\n");
    for (int i = 0; i < 30; ++i) {
        const bool cancelled = i == 7 || i == 19;
        const QByteArray departure = cancelled ? QByteArray("NA") : QByteArray::number(517 + i);
        const QByteArray arrival = i == 26 ? QByteArray("8:45") : QByteArray::number(830 + i);
        text += "2013,1,1," + departure + ",515,2," + arrival + ",819,11,UA," + QByteArray::number(1545 + i) +
                ",N14228,EWR,IAH,227,1400,5,15,2013-01-01 05:00:00\n";
    }
    return text;
}

template <typename Condition>
bool waited(Condition condition)
{
    return QTest::qWaitFor(condition, patience);
}

QPushButton *button(QWidget *in, const QString &text)
{
    for (QPushButton *button : in->findChildren<QPushButton *>())
        if (button->text().startsWith(text) && button->isVisibleTo(in))
            return button;
    return nullptr;
}

bool press(QWidget *in, const char *text)
{
    QPushButton *found = button(in, QLatin1String(text));
    if (!found || !found->isEnabled())
        return false;
    QTest::mouseClick(found, Qt::LeftButton);
    return true;
}

bool typeInto(OptionForm *form, const char *key, const QString &text)
{
    if (!form || !form->goTo(QLatin1String(key)))
        return false;
    auto *edit = form->row(QLatin1String(key))->findChild<QLineEdit *>();
    if (!edit)
        return false;
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, text);
    QTest::keyClick(edit, Qt::Key_Tab);
    return true;
}

} // namespace

FirstTask::FirstTask(StudioFixture &studio, Pictured pictured)
    : m_studio(studio)
    , m_pictured(std::move(pictured))
{
    window().resize(1440, 900);
}

void FirstTask::picture(QWidget &shown, const char *name)
{
    if (m_pictured)
        m_pictured(shown, QStringLiteral("first-task-") + QLatin1String(name));
}

bool FirstTask::write(const QString &name, const QByteArray &bytes)
{
    QFile file(m_studio.directory() + u'/' + name);
    return QDir().mkpath(QFileInfo(file).path()) && file.open(QIODevice::WriteOnly) &&
           file.write(bytes) == bytes.size();
}

QString FirstTask::makeSource()
{
    if (!write(QStringLiteral("data/flights.csv"), flights()))
        return QStringLiteral("The file cannot be written.");
    window().showSources();
    SourcesPage &page = window().sources();
    if (!waited([&] { return page.isReady(); }))
        return QStringLiteral("The list of data sources does not come.");
    for (QAction *action : page.typeMenu().actions())
        if (action->data().toString() == QLatin1String("file"))
            action->trigger();
    QPointer<SourceDialog> dialog = window().findChild<SourceDialog *>();
    if (!dialog || !waited([&] { return dialog->isReady(); }))
        return QStringLiteral("The dialog does not open.");
    QTest::keyClicks(&dialog->name(), QStringLiteral("flight_files"));
    if (!typeInto(&dialog->form(), "path", QStringLiteral("data")))
        return QStringLiteral("There is no field for the folder.");
    if (dialog->saveButton().isEnabled())
        return QStringLiteral("It may be saved without a test.");
    QTest::mouseClick(&dialog->testButton(), Qt::LeftButton);
    if (!waited([&] { return !dialog->isTesting() && dialog->saveButton().isEnabled(); }))
        return QStringLiteral("The test does not pass: ") + dialog->footText();
    picture(*dialog, "source");
    QTest::mouseClick(&dialog->saveButton(), Qt::LeftButton);
    if (!waited([&] { return !dialog && page.isReady() && page.model().entry(QStringLiteral("flight_files")); }))
        return QStringLiteral("The data source is not in the list.");
    return {};
}

QString FirstTask::createNode()
{
    window().actions().action(QStringLiteral("file.newTask"))->trigger();
    auto *dialog = window().findChild<NewTaskDialog *>();
    if (!dialog || !dialog->isVisible())
        return QStringLiteral("The dialog does not open.");
    auto *kinds = dialog->findChild<QListWidget *>();
    kinds->setCurrentItem(kinds->findItems(QStringLiteral("File to MaxCompute"), Qt::MatchExactly).value(0));
    const auto choose = [&](const char *source) {
        return waited([&] {
            for (QComboBox *box : dialog->findChildren<QComboBox *>()) {
                const int at = box->findText(QLatin1String(source));
                if (at >= 0)
                    box->setCurrentIndex(at);
                if (at >= 0)
                    return true;
            }
            return false;
        });
    };
    if (!choose("odps_first"))
        return QStringLiteral("The warehouse is not offered.");
    auto *name = qobject_cast<QLineEdit *>(dialog->focusWidget());
    if (!name)
        return QStringLiteral("The name has not the focus.");
    name->selectAll();
    QTest::keyClicks(name, QStringLiteral("load_flights"));
    picture(*dialog, "node");
    QTest::keyClick(name, Qt::Key_Return);
    if (!m_studio.waitForNode(task))
        return QStringLiteral("The tree does not show the node.");
    if (!waited([&] { return window().tabs().find(task) && window().tabs().find(task)->isLoaded(); }))
        return QStringLiteral("The task does not open.");
    m_page = m_studio.openTask(task);
    if (!m_page)
        return QStringLiteral("The task is not validated.");
    m_page->setPosition(TaskPage::Wizard);
    return {};
}

QString FirstTask::chooseEnds()
{
    WizardPage &wizard = m_page->wizard();
    NetworkEnd &source = wizard.network().end(StepSide::Reader);
    if (!waited([&] { return source.names().findText(QStringLiteral("flight_files")) >= 0; }))
        return QStringLiteral("The data source is not offered.");
    source.names().setFocus();
    for (int i = 0; i < 5 && source.names().currentText() != QLatin1String("flight_files"); ++i)
        QTest::keyClick(&source.names(), Qt::Key_Down);
    if (!waited([&] { return wizard.network().mayGoOn(); }))
        return QStringLiteral("The ends are not reached: %1, %2")
            .arg(source.detail(), wizard.network().end(StepSide::Writer).detail());
    if (!typeInto(wizard.source().form(), "path", QStringLiteral("flights.csv")) ||
        !typeInto(wizard.target().form(), "table", QStringLiteral("flights")))
        return QStringLiteral("A field is missing.");
    // Three rows may be dirty.
    OptionForm &channel = wizard.channel().form();
    wizard.channel().setOpen(true);
    auto *policy = channel.row(QStringLiteral("dirtyPolicy"))->findChild<ChoiceBox *>();
    policy->setFocus();
    QTest::keyClick(policy, Qt::Key_Down);
    if (!waited([&] { return m_page->document().text().contains(QLatin1String("\"record\": \"10\"")); }))
        return QStringLiteral("The limit of dirty rows does not come into the script.");
    return {};
}

QString FirstTask::makeTable()
{
    if (!waited([&] { return m_page->targetObstacle().isEmpty(); }))
        return m_page->targetObstacle();
    m_page->generateTarget();
    QPointer<TargetDialog> dialog = m_page->findChild<TargetDialog *>();
    if (!dialog || !waited([&] { return dialog->isReady() || !dialog->errorText().isEmpty(); }))
        return QStringLiteral("The statement does not come.");
    if (!dialog->errorText().isEmpty())
        return dialog->errorText();
    // Times are numbers, whatever stands in some of the rows.
    QString ddl = dialog->editor().toPlainText();
    for (const char *name : {"dep_time", "arr_time"}) {
        const qsizetype at = ddl.indexOf(QStringLiteral("`%1`").arg(QLatin1String(name)));
        const qsizetype type = ddl.indexOf(QStringLiteral("STRING"), at);
        if (at < 0 || type < 0)
            return QStringLiteral("The statement is not as expected: ") + ddl;
        ddl.replace(type, 6, QStringLiteral("BIGINT"));
    }
    dialog->editor().setPlainText(ddl);
    picture(*dialog, "table");
    if (!press(dialog, "Create") || !waited([&] { return !dialog; }))
        return QStringLiteral("The table is not made: ") + (dialog ? dialog->errorText() : QString());
    return {};
}

void FirstTask::drag(FieldList &from, const char *field, FieldList &to, const char *column)
{
    const auto middle = [](FieldList &list, const char *name) {
        list.scrollTo(list.fields().index(list.fields().rowOfKey(QLatin1String(name))));
        return list.visualRect(list.fields().index(list.fields().rowOfKey(QLatin1String(name)))).center();
    };
    QWidget *held = from.viewport();
    const QPoint start = middle(from, field);
    const QPoint end = held->mapFromGlobal(to.viewport()->mapToGlobal(middle(to, column)));
    QTest::mousePress(held, Qt::LeftButton, {}, start);
    for (int i = 1; i <= 6; ++i)
        QTest::mouseMove(held, start + (end - start) * i / 6);
    QTest::mouseRelease(held, Qt::LeftButton, {}, end);
}

QString FirstTask::mapByDragAndByName()
{
    m_page->wizard().openMapper();
    MapperPage *mapper = m_page->wizard().mapper();
    const auto settled = [&] {
        return waited([&] {
            MappingEditor &editor = mapper->editor();
            return !editor.source().isPending() && !editor.target().isPending() && !editor.isSampling() &&
                   !editor.isJudging();
        });
    };
    if (!mapper || !settled())
        return QStringLiteral("The mapper does not come to rest.");
    if (!press(mapper, "Clear") || mapper->summary().mapped != 0)
        return QStringLiteral("The mapping is not cleared.");
    FieldList &sources = mapper->view().sourceCard().list();
    FieldList &targets = mapper->view().targetCard().list();
    if (!settled() || !waited([&] { return sources.viewport()->height() > 20 && targets.viewport()->height() > 20; }))
        return QStringLiteral("The lists are not laid out.");
    QTest::qWait(100);
    for (const char *name : {"year", "carrier", "time_hour"})
        drag(sources, name, targets, name);
    if (mapper->summary().mapped != 3)
        return QStringLiteral("Three drags made %1 lines.").arg(mapper->summary().mapped);
    if (!press(mapper, "Map same name") || mapper->summary().mapped != 19)
        return QStringLiteral("%1 fields are mapped.").arg(mapper->summary().mapped);
    if (!settled())
        return QStringLiteral("The verdicts do not come.");
    picture(window(), "mapper");
    m_page->wizard().showSections();
    return {};
}

QString FirstTask::rehearse()
{
    if (!waited([&] { return m_page->runObstacle().isEmpty(); }))
        return m_page->runObstacle();
    m_page->rehearse();
    RehearsalPane &pane = m_page->rehearsal();
    if (!waited([&] { return !pane.isRunning() && pane.model().rowCount() == 30; }))
        return QStringLiteral("%1 rows were rehearsed: %2").arg(pane.model().rowCount()).arg(pane.emptyText());
    if (!pane.summary().contains(u'3'))
        return QStringLiteral("The dirty rows are not counted: ") + pane.summary();
    picture(window(), "rehearsal");
    const auto rows = window().session()->probes->runSql(QStringLiteral("odps_first"),
                                                         QStringLiteral("SELECT COUNT(*) FROM flights"), Stop());
    return rows.ok() && rows->rows == QList<QStringList>{{QStringLiteral("0")}}
               ? QString()
               : QStringLiteral("A rehearsal has written.");
}

QString FirstTask::editScript()
{
    m_page->toggleWizard();
    ScriptView &view = m_page->view();
    const auto typeAt = [&](const QString &before, const QString &typed) {
        const int at = int(m_page->document().text().indexOf(before));
        view.goTo(at);
        view.setFocus();
        QTest::keyClicks(&view, typed);
        view.commit();
        return at >= 0;
    };
    if (!typeAt(QStringLiteral("\"path\""), QStringLiteral("/* from the archive */ ")) ||
        !typeAt(QStringLiteral("\"table\""), QStringLiteral("\"owner\": \"ann\", ")))
        return QStringLiteral("The script has no such keys.");
    m_made = m_page->document().text();
    if (!m_made.contains(QLatin1String("/* from the archive */")) ||
        !m_made.contains(QLatin1String("\"owner\": \"ann\", \"table\"")))
        return QStringLiteral("What was typed is not in the script: ") + m_made;
    picture(window(), "script");
    m_page->toggleWizard();
    return m_page->document().text() == m_made ? QString() : QStringLiteral("The switch has changed the script.");
}

QString FirstTask::changeMapping()
{
    m_page->wizard().openMapper();
    MapperPage *mapper = m_page->wizard().mapper();
    FieldList &targets = mapper->view().targetCard().list();
    targets.setFocus();
    targets.selectField(mapper->editor().mapping().targetOfKey(QStringLiteral("tailnum")));
    QTest::keyClick(&targets, Qt::Key_Delete);
    if (!waited([&] { return mapper->summary().mapped == 18; }))
        return QStringLiteral("The line is still there.");
    m_page->wizard().showSections();
    const QString text = m_page->document().text();
    if (!text.contains(QLatin1String("/* from the archive */")) || !text.contains(QLatin1String("\"owner\": \"ann\"")))
        return QStringLiteral("Something is lost: ") + text;
    // Nothing but the two lists is another one.
    const ScriptDocument before(m_made), after(text);
    for (const QString &pointer : {QStringLiteral("/setting"), QStringLiteral("/order"),
                                   QStringLiteral("/steps/0/name"), QStringLiteral("/steps/1/parameter/owner")})
        if (before.value(pointer) != after.value(pointer))
            return pointer + QStringLiteral(" has changed.");
    bool saved = false;
    m_page->save([&saved](bool done) { saved = done; });
    return waited([&saved] { return saved; }) ? QString() : QStringLiteral("The task is not saved.");
}

QString FirstTask::run()
{
    if (!waited([&] { return m_page->runObstacle().isEmpty(); }))
        return m_page->runObstacle();
    window().actions().action(QStringLiteral("run.start"))->trigger();
    RunPage &run = m_page->runPage();
    if (!waited([&] { return run.hasAttempt() && !run.isRunning() && run.dirty().model().rowCount() == 3; }))
        return QStringLiteral("The run leaves %1 dirty rows: %2")
            .arg(run.dirty().model().rowCount())
            .arg(run.view().attempt.error);
    if (run.view().attempt.state != QLatin1String("Succeeded") || run.view().attempt.rowsWritten != 27)
        return QStringLiteral("%1, %2 rows: %3")
            .arg(run.view().attempt.state)
            .arg(run.view().attempt.rowsWritten)
            .arg(run.view().attempt.error);
    picture(window(), "run");
    return {};
}

QString FirstTask::fixAndReplay()
{
    RunPage &run = m_page->runPage();
    DirtyPane &pane = run.dirty();
    const auto settled = [&] { return waited([&] { return !pane.isBusy(); }); };
    // Two rows of one cause by a rule, the third by hand.
    pane.chooseCause({});
    FixRule rule;
    rule.kind = FixRule::Kind::Null;
    rule.text = QStringLiteral("NA");
    pane.ruleBar().setRule(rule);
    if (!waited([&] { return pane.ruleBar().applyButton().text() == QLatin1String("Apply to 2"); }))
        return QStringLiteral("The rule says: ") + pane.ruleBar().applyButton().text();
    QTest::mouseClick(&pane.ruleBar().applyButton(), Qt::LeftButton);
    if (!settled() || !waited([&] { return pane.model().set()->count(FixState::Fixed) == 2; }))
        return QStringLiteral("The rule does not take.");
    int row = 0;
    while (row < pane.model().rowCount() && pane.model().row(row).state != FixState::Rejected)
        ++row;
    if (row == pane.model().rowCount() || pane.model().row(row).faults.isEmpty())
        return QStringLiteral("No row is left to correct by hand.");
    pane.table().setCurrentIndex(
        pane.model().index(row, DirtyModel::FirstValue + pane.model().row(row).faults.firstKey()));
    pane.table().setFocus();
    QTest::keyClick(&pane.table(), Qt::Key_F2);
    auto *edit = pane.table().findChild<QLineEdit *>();
    if (!edit)
        return QStringLiteral("The cell cannot be edited.");
    edit->selectAll();
    QTest::keyClicks(edit, QStringLiteral("845"));
    QTest::keyClick(edit, Qt::Key_Return);
    if (!settled() || !waited([&] { return pane.model().set()->count(FixState::Fixed) == 3; }))
        return QStringLiteral("The corrected row is not taken.");
    if (!settled() || !waited([&] { return pane.replayButton().isEnabled(); }))
        return QStringLiteral("Nothing can be replayed: ") + pane.note();
    picture(window(), "fix");
    const QString first = run.view().attempt.id;
    QTest::mouseClick(&pane.replayButton(), Qt::LeftButton);
    if (!waited([&] { return run.view().attempt.id != first && !run.isRunning(); }) ||
        run.view().attempt.state != QLatin1String("Succeeded") || run.view().attempt.rowsWritten != 3)
        return QStringLiteral("The replay: %1 %2").arg(run.view().attempt.state, run.view().attempt.error);
    return {};
}

QString FirstTask::lookAtTheRows()
{
    RunPage &run = m_page->runPage();
    PreviewPane &pane = run.preview();
    for (PaneTabs *tabs : run.findChildren<PaneTabs *>())
        for (int i = 0; i < tabs->count(); ++i)
            if (tabs->tabText(i) == QLatin1String("Destination preview"))
                tabs->setCurrentIndex(i);
    pane.load();
    if (!waited([&] { return pane.model().rowCount() == 30; }))
        return QStringLiteral("The preview shows %1 rows.").arg(pane.model().rowCount());
    picture(window(), "rows");
    const auto rows = window().session()->probes->runSql(
        QStringLiteral("odps_first"),
        QStringLiteral("SELECT COUNT(*), COUNT(dep_time), COUNT(arr_time), COUNT(tailnum) FROM flights"), Stop());
    if (!rows.ok())
        return rows.error().text();
    const QStringList counted = rows->rows.value(0);
    return counted == QStringList{"30", "28", "30", "0"} ? QString() : counted.join(u' ');
}

} // namespace sluice
