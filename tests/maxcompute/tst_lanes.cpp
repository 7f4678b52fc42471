#include "maxcompute/warehousefixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <arrow/record_batch.h>

using namespace sluice;

#define VERIFY_DONE(expression)                                                                                        \
    do {                                                                                                               \
        const Done done = (expression);                                                                                \
        QVERIFY2(done.ok(), done.ok() ? "" : qPrintable(done.error().text()));                                         \
    } while (false)

// consistencyCommit: what lanes share when they append, and what is seen when a commit breaks off in the middle.
class TestLanes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_fixture = std::make_unique<WarehouseFixture>(std::chrono::hours(24), hasty); }
    void cleanup() { m_fixture->setFaults({}); }
    void cleanupTestCase() { m_fixture.reset(); }

    void sessions_data()
    {
        QTest::addColumn<QJsonObject>("parameter");
        QTest::addColumn<int>("sessions");
        QTest::newRow("append") << QJsonObject{{"truncate", false}} << 3;
        QTest::newRow("append Arrow batches") << QJsonObject{{"truncate", false}, {"useArrow", true}} << 3;
        QTest::newRow("append, in one step") << QJsonObject{{"truncate", false}, {"consistencyCommit", true}} << 1;
        QTest::newRow("overwrite") << QJsonObject{{"truncate", true}} << 1;
        QTest::newRow("overwrite, in one step") << QJsonObject{{"truncate", true}, {"consistencyCommit", true}} << 1;
    }
    void sessions()
    {
        QFETCH(const QJsonObject, parameter);
        QFETCH(const int, sessions);
        makeTable();
        m_fixture->setFaults(R"({"method": "POST", "query": ["uploads"], "times": 0, "action": "delay", "ms": 0})");
        const auto sink = open(parameter);
        QVERIFY2(sink.ok(), sink.ok() ? "" : qPrintable(sink.error().text()));
        std::vector<std::unique_ptr<Writer>> writers;
        for (int lane = 0; lane < 4; ++lane)
            writers.push_back((*sink)->writer(lane).value());
        for (int epoch = 0; epoch < 2; ++epoch) {
            std::vector<Receipt> receipts;
            for (int lane = 0; lane < 3; ++lane) { // the fourth gets no rows
                VERIFY_DONE(put(*writers[size_t(lane)], epoch * 10 + lane));
                receipts.push_back(writers[size_t(lane)]->seal({}).value());
            }
            receipts.push_back(writers[3]->seal({}).value());
            QCOMPARE(m_fixture->faultsStruck(), qint64(sessions) * (epoch + 1));
            QCOMPARE(rows(), epoch == 0 ? QStringList{"-1"} : epochRows(parameter, 1));
            VERIFY_DONE((*sink)->commit(epoch, receipts, {}));
            VERIFY_DONE((*sink)->commit(epoch, receipts, {}));
            QCOMPARE(rows(), epochRows(parameter, epoch + 1));
        }
    }

    // What was committed stays; what was not is added by whoever goes on, once.
    void commitBreaksOff_data()
    {
        QTest::addColumn<bool>("anotherAttempt");
        QTest::newRow("the same attempt") << false;
        QTest::newRow("another attempt") << true;
    }
    void commitBreaksOff()
    {
        QFETCH(const bool, anotherAttempt);
        makeTable();
        ResumePoint point;
        auto sink = open({{"truncate", false}});
        QVERIFY2(sink.ok(), sink.ok() ? "" : qPrintable(sink.error().text()));
        point.sinkState = (*sink)->resumeState();
        for (int lane = 0; lane < 3; ++lane) {
            const auto writer = (*sink)->writer(lane).value();
            VERIFY_DONE(put(*writer, lane));
            point.receipts.push_back(writer->seal({}).value());
        }
        m_fixture->setFaults(R"({"method": "POST", "query": ["uploadid"], "after": 1, "times": 0, "action": "status",
            "status": 403, "code": "NoPermission", "message": "no more today"})");
        const Done broken = (*sink)->commit(0, point.receipts, {});
        QCOMPARE(broken.error().code, ErrorCode::Auth);
        QVERIFY2(broken.error().message.contains("1 of 3 lanes") && broken.error().message.contains("no more today"),
                 qPrintable(broken.error().text()));
        QCOMPARE(rows(), (QStringList{"-1", "0"}));

        m_fixture->setFaults({});
        if (anotherAttempt) {
            (*sink)->abort();
            QVERIFY(open({{"truncate", false}}, &point).error().message.contains("was committed"));
            point.complete = true;
            sink = open({{"truncate", false}}, &point);
            QVERIFY2(sink.ok(), sink.ok() ? "" : qPrintable(sink.error().text()));
        }
        VERIFY_DONE((*sink)->commit(0, point.receipts, {}));
        QCOMPARE(rows(), (QStringList{"-1", "0", "1", "2"}));
    }

    // A lane that fails before the commit takes the others with it.
    void laneFails()
    {
        makeTable();
        const auto sink = open({{"truncate", false}});
        const auto good = (*sink)->writer(0).value();
        VERIFY_DONE(put(*good, 1));
        QVERIFY(good->seal({}).ok());
        m_fixture->setFaults(
            R"({"method": "PUT", "query": ["blockid"], "times": 0, "action": "status", "status": 403})");
        const auto bad = (*sink)->writer(1).value();
        VERIFY_DONE(put(*bad, 2));
        QCOMPARE(bad->seal({}).error().code, ErrorCode::Auth);
        (*sink)->abort();
        QCOMPARE(rows(), QStringList{"-1"});
    }

    // A block of any lane that the journal never heard of is not shown.
    void goesOn()
    {
        makeTable();
        ResumePoint point;
        {
            const auto sink = open({{"truncate", false}});
            point.sinkState = (*sink)->resumeState();
            for (int lane = 0; lane < 2; ++lane) {
                const auto writer = (*sink)->writer(lane).value();
                VERIFY_DONE(put(*writer, lane));
                point.receipts.push_back(writer->seal({}).value());
                VERIFY_DONE(put(*writer, 100 + lane)); // will be sent again
                QVERIFY(writer->seal({}).ok());
            }
            (*sink)->abort();
        }
        const auto sink = open({{"truncate", false}}, &point);
        QVERIFY2(sink.ok(), sink.ok() ? "" : qPrintable(sink.error().text()));
        QCOMPARE((*sink)->resumeState(), point.sinkState);
        for (int lane = 0; lane < 2; ++lane) {
            const auto writer = (*sink)->writer(lane).value();
            VERIFY_DONE(put(*writer, 100 + lane));
            point.receipts.push_back(writer->seal({}).value());
        }
        VERIFY_DONE((*sink)->commit(0, point.receipts, {}));
        QCOMPARE(rows(), (QStringList{"-1", "0", "1", "100", "101"}));
    }

    void uploadsOfLanesThatAreGone()
    {
        makeTable();
        ResumePoint point;
        point.sinkState = (*open({{"truncate", false}}))->resumeState();
        point.receipts = {R"({"blocks":[{"upload":"20221121000000nosuchupload","block":0}]})"};
        const auto gone = open({{"truncate", false}}, &point);
        QCOMPARE(gone.error().code, ErrorCode::Conflict);
        QVERIFY2(gone.error().message.contains("24 hours"), qPrintable(gone.error().text()));
    }

private:
    static constexpr RetryPace hasty{std::chrono::milliseconds(2), std::chrono::milliseconds(4)};

    void makeTable()
    {
        m_fixture->sql("DROP TABLE IF EXISTS lanes");
        m_fixture->sql("CREATE TABLE lanes (id BIGINT)");
        m_fixture->sql("INSERT INTO lanes VALUES (-1)");
    }

    Result<std::unique_ptr<Sink>> open(QJsonObject parameter, const ResumePoint *point = nullptr)
    {
        parameter["table"] = "lanes";
        OpenRequest request = m_fixture->request("writer", parameter);
        request.lanes = 4;
        request.resume = point;
        return m_fixture->connector().openSink(request, {});
    }

    static Done put(Writer &writer, int id)
    {
        ListDirt dirt;
        Batch batch;
        batch.rows = rowsOf(Schema{{Column{"id", TypeKind::BigInt, true, {}}}}, {QString::number(id)});
        return writer.write(batch, dirt, {});
    }

    QStringList rows() { return m_fixture->select("SELECT id FROM lanes ORDER BY id"); }

    static QStringList epochRows(const QJsonObject &parameter, int epochs)
    {
        QStringList rows;
        if (!parameter["truncate"].toBool())
            rows.append("-1");
        for (int epoch = 0; epoch < epochs; ++epoch)
            for (int lane = 0; lane < 3; ++lane)
                rows.append(QString::number(epoch * 10 + lane));
        return rows;
    }

    std::unique_ptr<WarehouseFixture> m_fixture;
};

int runLaneTests(int argc, char **argv)
{
    TestLanes tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_lanes.moc"
