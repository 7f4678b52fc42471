#include "studio/studiofixture.h"
#include "task/taskedit.h"
#include "widgets/form/optionform.h"
#include "widgets/form/valueedit.h"
#include "widgets/mapper/mapperpage.h"
#include "widgets/run/runconfigpane.h"
#include "widgets/run/runpage.h"
#include "widgets/task/problemspane.h"
#include "widgets/task/scriptview.h"
#include "widgets/task/taskpage.h"
#include "widgets/wizard/channelsection.h"
#include "widgets/wizard/networksection.h"
#include "widgets/wizard/stepsection.h"
#include "widgets/wizard/wizardpage.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace sluice;

// SJ-1 to SJ-11 seen through the wizard: scripts as the documents print them are shown, kept and edited without a loss.
class ScriptFormatTest : public QObject
{
    Q_OBJECT
public:
    explicit ScriptFormatTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void faultsOfTheFrameAreTold_data();
    void faultsOfTheFrameAreTold();
    void numbersAndTextsAreRead();
    void commentsStayAndDoNotRun();
    void documentsStayAsTheyAre_data();
    void documentsStayAsTheyAre();
    void explicitConnectionGivesWay();
    void valuesOfTheTablestoreScript();
    void valuesOfTheStreamScript();
    void undefinedParametersBlock();
    void unknownKeysAreKept();
    void partitionsAreAskedFor();

private:
    static QString document(const char *name);
    TaskPage *open(const QString &text);
    bool goOn(); // past the gate
    QString text() const { return m_page->document().text(); }
    QJsonValue shown(StepSection &section, const char *key) const
    {
        return section.form()->values().value(QLatin1String(key));
    }

    Appearance &m_look;
    std::unique_ptr<StudioFixture> m_studio;
    TaskPage *m_page = nullptr;
    const QString m_path = QStringLiteral("load.job.json");
};

namespace
{

const QString task = QStringLiteral(R"({
  "type": "job",
  "version": "2.0",
  "steps": [
    { "stepType": "stream", "name": "Reader", "category": "reader", "parameter": { "sliceRecordCount": 3 } },
    { "stepType": "stream", "name": "Writer", "category": "writer", "parameter": { } }
  ],
  "setting": { "errorLimit": { "record": "0" }, "speed": { "throttle": false, "concurrent": 1 } },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)");

const char *documents[] = {"odps-to-stream.json", "stream-to-odps.json", "otsstream-to-odps.json",
                           "odps-endpoint-to-stream.json"};

} // namespace

void ScriptFormatTest::init()
{
    m_studio = std::make_unique<StudioFixture>(m_look);
    m_studio->window().resize(1280, 1000);
    QVERIFY(m_studio->open());
}

void ScriptFormatTest::cleanup()
{
    m_studio.reset();
}

QString ScriptFormatTest::document(const char *name)
{
    QFile file(QStringLiteral(TASK_DATA "/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

TaskPage *ScriptFormatTest::open(const QString &text)
{
    m_studio->writeTask(m_path, text);
    m_page = m_studio->openTask(m_path);
    if (m_page)
        m_page->setPosition(TaskPage::Wizard);
    return m_page;
}

bool ScriptFormatTest::goOn()
{
    m_page->wizard().network().goOffline();
    return QTest::qWaitFor([this] { return m_page->wizard().network().mayGoOn(); }, 10'000);
}

// SJ-1, SJ-2, SJ-3: what has no field in the wizard is a line in Problems that leads into the script.
void ScriptFormatTest::faultsOfTheFrameAreTold_data()
{
    QTest::addColumn<QString>("right");
    QTest::addColumn<QString>("wrong");
    QTest::addColumn<QString>("pointer");
    QTest::newRow("type") << R"("type": "job")"
                          << R"("type": "jop")"
                          << "/type";
    QTest::newRow("version") << R"("version": "2.0")"
                             << R"("version": "1.0")"
                             << "/version";
    QTest::newRow("category") << R"("category": "writer")"
                              << R"("category": "reader")"
                              << "/steps/1/category";
    QTest::newRow("dangling hop") << R"("to": "Writer")"
                                  << R"("to": "Writr")"
                                  << "/order/hops/0/to";
    QTest::newRow("cycle") << R"("to": "Writer" })"
                           << R"("to": "Writer" }, { "from": "Writer", "to": "Reader" })"
                           << "/order/hops/0";
}

void ScriptFormatTest::faultsOfTheFrameAreTold()
{
    QFETCH(QString, right);
    QFETCH(QString, wrong);
    QFETCH(QString, pointer);
    QVERIFY(task.contains(right));
    QVERIFY(open(QString(task).replace(right, wrong)));
    const Issue *found = nullptr;
    for (const Issue &issue : m_page->document().issues())
        if (issue.severity == Severity::Error && issue.pointer == pointer)
            found = &issue;
    QVERIFY(found);
    QVERIFY(!m_page->runObstacle().isEmpty());
    const int row = int(std::distance(m_page->document().issues().data(), found));
    QVERIFY(row < m_page->problems().model().rowCount());
    Q_EMIT m_page->problems().jumpRequested(*found);
    // Where the wizard has a place for it, it goes there; else to the script.
    if (m_page->position() == TaskPage::Script)
        QVERIFY(m_page->view().caretLine() > 1);
    else
        QCOMPARE(m_page->wizard().network().mark(), Glyph::Failed);
    m_page->save(); // whatever is wrong with it
    QTRY_VERIFY(!m_page->document().isModified());
}

// SJ-4, AM-7
void ScriptFormatTest::numbersAndTextsAreRead()
{
    QString mixed = task;
    mixed.replace(QStringLiteral("\"record\": \"0\""), QStringLiteral("\"record\": 7"));
    mixed.replace(QStringLiteral("\"throttle\": false, \"concurrent\": 1"),
                  QStringLiteral("\"throttle\": \"true\", \"concurrent\": \"3\", \"mbps\": 5"));
    QVERIFY(open(mixed));
    QVERIFY(goOn());
    const QString words = m_page->wizard().channel().words();
    QVERIFY2(words.startsWith(QLatin1String("3 channels, 5 MB/s, at most 7 dirty rows")), qPrintable(words));
    QVERIFY(m_page->runObstacle().isEmpty());
    OptionForm &form = m_page->wizard().channel().form();
    QVERIFY(form.goTo(QStringLiteral("concurrent")));
    auto *channels = form.row(QStringLiteral("concurrent"))->findChild<ValueEdit *>();
    channels->selectAll();
    QTest::keyClicks(channels, QStringLiteral("4"));
    QVERIFY(text().contains(QLatin1String("\"concurrent\": \"4\""))); // in the form in which it stood
}

// SJ-5
void ScriptFormatTest::commentsStayAndDoNotRun()
{
    QString commented = task;
    commented.replace(QStringLiteral("\"version\""), QStringLiteral("// of the archive\n  \"version\""));
    commented.replace(QStringLiteral("\"sliceRecordCount\": 3"),
                      QStringLiteral("/* few */ \"sliceRecordCount\": 3, \"note\": \"/*query*/ pt>=1 // text\""));
    QVERIFY(open(commented));
    QVERIFY(goOn());
    StepSection &source = m_page->wizard().source();
    QVERIFY(source.form()->goTo(QStringLiteral("sliceRecordCount")));
    auto *rows = source.form()->row(QStringLiteral("sliceRecordCount"))->findChild<ValueEdit *>();
    rows->selectAll();
    QTest::keyClicks(rows, QStringLiteral("5"));
    QCOMPARE(text(), QString(commented).replace(QStringLiteral("Count\": 3"), QStringLiteral("Count\": 5")));
    QTRY_VERIFY(m_page->runObstacle().isEmpty());
    m_page->run();
    RunPage &run = m_page->runPage();
    QTRY_VERIFY_WITH_TIMEOUT(run.hasAttempt() && !run.isRunning(), 60'000);
    QVERIFY2(run.view().attempt.state == QLatin1String("Succeeded"), qPrintable(run.view().attempt.error));
    QTRY_VERIFY(!run.details().script.isEmpty());
    QVERIFY(!run.details().script.contains(QLatin1String("few")));
    QVERIFY(!run.details().script.contains(QLatin1String("archive")));
    QVERIFY(run.details().script.contains(QLatin1String("/*query*/ pt>=1 // text"))); // a text is no comment
}

// SJ-6
void ScriptFormatTest::documentsStayAsTheyAre_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : documents)
        QTest::newRow(name) << QString::fromLatin1(name);
}

void ScriptFormatTest::documentsStayAsTheyAre()
{
    QFETCH(QString, name);
    const QString original = document(qPrintable(name));
    QVERIFY(!original.isEmpty());
    QVERIFY(open(original));
    QVERIFY(goOn());
    m_page->wizard().openMapper();
    m_page->wizard().showSections();
    for (int i = 0; i < 4; ++i)
        m_page->toggleWizard();
    QTest::qWait(400); // whatever the pages ask is answered
    QCOMPARE(text(), original);
    QVERIFY(!m_page->document().undoStack().canUndo());
    // One edit in the wizard is an edit of one value.
    m_page->wizard().editor().setChannelOption(QStringLiteral("concurrent"), 6, false);
    const QJsonObject before = QJsonDocument::fromJson(original.toUtf8()).object();
    QJsonObject after = QJsonDocument::fromJson(text().toUtf8()).object();
    QVERIFY(after != before);
    QJsonObject setting = after.value(QLatin1String("setting")).toObject();
    QJsonObject speed = setting.value(QLatin1String("speed")).toObject();
    speed.insert(QStringLiteral("concurrent"),
                 before.value(QLatin1String("setting"))[QLatin1String("speed")][QLatin1String("concurrent")]);
    setting.insert(QStringLiteral("speed"), speed);
    after.insert(QStringLiteral("setting"), setting);
    QCOMPARE(after, before);
    m_page->document().undoStack().undo();
    QCOMPARE(text(), original);
}

// SJ-7, DS-5: a data source replaces the connection that a step spells out.
void ScriptFormatTest::explicitConnectionGivesWay()
{
    QVERIFY(open(document("odps-endpoint-to-stream.json")));
    NetworkEnd &end = m_page->wizard().network().end(StepSide::Reader);
    QCOMPARE(end.state(), NetworkEnd::State::NotNeeded);
    QVERIFY(end.detail().contains(QLatin1String("spells the connection out")));
    QTRY_VERIFY_WITH_TIMEOUT(end.names().findText(QStringLiteral("odps_first")) >= 0, 30'000);
    end.names().setFocus();
    while (end.names().currentText() != QLatin1String("odps_first"))
        QTest::keyClick(&end.names(), Qt::Key_Down);
    const auto step = stepOf(ScriptDocument(text()), StepSide::Reader);
    QVERIFY(step); // the text is JSON still
    QCOMPARE(step->parameter.value(QLatin1String("datasource")).toString(), QStringLiteral("odps_first"));
    for (const char *key : {"accessId", "accessKey", "endpoint", "odpsServer", "tunnelServer", "project"})
        QVERIFY2(!step->parameter.contains(QLatin1String(key)), key);
    for (const char *key : {"partition", "isCompress", "column", "where", "enableWhere", "table"})
        QVERIFY2(step->parameter.contains(QLatin1String(key)), key);
    m_page->document().undoStack().undo();
    QCOMPARE(text(), document("odps-endpoint-to-stream.json"));
}

// SJ-8
void ScriptFormatTest::valuesOfTheTablestoreScript()
{
    QVERIFY(open(document("otsstream-to-odps.json")));
    QVERIFY(goOn());
    const ScriptDocument script(text());
    const QJsonObject reader = stepOf(script, StepSide::Reader)->parameter;
    QCOMPARE(reader.value(QLatin1String("statusTable")),
             QJsonValue(QStringLiteral("TableStoreStreamReaderStatusTable")));
    QCOMPARE(reader.value(QLatin1String("maxRetries")), QJsonValue(30));
    QCOMPARE(reader.value(QLatin1String("isExportSequenceInfo")), QJsonValue(true));
    QCOMPARE(reader.value(QLatin1String("newVersion")), QJsonValue(QStringLiteral("true")));
    WizardPage &wizard = m_page->wizard();
    QVERIFY2(wizard.source().words().contains(QLatin1String("otsstream")), qPrintable(wizard.source().words()));
    StepSection &target = wizard.target();
    QCOMPARE(shown(target, "partition"), QJsonValue(QString()));
    QCOMPARE(shown(target, "truncate"), QJsonValue(false));
    QCOMPARE(shown(target, "emptyAsNull"), QJsonValue(false));
    QCOMPARE(shown(target, "compress"), QJsonValue(false));
    const QJsonObject channel = wizard.channel().form().values();
    QCOMPARE(channel.value(QLatin1String("throttle")), QJsonValue(false));
    QCOMPARE(channel.value(QLatin1String("concurrent")), QJsonValue(2));
    QVERIFY(channel.value(QLatin1String("mbps")).isUndefined());
    QVERIFY2(wizard.channel().words().startsWith(QLatin1String("2 channels, no throttle, no dirty row")),
             qPrintable(wizard.channel().words()));
    QCOMPARE(parameterNames(script), (QStringList{QStringLiteral("startTime"), QStringLiteral("endTime")}));
}

// SJ-9
void ScriptFormatTest::valuesOfTheStreamScript()
{
    QVERIFY(open(document("stream-to-odps.json")));
    QVERIFY(goOn());
    WizardPage &wizard = m_page->wizard();
    StepSection &target = wizard.target();
    QCOMPARE(shown(target, "truncate"), QJsonValue(true));
    QCOMPARE(shown(target, "compress"), QJsonValue(false));
    QCOMPARE(wizard.network().end(StepSide::Writer).names().currentText(), QStringLiteral("odps_first"));
    QCOMPARE(shown(target, "column"),
             QJsonValue(QJsonArray{QStringLiteral("id"), QStringLiteral("name"), QStringLiteral("age"),
                                   QStringLiteral("sex"), QStringLiteral("salary"), QStringLiteral("interest")}));
    const QJsonObject channel = wizard.channel().form().values();
    QCOMPARE(channel.value(QLatin1String("throttle")), QJsonValue(true));
    QCOMPARE(channel.value(QLatin1String("concurrent")), QJsonValue(1));
    QCOMPARE(channel.value(QLatin1String("mbps")), QJsonValue(QStringLiteral("12")));
    QVERIFY2(wizard.channel().words().startsWith(QLatin1String("1 channel, 12 MB/s, no dirty row")),
             qPrintable(wizard.channel().words()));
    QTRY_VERIFY(wizard.target().form()->row(QStringLiteral("table"))->hasIssue()); // empty in the document
}

// SJ-10, DB-1: values are given by hand before the run; without one it does not begin.
void ScriptFormatTest::undefinedParametersBlock()
{
    QVERIFY(open(QString(task).replace(QStringLiteral("\"parameter\": { }"),
                                       QStringLiteral("\"parameter\": { \"fieldDelimiter\": \"${endTime}\" }"))));
    m_page->run();
    QVERIFY(!m_page->runPage().hasAttempt());
    QVERIFY(m_page->runConfig().isVisible());
    QVERIFY(m_page->runConfig().obstacle().contains(QLatin1String("endTime")));
    QTest::keyClicks(m_page->runConfig().field(QStringLiteral("endTime")), QStringLiteral("20250701164000"));
    m_page->run();
    RunPage &run = m_page->runPage();
    QTRY_VERIFY_WITH_TIMEOUT(run.hasAttempt() && !run.isRunning(), 60'000);
    QCOMPARE(run.view().attempt.parameters.value(QStringLiteral("endTime")), QStringLiteral("20250701164000"));
    QTRY_VERIFY(run.details().script.contains(QLatin1String("\"fieldDelimiter\": \"20250701164000\"")));
}

// SJ-11
void ScriptFormatTest::unknownKeysAreKept()
{
    QString unknown = task;
    unknown.replace(QStringLiteral("\"sliceRecordCount\": 3"),
                    QStringLiteral("\"sliceRecordCount\": 3, \"inHouse\": { \"b\": [ 1,2 ] }"));
    unknown.replace(QStringLiteral("\"type\": \"job\""), QStringLiteral("\"type\": \"job\", \"owner\": \"ann\""));
    QVERIFY(open(unknown));
    QVERIFY(goOn());
    const auto listed = [this] {
        for (const QLabel *label : m_page->wizard().source().findChildren<QLabel *>())
            if (label->isVisible() && label->text().contains(QLatin1String("inHouse: ")))
                return true;
        return false;
    };
    QTRY_VERIFY(listed());
    m_page->wizard().editor().setStepOption(StepSide::Reader, QStringLiteral("sliceRecordCount"), 9, false);
    QCOMPARE(text(), QString(unknown).replace(QStringLiteral("Count\": 3"), QStringLiteral("Count\": 9")));
}

// MW-1, MR-1: a partition is wanted exactly where the table has partitions; the form says which.
void ScriptFormatTest::partitionsAreAskedFor()
{
    const auto made = m_studio->window().session()->probes->runSql(
        QStringLiteral("odps_first"),
        QStringLiteral("CREATE TABLE daily (id BIGINT) PARTITIONED BY (pt STRING, ds STRING)"), Stop());
    QVERIFY(made.ok());
    QVERIFY(open(QStringLiteral(R"({
  "type": "job",
  "version": "2.0",
  "steps": [
    { "stepType": "stream", "name": "Reader", "category": "reader", "parameter": { "sliceRecordCount": 3 } },
    { "stepType": "odps", "name": "Writer", "category": "writer",
      "parameter": { "datasource": "odps_first", "table": "daily", "column": [ "id" ], "truncate": true } }
  ],
  "setting": { "errorLimit": { "record": "0" }, "speed": { "throttle": false, "concurrent": 1 } },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)")));
    QVERIFY(goOn());
    OptionRow *row = m_page->wizard().target().form()->row(QStringLiteral("partition"));
    QVERIFY(row);
    const auto says = [row] {
        for (const QLabel *label : row->findChildren<QLabel *>())
            if (label->isVisible() && label->text().contains(QStringLiteral("pt=…,ds=…")))
                return true;
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(says(), 60'000);
    auto *field = row->findChild<ValueEdit *>();
    field->setFocus();
    QTest::keyClicks(field, QStringLiteral("pt=1,ds=2"));
    QTRY_VERIFY(!says());
}

std::unique_ptr<QObject> makeScriptFormatTest(Appearance &look)
{
    return std::make_unique<ScriptFormatTest>(look);
}

#include "tst_scriptformat.moc"
