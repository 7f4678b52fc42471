#include "engine/resumes.h"

#include "engine/journal.h"
#include "engine/play.h"

#include <QRandomGenerator>
#include <QtTest>

namespace sluice
{

namespace
{

const Error cut = makeError(ErrorCode::Network, QStringLiteral("connection reset"));

// Attempts at one task, each in a folder of its own, between ends that can be resumed.
struct Attempts : Play {
    int count = 0;

    Attempts()
    {
        stage.fingerprint = "v1";
        stage.resumeState = "session 1";
        stage.rows = 1000;
        stage.batchRows = 20;
        stage.blockRows = 100;
        registry.add(makeTestConnector(stage));
    }

    QString folder(int attempt) const { return dir.filePath(QStringLiteral("attempt-%1").arg(attempt)); }
    QString journal(int attempt) const { return folder(attempt) + QStringLiteral("/journal.jsonl"); }

    RunReport attempt(int resumed = -1)
    {
        request.attemptDir = folder(count++);
        request.resumeDir = resumed < 0 ? QString() : folder(resumed);
        QDir().mkpath(request.attemptDir);
        Run run(registry, request, log);
        return run.execute({});
    }

    // Breaks off when a writer comes to a row.
    void cutAtRow(qint64 at)
    {
        stage.onWrite = [at](int, const Batch &batch, DirtySink &, const Stop &) {
            return batch.rowNumber(0) > at ? Done(cut) : Done();
        };
    }
    void cutNoMore()
    {
        stage.beforeBatch = nullptr;
        stage.onWrite = nullptr;
    }
};

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

void Resumes::everyRowOnce_data()
{
    QTest::addColumn<int>("lanes");
    QTest::addColumn<int>("splits");
    QTest::addColumn<qint64>("batchRows"); // at most in one that a writer gets
    QTest::addColumn<qint64>("blockRows");
    QTest::newRow("one lane") << 1 << 1 << qint64(4096) << qint64(100);
    QTest::newRow("several splits in a block") << 1 << 9 << qint64(4096) << qint64(2500);
    QTest::newRow("a block a batch") << 2 << 5 << qint64(4096) << qint64(1);
    QTest::newRow("cut batches") << 2 << 5 << qint64(7) << qint64(30);
    QTest::newRow("one-row batches") << 3 << 3 << qint64(1) << qint64(50);
    QTest::newRow("many lanes") << 8 << 20 << qint64(4096) << qint64(100);
}

// Broken off again and again, somewhere; what was sealed is not read again.
void Resumes::everyRowOnce()
{
    QFETCH(int, lanes);
    QFETCH(int, splits);
    QFETCH(qint64, batchRows);
    QFETCH(qint64, blockRows);
    Attempts play;
    play.stage.splits = splits;
    play.request.task.speed.concurrent = lanes;
    play.request.batchRows = batchRows;
    play.stage.blockRows = blockRows;
    const quint32 seed = QRandomGenerator::system()->generate();
    QRandomGenerator chance(seed);
    qint64 kept = 0;
    for (int attempt = 0; attempt < 5; ++attempt) {
        const qint64 rows = chance.bounded(int(splits * play.stage.rows * 2 / 5)) + 1;
        const qint64 before = play.stage.readRows;
        play.stage.beforeBatch = [&, limit = before + rows](int, qint64) {
            return play.stage.readRows >= limit ? Done(cut) : Done();
        };
        const RunReport report = play.attempt(attempt - 1);
        if (report.state == RunState::Succeeded)
            break;
        QCOMPARE(report.error.code, ErrorCode::Network);
        const auto record = Journal::read(play.folder(attempt));
        QVERIFY2(record.ok(), qPrintable(QStringLiteral("seed %1").arg(seed)));
        QVERIFY(record->rowsRead >= kept);
        QCOMPARE(report.totals.rowsReadBefore, kept);
        QVERIFY(report.totals.rowsRead - kept <= play.stage.readRows - before);
        kept = record->rowsRead;
    }
    const bool over = play.stage.commits > 0;
    const qint64 before = play.stage.readRows;
    play.cutNoMore();
    if (!over) {
        const RunReport report = play.attempt(play.count - 1);
        QVERIFY2(report.state == RunState::Succeeded, qPrintable(report.error.text()));
        QCOMPARE(report.totals.rowsRead, splits * play.stage.rows);
        QCOMPARE(report.totals.rowsWritten, splits * play.stage.rows);
        QCOMPARE(report.totals.splitsDone, splits);
        QCOMPARE(play.stage.readRows - before, splits * play.stage.rows - kept);
    }
    QCOMPARE(play.stage.commits, 1);
    QVERIFY2(play.stage.committed == play.expected(), qPrintable(QStringLiteral("seed %1").arg(seed)));
}

void Resumes::whatTheJournalSays()
{
    Attempts play;
    play.cutAtRow(250);
    QCOMPARE(play.attempt().state, RunState::Failed);
    QFile file(play.journal(0));
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
    const auto record = Journal::read(play.folder(0));
    QVERIFY(record.ok());
    QCOMPARE(record->head.fingerprint, QByteArray("v1"));
    QCOMPARE(record->head.columns, QStringList{QStringLiteral("c0 STRING")});
    QCOMPARE(record->head.splits.size(), size_t(1));
    QCOMPARE(record->head.splits[0].name, QStringLiteral("split 1"));
    QCOMPARE(record->resume.sinkState, QByteArray("session 1"));
    QVERIFY(!record->resume.complete);
    // Rows 0 to 199 in two blocks; those behind them had been written, and to no end.
    QCOMPARE(record->resume.receipts, (std::vector<Receipt>{"lane 0 block 0", "lane 0 block 1"}));
    QCOMPARE(record->reached[0].after, Position("200"));
    QCOMPARE(record->rowsRead, qint64(200));
    QCOMPARE(record->rowsWritten, qint64(200));

    play.cutNoMore();
    const RunReport report = play.attempt(0);
    QCOMPARE(report.state, RunState::Succeeded);
    QCOMPARE(report.totals.rowsReadBefore, qint64(200));
    QCOMPARE(report.totals.rowsRead, qint64(1000));
    QVERIFY(play.stage.resumed && play.stage.resumed->sinkState == "session 1");
    QVERIFY(play.log.contains(QStringLiteral("Goes on behind 200 rows")));
    QCOMPARE(play.stage.committed, play.expected());
    QVERIFY(!QFile::exists(play.journal(0))); // it lies with the attempt that went on
}

// So that a source can look whether it is still the one that was read.
void Resumes::anEndedSplitKeepsItsPlace()
{
    Attempts play;
    play.stage.splits = 2;
    play.stage.blockRows = 1;
    play.cutAtRow(1500);
    QCOMPARE(play.attempt().state, RunState::Failed);
    const auto record = Journal::read(play.folder(0));
    QVERIFY(record.ok());
    QVERIFY(record->reached[0].ended);
    QCOMPARE(record->reached[0].after, Position("1000"));
    QVERIFY(!record->reached[1].ended);
    QCOMPARE(record->reached[1].after, Position("500"));
    play.cutNoMore();
    QCOMPARE(play.attempt(0).state, RunState::Succeeded);
    QCOMPARE(play.stage.committed, play.expected());
}

void Resumes::runsWithoutJournal_data()
{
    QTest::addColumn<QString>("why");
    QTest::newRow("the source cannot say whether it changed") << "source";
    QTest::newRow("the sink cannot go on") << "sink";
    QTest::newRow("a debug run of some rows") << "limit";
}

void Resumes::runsWithoutJournal()
{
    QFETCH(QString, why);
    Attempts play;
    if (why == QLatin1String("source"))
        play.stage.fingerprint.clear();
    else if (why == QLatin1String("sink"))
        play.stage.resumeState.clear();
    else
        play.request.rowLimit = 600;
    play.cutAtRow(500);
    QCOMPARE(play.attempt().state, RunState::Failed);
    QVERIFY(!QFile::exists(play.journal(0)));
    QCOMPARE(play.stage.sealed, 0); // no seal but the one at the end
    QCOMPARE(play.log.contains(QStringLiteral("cannot be resumed")), why == QLatin1String("source"));
    QCOMPARE(play.attempt(0).error.code, ErrorCode::NotFound);
}

// Whatever part of a journal is on the disk, the run goes on exactly.
void Resumes::everyTornJournal()
{
    Attempts play;
    play.stage.splits = 3;
    play.stage.rows = 300;
    play.request.task.speed.concurrent = 2;
    play.cutAtRow(850);
    QCOMPARE(play.attempt().state, RunState::Failed);
    play.cutNoMore();
    const QByteArray whole = contents(play.journal(0));
    const qsizetype head = whole.indexOf('\n') + 1;
    QVERIFY(whole.count('\n') > 3);
    for (qsizetype size = 0; size <= whole.size(); size += size < head ? 31 : 53) {
        put(play.journal(0), whole.left(size));
        play.stage.committed.clear();
        const RunReport report = play.attempt(0);
        if (size < head) {
            QCOMPARE(report.error.code, ErrorCode::Data);
            continue;
        }
        QVERIFY2(report.state == RunState::Succeeded, qPrintable(report.error.text()));
        QVERIFY2(play.stage.committed == play.expected(), qPrintable(QString::number(size)));
    }
}

void Resumes::tornLineIsTakenOff()
{
    Attempts play;
    play.cutAtRow(400);
    QCOMPARE(play.attempt().state, RunState::Failed);
    const QByteArray whole = contents(play.journal(0));
    put(play.journal(0), whole + whole.mid(whole.lastIndexOf('{', -3), 20));
    play.cutAtRow(700);
    QCOMPARE(play.attempt(0).state, RunState::Failed);
    QVERIFY(contents(play.journal(1)).startsWith(whole));
    QCOMPARE(Journal::read(play.folder(1))->rowsRead, qint64(700));
    play.cutNoMore();
    QCOMPARE(play.attempt(1).state, RunState::Succeeded);
    QCOMPARE(play.stage.committed, play.expected());
}

void Resumes::journalsThatCannotBeUsed_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<qint64>("rows"); // kept nevertheless; -1: it is refused
    QTest::newRow("another version") << QByteArray("\"version\":1") << QByteArray("\"version\":2") << qint64(-1);
    QTest::newRow("no splits") << QByteArray("\"splits\":[") << QByteArray("\"parts\":[") << qint64(-1);
    QTest::newRow("no fingerprint") << QByteArray("\"v1\"") << QByteArray("\"\"") << qint64(-1);
    QTest::newRow("no sink") << QByteArray("\"session 1\"") << QByteArray("7") << qint64(-1);
    QTest::newRow("a split that is none") << QByteArray("\"split\":0") << QByteArray("\"split\":1") << qint64(0);
    QTest::newRow("a negative split") << QByteArray("\"split\":0") << QByteArray("\"split\":-1") << qint64(0);
    QTest::newRow("no receipt") << QByteArray("\"receipt\"") << QByteArray("\"recept\"") << qint64(0);
    QTest::newRow("no JSON") << QByteArray("{\"dirty\"") << QByteArray("{dirty") << qint64(0);
}

void Resumes::journalsThatCannotBeUsed()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(qint64, rows);
    Attempts play;
    play.cutAtRow(400);
    QCOMPARE(play.attempt().state, RunState::Failed);
    QByteArray bytes = contents(play.journal(0));
    QVERIFY(bytes.contains(from));
    put(play.journal(0), bytes.replace(from, to));
    const auto record = Journal::read(play.folder(0));
    QCOMPARE(record.ok(), rows >= 0);
    if (rows >= 0)
        QCOMPARE(record->rowsRead, rows);
    else
        QCOMPARE(record.error().code, ErrorCode::Data);
}

void Resumes::changedSourceIsRefused_data()
{
    QTest::addColumn<QString>("what");
    QTest::newRow("its rows") << "rows";
    QTest::newRow("its splits") << "splits";
    QTest::newRow("its columns") << "columns";
}

void Resumes::changedSourceIsRefused()
{
    QFETCH(QString, what);
    Attempts play;
    play.cutAtRow(500);
    QCOMPARE(play.attempt().state, RunState::Failed);
    play.cutNoMore();
    const qint64 read = play.stage.readRows;
    if (what == QLatin1String("rows"))
        play.stage.fingerprint = "v2";
    else if (what == QLatin1String("splits"))
        play.stage.splits = 2;
    else
        play.stage.sourceSchema = columns({TypeKind::BigInt});
    const RunReport refused = play.attempt(0);
    QCOMPARE(refused.state, RunState::Failed);
    QCOMPARE(refused.error.code, ErrorCode::Conflict);
    QCOMPARE(refused.error.where, QStringLiteral("reader"));
    QVERIFY(refused.error.message.contains(QLatin1String("Run the task anew")));
    QCOMPARE(play.stage.readRows.load(), read);
    QCOMPARE(play.stage.commits, 0);
    // As it was, it can still be gone on with.
    play.stage.fingerprint = "v1";
    play.stage.splits = 1;
    play.stage.sourceSchema = columns({TypeKind::String});
    QCOMPARE(play.attempt(0).state, RunState::Succeeded);
    QCOMPARE(play.stage.committed, play.expected());
}

void Resumes::onlyTheCommitWasLeft()
{
    Attempts play;
    play.stage.splits = 4;
    play.request.task.speed.concurrent = 2;
    play.stage.commitFails = cut;
    QCOMPARE(play.attempt().state, RunState::Failed);
    QVERIFY(Journal::read(play.folder(0))->resume.complete);
    play.stage.commitFails = {};
    play.stage.fingerprint = "v2"; // nothing is read any more
    play.stage.splits = 5;
    const qint64 read = play.stage.readRows;
    const RunReport report = play.attempt(0);
    QVERIFY2(report.state == RunState::Succeeded, qPrintable(report.error.text()));
    QCOMPARE(report.totals.rowsWritten, qint64(4000));
    QCOMPARE(play.stage.readRows.load(), read);
    QVERIFY(play.stage.resumed->complete);
    play.stage.splits = 4;
    QCOMPARE(play.stage.committed, play.expected());
}

void Resumes::dirtyRowsOfBothCount_data()
{
    QTest::addColumn<int>("record"); // errorLimit
    QTest::addColumn<double>("percentage");
    QTest::addColumn<bool>("succeeds");
    QTest::newRow("enough") << 5 << -1.0 << true;
    QTest::newRow("one too many") << 4 << -1.0 << false;
    QTest::newRow("a share") << -1 << 0.005 << true;
    QTest::newRow("too large a share") << -1 << 0.0049 << false;
}

void Resumes::dirtyRowsOfBothCount()
{
    QFETCH(int, record);
    QFETCH(double, percentage);
    QFETCH(bool, succeeds);
    Attempts play;
    // Two rows behind one another before the cut, one behind the last block, two after it; some fill a batch.
    const std::set<qint64> dirty{10, 11, 230, 500, 999};
    play.stage.batchRows = 1;
    play.stage.cell = [&](qint64 row, int) { return dirty.contains(row) ? std::string("NA") : std::to_string(row); };
    play.cutAtRow(240);
    QCOMPARE(play.attempt().state, RunState::Failed);
    const auto kept = Journal::read(play.folder(0));
    QCOMPARE(kept->rowsDirty, qint64(2));
    QCOMPARE(kept->rowsRead, qint64(202));
    QCOMPARE(kept->rowsWritten, qint64(200));
    play.cutNoMore();
    if (record >= 0)
        play.request.task.errorLimit.record = record;
    if (percentage >= 0)
        play.request.task.errorLimit.percentage = percentage;
    const RunReport report = play.attempt(0);
    QCOMPARE(report.state, succeeds ? RunState::Succeeded : RunState::Failed);
    QCOMPARE(report.totals.rowsDirty, qint64(5));
    if (succeeds) {
        QCOMPARE(report.totals.rowsRead, qint64(1000));
        QCOMPARE(report.totals.rowsWritten, qint64(995));
        QVERIFY(report.notes.join(QLatin1Char(' ')).contains(QLatin1String("2 of the dirty rows were found before")));
        QCOMPARE(play.stage.committed, play.expected([&](qint64 row) { return dirty.contains(row); }));
    } else {
        QCOMPARE(report.error.code, ErrorCode::Data);
    }
}

void Resumes::anAttemptIsResumedOnce()
{
    Attempts play;
    play.cutAtRow(300);
    QCOMPARE(play.attempt().state, RunState::Failed);
    QCOMPARE(play.attempt(0).state, RunState::Failed);
    QCOMPARE(play.attempt(0).error.code, ErrorCode::NotFound);
    QDir().mkpath(play.folder(9));
    const auto late = Journal::takeOver(play.folder(0), play.folder(9), *Journal::read(play.folder(1)), play.log);
    QCOMPARE(late.error().code, ErrorCode::Conflict);
    play.cutNoMore();
    QCOMPARE(play.attempt(1).state, RunState::Succeeded);
    QCOMPARE(play.stage.committed, play.expected());
}

void Resumes::journalThatCannotBeKept()
{
    Attempts play;
    QDir().mkpath(play.journal(0)); // where the file should be
    QCOMPARE(play.attempt().state, RunState::Succeeded);
    QVERIFY(play.log.contains(QStringLiteral("The journal of the run cannot be made.")));
    QCOMPARE(play.stage.committed, play.expected());
}

} // namespace sluice
