#include "file/flightstest.h"

#include "duck/duck.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>

static const QString flights = QStringLiteral(SLUICE_FLIGHTS);

void FlightsTest::everyCellIsThatOfAnotherReader()
{
    DuckConnection duck = *DuckDatabase::open({}, {{QStringLiteral("threads"), QStringLiteral("1")}})->connect();
    auto other =
        duck.query(QStringLiteral("SELECT * FROM read_csv(%1, all_varchar = true, header = true, nullstr = 'NA')")
                       .arg(sqlString(flights)));
    QVERIFY(other.ok());
    auto source = m_connector->openSource(request("reader", R"({"nullFormat": "NA"})", flights, 4), {});
    QVERIFY(source.ok());
    QCOMPARE((*source)->schema().size(), 19);
    const std::vector<Split> splits = *(*source)->split(16, {});
    QVERIFY(splits.size() > 4);

    qint64 rows = 0;
    std::shared_ptr<arrow::RecordBatch> theirs;
    qint64 at = 0;
    for (const Split &split : splits)
        for (const Batch &batch : batchesOf(**source, split)) {
            QVERIFY(batch.dirty.empty());
            QCOMPARE(batch.firstRow, rows + 1);
            for (qint64 from = 0; from < batch.rows->num_rows();) {
                if (!theirs || at == theirs->num_rows()) {
                    theirs = *other->next();
                    at = 0;
                    QVERIFY(theirs);
                }
                const qint64 count = std::min(batch.rows->num_rows() - from, theirs->num_rows() - at);
                for (int column = 0; column < 19; ++column)
                    QVERIFY(batch.rows->column(column)->RangeEquals(*theirs->column(column), from, from + count, at));
                from += count;
                at += count;
            }
            rows += batch.rows->num_rows();
        }
    QCOMPARE(rows, 336'776);
    QCOMPARE(at, theirs->num_rows());
    QVERIFY(!other->next().value());
}

void FlightsTest::typesAreSuggested()
{
    const auto types = [&](const QByteArray &parameter) {
        const auto described = m_connector->schema(request("reader", parameter, flights), {});
        QStringList names;
        for (const Column &column : described->columns.columns)
            names.append(column.name + QLatin1Char(' ') + column.type.text());
        return names.join(QStringLiteral(", "));
    };
    const QString expected = QStringLiteral(
        "year BIGINT, month BIGINT, day BIGINT, dep_time BIGINT, sched_dep_time BIGINT, dep_delay BIGINT, arr_time "
        "BIGINT, "
        "sched_arr_time BIGINT, arr_delay BIGINT, carrier STRING, flight BIGINT, tailnum STRING, origin STRING, dest "
        "STRING, air_time BIGINT, distance BIGINT, hour BIGINT, minute BIGINT, time_hour DATETIME");
    QCOMPARE(types("{}"), expected);
    QCOMPARE(types(R"({"nullFormat": "NA"})"), expected);
}

void FlightsTest::memoryIsBounded()
{
    const auto resident = [] {
        QFile file(QStringLiteral("/proc/self/statm"));
        return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ')[1].toLongLong() * 4096 : 0;
    };
    auto source = m_connector->openSource(request("reader", "{}", flights), {});
    const Split split = (*source)->split(1, {})->front();
    qint64 after = 0;
    for (int round = 0; round < 5; ++round) {
        auto reader = (*source)->reader(split, {});
        qint64 rows = 0;
        for (Batch batch; *(*reader)->next(batch, {}) == Reader::Outcome::More;)
            rows += batch.rows->num_rows();
        QCOMPARE(rows, 336'776);
        if (round == 0)
            after = resident();
    }
    QVERIFY2(resident() < after + 20'000'000, qPrintable(QStringLiteral("%1, then %2").arg(after).arg(resident())));
}
