// The codecs alone, on one thread: the common row of eight columns, encoded and decoded as records and as Arrow
// batches. Prints one JSON array; `bench_codec [ROWS]`.
#include "data/arrowtypes.h"
#include "tunnel/transfer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <arrow/api.h>

#include <sys/resource.h>

#include <chrono>
#include <ctime>
#include <numeric>
#include <random>

using namespace sluice;

namespace
{

constexpr int64_t batchRows = 4096;
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

void need(bool ok, const char *what)
{
    if (!ok)
        qFatal("bench_codec: %s", what);
}

Schema commonSchema()
{
    Schema schema;
    for (const auto &[name, type] : std::initializer_list<std::pair<const char *, const char *>>{
             {"id", "bigint"},
             {"s16", "string"},
             {"d", "double"},
             {"dt", "datetime"},
             {"amt", "decimal(18,4)"},
             {"b", "boolean"},
             {"i", "int"},
             {"s40", "string"},
         })
        schema.columns.append({QString::fromLatin1(name), Type::parse(QString::fromLatin1(type)).value(), true, {}});
    return schema;
}

std::vector<std::shared_ptr<arrow::RecordBatch>> commonRows(const Schema &schema, int64_t rows)
{
    std::mt19937_64 random(1);
    const auto text = [&random](size_t size) {
        static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
        std::string text(size, ' ');
        for (char &c : text)
            c = letters[random() % 36];
        return text;
    };
    std::vector<std::shared_ptr<arrow::RecordBatch>> batches;
    for (int64_t from = 0; from < rows; from += batchRows) {
        const int64_t count = std::min(batchRows, rows - from);
        arrow::Int64Builder id;
        arrow::StringBuilder s16;
        arrow::DoubleBuilder d;
        arrow::TimestampBuilder dt(arrowType(TypeKind::DateTime), arrow::default_memory_pool());
        arrow::Decimal128Builder amt(arrowType(Type::decimal(18, 4)));
        arrow::BooleanBuilder b;
        arrow::Int32Builder i;
        arrow::StringBuilder s40;
        for (int64_t row = from; row < from + count; ++row) {
            need(id.Append(row).ok() && s16.Append(text(16)).ok() && s40.Append(text(40)).ok() &&
                     d.Append(double(random()) / 1e9).ok() &&
                     dt.Append(1672531200000 + int64_t(random() % 31536000000)).ok() &&
                     amt.Append(arrow::Decimal128(int64_t(random() % 1000000000))).ok() &&
                     b.Append((random() & 1) != 0).ok() && i.Append(int32_t(random() % 2000000) - 1000000).ok(),
                 "the rows cannot be made");
        }
        arrow::ArrayVector arrays;
        for (arrow::ArrayBuilder *builder :
             std::initializer_list<arrow::ArrayBuilder *>{&id, &s16, &d, &dt, &amt, &b, &i, &s40})
            arrays.push_back(builder->Finish().ValueOrDie());
        batches.push_back(arrow::RecordBatch::Make(arrowSchema(schema), count, std::move(arrays)));
    }
    return batches;
}

double cpuSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

class Stopwatch
{
public:
    QJsonObject result(const QString &name, int64_t rows, int64_t bytes, double limit, double peer) const
    {
        const double cpu = cpuSeconds() - m_cpu;
        const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_wall).count();
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        const auto orNull = [](double number) {
            return number > 0 ? QJsonValue(number) : QJsonValue(QJsonValue::Null);
        };
        return {{QStringLiteral("name"), name},
                {QStringLiteral("rows"), qint64(rows)},
                {QStringLiteral("wall_s"), wall},
                {QStringLiteral("cpu_s"), cpu},
                {QStringLiteral("rows_per_cpu_s"), double(rows) / cpu},
                {QStringLiteral("mb_per_s"), double(bytes) / 1e6 / wall},
                {QStringLiteral("peak_rss_mb"), double(usage.ru_maxrss) / 1024},
                {QStringLiteral("limit"), orNull(limit)},
                {QStringLiteral("peer"), orNull(peer)}};
    }

private:
    std::chrono::steady_clock::time_point m_wall = std::chrono::steady_clock::now();
    double m_cpu = cpuSeconds();
};

} // namespace

int main(int argc, char **argv)
{
    const int64_t rows = argc > 1 ? std::atoll(argv[1]) : 2'000'000;
    need(rows > 0, "rows must be a positive number");
    const Schema schema = commonSchema();
    // A part of the rows, encoded again and again: the input must not be what memory is measured by.
    const int64_t part = std::min<int64_t>(rows, 200'000);
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
            const auto decoder = test.transfer.decoder(schema, batchRows, TextCheck::Refuse);
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
