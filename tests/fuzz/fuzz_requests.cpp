// What clients send to the warehouse on arbitrary bytes: heads of requests, submitted instances, bodies of the Storage
// API, fault plans, bearer tokens and their policies. The first byte chooses which. What is taken must be sound.
#include "warehouse/http/httpmessage.h"
#include "warehouse/instances/submission.h"
#include "warehouse/server/bearertoken.h"
#include "warehouse/server/faultplan.h"
#include "warehouse/storage/storageapi.h"

#include <QJsonDocument>

#include <algorithm>
#include <cstdlib>

using namespace sluice;
using namespace sluice::warehouse;

static void require(bool condition)
{
    if (!condition)
        std::abort();
}

static void readHead(std::string_view bytes)
{
    HttpRequest request;
    const int status = parseHttpHead(bytes, request);
    require(status == 200 || (status >= 400 && status < 600));
    if (status != 200)
        return;
    require(!request.method.empty() && request.path.size() <= request.target.size());
    require(request.headers.size() <= httpHeaderCountLimit);
    require(!request.chunked || request.contentLength == 0);
}

static void readInstance(std::string_view bytes)
{
    const auto submission = parseSubmission(bytes);
    if (!submission.ok())
        return require(!submission.error().message.isEmpty() && !submission.error().detail.isEmpty());
    require(!submission->taskName.isEmpty() && !submission->job.isEmpty());
}

static void readStorageBody(std::string_view bytes)
{
    const QJsonObject body = QJsonDocument::fromJson(QByteArray(bytes.data(), qsizetype(bytes.size()))).object();
    if (const auto scan = parseScanRequest(body); scan.ok())
        require(scan->splits.number >= 0);
    if (const auto write = parseWriteRequest(body); write.ok())
        require(write->partitionLimit > 0);
    if (const auto attempts = parseWriteAttempts(body); attempts.ok())
        require(std::all_of(attempts->begin(), attempts->end(),
                            [](const WriteAttempt &attempt) { return attempt.block >= 0 && attempt.attempt >= 0; }));
}

static void readFaults(std::string_view bytes)
{
    const auto rules = FaultPlan::parse(QByteArray(bytes.data(), qsizetype(bytes.size())));
    if (!rules.ok())
        return require(!rules.error().message.isEmpty());
    for (const FaultRule &rule : *rules)
        require(rule.after >= 0 && rule.times >= 0 && rule.bytes >= 0 && rule.milliseconds >= 0);
}

// A token that nobody signed is not taken; one with any policy at all allows nothing outside of projects but looking.
static void readToken(std::string_view bytes)
{
    static const Credentials credentials{"id", "key"};
    const QDateTime now = QDateTime::fromSecsSinceEpoch(1'700'000'000, Qt::UTC);
    const QByteArray text(bytes.data(), qsizetype(bytes.size()));
    HttpRequest request;
    request.method = "DELETE";
    request.path = "/projects/p/schemas/s/tables/t";
    require(checkBearerToken(request, text, credentials, now).has_value());
    const auto token = makeBearerToken(credentials, QJsonDocument::fromJson(text).object(), now);
    if (!token.ok())
        return require(!token.error().message.isEmpty());
    if (const auto fault = checkBearerToken(request, *token, credentials, now))
        require(fault->code == "NoPermission");
    request.path = "/tenants";
    require(checkBearerToken(request, *token, credentials, now).has_value());
    request.method = "GET";
    require(!checkBearerToken(request, *token, credentials, now).has_value());
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char *>(data) + 1, size - 1);
    switch (data[0] % 8) {
    case 0:
        readHead(bytes);
        break;
    case 1:
        readInstance(bytes);
        break;
    case 2:
        readStorageBody(bytes);
        break;
    case 3:
        readFaults(bytes);
        break;
    case 4:
        readToken(bytes);
        break;
    }
    return 0;
}
