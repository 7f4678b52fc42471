#include "tunnel/compression.h"

#include <QTest>

#include <random>

using namespace sluice;

Q_DECLARE_METATYPE(sluice::Compression)

class TestCompression : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names()
    {
        QCOMPARE(parseCompression(QStringLiteral(" Deflate ")).value(), Compression::Deflate);
        QCOMPARE(parseCompression(QStringLiteral("ZLIB")).value(), Compression::Deflate);
        QCOMPARE(compressionOf("identity").value(), Compression::Raw);
        QCOMPARE(compressionOf("x-odps-lz4-frame").value(), Compression::Lz4);
        QCOMPARE(compressionOf("br").error().code, ErrorCode::Unsupported);
        const Error error = parseCompression(QStringLiteral("snapy")).error();
        QCOMPARE(error.code, ErrorCode::Config);
        QVERIFY(error.message.contains(QStringLiteral("Did you mean \"snappy\"")));
        for (const Compression compression : all())
            QCOMPARE(compressionOf(contentEncoding(compression)).value(), compression);
    }

    void roundTrip_data() { addAll(); }
    void roundTrip()
    {
        QFETCH(const Compression, compression);
        for (const std::string &data : samples()) {
            std::mt19937_64 random(data.size());
            const std::string packed = compress(compression, data, random);
            for (const size_t piece : {size_t(1), size_t(1000), compressedPiece, packed.size() + 1}) {
                if (piece == 1 && packed.size() > 100000)
                    continue;
                auto expander = Decompressor::make(compression);
                std::string out;
                for (size_t at = 0; at < packed.size(); at += piece)
                    QVERIFY(expander->write(std::string_view(packed).substr(at, piece), out).ok());
                QVERIFY(expander->finish().ok());
                QVERIFY(out == data);
            }
        }
    }

    void truncated_data() { addAll(); }
    void truncated()
    {
        QFETCH(const Compression, compression);
        if (compression == Compression::Raw)
            return; // has no end of its own; the footer of the rows tells
        std::mt19937_64 random(3);
        const std::string data = samples().back().substr(0, 5000);
        const std::string packed = compress(compression, data, random);
        for (size_t size = 0; size < packed.size(); ++size) {
            auto expander = Decompressor::make(compression);
            std::string out;
            const bool taken = expander->write(std::string_view(packed).substr(0, size), out).ok();
            // A snappy stream may end after any chunk, so only the rows' footer can tell there.
            const bool chunkEnd = compression == Compression::Snappy && size == 10;
            QVERIFY2(!taken || !expander->finish().ok() || chunkEnd, qPrintable(QString::number(size)));
            QVERIFY(data.compare(0, out.size(), out) == 0);
        }
    }

    void corrupted_data() { addAll(); }
    void corrupted()
    {
        QFETCH(const Compression, compression);
        if (compression == Compression::Raw)
            return;
        std::mt19937_64 random(4);
        const std::string data = samples().back().substr(0, 3000);
        const std::string packed = compress(compression, data, random);
        for (size_t at = 0; at < packed.size(); ++at) {
            std::string bad = packed;
            bad[at] = char(bad[at] ^ (1 << (at % 8)));
            auto expander = Decompressor::make(compression);
            std::string out;
            const bool taken = expander->write(bad, out).ok() && expander->finish().ok();
            // Some bits mean nothing, and one makes of a snappy chunk a kind that is skipped.
            QVERIFY(!taken || out == data || (compression == Compression::Snappy && out.empty()));
            QVERIFY(out.size() < 64 * 1024 * 1024);
        }
    }

    void bytesAfterTheEnd()
    {
        std::mt19937_64 random(5);
        auto expander = Decompressor::make(Compression::Deflate);
        std::string out;
        QVERIFY(!expander->write(compress(Compression::Deflate, "abc", random) + "x", out).ok());
    }

    void severalFrames_data()
    {
        QTest::addColumn<Compression>("compression");
        for (const Compression compression : {Compression::Snappy, Compression::Lz4, Compression::Zstd})
            QTest::newRow(qPrintable(compressionName(compression))) << compression;
    }
    void severalFrames()
    {
        QFETCH(const Compression, compression);
        std::mt19937_64 random(6);
        auto expander = Decompressor::make(compression);
        std::string out;
        QVERIFY(expander->write(compress(compression, "abc", random) + compress(compression, "def", random), out).ok());
        QVERIFY(expander->finish().ok());
        QCOMPARE(out, std::string("abcdef"));
    }

private:
    static std::vector<Compression> all()
    {
        return {Compression::Raw, Compression::Deflate, Compression::Snappy, Compression::Lz4, Compression::Zstd};
    }

    static void addAll()
    {
        QTest::addColumn<Compression>("compression");
        for (const Compression compression : all())
            QTest::newRow(qPrintable(compressionName(compression))) << compression;
    }

    // Nothing, one byte, zeros, noise, words.
    static std::vector<std::string> samples()
    {
        std::mt19937_64 random(7);
        std::string noise;
        for (int i = 0; i < 200000; ++i)
            noise += char(random());
        std::string words;
        for (int i = 0; i < 60000; ++i)
            words += "word" + std::to_string(random() % 1000) + ' ';
        return {"", "x", std::string(1000000, '\0'), noise, words};
    }

    static std::string compress(Compression compression, const std::string &data, std::mt19937_64 &random)
    {
        auto compressor = Compressor::make(compression);
        std::string out;
        for (size_t at = 0; at < data.size();) {
            const size_t piece = 1 + random() % 100000;
            if (!compressor->write(std::string_view(data).substr(at, piece), out).ok())
                qFatal("compress");
            at += piece;
        }
        if (!compressor->finish(out).ok())
            qFatal("finish");
        return out;
    }
};

int runCompressionTests(int argc, char **argv)
{
    TestCompression tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_compression.moc"
