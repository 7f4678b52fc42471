#include "faults/faultjobs.h"

#include "connectors/maxcompute/account.h"
#include "connectors/maxcompute/sqlinstance.h"

#include <QJsonArray>
#include <QMap>

#include <arrow/record_batch.h>

#include <atomic>
#include <thread>

namespace sluice
{

namespace
{

constexpr RetryPace hasty{std::chrono::milliseconds(2), std::chrono::milliseconds(4)};
constexpr int partitions = 3;
constexpr int givenRows = 9000;

Schema columns(const QStringList &names)
{
    Schema schema;
    for (const QString &name : names) {
        const bool isNumber = name == QLatin1String("id") || name == QLatin1String("n");
        schema.columns.append({name, isNumber ? TypeKind::BigInt : TypeKind::String, true, {}});
    }
    return schema;
}

// Texts that compress well and texts that do not.
QString anyText(Dice &dice)
{
    if (dice.below(10) == 0)
        return QStringLiteral("null");
    if (dice.below(3) == 0)
        return QString(dice.below(300), QLatin1Char('a'));
    QString text;
    for (int i = dice.below(60); i > 0; --i)
        text += QChar(dice.between('a', 'z'));
    return text;
}

QStringList sorted(QStringList lines)
{
    lines.sort();
    return lines;
}

Done firstError(const std::vector<Done> &outcomes)
{
    for (const Done &outcome : outcomes)
        if (!outcome)
            return outcome;
    return {};
}

Done writeLane(Sink &sink, int lane, const Rows &rows, Receipt &receipt)
{
    SLUICE_TRY(const auto writer, sink.writer(lane));
    ListDirt dirt;
    for (const auto &part : rows) {
        Batch batch;
        batch.rows = part;
        SLUICE_CHECK(writer->write(batch, dirt, {}));
    }
    SLUICE_TRY(receipt, writer->seal({}));
    return dirt.rows.isEmpty() ? Done() : makeError(ErrorCode::Internal, QStringLiteral("A row was refused."));
}

Done readLane(Source &source, const std::vector<Split> &splits, std::atomic<size_t> &next, Rows &rows)
{
    for (size_t i = next++; i < splits.size(); i = next++) {
        SLUICE_TRY(const auto reader, source.reader(splits[i], {}));
        for (;;) {
            Batch batch;
            SLUICE_TRY(const auto outcome, reader->next(batch, {}));
            if (outcome == Reader::Outcome::End)
                break;
            if (batch.rows)
                rows.push_back(batch.rows);
        }
    }
    return {};
}

} // namespace

FaultJobs::FaultJobs()
    : m_fixture(std::chrono::hours(24), hasty)
{
    m_fixture.sql("CREATE TABLE given (id BIGINT, name STRING, n BIGINT) PARTITIONED BY (ds STRING)");
    Dice dice(1);
    QStringList lines;
    for (int i = 0; i < givenRows; ++i)
        lines.append(
            QStringLiteral("%1|%2|%3|p%4").arg(i).arg(anyText(dice)).arg(dice.below(1000)).arg(i % partitions));
    m_rows = {{rowsOf(columns({"id", "name", "n", "ds"}), lines)}};
    m_given = sorted(asLines(m_rows.front()));
    if (const Done done = write({{"table", "given"}, {"partition", "ds"}}); !done)
        qFatal("%s", qPrintable(done.error().text()));
}

void FaultJobs::prepare(const RandomPlan &plan)
{
    m_read.clear();
    m_before.clear();
    m_after.clear();
    if (plan.reads()) {
        m_after = m_given;
    } else if (plan.job == FaultJob::Ddl) {
        m_fixture.sql("DROP TABLE IF EXISTS defined");
        m_after = QStringList{"ds=a", "ds=b"};
    } else if (plan.job == FaultJob::Upsert) {
        prepareChanges(plan);
    } else {
        prepareRows(plan);
    }
}

void FaultJobs::prepareRows(const RandomPlan &plan)
{
    const bool dynamic = plan.job == FaultJob::DynamicPartitions;
    m_fixture.sql("DROP TABLE IF EXISTS written");
    m_fixture.sql(QStringLiteral("CREATE TABLE written (id BIGINT, name STRING, n BIGINT)") +
                  (dynamic ? QStringLiteral(" PARTITIONED BY (ds STRING)") : QString()));
    m_fixture.sql(dynamic ? QStringLiteral("INSERT INTO written PARTITION (ds='p0') VALUES (-1, 'old', 0)")
                          : QStringLiteral("INSERT INTO written VALUES (-1, 'old', 0)"));
    m_before = seen(plan);

    Dice dice(plan.seed + 1);
    m_rows.clear();
    if (plan.job != FaultJob::Overwrite && !dynamic)
        m_after = m_before;
    for (int lane = 0; lane < plan.lanes; ++lane) {
        Rows rows;
        int id = lane * 1'000'000;
        for (int batch = dice.between(2, 6); batch > 0; --batch) {
            QStringList lines;
            for (int row = dice.between(10, 150); row > 0; --row, ++id) {
                QString line = QStringLiteral("%1|%2|%3").arg(id).arg(anyText(dice)).arg(dice.below(1000));
                if (dynamic)
                    line += QStringLiteral("|p%1").arg(id % partitions);
                lines.append(line);
            }
            rows.push_back(rowsOf(
                columns(dynamic ? QStringList{"id", "name", "n", "ds"} : QStringList{"id", "name", "n"}), lines));
        }
        m_after += asLines(rows);
        m_rows.push_back(std::move(rows));
    }
    m_after.sort();
}

// Keys that were there and new ones, changed and deleted again and again; what is last of a key counts. A key is one
// lane's.
void FaultJobs::prepareChanges(const RandomPlan &plan)
{
    m_fixture.sql("DROP TABLE IF EXISTS written");
    m_fixture.sql("CREATE TABLE written (id BIGINT NOT NULL, name STRING, n BIGINT, PRIMARY KEY (id)) TBLPROPERTIES "
                  "('transactional'='true', 'write.bucket.num'='4')");
    Dice dice(plan.seed + 1);
    QMap<int, QString> keys;
    const auto change = [&](int key) {
        return QStringLiteral("%1|%2|%3").arg(key).arg(anyText(dice)).arg(dice.below(1000));
    };
    m_rows.assign(1, {});
    QStringList first;
    for (int key = 0; key < 100; ++key)
        first.append((keys[key] = change(key)) + QStringLiteral("|I"));
    const Schema schema = columns({"id", "name", "n", "__operation__"});
    m_rows.front().push_back(rowsOf(schema, first));
    if (const Done done = run(plan); !done)
        qFatal("%s", qPrintable(done.error().text()));
    m_before = seen(plan);

    m_rows.clear();
    for (int lane = 0; lane < plan.lanes; ++lane) {
        Rows rows;
        for (int batch = dice.between(2, 6); batch > 0; --batch) {
            QStringList lines;
            for (int row = dice.between(10, 150); row > 0; --row) {
                const int key = dice.below(60) * plan.lanes + lane;
                const QString line = change(key);
                const bool deleted = dice.below(3) == 0;
                lines.append(line + (deleted ? QStringLiteral("|D") : QStringLiteral("|U")));
                if (deleted)
                    keys.remove(key);
                else
                    keys[key] = line;
            }
            rows.push_back(rowsOf(schema, lines));
        }
        m_rows.push_back(std::move(rows));
    }
    m_after = sorted(keys.values());
}

Done FaultJobs::run(const RandomPlan &plan)
{
    QJsonObject parameter{{"compressAlgorithm", plan.compression}};
    if (plan.job == FaultJob::Ddl)
        return define();
    if (plan.storage()) {
        const QMap<QString, QString> codecs{{"zstd", "ZSTD"}, {"lz4", "LZ4_FRAME"}};
        parameter = {{"useStorageApi", true}, {"compressCodec", codecs.value(plan.compression)}};
    }
    if (plan.reads()) {
        parameter.insert("table", "given");
        parameter.insert("column", QJsonArray{"id", "name", "n", "ds"});
        if (plan.job == FaultJob::ReadIncremental)
            parameter.insert("startPartition", "ds=p0");
        else
            parameter.insert("partition", QJsonArray{"ds=*"});
        if (plan.job == FaultJob::ReadArrow)
            parameter.insert("useArrow", true);
        if (plan.job == FaultJob::ReadQuery) {
            parameter.insert("enableWhere", true);
            parameter.insert("where", "id >= 0");
        }
        return read(parameter, plan.lanes);
    }
    parameter.insert("table", "written");
    parameter.insert("blockSizeInMB", 0); // every batch is a block
    parameter.insert("consistencyCommit", plan.consistent);
    if (plan.job == FaultJob::Overwrite)
        parameter.insert("truncate", true);
    if (plan.job == FaultJob::ArrowAppend)
        parameter.insert("useArrow", true);
    if (plan.job == FaultJob::DynamicPartitions) {
        parameter.insert("partition", "ds");
        parameter.insert("truncate", true); // so that a second run, after one that committed some, is exact
    }
    if (plan.job == FaultJob::Stream) {
        parameter.insert("useStreamTunnel", true);
        parameter.insert("batchSize", 1024);
    }
    if (plan.job == FaultJob::Upsert)
        parameter.insert("column", QJsonArray{"id", "name", "n", "__operation__"});
    return write(parameter);
}

Done FaultJobs::write(const QJsonObject &given)
{
    QJsonObject parameter = given;
    if (!parameter.contains(QStringLiteral("truncate")))
        parameter.insert(QStringLiteral("truncate"), false);
    OpenRequest request = m_fixture.request("writer", parameter);
    request.lanes = int(m_rows.size());
    SLUICE_TRY(const auto sink, m_fixture.connector().openSink(request, {}));
    std::vector<Receipt> receipts(m_rows.size());
    std::vector<Done> outcomes(m_rows.size());
    {
        std::vector<std::jthread> threads;
        for (size_t lane = 0; lane < m_rows.size(); ++lane)
            threads.emplace_back(
                [&, lane] { outcomes[lane] = writeLane(*sink, int(lane), m_rows[lane], receipts[lane]); });
    }
    Done outcome = firstError(outcomes);
    if (outcome)
        outcome = sink->commit(0, receipts, {});
    if (!outcome)
        sink->abort();
    return outcome;
}

Done FaultJobs::read(const QJsonObject &parameter, int lanes)
{
    m_read.clear();
    SLUICE_TRY(const auto source, m_fixture.connector().openSource(m_fixture.request("reader", parameter), {}));
    SLUICE_TRY(const std::vector<Split> splits, source->split(lanes * 4, {}));
    std::atomic<size_t> next = 0;
    std::vector<Rows> rows;
    rows.resize(size_t(lanes));
    std::vector<Done> outcomes(rows.size());
    {
        std::vector<std::jthread> threads;
        for (size_t lane = 0; lane < rows.size(); ++lane)
            threads.emplace_back([&, lane] { outcomes[lane] = readLane(*source, splits, next, rows[lane]); });
    }
    for (const Rows &part : rows)
        m_read += asLines(part);
    return firstError(outcomes);
}

// Statements that may be run twice, as those may whose answer is lost.
Done FaultJobs::define()
{
    SLUICE_TRY(Account account, accountOf(m_fixture.source()));
    account.pace = hasty;
    Client client(std::move(account), openTries);
    for (const char *statement :
         {"CREATE TABLE IF NOT EXISTS defined (id BIGINT) PARTITIONED BY (ds STRING)",
          "ALTER TABLE defined ADD IF NOT EXISTS PARTITION (ds='a')",
          "ALTER TABLE defined ADD IF NOT EXISTS PARTITION (ds='b')", "DROP TABLE IF EXISTS no_such_table"})
        SLUICE_CHECK(runQuery(client, {QLatin1String(statement), {}}, nullptr, {}));
    return {};
}

QStringList FaultJobs::seen(const RandomPlan &plan)
{
    if (plan.reads())
        return sorted(m_read);
    if (plan.job == FaultJob::Ddl)
        return sorted(m_fixture.select("SHOW PARTITIONS defined"));
    return sorted(m_fixture.select("SELECT * FROM written"));
}

} // namespace sluice
