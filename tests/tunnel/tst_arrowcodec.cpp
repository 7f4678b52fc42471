#include "data/arrowtypes.h"
#include "tunnel/arrowchunks.h"
#include "tunnel/arrowcodec.h"
#include "tunnel/randomrows.h"

#include <QTest>

#include <arrow/api.h>
#include <arrow/io/memory.h>
#include <arrow/ipc/api.h>
#include <arrow/util/compression.h>

using namespace sluice;

class TestArrowCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The reference's samples.
    void chunks_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QByteArray>("stream");
        QTest::newRow("a rest") << QByteArray("hello world!")
                                << QByteArray("0000000568656c6c6f9a71bb4c20776f726c0c241843642149cb5777");
        QTest::newRow("no rest") << QByteArray("helloworld")
                                 << QByteArray("0000000568656c6c6f9a71bb4c776f726c6431aa814e56cbb480");
        QTest::newRow("nothing") << QByteArray() << QByteArray("0000000500000000");
    }

    void chunks()
    {
        QFETCH(QByteArray, payload);
        QFETCH(QByteArray, stream);
        for (const qsizetype piece : {qsizetype(1), qsizetype(3), qsizetype(100)}) {
            ChunkWriter writer(5);
            std::string out;
            for (qsizetype at = 0; at < payload.size(); at += piece)
                writer.write(payload.constData() + at, size_t(payload.mid(at, piece).size()), out);
            writer.finish(out);
            QCOMPARE(QByteArray::fromStdString(out).toHex(), stream);
            const auto read = unpacked(out, size_t(piece));
            QVERIFY(read.ok());
            QCOMPARE(QByteArray::fromStdString(*read), payload);
        }
    }

    void chunksBroken()
    {
        const std::string good =
            QByteArray::fromHex("0000000568656c6c6f9a71bb4c20776f726c0c241843642149cb5777").toStdString();
        for (size_t size = 0; size < good.size(); ++size)
            QVERIFY2(!unpacked(good.substr(0, size), 100).ok(), qPrintable(QString::number(size)));
        for (size_t at = 0; at < good.size(); ++at) {
            std::string bad = good;
            bad[at] = char(bad[at] ^ 1);
            const auto read = unpacked(bad, 7);
            QVERIFY2(!read.ok(), qPrintable(QString::number(at)));
            QCOMPARE(read.error().code, ErrorCode::Data);
        }
        QVERIFY(!unpacked(good + "x", 100).ok());
        QVERIFY(!unpacked(std::string("\x7f\xff\xff\xff", 4), 4).ok()); // chunks of 2 GiB
        QVERIFY(unpacked(std::string(4, '\0'), 4).ok());                // PyODPS's empty block
        QVERIFY(!unpacked(std::string(5, '\0'), 4).ok());
    }

    void emptyStream()
    {
        const Schema schema = everyType();
        const std::string out = encode(schema, {});
        QCOMPARE(QByteArray::fromStdString(out).toHex(), QByteArray("0001000000000000"));
        const auto read = decode(schema, out);
        QVERIFY(read.ok());
        QVERIFY(read->empty());
    }

    void everyTypeComesBack()
    {
        std::mt19937_64 random(3);
        const Schema schema = everyType();
        for (const int64_t rows : {1, 7, 500, 5000}) {
            const auto batch = randomRows(schema, rows, random);
            const auto part = batch->Slice(rows / 3);
            const std::string out = encode(schema, {batch, part});
            for (const size_t piece : {size_t(1013), size_t(65536), out.size()}) {
                const auto read = decode(schema, out, piece);
                QVERIFY2(read.ok(), qPrintable(read.ok() ? QString() : read.error().text()));
                compare(*read, {batch, part});
                for (const auto &given : *read)
                    QVERIFY(given->num_rows() <= 4096);
            }
        }
    }

    // A second reader: Arrow's own, given the schema as MaxCompute's clients know it.
    void arrowReadsIt()
    {
        std::mt19937_64 random(4);
        const Schema schema = everyType();
        const auto batch = randomRows(schema, 100, random);
        const auto payload = unpacked(encode(schema, {batch}), 1 << 20);
        QVERIFY(payload.ok());
        arrow::io::BufferReader input(arrow::Buffer::FromString(*payload));
        const auto read =
            arrow::ipc::ReadRecordBatch(arrowSchema(schema), nullptr, arrow::ipc::IpcReadOptions::Defaults(), &input);
        QVERIFY2(read.ok(), read.status().ToString().c_str());
        QVERIFY((*read)->Equals(*batch));
        QCOMPARE(input.Tell().ValueOrDie(), int64_t(payload->size())); // no mark of an end behind it
    }

    void leftOutColumnsAreNull()
    {
        std::mt19937_64 random(5);
        const Schema table = everyType();
        const auto batch = randomRows(table, 20, random);
        ArrowEncoder encoder(table, {2, 5});
        const auto few = batch->SelectColumns({1, 4}).ValueOrDie();
        std::string out;
        QVERIFY(encoder.encode(*few, out).ok());
        encoder.finish(out);
        const auto read = decode(table, out);
        QVERIFY(read.ok());
        QCOMPARE(read->size(), size_t(1));
        for (int i = 0; i < table.size(); ++i) {
            const auto column = read->front()->column(i);
            if (i == 1 || i == 4)
                QVERIFY(column->Equals(*batch->column(i)));
            else
                QCOMPARE(column->null_count(), int64_t(20));
        }
    }

    void anotherTypeIsRefused()
    {
        std::mt19937_64 random(6);
        const Schema others = columns({"string"});
        ArrowEncoder encoder(columns({"bigint"}));
        std::string out;
        const Done done = encoder.encode(*randomRows(others, 3, random), out);
        QVERIFY(!done.ok());
        QVERIFY(out.empty());
    }

    // The checksums are right, the messages are not: nothing may crash or pass as unsound rows.
    void turnedBytes()
    {
        std::mt19937_64 random(7);
        const Schema schema = everyType();
        const auto payload = unpacked(encode(schema, {randomRows(schema, 3, random)}), 1 << 20);
        QVERIFY(payload.ok());
        for (size_t at = 0; at < payload->size(); ++at) {
            std::string bad = *payload;
            bad[at] = char(random());
            const auto read = decode(schema, packed(bad));
            if (!read.ok())
                continue;
            for (const auto &rows : *read)
                QVERIFY2(rows->ValidateFull().ok(), rows->ValidateFull().ToString().c_str());
        }
    }

    void cutOff()
    {
        std::mt19937_64 random(8);
        const Schema schema = columns({"bigint", "string"});
        const auto payload = unpacked(encode(schema, {randomRows(schema, 3, random)}), 1 << 20);
        QVERIFY(payload.ok());
        for (size_t size = 1; size < payload->size(); ++size)
            QVERIFY(!decode(schema, packed(payload->substr(0, size))).ok());
    }

    void foreignMessages()
    {
        const Schema schema = columns({"string"});
        const auto refused = [&](const std::string &payload, const char *word) {
            const auto read = decode(schema, packed(payload));
            return !read.ok() && read.error().text().contains(QLatin1String(word));
        };
        const auto batch = arrow::RecordBatch::Make(arrowSchema(schema), 1, {texts({std::string(1000, 'a')})});
        auto options = arrow::ipc::IpcWriteOptions::Defaults();
        QVERIFY(decode(schema, packed(message(*batch, options))).ok());
        options.write_legacy_ipc_format = true;
        QVERIFY(decode(schema, packed(message(*batch, options))).ok());
        options.write_legacy_ipc_format = false;
        options.codec = arrow::util::Codec::Create(arrow::Compression::ZSTD).ValueOrDie();
        QVERIFY(refused(message(*batch, options), "compressed"));
        QVERIFY(refused(arrow::ipc::SerializeSchema(*arrowSchema(schema)).ValueOrDie()->ToString(), "not a batch"));
        QVERIFY(refused(std::string("\xff\xff\xff\xff\xff\xff\xff\x7f", 8), "metadata"));
        QVERIFY(refused(std::string("\xff\xff\xff\xff\0\0\0\0", 8), "metadata")); // the mark of an end
    }

    void badText()
    {
        const Schema schema = columns({"string"});
        const auto bytes = texts({"good", "\xff"});
        const auto batch = arrow::RecordBatch::Make(arrowSchema(schema), 2, {bytes});
        const std::string out = encode(schema, {batch});
        const auto read = decode(schema, out);
        QVERIFY(!read.ok());
        QVERIFY(read.error().text().contains(QLatin1String("Row 2, column \"c1\"")));
        ArrowDecoder lenient(schema, 4096, TextCheck::None);
        QVERIFY(lenient.feed(out).ok() && lenient.finish().ok());
        QVERIFY(lenient.take()->Equals(*batch));
    }

    void largeBatchesComeInParts()
    {
        std::mt19937_64 random(9);
        const Schema schema = columns({"bigint", "boolean", "string"});
        const auto batch = randomRows(schema, 100'000, random);
        const auto read = decode(schema, encode(schema, {batch}));
        QVERIFY(read.ok());
        QVERIFY(read->size() >= 100'000 / 4096);
        compare(*read, {batch});
    }

private:
    using Batches = std::vector<std::shared_ptr<arrow::RecordBatch>>;

    static Schema columns(std::initializer_list<const char *> types)
    {
        Schema schema;
        for (const char *type : types)
            schema.columns.append({QStringLiteral("c%1").arg(schema.size() + 1),
                                   Type::parse(QString::fromLatin1(type)).value(),
                                   true,
                                   {}});
        return schema;
    }

    static std::shared_ptr<arrow::Array> texts(const std::vector<std::string> &values)
    {
        arrow::StringBuilder builder;
        if (!builder.AppendValues(values).ok())
            qFatal("memory is out");
        return builder.Finish().ValueOrDie();
    }

    static std::string message(const arrow::RecordBatch &batch, const arrow::ipc::IpcWriteOptions &options)
    {
        return arrow::ipc::SerializeRecordBatch(batch, options).ValueOrDie()->ToString();
    }

    static std::string packed(const std::string &payload)
    {
        ChunkWriter writer;
        std::string out;
        writer.write(payload.data(), payload.size(), out);
        writer.finish(out);
        return out;
    }

    static Result<std::string> unpacked(const std::string &stream, size_t piece)
    {
        ChunkReader reader;
        std::string payload;
        const auto take = [&payload](std::string_view part) {
            payload.append(part);
            return Done();
        };
        for (size_t at = 0; at < stream.size(); at += piece)
            SLUICE_CHECK(reader.feed(std::string_view(stream).substr(at, piece), take));
        SLUICE_CHECK(reader.finish(take));
        return payload;
    }

    static std::string encode(const Schema &schema, const Batches &batches)
    {
        ArrowEncoder encoder(schema);
        std::string out;
        for (const auto &rows : batches)
            if (const Done done = encoder.encode(*rows, out); !done.ok())
                qFatal("%s", qPrintable(done.error().text()));
        encoder.finish(out);
        return out;
    }

    static Result<Batches> decode(const Schema &schema, const std::string &stream, size_t piece = 65536)
    {
        ArrowDecoder decoder(schema);
        for (size_t at = 0; at < stream.size(); at += piece)
            SLUICE_CHECK(decoder.feed(std::string_view(stream).substr(at, piece)));
        SLUICE_CHECK(decoder.finish());
        Batches batches;
        while (auto rows = decoder.take())
            batches.push_back(std::move(rows));
        return batches;
    }

    static void compare(const Batches &read, const Batches &expected)
    {
        const auto one = [](const Batches &batches) {
            return arrow::Table::FromRecordBatches(batches).ValueOrDie()->CombineChunks().ValueOrDie();
        };
        const auto a = one(read);
        const auto b = one(expected);
        QCOMPARE(a->num_rows(), b->num_rows());
        for (int i = 0; i < a->num_columns(); ++i) {
            const auto options = arrow::EqualOptions::Defaults().nans_equal(true);
            QVERIFY2(a->column(i)->Equals(*b->column(i), options), a->schema()->field(i)->ToString().c_str());
        }
    }
};

int runArrowCodecTests(int argc, char **argv)
{
    TestArrowCodec tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_arrowcodec.moc"
