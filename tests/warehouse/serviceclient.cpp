#include "serviceclient.h"

#include "tunnel/signing.h"
#include "warehouse/http/httpmessage.h"
#include "warehouse/server/servertext.h"

#include <QJsonDocument>

#include <curl/curl.h>

#include <memory>

using namespace sluice;
using namespace sluice::warehouse;

namespace
{

size_t collectBody(char *bytes, size_t size, size_t count, void *target)
{
    static_cast<QByteArray *>(target)->append(bytes, qsizetype(size * count));
    return size * count;
}

size_t collectHeader(char *bytes, size_t size, size_t count, void *target)
{
    const QByteArray line = QByteArray(bytes, qsizetype(size * count)).trimmed();
    const qsizetype colon = line.indexOf(':');
    if (colon > 0)
        static_cast<ServiceClient::Headers *>(target)->append({line.left(colon), line.mid(colon + 1).trimmed()});
    return size * count;
}

} // namespace

QByteArray ServiceClient::Answer::header(const QByteArray &name) const
{
    for (const auto &[key, value] : headers) {
        if (key == name)
            return value;
    }
    return {};
}

QJsonObject ServiceClient::Answer::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QByteArray ServiceClient::Answer::element(const QByteArray &name) const
{
    const qsizetype tag = body.indexOf('<' + name);
    const qsizetype begin = body.indexOf('>', tag) + 1;
    return tag < 0 ? QByteArray() : body.mid(begin, body.indexOf("</" + name, begin) - begin);
}

QByteArray ServiceClient::Answer::code() const
{
    return body.startsWith('{') ? json()[QStringLiteral("Code")].toString().toUtf8() : element("Code");
}

ServiceClient::ServiceClient(int port, QByteArray accessId, QByteArray accessKey)
    : m_port(port)
    , m_accessId(std::move(accessId))
    , m_accessKey(std::move(accessKey))
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

ServiceClient::Headers ServiceClient::authorize(const QByteArray &method, const QByteArray &target,
                                                Headers headers) const
{
    headers.append({"Date", QByteArray::fromStdString(httpDate(QDateTime::currentDateTimeUtc()))});
    const qsizetype mark = target.indexOf('?');
    SignedRequest request{method, target.left(mark < 0 ? target.size() : mark), {}, headers};
    const QByteArray query = mark < 0 ? QByteArray() : target.mid(mark + 1);
    for (const auto &[key, value] : parseQuery({query.constData(), size_t(query.size())}, false))
        request.query.append(qMakePair(QByteArray::fromStdString(key), QByteArray::fromStdString(value)));
    headers.append({"Authorization", authorizationV2(request, m_accessId, m_accessKey)});
    return headers;
}

QByteArray ServiceClient::signedHead(const QByteArray &method, const QByteArray &target, const Headers &headers) const
{
    QByteArray head = method + ' ' + target + " HTTP/1.1\r\n";
    for (const auto &[name, value] : authorize(method, target, headers))
        head += name + ": " + value + "\r\n";
    return head + "\r\n";
}

ServiceClient::Answer ServiceClient::send(const QByteArray &method, const QByteArray &target, const QByteArray &body,
                                          Headers headers) const
{
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
    const QByteArray url = "http://127.0.0.1:" + QByteArray::number(m_port) + target;
    curl_slist *list = curl_slist_append(nullptr, "Expect:");
    if (body.isEmpty())
        list = curl_slist_append(list, "Content-Type:");
    else if (std::none_of(headers.begin(), headers.end(), [](const auto &h) { return h.first == "Content-Type"; }))
        headers.append(qMakePair(QByteArray("Content-Type"), QByteArray("application/octet-stream")));
    for (const auto &[name, value] : authorize(method, target, headers))
        list = curl_slist_append(list, (name + ": " + value).constData());
    Answer answer;
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.constData());
    curl_easy_setopt(curl.get(), CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, method.constData());
    if (method == "HEAD")
        curl_easy_setopt(curl.get(), CURLOPT_NOBODY, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, collectBody);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, collectHeader);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &answer.headers);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 120L);
    if (method == "PUT" || method == "POST") {
        curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.constData());
        curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.size()));
    }
    const CURLcode code = curl_easy_perform(curl.get());
    curl_slist_free_all(list);
    if (code != CURLE_OK)
        return {0, curl_easy_strerror(code), {}};
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    answer.status = int(status);
    return answer;
}

ServiceClient::Answer ServiceClient::get(const QByteArray &target, const Headers &headers) const
{
    return send("GET", target, {}, headers);
}

ServiceClient::Answer ServiceClient::post(const QByteArray &target, const QByteArray &body,
                                          const Headers &headers) const
{
    return send("POST", target, body, headers);
}

ServiceClient::Answer ServiceClient::put(const QByteArray &target, const QByteArray &body, const Headers &headers) const
{
    return send("PUT", target, body, headers);
}

ServiceClient::Answer ServiceClient::sql(const QByteArray &project, const QByteArray &statement, QByteArray *id) const
{
    const QByteArray text = QString::fromUtf8(statement).toHtmlEscaped().toUtf8();
    const QByteArray body = "<?xml version=\"1.0\"?><Instance><Job><Priority>9</Priority><Tasks><SQL>"
                            "<Name>AnonymousSQLTask</Name><Config/><Query>" +
                            text + "</Query></SQL></Tasks></Job></Instance>";
    const Answer submitted = post("/projects/" + project + "/instances", body, {{"Content-Type", "application/xml"}});
    if (submitted.status != 201 || !submitted.body.isEmpty())
        return submitted;
    const QByteArray location = submitted.header("Location");
    const QByteArray instance = location.mid(location.lastIndexOf('/') + 1);
    if (id)
        *id = instance;
    const QByteArray path = "/projects/" + project + "/instances/" + instance;
    for (;;) {
        const Answer state = get(path + "?instancestatus");
        if (state.status != 200)
            return state;
        if (state.element("Status") == "Terminated")
            return get(path + "?result");
    }
}
