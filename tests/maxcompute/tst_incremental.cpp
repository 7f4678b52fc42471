#include "connectors/maxcompute/maxcomputeconnector.h"
#include "connectors/maxcompute/options.h"
#include "connectors/maxcompute/partitionstart.h"
#include "maxcompute/warehousefixture.h"

#include <QJsonArray>
#include <QTest>

#include <arrow/record_batch.h>

using namespace sluice;

namespace
{

QList<PartitionSpec> specs(const QStringList &texts)
{
    QList<PartitionSpec> specs;
    for (const QString &text : texts)
        specs.append(PartitionSpec::parse(text).value());
    return specs;
}

QJsonObject startingAt(const char *table, const QString &start)
{
    return {{"table", table}, {"column", QJsonArray{"id", "m", "d"}}, {"startPartition", start}};
}

} // namespace

// Reading partition by partition from a start on (FS-4 to FS-7), against the local warehouse over a real socket.
class TestIncremental : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_fixture = std::make_unique<WarehouseFixture>();
        m_fixture->sql("CREATE TABLE days (id BIGINT) PARTITIONED BY (m STRING, d STRING)");
        // Not made in the order in which they are to be read.
        for (const char *day :
             {"m='10', d='01'", "m='09', d='05'", "m='09', d='30'", "m='09', d='04'", "m='08', d='31'"})
            insert("days", day, 2);
    }
    void cleanupTestCase() { m_fixture.reset(); }

    // FS-5, FS-6
    void start_data()
    {
        QTest::addColumn<QString>("start");
        QTest::addColumn<QStringList>("existing");
        QTest::addColumn<QStringList>("read");
        QStringList months;
        QStringList padded;
        for (int month = 1; month <= 12; ++month) {
            months.append(QStringLiteral("year=2023,month=%1").arg(month));
            padded.append(QStringLiteral("year=2023,month=%1").arg(month, 2, 10, QLatin1Char('0')));
        }
        QTest::newRow("unpadded") << "year=2023,month=9" << months << QStringList("year=2023,month=9");
        QTest::newRow("padded") << "year=2023,month=09" << padded << padded.mid(8);
        QTest::newRow("order") << "year=2023,month=1" << months
                               << QStringList{"year=2023,month=1",  "year=2023,month=10", "year=2023,month=11",
                                              "year=2023,month=12", "year=2023,month=2",  "year=2023,month=3",
                                              "year=2023,month=4",  "year=2023,month=5",  "year=2023,month=6",
                                              "year=2023,month=7",  "year=2023,month=8",  "year=2023,month=9"};
        QTest::newRow("three levels") << "yyyy=2018,MM=09,dd=05"
                                      << QStringList{"yyyy=2019,mm=01,dd=01", "yyyy=2018,mm=09,dd=04",
                                                     "yyyy=2018,mm=09,dd=05", "yyyy=2018,mm=09,dd=06",
                                                     "yyyy=2018,mm=08,dd=30"}
                                      << QStringList{"yyyy=2018,mm=09,dd=05", "yyyy=2018,mm=09,dd=06",
                                                     "yyyy=2019,mm=01,dd=01"};
        QTest::newRow("top level") << "year=2023" << QStringList{"year=2022,month=12", "year=2023,month=01"}
                                   << QStringList("year=2023,month=01");
        QTest::newRow("between") << "ds=b" << QStringList{"ds=a", "ds=c"} << QStringList("ds=c");
    }

    void start()
    {
        QFETCH(const QString, start);
        QFETCH(const QStringList, existing);
        QFETCH(const QStringList, read);
        const QList<PartitionSpec> partitions = specs(existing);
        const auto parsed = PartitionStart::parse(start, partitions.first().names());
        QVERIFY2(parsed.ok(), parsed.ok() ? "" : qPrintable(parsed.error().text()));
        QCOMPARE(parsed->from(partitions), specs(read));
    }

    void badStart()
    {
        for (const char *bad : {"d=1", "d=1,m=2", "m=1,d=2,h=3", "m", "m=1,,"})
            QCOMPARE(PartitionStart::parse(QString::fromLatin1(bad), {"m", "d"}).error().code, ErrorCode::Config);
    }

    void checks()
    {
        const auto issues = [](QJsonObject parameter) {
            StepSpec step;
            step.category = QStringLiteral("reader");
            step.parameter = std::move(parameter);
            return makeMaxComputeConnector()->check(step);
        };
        QVERIFY(issues(startingAt("t", "m=09,d=05")).isEmpty());
        QVERIFY(issues(startingAt("t", "m=${month}")).isEmpty());
        const Issues unpadded = issues(startingAt("t", "m=9"));
        QCOMPARE(unpadded.size(), 1);
        QCOMPARE(unpadded.first().severity, Severity::Warning);
        QCOMPARE(unpadded.first().pointer, QStringLiteral("/parameter/startPartition"));
        QVERIFY(hasErrors(issues(startingAt("t", "m"))));
        QJsonObject endless = startingAt("t", "m=09");
        endless.insert("subscribeIntervalInSec", 30);
        QCOMPARE(issues(endless).first().pointer, QStringLiteral("/parameter/subscribeIntervalInSec"));
        QVERIFY(!hasErrors(issues(endless)));
        QJsonObject filtered = startingAt("t", "m=09");
        filtered.insert("enableWhere", true);
        QVERIFY(issues(filtered).isEmpty());
        filtered.insert("where", "id > 0");
        QVERIFY(hasErrors(issues(filtered)));
        QCOMPARE(m_fixture->read(filtered).error().where, QStringLiteral("/steps/0/parameter/startPartition"));
    }

    void inOrder()
    {
        const auto rows = m_fixture->read(startingAt("days", "m=09,d=05"), 8);
        QVERIFY2(rows.ok(), rows.ok() ? "" : qPrintable(rows.error().text()));
        QCOMPARE(asLines(*rows), (QStringList{"0|09|05", "1|09|05", "0|09|30", "1|09|30", "0|10|01", "1|10|01"}));
        QJsonObject ignored = startingAt("days", "m=10");
        ignored.insert("partition", QJsonArray{"m=08,d=*"});
        QCOMPARE(asLines(*m_fixture->read(ignored)), (QStringList{"0|10|01", "1|10|01"}));
    }

    void nothingToRead()
    {
        QJsonObject parameter = startingAt("days", "m=11");
        QCOMPARE(m_fixture->read(parameter).error().code, ErrorCode::NotFound);
        QCOMPARE(m_fixture->read(parameter).error().where, QStringLiteral("/steps/0/parameter/startPartition"));
        parameter.insert("successOnNoPartition", true);
        QCOMPARE(countRows(*m_fixture->read(parameter)), 0);
        QCOMPARE(m_fixture->read(startingAt("days", "d=01")).error().code, ErrorCode::Config);
        m_fixture->sql("CREATE TABLE plain (id BIGINT, m STRING, d STRING)");
        QCOMPARE(m_fixture->read(startingAt("plain", "m=1")).error().code, ErrorCode::Config);
    }

    // New partitions come while it runs; one that sorts before what was read is not seen (FS-4).
    void polling()
    {
        m_fixture->sql("CREATE TABLE growing (id BIGINT) PARTITIONED BY (m STRING, d STRING)");
        QJsonObject parameter = startingAt("growing", "m=01");
        parameter.insert("subscribeIntervalInSec", 1);
        const auto source = m_fixture->connector().openSource(m_fixture->request("reader", parameter), {});
        QVERIFY2(source.ok(), source.ok() ? "" : qPrintable(source.error().text()));
        const auto splits = (*source)->split(8, {});
        QCOMPARE(splits->size(), size_t(1));
        const auto reader = (*source)->reader(splits->front(), {});

        std::stop_source stopper;
        QStringList seen;
        const auto readUntil = [&](const QString &line) {
            while (!seen.contains(line)) {
                Batch batch;
                const auto outcome = (*reader)->next(batch, Stop(stopper.get_token()));
                if (!outcome.ok() || *outcome == Reader::Outcome::End)
                    return false;
                if (batch.rows)
                    seen += asLines({batch.rows});
            }
            return true;
        };
        Batch nothing;
        QCOMPARE(*(*reader)->next(nothing, {}), Reader::Outcome::Idle);
        insert("growing", "m='02', d='01'", 1);
        QVERIFY(readUntil("0|02|01"));
        insert("growing", "m='01', d='31'", 1);
        insert("growing", "m='02', d='02'", 1);
        QVERIFY(readUntil("0|02|02"));
        QCOMPARE(seen, (QStringList{"0|02|01", "0|02|02"}));
        stopper.request_stop();
        QCOMPARE((*reader)->next(nothing, Stop(stopper.get_token())).error().code, ErrorCode::Stopped);
    }

    // A new reader for every batch: each takes up where the last one stood, within a partition and between them.
    void positions()
    {
        m_fixture->sql("CREATE TABLE large (id BIGINT) PARTITIONED BY (m STRING, d STRING)");
        insert("large", "m='2 x', d='1'", 5000);
        insert("large", "m='1', d='1'", 5000);
        insert("large", "m='3', d='1'", 0);
        const auto source =
            m_fixture->connector().openSource(m_fixture->request("reader", startingAt("large", "m=1")), {});
        QVERIFY(source.ok());
        const auto splits = (*source)->split(1, {});
        Position position;
        QStringList seen;
        int batches = 0;
        for (;;) {
            const auto batch = nextBatch(**source, splits->front(), position);
            QVERIFY2(batch.ok(), batch.ok() ? "" : qPrintable(batch.error().text()));
            if (!batch->rows)
                break;
            ++batches;
            seen += asLines({batch->rows});
            position = batch->after;
        }
        QVERIFY(batches >= 4);
        QStringList expected;
        for (const char *partition : {"|1|1", "|2 x|1"})
            for (int id = 0; id < 5000; ++id)
                expected.append(QString::number(id) + QLatin1String(partition));
        std::sort(seen.begin(), seen.begin() + 5000);
        std::sort(seen.begin() + 5000, seen.end());
        std::sort(expected.begin(), expected.begin() + 5000);
        std::sort(expected.begin() + 5000, expected.end());
        QCOMPARE(seen, expected);
    }

    void changedPartition()
    {
        for (const char *operation : {"NONE", "skip"}) {
            const QString table = QStringLiteral("changed_%1").arg(QLatin1String(operation));
            m_fixture->sql(
                QStringLiteral("CREATE TABLE %1 (id BIGINT) PARTITIONED BY (m STRING, d STRING)").arg(table));
            insert(table, "m='1', d='1'", 5000);
            insert(table, "m='2', d='1'", 1);
            QJsonObject parameter = startingAt(qPrintable(table), "m=1");
            parameter.insert("modifiedTableOperation", operation);
            const auto source = m_fixture->connector().openSource(m_fixture->request("reader", parameter), {});
            QVERIFY(source.ok());
            const auto splits = (*source)->split(1, {});
            const auto first = nextBatch(**source, splits->front(), {});
            QVERIFY(first.ok() && first->rows->num_rows() < 5000);
            insert(table, "m='1', d='1'", 7);
            const auto second = nextBatch(**source, splits->front(), first->after);
            if (qstrcmp(operation, "NONE") == 0) {
                QCOMPARE(second.error().code, ErrorCode::Conflict);
                QVERIFY2(second.error().message.contains("Partition m=1,d=1 was changed while it was read"),
                         qPrintable(second.error().text()));
            } else {
                QVERIFY2(second.ok(), second.ok() ? "" : qPrintable(second.error().text()));
                QCOMPARE(asLines({second->rows}), QStringList("0|2|1"));
                QVERIFY(m_fixture->log().lines().join(QLatin1Char('\n')).contains("The rest of partition m=1,d=1"));
            }
        }
    }

    void foreignPosition()
    {
        const auto source =
            m_fixture->connector().openSource(m_fixture->request("reader", startingAt("days", "m=09")), {});
        for (const char *bad : {"{}", "x", "{\"partition\":[\"1\"],\"rows\":1}"})
            QCOMPARE((*source)->reader({}, bad).error().code, ErrorCode::Config);
    }

private:
    // Rows with id from 0 on; a partition that is there already is replaced.
    void insert(const QString &table, const QString &partition, int rows)
    {
        m_fixture->sql(QStringLiteral("ALTER TABLE %1 ADD IF NOT EXISTS PARTITION (%2)").arg(table, partition));
        QStringList values;
        for (int id = 0; id < rows; ++id)
            values.append(QStringLiteral("(%1)").arg(id));
        if (rows)
            m_fixture->sql(QStringLiteral("INSERT OVERWRITE TABLE %1 PARTITION (%2) VALUES %3")
                               .arg(table, partition, values.join(QLatin1Char(','))));
    }

    // The next batch with rows behind a position; without rows at the end.
    static Result<Batch> nextBatch(Source &source, const Split &split, const Position &from)
    {
        SLUICE_TRY(const auto reader, source.reader(split, from));
        for (;;) {
            Batch batch;
            SLUICE_TRY(const auto outcome, reader->next(batch, {}));
            if (outcome == Reader::Outcome::End)
                return Batch();
            if (batch.rows)
                return batch;
        }
    }

    std::unique_ptr<WarehouseFixture> m_fixture;
};

int runIncrementalTests(int argc, char **argv)
{
    TestIncremental tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_incremental.moc"
