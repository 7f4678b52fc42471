#include "connectors/maxcompute/bodysender.h"

namespace sluice
{

using namespace std::chrono_literals;

constexpr qsizetype longestAnswer = 1024 * 1024;
constexpr int damagedTries = 5;

BodySender::BodySender(Account account, Log *log)
    : m_client(std::move(account), runTries)
    , m_log(log)
{
}

Done BodySender::start(ServiceRequest request, size_t room)
{
    m_body.bytes.clear();
    m_body.bytes.reserve(room);
    m_body.complete = false;
    m_request = std::move(request);
    m_busy = true;
    m_attempt = 0;
    return send();
}

Done BodySender::start(ServiceRequest request, std::string body)
{
    m_body.bytes = std::move(body);
    m_body.complete = true;
    m_request = std::move(request);
    m_busy = true;
    m_attempt = 0;
    return send();
}

Done BodySender::send()
{
    m_trouble.reset();
    if (m_attempt++ > 0 && m_request.answered)
        for (auto &[key, value] : m_request.query)
            if (key == "attempt_number")
                value = QString::number(value.toInt() + 1);
    SLUICE_CHECK(m_client.begin(m_request, &m_body));
    m_sending = true;
    return {};
}

// The sending is void: the body will be sent again when it is complete.
void BodySender::interrupted(const Error &error)
{
    m_client.lane().cancel();
    m_sending = false;
    m_trouble = Refusal{error, {}, mayRetry(error), {}};
}

void BodySender::refused(Stop stop)
{
    m_sending = false;
    const QByteArray server = m_client.lane().header(routedServer);
    m_trouble = m_client.refusal(m_request.doing, stop);
    if (server.isEmpty()) // else another server is to be asked from now on
        return;
    for (auto &[name, value] : m_request.headers)
        if (name == routedServer)
            value = server;
}

Done BodySender::push(Stop stop)
{
    if (m_sending) {
        const Done moved = m_client.lane().drive(0ms, SIZE_MAX, stop);
        if (!moved.ok())
            interrupted(moved.error());
        else if (!m_client.lane().active() && !m_body.complete) // so early an answer can only be a refusal
            refused(stop);
    }
    if (m_trouble && !m_trouble->retry)
        return m_trouble->error;
    return {};
}

// What follows a good head. Most answers nobody reads.
Done BodySender::readAnswer(Stop stop)
{
    HttpLane &lane = m_client.lane();
    m_answer.clear();
    for (;;) {
        if (m_request.answered)
            m_answer.append(lane.inbox().data(), qsizetype(lane.inbox().size()));
        lane.inbox().clear();
        if (!lane.active())
            return {};
        if (m_answer.size() > longestAnswer)
            return makeError(ErrorCode::Data,
                             QStringLiteral("%1 brought an answer of more than 1 MiB.").arg(m_request.doing));
        const Done moved = lane.drive(1s, 0, stop);
        if (moved.ok())
            continue;
        if (m_request.answered)
            interrupted(moved.error());
        return {};
    }
}

// Drives the sending of the whole body to its answer. True when the server has it, false when it may be tried again.
Result<bool> BodySender::arrived(Stop stop)
{
    HttpLane &lane = m_client.lane();
    while (lane.active() && lane.inbox().empty()) {
        const Done moved = lane.drive(1s, 0, stop);
        if (!moved.ok()) {
            interrupted(moved.error());
            break;
        }
    }
    if (!m_trouble && lane.status() / 100 != 2)
        refused(stop);
    if (!m_trouble) {
        SLUICE_CHECK(readAnswer(stop));
        if (!m_trouble)
            return true;
    }
    // What reached the server damaged, or not whole, is as good as what did not reach it. But networks damage seldom:
    // what is refused again and again is refused for what it is.
    const bool damaged = m_trouble->error.code == ErrorCode::Data && m_attempt < damagedTries;
    if (!m_trouble->retry && !damaged)
        return m_trouble->error;
    return false;
}

Done BodySender::finish(Stop stop)
{
    Backoff backoff(runTries, m_client.account().pace);
    for (;;) {
        if (m_sending) {
            SLUICE_TRY(const bool taken, arrived(stop));
            m_sending = false;
            if (taken)
                break;
        }
        const Refusal trouble = m_trouble.value_or(Refusal());
        if (m_log)
            m_log->warning(QStringLiteral("%1 is tried again: %2").arg(m_request.doing, trouble.error.text()));
        SLUICE_CHECK(backoff.next(trouble.error, trouble.wait, stop));
        SLUICE_CHECK(send());
    }
    m_busy = false;
    return {};
}

} // namespace sluice
