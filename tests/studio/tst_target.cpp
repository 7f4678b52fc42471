#include "studiofixture.h"
#include "widgets/run/runpage.h"
#include "widgets/task/scriptview.h"
#include "widgets/task/targetdialog.h"
#include "widgets/task/taskpage.h"

#include <QFile>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace sluice;

// "Generate target table…": from a file without a table to rows in it.
class TargetTest : public QObject
{
    Q_OBJECT
public:
    explicit TargetTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void onlyForMaxCompute();
    void makesTheTableOfAFailedRun();
    void choicesRewriteUntilEdited();
    void errorsStandBesideTheText();

private:
    TaskPage *openLoad(const QString &table);
    TargetDialog *openDialog(TaskPage *page);
    QAction *verb() { return m_studio->window().actions().action(QStringLiteral("task.generateTarget")); }
    static QPushButton *button(QWidget *in, const QString &text);

    Appearance &m_look;
    std::unique_ptr<StudioFixture> m_studio;
    const QString m_path = QStringLiteral("load.job.json");
};

void TargetTest::init()
{
    m_studio = std::make_unique<StudioFixture>(m_look);
}

void TargetTest::cleanup()
{
    m_studio.reset();
}

QPushButton *TargetTest::button(QWidget *in, const QString &text)
{
    for (QPushButton *button : in->findChildren<QPushButton *>())
        if (button->text() == text && button->isVisibleTo(in))
            return button;
    return nullptr;
}

TaskPage *TargetTest::openLoad(const QString &table)
{
    QFile csv(m_studio->directory() + QStringLiteral("/orders.csv"));
    if (!csv.open(QIODevice::WriteOnly))
        return nullptr;
    csv.write("id,Unit Price,day\n1,10.5,2024-01-01\n2,20,2024-01-02\n3,30,2024-01-03\n");
    csv.close();
    m_studio->writeTask(m_path, QStringLiteral(R"({
  "type": "job",
  "version": "2.0",
  "steps": [
    { "stepType": "file", "name": "Reader", "category": "reader",
      "parameter": { "path": "orders.csv", "fileFormat": "csv", "header": true, "column": [ "*" ] } },
    { "stepType": "odps", "name": "Writer", "category": "writer",
      "parameter": { "datasource": "odps_first", "table": "%1", "column": [ "*" ], "truncate": true } }
  ],
  "setting": { "errorLimit": { "record": 0 }, "speed": { "concurrent": 1, "throttle": false } },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)")
                                    .arg(table));
    return m_studio->open() ? m_studio->openTask(m_path) : nullptr;
}

// Open, with its statement there.
TargetDialog *TargetTest::openDialog(TaskPage *page)
{
    auto *dialog = page->findChild<TargetDialog *>();
    if (!dialog || !QTest::qWaitFor([&] { return dialog->isReady() || !dialog->errorText().isEmpty(); }, 60'000))
        return nullptr;
    return dialog;
}

void TargetTest::onlyForMaxCompute()
{
    m_studio->writeTask(m_path, StudioFixture::streamTask(10));
    QVERIFY(m_studio->open());
    QVERIFY(!verb()->isEnabled());
    TaskPage *page = m_studio->openTask(m_path);
    QVERIFY(page);
    QVERIFY(!verb()->isEnabled());
    QVERIFY2(verb()->toolTip().contains(QLatin1String("not MaxCompute")), qPrintable(verb()->toolTip()));
}

void TargetTest::makesTheTableOfAFailedRun()
{
    TaskPage *page = openLoad(QStringLiteral("orders"));
    QVERIFY(page);
    QTRY_VERIFY(verb()->isEnabled());
    RunPage &run = page->runPage();
    const auto ended = [&run] { return run.hasAttempt() && !run.isRunning(); };
    page->run();
    QVERIFY(QTest::qWaitFor(ended, 60'000));
    QCOMPARE(run.view().attempt.state, QStringLiteral("Failed"));
    QTRY_VERIFY(button(&run, QStringLiteral("Generate target table…")));
    button(&run, QStringLiteral("Generate target table…"))->click();

    QPointer<TargetDialog> dialog = openDialog(page);
    QVERIFY(dialog);
    QVERIFY2(dialog->errorText().isEmpty(), qPrintable(dialog->errorText()));
    QCOMPARE(dialog->editor().toPlainText(), QStringLiteral("CREATE TABLE `orders` (\n"
                                                            "    `id`         BIGINT,\n"
                                                            "    `unit_price` DOUBLE,\n"
                                                            "    `day`        DATE\n"
                                                            ")\n"
                                                            "LIFECYCLE 30;\n"));
    QString made;
    connect(dialog, &TargetDialog::created, this, [&made](const QString &table) { made = table; });
    button(dialog, QStringLiteral("Create"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(!dialog, 60'000);
    QCOMPARE(made, QStringLiteral("orders"));
    QTRY_VERIFY(button(page, QStringLiteral("Run"))); // what comes next is offered
    page->run();
    QVERIFY(QTest::qWaitFor(ended, 60'000));
    QVERIFY2(run.view().attempt.state == QLatin1String("Succeeded"), qPrintable(run.view().attempt.error));
    QCOMPARE(run.view().progress.rowsWritten, 3);
}

void TargetTest::choicesRewriteUntilEdited()
{
    TaskPage *page = openLoad(QStringLiteral("orders"));
    QVERIFY(page);
    QTRY_VERIFY(verb()->isEnabled());
    verb()->trigger();
    TargetDialog *dialog = openDialog(page);
    QVERIFY(dialog);
    const auto says = [dialog](const char *text) {
        return dialog->editor().toPlainText().contains(QLatin1String(text));
    };
    QCOMPARE(dialog->keys().count(), 3);
    dialog->keys().item(0)->setCheckState(Qt::Checked);
    QVERIFY(says("PRIMARY KEY (`id`)"));
    QVERIFY(says("'write.bucket.num'='16'"));
    const QList<QLineEdit *> fields = dialog->findChildren<QLineEdit *>();
    QCOMPARE(fields.size(), 2);
    fields[0]->clear();
    QTest::keyClicks(fields[0], QStringLiteral("8"));
    QVERIFY(says("'write.bucket.num'='8'"));
    fields[1]->clear();
    QTest::keyClicks(fields[1], QStringLiteral("0"));
    QVERIFY(!says("LIFECYCLE"));

    const Appearance::Mode mode = m_look.mode();
    m_look.setMode(Appearance::Mode::Dark); // other colours are no edit
    m_look.setMode(Appearance::Mode::Light);
    m_look.setMode(mode);
    QTest::qWait(50);
    QVERIFY(dialog->keys().isEnabled());
    QTest::keyClicks(&dialog->editor(), QStringLiteral("-- mine"));
    QVERIFY(!dialog->keys().isEnabled());
    QVERIFY(says("-- mine"));
    button(dialog, QStringLiteral("Write it anew"))->click();
    QVERIFY(dialog->keys().isEnabled());
    QVERIFY(!says("-- mine"));
    QVERIFY(says("PRIMARY KEY (`id`)"));
    dialog->reject();
    QVERIFY(!m_studio->window()
                 .session()
                 ->probes->objectSchema(QStringLiteral("odps_first"), QStringLiteral("orders"), Stop())
                 .ok());
}

void TargetTest::errorsStandBesideTheText()
{
    TaskPage *page = openLoad(QStringLiteral("orders"));
    QVERIFY(page);
    QTRY_VERIFY(verb()->isEnabled());
    verb()->trigger();
    QPointer<TargetDialog> dialog = openDialog(page);
    QVERIFY(dialog);
    QString text = dialog->editor().toPlainText();
    dialog->editor().setPlainText(text.replace(QStringLiteral("DOUBLE"), QStringLiteral("DUOBLE")));
    button(dialog, QStringLiteral("Create"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(!dialog->errorText().isEmpty(), 60'000);
    QVERIFY2(dialog->errorText().contains(QLatin1String("line 3, column")), qPrintable(dialog->errorText()));
    QCOMPARE(dialog->editor().textCursor().blockNumber(), 2);
    // Put right under another name: made, and said so.
    dialog->editor().setPlainText(text.replace(QStringLiteral("DUOBLE"), QStringLiteral("DECIMAL(10,2)"))
                                      .replace(QStringLiteral("`orders`"), QStringLiteral("other_orders")));
    QString made;
    connect(dialog, &TargetDialog::created, this, [&made](const QString &table) { made = table; });
    button(dialog, QStringLiteral("Create"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(!dialog, 60'000);
    QCOMPARE(made, QStringLiteral("other_orders"));
}

std::unique_ptr<QObject> makeTargetTest(Appearance &look)
{
    return std::make_unique<TargetTest>(look);
}

#include "tst_target.moc"
