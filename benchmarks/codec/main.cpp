// The codecs alone, on one thread: the common row of eight columns, encoded and decoded as records and as Arrow
// batches. Prints one JSON array; `bench_codec [ROWS]`.
#include "common/commonrows.h"
#include "common/stopwatch.h"
#include "data/batch.h"
#include "tunnel/transfer.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <arrow/record_batch.h>

#include <numeric>

using namespace sluice;

namespace
{

// What HTTP hands on at a time.
constexpr size_t networkPiece = 16 * 1024;

struct Case {
    Transfer transfer;
    const char *name;
    double encodeLimit; // rows per CPU-second that must be reached; 0: none
    double decodeLimit;
    double encodePeer; // the best of PyODPS and MaxCompute's Java SDK on the same row
    double decodePeer;
};

constexpr Case cases[] = {
    {{RowFormat::Record, Compression::Raw}, "raw", 6e6, 4e6, 3.33e6, 2.56e6},
    {{RowFormat::Record, Compression::Deflate}, "deflate", 2.5e6, 2.5e6, 514e3, 976e3},
    {{RowFormat::Record, Compression::Snappy}, "snappy", 2.5e6, 0, 2.04e6, 2.50e6},
    {{RowFormat::Record, Compression::Lz4}, "lz4", 2.5e6, 0, 2.35e6, 2.35e6},
    {{RowFormat::Record, Compression::Zstd}, "zstd", 2.5e6, 0, 420e3, 570e3},
    {{RowFormat::Arrow, Compression::Raw}, "arrow", 2 * 1.79e6, 2 * 2.09e6, 1.79e6, 2.09e6},
    {{RowFormat::Arrow, Compression::Lz4}, "arrow-lz4", 2 * 1.50e6, 2 * 1.97e6, 1.50e6, 1.97e6},
    {{RowFormat::Arrow, Compression::Zstd}, "arrow-zstd", 2 * 0.97e6, 2 * 1.71e6, 0.97e6, 1.71e6},
};

} // namespace

int main(int argc, char **argv)
{
    const int64_t rows = argc > 1 ? std::atoll(argv[1]) : 2'000'000;
    need(rows > 0, "rows must be a positive number");
    const Schema schema = commonSchema();
    // A part of the rows, encoded again and again: the input must not be what memory is measured by.
    const int64_t part = std::min(rows, commonPart);
    const auto batches = commonRows(schema, part);
    const int64_t rounds = (rows + part - 1) / part;

    std::vector<uint32_t> fields(size_t(schema.size()));
    std::iota(fields.begin(), fields.end(), 1);
    QJsonArray results;
    for (const Case &test : cases) {
        const QString name = QStringLiteral("codec.%1.").arg(QString::fromLatin1(test.name));
        std::string stream; // of the last round
        int64_t raw = 0;
        const Stopwatch encoding;
        for (int64_t round = 0; round < rounds; ++round) {
            stream.clear();
            const auto encoder = test.transfer.encoder(schema, fields);
            const auto compressor = Compressor::make(test.transfer.compression);
            std::string piece;
            for (const auto &batch : batches) {
                piece.clear();
                need(encoder->encode(*batch, piece).ok() && compressor->write(piece, stream).ok(), "encoding failed");
                raw += int64_t(piece.size());
            }
            piece.clear();
            encoder->finish(piece);
            need(compressor->write(piece, stream).ok() && compressor->finish(stream).ok(), "encoding failed");
        }
        results.append(
            encoding.result(name + QStringLiteral("encode"), rounds * part, raw, test.encodeLimit, test.encodePeer));

        const Stopwatch decoding;
        for (int64_t round = 0; round < rounds; ++round) {
            const auto decoder = test.transfer.decoder(schema, batchRowLimit, TextCheck::Refuse);
            const auto expander = Decompressor::make(test.transfer.compression);
            int64_t read = 0;
            std::string piece;
            const auto drain = [&] {
                while (const auto batch = decoder->take())
                    read += batch->num_rows();
            };
            for (size_t at = 0; at < stream.size(); at += networkPiece) {
                const std::string_view in = std::string_view(stream).substr(at, networkPiece);
                if (test.transfer.compression == Compression::Raw) {
                    need(decoder->feed(in).ok(), "decoding failed");
                } else {
                    piece.clear();
                    need(expander->write(in, piece).ok() && decoder->feed(piece).ok(), "decoding failed");
                }
                drain();
            }
            need(decoder->finish().ok() && expander->finish().ok(), "decoding failed");
            drain();
            need(read == part, "rows are missing");
        }
        results.append(
            decoding.result(name + QStringLiteral("decode"), rounds * part, raw, test.decodeLimit, test.decodePeer));
    }
    printf("%s\n", QJsonDocument(results).toJson().constData());
    return 0;
}
