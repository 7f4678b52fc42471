#include "data/arrowtypes.h"
#include "tunnel/crc32c.h"
#include "tunnel/randomrows.h"
#include "tunnel/recordcodec.h"
#include "tunnel/textcheck.h"
#include "tunnel/wire.h"

#include <QTest>

#include <arrow/api.h>

using namespace sluice;

template <class Array>
static auto value(const arrow::RecordBatch &rows, int column, int64_t row = 0)
{
    return static_cast<const Array &>(*rows.column(column)).Value(row);
}

class TestRecordCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyStream()
    {
        const Schema schema = columns({"bigint"});
        RecordEncoder encoder(schema);
        std::string out;
        encoder.finish(out);
        QCOMPARE(hex(out), QByteArray("f0ffff7f00f8ffff7f00"));
        const auto read = decode(schema, out);
        QVERIFY(read.ok());
        QVERIFY(read.value().empty());
    }

    void oneRow()
    {
        const Schema schema = columns({"bigint", "string"});
        arrow::Int64Builder id;
        arrow::StringBuilder text;
        ok(id.Append(1));
        ok(text.Append("a"));
        const std::string out = encode(schema, {batch(schema, 1, {finish(id), finish(text)})});
        QCOMPARE(hex(out), QByteArray("0802120161"
                                      "80c0ff7fea91d2b205"
                                      "f0ffff7f02"
                                      "f8ffff7f97d6b6ae06"));
    }

    // The reference's third sample, with every nested type.
    void nestedRow()
    {
        const Schema schema = columns({"timestamp", "array<bigint>", "map<string,bigint>", "struct<a:bigint,b:bigint>",
                                       "decimal(10,2)", "date", "float", "boolean"});
        const QByteArray sample = "0a80b486bb0c0a"
                                  "1203000201"
                                  "0003"
                                  "1a0100016b01000e"
                                  "22000601"
                                  "2a04312e3530"
                                  "30bcae02"
                                  "3d0000c03f"
                                  "4001"
                                  "80c0ff7fe9b4dd8f0f"
                                  "f0ffff7f02"
                                  "f8ffff7fa3a6b9870e";
        const auto read = decode(schema, QByteArray::fromHex(sample).toStdString());
        QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.error().message));
        QCOMPARE(read.value().size(), size_t(1));
        const arrow::RecordBatch &rows = *read.value()[0];
        QCOMPARE(value<arrow::TimestampArray>(rows, 0), 1672531200000000005);
        QCOMPARE(rows.column(1)->ToString(), std::string("[\n  [\n    1,\n    null,\n    -2\n  ]\n]"));
        QCOMPARE(rows.column(2)->GetScalar(0).ValueOrDie()->ToString(),
                 std::string("map<string, int64>[{key:string = k, value:int64 = 7}]"));
        QVERIFY(rows.column(3)->GetScalar(0).ValueOrDie()->ToString().find("a:int64 = 3, b:int64 = null") !=
                std::string::npos);
        QCOMPARE(static_cast<const arrow::Decimal128Array &>(*rows.column(4)).FormatValue(0), std::string("1.50"));
        QCOMPARE(value<arrow::Date32Array>(rows, 5), 19358);
        QCOMPARE(value<arrow::FloatArray>(rows, 6), 1.5f);
        QCOMPARE(value<arrow::BooleanArray>(rows, 7), true);
        QCOMPARE(hex(encode(schema, read.value())), sample);
    }

    void everyTypeRoundTrip()
    {
        const Schema schema = everyType();
        std::mt19937_64 random(11);
        std::vector<std::shared_ptr<arrow::RecordBatch>> batches;
        for (const int64_t rows : {1, 700, 0, 3, 1000})
            batches.push_back(randomRows(schema, rows, random));
        const std::string stream = encode(schema, batches);
        for (const size_t most : {size_t(1), size_t(100), size_t(5000), stream.size()}) {
            RecordDecoder decoder(schema, 256);
            std::vector<std::shared_ptr<arrow::RecordBatch>> read;
            for (size_t at = 0; at < stream.size();) {
                const size_t piece = most == stream.size() ? most : 1 + random() % most;
                const Done fed = decoder.feed(std::string_view(stream).substr(at, piece));
                QVERIFY2(fed.ok(), fed.ok() ? "" : qPrintable(fed.error().message));
                at += piece;
                while (auto rows = decoder.take())
                    read.push_back(std::move(rows));
            }
            QVERIFY(decoder.finish().ok());
            while (auto rows = decoder.take())
                read.push_back(std::move(rows));
            compare(read, batches);
        }
    }

    void slicedBatches()
    {
        const Schema schema = everyType();
        std::mt19937_64 random(12);
        const auto whole = randomRows(schema, 500, random);
        const std::vector<std::shared_ptr<arrow::RecordBatch>> parts{whole->Slice(3, 100), whole->Slice(103),
                                                                     whole->Slice(0, 3)};
        const auto read = decode(schema, encode(schema, parts));
        QVERIFY(read.ok());
        compare(read.value(), parts);
    }

    void batchesAreCutByBytes()
    {
        const Schema schema = columns({"string"});
        arrow::StringBuilder text;
        for (int i = 0; i < 20; ++i)
            ok(text.Append(std::string(1 << 20, char('a' + i))));
        const auto rows = batch(schema, 20, {finish(text)});
        const auto read = decode(schema, encode(schema, {rows}));
        QVERIFY(read.ok());
        QVERIFY(read.value().size() >= 5);
        compare(read.value(), {rows});
    }

    // Some writers send columns in another order, sign-extend checksums or put metrics before the footer's end.
    void quirks()
    {
        const Schema schema = columns({"bigint", "string", "boolean", "decimal(10,2)"});
        // column 4, then 2, then 1; column 3 is null
        std::string columnBytes;
        std::string checked;
        const auto add = [&](uint32_t field, wire::WireType type, const std::string &bytes,
                             const std::string &crcBytes) {
            columnBytes += varint(wire::tag(field, type)) + bytes;
            checked += little(field, 4) + crcBytes;
        };
        add(4, wire::Delimited, std::string("\x04") + "1E+2", "1E+2");
        add(2, wire::Delimited, std::string("\x02") + "xy", "xy");
        add(1, wire::Varint, varint(wire::zigzag(-3)), little(uint64_t(-3), 8));
        const uint32_t crc = crc32c(0, checked.data(), checked.size());
        const auto extended = [](uint32_t checksum) { return varint(uint64_t(int64_t(int32_t(checksum)))); };
        std::string stream = columnBytes + varint(wire::tag(wire::endRecord, wire::Varint)) + extended(crc);
        stream += stream; // two such rows
        const std::string both = little(crc, 4) + little(crc, 4);
        stream += varint(wire::tag(wire::metaCount, wire::Varint)) + varint(wire::zigzag(2));
        const std::string metrics = "{\"ServerTotalCost\":1}";
        const std::string metricsChecked = little(1, 4) + metrics;
        stream += varint(wire::tag(1, wire::Delimited)) + varint(metrics.size()) + metrics;
        stream += varint(wire::tag(wire::endMetrics, wire::Varint)) +
                  varint(crc32c(0, metricsChecked.data(), metricsChecked.size()));
        stream += varint(wire::tag(wire::metaChecksum, wire::Varint)) + extended(crc32c(0, both.data(), both.size()));

        for (const bool byByte : {false, true}) {
            RecordDecoder decoder(schema);
            for (size_t at = 0; at < stream.size(); at += byByte ? 1 : stream.size()) {
                const Done fed = decoder.feed(byByte ? std::string_view(stream).substr(at, 1) : stream);
                QVERIFY2(fed.ok(), fed.ok() ? "" : qPrintable(fed.error().message));
            }
            QVERIFY(decoder.finish().ok());
            const auto rows = decoder.take();
            QVERIFY(rows);
            QCOMPARE(rows->num_rows(), 2);
            QVERIFY(rows->Validate().ok());
            QCOMPARE(value<arrow::Int64Array>(*rows, 0, 1), -3);
            QVERIFY(static_cast<const arrow::StringArray &>(*rows->column(1)).GetView(1) == "xy");
            QVERIFY(rows->column(2)->IsNull(0) && rows->column(2)->IsNull(1));
            QCOMPARE(static_cast<const arrow::Decimal128Array &>(*rows->column(3)).FormatValue(1),
                     std::string("100.00"));
        }

        const std::string twice = columnBytes + columnBytes;
        RecordDecoder decoder(schema);
        const Done fed = decoder.feed(twice);
        QVERIFY(!fed.ok());
        QVERIFY(fed.error().message.contains(QStringLiteral("twice")));
    }

    void negativeTimestampsAreFloored()
    {
        const Schema schema = columns({"timestamp"});
        arrow::TimestampBuilder builder(arrowType(TypeKind::Timestamp), arrow::default_memory_pool());
        ok(builder.Append(-1));
        const std::string out = encode(schema, {batch(schema, 1, {finish(builder)})});
        // seconds -1 and 999,999,999 nanoseconds, as zigzag
        QVERIFY(hex(out).startsWith("0a01" + QByteArray::fromStdString(varint(wire::zigzag(999999999))).toHex()));
    }

    void wrongBatch()
    {
        RecordEncoder encoder(columns({"bigint"}));
        arrow::StringBuilder text;
        ok(text.Append("a"));
        std::string out;
        const Done done = encoder.encode(*batch(columns({"string"}), 1, {finish(text)}), out);
        QCOMPARE(done.error().code, ErrorCode::Schema);
        QCOMPARE(done.error().where, QStringLiteral("c0"));
    }

    void truncatedStreams()
    {
        const Schema schema = everyType();
        std::mt19937_64 random(13);
        const std::string stream = encode(schema, {smallRows(schema, random)});
        for (size_t size = 0; size < stream.size(); ++size) {
            RecordDecoder decoder(schema);
            const bool fed = decoder.feed(std::string_view(stream).substr(0, size)).ok();
            QVERIFY(!fed || !decoder.finish().ok());
        }
        RecordDecoder decoder(schema);
        QVERIFY(!decoder.feed(stream + "x").ok());
        QVERIFY(!decoder.feed("").ok()); // stays failed
    }

    // Whatever bit is turned, the stream is refused: every byte of it is covered by a checksum, a count or the grammar.
    void corruptedStreams()
    {
        const Schema schema = everyType();
        std::mt19937_64 random(14);
        const std::string stream = encode(schema, {smallRows(schema, random)});
        const auto rows = decode(schema, stream);
        QVERIFY(rows.ok());
        int taken = 0;
        for (size_t at = 0; at < stream.size(); ++at)
            for (int bit = 0; bit < 8; ++bit) {
                std::string bad = stream;
                bad[at] = char(bad[at] ^ (1 << bit));
                const auto read = decode(schema, bad);
                if (!read.ok()) {
                    QCOMPARE(read.error().code, ErrorCode::Data);
                    continue;
                }
                // Null flags, counts and lengths of nested values are outside every checksum; what was read must at
                // least be sound.
                ++taken;
                for (const auto &batch : read.value())
                    QVERIFY(batch->ValidateFull().ok());
            }
        QVERIFY2(taken < int(stream.size()) / 8, qPrintable(QString::number(taken)));
    }

    void randomBytes()
    {
        const Schema schema = everyType();
        std::mt19937_64 random(15);
        for (int i = 0; i < 3000; ++i) {
            std::string noise;
            for (size_t n = random() % 300; n > 0; --n)
                noise += char(random() % 3 == 0 ? random() : random() % 16);
            QVERIFY(!decode(schema, noise).ok());
        }
    }

    void promisesAllocateNothing()
    {
        const int64_t before = arrow::default_memory_pool()->bytes_allocated();
        const Schema schema = columns({"array<decimal(38,18)>", "string"});
        RecordDecoder decoder(schema, 16);
        QVERIFY(decoder.feed(varint(wire::tag(1, wire::Delimited)) + varint(500'000'000)).ok());
        QVERIFY(arrow::default_memory_pool()->bytes_allocated() - before < 100000);
        QVERIFY(!decoder.finish().ok());
        RecordDecoder second(schema, 16);
        QVERIFY(!second.feed(varint(wire::tag(2, wire::Delimited)) + varint(uint64_t(1) << 40)).ok());
    }

    void textThatIsNotUtf8()
    {
        const Schema schema = columns({"string", "array<string>"});
        arrow::StringBuilder text;
        ok(text.Append("fine"));
        ok(text.Append("\xff"));
        arrow::ListBuilder list(arrow::default_memory_pool(), std::make_shared<arrow::StringBuilder>());
        ok(list.Append());
        ok(static_cast<arrow::StringBuilder &>(*list.value_builder()).Append("\xc3"));
        ok(list.Append());
        ok(static_cast<arrow::StringBuilder &>(*list.value_builder()).Append("\xc3\xa9"));
        const std::string stream = encode(schema, {batch(schema, 2, {finish(text), finish(list)})});

        const auto refused = decode(schema, stream);
        QVERIFY(!refused.ok());
        QVERIFY2(refused.error().message.contains(QStringLiteral("Record 2, column \"c0\"")),
                 qPrintable(refused.error().message));

        RecordDecoder decoder(schema, 4096, TextCheck::None);
        QVERIFY(decoder.feed(stream).ok());
        const auto bad = invalidText(*decoder.take());
        QCOMPARE(bad.size(), size_t(2));
        QCOMPARE(bad[0].column, 0);
        QCOMPARE(bad[0].row, 1);
        QCOMPARE(bad[1].column, 1);
        QCOMPARE(bad[1].row, 0);
    }

    void manyColumns()
    {
        Schema schema;
        for (int i = 0; i < 1200; ++i)
            schema.columns.append({QStringLiteral("c%1").arg(i), TypeKind::BigInt, true, {}});
        std::mt19937_64 random(16);
        const auto rows = randomRows(schema, 50, random);
        const auto read = decode(schema, encode(schema, {rows}));
        QVERIFY(read.ok());
        compare(read.value(), {rows});
    }

private:
    using Batches = std::vector<std::shared_ptr<arrow::RecordBatch>>;

    static void ok(const arrow::Status &status)
    {
        if (!status.ok())
            qFatal("%s", status.ToString().c_str());
    }

    static std::shared_ptr<arrow::Array> finish(arrow::ArrayBuilder &builder) { return builder.Finish().ValueOrDie(); }

    static std::shared_ptr<arrow::RecordBatch> batch(const Schema &schema, int64_t rows, arrow::ArrayVector arrays)
    {
        return arrow::RecordBatch::Make(arrowSchema(schema), rows, std::move(arrays));
    }

    static Schema columns(std::initializer_list<const char *> types)
    {
        Schema schema;
        for (const char *type : types)
            schema.columns.append(
                {QStringLiteral("c%1").arg(schema.size()), Type::parse(QString::fromLatin1(type)).value(), true, {}});
        return schema;
    }

    // Short rows, so that every byte of the stream can be turned.
    static std::shared_ptr<arrow::RecordBatch> smallRows(const Schema &schema, std::mt19937_64 &random)
    {
        for (;;) {
            auto rows = randomRows(schema, 4, random);
            if (encode(schema, {rows}).size() < 4000)
                return rows;
        }
    }

    static std::string encode(const Schema &schema, const Batches &batches)
    {
        RecordEncoder encoder(schema);
        std::string out;
        for (const auto &rows : batches) {
            const Done done = encoder.encode(*rows, out);
            if (!done.ok())
                qFatal("%s", qPrintable(done.error().text()));
        }
        encoder.finish(out);
        return out;
    }

    static Result<Batches> decode(const Schema &schema, const std::string &stream)
    {
        RecordDecoder decoder(schema);
        SLUICE_CHECK(decoder.feed(stream));
        SLUICE_CHECK(decoder.finish());
        Batches batches;
        while (auto rows = decoder.take())
            batches.push_back(std::move(rows));
        return batches;
    }

    static void compare(const Batches &read, const Batches &expected)
    {
        for (const auto &rows : read)
            QVERIFY2(rows->ValidateFull().ok(), rows->ValidateFull().ToString().c_str());
        const auto one = [](const Batches &batches) {
            return arrow::Table::FromRecordBatches(batches).ValueOrDie()->CombineChunks().ValueOrDie();
        };
        const auto a = one(read);
        const auto b = one(expected);
        QCOMPARE(a->num_rows(), b->num_rows());
        for (int i = 0; i < a->num_columns(); ++i)
            QVERIFY2(a->column(i)->Equals(*b->column(i)), a->schema()->field(i)->ToString().c_str());
    }

    static std::string varint(uint64_t value)
    {
        uint8_t bytes[16];
        return {reinterpret_cast<char *>(bytes), size_t(wire::writeVarint(bytes, value) - bytes)};
    }

    static std::string little(uint64_t value, size_t size) { return {reinterpret_cast<const char *>(&value), size}; }

    static QByteArray hex(const std::string &bytes) { return QByteArray::fromStdString(bytes).toHex(); }
};

int runRecordCodecTests(int argc, char **argv)
{
    TestRecordCodec tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_recordcodec.moc"
