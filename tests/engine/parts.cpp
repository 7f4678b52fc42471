#include "engine/parts.h"

#include "data/arrowtypes.h"
#include "engine/batchslice.h"
#include "engine/dirtyrows.h"
#include "engine/fieldmap.h"
#include "engine/lanequeue.h"
#include "engine/play.h"
#include "engine/throttle.h"

#include <QtTest>

#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

namespace sluice
{

using namespace std::chrono_literals;

namespace
{

// One column of texts.
std::shared_ptr<arrow::RecordBatch> texts(const std::vector<std::optional<std::string>> &values, int columns = 1)
{
    arrow::StringBuilder builder;
    for (const auto &value : values)
        if (!(value ? builder.Append(*value) : builder.AppendNull()).ok())
            qFatal("no text");
    const std::shared_ptr<arrow::Array> array = *builder.Finish();
    arrow::FieldVector fields;
    arrow::ArrayVector arrays;
    for (int i = 0; i < columns; ++i) {
        fields.push_back(arrow::field("c" + std::to_string(i), arrow::utf8()));
        arrays.push_back(array);
    }
    return arrow::RecordBatch::Make(arrow::schema(fields), array->length(), arrays);
}

std::string text(const Batch &batch, int column, qint64 row)
{
    const auto &array = static_cast<const arrow::StringArray &>(*batch.rows->column(column));
    return array.IsNull(row) ? "NULL" : array.GetString(row);
}

QList<QByteArray> linesOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll().chopped(1).split('\n');
}

} // namespace

void Parts::throttlePaysForEveryByte()
{
    // 12 MB/s and 120 MB from two lanes that ask in turn: the last byte passes ten seconds after the first was asked.
    Throttle throttle(12e6);
    const Throttle::Clock::time_point start{1h};
    Throttle::Clock::time_point now = start;
    for (int i = 0; i < 120; ++i)
        now = std::max(now, throttle.reserve(1'000'000, now));
    const double seconds = std::chrono::duration<double>(now - start).count();
    QVERIFY2(seconds >= 9.999 && seconds < 10.1, qPrintable(QString::number(seconds)));
}

void Parts::throttleGivesLittleCredit()
{
    Throttle throttle(1e6);
    const Throttle::Clock::time_point start{1h};
    QCOMPARE(throttle.reserve(1'000'000, start), start + 1s);
    // An hour without use is no reason to let an hour's bytes through at once.
    const auto later = start + 1h;
    QVERIFY(throttle.reserve(1'000'000, later) >= later + 900ms);
}

void Parts::throttleWakesOnStop()
{
    Throttle throttle(1000);
    const StopAfter after(50ms);
    QElapsedTimer timer;
    timer.start();
    const Done done = throttle.pass(1'000'000, after.stop());
    QVERIFY(!done.ok() && done.error().code == ErrorCode::Stopped);
    QVERIFY(timer.elapsed() < 1900);
}

void Parts::queueHoldsItsBound()
{
    LaneCounters counters;
    LaneQueue queue(1000, counters);
    qint64 most = 0;
    std::jthread writer([&] {
        for (int i = 0; i < 200; ++i)
            if (!queue.push({Batch(), 300}, Stop()))
                return;
        queue.close();
    });
    int taken = 0;
    for (;;) {
        if (taken < 5) // let it run full
            std::this_thread::sleep_for(5ms);
        most = std::max<qint64>(most, counters.queuedBytes);
        const auto item = queue.pop(Stop());
        QVERIFY(item.ok());
        if (!item.value())
            break;
        ++taken;
    }
    QCOMPARE(taken, 200);
    QVERIFY(most <= 1000 && most >= 900);
    QVERIFY(counters.forRoom.seconds() > 0.005);
    QCOMPARE(counters.queuedBytes.load(), qint64(0));
}

void Parts::queueTakesOneLargeBatch()
{
    LaneCounters counters;
    LaneQueue queue(1000, counters);
    QVERIFY(queue.push({Batch(), 5000}, Stop()).ok());
    const Done second = queue.push({Batch(), 1}, Stop().within(20ms));
    QVERIFY(!second.ok() && second.error().code == ErrorCode::Timeout);
    QVERIFY(queue.pop(Stop()).ok());
    QVERIFY(queue.push({Batch(), 1}, Stop()).ok());
}

void Parts::queueWakesOnStop()
{
    LaneCounters counters;
    LaneQueue queue(1000, counters);
    const StopAfter after(30ms);
    const auto item = queue.pop(after.stop());
    QVERIFY(!item.ok() && item.error().code == ErrorCode::Stopped);
    QVERIFY(counters.forRows.seconds() >= 0.02);
    // What waits in the queue is not handed out any more.
    QVERIFY(!queue.push({Batch(), 1}, after.stop()).ok());
}

void Parts::queueEnds()
{
    LaneCounters counters;
    LaneQueue queue(1000, counters);
    QVERIFY(queue.push({Batch(), 1}, Stop()).ok());
    queue.close();
    QVERIFY(queue.pop(Stop()).value().has_value());
    QVERIFY(!queue.pop(Stop()).value().has_value());
}

void Parts::slices()
{
    Batch batch;
    batch.rows = texts({"a", "b", "c"});
    batch.firstRow = 10;
    batch.after = "end";
    batch.dirty.push_back({9, {}, "x", QStringLiteral("bad")});
    const Batch first = sliceBatch(batch, 0, 2);
    QCOMPARE(first.rowNumber(1), qint64(11));
    QCOMPARE(first.dirty.size(), size_t(1));
    QVERIFY(first.after.isEmpty());
    const Batch second = sliceBatch(batch, 2, 1);
    QCOMPARE(second.rowNumber(0), qint64(12));
    QVERIFY(second.dirty.empty());
    QCOMPARE(second.after, QByteArray("end"));
    batch.rowNumbers = {10, 20, 30};
    QCOMPARE(sliceBatch(batch, 1, 2).rowNumber(1), qint64(30));
}

void Parts::firstRowsInTheirOrder()
{
    Batch batch;
    batch.rows = texts({"a", "b", "c"});
    batch.firstRow = 1;
    batch.rowNumbers = {1, 3, 6};
    for (const qint64 row : {5, 2, 4}) // as two steps of a reader refuse them
        batch.dirty.push_back({row, {}, "x", QStringLiteral("bad")});
    const Batch first = firstRows(batch, 4);
    QCOMPARE(first.rows->num_rows(), qint64(2));
    QCOMPARE(first.dirty.size(), size_t(2));
    QCOMPARE(first.dirty[0].row, qint64(2));
    QCOMPARE(first.dirty[1].row, qint64(4));
}

void Parts::dropsRows()
{
    Batch batch;
    batch.rows = texts({"a", "b", "c", std::nullopt, "e"}, 2);
    batch.firstRow = 1;
    const auto some = dropRows(batch, {0, 2});
    QVERIFY(some.ok() && some->rows->ValidateFull().ok());
    QCOMPARE(some->rows->num_rows(), qint64(3));
    QCOMPARE(text(*some, 1, 0), std::string("b"));
    QCOMPARE(text(*some, 1, 1), std::string("NULL"));
    QCOMPARE(some->rowNumber(0), qint64(2));
    QCOMPARE(some->rowNumber(2), qint64(5));
    QVERIFY(!dropRows(batch, {0, 1, 2, 3, 4})->rows);
    batch.firstRow = -1;
    QCOMPARE(dropRows(batch, {0})->rowNumber(0), qint64(-1));
    // Twice: the numbers of the first time are kept.
    QCOMPARE(dropRows(*some, {0})->rowNumber(0), qint64(4));
}

void Parts::mapRefusesTooManyColumns()
{
    const auto map = FieldMap::make(columns({TypeKind::String, TypeKind::String, TypeKind::Int}),
                                    columns({TypeKind::String, TypeKind::String}), {});
    QVERIFY(!map.ok());
    QCOMPARE(map.error().code, ErrorCode::Config);
    QCOMPARE(map.error().message,
             QStringLiteral("The reader has 3 columns, the writer 2 columns: nothing takes c2. Name as many columns in "
                            "the writer or take these out of the reader."));
}

void Parts::mapPadsWithNull()
{
    Schema to = columns({TypeKind::Int, TypeKind::Date, Type::array(TypeKind::Int)});
    auto map = FieldMap::make(columns({TypeKind::String}), to, {});
    QVERIFY(map.ok());
    QCOMPARE(map->casts(), 1);
    QCOMPARE(map->notes(), QStringList(QStringLiteral("2 writer columns have no reader column and stay NULL: c1, c2")));
    for (const std::vector<std::optional<std::string>> &values :
         {std::vector<std::optional<std::string>>{"1", "2"}, {"3", "4", "5"}, {"6"}}) {
        Batch batch;
        batch.rows = texts(values);
        const auto mapped = map->apply(std::move(batch));
        QVERIFY(mapped.ok() && mapped->rows->ValidateFull().ok());
        QVERIFY(mapped->rows->schema()->Equals(*arrowSchema(to)));
        QCOMPARE(mapped->rows->column(1)->null_count(), qint64(values.size()));
        QCOMPARE(mapped->rows->column(2)->null_count(), qint64(values.size()));
    }
    to.columns[1].nullable = false;
    const auto refused = FieldMap::make(columns({TypeKind::String}), to, {});
    QVERIFY(!refused.ok() && refused.error().code == ErrorCode::Config);
}

void Parts::mapRefusesWhatHasNoCast()
{
    const auto map = FieldMap::make(columns({TypeKind::Boolean}), columns({TypeKind::Date}), {});
    QVERIFY(!map.ok());
    QCOMPARE(map.error().code, ErrorCode::Schema);
    QCOMPARE(map.error().text(), QStringLiteral("reader.column[0]: The reader's column c0 cannot go into the writer's "
                                                "column c0: There is no cast from BOOLEAN to DATE."));
    const auto dirty = FieldMap::make(columns({TypeKind::DateTime}), columns({Type::varchar(5)}), {});
    QVERIFY(dirty.ok());
    QCOMPARE(dirty->notes().size(), 1);
}

void Parts::mapKeepsOneReasonARow()
{
    auto map =
        FieldMap::make(columns({TypeKind::String, TypeKind::String}), columns({TypeKind::Int, TypeKind::Date}), {});
    QVERIFY(map.ok());
    Batch batch;
    batch.rows = texts({"", "x", ""}, 2);
    batch.firstRow = 100;
    const auto mapped = map->apply(batch);
    QVERIFY(mapped.ok());
    QCOMPARE(mapped->rows->num_rows(), qint64(2));
    QCOMPARE(mapped->dirty.size(), size_t(1));
    QCOMPARE(mapped->dirty[0].row, qint64(101));
    QCOMPARE(mapped->dirty[0].column, QStringLiteral("c0"));
    QCOMPARE(mapped->dirty[0].raw, QByteArray("x"));
    QCOMPARE(mapped->dirty[0].reason, QStringLiteral("\"x\" is not a whole number"));
}

void Parts::mapKeepsNullOutOfColumnsThatTakeNone()
{
    Schema to = columns({TypeKind::Int});
    to.columns[0].nullable = false;
    auto map = FieldMap::make(columns({TypeKind::String}), to, {});
    QVERIFY(map.ok());
    Batch batch;
    batch.rows = texts({"1", std::nullopt, "x", "", "5"});
    batch.firstRow = 1;
    const auto mapped = map->apply(batch);
    QVERIFY(mapped.ok());
    QCOMPARE(mapped->rows->num_rows(), qint64(2));
    QCOMPARE(mapped->dirty.size(), size_t(3));
    QCOMPARE(mapped->dirty[0].reason, QStringLiteral("NULL where the destination takes none"));
    QCOMPARE(mapped->dirty[1].reason, QStringLiteral("\"x\" is not a whole number"));
    QCOMPARE(mapped->dirty[2].row, qint64(4));
}

void Parts::dirtyRowsAsJsonLines()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("dirty.jsonl"));
    std::atomic<qint64> count = 0;
    ListLog log;
    {
        DirtyRows dirty({}, path, log, count);
        QVERIFY(dirty.flush().ok());
        QVERIFY(!QFile::exists(path));
        QVERIFY(dirty
                    .add(1, {{839, QStringLiteral("dep_time"), "NA", QStringLiteral("\"NA\" is not a whole number")},
                             {-1, {}, "a\xFF", QStringLiteral("not UTF-8")},
                             {3, QStringLiteral("c"), QByteArray(100'000, 'x'), QStringLiteral("too long")}})
                    .ok());
        QVERIFY(dirty.flush().ok());
    }
    QCOMPARE(count.load(), qint64(3));
    const QList<QByteArray> lines = linesOf(path);
    QCOMPARE(lines.size(), 3);
    QCOMPARE(
        lines[0],
        QByteArray(R"({"row":839,"column":"dep_time","raw":"NA","reason":"\"NA\" is not a whole number","lane":2})"));
    QCOMPARE(lines[1],
             QByteArray(R"({"row":-1,"column":"","raw":"Yf8=","encoding":"base64","reason":"not UTF-8","lane":2})"));
    QVERIFY(lines[2].size() < 66'000);
    QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
}

void Parts::dirtyRowsToldByCause()
{
    QTemporaryDir dir;
    std::atomic<qint64> count = 0;
    ListLog log;
    ErrorLimit limit;
    limit.record = 1000;
    DirtyRows dirty(limit, dir.filePath(QStringLiteral("dirty.jsonl")), log, count);
    std::vector<DirtyRow> rows;
    for (int i = 0; i < 900; ++i)
        rows.push_back({i + 1000, QStringLiteral("qty"), "x", QStringLiteral("\"%1\" is not a whole number").arg(i)});
    rows.push_back({5, QStringLiteral("at"), "y", QStringLiteral("\"y\" is not a date: yyyy-MM-dd is expected")});
    QVERIFY(dirty.add(0, rows).ok());
    const QStringList told = log.warnings();
    QCOMPARE(told.size(), 13);
    QCOMPARE(told[0], QStringLiteral("Row 1,000: qty \"0\" is not a whole number"));
    QCOMPARE(told[10], QStringLiteral("The first 10 of this cause are logged, all are kept"));
    QCOMPARE(told[11], QStringLiteral("Dirty rows at 80 % of the limit of 1,000"));
    QVERIFY(told[12].startsWith(QLatin1String("Row 5: at \"y\"")));
}

void Parts::dirtyShare()
{
    QTemporaryDir dir;
    std::atomic<qint64> count = 0;
    ListLog log;
    ErrorLimit limit;
    limit.percentage = 0.1;
    DirtyRows dirty(limit, dir.filePath(QStringLiteral("dirty.jsonl")), log, count);
    QVERIFY(dirty.add(0, std::vector<DirtyRow>(10, DirtyRow{1, {}, "x", QStringLiteral("bad")})).ok());
    QVERIFY(dirty.checkShare(100, true).ok());
    QVERIFY(!dirty.checkShare(99, true).ok());
    QVERIFY(dirty.checkShare(99, false).ok()); // too early to judge
    QVERIFY(dirty.add(0, std::vector<DirtyRow>(2000, DirtyRow{1, {}, "x", QStringLiteral("bad")})).ok());
    const Done share = dirty.checkShare(10'000, false);
    QVERIFY(!share.ok());
    QCOMPARE(share.error().code, ErrorCode::Data);
    QCOMPARE(share.error().message,
             QStringLiteral("2,010 of 10,000 rows are dirty, 10 % are allowed. The first: Row 1: bad. Correct the data "
                            "or raise errorLimit.percentage."));
}

} // namespace sluice
