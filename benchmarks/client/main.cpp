// Our client alone, through the connector's sink and source as a run uses them: bench_client ENDPOINT upload|download
// ROWS PARAMETERS [LANES]. PARAMETERS is JSON for the step ("table", "compressCodec", "useArrow"). The account is taken
// from SLUICE_PROJECT, SLUICE_ACCESS_ID and SLUICE_ACCESS_KEY. The rows to upload are made before the clock starts, a
// part of them that goes again and again; downloaded ones are decoded to batches and dropped. Prints one JSON object.
#include "common/commonrows.h"
#include "common/stopwatch.h"
#include "connectors/maxcompute/maxcomputeconnector.h"
#include "data/batch.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QThread>

#include <arrow/record_batch.h>

#include <atomic>

using namespace sluice;

namespace
{

class Complaints final : public Log
{
public:
    void write(LogLevel, const QString &line) override { std::fprintf(stderr, "%s\n", qPrintable(line)); }
};

class NoDirtyRows final : public DirtySink
{
public:
    void add(DirtyRow row) override { qFatal("bench_client: a row was refused: %s", qPrintable(row.reason)); }
};

void need(const Done &done)
{
    if (!done.ok())
        qFatal("bench_client: %s", qPrintable(done.error().text()));
}

template <typename T>
T need(Result<T> result)
{
    if (!result.ok())
        qFatal("bench_client: %s", qPrintable(result.error().text()));
    return std::move(result).value();
}

template <typename Work>
void inLanes(int lanes, const Work &work)
{
    std::vector<std::unique_ptr<QThread>> threads;
    for (int lane = 0; lane < lanes; ++lane) {
        threads.emplace_back(QThread::create(work, lane));
        threads.back()->start();
    }
    for (const auto &thread : threads)
        thread->wait();
}

// Every lane sends its share of the rows.
QJsonObject upload(const Connector &connector, const OpenRequest &request, int64_t rows, Stop stop)
{
    const int64_t share = rows / request.lanes;
    const auto batches = commonRows(commonSchema(), std::min(share, commonPart));
    const Stopwatch watch;
    const auto sink = need(connector.openSink(request, stop));
    std::vector<Receipt> receipts(size_t(request.lanes));
    inLanes(request.lanes, [&](int lane) {
        const auto writer = need(sink->writer(lane));
        NoDirtyRows dirty;
        for (int64_t done = 0; done < share;)
            for (const auto &part : batches) {
                Batch batch;
                batch.rows = part->Slice(0, std::min(part->num_rows(), share - done));
                if (batch.rows->num_rows() == 0)
                    break;
                need(writer->write(batch, dirty, stop));
                done += batch.rows->num_rows();
            }
        receipts[size_t(lane)] = need(writer->seal(stop));
    });
    need(sink->commit(0, receipts, stop));
    return watch.result(QStringLiteral("upload"), share * request.lanes, sink->bytesSent());
}

// Every lane reads one range after another.
QJsonObject download(const Connector &connector, const OpenRequest &request, int64_t rows, Stop stop)
{
    const Stopwatch watch;
    const auto source = need(connector.openSource(request, stop));
    const auto splits = need(source->split(request.lanes, stop));
    std::atomic<size_t> next{0};
    std::atomic<int64_t> read{0};
    inLanes(request.lanes, [&](int) {
        for (size_t i; (i = next++) < splits.size();) {
            const auto reader = need(source->reader(splits[i], {}));
            Batch batch;
            while (need(reader->next(batch, stop)) != Reader::Outcome::End)
                if (batch.rows)
                    read += batch.rows->num_rows();
        }
    });
    if (read != rows)
        qFatal("bench_client: %lld rows came instead of %lld", static_cast<long long>(read),
               static_cast<long long>(rows));
    return watch.result(QStringLiteral("download"), rows, 0);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    need(arguments.size() >= 5, "usage: bench_client ENDPOINT upload|download ROWS PARAMETERS [LANES]");
    Complaints log;
    OpenRequest request;
    request.log = &log;
    request.lanes = arguments.value(5, QStringLiteral("1")).toInt();
    request.runId = QStringLiteral("20240101000000beef");
    request.source = {QStringLiteral("bench"),
                      QStringLiteral("odps"),
                      {},
                      {{QStringLiteral("endpoint"), arguments[1]},
                       {QStringLiteral("project"), qEnvironmentVariable("SLUICE_PROJECT")},
                       {QStringLiteral("accessId"), qEnvironmentVariable("SLUICE_ACCESS_ID")},
                       {QStringLiteral("accessKey"), qEnvironmentVariable("SLUICE_ACCESS_KEY")}}};
    const bool uploading = arguments[2] == QLatin1String("upload");
    request.step.stepType = QStringLiteral("odps");
    request.step.category = uploading ? QStringLiteral("writer") : QStringLiteral("reader");
    request.step.parameter = QJsonDocument::fromJson(arguments[4].toUtf8()).object();
    request.step.parameter[QStringLiteral("column")] = QJsonArray{QStringLiteral("*")};
    if (uploading)
        request.step.parameter[QStringLiteral("truncate")] = false;
    const auto connector = makeMaxComputeConnector();
    const int64_t rows = arguments[3].toLongLong();
    const Stop stop;
    const QJsonObject result =
        uploading ? upload(*connector, request, rows, stop) : download(*connector, request, rows, stop);
    std::printf("%s\n", QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    return 0;
}
