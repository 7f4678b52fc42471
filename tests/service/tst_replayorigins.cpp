#include "ground.h"
#include "service/replay.h"
#include "service/resume.h"
#include "tests.h"

#include <QtTest>

using namespace sluice;

namespace
{

const QByteArray twoDirty = "id,price\n1,1\n2,NA\n3,?\n";

// Corrects what the rule fits.
void fix(Ground &ground, const Attempt &attempt, const char *text)
{
    auto set = loadDirtyRows(ground.workspace, attempt.id, false, Stop());
    QVERIFY(set.ok());
    const QList<FixChange> changes = set->changesBy(FixRule::parse(QString::fromLatin1(text)).value(), {});
    QVERIFY(!changes.isEmpty());
    QVERIFY(appendChanges(attempt.directory, changes).ok());
}

QString ids(Ground &ground)
{
    const auto rows = ground.sql(QStringLiteral("SELECT id FROM orders ORDER BY id"));
    QStringList ids;
    if (rows.ok())
        for (const QStringList &row : rows->rows)
            ids.append(row.first());
    return ids.join(QLatin1Char(' '));
}

} // namespace

// The other rows of an attempt that was cut off are where those of the one are that went on with it. Dirty rows that
// this one met again would arrive twice.
void TestReplayOrigins::resumedAttempts()
{
    Ground ground;
    QVERIFY(ground.sql(QStringLiteral("CREATE TABLE orders (id BIGINT, price BIGINT)")).ok());
    ground.writeFile(QStringLiteral("orders.csv"), twoDirty);
    Attempt first = ground.run(Ground::ordersTask());
    QCOMPARE(first.state, QStringLiteral("Succeeded"));
    fix(ground, first, "null=NA");
    first.state = QStringLiteral("Failed");
    QVERIFY(ground.history->save(first).ok());
    const Attempt early = ground.replay(first);
    QCOMPARE(early.errorCode, QStringLiteral("Conflict"));
    QVERIFY2(early.error.contains(QLatin1String("Resume it")), qPrintable(early.error));

    Attempt second;
    second.id = QStringLiteral("209901010000000001");
    second.taskPath = first.taskPath;
    second.state = QStringLiteral("Succeeded");
    second.resumes = first.id;
    second.started = second.ended = QDateTime::currentDateTimeUtc();
    second.directory = ground.workspace.attemptDir(second.id);
    second.rowsDirty = 1; // one of the two was met again
    QVERIFY(QDir().mkpath(second.directory));
    QVERIFY(
        QFile::copy(first.directory + QLatin1String("/script.json"), second.directory + QLatin1String("/script.json")));
    QVERIFY(ground.history->save(second).ok());
    QVERIFY(tellArrived(ground.workspace, *ground.history, second).ok());
    const Attempt mixed = ground.replay(first);
    QCOMPARE(mixed.errorCode, QStringLiteral("Conflict"));
    QVERIFY2(mixed.error.contains(second.id) && mixed.error.contains(QLatin1String("twice")), qPrintable(mixed.error));
    QCOMPARE(ids(ground), QStringLiteral("1"));

    second.rowsDirty = 2;
    QVERIFY(tellArrived(ground.workspace, *ground.history, second).ok());
    QCOMPARE(arrivalOf(first.directory).with, second.id);
    const Attempt sent = ground.replay(first);
    QVERIFY2(sent.state == QLatin1String("Succeeded"), qPrintable(sent.error));
    QCOMPARE(ids(ground), QStringLiteral("1 2"));
}

// A key that stands in the script is not in what an attempt keeps of it.
void TestReplayOrigins::keysInTheScript()
{
    Ground ground;
    QVERIFY(ground.sql(QStringLiteral("CREATE TABLE orders (id BIGINT, price BIGINT)")).ok());
    const auto hold = ground.warehouse.hold(Stop().within(std::chrono::seconds(60)));
    QVERIFY(hold.ok());
    const auto source = ground.keeper.complete(ground.sources.find(QStringLiteral("odps_first")).value());
    QVERIFY(source.ok());
    const auto value = [&](const char *key) { return source->values.value(QLatin1String(key)).toString(); };
    const QString script = Ground::ordersTask().replace(
        QStringLiteral("\"datasource\": \"odps_first\","),
        QStringLiteral(R"("endpoint": "%1", "project": "%2", "accessId": "%3", "accessKey": "%4",)")
            .arg(value("endpoint"), value("project"), value("accessId"), value("accessKey")));
    const auto saved = [&](const QString &text) { ground.writeFile(QStringLiteral("orders.job.json"), text.toUtf8()); };
    saved(script);
    ground.writeFile(QStringLiteral("orders.csv"), twoDirty);
    const Attempt first = ground.run(script);
    QVERIFY2(first.state == QLatin1String("Succeeded"), qPrintable(first.error));
    fix(ground, first, "null=NA");
    const Attempt sent = ground.replay(first);
    QVERIFY2(sent.state == QLatin1String("Succeeded"), qPrintable(sent.error));
    QCOMPARE(ids(ground), QStringLiteral("1 2"));
    for (const char *name : {"/script.json", "/log.txt", "/report.json"}) {
        QFile file(sent.directory + QLatin1String(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains(value("accessKey").toUtf8()), name);
    }

    fix(ground, first, "default=0");
    for (const QString &now : {QString(script).replace(value("accessKey"), QStringLiteral("${key}")),
                               QString(script).replace(value("accessId"), QStringLiteral("another"))}) {
        saved(now);
        const Attempt refused = ground.replay(first);
        QCOMPARE(refused.errorCode, QStringLiteral("Config"));
        QVERIFY2(refused.error.contains(QLatin1String("accessKey")) &&
                     refused.error.contains(QLatin1String("data source")),
                 qPrintable(refused.error));
    }
    QCOMPARE(ids(ground), QStringLiteral("1 2"));
}
