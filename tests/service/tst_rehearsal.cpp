#include "ground.h"
#include "tests.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QtTest>

using namespace sluice;

namespace
{

// What stands in a warehouse's folder, name by name: a session that was begun would show.
QStringList filesOf(const QString &folder)
{
    QStringList names;
    QDirIterator files(folder, QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden,
                       QDirIterator::Subdirectories);
    while (files.hasNext())
        names.append(files.next());
    names.sort();
    return names;
}

RehearsalRequest ordersRequest(Ground &ground)
{
    ground.writeFile(QStringLiteral("orders.csv"), "id,price,day,note\n"
                                                   "1,1.25,2013-01-01 10:30:00,a\n"
                                                   "2,NA,2013-01-02 00:00:00,b\n"
                                                   "3,3.456,2013-01-03 00:00:00,c\n"
                                                   "only three,fields,here\n"
                                                   "007,4,2013-01-05 00:00:00,e\n");
    RehearsalRequest request;
    request.script = Ground::ordersTask();
    return request;
}

const auto makeOrders = QStringLiteral("CREATE TABLE orders (id BIGINT, price DECIMAL(10,2), day DATE, note STRING)");

} // namespace

void TestRehearsal::verdictsOfEveryCell()
{
    Ground ground;
    const RehearsalRequest request = ordersRequest(ground);
    QVERIFY(ground.sql(makeOrders).ok());
    const auto made = ground.probes.rehearse(request, Stop());
    QVERIFY2(made.ok(), made.ok() ? "" : qPrintable(made.error().text()));
    QCOMPARE(made->rows.size(), 5);
    QCOMPARE(made->reader.names(), (QStringList{"id", "price", "day", "note"}));
    QCOMPARE(made->writer.names(), (QStringList{"id", "price", "day", "note"}));

    const RehearsedRow &first = made->rows[0];
    QCOMPARE(first.number, 1);
    QCOMPARE(first.before, (QStringList{"1", "1.25", "2013-01-01 10:30:00", "a"}));
    QCOMPARE(first.after, (QStringList{"1", "1.25", "2013-01-01", "a"}));
    QCOMPARE(first.verdicts, (QList<CellVerdict>{CellVerdict::Same, CellVerdict::Same, CellVerdict::Narrowed,
                                                 CellVerdict::Same})); // the time of the day is lost
    const RehearsedRow &second = made->rows[1];
    QVERIFY(second.after.isEmpty());
    QCOMPARE(second.verdicts[1], CellVerdict::Dirty);
    QVERIFY(!second.reason.isEmpty());
    QCOMPARE(made->rows[2].after[1], QStringLiteral("3.46"));
    QCOMPARE(made->rows[2].verdicts[1], CellVerdict::Narrowed);
    QCOMPARE(made->rows[2].verdicts[2], CellVerdict::Reformatted);
    QVERIFY(made->rows[3].before.isEmpty()); // it could not be taken apart
    QCOMPARE(made->rows[3].text, QStringLiteral("only three,fields,here"));
    QCOMPARE(made->rows[4].after[0], QStringLiteral("7"));
    QCOMPARE(made->rows[4].verdicts[0], CellVerdict::Reformatted);

    QCOMPARE(made->dirtyRows, 2);
    QCOMPARE(made->narrowedValues, 2);
    QCOMPARE(made->encodedRows, 3);
    QVERIFY(made->encodedBytes > 0);
    QCOMPARE(made->causes.size(), 2);
    QCOMPARE(made->rowsExpected, 5);
    QVERIFY(made->estimatedSeconds >= 0);
    const QJsonObject json = rehearsalJson(*made);
    QCOMPARE(json.value(QStringLiteral("rowsDirty")).toInt(), 2);
    QCOMPARE(json.value(QStringLiteral("rows")).toArray().size(), 5);
}

// The destination is as it was: its rows, and nothing was begun there although the task truncates.
void TestRehearsal::destinationStaysAsItIs()
{
    Ground ground;
    const RehearsalRequest request = ordersRequest(ground);
    QVERIFY(ground.sql(makeOrders).ok());
    QVERIFY(ground.sql(QStringLiteral("INSERT INTO orders VALUES (42, 1.5, DATE '2012-12-12', 'kept')")).ok());
    const QString folder = ground.workspace.stateDir() + QLatin1String("/warehouse");
    const auto before = ground.sql(QStringLiteral("SELECT * FROM orders"));
    const QStringList files = filesOf(folder);
    const QStringList attempts = filesOf(ground.workspace.stateDir() + QLatin1String("/attempts"));
    QVERIFY(ground.probes.rehearse(request, Stop()).ok());
    QCOMPARE(filesOf(folder), files);
    const auto after = ground.sql(QStringLiteral("SELECT * FROM orders"));
    QVERIFY(before.ok() && after.ok());
    QCOMPARE(after->rows, before->rows);
    QCOMPARE(filesOf(ground.workspace.stateDir() + QLatin1String("/attempts")), attempts);
}

void TestRehearsal::readsNoMoreThanAsked()
{
    Ground ground;
    RehearsalRequest request = ordersRequest(ground);
    QVERIFY(ground.sql(makeOrders).ok());
    request.rows = 2;
    const auto made = ground.probes.rehearse(request, Stop());
    QVERIFY2(made.ok(), made.ok() ? "" : qPrintable(made.error().text()));
    QCOMPARE(made->rows.size(), 2);
    QCOMPARE(made->rowsExpected, 5); // of the whole
}

void TestRehearsal::otherDestinations()
{
    Ground ground;
    RehearsalRequest request = ordersRequest(ground);
    const QString odps = Ground::ordersTask();
    const auto from = odps.indexOf(QStringLiteral("{ \"stepType\": \"odps\""));
    const auto to = odps.indexOf(QStringLiteral("} }"), from) + 3;
    const QStringList writers{
        QStringLiteral(
            "{ \"stepType\": \"stream\", \"name\": \"Writer\", \"category\": \"writer\", \"parameter\": {} }"),
        QStringLiteral("{ \"stepType\": \"file\", \"name\": \"Writer\", \"category\": \"writer\", \"parameter\": { "
                       "\"path\": \"out.csv\", \"fileFormat\": \"csv\" } }")};
    for (const QString &writer : writers) {
        request.script = QString(odps).replace(from, to - from, writer);
        const auto made = ground.probes.rehearse(request, Stop());
        QVERIFY2(made.ok(), made.ok() ? "" : qPrintable(made.error().text()));
        QCOMPARE(made->encodedRows, 4);
        QCOMPARE(made->dirtyRows, 1);
    }
    QVERIFY(!QFile::exists(ground.workspace.directory() + QStringLiteral("/out.csv")));
}

void TestRehearsal::wrongTasksAndStops()
{
    Ground ground;
    RehearsalRequest request = ordersRequest(ground);
    QCOMPARE(ground.probes.rehearse({.taskPath = {}, .script = QStringLiteral("{")}, Stop()).error().code,
             ErrorCode::Config);
    QCOMPARE(ground.probes.rehearse(request, Stop()).error().code, ErrorCode::NotFound); // no table yet
    std::stop_source stop;
    stop.request_stop();
    const auto made = ground.probes.rehearse(request, Stop(stop.get_token()));
    QVERIFY(!made.ok());
    QCOMPARE(made.error().code, ErrorCode::Stopped);
}
