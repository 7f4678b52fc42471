#include "data/arrowtypes.h"
#include "data/cast.h"
#include "kafka/reading.h"
#include "kafka/tests.h"

#include <QtTest>

#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/record_batch.h>

namespace sluice
{

namespace
{

class ListDirt final : public DirtySink
{
public:
    void add(DirtyRow row) override { rows.append(std::move(row)); }
    QList<DirtyRow> rows;
};

// Columns of texts, as the types they are read to.
Batch batchOf(const Schema &schema, const QList<QStringList> &rows)
{
    arrow::ArrayVector arrays;
    for (int i = 0; i < schema.size(); ++i) {
        arrow::StringBuilder builder;
        for (const QStringList &row : rows)
            if (!(row[i] == QLatin1String("NULL") ? builder.AppendNull() : builder.Append(row[i].toStdString())).ok())
                qFatal("no memory");
        arrays.push_back(
            CastPlan::compile(TypeKind::String, schema.columns[i].type, {})->apply(*builder.Finish())->values);
    }
    Batch batch;
    batch.rows = arrow::RecordBatch::Make(arrowSchema(schema), rows.size(), std::move(arrays));
    batch.firstRow = 1;
    return batch;
}

} // namespace

class WriteTest : public QObject
{
    Q_OBJECT

public:
    explicit WriteTest(TestBroker &broker)
        : m_broker(broker)
    {
    }

private Q_SLOTS:
    void json();
    void text();
    void keysAndTimes();
    void tooLarge();
    void manyRows();
    void badTargets();

private:
    Result<QList<DirtyRow>> write(const QString &topic, const Schema &schema, const QList<QStringList> &rows,
                                  QJsonObject parameter = {})
    {
        parameter.insert("topic", topic);
        OpenRequest request = kafkaRequest(m_broker.address(), "writer", parameter);
        request.peer = &schema;
        SLUICE_TRY(const auto sink, kafka().openSink(request, {}));
        SLUICE_TRY(const auto writer, sink->writer(0));
        ListDirt dirt;
        SLUICE_CHECK(writer->write(batchOf(sink->schema(), rows), dirt, {}));
        SLUICE_TRY(const Receipt receipt, writer->seal({}));
        SLUICE_CHECK(sink->commit(0, {receipt}, {}));
        return dirt.rows;
    }
    QStringList read(const QString &topic, const QStringList &columns)
    {
        const auto back = readTopic(m_broker.address(), topic, {{"beginType", "earliest"}}, columns);
        return back ? back->rows : QStringList{back.error().text()};
    }

    TestBroker &m_broker;
};

static Schema everyForm()
{
    return Schema{{{"id", TypeKind::BigInt, true, {}},
                   {"name", TypeKind::String, true, {}},
                   {"price", Type::decimal(10, 2), true, {}},
                   {"real", TypeKind::Double, true, {}},
                   {"yes", TypeKind::Boolean, true, {}},
                   {"day", TypeKind::DateTime, true, {}},
                   {"doc", TypeKind::Json, true, {}}}};
}

void WriteTest::json()
{
    const QString topic = m_broker.topic();
    const auto dirty = write(topic, everyForm(),
                             {{"1", "a \"quote\"\n", "1.50", "0.5", "true", "2022-11-22 09:00:00", R"({"x":[1]})"},
                              {"NULL", "NULL", "NULL", "NaN", "NULL", "NULL", "NULL"}});
    KAFKA_VERIFY(dirty);
    QVERIFY(dirty->isEmpty());
    const QString full = "{\"id\":1,\"name\":\"a \\\"quote\\\"\\n\",\"price\":1.5,\"real\":0.5,\"yes\":true,"
                         "\"day\":\"2022-11-22 09:00:00\",\"doc\":{\"x\":[1]}}|NULL";
    const QString bare = "{\"id\":null,\"name\":null,\"price\":null,\"real\":\"NaN\",\"yes\":null,\"day\":null,"
                         "\"doc\":null}|NULL";
    const QStringList expected{full, bare};
    QCOMPARE(read(topic, {"__value__", "__key__"}), expected);
    QCOMPARE(read(topic, {"id", "doc.x[0]"}), QStringList({"1|1", "NULL|NULL"})); // and back
}

void WriteTest::text()
{
    const QString topic = m_broker.topic();
    const Schema schema{{{"a", TypeKind::BigInt, true, {}}, {"b", TypeKind::String, true, {}}}};
    KAFKA_VERIFY(write(topic, schema, {{"1", "x"}, {"2", "NULL"}}, {{"writeMode", "text"}}));
    KAFKA_VERIFY(write(topic, schema, {{"3", "NULL"}},
                       {{"writeMode", "text"}, {"fieldDelimiter", "\\u0001"}, {"nullFormat", "\\N"}}));
    QCOMPARE(read(topic, {"__value__"}), QStringList({"1\tx", "2\t", "3\x01\\N"}));
}

void WriteTest::keysAndTimes()
{
    const QString topic = m_broker.topic(3);
    const Schema schema{
        {{"a", TypeKind::BigInt, true, {}}, {"b", TypeKind::String, true, {}}, {"when", TypeKind::DateTime, true, {}}}};
    const auto dirty = write(topic, schema,
                             {{"1", "x", "2022-11-22 09:00:00"},
                              {"1", "x", "2022-11-22 09:00:01"},
                              {"NULL", "NULL", "2022-11-22 09:00:02"},
                              {"2", "y", "1950-01-01 00:00:00"}},
                             {{"keyColumn", QJsonArray{"b", "a"}},
                              {"timestampColumn", "when"},
                              {"column", QJsonArray{"A", "b", "when"}},
                              {"compressionType", "zstd"}});
    KAFKA_VERIFY(dirty);
    QCOMPARE(dirty->size(), 1);
    QCOMPARE(dirty->first().column, QStringLiteral("when"));
    QCOMPARE(sorted(read(topic, {"__timestamp__", "__key__", "A"})),
             QStringList({"1669107600000|x,1|1", "1669107601000|x,1|1", "1669107602000|NULL|NULL"}));
    const QStringList partitions = read(topic, {"__key__", "__partition__"});
    const QStringList same = partitions.filter("x,1");
    QCOMPARE(same.value(0), same.value(1)); // one partition
}

void WriteTest::tooLarge()
{
    const QString topic = m_broker.topic(1, {{"max.message.bytes", "100000"}});
    const Schema schema{{{"a", TypeKind::String, true, {}}}};
    const auto dirty =
        write(topic, schema, {{"small 1"}, {QString(200'000, 'x')}, {"small 2"}, {QString(2'000'000, 'y')}});
    KAFKA_VERIFY(dirty);
    QCOMPARE(dirty->size(), 2);
    QVERIFY2(dirty->first().reason.contains("larger than the topic takes"), qPrintable(dirty->first().reason));
    QCOMPARE(read(topic, {"a"}), QStringList({"small 1", "small 2"}));
}

void WriteTest::manyRows()
{
    const QString topic = m_broker.topic(2);
    const Schema schema{{{"a", TypeKind::BigInt, true, {}}}};
    QList<QStringList> rows;
    for (int i = 0; i < 50000; ++i)
        rows.append({QString::number(i)});
    KAFKA_VERIFY(write(topic, schema, rows, {{"keyColumn", "a"}}));
    const QStringList back = read(topic, {"a"});
    QCOMPARE(back.size(), 50000);
    QCOMPARE(QSet<QString>(back.begin(), back.end()).size(), 50000);
}

void WriteTest::badTargets()
{
    const Schema schema{{{"a", TypeKind::BigInt, true, {}}}};
    const auto nowhere = write("no-such-topic", schema, {});
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().code, ErrorCode::NotFound);
    const auto key = write(m_broker.topic(), schema, {}, {{"keyColumn", "b"}});
    QVERIFY(!key);
    QCOMPARE(key.error().code, ErrorCode::Schema);
    QVERIFY(!write(m_broker.topic(), schema, {}, {{"column", QJsonArray{"a", "b"}}}));
    QVERIFY(!write(m_broker.topic(), schema, {}, {{"timestampColumn", "b"}}));
    QVERIFY(!write(m_broker.topic(), schema, {}, {{"partition", 5}}));
}

int runWriteTests(TestBroker &broker, int argc, char **argv)
{
    WriteTest test(broker);
    return QTest::qExec(&test, argc, argv);
}

} // namespace sluice

#include "writetest.moc"
