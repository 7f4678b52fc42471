#include "tests.h"
#include "workspace/history.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTimeZone>
#include <QtTest>

#include <thread>
#include <vector>

using namespace sluice;

namespace
{

Attempt attemptAt(const QString &id, const QString &task, qint64 second)
{
    Attempt attempt;
    attempt.id = id;
    attempt.taskPath = task;
    attempt.state = QStringLiteral("Running");
    attempt.started = QDateTime::fromSecsSinceEpoch(1'669'000'000 + second, QTimeZone::utc());
    return attempt;
}

void sql(const QString &file, const QString &statement)
{
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("test"));
        database.setDatabaseName(file);
        QVERIFY(database.open());
        QSqlQuery query(database);
        QVERIFY(query.exec(statement));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("test"));
}

} // namespace

void TestHistory::keepsWhatWasSaved()
{
    QTemporaryDir dir;
    const QString file = dir.filePath(QStringLiteral("state/history.sqlite"));
    Attempt attempt = attemptAt(QStringLiteral("20221122100412a1b2"), QStringLiteral("a/b.job.json"), 5);
    {
        auto history = History::open(file).value();
        QVERIFY(history->save(attempt).ok());
        QCOMPARE(history->attempt(attempt.id).value()->state, QStringLiteral("Running"));
        QVERIFY(!history->attempt(attempt.id).value()->ended.isValid());

        attempt.state = QStringLiteral("Failed");
        attempt.ended = attempt.started.addMSecs(1234);
        attempt.parameters = {{QStringLiteral("bizdate"), QStringLiteral("20221121")},
                              {QStringLiteral("ü"), QStringLiteral("\"'")}};
        attempt.rowsRead = 1LL << 40;
        attempt.rowsWritten = 7;
        attempt.rowsDirty = 3;
        attempt.bytesWritten = 99;
        attempt.elapsedSeconds = 1.25;
        attempt.errorCode = QStringLiteral("Data");
        attempt.error = QStringLiteral("too many");
        attempt.directory = QStringLiteral("/x/y");
        attempt.resumes = QStringLiteral("20221122100000a1b2");
        attempt.half = SourceHalf::Production;
        history->post(attempt);
    }
    auto history = History::open(file).value();
    const Attempt kept = history->attempt(attempt.id).value().value();
    QCOMPARE(kept.taskPath, attempt.taskPath);
    QCOMPARE(kept.resumes, attempt.resumes);
    QCOMPARE(kept.half, attempt.half);
    QCOMPARE(kept.state, attempt.state);
    QCOMPARE(kept.started, attempt.started);
    QCOMPARE(kept.ended, attempt.ended);
    QCOMPARE(kept.parameters, attempt.parameters);
    QCOMPARE(kept.rowsRead, attempt.rowsRead);
    QCOMPARE(kept.rowsWritten, attempt.rowsWritten);
    QCOMPARE(kept.rowsDirty, attempt.rowsDirty);
    QCOMPARE(kept.bytesWritten, attempt.bytesWritten);
    QCOMPARE(kept.elapsedSeconds, attempt.elapsedSeconds);
    QCOMPARE(kept.errorCode, attempt.errorCode);
    QCOMPARE(kept.error, attempt.error);
    QCOMPARE(kept.directory, attempt.directory);
    QVERIFY(kept.hasEnded());
    QVERIFY(!history->attempt(QStringLiteral("none")).value().has_value());
}

void TestHistory::newestFirst()
{
    QTemporaryDir dir;
    auto history = History::open(dir.filePath(QStringLiteral("h.sqlite"))).value();
    for (int i = 0; i < 10; ++i)
        QVERIFY(history
                    ->save(attemptAt(QStringLiteral("id%1").arg(i),
                                     i % 2 ? QStringLiteral("odd") : QStringLiteral("even"), i))
                    .ok());
    QStringList ids;
    const QList<Attempt> odd = history->attempts(QStringLiteral("odd"), 3).value();
    for (const Attempt &attempt : odd)
        ids.append(attempt.id);
    QCOMPARE(ids, (QStringList{QStringLiteral("id9"), QStringLiteral("id7"), QStringLiteral("id5")}));
    QCOMPARE(history->attempts({}, 100)->size(), 10);
    QCOMPARE(history->attempts({}, 100)->first().id, QStringLiteral("id9"));
}

void TestHistory::newerVersionIsRefused()
{
    QTemporaryDir dir;
    const QString file = dir.filePath(QStringLiteral("h.sqlite"));
    QVERIFY(History::open(file).ok());
    sql(file, QStringLiteral("PRAGMA user_version = 99"));
    auto history = History::open(file);
    QVERIFY(!history.ok());
    QCOMPARE(history.error().code, ErrorCode::Config);
    QVERIFY(history.error().message.contains(QStringLiteral("newer version")));
}

// As the first version made it.
void TestHistory::olderVersionIsTakenUp()
{
    QTemporaryDir dir;
    const QString file = dir.filePath(QStringLiteral("h.sqlite"));
    {
        auto history = History::open(file).value();
        QVERIFY(history->save(attemptAt(QStringLiteral("old"), QStringLiteral("a.job.json"), 1)).ok());
    }
    sql(file, QStringLiteral("ALTER TABLE attempt DROP COLUMN half"));
    sql(file, QStringLiteral("ALTER TABLE attempt DROP COLUMN replays"));
    sql(file, QStringLiteral("ALTER TABLE attempt DROP COLUMN resumes"));
    sql(file, QStringLiteral("PRAGMA user_version = 1"));
    auto history = History::open(file).value();
    const Attempt old = history->attempt(QStringLiteral("old")).value().value();
    QCOMPARE(old.taskPath, QStringLiteral("a.job.json"));
    QVERIFY(old.resumes.isEmpty());
    QVERIFY(!old.half);
    QVERIFY(history->save(attemptAt(QStringLiteral("new"), {}, 2)).ok());
}

void TestHistory::abandonedAttemptsAreClosed()
{
    QTemporaryDir dir;
    const QString file = dir.filePath(QStringLiteral("h.sqlite"));
    auto history = History::open(file).value();
    QVERIFY(history->save(attemptAt(QStringLiteral("mine"), {}, 1)).ok());
    QVERIFY(history->save(attemptAt(QStringLiteral("dead"), {}, 2)).ok());
    QVERIFY(history->save(attemptAt(QStringLiteral("elsewhere"), {}, 3)).ok());
    // The first process of the machine did not start at tick 1; another host's processes cannot be seen.
    sql(file,
        QStringLiteral("UPDATE attempt SET process = '%1:1:1' WHERE id = 'dead'").arg(QSysInfo::machineHostName()));
    sql(file, QStringLiteral("UPDATE attempt SET process = 'another.host:1:1' WHERE id = 'elsewhere'"));

    QCOMPARE(history->closeAbandoned().value(), 1);
    const Attempt dead = history->attempt(QStringLiteral("dead")).value().value();
    QCOMPARE(dead.state, QStringLiteral("Failed"));
    QVERIFY(dead.ended.isValid());
    QVERIFY(!dead.error.isEmpty());
    QVERIFY(!history->attempt(QStringLiteral("mine")).value()->hasEnded());
    QVERIFY(!history->attempt(QStringLiteral("elsewhere")).value()->hasEnded());
    QCOMPARE(history->closeAbandoned().value(), 0);
}

void TestHistory::twoConnectionsShareOneFile()
{
    QTemporaryDir dir;
    const QString file = dir.filePath(QStringLiteral("h.sqlite"));
    auto first = History::open(file).value();
    auto second = History::open(file).value();
    for (int i = 0; i < 50; ++i) {
        QVERIFY(first->save(attemptAt(QStringLiteral("f%1").arg(i), {}, i)).ok());
        QVERIFY(second->save(attemptAt(QStringLiteral("s%1").arg(i), {}, i)).ok());
    }
    QCOMPARE(first->attempts({}, 1000)->size(), 100);
    QCOMPARE(QFile::permissions(file) & (QFile::ReadOther | QFile::ReadGroup), QFile::Permissions());
}

void TestHistory::manyThreads()
{
    QTemporaryDir dir;
    auto history = History::open(dir.filePath(QStringLiteral("h.sqlite"))).value();
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 25; ++i) {
                if (!history->save(attemptAt(QStringLiteral("%1-%2").arg(t).arg(i), {}, i)).ok())
                    qFatal("save failed");
                if (!history->attempts({}, 5).ok())
                    qFatal("attempts failed");
            }
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(history->attempts({}, 1000)->size(), 200);
}
