#include "studiofixture.h"
#include "widgets/run/dirtypane.h"
#include "widgets/run/rulebar.h"
#include "widgets/run/runpage.h"
#include "widgets/run/traildialog.h"
#include "widgets/task/taskpage.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QListView>
#include <QPointer>
#include <QPushButton>
#include <QTest>

using namespace sluice;

// Refused rows, corrected with mouse and keys and sent again, against the real warehouse.
class WorkbenchTest : public QObject
{
    Q_OBJECT
public:
    explicit WorkbenchTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void threeRowsAreFixedAndReplayed();
    void correctionsOutliveTheWindow();
    void lineIsTakenApartAgain();
    void failedAttemptSaysWhyNot();

private:
    bool runOrders(const QByteArray &csv, int allowed = 100);
    QList<QStringList> orders() const;
    bool settled() const
    {
        return QTest::qWaitFor([this] { return !pane().isBusy(); }, 30'000);
    }
    DirtyPane &pane() const { return m_page->runPage().dirty(); }
    void type(int row, int column, const QString &text);

    Appearance &m_look;
    std::unique_ptr<StudioFixture> m_studio;
    TaskPage *m_page = nullptr;
    const QString m_path = QStringLiteral("load.job.json");
};

void WorkbenchTest::init()
{
    m_studio = std::make_unique<StudioFixture>(m_look);
}

void WorkbenchTest::cleanup()
{
    m_studio.reset();
}

bool WorkbenchTest::runOrders(const QByteArray &csv, int allowed)
{
    QFile file(m_studio->directory() + QStringLiteral("/orders.csv"));
    if (!file.open(QIODevice::WriteOnly) || file.write(csv) != csv.size())
        return false;
    file.close();
    m_studio->writeTask(m_path, QStringLiteral(R"({
  "type": "job",
  "version": "2.0",
  "steps": [
    { "stepType": "file", "name": "Reader", "category": "reader",
      "parameter": { "path": "orders.csv", "fileFormat": "csv", "header": true } },
    { "stepType": "odps", "name": "Writer", "category": "writer",
      "parameter": { "datasource": "odps_first", "table": "orders", "column": [ "*" ], "truncate": true } }
  ],
  "setting": { "errorLimit": { "record": %1 }, "speed": { "concurrent": 1, "throttle": false } },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)")
                                    .arg(allowed));
    if (!m_studio->open())
        return false;
    const auto made = m_studio->window().session()->probes->runSql(
        QStringLiteral("odps_first"), QStringLiteral("CREATE TABLE orders (id BIGINT, amount BIGINT, day DATE)"),
        Stop());
    m_page = m_studio->openTask(m_path);
    if (!made.ok() || !m_page)
        return false;
    m_studio->window().actions().action(QStringLiteral("run.start"))->trigger();
    RunPage &run = m_page->runPage();
    return QTest::qWaitFor(
        [&] { return run.hasAttempt() && !run.isRunning() && run.details().task && pane().model().rowCount() > 0; },
        60'000);
}

QList<QStringList> WorkbenchTest::orders() const
{
    const auto rows = m_studio->window().session()->probes->runSql(
        QStringLiteral("odps_first"), QStringLiteral("SELECT id, amount, day FROM orders ORDER BY id"), Stop());
    return rows.ok() ? rows->rows : QList<QStringList>();
}

// Opens a cell with F2, types over it and leaves it with Return.
void WorkbenchTest::type(int row, int column, const QString &text)
{
    QTableView &table = pane().table();
    table.setCurrentIndex(pane().model().index(row, column));
    table.setFocus();
    QTest::keyClick(&table, Qt::Key_F2);
    QPointer<QLineEdit> edit = table.findChild<QLineEdit *>();
    QVERIFY(edit);
    edit->selectAll();
    QTest::keyClicks(edit, text);
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_VERIFY(!edit); // the view takes what was typed once the key is done with
}

void WorkbenchTest::threeRowsAreFixedAndReplayed()
{
    QVERIFY(runOrders("id,amount,day\n1,10,2013-01-01\n2,NA,2013-01-02\n3,NA,2013-01-03\nx,40,04/01/2013\n"));
    DirtyModel &model = pane().model();
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QTRY_COMPARE(model.rowCount(), 3);
    QVERIFY(!pane().replayButton().isEnabled());
    QCOMPARE(orders().size(), 1);

    // Two rows of one cause, by a rule that says beforehand how many it takes.
    RuleBar &rules = pane().ruleBar();
    pane().chooseCause(model.row(0).came.cause);
    FixRule rule;
    rule.kind = FixRule::Kind::Null;
    rule.text = QStringLiteral("NA");
    rules.setRule(rule);
    QTRY_COMPARE(rules.applyButton().text(), QStringLiteral("Apply to 2"));
    QTest::mouseClick(&rules.applyButton(), Qt::LeftButton);
    QVERIFY(settled());
    QTRY_COMPARE(model.set()->count(FixState::Fixed), 2);
    QTRY_VERIFY(!rules.applyButton().isEnabled()); // nothing is left for it

    // The third by hand: two cells, the first still wrong after one try.
    pane().chooseCause({});
    int row = 0;
    while (model.row(row).state != FixState::Rejected)
        ++row;
    type(row, DirtyModel::FirstValue, QStringLiteral("four"));
    QVERIFY(settled());
    QCOMPARE(model.row(row).state, FixState::Rejected);
    type(row, DirtyModel::FirstValue, QStringLiteral("4"));
    QVERIFY(settled());
    QCOMPARE(model.row(row).state, FixState::Rejected); // the date
    type(row, DirtyModel::FirstValue + 2, QStringLiteral("2013-01-04"));
    QVERIFY(settled());
    QCOMPARE(model.row(row).state, FixState::Fixed);

    QVERIFY(pane().replayButton().isEnabled());
    const QString first = m_page->runPage().view().attempt.id;
    QTest::mouseClick(&pane().replayButton(), Qt::LeftButton);
    RunPage &run = m_page->runPage();
    QVERIFY(QTest::qWaitFor([&] { return run.view().attempt.id != first && !run.isRunning(); }, 60'000));
    QVERIFY2(run.view().attempt.state == QLatin1String("Succeeded"), qPrintable(run.view().attempt.error));
    QCOMPARE(run.view().attempt.replays, first);
    QCOMPARE(run.view().attempt.rowsWritten, 3);
    QCOMPARE(orders(), (QList<QStringList>{{"1", "10", "2013-01-01"},
                                           {"2", QString(), "2013-01-02"},
                                           {"3", QString(), "2013-01-03"},
                                           {"4", "40", "2013-01-04"}}));

    // Back at the first attempt its rows have been sent, and cannot be again.
    QTRY_VERIFY(run.attempts().size() == 2);
    run.showAttempt(run.attempts().last());
    QTRY_COMPARE(model.rowCount(), 3);
    QCOMPARE(model.set()->count(FixState::Replayed), 3);
    QVERIFY(!pane().replayButton().isEnabled());
    QVERIFY(!(model.flags(model.index(0, DirtyModel::FirstValue)) & Qt::ItemIsEditable));

    for (QPushButton *button : pane().findChildren<QPushButton *>())
        if (button->text() == QLatin1String("Trail"))
            QTest::mouseClick(button, Qt::LeftButton);
    auto *dialog = pane().findChild<TrailDialog *>();
    QVERIFY(dialog);
    auto *grid = dialog->findChild<QTableView *>();
    QCOMPARE(grid->model()->rowCount(), 6); // two by the rule, three by hand, one replay
    dialog->accept();
}

void WorkbenchTest::correctionsOutliveTheWindow()
{
    QVERIFY(runOrders("id,amount,day\n1,x,2013-01-01\n"));
    type(0, DirtyModel::FirstValue + 1, QStringLiteral("7"));
    QVERIFY(settled());
    RunPage &run = m_page->runPage();
    const Attempt attempt = run.view().attempt;
    run.showAttempt(attempt);
    QTRY_COMPARE(pane().model().rowCount(), 1);
    QCOMPARE(pane().model().row(0).state, FixState::Fixed);
    QCOMPARE(pane().model().index(0, DirtyModel::FirstValue + 1).data().toString(), QStringLiteral("7"));
    // Delete stands for NULL.
    pane().table().setCurrentIndex(pane().model().index(0, DirtyModel::FirstValue + 1));
    QTest::keyClick(&pane().table(), Qt::Key_Delete);
    QVERIFY(settled());
    QVERIFY(pane().model().index(0, DirtyModel::FirstValue + 1).data(Qt::UserRole).toBool());
    QCOMPARE(pane().model().row(0).state, FixState::Fixed);
}

void WorkbenchTest::lineIsTakenApartAgain()
{
    QVERIFY(runOrders("id,amount,day\n1,10,2013-01-01\n2;20;2013-01-02\n"));
    DirtyModel &model = pane().model();
    QCOMPARE(model.row(0).came.form, DirtyRecord::Form::Text);
    type(0, model.lineColumn(), QStringLiteral("2,20,2013-01-02"));
    QTRY_COMPARE_WITH_TIMEOUT(model.row(0).state, FixState::Fixed, 20'000);
    QCOMPARE(model.index(0, DirtyModel::FirstValue + 1).data().toString(), QStringLiteral("20"));
    QVERIFY(settled());
    QTest::mouseClick(&pane().replayButton(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(orders().size(), 2, 60'000);
}

void WorkbenchTest::failedAttemptSaysWhyNot()
{
    QVERIFY(runOrders("id,amount,day\n1,x,2013-01-01\n", 0));
    QCOMPARE(m_page->runPage().view().attempt.state, QStringLiteral("Failed"));
    type(0, DirtyModel::FirstValue + 1, QStringLiteral("7"));
    QVERIFY(settled());
    QVERIFY(!pane().replayButton().isEnabled());
    QVERIFY(pane().note().contains(QStringLiteral("did not succeed")));
}

std::unique_ptr<QObject> makeWorkbenchTest(Appearance &look)
{
    return std::make_unique<WorkbenchTest>(look);
}

#include "tst_workbench.moc"
