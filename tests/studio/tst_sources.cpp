#include "service/sourceexchange.h"
#include "studiofixture.h"
#include "widgets/form/linefields.h"
#include "widgets/form/optionform.h"
#include "widgets/source/renamedialog.h"
#include "widgets/source/sourcedialog.h"
#include "widgets/source/sourcespage.h"
#include "widgets/source/stagepanel.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QMenu>
#include <QMessageBox>
#include <QTableView>
#include <QTcpServer>
#include <QTest>

using namespace sluice;

namespace
{

constexpr int patience = 30'000;
const QString secret = QStringLiteral("typed-by-hand-4711");

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

// Data sources: the page with its list and verbs, and the dialog with its test.
class SourcesTest : public QObject
{
    Q_OBJECT
public:
    explicit SourcesTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void ownWarehouseIsShown();
    void newSourceIsTestedAndSaved();
    void namesAndDescriptionsAreJudged();
    void failedTestOpensItsCure();
    void refusedPort();
    void silentServerIsCancelled();
    void halvesOfTheirOwn();
    void untouchedSecretStays();
    void spareSecretIsForgotten();
    void editingAgain();
    void renameChangesTasks();
    void deleteNamesUsers();
    void duplicateAndTestAll();
    void exportAndImport();
    void filterAndKeys();
    void regionsAreHinted();
    void prerequisitesAreListed();

private:
    SourcesPage &page() { return m_studio->window().sources(); }
    const Session &session() { return *m_studio->window().session(); }
    bool settle();
    bool save(const DataSource &source);
    DataSource local(const QString &name);
    DataSource files(const QString &name);
    SourceDialog *add(const QString &type);
    static void type(SourceDialog *dialog, const QString &key, const QString &text);
    static bool finished(SourceDialog *dialog);
    static QPushButton *button(QWidget *in, const QString &text);

    Appearance &m_look;
    std::unique_ptr<StudioFixture> m_studio;
};

void SourcesTest::init()
{
    static QTemporaryDir home;
    qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    m_studio = std::make_unique<StudioFixture>(m_look);
    QVERIFY(m_studio->open());
    m_studio->window().showSources();
    QVERIFY(settle());
}

void SourcesTest::cleanup()
{
    m_studio.reset();
}

bool SourcesTest::settle()
{
    return QTest::qWaitFor([this] { return page().isReady() && page().model().usersKnown(); }, patience);
}

bool SourcesTest::save(const DataSource &source)
{
    if (!session().keeper->save(source).ok())
        return false;
    page().refresh();
    return settle() && page().model().entry(source.name);
}

DataSource SourcesTest::local(const QString &name)
{
    DataSource source = session().warehouse->ensure().value();
    source.name = name;
    source.local = false;
    source.description.clear();
    return source;
}

DataSource SourcesTest::files(const QString &name)
{
    DataSource source;
    source.name = name;
    source.type = QStringLiteral("file");
    source.values = {{QStringLiteral("path"), QStringLiteral(".")}};
    return source;
}

SourceDialog *SourcesTest::add(const QString &type)
{
    for (QAction *action : page().typeMenu().actions())
        if (action->data().toString() == type)
            action->trigger();
    auto *dialog = m_studio->window().findChild<SourceDialog *>();
    return dialog && QTest::qWaitFor([dialog] { return dialog->isReady(); }, patience) ? dialog : nullptr;
}

void SourcesTest::type(SourceDialog *dialog, const QString &key, const QString &text)
{
    OptionRow *row = dialog->form().row(key);
    auto *field = row ? row->findChild<QLineEdit *>() : nullptr;
    QVERIFY2(field, qUtf8Printable(key));
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Tab);
}

bool SourcesTest::finished(SourceDialog *dialog)
{
    return QTest::qWaitFor([dialog] { return !dialog->isTesting(); }, patience);
}

QPushButton *SourcesTest::button(QWidget *in, const QString &text)
{
    for (QPushButton *button : in->findChildren<QPushButton *>())
        if (button->text() == text && button->isVisibleTo(in))
            return button;
    return nullptr;
}

void SourcesTest::ownWarehouseIsShown()
{
    const QAbstractItemModelTester tester(&page().model());
    QCOMPARE(page().model().rowCount(), 1);
    QCOMPARE(page().currentName(), QStringLiteral("odps_first"));
    QTRY_VERIFY(session().warehouse->isServing());
    page().refresh();
    QTRY_VERIFY(page().model().index(0, SourceModel::Where).data().toString().contains(QStringLiteral("127.0.0.1:")));
    ActionRegistry &actions = m_studio->window().actions();
    for (const char *id : {"sources.edit", "sources.rename", "sources.delete", "sources.duplicate"}) {
        QAction *action = actions.action(QLatin1String(id));
        QVERIFY(!action->isEnabled());
        QVERIFY(actions.reason(action).contains(QStringLiteral("own warehouse")));
    }
    QTest::keyClick(&page().view(), Qt::Key_T, Qt::ControlModifier);
    QVERIFY(QTest::qWaitFor(
        [this] {
            return page()
                .model()
                .index(0, SourceModel::Status)
                .data()
                .toString()
                .startsWith(QStringLiteral("Connected"));
        },
        patience));
}

void SourcesTest::newSourceIsTestedAndSaved()
{
    const DataSource source = local(QStringLiteral("shop"));
    SourceDialog *dialog = add(QStringLiteral("odps"));
    QVERIFY(dialog);
    QVERIFY(!dialog->saveButton().isEnabled());
    QTest::keyClicks(&dialog->name(), QStringLiteral("shop"));
    QTest::keyClick(&dialog->name(), Qt::Key_Return); // tests: nothing is filled in yet
    QVERIFY(!dialog->isTesting());
    QVERIFY(dialog->form().row(QStringLiteral("endpoint"))->hasIssue());
    QVERIFY(dialog->form().row(QStringLiteral("accessKey"))->hasIssue());
    for (const char *key : {"endpoint", "project", "accessId", "accessKey"})
        type(dialog, QLatin1String(key), source.values[QLatin1String(key)].toString());
    QTest::keyClick(&dialog->name(), Qt::Key_Return);
    QVERIFY(dialog->isTesting());
    QVERIFY(!dialog->testButton().isEnabled());
    QVERIFY(finished(dialog));
    QCOMPARE(dialog->stages().chipText(), QStringLiteral("Connected"));
    QVERIFY(dialog->stages().stageText(Stage::List).contains(QStringLiteral("table")));
    QVERIFY(dialog->saveButton().isEnabled());
    QTest::keyClick(dialog, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(page().model().entry(QStringLiteral("shop")));
    QTRY_COMPARE(page().currentName(), QStringLiteral("shop"));
    QCOMPARE(page().model().entry(QStringLiteral("shop"))->development.state, SourceStatus::State::Connected);
    QVERIFY(session().keeper->resolve(QStringLiteral("shop")).ok());
    const QByteArray file = read(m_studio->directory() + QStringLiteral("/.sluice/sources/shop.source.json"));
    QVERIFY(!file.contains(source.values[QLatin1String("accessKey")].toString().toUtf8()));
}

// DS-2, DS-3
void SourcesTest::namesAndDescriptionsAreJudged()
{
    QVERIFY(save(files(QStringLiteral("taken"))));
    SourceDialog *dialog = add(QStringLiteral("file"));
    QVERIFY(dialog);
    QVERIFY(dialog->nameMessage().isEmpty()); // nothing was typed yet
    for (const char *name : {"1abc", "_x", "my-ds", "my ds", "数据", "taken", "odps_first"}) {
        dialog->name().selectAll();
        dialog->name().insert(QString::fromUtf8(name));
        QVERIFY2(!dialog->nameMessage().isEmpty(), name);
        QVERIFY(dialog->name().property("invalid").toBool());
        dialog->test();
        QVERIFY(!dialog->isTesting());
    }
    for (const char *name : {"MyTablestoreDataSource", "a"}) {
        dialog->name().selectAll();
        dialog->name().insert(QLatin1String(name));
        QVERIFY(dialog->nameMessage().isEmpty());
    }
    dialog->description().setText(QStringLiteral("数").repeated(80));
    QVERIFY(!dialog->description().property("invalid").toBool());
    bool counted = false;
    for (const QLabel *label : dialog->description().findChildren<QLabel *>())
        counted = counted || label->text() == QStringLiteral("80 / 80");
    QVERIFY(counted);
    dialog->test();
    QVERIFY(finished(dialog));
    QVERIFY(dialog->saveButton().isEnabled());
    dialog->description().setText(QStringLiteral("数").repeated(81));
    QVERIFY(dialog->description().property("invalid").toBool());
    QVERIFY(!dialog->saveButton().isEnabled());
    dialog->save(); // by its key: refused as well
    QVERIFY(dialog->isVisible());
}

void SourcesTest::failedTestOpensItsCure()
{
    SourceDialog *dialog = add(QStringLiteral("odps"));
    QVERIFY(dialog);
    const DataSource source = local(QStringLiteral("shop"));
    QTest::keyClicks(&dialog->name(), source.name);
    for (const char *key : {"endpoint", "project", "accessId"})
        type(dialog, QLatin1String(key), source.values[QLatin1String(key)].toString());
    type(dialog, QStringLiteral("accessKey"), secret);
    dialog->test();
    QVERIFY(finished(dialog));
    QCOMPARE(dialog->stages().chipText(), QStringLiteral("Failed at step 4 of 6"));
    QCOMPARE(dialog->stages().stageText(Stage::Authenticate), QStringLiteral("Authenticate: failed"));
    QCOMPARE(dialog->stages().stageText(Stage::List), QStringLiteral("List: not reached"));
    QVERIFY(dialog->form().row(QStringLiteral("accessKey"))->hasIssue());
    QPushButton *copy = button(dialog, QStringLiteral("Copy answer"));
    QVERIFY(copy);
    copy->click();
    QVERIFY(!QGuiApplication::clipboard()->text().isEmpty());
    QVERIFY(!QGuiApplication::clipboard()->text().contains(secret));
    QPushButton *cure = button(dialog, QStringLiteral("Correct AccessKey secret"));
    QVERIFY(cure);
    cure->click();
    QTRY_VERIFY(dialog->form().row(QStringLiteral("accessKey"))->isAncestorOf(dialog->focusWidget()));

    // DS-6: kept, and marked untested.
    QVERIFY(!dialog->saveButton().isEnabled());
    QVERIFY(dialog->saveAnywayButton().isVisible());
    dialog->saveAnywayButton().click();
    QTRY_VERIFY(page().model().entry(source.name));
    const SourceStatus status = page().model().entry(source.name)->development;
    QCOMPARE(status.state, SourceStatus::State::Untested);
    QVERIFY(status.at.isValid() && !status.summary.contains(secret));
}

void SourcesTest::refusedPort()
{
    SourceDialog *dialog = add(QStringLiteral("kafka"));
    QVERIFY(dialog);
    QTest::keyClicks(&dialog->name(), QStringLiteral("k"));
    type(dialog, QStringLiteral("bootstrapServers"), QStringLiteral("127.0.0.1:1"));
    dialog->test();
    QVERIFY(finished(dialog));
    QCOMPARE(dialog->stages().chipText(), QStringLiteral("Failed at step 2 of 6"));
    QVERIFY(dialog->form().row(QStringLiteral("bootstrapServers"))->hasIssue());
    // Once it is changed, nothing is known of it.
    type(dialog, QStringLiteral("bootstrapServers"), QStringLiteral("127.0.0.1:2"));
    QCOMPARE(dialog->stages().chipText(), QStringLiteral("Not tested"));
    QVERIFY(!dialog->saveAnywayButton().isVisible());
    QVERIFY(!dialog->footText().isEmpty());
}

void SourcesTest::silentServerIsCancelled()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    SourceDialog *dialog = add(QStringLiteral("odps"));
    QVERIFY(dialog);
    QTest::keyClicks(&dialog->name(), QStringLiteral("mute"));
    type(dialog, QStringLiteral("endpoint"), QStringLiteral("http://127.0.0.1:%1/api").arg(server.serverPort()));
    for (const char *key : {"project", "accessId", "accessKey"})
        type(dialog, QLatin1String(key), QStringLiteral("x"));
    dialog->test();
    QTRY_VERIFY_WITH_TIMEOUT(dialog->stages().stageText(Stage::Connect) != QStringLiteral("Connect: not reached") &&
                                 dialog->stages().stageText(Stage::Authenticate) ==
                                     QStringLiteral("Authenticate: under way…"),
                             patience);
    QVERIFY(dialog->testButton().text().startsWith(QStringLiteral("Testing…")));
    QTest::keyClick(dialog, Qt::Key_Escape); // ends the test
    QVERIFY(!dialog->isTesting());
    QVERIFY(dialog->isVisible());
    QCOMPARE(dialog->testButton().text(), QStringLiteral("Test connectivity"));
    QVERIFY(!dialog->saveButton().isEnabled() && !dialog->saveAnywayButton().isVisible());
    dialog->test();
    QVERIFY(dialog->isTesting());
    type(dialog, QStringLiteral("project"), QStringLiteral("y")); // its answer would be about another project
    QVERIFY(!dialog->isTesting());
    QTest::keyClick(dialog, Qt::Key_Escape); // closes
    QTRY_VERIFY(!m_studio->window().findChild<SourceDialog *>());
    QVERIFY(!page().model().entry(QStringLiteral("mute")));
}

void SourcesTest::halvesOfTheirOwn()
{
    QVERIFY(QDir(m_studio->directory()).mkpath(QStringLiteral("dev")));
    QVERIFY(QDir(m_studio->directory()).mkpath(QStringLiteral("prod")));
    SourceDialog *dialog = add(QStringLiteral("file"));
    QVERIFY(dialog);
    QTest::keyClicks(&dialog->name(), QStringLiteral("folders"));
    type(dialog, QStringLiteral("path"), QStringLiteral("dev"));
    dialog->test();
    QVERIFY(finished(dialog));
    QVERIFY(dialog->saveButton().isEnabled());
    QTest::keyClick(&dialog->halves(), Qt::Key_Right);
    QPushButton *split = button(dialog, QStringLiteral("Give production its own values"));
    QVERIFY(split);
    QTest::mouseClick(split, Qt::LeftButton);
    QVERIFY(!dialog->saveButton().isEnabled());
    QVERIFY(dialog->footText().contains(QStringLiteral("production half")));
    type(dialog, QStringLiteral("path"), QStringLiteral("prod"));
    dialog->test();
    QVERIFY(finished(dialog));
    QVERIFY(dialog->saveButton().isEnabled());
    QTest::keyClick(&dialog->halves(), Qt::Key_Left);
    QCOMPARE(dialog->form().values()[QLatin1String("path")].toString(), QStringLiteral("dev"));
    dialog->save();
    QTRY_VERIFY(page().model().entry(QStringLiteral("folders")));
    const SourceEntry *entry = page().model().entry(QStringLiteral("folders"));
    QCOMPARE(entry->source.production->value(QLatin1String("path")).toString(), QStringLiteral("prod"));
    QCOMPARE(entry->production.state, SourceStatus::State::Connected);
    QVERIFY(entry->where.contains(QStringLiteral("dev")) && entry->where.contains(QStringLiteral("prod")));
}

void SourcesTest::untouchedSecretStays()
{
    const DataSource source = local(QStringLiteral("shop"));
    QVERIFY(save(source));
    SourceDialog *dialog = page().verbs().edit(source.name);
    QVERIFY(dialog);
    QVERIFY(QTest::qWaitFor([dialog] { return dialog->isReady(); }, patience));
    QVERIFY(!dialog->name().isEnabled());
    for (const QLineEdit *field : dialog->findChildren<QLineEdit *>())
        QVERIFY(!field->text().contains(source.values[QLatin1String("accessKey")].toString()));
    dialog->description().setText(QStringLiteral("Orders warehouse"));
    dialog->test();
    QVERIFY(finished(dialog));
    QCOMPARE(dialog->stages().chipText(), QStringLiteral("Connected"));
    dialog->save();
    QTRY_COMPARE(page().model().entry(source.name)->source.description, QStringLiteral("Orders warehouse"));
    QCOMPARE(session().keeper->resolve(source.name)->values, source.values);
}

void SourcesTest::spareSecretIsForgotten()
{
    DataSource source = local(QStringLiteral("shop"));
    source.values.insert(QStringLiteral("proxyPassword"), secret);
    QVERIFY(save(source));
    QVERIFY(session().keeper->keptSecrets(source)->contains(QStringLiteral("proxyPassword")));
    SourceDialog *dialog = page().verbs().edit(source.name);
    QVERIFY(QTest::qWaitFor([dialog] { return dialog->isReady(); }, patience));
    // Typed and taken back: as it was.
    type(dialog, QStringLiteral("accessKey"), QStringLiteral("x"));
    auto *field = dialog->form().row(QStringLiteral("accessKey"))->findChild<QLineEdit *>();
    field->setFocus();
    field->selectAll();
    QTest::keyClick(field, Qt::Key_Delete);
    QVERIFY(dialog->draft().missing(SourceHalf::Development).isEmpty());
    QPushButton *forget = button(dialog, QStringLiteral("Forget what is kept as Proxy password"));
    QVERIFY(forget);
    forget->click();
    QVERIFY(!forget->isVisible());
    dialog->test();
    QVERIFY(finished(dialog));
    QCOMPARE(dialog->stages().chipText(), QStringLiteral("Connected"));
    dialog->save();
    QTRY_VERIFY(!session().keeper->keptSecrets(source)->contains(QStringLiteral("proxyPassword")));
    QVERIFY(session().keeper->keptSecrets(source)->contains(QStringLiteral("accessKey")));
}

// What was connected stays so while its values do.
void SourcesTest::editingAgain()
{
    QVERIFY(save(files(QStringLiteral("here"))));
    QVERIFY(session().keeper->keepTest(QStringLiteral("here"), SourceHalf::Development, {}).ok());
    SourceDialog *dialog = page().verbs().edit(QStringLiteral("here"));
    QVERIFY(QTest::qWaitFor([dialog] { return dialog->isReady(); }, patience));
    QVERIFY(dialog->saveButton().isEnabled());
    type(dialog, QStringLiteral("path"), QStringLiteral("nowhere"));
    QVERIFY(!dialog->saveButton().isEnabled());
    dialog->test();
    QVERIFY(finished(dialog));
    QCOMPARE(dialog->stages().chipText(), QStringLiteral("Failed at step 1 of 6"));
    dialog->reject();
    QCOMPARE(session().sources->find(QStringLiteral("here"))->values[QLatin1String("path")].toString(),
             QStringLiteral("."));
}

void SourcesTest::renameChangesTasks()
{
    QVERIFY(save(files(QStringLiteral("here"))));
    QString text = StudioFixture::streamTask(10);
    text.replace(QStringLiteral("\"sliceRecordCount\""),
                 QStringLiteral("\"datasource\": \"here\", \"sliceRecordCount\""));
    m_studio->writeTask(QStringLiteral("a.job.json"), text);
    page().refresh();
    QTRY_COMPARE(page().model().users(QStringLiteral("here")), QStringList{QStringLiteral("a.job.json")});
    const QString users =
        page().model().index(page().model().rowOf(QStringLiteral("here")), SourceModel::UsedBy).data().toString();
    QVERIFY2(users.startsWith(QStringLiteral("1 task")), qUtf8Printable(users));
    page().select(QStringLiteral("here"));
    page().view().setFocus();
    QTest::keyClick(&page().view(), Qt::Key_F2);
    auto *dialog = m_studio->window().findChild<RenameDialog *>();
    QVERIFY(dialog);
    bool named = false;
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        named = named || label->text().contains(QStringLiteral("a.job.json"));
    QVERIFY(named);
    dialog->field().setText(QStringLiteral("odps_first"));
    QVERIFY(!dialog->mayRename());
    dialog->field().setText(QStringLiteral("not a name"));
    QVERIFY(!dialog->mayRename());
    dialog->field().setText(QStringLiteral("there"));
    QVERIFY(dialog->mayRename());
    QTest::keyClick(&dialog->field(), Qt::Key_Return);
    QTRY_COMPARE(page().currentName(), QStringLiteral("there"));
    QVERIFY(!page().model().entry(QStringLiteral("here")));
    QCOMPARE(*m_studio->workspace().readTask(QStringLiteral("a.job.json")),
             QString(text).replace(QStringLiteral("\"here\""), QStringLiteral("\"there\"")));
    QTRY_VERIFY(page().message().contains(QStringLiteral("1 task")));
}

void SourcesTest::deleteNamesUsers()
{
    QVERIFY(save(files(QStringLiteral("here"))));
    QString text = StudioFixture::streamTask(10);
    text.replace(QStringLiteral("\"sliceRecordCount\""),
                 QStringLiteral("\"datasource\": \"here\", \"sliceRecordCount\""));
    m_studio->writeTask(QStringLiteral("a.job.json"), text);
    page().refresh();
    QTRY_COMPARE(page().model().users(QStringLiteral("here")).size(), 1);
    const auto ask = [this](const QString &answer) -> QString {
        m_studio->window().activateWindow(); // keys are for the window in front
        if (!QTest::qWaitForWindowActive(&m_studio->window()))
            return {};
        page().select(QStringLiteral("here"));
        page().view().setFocus();
        QTest::keyClick(&page().view(), Qt::Key_Delete);
        auto *box = m_studio->window().findChild<QMessageBox *>();
        if (!box)
            return {};
        const QString said = box->informativeText();
        if (QPushButton *choice = button(box, answer))
            choice->click();
        return QTest::qWaitFor([this] { return !m_studio->window().findChild<QMessageBox *>(); }) ? said : QString();
    };
    QVERIFY(ask(QStringLiteral("Cancel")).contains(QStringLiteral("a.job.json")));
    QVERIFY(session().sources->find(QStringLiteral("here")).ok());
    QVERIFY(!ask(QStringLiteral("Delete all the same")).isEmpty());
    QTRY_VERIFY(!page().model().entry(QStringLiteral("here")));
    QVERIFY(!session().sources->find(QStringLiteral("here")).ok());
}

void SourcesTest::duplicateAndTestAll()
{
    QVERIFY(save(local(QStringLiteral("shop"))));
    DataSource gone = local(QStringLiteral("gone"));
    gone.values.insert(QStringLiteral("endpoint"), QStringLiteral("http://127.0.0.1:1/api"));
    QVERIFY(save(gone));
    page().select(QStringLiteral("shop"));
    page().view().setFocus();
    m_studio->window().actions().action(QStringLiteral("sources.duplicate"))->trigger();
    QTRY_COMPARE(page().currentName(), QStringLiteral("shop_copy"));
    button(&page(), QStringLiteral("Test all"))->click();
    QVERIFY(page().tester().isBusy());
    QVERIFY(QTest::qWaitFor([this] { return !page().tester().isBusy() && settle(); }, patience));
    const auto state = [this](const char *name) {
        return page().model().entry(QLatin1String(name))->development.state;
    };
    for (const char *name : {"odps_first", "shop", "shop_copy"})
        QTRY_COMPARE(state(name), SourceStatus::State::Connected);
    QCOMPARE(state("gone"), SourceStatus::State::Failed);
    QCOMPARE(page().model().index(page().model().rowOf(QStringLiteral("gone")), 0).data(SourceModel::GlyphRole).toInt(),
             int(Glyph::Failed));
}

void SourcesTest::exportAndImport()
{
    const DataSource shop = local(QStringLiteral("shop"));
    QVERIFY(save(shop));
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("sources.json"));
    page().verbs().exportTo(file);
    QTRY_VERIFY_WITH_TIMEOUT(page().message().contains(QStringLiteral("without ")), patience);
    QVERIFY(read(file).contains("shop"));
    QVERIFY(!read(file).contains(shop.values[QLatin1String("accessKey")].toString().toUtf8()));
    page().verbs().removeNow(QStringLiteral("shop"));
    QTRY_VERIFY(!page().model().entry(QStringLiteral("shop")));
    page().verbs().importFrom(file);
    QTRY_VERIFY(page().model().entry(QStringLiteral("shop")));
    QVERIFY2(page().message().contains(QStringLiteral("Enter a key: shop: AccessKey secret")),
             qUtf8Printable(page().message()));
    page().verbs().importFrom(folder.filePath(QStringLiteral("none.json")));
    QTRY_VERIFY(page().message().contains(QStringLiteral("could not be imported")));
}

void SourcesTest::filterAndKeys()
{
    QVERIFY(save(files(QStringLiteral("here"))));
    QVERIFY(save(local(QStringLiteral("shop"))));
    page().filter().setFocus();
    QTest::keyClicks(&page().filter(), QStringLiteral("folder"));
    QTest::keyClick(&page().filter(), Qt::Key_Escape);
    QVERIFY(page().filter().text().isEmpty());
    QTest::keyClicks(&page().filter(), QStringLiteral("FILE"));
    QCOMPARE(page().view().model()->rowCount(), 1);
    page().filter().clear();
    QCOMPARE(page().view().model()->rowCount(), 3);
    page().select(QStringLiteral("here"));
    page().view().setFocus();
    QTest::keyClick(&page().view(), Qt::Key_Return); // edits
    auto *dialog = m_studio->window().findChild<SourceDialog *>();
    QVERIFY(dialog);
    QCOMPARE(dialog->name().text(), QStringLiteral("here"));
    dialog->reject();
}

// DS-8
void SourcesTest::regionsAreHinted()
{
    SourceDialog *dialog = add(QStringLiteral("odps"));
    QVERIFY(dialog);
    QVERIFY(dialog->hintText().isEmpty());
    type(dialog, QStringLiteral("endpoint"),
         QStringLiteral("http://service.eu-central-1.maxcompute.aliyun-inc.com/api"));
    QVERIFY(dialog->hintText().isEmpty());
    type(dialog, QStringLiteral("tunnelServer"), QStringLiteral("http://dt.cn-hangzhou.maxcompute.aliyun.com"));
    QVERIFY(dialog->hintText().contains(QStringLiteral("eu-central-1")));
    QVERIFY(dialog->hintText().contains(QStringLiteral("cn-hangzhou")));
    dialog->reject();
}

// DS-12
void SourcesTest::prerequisitesAreListed()
{
    SourceDialog *dialog = add(QStringLiteral("odps"));
    QVERIFY(dialog);
    const auto says = [](SourceDialog *in, const char *words) {
        for (const QLabel *label : in->findChildren<QLabel *>())
            if (label->isVisibleTo(in) && label->text().contains(QLatin1String(words)))
                return true;
        return false;
    };
    for (const char *words : {"Project Owner", "setproject odps.sql.acid.table.enable=true;",
                              "setproject odps.sql.type.system.odps2=true;", "other workspaces"})
        QVERIFY2(says(dialog, words), words);
    QPushButton *copy = button(dialog, QStringLiteral("Copy"));
    QVERIFY(copy);
    copy->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("setproject odps.sql.acid.table.enable=true;"));
    dialog->reject();
    QTRY_VERIFY(!m_studio->window().findChild<SourceDialog *>());
    dialog = add(QStringLiteral("file"));
    QVERIFY(dialog);
    QVERIFY(!says(dialog, "setproject"));
}

std::unique_ptr<QObject> makeSourcesTest(Appearance &look)
{
    return std::make_unique<SourcesTest>(look);
}

#include "tst_sources.moc"
