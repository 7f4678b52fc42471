#include "warehouse/server/faultplan.h"

#include "warehouse/server/servererror.h"
#include "warehouse/server/servertext.h"
#include "warehouse/tunnel/tunnel.h"

#include <algorithm>
#include <chrono>

namespace sluice::warehouse
{

namespace
{

// `*` goes back to its latest place only, so this takes no more than text × pattern steps.
bool globMatches(std::string_view pattern, std::string_view text)
{
    size_t p = 0;
    size_t t = 0;
    size_t star = std::string_view::npos;
    size_t resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

bool hasField(const HttpRequest &request, std::string_view wanted)
{
    const size_t equals = wanted.find('=');
    if (equals == std::string_view::npos)
        return request.has(wanted);
    const std::string_view key = wanted.substr(0, equals);
    return request.has(key) && request.value(key) == wanted.substr(equals + 1);
}

bool matches(const FaultRule &rule, const HttpRequest &request)
{
    if (!rule.method.empty() && rule.method != request.method)
        return false;
    const std::string_view path = request.path;
    const bool based = path.starts_with("/api/") && globMatches(rule.path, path.substr(4));
    if (!rule.path.empty() && !globMatches(rule.path, path) && !based)
        return false;
    return std::all_of(rule.query.begin(), rule.query.end(),
                       [&](const std::string &field) { return hasField(request, field); });
}

std::string codeFor(int status)
{
    switch (status) {
    case 429:
        return "RequestQuotaExceeded";
    case 502:
        return "BadGatewayError";
    case 503:
        return "ServiceUnavailable";
    default:
        return status >= 500 ? "InternalServerError" : "InvalidArgument";
    }
}

void answerWith(const FaultRule &rule, HttpExchange &exchange)
{
    Fault fault{rule.status, rule.code.empty() ? codeFor(rule.status) : rule.code,
                rule.message.empty() ? "The fault plan of the local warehouse wants this answer." : rule.message};
    fault.retryAfterSeconds = rule.retryAfterSeconds;
    fault.holdMilliseconds = rule.holdMilliseconds;
    const Plane plane = isTunnelRequest(exchange.request()) ? Plane::Tunnel : Plane::Rest;
    exchange.respond(faultResponse(fault, plane, newRequestId()));
}

} // namespace

void FaultPlan::set(std::vector<FaultRule> rules)
{
    const std::lock_guard lock(m_mutex);
    m_rules.clear();
    for (FaultRule &rule : rules)
        m_rules.push_back({std::move(rule), 0});
    m_struck = 0;
    ++m_version;
    m_changed.notify_all();
}

qint64 FaultPlan::struck() const
{
    const std::lock_guard lock(m_mutex);
    return m_struck;
}

std::optional<FaultRule> FaultPlan::due(const HttpRequest &request)
{
    const std::lock_guard lock(m_mutex);
    for (auto &[rule, seen] : m_rules) {
        if (!matches(rule, request))
            continue;
        const qint64 number = seen++;
        if (number < rule.after || (rule.times > 0 && number >= rule.after + rule.times))
            continue;
        ++m_struck;
        return rule;
    }
    return std::nullopt;
}

bool FaultPlan::strike(HttpExchange &exchange)
{
    const auto rule = due(exchange.request());
    if (!rule)
        return false;
    switch (rule->action) {
    case FaultRule::Action::Refuse:
        exchange.breakOff();
        return true;
    case FaultRule::Action::CutRequest:
        exchange.cutRequestAfter(uint64_t(rule->bytes));
        return false;
    case FaultRule::Action::CutAnswer:
        exchange.cutAnswerAfter(uint64_t(rule->bytes));
        return false;
    case FaultRule::Action::LoseAnswer:
        exchange.cutAnswerAfter(0);
        return false;
    case FaultRule::Action::Unready:
        exchange.sayUnready();
        return false;
    case FaultRule::Action::Delay: {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, std::chrono::milliseconds(rule->milliseconds),
                           [this, version = m_version] { return m_version != version; });
        return false;
    }
    case FaultRule::Action::Status:
        answerWith(*rule, exchange);
        return true;
    }
    return false;
}

} // namespace sluice::warehouse
