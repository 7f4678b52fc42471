#include "data/arrowtypes.h"
#include "maxcompute/warehousefixture.h"

#include <QJsonArray>
#include <QTest>

#include <arrow/api.h>

using namespace sluice;

namespace
{

// Rows of 200 bytes and more: 5,000 of them fill a block of 1 MB, 4,000 do not.
std::shared_ptr<arrow::RecordBatch> numbered(int64_t first, int64_t rows)
{
    arrow::Int64Builder id;
    arrow::StringBuilder text;
    for (int64_t row = first; row < first + rows; ++row)
        if (!id.Append(row).ok() || !text.Append(std::string(200, 'x') + std::to_string(row)).ok())
            qFatal("memory");
    return arrow::RecordBatch::Make(
        arrow::schema({arrow::field("id", arrow::int64()), arrow::field("name", arrow::utf8())}), rows,
        {id.Finish().ValueOrDie(), text.Finish().ValueOrDie()});
}

QJsonObject into(const char *table, bool truncate = false)
{
    return {{"table", table}, {"truncate", truncate}, {"blockSizeInMB", 1}};
}

} // namespace

// Uploads that one sink begins and another one goes on with.
class TestResume : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_fixture = std::make_unique<WarehouseFixture>(); }
    void cleanupTestCase() { m_fixture.reset(); }

    void theSameUploadGoesOn_data()
    {
        QTest::addColumn<bool>("truncate");
        QTest::addColumn<bool>("useArrow");
        QTest::newRow("append") << false << false;
        QTest::newRow("overwrite") << true << false;
        QTest::newRow("append Arrow batches") << false << true;
    }

    void theSameUploadGoesOn()
    {
        QFETCH(bool, truncate);
        QFETCH(bool, useArrow);
        const QByteArray table = useArrow ? "arrow_onto" : truncate ? "over" : "onto";
        QJsonObject parameter = into(table, truncate);
        parameter["useArrow"] = useArrow;
        m_fixture->sql(QStringLiteral("CREATE TABLE %1 (id BIGINT, name STRING)").arg(QString::fromLatin1(table)));
        QVERIFY(m_fixture->write(into(table), {numbered(1'000'000, 5)}).ok());

        // Three sealed blocks, and two that the journal never heard of: one whole, one cut off in the middle.
        ResumePoint point;
        {
            auto sink = open(parameter);
            QVERIFY(sink.ok());
            point.sinkState = (*sink)->resumeState();
            const auto writer = (*sink)->writer(0).value();
            QVERIFY(!writer->atBoundary());
            for (int block = 0; block < 3; ++block) {
                QVERIFY(put(*writer, block * 5'000, 5'000));
                QVERIFY(writer->atBoundary());
                point.receipts.push_back(*writer->seal({}));
                QVERIFY(!writer->atBoundary());
            }
            QVERIFY(put(*writer, 15'000, 5'000));
            QVERIFY(writer->atBoundary());
            QVERIFY(put(*writer, 20'000, 3'000));
            QVERIFY(!writer->atBoundary());
            (*sink)->abort();
        }
        // It is cut off once more, with a block on its way.
        for (int attempt = 0; attempt < 2; ++attempt) {
            auto sink = open(parameter, &point);
            QVERIFY2(sink.ok(), sink.ok() ? "" : qPrintable(sink.error().text()));
            QCOMPARE((*sink)->resumeState(), point.sinkState);
            const auto writer = (*sink)->writer(0).value();
            const int first = attempt == 0 ? 15'000 : 20'000;
            QVERIFY(put(*writer, first, 5'000));
            if (attempt == 0) {
                point.receipts.push_back(*writer->seal({}));
                QVERIFY(put(*writer, 20'000, 5'000));
                continue;
            }
            QVERIFY(put(*writer, 25'000, 100));
            point.receipts.push_back(*writer->seal({}));
            const Done done = (*sink)->commit(0, point.receipts, {});
            QVERIFY2(done.ok(), done.ok() ? "" : qPrintable(done.error().text()));
        }
        QVERIFY(m_fixture->log().lines().join(QLatin1Char('\n')).contains("came too late"));
        QCOMPARE(ids(table), expected(0, 25'100, truncate ? 0 : 5));

        // The crash may have come between the commit and the end of the run.
        point.complete = true;
        auto again = open(parameter, &point);
        QVERIFY2(again.ok(), again.ok() ? "" : qPrintable(again.error().text()));
        const auto idle = (*again)->writer(0).value();
        point.receipts.push_back(*idle->seal({}));
        QVERIFY((*again)->commit(0, point.receipts, {}).ok());
        QCOMPARE(ids(table), expected(0, 25'100, truncate ? 0 : 5));
        // Committed, and yet not whole: somebody else was at it.
        point.complete = false;
        const auto early = open(parameter, &point);
        QCOMPARE(early.error().code, ErrorCode::Conflict);
        QVERIFY(early.error().message.contains("was committed"));
    }

    void uploadsThatAreGone()
    {
        m_fixture->sql("CREATE TABLE gone (id BIGINT, name STRING)");
        ResumePoint point;
        point.sinkState = R"({"upload":"20221121000000nosuchupload"})";
        const auto unknown = open(into("gone"), &point);
        QCOMPARE(unknown.error().code, ErrorCode::Conflict);
        QVERIFY2(unknown.error().message.contains("24 hours") && unknown.error().message.contains("Run the task anew"),
                 qPrintable(unknown.error().text()));

        point.sinkState = (*open(into("gone")))->resumeState();
        QVERIFY(open(into("gone"), &point).ok());
        point.receipts = {R"({"blocks":[0,7]})"};
        const auto lacking = open(into("gone"), &point);
        QCOMPARE(lacking.error().code, ErrorCode::Conflict);
        QVERIFY(lacking.error().message.contains("block 0"));
        // Another table's upload.
        point.receipts.clear();
        m_fixture->sql("CREATE TABLE other (id BIGINT, name STRING)");
        QCOMPARE(open(into("other"), &point).error().code, ErrorCode::Conflict);
        m_fixture->sql("DROP TABLE gone");
        m_fixture->sql("CREATE TABLE gone (id BIGINT, name STRING)");
        QCOMPARE(open(into("gone"), &point).error().code, ErrorCode::Conflict);
    }

    void tablesTellThatTheyChanged()
    {
        m_fixture->sql("CREATE TABLE plain (id BIGINT, name STRING)");
        QVERIFY(m_fixture->write(into("plain"), {numbered(0, 100)}).ok());
        const QByteArray before = fingerprint({{"table", "plain"}});
        QVERIFY(!before.isEmpty());
        QCOMPARE(fingerprint({{"table", "plain"}}), before);
        QVERIFY(m_fixture->write(into("plain"), {numbered(0, 1)}).ok());
        QVERIFY(fingerprint({{"table", "plain"}}) != before);

        m_fixture->sql("CREATE TABLE parted (id BIGINT, name STRING) PARTITIONED BY (pt STRING)");
        const auto fill = [this](const char *partition) {
            QJsonObject parameter = into("parted");
            parameter["partition"] = partition;
            QVERIFY(m_fixture->write(parameter, {numbered(0, 10)}).ok());
        };
        fill("pt=a");
        fill("pt=b");
        const QJsonObject a{{"table", "parted"}, {"partition", QJsonArray{"pt=a"}}};
        const QJsonObject all{{"table", "parted"}, {"partition", QJsonArray{"pt=*"}}};
        const QByteArray ofA = fingerprint(a), ofAll = fingerprint(all);
        QVERIFY(!ofA.isEmpty() && ofA != ofAll);
        fill("pt=c"); // another one
        QCOMPARE(fingerprint(a), ofA);
        QVERIFY(fingerprint(all) != ofAll);
        fill("pt=a");
        QVERIFY(fingerprint(a) != ofA);
        // The rows of a query come in any order.
        QVERIFY(fingerprint({{"table", "plain"}, {"enableWhere", true}, {"where", "id > 5"}}).isEmpty());
    }

private:
    Result<std::unique_ptr<Sink>> open(const QJsonObject &parameter, const ResumePoint *point = nullptr)
    {
        OpenRequest request = m_fixture->request("writer", parameter);
        request.resume = point;
        return m_fixture->connector().openSink(request, {});
    }

    // In batches of 1,000.
    static bool put(Writer &writer, int64_t first, int64_t rows)
    {
        ListDirt dirt;
        for (int64_t at = first; at < first + rows; at += 1000) {
            Batch batch;
            batch.rows = numbered(at, std::min<int64_t>(1000, first + rows - at));
            if (!writer.write(batch, dirt, {}).ok())
                return false;
        }
        return true;
    }

    QByteArray fingerprint(const QJsonObject &parameter)
    {
        const auto source = m_fixture->connector().openSource(m_fixture->request("reader", parameter), {});
        if (!source.ok() || !(*source)->split(4, {}).ok())
            return "no source";
        return (*source)->fingerprint({}).valueOr("no fingerprint");
    }

    std::vector<int64_t> ids(const QByteArray &table)
    {
        std::vector<int64_t> ids;
        for (const auto &batch : m_fixture->read({{"table", QString::fromLatin1(table)}}).valueOr({}))
            for (int64_t row = 0; row < batch->num_rows(); ++row)
                ids.push_back(static_cast<const arrow::Int64Array &>(*batch->column(0)).Value(row));
        std::sort(ids.begin(), ids.end());
        return ids;
    }

    // With rows from 1,000,000 on that were there before.
    static std::vector<int64_t> expected(int64_t from, int64_t to, int64_t before)
    {
        std::vector<int64_t> ids;
        for (int64_t id = from; id < to; ++id)
            ids.push_back(id);
        for (int64_t id = 0; id < before; ++id)
            ids.push_back(1'000'000 + id);
        return ids;
    }

    std::unique_ptr<WarehouseFixture> m_fixture;
};

int runResumeTests(int argc, char **argv)
{
    TestResume tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_resume.moc"
