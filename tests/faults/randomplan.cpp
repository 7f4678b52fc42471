#include "faults/randomplan.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QList>

#include <map>

namespace sluice
{

namespace
{

// One fewer than the least patient call of a run is tried.
constexpr int faultsPerCall = 4;

const char *const jobNames[] = {"append",
                                "overwrite",
                                "append by Arrow",
                                "append by the Storage API",
                                "dynamic partitions",
                                "upsert",
                                "stream",
                                "read records",
                                "read Arrow",
                                "read by the Storage API",
                                "read by query",
                                "read incrementally",
                                "DDL"};
static_assert(std::size(jobNames) == faultJobs);

// A kind of request, as a rule's pattern.
struct RequestKind {
    // Kinds that may match the same request share what it can bear.
    enum Group { Open, Send, Close, Get, Submit, Discover };
    Group group;
    const char *pattern;
};

QList<RequestKind> kindsOf(FaultJob job)
{
    QList<RequestKind> kinds;
    if (job != FaultJob::Ddl)
        kinds = {{RequestKind::Get, R"("method": "GET", "path": "/projects/demo/tables/*")"},
                 {RequestKind::Discover, R"("method": "GET", "path": "/projects/demo/tunnel")"}};
    switch (job) {
    case FaultJob::Append:
    case FaultJob::Overwrite:
    case FaultJob::ArrowAppend:
    case FaultJob::DynamicPartitions:
        kinds += {{RequestKind::Open, R"("method": "POST", "query": ["uploads"])"},
                  {RequestKind::Send, R"("method": "PUT", "query": ["blockid"])"},
                  {RequestKind::Close, R"("method": "POST", "query": ["uploadid"])"},
                  {RequestKind::Get, R"("method": "GET", "query": ["uploadid"])"}};
        break;
    case FaultJob::StorageAppend:
        kinds += {{RequestKind::Open, R"("method": "POST", "path": "*/sessions")"},
                  {RequestKind::Send, R"("method": "POST", "path": "*/sessions/?*/data")"},
                  {RequestKind::Close, R"("method": "POST", "path": "*/commit")"},
                  {RequestKind::Get, R"("method": "GET", "path": "*/sessions/?*")"}};
        break;
    case FaultJob::Upsert:
        kinds += {{RequestKind::Open, R"("method": "POST", "query": ["slotnum"])"},
                  {RequestKind::Send, R"("method": "PUT", "query": ["bucketid"])"},
                  {RequestKind::Close, R"("method": "POST", "query": ["upsertid"])"},
                  {RequestKind::Get, R"("method": "GET", "query": ["upsertid"])"}};
        break;
    case FaultJob::Stream:
        kinds += {{RequestKind::Open, R"("method": "POST", "path": "*/streams")"},
                  {RequestKind::Send, R"("method": "PUT", "path": "*/streams")"}};
        break;
    case FaultJob::ReadQuery:
        kinds += {{RequestKind::Submit, R"("method": "POST", "path": "*/instances")"},
                  {RequestKind::Get, R"("method": "GET", "path": "*/instances/*")"}};
        [[fallthrough]];
    case FaultJob::ReadRecords:
    case FaultJob::ReadArrow:
    case FaultJob::ReadIncremental:
        kinds += {{RequestKind::Open, R"("method": "POST", "query": ["downloads"])"},
                  {RequestKind::Get, R"("method": "GET", "query": ["data"])"},
                  {RequestKind::Get, R"("method": "GET", "query": ["partitions"])"}};
        break;
    case FaultJob::ReadStorage:
        kinds += {{RequestKind::Open, R"("method": "POST", "path": "*/sessions")"},
                  {RequestKind::Get, R"("method": "GET", "path": "*/data")"},
                  {RequestKind::Get, R"("method": "GET", "query": ["partitions"])"}};
        break;
    case FaultJob::Ddl:
        kinds = {{RequestKind::Submit, R"("method": "POST", "path": "*/instances")"},
                 {RequestKind::Get, R"("method": "GET", "path": "*/instances/*")"}};
    }
    return kinds;
}

QByteArray statusFault(Dice &dice, bool throttling)
{
    const int statuses[] = {500, 502, 503, 504, 429};
    QByteArray fault =
        R"("action": "status", "status": )" + QByteArray::number(statuses[dice.below(throttling ? 5 : 4)]);
    if (dice.below(20) == 0)
        fault += R"(, "retryAfter": 1)";
    else if (dice.below(3) == 0)
        fault += R"(, "holdClientMillis": )" + QByteArray::number(dice.between(1, 30));
    return fault;
}

QByteArray cut(Dice &dice, const char *action)
{
    const int limits[] = {50, 500, 5000, 60'000};
    return "\"action\": \"" + QByteArray(action) +
           "\", \"bytes\": " + QByteArray::number(dice.below(limits[dice.below(4)]));
}

} // namespace

RandomPlan RandomPlan::from(quint32 seed)
{
    RandomPlan plan;
    plan.seed = seed;
    Dice dice(seed);
    plan.job = FaultJob(seed % faultJobs); // neighbours try all
    plan.lanes = dice.between(1, 3);
    const QList<RequestKind> kinds = kindsOf(plan.job);
    const bool arrow = plan.job == FaultJob::ArrowAppend || plan.job == FaultJob::ReadArrow || plan.storage();
    const char *const forRecords[] = {"raw", "zlib", "zstd", "snappy"};
    const char *const forArrow[] = {"raw", "zstd", "lz4"};
    plan.compression = QLatin1String(arrow ? forArrow[dice.below(3)] : forRecords[dice.below(4)]);
    plan.hopeless = dice.below(8) == 0;

    std::map<RequestKind::Group, int> left;
    const int rules = dice.between(1, 6);
    for (int i = 0; i < rules; ++i) {
        const RequestKind &kind = kinds[dice.below(int(kinds.size()))];
        const bool endless = plan.hopeless && i == 0;
        const int bearable = left.try_emplace(kind.group, faultsPerCall).first->second;
        const int times = endless ? 0 : dice.between(1, std::max(1, std::min(bearable, 3)));
        QByteArray fault;
        bool harmless = false;
        switch (dice.below(6)) {
        case 0:
            fault = R"("action": "refuse")";
            break;
        case 1:
            fault = cut(dice, "cut-request");
            break;
        case 2:
            fault = cut(dice, "cut-answer");
            plan.loses = plan.loses || kind.group == RequestKind::Send;
            break;
        case 3:
            fault = R"("action": "lose-answer")";
            plan.loses = plan.loses || kind.group == RequestKind::Send;
            break;
        case 4:
            fault = R"("action": "delay", "ms": )" + QByteArray::number(dice.between(1, 60));
            harmless = true;
            break;
        case 5:
            fault = statusFault(dice, !endless); // a service that asks to slow down is obeyed for minutes
            break;
        }
        if (!harmless && !endless) {
            if (bearable < times)
                continue;
            left[kind.group] -= times;
        }
        if (!plan.rules.isEmpty())
            plan.rules += ", ";
        plan.rules += "{" + QByteArray(kind.pattern) + ", \"after\": " + QByteArray::number(dice.below(3)) +
                      ", \"times\": " + QByteArray::number(times) + ", " + fault + "}";
    }
    plan.consistent = plan.job == FaultJob::Upsert || dice.below(2) == 0;
    return plan;
}

bool RandomPlan::storage() const
{
    return job == FaultJob::StorageAppend || job == FaultJob::ReadStorage;
}

bool RandomPlan::reads() const
{
    return job == FaultJob::ReadRecords || job == FaultJob::ReadArrow || job == FaultJob::ReadStorage ||
           job == FaultJob::ReadQuery || job == FaultJob::ReadIncremental;
}

bool RandomPlan::appends() const
{
    return job == FaultJob::Append || job == FaultJob::ArrowAppend || job == FaultJob::StorageAppend;
}

bool RandomPlan::byLane() const
{
    return appends() && !storage() && !consistent;
}

QString RandomPlan::text() const
{
    return QStringLiteral("seed %1: %2, %3, %4 lanes%5%6")
        .arg(seed)
        .arg(QLatin1String(jobNames[int(job)]), compression)
        .arg(lanes)
        .arg(byLane() ? QStringLiteral(" by themselves") : QString())
        .arg(hopeless ? QStringLiteral(", hopeless") : QString());
}

} // namespace sluice
