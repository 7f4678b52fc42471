#include "tests.h"
#include "workspace/workspace.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtTest>

using namespace sluice;

namespace
{

void put(const QString &file, const QByteArray &bytes)
{
    QVERIFY(QDir().mkpath(QFileInfo(file).absolutePath()));
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(bytes);
}

// A workspace in a folder of its own.
struct Fixture {
    QTemporaryDir dir;
    Workspace workspace = Workspace::create(dir.filePath(QStringLiteral("ws"))).value();

    QString path(const char *name) const { return workspace.absolute(QString::fromUtf8(name)); }
};

} // namespace

void TestWorkspace::createMakesMarkerAndPrivateState()
{
    QTemporaryDir dir;
    auto workspace = Workspace::create(dir.filePath(QStringLiteral("my shop")));
    QVERIFY(workspace.ok());
    QCOMPARE(workspace->name(), QStringLiteral("my shop"));
    QVERIFY(workspace->timeZone().isValid());
    QCOMPARE(QDir(workspace->directory()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             (QStringList{QStringLiteral(".sluice"), QStringLiteral("sluice.json")}));
    const auto permissions = QFile::permissions(workspace->stateDir());
    QVERIFY(!(permissions & (QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther)));

    auto named = Workspace::create(dir.filePath(QStringLiteral("b")), QStringLiteral("Other"));
    QCOMPARE(named->name(), QStringLiteral("Other"));
}

void TestWorkspace::createRefusesWhatIsThere()
{
    Fixture f;
    QCOMPARE(Workspace::create(f.workspace.directory()).error().code, ErrorCode::Conflict);
    put(f.dir.filePath(QStringLiteral("full/some.txt")), "x");
    QCOMPARE(Workspace::create(f.dir.filePath(QStringLiteral("full"))).error().code, ErrorCode::Conflict);
    QVERIFY(QDir().mkpath(f.dir.filePath(QStringLiteral("empty"))));
    QVERIFY(Workspace::create(f.dir.filePath(QStringLiteral("empty"))).ok());
}

void TestWorkspace::openRefusesOtherFoldersAndNewerVersions()
{
    Fixture f;
    QCOMPARE(Workspace::open(f.dir.path()).error().code, ErrorCode::Config);
    const QString marker = f.path("sluice.json");

    put(marker, R"({"format": 99, "name": "x", "timeZone": "UTC"})");
    auto newer = Workspace::open(f.workspace.directory());
    QCOMPARE(newer.error().code, ErrorCode::Config);
    QVERIFY2(newer.error().message.contains(QStringLiteral("newer version")), qUtf8Printable(newer.error().text()));

    put(marker, "{ not json");
    QCOMPARE(Workspace::open(f.workspace.directory()).error().code, ErrorCode::Config);
    put(marker, R"({"format": 1, "timeZone": "Mars/Olympus"})");
    QVERIFY(Workspace::open(f.workspace.directory()).error().message.contains(QStringLiteral("Mars/Olympus")));
    put(marker, R"({"format": 1, "timeZone": "Asia/Shanghai"})");
    QCOMPARE(Workspace::open(f.workspace.directory())->timeZone().id(), QByteArray("Asia/Shanghai"));
}

void TestWorkspace::findLooksUpwards()
{
    Fixture f;
    QVERIFY(QDir().mkpath(f.path("a/b")));
    QCOMPARE(Workspace::find(f.path("a/b"))->directory(), f.workspace.directory());
    QCOMPARE(Workspace::find(f.workspace.directory())->directory(), f.workspace.directory());
    QCOMPARE(Workspace::find(f.dir.path()).error().code, ErrorCode::Config);
}

void TestWorkspace::nodesAreSortedAndHideHiddenOnes()
{
    Fixture f;
    put(f.path("task10.job.json"), "{}");
    put(f.path("task9.job.json"), "{}");
    put(f.path("notes.txt"), "not a task");
    put(f.path(".hidden/x.job.json"), "{}");
    put(f.path("02_b/inner.job.json"), "{}");
    put(f.path("02_b/deep/er.job.json"), "{}");
    put(f.path("01_a/.secret.job.json"), "{}");
    QVERIFY(QFile::link(f.workspace.directory(), f.path("loop")));

    const QList<Node> nodes = f.workspace.nodes().value();
    QStringList paths;
    for (const Node &node : nodes)
        paths.append((node.kind == Node::Kind::Folder ? QStringLiteral("+") : QString()) + node.path);
    QCOMPARE(paths, (QStringList{QStringLiteral("+01_a"), QStringLiteral("+02_b"), QStringLiteral("+02_b/deep"),
                                 QStringLiteral("02_b/deep/er.job.json"), QStringLiteral("02_b/inner.job.json"),
                                 QStringLiteral("task9.job.json"), QStringLiteral("task10.job.json")}));
    QCOMPARE(nodes.last().name, QStringLiteral("task10"));
}

void TestWorkspace::tasksAreWrittenWhole()
{
    Fixture f;
    QCOMPARE(f.workspace.createFolder({}, QStringLiteral("etl")).value(), QStringLiteral("etl"));
    const QString path = f.workspace.createTask(QStringLiteral("etl"), QStringLiteral("load")).value();
    QCOMPARE(path, QStringLiteral("etl/load.job.json"));
    QVERIFY(f.workspace.readTask(path)->contains(QStringLiteral("\"stream\"")));

    const QString text = QStringLiteral("{ // Grüße 数据 \n}");
    QVERIFY(f.workspace.writeTask(path, text).ok());
    QCOMPARE(f.workspace.readTask(path).value(), text);
    QCOMPARE(QDir(f.path("etl")).entryList(QDir::Files | QDir::Hidden), QStringList{QStringLiteral("load.job.json")});

    QCOMPARE(f.workspace.createTask(QStringLiteral("etl"), QStringLiteral("load")).error().code, ErrorCode::Conflict);
    QCOMPARE(f.workspace.createTask(QStringLiteral("gone"), QStringLiteral("load")).error().code, ErrorCode::NotFound);
    QCOMPARE(f.workspace.readTask(QStringLiteral("etl/other.job.json")).error().code, ErrorCode::NotFound);
    put(f.path("latin.job.json"), "{\"a\": \"\xe4\"}");
    QCOMPARE(f.workspace.readTask(QStringLiteral("latin.job.json")).error().code, ErrorCode::Data);
}

void TestWorkspace::namesAreChecked_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("good");
    QTest::newRow("plain") << QStringLiteral("load_flights") << true;
    QTest::newRow("spaces and Chinese") << QStringLiteral("my 数据 task") << true;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("slash") << QStringLiteral("a/b") << false;
    QTest::newRow("dot") << QStringLiteral(".a") << false;
    QTest::newRow("dots") << QStringLiteral("..") << false;
    QTest::newRow("200 bytes") << QString(200, QLatin1Char('a')) << true;
    QTest::newRow("201 bytes") << QString(199, QLatin1Char('a')) + QStringLiteral("é") << false;
}

void TestWorkspace::namesAreChecked()
{
    QFETCH(QString, name);
    QFETCH(bool, good);
    QCOMPARE(checkNodeName(name).ok(), good);
}

void TestWorkspace::moveNeverReplaces()
{
    Fixture f;
    put(f.path("a.job.json"), "A");
    put(f.path("b.job.json"), "B");
    put(f.path("dir/c.job.json"), "C");
    auto move = [&](const char *from, const char *to) {
        return f.workspace.move(QString::fromUtf8(from), QString::fromUtf8(to));
    };
    QCOMPARE(move("a.job.json", "b.job.json").error().code, ErrorCode::Conflict);
    QCOMPARE(move("dir", "dir/sub").error().code, ErrorCode::Config);
    QCOMPARE(move("a.job.json", "a.txt").error().code, ErrorCode::Config);
    QCOMPARE(move("a.job.json", "none/a.job.json").error().code, ErrorCode::NotFound);
    QCOMPARE(move("none.job.json", "x.job.json").error().code, ErrorCode::NotFound);
    QCOMPARE(move("a.job.json", "dir/a.job.json").value(), QStringLiteral("dir/a.job.json"));
    QCOMPARE(move("dir", "new").value(), QStringLiteral("new"));
    QCOMPARE(f.workspace.readTask(QStringLiteral("new/a.job.json")).value(), QStringLiteral("A"));
    QCOMPARE(f.workspace.readTask(QStringLiteral("b.job.json")).value(), QStringLiteral("B"));
}

void TestWorkspace::trashAndRestore()
{
    Fixture f;
    put(f.path("dir/sub/c.job.json"), "C");
    const QString token = f.workspace.trash(QStringLiteral("dir")).value();
    QVERIFY(!QFileInfo::exists(f.path("dir")));
    QVERIFY(f.workspace.nodes()->isEmpty());

    put(f.path("dir"), "in the way");
    QCOMPARE(f.workspace.restore(token).error().code, ErrorCode::Conflict);
    QVERIFY(QFile::remove(f.path("dir")));
    QVERIFY(f.workspace.restore(token).ok());
    QCOMPARE(f.workspace.readTask(QStringLiteral("dir/sub/c.job.json")).value(), QStringLiteral("C"));
    QCOMPARE(f.workspace.restore(token).error().code, ErrorCode::NotFound);

    // Its folder may be gone as well.
    const QString inner = f.workspace.trash(QStringLiteral("dir/sub/c.job.json")).value();
    QVERIFY(f.workspace.trash(QStringLiteral("dir")).ok());
    QVERIFY(f.workspace.restore(inner).ok());
    QVERIFY(QFileInfo::exists(f.path("dir/sub/c.job.json")));
}

void TestWorkspace::pathsStayInside()
{
    Fixture f;
    put(f.dir.filePath(QStringLiteral("outside.job.json")), "{}");
    const QString outside = QStringLiteral("../outside.job.json");
    QVERIFY(!f.workspace.readTask(outside).ok());
    QVERIFY(!f.workspace.writeTask(outside, QStringLiteral("x")).ok());
    QVERIFY(!f.workspace.trash(outside).ok());
    QVERIFY(!f.workspace.trash(QStringLiteral(".sluice")).ok());
    QVERIFY(!f.workspace.trash(QString()).ok());
    QVERIFY(!f.workspace.restore(QStringLiteral("../../x")).ok());
    QVERIFY(!f.workspace.readTask(f.dir.filePath(QStringLiteral("outside.job.json"))).ok());
    QVERIFY(QFileInfo::exists(f.dir.filePath(QStringLiteral("outside.job.json"))));
}
