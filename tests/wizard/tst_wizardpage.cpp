#include "studio/studiofixture.h"
#include "task/jsonpointer.h"
#include "task/taskedit.h"
#include "widgets/form/choicefields.h"
#include "widgets/form/linefields.h"
#include "widgets/mapper/mapperpage.h"
#include "widgets/task/diffstrip.h"
#include "widgets/task/problemspane.h"
#include "widgets/task/scriptview.h"
#include "widgets/task/taskpage.h"
#include "widgets/wizard/channelsection.h"
#include "widgets/wizard/mappingsection.h"
#include "widgets/wizard/networksection.h"
#include "widgets/wizard/stepsection.h"
#include "widgets/wizard/wizardpage.h"

#include <QCheckBox>
#include <QJsonArray>
#include <QPushButton>
#include <QRandomGenerator>
#include <QTcpServer>
#include <QTest>

using namespace sluice;

// The wizard in the studio's window, with real keys and clicks, against the text that it is a view of.
class WizardPageTest : public QObject
{
    Q_OBJECT
public:
    explicit WizardPageTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void sectionsSayTheirContent();
    void typingIsOneStepAndKeepsTheRest();
    void scriptShowsAtOnce();
    void forwardBackForward();
    void brokenScriptIsShownReadOnly();
    void undoPassesTheFieldsBy();
    void problemsLeadToTheirField();
    void bothWays();
    void channelControl();
    void unreachableEndsClose();
    void testsCanBeStopped();
    void goneSourcesAreFlagged();
    void anotherSystemIsChosen();
    void rerunVerdictIsShown();
    void mapperOpensInPlace();
    void changesInWords();
    void newTasksOpenHere();

private:
    TaskPage *open(const QString &text);
    static QString table(const QString &parameter = {});
    ValueEdit *edit(StepSection &section, const char *key);
    QPushButton *button(QWidget &in, const QString &text);
    QString text() const { return m_page->document().text(); }
    // As the script has it now.
    QJsonValue option(StepSide side, const char *key) const
    {
        const auto step = stepOf(ScriptDocument(text()), side);
        return step ? step->parameter.value(QLatin1String(key)) : QJsonValue(QJsonValue::Undefined);
    }

    Appearance &m_look;
    std::unique_ptr<StudioFixture> m_studio;
    TaskPage *m_page = nullptr;
    const QString m_path = QStringLiteral("load.job.json");
};

void WizardPageTest::init()
{
    m_studio = std::make_unique<StudioFixture>(m_look);
    m_studio->window().resize(1280, 1000);
}

void WizardPageTest::cleanup()
{
    m_studio.reset();
}

// From generated rows into a table, with comments and a key that nobody knows.
QString WizardPageTest::table(const QString &parameter)
{
    return QStringLiteral(R"({
  "type": "job", // kept
  "version": "2.0",
  "steps": [
    { "stepType": "stream", "name": "Reader", "category": "reader",
      "parameter": { "sliceRecordCount": 10, /* rows */ "mine": { "b": 1, "a": 2 } } },
    { "stepType": "odps", "name": "Writer", "category": "writer",
      "parameter": { %1"datasource": "odps_first", "table": "orders", "column": ["id"], "truncate": false } }
  ],
  "setting": { "errorLimit": { "record": "0" }, "speed": { "throttle": false, "concurrent": 2 } },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)")
        .arg(parameter);
}

TaskPage *WizardPageTest::open(const QString &text)
{
    m_studio->writeTask(m_path, text);
    if (!m_studio->open())
        return nullptr;
    m_page = m_studio->openTask(m_path);
    if (!m_page)
        return nullptr;
    m_page->setPosition(TaskPage::Wizard);
    return m_page;
}

ValueEdit *WizardPageTest::edit(StepSection &section, const char *key)
{
    section.form()->goTo(QLatin1String(key));
    return section.form()->row(QLatin1String(key))->findChild<ValueEdit *>();
}

QPushButton *WizardPageTest::button(QWidget &in, const QString &text)
{
    for (QPushButton *button : in.findChildren<QPushButton *>())
        if (button->text() == text && button->isVisible())
            return button;
    return nullptr;
}

void WizardPageTest::sectionsSayTheirContent()
{
    QVERIFY(open(table()));
    WizardPage &wizard = m_page->wizard();
    QVERIFY(wizard.isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(wizard.network().mayGoOn(), 60'000);
    QCOMPARE(wizard.network().end(StepSide::Writer).state(), NetworkEnd::State::Connected);
    QCOMPARE(wizard.network().end(StepSide::Reader).state(), NetworkEnd::State::NotNeeded);
    QCOMPARE(wizard.network().words(), QStringLiteral("both ends reachable"));
    QVERIFY2(wizard.target().words().startsWith(QLatin1String("MaxCompute table orders")),
             qPrintable(wizard.target().words()));
    QVERIFY2(wizard.channel().words().startsWith(QLatin1String("2 channels, no throttle, no dirty row")),
             qPrintable(wizard.channel().words()));
    QVERIFY(wizard.source().form());
    // Keys that are no options are kept and listed (SJ-11).
    bool listed = false;
    for (QLabel *label : wizard.source().findChildren<QLabel *>())
        listed |= label->isVisible() && label->text().startsWith(QLatin1String("mine: "));
    QVERIFY(listed);
}

void WizardPageTest::typingIsOneStepAndKeepsTheRest()
{
    QVERIFY(open(table()));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->wizard().network().mayGoOn(), 60'000);
    ValueEdit *field = edit(m_page->wizard().target(), "table");
    QTest::keyClick(field, Qt::Key_End);
    QTest::keyClicks(field, QStringLiteral("_2"));
    QCOMPARE(text(), table().replace(QStringLiteral("\"orders\""), QStringLiteral("\"orders_2\"")));
    QCOMPARE(m_page->view().content(), text()); // the script shows it at once
    QVERIFY(m_page->document().isModified());
    m_page->document().undoStack().setIndex(0);
    QCOMPARE(text(), table());
    QTRY_COMPARE(field->text(), QStringLiteral("orders"));
    const auto type = [this](const char *name, const QString &place) {
        const QString changed = table().replace(QStringLiteral("orders"), QLatin1String(name));
        m_page->document().edit(changed, 0, 0, TaskDocument::Edit::Typing, QStringLiteral("table"), place);
    };
    type("a", QStringLiteral("/x"));
    type("ab", QStringLiteral("/x")); // goes on
    QCOMPARE(m_page->document().undoStack().count(), 1);
    type("abc", QStringLiteral("/y")); // another field
    QCOMPARE(m_page->document().undoStack().count(), 2);
    QTRY_COMPARE(field->text(), QStringLiteral("abc"));
    // A click is a step of its own.
    auto *mode = m_page->wizard().target().form()->row(QStringLiteral("truncate"))->findChild<SegmentedSwitch *>();
    QTest::mouseClick(mode, Qt::LeftButton, {}, QPoint(mode->width() - 12, 12));
    QCOMPARE(option(StepSide::Writer, "truncate"), QJsonValue(true));
    QCOMPARE(m_page->document().undoStack().count(), 3);
}

void WizardPageTest::scriptShowsAtOnce()
{
    QVERIFY(open(table()));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->wizard().network().mayGoOn(), 60'000);
    m_page->setPosition(TaskPage::Script);
    const int place = int(text().indexOf(QStringLiteral("orders")));
    m_page->view().goTo(place + 6);
    QTest::keyClicks(&m_page->view(), QStringLiteral("_by_hand"));
    m_page->toggleWizard(); // without waiting for anything
    QCOMPARE(edit(m_page->wizard().target(), "table")->text(), QStringLiteral("orders_by_hand"));
}

void WizardPageTest::forwardBackForward()
{
    QVERIFY(open(table()));
    for (int i = 0; i < 6; ++i) {
        m_page->toggleWizard();
        QTest::qWait(20);
    }
    m_page->setPosition(TaskPage::Wizard);
    QTest::qWait(400);
    QCOMPARE(text(), table());
    QCOMPARE(m_page->document().undoStack().count(), 0);
    QVERIFY(!m_page->document().isModified());
}

void WizardPageTest::brokenScriptIsShownReadOnly()
{
    QVERIFY(open(table()));
    WizardPage &wizard = m_page->wizard();
    QTRY_VERIFY_WITH_TIMEOUT(wizard.network().mayGoOn(), 60'000);
    m_page->setPosition(TaskPage::Script);
    QString broken = text();
    broken.replace(QStringLiteral("\"version\": \"2.0\","), QStringLiteral("\"version\":"));
    m_page->document().edit(broken, 0, 0, TaskDocument::Edit::Whole, QStringLiteral("break"));
    m_page->setPosition(TaskPage::Wizard);
    QVERIFY(wizard.isReadOnly());
    QVERIFY2(wizard.bannerText().contains(QLatin1String("does not parse")), qPrintable(wizard.bannerText()));
    QVERIFY2(wizard.bannerText().contains(QRegularExpression(QStringLiteral("\\d\\d:\\d\\d:\\d\\d"))),
             qPrintable(wizard.bannerText()));
    ValueEdit *field = edit(wizard.target(), "table");
    QCOMPARE(field->text(), QStringLiteral("orders"));
    QTest::keyClicks(field, QStringLiteral("x"));
    QCOMPARE(text(), broken);
    QTRY_VERIFY(!m_page->runObstacle().isEmpty()); // a reason, in words
    m_page->document().undoStack().undo();
    QTRY_VERIFY(!wizard.isReadOnly());
    QVERIFY(wizard.bannerText().isEmpty());
}

void WizardPageTest::undoPassesTheFieldsBy()
{
    QVERIFY(open(table()));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->wizard().network().mayGoOn(), 60'000);
    m_studio->window().activateWindow();
    ValueEdit *field = edit(m_page->wizard().target(), "table");
    QTest::keyClick(field, Qt::Key_End);
    QTest::keyClicks(field, QStringLiteral("s"));
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(text(), table());
    QTRY_COMPARE(field->text(), QStringLiteral("orders"));
    QCOMPARE(m_page->document().undoStack().count(), 1); // it was undone, not edited back
}

void WizardPageTest::problemsLeadToTheirField()
{
    QString wrong = table();
    wrong.replace(QStringLiteral("\"concurrent\": 2"), QStringLiteral("\"concurrent\": \"two\""));
    wrong.remove(QStringLiteral("\"table\": \"orders\", "));
    QVERIFY(open(wrong));
    WizardPage &wizard = m_page->wizard();
    QTRY_VERIFY_WITH_TIMEOUT(wizard.network().mayGoOn(), 60'000);
    m_studio->window().activateWindow();
    QTRY_COMPARE(wizard.channel().mark(), Glyph::Failed);
    QVERIFY(wizard.channel().form().row(QStringLiteral("concurrent"))->hasIssue());
    QTRY_COMPARE(wizard.target().mark(), Glyph::Failed);
    QVERIFY(wizard.target().form()->row(QStringLiteral("table"))->hasIssue());
    QVERIFY(wizard.source().mark() != Glyph::Failed); // an unknown key is a matter of its own
    wizard.channel().setOpen(false);
    const auto jump = [this](const char *pointer) {
        for (const Issue &issue : m_page->document().issues())
            if (issue.pointer == QLatin1String(pointer))
                return Q_EMIT m_page->problems().jumpRequested(issue);
    };
    jump("/setting/speed/concurrent");
    QVERIFY(wizard.channel().isOpen());
    QTRY_VERIFY(wizard.channel().form().row(QStringLiteral("concurrent"))->findChild<ValueEdit *>()->hasFocus());
    jump("/steps/1/parameter");
    QTRY_VERIFY(wizard.target().form()->row(QStringLiteral("table"))->findChild<ValueEdit *>()->hasFocus());
    QCOMPARE(m_page->position(), TaskPage::Wizard);
    QVERIFY(m_page->runObstacle().contains(QLatin1String("2 problems")));
    QTest::keyClicks(edit(wizard.target(), "table"), QStringLiteral("orders"));
    QTRY_VERIFY(!wizard.target().form()->row(QStringLiteral("table"))->hasIssue());
}

// Random edits in either view: the other one agrees, everything else is as it was, and each step can be taken back.
void WizardPageTest::bothWays()
{
    QVERIFY(open(table()));
    WizardPage &wizard = m_page->wizard();
    QTRY_VERIFY_WITH_TIMEOUT(wizard.network().mayGoOn(), 60'000);
    TaskDocument &document = m_page->document();
    QRandomGenerator random(7);
    const char *lines[] = {"table", "partition", "blockSizeInMB", "tunnelQuota", "slotNum"};
    const char *flags[] = {"emptyAsNull", "consistencyCommit", "useArrow", "partialColumns"};
    QMap<int, QString> states{{0, text()}}; // by index of the undo stack
    for (int round = 0; round < 60; ++round) {
        const QString before = text();
        OptionForm &form = *wizard.target().form();
        if (random.bounded(3) == 0) { // in the script
            const QString key = QLatin1String(lines[random.bounded(5)]);
            const auto step = stepOf(ScriptDocument(before), StepSide::Writer);
            const auto changed = ScriptDocument(before).set(
                pointerTo(step->pointer + QStringLiteral("/parameter"), key), QString::number(random.bounded(100)));
            QVERIFY(changed.ok());
            document.edit(changed->text(), 0, 0, TaskDocument::Edit::Whole, key);
        } else if (random.bounded(2) == 0) {
            const char *key = flags[random.bounded(4)];
            form.goTo(QLatin1String(key));
            auto *box = form.row(QLatin1String(key))->findChild<QCheckBox *>();
            const bool on = box->isChecked();
            QTest::keyClick(box, Qt::Key_Space);
            QCOMPARE(option(StepSide::Writer, key), QJsonValue(!on));
        } else {
            const char *key = lines[random.bounded(5)];
            ValueEdit *field = edit(wizard.target(), key);
            field->selectAll();
            QTest::keyClicks(field, QString::number(random.bounded(1000) + 1000));
        }
        QCoreApplication::processEvents();
        const ScriptDocument script(text());
        QVERIFY(script.parsed());
        const QJsonObject parameter = stepOf(script, StepSide::Writer)->parameter;
        QCOMPARE(form.values(), parameter);
        // The smallest edit, whoever made it; what is not touched is there byte for byte.
        QCOMPARE(ScriptDocument(before).set(QStringLiteral("/steps/1/parameter"), parameter)->text(), text());
        for (const char *kept : {"\"type\": \"job\", // kept\n", "/* rows */ \"mine\": { \"b\": 1, \"a\": 2 }"})
            QVERIFY(text().contains(QLatin1String(kept)));
        states.insert(document.undoStack().index(), text());
    }
    for (const int index : states.keys() + states.keys()) {
        document.undoStack().setIndex(index);
        QCOMPARE(text(), states[index]);
        QCoreApplication::processEvents();
        QCOMPARE(wizard.target().form()->values(), stepOf(ScriptDocument(text()), StepSide::Writer)->parameter);
    }
    document.undoStack().setIndex(0);
    QCOMPARE(text(), table());
}

void WizardPageTest::channelControl()
{
    QVERIFY(open(table()));
    WizardPage &wizard = m_page->wizard();
    QTRY_VERIFY_WITH_TIMEOUT(wizard.network().mayGoOn(), 60'000);
    OptionForm &form = wizard.channel().form();
    QVERIFY(form.goTo(QStringLiteral("concurrent")));
    auto *lanes = form.row(QStringLiteral("concurrent"))->findChild<ValueEdit *>();
    lanes->selectAll();
    QTest::keyClicks(lanes, QStringLiteral("8"));
    QVERIFY(text().contains(QLatin1String("\"concurrent\": 8")));
    auto *throttle = form.row(QStringLiteral("throttle"))->findChild<SegmentedSwitch *>();
    QVERIFY(!form.row(QStringLiteral("mbps"))->isVisible());
    QTest::mouseClick(throttle, Qt::LeftButton, {}, QPoint(throttle->width() - 12, 12));
    QTRY_VERIFY(form.row(QStringLiteral("mbps"))->isVisible());
    QVERIFY(text().contains(QLatin1String("\"mbps\": \"12\""))); // as the documents print it
    auto *policy = form.row(QStringLiteral("dirtyPolicy"))->findChild<ChoiceBox *>();
    policy->setFocus();
    QTest::keyClick(policy, Qt::Key_Down);
    QTRY_VERIFY(form.row(QStringLiteral("record"))->isVisible());
    QVERIFY(text().contains(QLatin1String("\"record\": \"10\"")));
    QTRY_VERIFY2(wizard.channel().words().startsWith(QLatin1String("8 channels, 12 MB/s, at most 10 dirty rows")),
                 qPrintable(wizard.channel().words()));
    QVERIFY(!ChannelSection::queueBytes(4)); // the usual
}

// UI-7: what depends on the ends waits for them, or for the person.
void WizardPageTest::unreachableEndsClose()
{
    QVERIFY(m_studio->open());
    QTcpServer taken; // a port that nobody serves a moment later
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    const QString endpoint = QStringLiteral("http://127.0.0.1:%1/api").arg(taken.serverPort());
    taken.close();
    DataSource far;
    far.name = QStringLiteral("far");
    far.type = QStringLiteral("odps");
    far.values = {{QStringLiteral("endpoint"), endpoint},
                  {QStringLiteral("project"), QStringLiteral("p")},
                  {QStringLiteral("accessId"), QStringLiteral("id")},
                  {QStringLiteral("accessKey"), QStringLiteral("key")}};
    QVERIFY(m_studio->window().session()->keeper->save(far).ok());
    QVERIFY(open(table().replace(QStringLiteral("odps_first"), QStringLiteral("far"))));
    WizardPage &wizard = m_page->wizard();
    QVERIFY(!wizard.network().mayGoOn());
    QVERIFY(!wizard.target().form()->isVisible());
    NetworkEnd &end = wizard.network().end(StepSide::Writer);
    QTRY_COMPARE_WITH_TIMEOUT(end.state(), NetworkEnd::State::Failed, 60'000);
    QVERIFY(!end.detail().isEmpty());
    QVERIFY(!wizard.network().mayGoOn());
    QVERIFY2(wizard.target().words().contains(QLatin1String("offline")), qPrintable(wizard.target().words()));
    QCOMPARE(wizard.network().mark(), Glyph::Failed);
    QPushButton *offline = button(wizard, QStringLiteral("Go on offline"));
    QVERIFY(offline);
    QTest::mouseClick(offline, Qt::LeftButton);
    QVERIFY(wizard.target().form()->isVisible());
    QTest::keyClicks(edit(wizard.target(), "table"), QStringLiteral("x"));
    QVERIFY(text().contains(QLatin1String("\"ordersx\"")));
}

void WizardPageTest::testsCanBeStopped()
{
    QVERIFY(m_studio->open());
    QTcpServer silent; // takes connections and says nothing
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    DataSource slow;
    slow.name = QStringLiteral("slow");
    slow.type = QStringLiteral("odps");
    slow.values = {{QStringLiteral("endpoint"), QStringLiteral("http://127.0.0.1:%1/api").arg(silent.serverPort())},
                   {QStringLiteral("project"), QStringLiteral("p")},
                   {QStringLiteral("accessId"), QStringLiteral("id")},
                   {QStringLiteral("accessKey"), QStringLiteral("key")}};
    QVERIFY(m_studio->window().session()->keeper->save(slow).ok());
    QVERIFY(open(table().replace(QStringLiteral("odps_first"), QStringLiteral("slow"))));
    WizardPage &wizard = m_page->wizard();
    NetworkEnd &end = wizard.network().end(StepSide::Writer);
    QTRY_COMPARE_WITH_TIMEOUT(end.state(), NetworkEnd::State::Testing, 30'000);
    QPushButton *cancel = button(wizard, QStringLiteral("Cancel"));
    QVERIFY(cancel);
    QTest::mouseClick(cancel, Qt::LeftButton);
    QCOMPARE(end.state(), NetworkEnd::State::Untested);
    QVERIFY(button(wizard, QStringLiteral("Test")));
}

void WizardPageTest::goneSourcesAreFlagged()
{
    QVERIFY(open(table().replace(QStringLiteral("odps_first"), QStringLiteral("was_renamed"))));
    WizardPage &wizard = m_page->wizard();
    NetworkEnd &end = wizard.network().end(StepSide::Writer);
    QTRY_COMPARE_WITH_TIMEOUT(end.state(), NetworkEnd::State::Missing, 30'000);
    QCOMPARE(end.names().currentText(), QStringLiteral("was_renamed")); // as the script has it
    QVERIFY(end.detail().contains(QLatin1String("was_renamed")));
    QVERIFY(wizard.network().words().contains(QLatin1String("not there")));
    // Choosing one that is there cures it.
    const int there = end.names().findText(QStringLiteral("odps_first"));
    QVERIFY(there >= 0);
    end.names().setFocus();
    while (end.names().currentIndex() != there)
        QTest::keyClick(&end.names(), end.names().currentIndex() > there ? Qt::Key_Up : Qt::Key_Down);
    QTRY_COMPARE(option(StepSide::Writer, "datasource"), QJsonValue(QStringLiteral("odps_first")));
    QTRY_COMPARE_WITH_TIMEOUT(end.state(), NetworkEnd::State::Connected, 60'000);
    QCOMPARE(text(), table());
}

void WizardPageTest::anotherSystemIsChosen()
{
    QVERIFY(open(table()));
    WizardPage &wizard = m_page->wizard();
    QTRY_VERIFY_WITH_TIMEOUT(wizard.network().mayGoOn(), 60'000);
    ChoiceBox &types = wizard.network().end(StepSide::Writer).types();
    const int file = types.findData(QStringLiteral("file"));
    types.setFocus();
    while (types.currentIndex() != file)
        QTest::keyClick(&types, types.currentIndex() > file ? Qt::Key_Up : Qt::Key_Down);
    QTRY_COMPARE(stepOf(ScriptDocument(text()), StepSide::Writer)->stepType, QStringLiteral("file"));
    QTRY_VERIFY(wizard.target().form()->row(QStringLiteral("path")));
    QVERIFY(text().contains(QLatin1String("// kept")));
    while (m_page->document().undoStack().canUndo())
        m_page->document().undoStack().undo();
    QTRY_VERIFY(wizard.target().form()->row(QStringLiteral("table")));
    QCOMPARE(text(), table());
}

void WizardPageTest::rerunVerdictIsShown()
{
    QVERIFY(open(table()));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->wizard().network().mayGoOn(), 60'000);
    const auto says = [this](const char *words) {
        for (Chip *chip : m_page->findChildren<Chip *>())
            if (chip->isVisible() && chip->accessibleName().startsWith(QLatin1String(words)) &&
                !chip->toolTip().isEmpty())
                return true;
        return false;
    };
    QTRY_VERIFY(says("Rerun duplicates rows"));
    auto *mode = m_page->wizard().target().form()->row(QStringLiteral("truncate"))->findChild<SegmentedSwitch *>();
    QTRY_COMPARE(mode->size(), mode->sizeHint()); // the section has just opened
    QTest::mouseClick(mode, Qt::LeftButton, {}, QPoint(mode->width() - 12, 12));
    QTRY_VERIFY(says("Safe to rerun"));
}

void WizardPageTest::mapperOpensInPlace()
{
    QVERIFY(open(table()));
    WizardPage &wizard = m_page->wizard();
    QTRY_VERIFY_WITH_TIMEOUT(wizard.network().mayGoOn(), 60'000);
    QPushButton *verb = button(wizard, QStringLiteral("Open mapper"));
    QVERIFY(verb);
    QTest::mouseClick(verb, Qt::LeftButton);
    QVERIFY(wizard.mapper()->isVisible());
    QVERIFY(!wizard.network().isVisible());
    Q_EMIT wizard.mapper()->closed();
    QVERIFY(wizard.network().isVisible());
    QVERIFY2(!wizard.mapping().words().isEmpty(), "the mapping says nothing of itself");
}

void WizardPageTest::changesInWords()
{
    QVERIFY(open(table()));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->wizard().network().mayGoOn(), 60'000);
    QVERIFY(m_page->diff().changes().isEmpty());
    QTest::keyClicks(edit(m_page->wizard().target(), "table"), QStringLiteral("2"));
    m_page->setPosition(TaskPage::Script);
    QTRY_COMPARE(m_page->diff().changes().size(), 1);
    QVERIFY(m_page->diff().isVisible());
    QPushButton *chip = button(m_page->diff(), QStringLiteral("table orders → orders2"));
    QVERIFY(chip);
    QTest::mouseClick(chip, Qt::LeftButton);
    QCOMPARE(m_page->view().caretLine(), 8);
    m_page->diff().setOther(QStringLiteral("other.job.json"),
                            table().replace(QStringLiteral("\"concurrent\": 2"), QStringLiteral("\"concurrent\": 1")));
    QTRY_COMPARE(m_page->diff().changes().size(), 2);
    bool saved = false;
    m_page->save([&saved](bool done) { saved = done; });
    QTRY_VERIFY(saved);
    m_page->diff().setOther({}, {});
    QTRY_VERIFY(!m_page->diff().isVisible());
}

void WizardPageTest::newTasksOpenHere()
{
    QVERIFY(open(table()));
    m_page->setPosition(TaskPage::Script);
    QCOMPARE(m_studio->openTask(m_path)->position(), TaskPage::Script);
    m_studio->writeTask(QStringLiteral("other.job.json"), table());
    QCOMPARE(m_studio->openTask(QStringLiteral("other.job.json"))->position(), TaskPage::Script); // remembered
    m_page->toggleWizard();
    m_studio->writeTask(QStringLiteral("third.job.json"), table());
    QCOMPARE(m_studio->openTask(QStringLiteral("third.job.json"))->position(), TaskPage::Wizard);
}

std::unique_ptr<QObject> makeWizardPageTest(Appearance &look)
{
    return std::make_unique<WizardPageTest>(look);
}

#include "tst_wizardpage.moc"
