#include "tst_catalogcrash.h"

#include "data/arrowtypes.h"
#include "tunnel/upsertrecord.h"
#include "warehousefixture.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

#include <arrow/array/util.h>
#include <arrow/builder.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <arrow/type.h>

#include <unistd.h>

#include <cstdio>
#include <map>
#include <thread>

using namespace sluice;
using namespace sluice::warehouse;

namespace
{

constexpr int rounds = 24;
constexpr qint64 upsertedKeys = 400;

void say(const char *kind, int lane, qint64 number, qint64 rows)
{
    char line[128];
    const int size = std::snprintf(line, sizeof line, "%s %d %lld %lld\n", kind, lane, number, rows);
    if (::write(1, line, size_t(size)) != size)
        ::_exit(2);
}

qint64 countOf(const QString &answer)
{
    bool ok = false;
    const qint64 count = answer.toLongLong(&ok);
    return ok ? count : -1;
}

// Records that give keys [first, first + count) the value `number`, or delete them.
std::shared_ptr<arrow::RecordBatch> keyed(const Schema &table, qint64 first, qint64 count, qint64 number,
                                          RowOperation operation)
{
    arrow::Int64Builder ids;
    arrow::Int64Builder values;
    for (qint64 i = 0; i < count; ++i) {
        (void)ids.Append(first + i);
        (void)values.Append(number);
    }
    const Schema schema = upsertColumns(table);
    arrow::ArrayVector columns{*ids.Finish(), *values.Finish()};
    for (qsizetype i = 2; i < schema.size(); ++i)
        columns.push_back(*arrow::MakeArrayOfNull(arrowType(schema.columns[i].type), count));
    columns[2 + size_t(UpsertMeta::Operation)] =
        *arrow::MakeArrayFromScalar(arrow::Int8Scalar(int8_t(operation)), count);
    return arrow::RecordBatch::Make(arrowSchema(schema), count, columns);
}

void upsertForEver(Warehouse &warehouse)
{
    const TableRef table = tableRef(QStringLiteral("upserted"));
    auto last = warehouse.execute(QStringLiteral("demo"), {}, QStringLiteral("SELECT max(n) FROM upserted"), {}, {});
    qint64 number = last ? std::max<qint64>(0, countOf(allRows(*last->rows))) : 0;
    last = SqlOutcome();
    for (;;) {
        ++number;
        const auto session = warehouse.createUpsert(table, {}, 1, 24);
        if (!session)
            ::_exit(9);
        const auto flush = [&](const std::shared_ptr<arrow::RecordBatch> &rows) {
            auto writer = warehouse.openUpsert(session->id);
            if (!writer || !(*writer)->append(*rows) || !(*writer)->finish())
                ::_exit(10);
        };
        const Schema &columns = session->table.columns;
        flush(keyed(columns, 0, upsertedKeys, number, RowOperation::Upsert));
        flush(keyed(columns, number % upsertedKeys, 1, number, RowOperation::Delete));
        say("try", 2, number, 0);
        if (!warehouse.commitUpsert(session->id))
            ::_exit(11);
        say("done", 2, number, 0);
    }
}

} // namespace

// Three lanes. Lane 0 appends: upload n adds rows with id n. Lane 1 overwrites: upload n leaves n copies of id n. Lane
// 2 upserts: session n gives every key the value n, in two flushes, and deletes the key n. Before a commit "try", after
// it "done": what lies between may be there or not, but whole or not at all.
int runVictim(const QString &storePath)
{
    WarehouseOptions options;
    options.directory = storePath;
    auto opened = Warehouse::open(options);
    if (!opened)
        return 3;
    Warehouse &warehouse = **opened;
    const auto lane = [&](int which) {
        const TableRef table = tableRef(which == 0 ? QStringLiteral("added") : QStringLiteral("replaced"));
        auto last =
            warehouse.execute(QStringLiteral("demo"), {}, QStringLiteral("SELECT max(id) FROM ") + table.table, {}, {});
        qint64 number = 0;
        if (last)
            number = std::max<qint64>(0, countOf(allRows(*last->rows)));
        last = SqlOutcome();
        QRandomGenerator random(quint32(::getpid() * 2 + which));
        for (;;) {
            ++number;
            auto upload = warehouse.createUpload(table, {}, which == 1, false);
            if (!upload)
                ::_exit(4);
            qint64 rows = 0;
            const int blocks = 1 + random.bounded(3);
            for (int block = 0; block < blocks; ++block) {
                // Mostly small, now and then more than a row group, so that pages go to the file before the commit.
                const qint64 size = random.bounded(8) == 0 ? 130000 : 1 + random.bounded(300);
                auto writer = warehouse.openBlock(upload->id, block);
                if (!writer)
                    ::_exit(5);
                for (qint64 left = size; left > 0;) {
                    const qint64 count = std::min<qint64>(left, 4096);
                    if (!(*writer)->append(*repeated(number, count)))
                        ::_exit(6);
                    left -= count;
                }
                if (random.bounded(10) == 0)
                    continue; // abandoned
                if (!(*writer)->finish())
                    ::_exit(7);
                rows += size;
            }
            say("try", which, number, rows);
            if (!warehouse.commitUpload(upload->id))
                ::_exit(8);
            say("done", which, number, rows);
        }
    };
    std::thread other(lane, 1);
    std::thread upserter(upsertForEver, std::ref(warehouse));
    lane(0);
    return 0;
}

void TstCatalogCrash::killedAtAnyInstant()
{
    WarehouseFixture db;
    QCOMPARE(db.run(QStringLiteral("CREATE TABLE added(id BIGINT, name STRING)")), QString());
    QCOMPARE(db.run(QStringLiteral("CREATE TABLE replaced(id BIGINT, name STRING)")), QString());
    QCOMPARE(
        db.run(QStringLiteral("CREATE TABLE upserted(id BIGINT NOT NULL, n BIGINT, PRIMARY KEY (id)) TBLPROPERTIES "
                              "('transactional'='true')")),
        QString());
    db.close();

    std::map<qint64, qint64> added; // upload: rows
    qint64 replacedRows = 0;
    qint64 replacedNumber = 0;
    qint64 upserted = 0; // the last session that is known to be committed
    qint64 commits = 0;
    QRandomGenerator random(20240101);
    for (int round = 0; round < rounds; ++round) {
        QProcess victim;
        victim.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--victim"), db.storePath()});
        QVERIFY(victim.waitForStarted());
        // Now and then while it still opens the files, else when it has committed something, however slow it is.
        QByteArray told;
        while (round % 4 != 0 && !told.contains("done ")) {
            QVERIFY(victim.waitForReadyRead(60'000));
            told += victim.readAllStandardOutput();
        }
        QTest::qWait(random.bounded(700));
        victim.kill();
        QVERIFY(victim.waitForFinished());
        QVERIFY2(victim.exitStatus() == QProcess::CrashExit, qPrintable(QString::number(victim.exitCode())));

        std::map<qint64, qint64> open[3]; // tried and not answered
        told += victim.readAllStandardOutput();
        const QList<QByteArray> lines = told.split('\n');
        for (const QByteArray &line : lines) {
            const QList<QByteArray> words = line.split(' ');
            if (words.size() != 4)
                continue;
            const int lane = words[1].toInt();
            const qint64 number = words[2].toLongLong();
            const qint64 rows = words[3].toLongLong();
            if (words[0] == "try") {
                open[lane][number] = rows;
                continue;
            }
            ++commits;
            open[lane].erase(number);
            if (lane == 0) {
                added[number] += rows;
            } else if (lane == 2) {
                upserted = number;
            } else {
                replacedNumber = number;
                replacedRows = rows;
            }
        }

        db.reopen();
        std::map<qint64, qint64> found;
        for (const QString &line : db.run(QStringLiteral("SELECT id, count(*) FROM added GROUP BY id"))
                                       .split(QLatin1Char('\n'), Qt::SkipEmptyParts))
            found[line.section(QLatin1Char('|'), 0, 0).toLongLong()] = line.section(QLatin1Char('|'), 1).toLongLong();
        for (const auto &[number, rows] : open[0])
            if (rows > 0 && found.contains(number))
                added[number] = rows; // committed, and killed before the answer
        std::erase_if(added, [](const auto &entry) { return entry.second == 0; });
        QCOMPARE(found, added);

        const QString state = db.run(QStringLiteral("SELECT max(id), count(*), count(DISTINCT id) FROM replaced"));
        QString expected = replacedRows == 0 ? QStringLiteral("NULL|0|0")
                                             : QStringLiteral("%1|%2|1").arg(replacedNumber).arg(replacedRows);
        if (state != expected)
            for (const auto &[number, rows] : open[1]) {
                expected = rows == 0 ? QStringLiteral("NULL|0|0") : QStringLiteral("%1|%2|1").arg(number).arg(rows);
                replacedNumber = number;
                replacedRows = rows;
            }
        QCOMPARE(state, expected);
        const auto info = db->table(tableRef(QStringLiteral("replaced")));
        QVERIFY(info.ok());
        QCOMPARE(info->rows, replacedRows);

        const QString keys =
            db.run(QStringLiteral("SELECT min(n), max(n), count(*), count(DISTINCT id) FROM upserted"));
        const auto wanted = [](qint64 number) {
            return number == 0 ? QStringLiteral("NULL|NULL|0|0")
                               : QStringLiteral("%1|%1|%2|%2").arg(number).arg(upsertedKeys - 1);
        };
        if (keys != wanted(upserted) && !open[2].empty())
            upserted = open[2].begin()->first;
        QCOMPARE(keys, wanted(upserted));
        QCOMPARE(db->table(tableRef(QStringLiteral("upserted")))->rows, upserted == 0 ? 0 : upsertedKeys - 1);
        db.close();
    }
    QVERIFY2(commits >= rounds / 4 * 3, qPrintable(QString::number(commits)));
}
