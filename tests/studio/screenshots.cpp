// Draws the pictures of the documentation: studio-screenshots FLIGHTS_CSV FOLDER [WIDTHxHEIGHT [LOCALE]]. The window is
// real, and so is what runs behind it; scripts/screenshots calls this. Another size or language is for looking at: the
// way of a new user, which presses buttons by their English names, is left out then.
#include "app/studio/translations.h"
#include "firsttask.h"
#include "sourcepictures.h"
#include "studiofixture.h"
#include "widgets/mapper/mapperpage.h"
#include "widgets/mapper/mapperview.h"
#include "widgets/run/dirtypane.h"
#include "widgets/run/previewpane.h"
#include "widgets/run/rehearsalpane.h"
#include "widgets/run/rulebar.h"
#include "widgets/run/runconfigpane.h"
#include "widgets/run/runpage.h"
#include "widgets/run/sidepanel.h"
#include "widgets/shell/palette.h"
#include "widgets/shell/recoverydialog.h"
#include "widgets/shell/tasktabs.h"
#include "widgets/shell/welcomepage.h"
#include "widgets/task/problemspane.h"
#include "widgets/task/scriptview.h"
#include "widgets/task/taskpage.h"
#include "widgets/tree/newtaskdialog.h"
#include "widgets/tree/treepanel.h"
#include "widgets/wizard/networksection.h"
#include "widgets/wizard/wizardpage.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>
#include <QSplitter>
#include <QSysInfo>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

using namespace sluice;

namespace
{

const QString loadFlights = QStringLiteral("01_quick_start/load_flights.job.json");

// A picture of something that did not come about would be a lie.
template <typename Condition>
void await(Condition condition, int milliseconds)
{
    if (!QTest::qWaitFor(condition, milliseconds))
        qFatal("waited %d ms in vain", milliseconds);
}

QString readText(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

class Photographer
{
public:
    Photographer(Appearance &look, QString folder)
        : m_look(look)
        , m_folder(std::move(folder))
    {
    }

    // Before what goes on by itself: a change of theme takes its time.
    void dress(Appearance::Mode mode) { m_look.setMode(mode); }
    void take(QWidget &window, const QString &name, Appearance::Mode mode)
    {
        m_look.setMode(mode);
        QTest::qWait(60);
        const QString theme = mode == Appearance::Mode::Dark ? QStringLiteral("dark") : QStringLiteral("light");
        const QString path = QStringLiteral("%1/%2-%3.png").arg(m_folder, name, theme);
        if (!window.grab().save(path))
            qFatal("%s cannot be written", qPrintable(path));
    }
    const Appearance &look() const { return m_look; }
    void both(QWidget &window, const QString &name)
    {
        take(window, name, Appearance::Mode::Dark);
        take(window, name, Appearance::Mode::Light);
    }

private:
    Appearance &m_look;
    QString m_folder;
};

void fill(StudioFixture &studio, const QString &flights)
{
    for (const char *path : {"01_quick_start/check_numbers.job.json", "02_kafka/kafka_to_mc_hourly.job.json",
                             "02_kafka/kafka_to_mc_5min.job.json", "03_tablestore/ots_stream_hourly.job.json",
                             "03_tablestore/ots_backfill_2022.job.json", "sandbox/stream_to_mc.job.json"})
        studio.writeTask(QLatin1String(path), StudioFixture::streamTask(1000));
    // As the demo loads it, but slowly enough to be seen, and with "NA" left in: refused where a number is wanted.
    QString script = readText(QStringLiteral(SLUICE_SOURCE_DIR "/resources/demo/load_flights.job.json"));
    script.remove(QStringLiteral("        \"nullFormat\": \"NA\",\n"));
    script.replace(QStringLiteral("\"record\": \"0\""), QStringLiteral("\"record\": 10000"));
    script.replace(QStringLiteral("\"throttle\": false"), QStringLiteral("\"throttle\": true,\n      \"mbps\": 8"));
    studio.writeTask(loadFlights, script);
    QDir(studio.directory()).mkpath(QStringLiteral("data"));
    QFile::link(flights, studio.directory() + QStringLiteral("/data/flights.csv"));
}

void makeTable(MainWindow &window)
{
    const QString statement = readText(QStringLiteral(SLUICE_SOURCE_DIR "/resources/demo/create_flights.sql"));
    const auto made = window.session()->probes->runSql(QStringLiteral("odps_first"), statement.trimmed(), Stop());
    if (!made.ok())
        qFatal("%s", qPrintable(made.error().text()));
}

// What a new task is asked for.
void pictureNewTask(StudioFixture &studio, Photographer &photos)
{
    studio.window().actions().action(QStringLiteral("file.newTask"))->trigger();
    auto *dialog = studio.window().findChild<NewTaskDialog *>();
    QTest::qWait(300); // the data sources
    photos.both(*dialog, QStringLiteral("new-task"));
    dialog->reject();
}

// A text that a studio left behind which is gone.
void leaveDraft(const StudioFixture &studio)
{
    const QString text = readText(studio.workspace().absolute(loadFlights));
    const QString folder = studio.workspace().stateDir() + QStringLiteral("/drafts");
    QDir().mkpath(folder);
    QFile file(folder + QStringLiteral("/left.draft.json"));
    const QJsonObject draft{
        {QStringLiteral("format"), 1},
        {QStringLiteral("owner"), QSysInfo::machineHostName() + QStringLiteral(":1:1")},
        {QStringLiteral("path"), loadFlights},
        {QStringLiteral("base"), QString::fromLatin1(textMark(text))},
        {QStringLiteral("kept"), QStringLiteral("2022-11-22T09:58:00.000Z")},
        {QStringLiteral("text"), QString(text).replace(QStringLiteral("\"mbps\": 8"), QStringLiteral("\"mbps\": 20"))}};
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(draft).toJson()) < 0)
        qFatal("%s cannot be written", qPrintable(file.fileName()));
}

void pictureRecovery(StudioFixture &studio, Photographer &photos)
{
    DraftKeeper &drafts = studio.window().drafts();
    await([&] { return !drafts.found().isEmpty(); }, 10'000);
    RecoveryDialog dialog(photos.look(), drafts, &studio.window());
    dialog.open();
    photos.both(dialog, QStringLiteral("recovery"));
    drafts.discard({drafts.found().front().draft.file});
}

// Places in tasks that answer what is typed.
void pictureSearch(StudioFixture &studio, Photographer &photos)
{
    studio.window().activateWindow();
    studio.window().palette().open();
    QTest::keyClicks(&studio.window().palette().field(), QStringLiteral("dep_"));
    QTest::qWait(1000);
    photos.both(studio.window(), QStringLiteral("search"));
    studio.window().palette().close();
}

// Columns of a file on those of a table, with one that does not fit and what Suggest proposes.
void pictureMapper(StudioFixture &studio, Photographer &photos)
{
    MainWindow &window = studio.window();
    TaskPage *page = studio.openTask(loadFlights);
    page->setPosition(TaskPage::Wizard);
    await([&] { return page->wizard().mapper() != nullptr; }, 5000);
    page->wizard().openMapper();
    MapperPage &mapper = *page->wizard().mapper();
    await([&] { return mapper.summary().mapped > 0 && !mapper.editor().samples().rows.isEmpty(); }, 60'000);
    const FieldMapping &mapping = mapper.editor().mapping();
    const int last = int(mapping.links().size()) - 1;
    mapper.editor().apply(QStringLiteral("unmap"), [&](FieldMapping &next) {
        return next.unlink({mapping.links()[last].source, mapping.links()[last - 1].source}, {});
    });
    mapper.editor().suggest();
    await([&] { return mapper.editor().proposals() > 0 && !mapper.editor().isJudging(); }, 20'000);
    mapper.view().targetCard().list().selectField(1);
    mapper.view().targetCard().list().setFocus();
    photos.both(window, QStringLiteral("mapper"));
    while (page->document().undoStack().canUndo())
        page->document().undoStack().undo();
    page->setPosition(TaskPage::Script);
}

// A task with a misspelt key, a wrong step type and a change, as it looks while one works on it.
void pictureScript(StudioFixture &studio, Photographer &photos)
{
    MainWindow &window = studio.window();
    studio.openTask(QStringLiteral("02_kafka/kafka_to_mc_hourly.job.json"));
    studio.openTask(QStringLiteral("03_tablestore/ots_stream_hourly.job.json"))
        ->view()
        .replace(0, 0, QStringLiteral("// every hour at :15\n"), QStringLiteral("type"));
    TaskPage *page = studio.openTask(loadFlights);
    const auto change = [&](const QString &from, const QString &to) {
        page->view().replace(int(page->document().text().indexOf(from)), int(from.size()), to, QStringLiteral("type"));
    };
    change(QStringLiteral("\"header\": true,"),
           QStringLiteral("\"haeder\": true, // its first line names the columns"));
    change(QStringLiteral("\"truncate\": true,"), QStringLiteral("\"truncate\": true,\n        \"partition_key\": 1,"));
    change(QStringLiteral("\"concurrent\": 2"), QStringLiteral("\"concurrent\": \"two\""));
    page->view().commit();
    page->document().validateNow();
    await([&] { return page->document().isValidated() && !page->document().issues().isEmpty(); }, 5000);
    page->nextProblem();
    page->cureHere();
    QTest::qWait(200);
    photos.both(window, QStringLiteral("script"));

    // Completion in the writer's parameters.
    const QString anchor = QStringLiteral("\"partition_key\": 1,");
    change(anchor, QStringLiteral("\"co"));
    page->view().goTo(int(page->document().text().indexOf(QStringLiteral("\"co\n"))) + 3);
    page->view().setFocus();
    page->completeHere();
    page->document().validateNow();
    QTest::qWait(400);
    page->completeHere();
    for (const auto mode : {Appearance::Mode::Dark, Appearance::Mode::Light}) {
        page->completeHere();
        photos.take(window, QStringLiteral("completion"), mode);
    }
    while (page->document().undoStack().canUndo())
        page->document().undoStack().undo();
}

// The same task as a page of forms.
void pictureWizard(StudioFixture &studio, Photographer &photos)
{
    TaskPage *page = studio.openTask(loadFlights);
    page->setPosition(TaskPage::Wizard);
    page->wizard().showSections();
    await([&] { return page->wizard().network().mayGoOn() && page->wizard().mapper()->summary().mapped > 0; }, 60'000);
    QTest::qWait(500);
    photos.both(studio.window(), QStringLiteral("wizard"));
    page->setPosition(TaskPage::Script);
}

// How the first rows will land, beside the run configuration.
void pictureRehearsal(StudioFixture &studio, Photographer &photos)
{
    TaskPage *page = studio.openTask(loadFlights);
    await([&] { return page->runObstacle().isEmpty(); }, 5000);
    page->showRunConfig();
    page->runConfig().time().setText(QStringLiteral("2014-01-01 00:05:00"));
    Q_EMIT page->runConfig().time().textEdited(page->runConfig().time().text());
    await([&] { return page->runConfig().timeText().contains(QStringLiteral("2013-12-31")); }, 5000);
    page->rehearse();
    await([&] { return page->rehearsal().model().rowCount() > 0; }, 60'000);
    page->problems().parentWidget()->setFocus();
    static_cast<QSplitter *>(page->problems().parentWidget())->setSizes({360, 360});
    QTest::qWait(200);
    photos.both(studio.window(), QStringLiteral("rehearsal"));
    page->showSource();
    await([&] { return page->sourcePreview().model().rowCount() > 0; }, 60'000);
    photos.both(studio.window(), QStringLiteral("source-preview"));
    static_cast<QSplitter *>(page->problems().parentWidget())->setSizes({560, 146});
    page->problems().showPage(0);
    page->sidePanel().open(-1);
    page->runConfig().time().clear();
    Q_EMIT page->runConfig().time().textEdited({});
}

// Refused rows, some of them corrected by a rule and one by hand.
void pictureWorkbench(RunPage &run, MainWindow &window, Photographer &photos)
{
    DirtyPane &pane = run.dirty();
    await([&] { return pane.model().rowCount() > 1000; }, 60'000);
    pane.chooseCause(pane.model().row(0).came.cause);
    FixRule rule;
    rule.kind = FixRule::Kind::Null;
    rule.text = QStringLiteral("NA");
    rule.column = QStringLiteral("dep_time");
    pane.ruleBar().setRule(rule);
    await([&] { return pane.ruleBar().applyButton().isEnabled(); }, 20'000);
    pane.ruleBar().applyButton().click();
    await([&] { return !pane.isBusy(); }, 60'000);
    for (int i = 0; i < 40 && !pane.model().row(0).faults.isEmpty(); ++i)
        pane.model().setData(pane.model().index(0, DirtyModel::FirstValue + pane.model().row(0).faults.firstKey()),
                             QStringLiteral("1626"), Qt::EditRole);
    await([&] { return !pane.isBusy() && pane.ruleBar().applyButton().text().contains(u' '); }, 60'000);
    QTest::qWait(400);
    photos.both(window, QStringLiteral("workbench"));
}

void pictureRun(StudioFixture &studio, Photographer &photos)
{
    MainWindow &window = studio.window();
    TaskPage *page = studio.openTask(loadFlights);
    QSettings().setValue(QStringLiteral("parameters/%1/bizdate")
                             .arg(QString(studio.directory() + u'|' + loadFlights).replace(u'/', u'|')),
                         QStringLiteral("20131231"));
    await([&] { return page->runObstacle().isEmpty(); }, 5000);
    RunPage &run = page->runPage();
    photos.dress(Appearance::Mode::Dark);
    page->run();
    await([&] { return run.isRunning() && run.view().share() > 0.55; }, 60'000);
    photos.take(window, QStringLiteral("run"), Appearance::Mode::Dark);
    await([&] { return !run.isRunning(); }, 120'000);
    photos.dress(Appearance::Mode::Light);
    page->run();
    await([&] { return run.isRunning() && run.view().share() > 0.5; }, 60'000);
    photos.take(window, QStringLiteral("run"), Appearance::Mode::Light);
    await([&] { return !run.isRunning(); }, 120'000);
    QTest::qWait(1500); // the last figures
    photos.both(window, QStringLiteral("run-finished"));
    pictureWorkbench(run, window, photos);
    for (QTabBar *tabs : page->findChildren<QTabBar *>())
        if (tabs->count() == 3)
            tabs->setCurrentIndex(1);
    await([&] { return run.preview().model().rowCount() > 0; }, 60'000);
    QTest::qWait(200);
    photos.both(window, QStringLiteral("preview"));
}

} // namespace

static void pictureFirstTask(Appearance &look, Photographer &photos)
{
    StudioFixture studio(look);
    studio.open();
    FirstTask way(studio, [&](QWidget &shown, const QString &name) {
        look.setMode(Appearance::Mode::Light);
        QTest::qWait(300);
        photos.both(shown, name);
    });
    for (const auto step :
         {&FirstTask::makeSource, &FirstTask::createNode, &FirstTask::chooseEnds, &FirstTask::makeTable,
          &FirstTask::mapByDragAndByName, &FirstTask::rehearse, &FirstTask::editScript, &FirstTask::changeMapping,
          &FirstTask::run, &FirstTask::fixAndReplay, &FirstTask::lookAtTheRows})
        if (const QString fault = (way.*step)(); !fault.isEmpty())
            qFatal("%s", qPrintable(fault));
}

int main(int argc, char **argv)
{
    QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QApplication app(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("sluice-test"));
    QCoreApplication::setApplicationName(QStringLiteral("studio-screenshots"));
    if (argc < 3 || argc > 5)
        qFatal("usage: studio-screenshots FLIGHTS_CSV FOLDER [WIDTHxHEIGHT [LOCALE]]");
    const QStringList sides = QString::fromLatin1(argc > 3 ? argv[3] : "1440x900").split(u'x');
    const QSize size(sides.value(0).toInt(), sides.value(1).toInt());
    QThreadPool::globalInstance()->setMaxThreadCount(8);
    QLocale::setDefault(argc > 4 ? QLocale(QString::fromLatin1(argv[4]))
                                 : QLocale(QLocale::English, QLocale::UnitedStates));
    installTranslations();
    Appearance look;
    look.setMode(Appearance::Mode::Dark);
    Photographer photos(look, QString::fromLocal8Bit(argv[2]));
    {
        StudioFixture studio(look);
        studio.window().resize(size);
        studio.open();
        await([&] { return studio.window().welcome().stepsDone() >= 2; }, 20'000);
        QTest::qWait(300);
        photos.both(studio.window(), QStringLiteral("welcome"));
    }
    if (argc == 3)
        pictureFirstTask(look, photos);
    StudioFixture studio(look);
    studio.window().resize(size);
    fill(studio, QString::fromLocal8Bit(argv[1]));
    leaveDraft(studio);
    studio.open();
    await([&] { return studio.window().welcome().stepsDone() >= 3; }, 20'000);
    pictureRecovery(studio, photos);
    makeTable(studio.window());
    pictureNewTask(studio, photos);
    pictureSearch(studio, photos);
    pictureMapper(studio, photos);
    pictureScript(studio, photos);
    pictureWizard(studio, photos);
    pictureRehearsal(studio, photos);
    pictureRun(studio, photos);
    pictureSources(studio, [&photos](QWidget &widget, const QString &name) { photos.both(widget, name); });
    return 0;
}
