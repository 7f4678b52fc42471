#include "tests.h"
#include "workspace/tasksearch.h"

#include <QtTest>

#include <algorithm>

using namespace sluice;

namespace
{

QString script(const QString &table, const QString &column)
{
    return QStringLiteral(R"({
  "steps": [
    { "stepType": "odps", "category": "reader", "name": "Reader",
      "parameter": { "datasource": "odps_first", "table": "%1", "column": [ "id", "%2", { "name": "Größe" } ] } },
    { "stepType": "stream", "category": "writer", "name": "Writer", "parameter": { "print": true } }
  ],
  "setting": { "speed": { "concurrent": 3 } }
})")
        .arg(table, column);
}

struct Shop {
    QTemporaryDir dir;
    Workspace workspace = Workspace::create(dir.filePath(QStringLiteral("ws"))).value();
    TaskSearch search{workspace};

    void write(const char *path, const QString &text)
    {
        QVERIFY(workspace.makeFolders(QString::fromUtf8(path).section(u'/', 0, -2)).ok());
        QVERIFY(workspace.writeTask(QString::fromUtf8(path), text).ok());
    }
    QList<TaskHit> find(const char *words, const QMap<QString, QString> &edited = {})
    {
        return search.find(QString::fromUtf8(words), edited, 100, Stop()).value();
    }
};

} // namespace

void TestTaskSearch::findsWhatTasksHold()
{
    Shop shop;
    shop.write("orders/load.job.json", script(QStringLiteral("Orders_Daily"), QStringLiteral("amount")));
    shop.write("b.job.json", script(QStringLiteral("users"), QStringLiteral("email")));
    shop.write("broken.job.json", QStringLiteral("{ \"table\": \"orders_daily\""));

    const QList<TaskHit> tables = shop.find("orders_DAILY");
    QCOMPARE(tables.size(), 1);
    QCOMPARE(tables[0].kind, TaskHit::Kind::Table);
    QCOMPARE(tables[0].path, QStringLiteral("orders/load.job.json"));
    QCOMPARE(tables[0].pointer, QStringLiteral("/steps/0/parameter/table"));
    QCOMPARE(tables[0].text, QStringLiteral("Orders_Daily"));
    QCOMPARE(tables[0].line, 4);

    QCOMPARE(shop.find("email").value(0).kind, TaskHit::Kind::Column);
    QCOMPARE(shop.find("email").value(0).pointer, QStringLiteral("/steps/0/parameter/column/1"));
    QCOMPARE(shop.find("größe").size(), 2); // of columns that are objects, too
    QCOMPARE(shop.find("odps_fir").value(0).kind, TaskHit::Kind::Source);
    QCOMPARE(shop.find("print true").value(0).text, QStringLiteral("print: true"));
    QCOMPARE(shop.find("concurrent 3").value(0).pointer, QStringLiteral("/setting/speed/concurrent"));
    QVERIFY(shop.find("email amount").isEmpty()); // in one value, not somewhere in the task
    QVERIFY(shop.find("  ").isEmpty());
    QCOMPARE(shop.search.find(QStringLiteral("o"), {}, 2, Stop())->size(), 2); // no more than asked for
}

void TestTaskSearch::noticesChanges()
{
    Shop shop;
    shop.write("a.job.json", script(QStringLiteral("orders"), QStringLiteral("amount")));
    QCOMPARE(shop.find("amount").size(), 1);
    shop.write("a.job.json", script(QStringLiteral("orders"), QStringLiteral("total_amount")));
    QCOMPARE(shop.find("amount").value(0).text, QStringLiteral("amount")); // as it was read
    shop.search.markStale();
    QCOMPARE(shop.find("amount").value(0).text, QStringLiteral("total_amount"));
    // A text that is open and not saved counts instead of the file's.
    const QMap<QString, QString> edited{
        {QStringLiteral("a.job.json"), script(QStringLiteral("orders"), QStringLiteral("net"))}};
    QVERIFY(shop.find("amount", edited).isEmpty());
    QCOMPARE(shop.find("net", edited).size(), 1);
    QVERIFY(shop.workspace.trash(QStringLiteral("a.job.json")).ok());
    shop.search.markStale();
    QVERIFY(shop.find("amount").isEmpty());

    std::stop_source source;
    source.request_stop();
    shop.search.markStale();
    shop.write("b.job.json", script(QStringLiteral("orders"), QStringLiteral("amount")));
    QCOMPARE(shop.search.find(QStringLiteral("amount"), {}, 9, Stop(source.get_token())).error().code,
             ErrorCode::Stopped);
}

void TestTaskSearch::duplicatesTasks()
{
    Shop shop;
    shop.write("a/load.job.json", QStringLiteral("{ \"x\": 1 }"));
    QFile schedule(shop.workspace.absolute(QStringLiteral("a/load.schedule.json")));
    QVERIFY(schedule.open(QIODevice::WriteOnly));
    schedule.write("{}");
    schedule.close();
    QCOMPARE(shop.workspace.duplicateTask(QStringLiteral("a/load.job.json")).value(),
             QStringLiteral("a/load_copy.job.json"));
    QCOMPARE(shop.workspace.duplicateTask(QStringLiteral("a/load.job.json")).value(),
             QStringLiteral("a/load_copy_2.job.json"));
    QCOMPARE(shop.workspace.readTask(QStringLiteral("a/load_copy.job.json")).value(), QStringLiteral("{ \"x\": 1 }"));
    QVERIFY(QFile::exists(shop.workspace.absolute(QStringLiteral("a/load_copy.schedule.json"))));
    QCOMPARE(shop.workspace.duplicateTask(QStringLiteral("gone.job.json")).error().code, ErrorCode::NotFound);
    QCOMPARE(shop.workspace.makeFolders(QStringLiteral("x/../..")).error().code, ErrorCode::Config);
}
