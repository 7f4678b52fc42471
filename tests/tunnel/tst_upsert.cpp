#include "data/arrowtypes.h"
#include "data/decimaltext.h"
#include "tunnel/buckethash.h"
#include "tunnel/recordcodec.h"
#include "tunnel/sessionschema.h"
#include "tunnel/upsertrecord.h"

#include <QJsonArray>
#include <QTest>

#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/json/from_string.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

using namespace sluice;

namespace
{

std::shared_ptr<arrow::Array> arrayOf(const Type &type, const char *json)
{
    auto array = arrow::json::ArrayFromJSONString(arrowType(type), json);
    return array.ok() ? *array : nullptr;
}

} // namespace

// What the two halves of the upsert tunnel share: the bucket of a key, the record with its five columns more.
class TestUpsert : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Each against the value that the official clients compute.
    void hashes_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("hasher");
        QTest::addColumn<int>("hash");
        const auto row = [](const char *type, const char *json, int hash, const char *hasher = "default") {
            QTest::addRow("%s %s %s", hasher, type, json) << type << QByteArray(json) << hasher << hash;
        };
        row("bigint", "145680", 1063204611);
        row("bigint", "1", 357654460);
        row("bigint", "-1", 357653185);
        row("bigint", "10", -718433742);
        row("bigint", "9223372036854775807", -1977349188);
        row("int", "-1", 357653185);
        row("smallint", "10", -718433742);
        row("tinyint", "1", 357654460);
        row("string", "\"hello\"", -1259046373);
        row("string", "\"1\"", -2140438327);
        row("string", "\"阿里巴巴云计算\"", 1623550194);
        row("varchar(20)", "\"hello\"", -1259046373);
        row("char(20)", "\"hello\"", -1259046373);
        row("binary", "\"hello\"", -1259046373);
        row("boolean", "true", 388737479);
        row("boolean", "false", -978963218);
        row("double", "1.99", -670340059);
        row("float", "1.99", -567953753);
        row("decimal(18,2)", "\"12.34\"", -904458774);
        row("decimal(38,18)", "\"6.400000000000000000\"", -1846789132);
        row("decimal(4,2)", "\"-1.00\"", 1405574141);
        row("date", "19358", 873497212);
        row("string", "\"hello\"", 99162322, "legacy");
        row("decimal(4,2)", "\"-1.00\"", 99, "legacy");
        row("bigint", "4294967297", 0, "legacy");
        row("bigint", "null", 0);
        row("string", "null", 0, "legacy");
    }

    void hashes()
    {
        QFETCH(const QString, type);
        QFETCH(const QByteArray, json);
        QFETCH(const QString, hasher);
        QFETCH(const int, hash);
        const Type parsed = Type::parse(type).value();
        const auto array = arrayOf(parsed, '[' + json + ']');
        QVERIFY(array);
        std::vector<int32_t> sums{5};
        const Done done = addHashes(parsed, *array, bucketHasher(hasher).value(), sums);
        QVERIFY2(done.ok(), done.ok() ? "" : qPrintable(done.error().message));
        QCOMPARE(sums[0] - 5, hash);
    }

    // Moments hash as seconds and nanoseconds, before 1970 too; DATETIME as milliseconds.
    void moments()
    {
        const auto hashOf = [](const Type &type, const char *json) {
            std::vector<int32_t> sums{0};
            return addHashes(type, *arrayOf(type, json), BucketHasher::Default, sums) ? sums[0] : -1;
        };
        const int expected = hashOf(TypeKind::BigInt, "[1073741829]"); // 1 << 30 | 5
        QCOMPARE(hashOf(TypeKind::Timestamp, "[1000000005]"), expected);
        QCOMPARE(hashOf(TypeKind::TimestampNtz, "[1000000005]"), expected);
        QCOMPARE(hashOf(TypeKind::IntervalDayTime, "[[1, 5]]"), expected);
        QCOMPARE(hashOf(TypeKind::Timestamp, "[-1]"), hashOf(TypeKind::BigInt, "[-73741825]")); // -1 << 30 | 999999999
        QCOMPARE(hashOf(TypeKind::DateTime, "[1672531200123]"), hashOf(TypeKind::BigInt, "[1672531200123]"));
    }

    void combined() { QCOMPARE(combinedHash(-978963218), 979604186); }

    void buckets()
    {
        Schema schema;
        for (const auto &[name, type] : {std::pair("id", TypeKind::BigInt), std::pair("v", TypeKind::String)})
            schema.columns.append(Column{QString::fromLatin1(name), type, true, {}});
        const auto rows = arrow::RecordBatch::Make(
            arrowSchema(schema), 3,
            {arrayOf(TypeKind::BigInt, "[145680, null, -1]"), arrayOf(TypeKind::String, "[\"hello\", \"1\", null]")});
        std::vector<int32_t> buckets{9};
        QVERIFY(chooseBuckets(*rows, schema, {0, 1}, 16, BucketHasher::Default, buckets));
        const std::vector<int32_t> forward = buckets;
        for (size_t i = 0; i < 3; ++i) {
            const int32_t sums[] = {1063204611 + -1259046373, -2140438327, 357653185};
            QCOMPARE(buckets[i], combinedHash(sums[i]) % 16);
        }
        QVERIFY(chooseBuckets(*rows, schema, {1, 0}, 16, BucketHasher::Default, buckets));
        QCOMPARE(buckets, forward); // the order of the keys does not matter
        QVERIFY(chooseBuckets(*rows, schema, {0}, 1, BucketHasher::Legacy, buckets));
        QCOMPARE(buckets, std::vector<int32_t>(3, 0));
    }

    void noHash()
    {
        QCOMPARE(bucketHasher(QStringLiteral("murmur")).error().code, ErrorCode::Unsupported);
        std::vector<int32_t> sums{0};
        const Type list = Type::array(TypeKind::BigInt);
        QCOMPARE(addHashes(list, *arrayOf(list, "[[1]]"), BucketHasher::Default, sums).error().code, ErrorCode::Schema);
        QCOMPARE(addHashes(TypeKind::BigInt, *arrayOf(TypeKind::Int, "[1]"), BucketHasher::Default, sums).error().code,
                 ErrorCode::Schema);
    }

    // Upsert, partial update and delete go through the record codec; what a record leaves out is null.
    void records()
    {
        Schema table;
        table.columns.append(Column{QStringLiteral("id"), TypeKind::BigInt, false, {}});
        table.columns.append(Column{QStringLiteral("v"), TypeKind::String, true, {}});
        const Schema schema = upsertColumns(table);
        QCOMPARE(schema.size(), table.size() + upsertMetaColumns);
        QCOMPARE(schema.names().mid(2), QStringList({QStringLiteral("__version"), QStringLiteral("__app_version"),
                                                     QStringLiteral("__operation"), QStringLiteral("__key_cols"),
                                                     QStringLiteral("__value_cols")}));
        const Type ids = Type::array(TypeKind::BigInt);
        const auto rows = arrow::RecordBatch::Make(
            arrowSchema(schema), 3,
            {arrayOf(TypeKind::BigInt, "[1, 2, 3]"), arrayOf(TypeKind::String, "[\"a\", null, null]"),
             arrayOf(TypeKind::BigInt, "[null, null, null]"), arrayOf(TypeKind::BigInt, "[null, null, null]"),
             arrayOf(TypeKind::TinyInt, "[85, 85, 68]"), arrayOf(ids, "[[1], [1], [1]]"),
             arrayOf(ids, "[[], [2], []]")});
        std::string bytes;
        RecordEncoder encoder(schema);
        QVERIFY(encoder.encode(*rows, bytes));
        encoder.finish(bytes);
        RecordDecoder decoder(schema);
        QVERIFY(decoder.feed(bytes));
        QVERIFY(decoder.finish());
        const auto read = decoder.take();
        QVERIFY(read && read->Equals(*rows));
        QCOMPARE(int(RowOperation::Upsert), 85);
        QCOMPARE(int(RowOperation::Delete), 68);
    }

    void columnIds()
    {
        TableColumns table;
        table.columns.columns.append(Column{QStringLiteral("id"), TypeKind::BigInt, false, {}});
        table.columns.columns.append(Column{QStringLiteral("v"), TypeKind::String, true, {}});
        table.columnIds = {1, 7};
        const QJsonObject json = sessionSchemaJson(table);
        QCOMPARE(json[QLatin1String("columns")][1][QLatin1String("column_id")], QJsonValue(QStringLiteral("7")));
        const auto read = parseSessionSchema(json);
        QVERIFY(read);
        QCOMPARE(read->columnIds, table.columnIds);
        table.columnIds.clear(); // a service that names none: they are counted
        QCOMPARE(parseSessionSchema(sessionSchemaJson(table))->columnIds, QList<qint64>());
    }
};

int runUpsertTests(int argc, char **argv)
{
    TestUpsert tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_upsert.moc"
