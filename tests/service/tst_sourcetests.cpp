#include "ground.h"
#include "service/sourceexchange.h"
#include "service/sourceusers.h"
#include "tests.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QTcpServer>
#include <QtTest>

#include <thread>

using namespace sluice;
using namespace std::chrono_literals;

namespace
{

const QString secret = QStringLiteral("development-key-4711");
const QString productionSecret = QStringLiteral("production-key-0815");

DataSource orders(const QString &endpoint = QStringLiteral("http://127.0.0.1:1/api"))
{
    DataSource source;
    source.name = QStringLiteral("orders");
    source.type = QStringLiteral("odps");
    source.values = {{QStringLiteral("endpoint"), endpoint},
                     {QStringLiteral("project"), QStringLiteral("orders_dev")},
                     {QStringLiteral("accessId"), QStringLiteral("id")},
                     {QStringLiteral("accessKey"), secret}};
    return source;
}

DataSource twoHalves()
{
    DataSource source = orders();
    source.production = source.values;
    source.production->insert(QStringLiteral("project"), QStringLiteral("orders_prod"));
    source.production->insert(QStringLiteral("accessKey"), productionSecret);
    return source;
}

DataSource folder(const QString &name, const QString &path)
{
    DataSource source;
    source.name = name;
    source.type = QStringLiteral("file");
    source.values = {{QStringLiteral("path"), path}};
    return source;
}

void put(const Ground &ground, const QString &path, const QByteArray &text)
{
    const QString full = ground.workspace.absolute(path);
    QVERIFY(QDir().mkpath(QFileInfo(full).path()));
    QFile file(full);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString states(const TestReport &report)
{
    QStringList states;
    for (const TestStage &stage : report.stages)
        states.append(stageStateName(stage.state));
    return states.join(QLatin1String(", "));
}

bool anyFileHolds(const QString &directory, const QString &text)
{
    for (QDirIterator files(directory, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); files.hasNext();)
        if (read(files.next()).contains(text.toUtf8()))
            return true;
    return false;
}

QString script(const QString &source)
{
    return QStringLiteral(R"({
  "type": "job", "version": "2.0", // of the quick start
  "steps": [
    { "stepType": "file", "name": "Reader", "category": "reader",
      "parameter": { "datasource": "%1", "path": "in.csv", "header": true, "column": ["*"] } },
    { "stepType": "stream", "name": "Writer", "category": "writer", "parameter": { "print": false } },
  ],
  "setting": { "errorLimit": { "record": "0" }, "speed": { "concurrent": 1, "throttle": false } },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)")
        .arg(source);
}

} // namespace

void TestSourceTests::init()
{
    static QTemporaryDir home;
    qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
    qputenv("XDG_RUNTIME_DIR", home.path().toUtf8());
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    qunsetenv("SLUICE_PASSPHRASE");
}

void TestSourceTests::stagesAreToldInOrder()
{
    Ground ground;
    QStringList told;
    const TestReport report = ground.probes.testSource(
        ground.sources.find(QStringLiteral("odps_first")).value(), {},
        [&told](const TestStage &stage) { told.append(stageName(stage.stage) + u' ' + stageStateName(stage.state)); });
    QVERIFY2(report.ok(), report.ok() ? "" : qUtf8Printable(report.error().text()));
    QCOMPARE(states(report), QStringLiteral("passed, passed, not used, passed, passed, passed"));
    QCOMPARE(report.stage(Stage::Resolve).detail, QStringLiteral("127.0.0.1"));
    QVERIFY(report.stage(Stage::Connect).detail.startsWith(QLatin1String("port ")));
    QVERIFY(report.stage(Stage::List).detail.contains(QLatin1String("table")));
    QStringList passed;
    for (const QString &line : std::as_const(told))
        if (!line.endsWith(QLatin1String("running")))
            passed.append(line);
    QCOMPARE(passed, (QStringList{QStringLiteral("Resolve passed"), QStringLiteral("Connect passed"),
                                  QStringLiteral("TLS not used"), QStringLiteral("Authenticate passed"),
                                  QStringLiteral("Permission passed"), QStringLiteral("List passed")}));
    QVERIFY(told.contains(QStringLiteral("Authenticate running")));
}

void TestSourceTests::wrongKeyFailsAtAuthenticate()
{
    Ground ground;
    DataSource source = ground.warehouse.ensure().value();
    source.name = QStringLiteral("copy");
    source.local = false;
    source.values.insert(QStringLiteral("accessKey"), secret);
    const TestReport report = ground.probes.testSource(source, {});
    QCOMPARE(states(report), QStringLiteral("passed, passed, not used, failed, not reached, not reached"));
    QCOMPARE(report.error().code, ErrorCode::Auth);
    QCOMPARE(report.error().where, QStringLiteral("accessKey"));
    QVERIFY(!report.error().text().contains(secret));

    source.values.insert(QStringLiteral("accessId"), QStringLiteral("nobody"));
    QCOMPARE(ground.probes.testSource(source, {}).stage(Stage::Authenticate).state, TestStage::State::Failed);
}

void TestSourceTests::unknownProjectFailsAtPermission()
{
    Ground ground;
    DataSource source = ground.warehouse.ensure().value();
    source.name = QStringLiteral("copy");
    source.local = false;
    source.values.insert(QStringLiteral("project"), QStringLiteral("elsewhere"));
    const TestReport report = ground.probes.testSource(source, {});
    QCOMPARE(states(report), QStringLiteral("passed, passed, not used, passed, failed, not reached"));
    QCOMPARE(report.error().where, QStringLiteral("project"));
}

void TestSourceTests::unreachablePlaces()
{
    Ground ground;
    TestReport report = ground.probes.testSource(orders(), {});
    QCOMPARE(states(report), QStringLiteral("passed, failed, not reached, not reached, not reached, not reached"));
    QCOMPARE(report.error().where, QStringLiteral("endpoint"));
    report = ground.probes.testSource(orders(QStringLiteral("http://no-such-host.invalid/api")), {});
    QCOMPARE(report.stage(Stage::Resolve).state, TestStage::State::Failed);
    QVERIFY(!report.ok());
    // What cannot be tried at all has no stage that failed.
    DataSource lacking = orders();
    lacking.values.remove(QStringLiteral("accessKey"));
    report = ground.probes.testSource(lacking, {});
    QCOMPARE(report.error().code, ErrorCode::Auth);
    QCOMPARE(report.error().where, QStringLiteral("accessKey"));
    QCOMPARE(report.stage(Stage::Resolve).state, TestStage::State::NotReached);
}

// It takes the connection and never says a word.
void TestSourceTests::silentServer()
{
    Ground ground;
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const DataSource source = orders(QStringLiteral("http://127.0.0.1:%1/api").arg(server.serverPort()));
    const TestReport late = ground.probes.testSource(source, Stop().within(700ms));
    QCOMPARE(states(late), QStringLiteral("passed, passed, not used, failed, not reached, not reached"));
    QCOMPARE(late.error().code, ErrorCode::Timeout);

    std::stop_source stopper;
    std::jthread stops([&stopper] {
        std::this_thread::sleep_for(300ms);
        stopper.request_stop();
    });
    QElapsedTimer clock;
    clock.start();
    const TestReport stopped = ground.probes.testSource(source, Stop(stopper.get_token()));
    QCOMPARE(stopped.error().code, ErrorCode::Stopped);
    QVERIFY(clock.elapsed() < 10'000); // its own patience is 30 s
    QVERIFY(!states(stopped).contains(QLatin1String("failed")));
    // Stopping says nothing about the source.
    QVERIFY(ground.keeper.save(source).ok());
    QVERIFY(ground.keeper.keepTest(source.name, SourceHalf::Development, stopped).ok());
    QVERIFY(!ground.sources.status(source, SourceHalf::Development).at.isValid());
}

void TestSourceTests::foldersStartInTheWorkspace()
{
    Ground ground;
    put(ground, QStringLiteral("in/a.csv"), "id\n1\n");
    const TestReport report = ground.probes.testSource(folder(QStringLiteral("f"), QStringLiteral("in")), {});
    QVERIFY2(report.ok(), report.ok() ? "" : qUtf8Printable(report.error().text()));
    QCOMPARE(states(report), QStringLiteral("passed, not used, not used, not used, passed, passed"));
    QCOMPARE(report.stage(Stage::List).detail, QStringLiteral("1 file"));
    const TestReport none = ground.probes.testSource(folder(QStringLiteral("f"), QStringLiteral("out")), {});
    QCOMPARE(none.stage(Stage::Resolve).state, TestStage::State::Failed);
    QVERIFY(ground.probes.testSource(folder(QStringLiteral("f"), {}), {}).ok()); // the workspace itself
}

void TestSourceTests::halvesHaveTheirOwn()
{
    Ground ground;
    QVERIFY(ground.keeper.save(twoHalves()).ok());
    const QString name = QStringLiteral("orders"), project = QStringLiteral("project"),
                  key = QStringLiteral("accessKey");
    const DataSource development = ground.keeper.resolve(name).value();
    const DataSource production = ground.keeper.resolve(name, SourceHalf::Production).value();
    QCOMPARE(development.values[project].toString(), QStringLiteral("orders_dev"));
    QCOMPARE(development.values[key].toString(), secret);
    QCOMPARE(production.values[project].toString(), QStringLiteral("orders_prod"));
    QCOMPARE(production.values[key].toString(), productionSecret);
    QVERIFY(!anyFileHolds(ground.workspace.directory(), secret));
    QVERIFY(!anyFileHolds(ground.workspace.directory(), productionSecret));
    QCOMPARE(SecretStore::environmentName(name, production.secretKey(key)),
             QStringLiteral("SLUICE_SECRET_ORDERS_ACCESSKEY_PRODUCTION"));

    // Left untouched, a key stays; without a half of its own, production goes by development.
    DataSource joined = ground.sources.find(name).value();
    QVERIFY(joined.production.has_value());
    joined.production.reset();
    QVERIFY(ground.keeper.save(joined).ok());
    QCOMPARE(ground.keeper.resolve(name, SourceHalf::Production)->values[key].toString(), secret);
    const SecretStore secrets(ground.workspace.stateDir());
    QVERIFY(!secrets.read(name, QStringLiteral("accessKey_production"))->has_value());

    // A required one that is missing is named for its half.
    DataSource split = ground.sources.find(name).value();
    split.production = split.values;
    QVERIFY(ground.keeper.save(split).ok());
    const auto lacking = ground.keeper.resolve(name, SourceHalf::Production);
    QCOMPARE(lacking.error().code, ErrorCode::Auth);
    QVERIFY(lacking.error().message.contains(QStringLiteral("--production")));
    QCOMPARE(ground.keeper.missingSecrets(split.inHalf(SourceHalf::Production))->size(), 1);
    QVERIFY(ground.keeper.missingSecrets(split.inHalf(SourceHalf::Development))->isEmpty());
    QVERIFY(ground.keeper.remove(name).ok());
    QVERIFY(!secrets.read(name, key)->has_value());
}

void TestSourceTests::filesWithoutHalvesStay()
{
    Ground ground;
    const QByteArray text = R"({"format": 1, "type": "odps", "description": "d", "values": {"endpoint":
        "http://service.eu-central-1.maxcompute.aliyun-inc.com/api", "project": "p", "accessId": "i",
        "tunnelServer": "http://dt.eu-central-1.maxcompute.aliyun.com"}})";
    put(ground, QStringLiteral(".sluice/sources/old.source.json"), text);
    const DataSource old = ground.sources.find(QStringLiteral("old")).value();
    QVERIFY(!old.production);
    QCOMPARE(old.inHalf(SourceHalf::Production).values, old.values);
    QVERIFY(ground.sources.save(old).ok());
    const QString file = ground.workspace.absolute(QStringLiteral(".sluice/sources/old.source.json"));
    QVERIFY(read(file).contains("\"format\": 1"));
    DataSource both = old;
    both.production = QJsonObject{{QStringLiteral("project"), QStringLiteral("q")}};
    QVERIFY(ground.sources.save(both).ok());
    QVERIFY(read(file).contains("\"format\": 2"));
    QCOMPARE(ground.sources.find(QStringLiteral("old"))->production, both.production);
}

void TestSourceTests::statusGoesWithTheValues()
{
    Ground ground;
    DataSource source = twoHalves();
    QVERIFY(ground.keeper.save(source).ok());
    const auto state = [&](SourceHalf half) {
        return ground.sources.status(ground.sources.find(source.name).value(), half).state;
    };
    using State = SourceStatus::State;
    TestReport passed;
    passed.summary = QStringLiteral("fine");
    const TestReport failed = ground.probes.testSource(source, {});
    QVERIFY(ground.keeper.keepTest(source.name, SourceHalf::Development, passed).ok());
    QVERIFY(ground.keeper.keepTest(source.name, SourceHalf::Production, failed).ok());
    QCOMPARE(state(SourceHalf::Development), State::Connected);
    QCOMPARE(state(SourceHalf::Production), State::Failed);
    QVERIFY(ground.sources.status(source, SourceHalf::Development).at.isValid());

    source = ground.sources.find(source.name).value();
    source.description = QStringLiteral("other words");
    QVERIFY(ground.keeper.save(source).ok());
    QCOMPARE(state(SourceHalf::Development), State::Connected);
    source.production->insert(QStringLiteral("project"), QStringLiteral("third"));
    QVERIFY(ground.keeper.save(source).ok());
    QCOMPARE(state(SourceHalf::Development), State::Connected);
    QCOMPARE(state(SourceHalf::Production), State::Untested);
    source.values.insert(QStringLiteral("accessKey"), QStringLiteral("another"));
    QVERIFY(ground.keeper.save(source).ok());
    QCOMPARE(state(SourceHalf::Development), State::Untested);

    QVERIFY(ground.keeper.keepUntested(source.name, SourceHalf::Development, failed).ok());
    const SourceStatus anyway = ground.sources.status(source, SourceHalf::Development);
    QCOMPARE(anyway.state, State::Untested);
    QVERIFY(anyway.at.isValid() && !anyway.summary.isEmpty());
    QVERIFY(ground.keeper.remove(source.name).ok());
    QVERIFY(ground.keeper.save(orders()).ok());
    QVERIFY(!ground.sources.status(orders(), SourceHalf::Development).at.isValid());
}

void TestSourceTests::ownWarehouseCannotBeBroken()
{
    Ground ground;
    const QString first = QStringLiteral("odps_first");
    DataSource source = orders();
    source.name = first;
    QCOMPARE(ground.keeper.save(source).error().code, ErrorCode::Conflict);
    QCOMPARE(ground.keeper.remove(first).error().code, ErrorCode::Conflict);
    QCOMPARE(ground.keeper.rename(first, QStringLiteral("mine")).error().code, ErrorCode::Conflict);
    QCOMPARE(ground.keeper.copy(first, QStringLiteral("mine")).error().code, ErrorCode::Conflict);
    QVERIFY(ground.keeper.save(orders()).ok());
    QCOMPARE(ground.keeper.rename(QStringLiteral("orders"), first).error().code, ErrorCode::Conflict);
    put(ground, QStringLiteral(".sluice/sources/odps_first.source.json"), R"({"format": 1, "type": "file"})");
    QVERIFY(ground.sources.find(first)->local);
    QCOMPARE(ground.sources.list()->size(), 2);
    QVERIFY(ground.probes.testSource(ground.sources.find(first).value(), {}).ok());
}

void TestSourceTests::renameTakesTasksAlong()
{
    Ground ground;
    QVERIFY(ground.keeper.save(twoHalves()).ok());
    QVERIFY(ground.keeper.keepUntested(QStringLiteral("orders"), SourceHalf::Production, {}).ok());
    const auto task = [&](const QString &path) { return ground.workspace.readTask(path).value(); };
    put(ground, QStringLiteral("a/one.job.json"), script(QStringLiteral("orders")).toUtf8());
    put(ground, QStringLiteral("two.job.json"), script(QStringLiteral("other")).toUtf8());
    const auto users = sourceUsers(ground.workspace, {});
    QCOMPARE(users->value(QStringLiteral("orders")), QStringList{QStringLiteral("a/one.job.json")});

    // A task that cannot be read keeps all as it is.
    put(ground, QStringLiteral("broken.job.json"), R"({"datasource": "orders", )");
    auto renamed = renameSource(ground.workspace, ground.keeper, QStringLiteral("orders"), QStringLiteral("shop"), {});
    QCOMPARE(renamed.error().code, ErrorCode::Conflict);
    QVERIFY(renamed.error().message.contains(QStringLiteral("broken.job.json")));
    QVERIFY(ground.sources.find(QStringLiteral("orders")).ok());
    QVERIFY(QFile::remove(ground.workspace.absolute(QStringLiteral("broken.job.json"))));

    renamed = renameSource(ground.workspace, ground.keeper, QStringLiteral("orders"), QStringLiteral("shop"), {});
    QVERIFY2(renamed.ok(), renamed.ok() ? "" : qUtf8Printable(renamed.error().text()));
    QCOMPARE(*renamed, QStringList{QStringLiteral("a/one.job.json")});
    QCOMPARE(task(QStringLiteral("a/one.job.json")), script(QStringLiteral("shop"))); // comment and layout stay
    QCOMPARE(task(QStringLiteral("two.job.json")), script(QStringLiteral("other")));
    QCOMPARE(ground.sources.find(QStringLiteral("orders")).error().code, ErrorCode::NotFound);
    const DataSource shop = ground.keeper.resolve(QStringLiteral("shop"), SourceHalf::Production).value();
    QCOMPARE(shop.values[QLatin1String("accessKey")].toString(), productionSecret);
    QVERIFY(ground.sources.status(ground.sources.find(shop.name).value(), SourceHalf::Production).at.isValid());
    QVERIFY(!SecretStore(ground.workspace.stateDir())
                 .read(QStringLiteral("orders"), QStringLiteral("accessKey"))
                 ->has_value());

    for (const char *bad : {"odps_first", "my-ds", ""})
        QVERIFY(!renameSource(ground.workspace, ground.keeper, shop.name, QLatin1String(bad), {}).ok());
    QVERIFY(ground.keeper.copy(shop.name, QStringLiteral("shop_copy")).ok());
    QCOMPARE(ground.keeper.resolve(QStringLiteral("shop_copy"))->values[QLatin1String("accessKey")].toString(), secret);
    QVERIFY(!ground.sources.status(ground.sources.find(QStringLiteral("shop_copy")).value(), SourceHalf::Production)
                 .at.isValid());
}

void TestSourceTests::exportHoldsNoSecret()
{
    Ground from;
    QVERIFY(from.keeper.save(twoHalves()).ok());
    QVERIFY(from.keeper.save(folder(QStringLiteral("files"), QStringLiteral("in"))).ok());
    // Not even one that somebody has written into the file by hand.
    QList<DataSource> sources = from.sources.list().value();
    for (DataSource &source : sources)
        if (source.name == QLatin1String("orders"))
            source.values.insert(QStringLiteral("accessKey"), secret);
    const QByteArray text = exportedSources(sources, from.keeper);
    for (const QString &word : {secret, productionSecret, QStringLiteral("accessKey"), QStringLiteral("odps_first")})
        QVERIFY2(!text.contains(word.toUtf8()), qUtf8Printable(word));
    QVERIFY(text.contains("orders_prod"));

    Ground to;
    QVERIFY(to.keeper.save(folder(QStringLiteral("files"), QStringLiteral("mine"))).ok());
    const ImportReport report = importSources(text, to.sources, to.keeper).value();
    QCOMPARE(report.added, QStringList{QStringLiteral("orders")});
    QCOMPARE(report.present, QStringList{QStringLiteral("files")});
    QCOMPARE(report.needKeys.size(), 2);
    QVERIFY(report.needKeys[1].contains(QStringLiteral("production")));
    QVERIFY(report.refused.isEmpty());
    QCOMPARE(to.sources.find(QStringLiteral("files"))->values[QLatin1String("path")].toString(),
             QStringLiteral("mine"));
    QCOMPARE(to.sources.find(QStringLiteral("orders"))->production->value(QLatin1String("project")).toString(),
             QStringLiteral("orders_prod"));
}

void TestSourceTests::importRefuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("words");
    QTest::newRow("no JSON") << QByteArray("PK\x03\x04") << "no file of data sources";
    QTest::newRow("no list") << QByteArray(R"({"format": 1})") << "no file of data sources";
    QTest::newRow("newer") << QByteArray(R"({"format": 9, "sources": []})") << "newer version";
    QTest::newRow("many") << QByteArray(R"({"format": 1, "sources": [)") + QByteArray("{},").repeated(1000) + "{}]}"
                          << "at most 1000";
    QTest::newRow("large") << QByteArray(5 * 1024 * 1024, ' ') << "larger than 4 MiB";
    QTest::newRow("name") << QByteArray(R"({"format": 1, "sources": [{"name": "../x", "type": "odps"}]})")
                          << "must start with a letter";
    QTest::newRow("type") << QByteArray(R"({"format": 1, "sources": [{"name": "x", "type": "oracle"}]})")
                          << "no data source of the type";
    QTest::newRow("secret") << QByteArray(R"({"format": 1, "sources": [{"name": "x", "type": "odps",
        "values": {"endpoint": "e", "project": "p", "accessId": "i", "accessKey": "k"}}]})")
                            << "holds a secret";
    QTest::newRow("required") << QByteArray(R"({"format": 1, "sources": [{"name": "x", "type": "odps"}]})")
                              << "is required";
    QTest::newRow("unknown") << QByteArray(R"({"format": 1, "sources": [{"name": "x", "type": "file",
        "values": {"pth": "e"}}]})")
                             << "has no option";
}

void TestSourceTests::importRefuses()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, words);
    Ground ground;
    const auto report = importSources(text, ground.sources, ground.keeper);
    const Error error = !report.ok() ? report.error() : report->refused.value(0);
    QVERIFY2(error.message.contains(words), qUtf8Printable(error.text()));
    QCOMPARE(ground.sources.list()->size(), 1);
}

void TestSourceTests::runsTellAndUseTheirHalf()
{
    Ground ground;
    put(ground, QStringLiteral("dev/in.csv"), "id\n1\n");
    put(ground, QStringLiteral("prod/in.csv"), "id\n1\n2\n3\n");
    DataSource source = folder(QStringLiteral("files"), QStringLiteral("dev"));
    source.production = QJsonObject{{QStringLiteral("path"), QStringLiteral("prod")}};
    QVERIFY(ground.keeper.save(source).ok());
    const auto run = [&](SourceHalf half) {
        StartRequest request;
        request.script = script(source.name);
        request.half = half;
        return ground.runs.wait(ground.runs.start(request));
    };
    const auto logOf = [](const Attempt &attempt) { return read(attempt.directory + QLatin1String("/log.txt")); };
    Attempt attempt = run(SourceHalf::Development);
    QVERIFY2(attempt.state == QLatin1String("Succeeded"), qUtf8Printable(attempt.error));
    QCOMPARE(attempt.rowsRead, 1);
    QVERIFY(logOf(attempt).contains("the development half"));
    QVERIFY(logOf(attempt).contains("marked untested"));
    QVERIFY(ground.keeper.keepTest(source.name, SourceHalf::Production, {}).ok());
    attempt = run(SourceHalf::Production);
    QCOMPARE(attempt.rowsRead, 3);
    QVERIFY(logOf(attempt).contains("the production half"));
    QVERIFY(!logOf(attempt).contains("marked untested"));
    TestReport failed;
    failed.outcome = makeError(ErrorCode::Network, QStringLiteral("Nobody answers."));
    QVERIFY(ground.keeper.keepUntested(source.name, SourceHalf::Development, failed).ok());
    const QByteArray anyway = logOf(run(SourceHalf::Development));
    QVERIFY2(anyway.contains("saved although its test failed. Nobody answers."), anyway.constData());
    QVERIFY(ground.keeper.keepTest(source.name, SourceHalf::Development, failed).ok());
    QVERIFY(logOf(run(SourceHalf::Development)).contains("last test of the data source"));
}
