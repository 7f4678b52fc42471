#include "engine/runs.h"

#include "engine/play.h"

#include <QtTest>

#include <arrow/record_batch.h>

#include <stdexcept>

namespace sluice
{

using namespace std::chrono_literals;

void Runs::everyRowOnce_data()
{
    QTest::addColumn<int>("lanes");
    QTest::addColumn<int>("splits");
    QTest::addColumn<qint64>("batchRows");
    QTest::addColumn<qint64>("queueBytes");
    QTest::newRow("one lane") << 1 << 1 << qint64(4096) << qint64(1 << 20);
    QTest::newRow("more splits than lanes") << 2 << 12 << qint64(4096) << qint64(1 << 20);
    QTest::newRow("more lanes than splits") << 16 << 3 << qint64(4096) << qint64(1 << 20);
    QTest::newRow("sixteen lanes") << 16 << 40 << qint64(4096) << qint64(1 << 20);
    QTest::newRow("one-row batches") << 2 << 4 << qint64(1) << qint64(1 << 20);
    QTest::newRow("a tiny queue") << 2 << 4 << qint64(7) << qint64(1);
}

void Runs::everyRowOnce()
{
    QFETCH(int, lanes);
    QFETCH(int, splits);
    QFETCH(qint64, batchRows);
    QFETCH(qint64, queueBytes);
    Play play;
    play.stage.splits = splits;
    play.stage.rows = 500;
    play.request.task.speed.concurrent = lanes;
    play.request.batchRows = batchRows;
    play.request.queueBytes = queueBytes;
    const RunReport report = play.run();

    QCOMPARE(report.state, RunState::Succeeded);
    QCOMPARE(play.stage.sortedRows(), play.expected());
    QCOMPARE(report.totals.rowsRead, qint64(splits) * 500);
    QCOMPARE(report.totals.rowsWritten, qint64(splits) * 500);
    QCOMPARE(report.totals.rowsExpected, qint64(splits) * 500);
    QCOMPARE(report.totals.rowsDirty, qint64(0));
    QCOMPARE(report.totals.bytesWritten, qint64(splits) * 500 * 8);
    QCOMPARE(report.totals.bytesSent, qint64(splits) * 500 * 3);
    QCOMPARE(report.totals.splitsDone, splits);
    QCOMPARE(report.totals.state, RunState::Succeeded);
    const int used = std::min(lanes, splits);
    QCOMPARE(int(report.totals.lanes.size()), used);
    QCOMPARE(play.stage.sealed, used);
    QCOMPARE(play.stage.commits, 1);
    QCOMPARE(int(play.stage.committedReceipts.size()), used);
    QVERIFY(play.stage.committedReceipts.front().startsWith("lane 0 "));
    QCOMPARE(play.stage.aborts, 0);
    QCOMPARE(play.stage.livingWriters, 0);
    QVERIFY(report.notes.contains(QStringLiteral("a note of the source")));
    QVERIFY(!QFile::exists(play.dir.filePath(QStringLiteral("dirty.jsonl"))));
    QCOMPARE(*std::max_element(play.stage.batchSizes.begin(), play.stage.batchSizes.end()),
             std::min<qint64>(batchRows, 100));
}

void Runs::largeBatchesAreCut()
{
    Play play;
    play.stage.rows = play.stage.batchRows = 10'000;
    const RunReport report = play.run();
    QCOMPARE(report.state, RunState::Succeeded);
    QCOMPARE(play.stage.batchSizes, (std::vector<qint64>{4096, 4096, 1808}));
}

void Runs::fewerReaderColumns()
{
    Play play;
    play.stage.sinkSchema = columns({TypeKind::BigInt, TypeKind::String, TypeKind::Double});
    const RunReport report = play.run();
    QCOMPARE(report.state, RunState::Succeeded);
    QCOMPARE(play.stage.writtenRows.front(), std::string("0|NULL|NULL"));
    QVERIFY(report.notes.contains(QStringLiteral("2 writer columns have no reader column and stay NULL: c1, c2")));
}

void Runs::moreReaderColumnsMoveNothing()
{
    Play play;
    play.stage.sourceSchema = columns({TypeKind::String, TypeKind::String});
    const RunReport report = play.run();
    QCOMPARE(report.state, RunState::Failed);
    QCOMPARE(report.error.code, ErrorCode::Config);
    QCOMPARE(play.stage.readRows.load(), qint64(0));
    QCOMPARE(play.stage.commits, 0);
    QCOMPARE(play.stage.aborts, 1);
}

void Runs::readerWithoutColumnsTakesTheWriters()
{
    Play play;
    play.request.task.reader.parameter = {};
    play.stage.sourceSchema = {};
    play.stage.sinkSchema = columns({TypeKind::String, TypeKind::Int});
    QCOMPARE(play.run().state, RunState::Succeeded);
    QCOMPARE(play.stage.writtenRows.front(), std::string("0|0"));
}

void Runs::writerThatNeedsThePeer()
{
    Play play;
    play.stage.sinkNeedsPeer = true;
    play.stage.sinkSchema = {};
    QCOMPARE(play.run().state, RunState::Succeeded);
    QVERIFY(play.stage.sawPeer);

    // Also behind a reader that would have asked the writer first.
    Play generated;
    generated.stage.sourceSchema = {};
    generated.stage.sinkNeedsPeer = true;
    generated.stage.sinkSchema = {};
    generated.request.task.reader.parameter = {};
    const RunReport report = generated.run();
    QVERIFY(generated.stage.sawPeer);
    QCOMPARE(report.state, RunState::Succeeded);
}

void Runs::noSplitsStillCommit()
{
    // An overwrite by nothing is still an overwrite.
    Play play;
    play.stage.splits = 0;
    const RunReport report = play.run();
    QCOMPARE(report.state, RunState::Succeeded);
    QCOMPARE(play.stage.commits, 1);
    QCOMPARE(play.stage.sealed, 1);
}

void Runs::errorLimit_data()
{
    QTest::addColumn<int>("record"); // -1: not set
    QTest::addColumn<double>("percentage");
    QTest::addColumn<int>("dirty"); // of 100 rows
    QTest::addColumn<bool>("succeeds");
    const auto row = [](int record, double percentage, int dirty, bool succeeds) {
        QTest::addRow("record %d, percentage %g, %d dirty", record, percentage, dirty)
            << record << percentage << dirty << succeeds;
    };
    row(0, -1, 0, true);
    row(0, -1, 1, false);
    row(5, -1, 5, true);
    row(5, -1, 6, false);
    row(-1, -1, 99, true);
    row(-1, 0.05, 5, true);
    row(-1, 0.05, 6, false);
    row(-1, 0, 1, false);
    row(50, 0.01, 20, true); // record beats percentage
    row(1, 1.0, 2, false);
}

void Runs::errorLimit()
{
    QFETCH(int, record);
    QFETCH(double, percentage);
    QFETCH(int, dirty);
    QFETCH(bool, succeeds);
    Play play;
    play.stage.rows = 100;
    play.stage.batchRows = 10;
    play.stage.cell = [&](qint64 row, int) { return row < dirty ? std::string("NA") : std::to_string(row); };
    if (record >= 0)
        play.request.task.errorLimit.record = record;
    if (percentage >= 0)
        play.request.task.errorLimit.percentage = percentage;
    const RunReport report = play.run();
    QCOMPARE(report.state, succeeds ? RunState::Succeeded : RunState::Failed);
    QCOMPARE(play.stage.commits, succeeds ? 1 : 0);
    QCOMPARE(play.stage.aborts, succeeds ? 0 : 1);
    if (succeeds) {
        QCOMPARE(report.totals.rowsDirty, qint64(dirty));
        QCOMPARE(report.totals.rowsWritten, qint64(100 - dirty));
        QCOMPARE(play.dirtyRows().size(), dirty);
    } else {
        QCOMPARE(report.error.code, ErrorCode::Data);
        QVERIFY2(report.error.message.contains(QLatin1String("Row 1: c0 \"NA\" is not a whole number")),
                 qPrintable(report.error.message));
        QVERIFY(!play.dirtyRows().isEmpty());
    }
}

void Runs::dirtyRowsOfEveryPart()
{
    Play play;
    play.stage.rows = 50;
    play.stage.readerDirty = {{7, {}, "a,b,c", QStringLiteral("3 fields where the header has 2")}};
    play.stage.cell = [](qint64 row, int) { return row == 20 ? std::string("300 apples") : std::to_string(row); };
    play.stage.onWrite = [](int, const Batch &batch, DirtySink &dirty, const Stop &) {
        dirty.add({batch.rowNumber(0), QStringLiteral("c0"), "1", QStringLiteral("refused by the table")});
        return Done();
    };
    const RunReport report = play.run();
    QCOMPARE(report.state, RunState::Succeeded);
    QCOMPARE(report.totals.rowsRead, qint64(51));
    QCOMPARE(report.totals.rowsDirty, qint64(3));
    QCOMPARE(report.totals.rowsWritten, qint64(48));
    const QList<QJsonObject> rows = play.dirtyRows();
    QCOMPARE(rows.size(), 3);
    QStringList reasons;
    for (const QJsonObject &row : rows)
        reasons.append(QStringLiteral("%1 %2")
                           .arg(row[QLatin1String("row")].toInt())
                           .arg(row[QLatin1String("reason")].toString()));
    reasons.sort();
    QCOMPARE(reasons, (QStringList{QStringLiteral("1 refused by the table"),
                                   QStringLiteral("21 \"300 apples\" is not a whole number"),
                                   QStringLiteral("7 3 fields where the header has 2")}));
    QVERIFY(play.log.contains(QStringLiteral("Row 21: c0 \"300 apples\" is not a whole number")));
}

void Runs::dirtLimitStopsARunInTheMiddle()
{
    Play play;
    play.stage.rows = 1'000'000'000; // never to be read whole
    play.stage.cell = [](qint64 row, int) { return row == 1000 ? std::string("NA") : std::to_string(row); };
    play.request.task.errorLimit.record = 0;
    const RunReport report = play.run();
    QCOMPARE(report.state, RunState::Failed);
    QVERIFY(report.totals.rowsRead <= 1100);
    QCOMPARE(play.stage.aborts, 1);
    QCOMPARE(play.stage.writersAtAbort, 0);
}

void Runs::failureOfOneLaneStopsTheOthers()
{
    Play play;
    play.stage.splits = 4;
    play.stage.rows = 1'000'000'000;
    play.request.task.speed.concurrent = 4;
    play.stage.beforeBatch = [](int split, qint64 row) -> Done {
        if (split == 1 && row >= 300)
            return makeError(ErrorCode::Network, QStringLiteral("connection reset"), QStringLiteral("split 2"));
        return {};
    };
    const RunReport report = play.run();
    QCOMPARE(report.state, RunState::Failed);
    QCOMPARE(report.error.code, ErrorCode::Network);
    QCOMPARE(report.error.where, QStringLiteral("reader.split 2"));
    QCOMPARE(play.stage.commits, 0);
    QCOMPARE(play.stage.aborts, 1);
    QCOMPARE(play.stage.sealed, 0);
}

void Runs::failures_data()
{
    QTest::addColumn<QString>("part");
    QTest::addColumn<QString>("where");
    QTest::addColumn<int>("aborts");
    QTest::newRow("open source") << "openSource"
                                 << "reader" << 0;
    QTest::newRow("open sink") << "openSink"
                               << "writer" << 0;
    QTest::newRow("write") << "write"
                           << "writer" << 1;
    QTest::newRow("seal") << "seal"
                          << "writer" << 1;
    QTest::newRow("commit") << "commit"
                            << "writer" << 1;
}

void Runs::failures()
{
    QFETCH(QString, part);
    Play play;
    const Error error = makeError(ErrorCode::Auth, QStringLiteral("no permission"));
    if (part == QLatin1String("openSource"))
        play.stage.openSourceFails = error;
    else if (part == QLatin1String("openSink"))
        play.stage.openSinkFails = error;
    else if (part == QLatin1String("write"))
        play.stage.onWrite = [&](int, const Batch &, DirtySink &, const Stop &) -> Done { return error; };
    else if (part == QLatin1String("seal"))
        play.stage.sealFails = error;
    else
        play.stage.commitFails = error;
    const RunReport report = play.run();
    QCOMPARE(report.state, RunState::Failed);
    QCOMPARE(report.error.code, ErrorCode::Auth);
    QTEST(report.error.where, "where");
    QTEST(play.stage.aborts, "aborts");
    QCOMPARE(play.stage.livingWriters, 0);
}

void Runs::exceptionsBecomeErrors_data()
{
    QTest::addColumn<bool>("reading");
    QTest::newRow("reader") << true;
    QTest::newRow("writer") << false;
}

void Runs::exceptionsBecomeErrors()
{
    QFETCH(bool, reading);
    Play play;
    play.stage.splits = 2;
    play.request.task.speed.concurrent = 2;
    if (reading)
        play.stage.beforeBatch = [](int split, qint64) -> Done {
            if (split == 1)
                throw std::runtime_error("a library threw");
            return {};
        };
    else
        play.stage.onWrite = [](int, const Batch &, DirtySink &, const Stop &) -> Done { throw 7; };
    const RunReport report = play.run();
    QCOMPARE(report.state, RunState::Failed);
    QCOMPARE(report.error.code, ErrorCode::Internal);
    QCOMPARE(report.error.detail, reading ? QStringLiteral("a library threw") : QStringLiteral("unknown exception"));
    QCOMPARE(play.stage.aborts, 1);
}

void Runs::stopWithinTwoSeconds_data()
{
    QTest::addColumn<QString>("where");
    QTest::newRow("reading on") << "endless";
    QTest::newRow("reader waits for room") << "slow writer";
    QTest::newRow("throttled") << "throttle";
}

void Runs::stopWithinTwoSeconds()
{
    QFETCH(QString, where);
    Play play;
    play.stage.splits = 3;
    play.stage.rows = 1'000'000'000;
    play.request.task.speed.concurrent = 3;
    if (where == QLatin1String("slow writer")) {
        play.request.queueBytes = 1;
        play.stage.onWrite = [](int, const Batch &, DirtySink &, const Stop &stop) { return stop.sleep(1h); };
    } else if (where == QLatin1String("throttle")) {
        play.request.task.speed.throttle = true;
        play.request.task.speed.megabytes = 0.0001;
    }
    const StopAfter after(300ms);
    QElapsedTimer timer;
    timer.start();
    const RunReport report = play.run(after.stop());
    QVERIFY(timer.elapsed() < 300 + 2000);
    QCOMPARE(report.state, RunState::Stopped);
    QCOMPARE(report.error.code, ErrorCode::Stopped);
    QCOMPARE(play.stage.commits, 0);
    QCOMPARE(play.stage.aborts, 1);
    QCOMPARE(play.stage.writersAtAbort, 0);
}

void Runs::stopBeforeTheStart()
{
    Play play;
    std::stop_source source;
    source.request_stop();
    const RunReport report = play.run(Stop(source.get_token()));
    QCOMPARE(report.state, RunState::Stopped);
    QCOMPARE(play.stage.readRows.load(), qint64(0));
}

void Runs::deadline()
{
    Play play;
    play.stage.rows = 1'000'000'000;
    const RunReport report = play.run(Stop().within(200ms));
    QCOMPARE(report.state, RunState::Failed);
    QCOMPARE(report.error.code, ErrorCode::Timeout);
    QCOMPARE(play.stage.aborts, 1);
}

void Runs::waitsAreCounted()
{
    Play slowWriter;
    slowWriter.stage.rows = 300;
    slowWriter.request.queueBytes = 1;
    slowWriter.stage.onWrite = [](int, const Batch &, DirtySink &, const Stop &stop) { return stop.sleep(100ms); };
    const RunProgress first = slowWriter.run().totals;
    QVERIFY2(first.writerWaitSeconds > 0.05, qPrintable(QString::number(first.writerWaitSeconds)));
    QVERIFY(first.readerWaitSeconds < first.writerWaitSeconds);

    Play slowReader;
    slowReader.stage.rows = 300;
    slowReader.stage.beforeBatch = [](int, qint64) {
        std::this_thread::sleep_for(50ms);
        return Done();
    };
    const RunProgress second = slowReader.run().totals;
    QVERIFY2(second.readerWaitSeconds > 0.1, qPrintable(QString::number(second.readerWaitSeconds)));
    QVERIFY(second.writerWaitSeconds < second.readerWaitSeconds);
    QVERIFY(second.elapsedSeconds >= 0.15);
}

void Runs::memoryIsBoundedByTheQueue()
{
    // The writer does not take anything until it is told to: the reader must not get further than the queue.
    Play play;
    play.stage.rows = 100'000;
    play.stage.batchRows = 100;
    play.request.queueBytes = 100 * 8 * 10; // ten batches
    std::atomic<bool> go = false;
    play.stage.onWrite = [&](int, const Batch &, DirtySink &, const Stop &stop) {
        while (!go)
            if (const Done done = stop.sleep(5ms); !done)
                return done;
        return Done();
    };
    qint64 ahead = 0;
    std::jthread watcher([&] {
        qint64 last = -1;
        for (int i = 0; i < 100 && play.stage.readRows != last; ++i) {
            last = play.stage.readRows;
            std::this_thread::sleep_for(50ms);
        }
        ahead = play.stage.readRows;
        go = true;
    });
    QCOMPARE(play.run().state, RunState::Succeeded);
    watcher.join();
    // Ten in the queue, one in the writer's hands, one in the reader's.
    QVERIFY2(ahead > 0 && ahead <= 12 * 100, qPrintable(QString::number(ahead)));
}

void Runs::writersAreTendedWhileNoRowsCome()
{
    // The reader brings its second batch when the writer has been tended twice.
    Play play;
    std::atomic<int> tended = 0;
    play.stage.rows = 20;
    play.stage.batchRows = 10;
    play.stage.beforeBatch = [&](int, qint64 row) {
        for (int i = 0; row > 0 && i < 2000 && tended < 2; ++i)
            std::this_thread::sleep_for(10ms);
        return Done();
    };
    play.stage.onIdle = [&](int) {
        ++tended;
        return Done();
    };
    QCOMPARE(play.run().state, RunState::Succeeded);
    QCOMPARE(play.stage.committed.size(), size_t(20));
    QVERIFY(tended >= 2);

    // What goes wrong then is the writer's failure.
    Play failing;
    std::atomic<bool> failed = false;
    failing.stage.beforeBatch = [&](int, qint64) {
        for (int i = 0; i < 2000 && !failed; ++i)
            std::this_thread::sleep_for(10ms);
        return Done();
    };
    failing.stage.onIdle = [&](int) -> Done {
        failed = true;
        return makeError(ErrorCode::Network, QStringLiteral("The line is dead."));
    };
    const RunReport report = failing.run();
    QCOMPARE(report.state, RunState::Failed);
    QVERIFY(report.error.message.contains(QLatin1String("The line is dead.")));
}

void Runs::rowLimit()
{
    Play play;
    play.stage.splits = 4;
    play.stage.rows = 1'000'000'000;
    play.request.task.speed.concurrent = 2;
    play.request.rowLimit = 250;
    const RunReport report = play.run();
    QCOMPARE(report.state, RunState::Succeeded);
    QCOMPARE(report.totals.rowsRead, qint64(250));
    QCOMPARE(report.totals.rowsWritten, qint64(250));
    QCOMPARE(report.totals.rowsExpected, qint64(250));
    QCOMPARE(play.stage.commits, 1);
}

void Runs::throttleHoldsTheRate()
{
    // 3 lanes, 0.3 MB at 1 MB/s: not faster than the rate, less the credit of a tenth of a second.
    Play play;
    play.stage.splits = 3;
    play.stage.rows = 10'000;
    play.stage.batchRows = 1000;
    play.stage.cell = [](qint64, int) { return std::string("0000000001"); };
    play.request.task.speed = {true, 3, 1.0};
    const RunReport report = play.run();
    QCOMPARE(report.state, RunState::Succeeded);
    QCOMPARE(report.totals.bytesRead, qint64(300'000));
    QVERIFY2(report.totals.elapsedSeconds >= 0.2, qPrintable(QString::number(report.totals.elapsedSeconds)));
    QVERIFY(report.totals.throttleSeconds > 0.1);
    QVERIFY(play.log.contains(QStringLiteral("Throttled to 1 MB/s")));
    // Not throttled: the same bytes in no time.
    Play free;
    free.stage.rows = 30'000;
    free.request.task.speed = {false, 1, 0.001};
    QCOMPARE(free.run().totals.throttleSeconds, 0.0);
}

void Runs::progressWhileItRuns()
{
    Play play;
    play.stage.splits = 2;
    play.stage.rows = 1'000'000'000;
    play.request.task.speed.concurrent = 2;
    play.registry.add(makeTestConnector(play.stage));
    Run run(play.registry, play.request, play.log);
    QCOMPARE(run.progress().state, RunState::Preparing);
    std::stop_source source;
    RunReport report;
    {
        std::jthread runner([&] { report = run.execute(Stop(source.get_token())); });
        qint64 last = 0;
        for (int seen = 0; seen < 5;) {
            const RunProgress progress = run.progress();
            QVERIFY(progress.rowsWritten <= progress.rowsRead + 200);
            if (progress.rowsWritten > last) {
                QCOMPARE(progress.state, RunState::Running);
                QCOMPARE(progress.lanes.size(), size_t(2));
                last = progress.rowsWritten;
                ++seen;
            }
            std::this_thread::sleep_for(10ms);
        }
        source.request_stop();
    }
    QCOMPARE(report.state, RunState::Stopped);
    QCOMPARE(run.progress().state, RunState::Stopped);
    QCOMPARE(run.progress().elapsedSeconds, report.totals.elapsedSeconds);
}

void Runs::unknownConnector()
{
    Play play;
    play.request.task.writer.stepType = QStringLiteral("tets");
    const RunReport report = play.run();
    QCOMPARE(report.error.code, ErrorCode::Config);
    QCOMPARE(report.error.where, QStringLiteral("writer"));
    QVERIFY(report.error.message.contains(QLatin1String("Did you mean \"test\"?")));
}

} // namespace sluice
