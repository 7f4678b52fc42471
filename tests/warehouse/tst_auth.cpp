#include "tst_auth.h"

#include "tunnel/signing.h"
#include "warehouse/server/auth.h"
#include "warehouse/server/bearertoken.h"
#include "warehouse/server/servertext.h"

#include <QJsonDocument>
#include <QTest>

using namespace sluice;
using namespace sluice::warehouse;

namespace
{

const Credentials credentials{"ak", "sk"};
const QDateTime now(QDate(2024, 1, 1), QTime(0, 0), Qt::UTC);
const QByteArray date = "Mon, 01 Jan 2024 00:00:00 GMT";

HttpRequest requestOf(const QByteArray &method, const QByteArray &target, const QByteArray &headers)
{
    HttpRequest request;
    const QByteArray head = method + ' ' + target + " HTTP/1.1\r\n" + headers;
    parseHttpHead({head.constData(), size_t(head.size())}, request);
    return request;
}

std::string codeOf(const HttpRequest &request, const Credentials &with = credentials)
{
    const auto fault = checkAuthorization(request, with, now);
    return fault ? fault->code : "passed";
}

} // namespace

// Signatures computed by other means.
void TstAuth::known_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("signature");
    const QByteArray list = "/projects/p1/tables?curr_project=p1&expectmarker=true&marker";
    QTest::newRow("list") << QByteArray("GET") << list << QByteArray() << QByteArray("Y6YIp1bNnnQ+kt4Hq5qJZBFHJQE=");
    QTest::newRow("list, below /api") << QByteArray("GET") << "/api" + list << QByteArray()
                                      << QByteArray("Y6YIp1bNnnQ+kt4Hq5qJZBFHJQE=");
    QTest::newRow("list, keys in another order")
        << QByteArray("GET") << QByteArray("/projects/p1/tables?marker=&expectmarker=true&curr_project=p1")
        << QByteArray() << QByteArray("Y6YIp1bNnnQ+kt4Hq5qJZBFHJQE=");
    QTest::newRow("block") << QByteArray("PUT")
                           << QByteArray("/projects/p1/tables/t1?uploadid=U1&blockid=0&partition=pt%3Da%2Ch%3D1")
                           << QByteArray("Content-Type: application/octet-stream\r\nx-odps-tunnel-version: 6\r\n")
                           << QByteArray("IHwTU29k8th4TDs0mjbRdJCwcsw=");
}

void TstAuth::known()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, signature);
    const QByteArray all = "Date: " + date + "\r\n" + headers + "Authorization: ODPS ak:" + signature + "\r\n";
    QCOMPARE(codeOf(requestOf(method, target, all)), std::string("passed"));
    QCOMPARE(codeOf(requestOf(method, target, all), {"ak", "other"}), std::string("SignatureNotMatch"));
    QCOMPARE(codeOf(requestOf(method, target, all), {"ak", "other", true}), std::string("passed"));
    QCOMPARE(codeOf(requestOf("DELETE", target, all)), std::string("SignatureNotMatch"));
    QCOMPARE(codeOf(requestOf(method, target + "&more=1", all)), std::string("SignatureNotMatch"));
}

void TstAuth::refused_data()
{
    QTest::addColumn<QByteArray>("authorization");
    QTest::addColumn<QString>("code");
    QTest::newRow("none") << QByteArray() << QStringLiteral("Unauthorized");
    QTest::newRow("another scheme") << QByteArray("Basic YTpi") << QStringLiteral("Unauthorized");
    QTest::newRow("no colon") << QByteArray("ODPS ak") << QStringLiteral("Unauthorized");
    QTest::newRow("unknown id") << QByteArray("ODPS who:xxxx") << QStringLiteral("Unauthorized");
    QTest::newRow("empty signature") << QByteArray("ODPS ak:") << QStringLiteral("SignatureNotMatch");
    QTest::newRow("wrong signature") << QByteArray("ODPS ak:Y6YIp1bNnnQ+kt4Hq5qJZBFHJQE=")
                                     << QStringLiteral("SignatureNotMatch");
    QTest::newRow("version 4") << QByteArray("ODPS ak/20240101/cn-hangzhou/odps/aliyun_v4_request:xxxx")
                               << QStringLiteral("SignatureNotMatch");
    QTest::newRow("version 4, another day") << QByteArray("ODPS ak/20231230/cn-hangzhou/odps/aliyun_v4_request:xxxx")
                                            << QStringLiteral("AuthenticationRequestExpired");
    QTest::newRow("version 4, no region")
        << QByteArray("ODPS ak/20240101//odps/aliyun_v4_request:xxxx") << QStringLiteral("Unauthorized");
    QTest::newRow("version 4, another product")
        << QByteArray("ODPS ak/20240101/cn-hangzhou/oss/aliyun_v4_request:xxxx") << QStringLiteral("Unauthorized");
    QTest::newRow("half a scope") << QByteArray("ODPS ak/20240101:xxxx") << QStringLiteral("Unauthorized");
}

void TstAuth::refused()
{
    QFETCH(QByteArray, authorization);
    QFETCH(QString, code);
    QByteArray headers = "Date: " + date + "\r\n";
    if (!authorization.isEmpty())
        headers += "Authorization: " + authorization + "\r\n";
    QCOMPARE(QString::fromStdString(codeOf(requestOf("GET", "/projects", headers))), code);
}

void TstAuth::readings_data()
{
    QTest::addColumn<QByteArray>("target");   // as sent
    QTest::addColumn<QByteArray>("resource"); // as signed
    QTest::newRow("plus for a space") << QByteArray("/p?a=x+y") << QByteArray("/p?a=x y");
    QTest::newRow("plus as it is") << QByteArray("/p?a=x+y") << QByteArray("/p?a=x+y");
    QTest::newRow("escaped plus") << QByteArray("/p?a=x%2By") << QByteArray("/p?a=x+y");
    QTest::newRow("PyODPS: escaped plus becomes a space") << QByteArray("/p?a=x%2By") << QByteArray("/p?a=x y");
    QTest::newRow("PyODPS: percent decoded twice") << QByteArray("/p?a=50%2541") << QByteArray("/p?a=50A");
    QTest::newRow("PyODPS: an ampersand splits") << QByteArray("/p?a=x%26b%3D1") << QByteArray("/p?a=x&b=1");
    QTest::newRow("PyODPS: a hash ends it") << QByteArray("/p?a=x%23y") << QByteArray("/p?a=x");
    QTest::newRow("the first of two") << QByteArray("/p?marker=1&marker=2") << QByteArray("/p?marker=1");
    QTest::newRow("the last of two") << QByteArray("/p?marker=1&marker=2") << QByteArray("/p?marker=2");
    QTest::newRow("Chinese") << QByteArray("/p?a=%E4%B8%AD") << QByteArray("/p?a=\xE4\xB8\xAD");
    QTest::newRow("storage keeps its base") << QByteArray("/api/storage/v1/x") << QByteArray("/api/storage/v1/x");
}

void TstAuth::readings()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, resource);
    // The whole resource as a path: what is signed is one text, however it came together.
    const SignedRequest signedRequest{"GET", resource, {}, {{"Date", date}}};
    const QByteArray authorization = authorizationV2(signedRequest, "ak", "sk");
    const QByteArray headers = "Date: " + date + "\r\nAuthorization: " + authorization + "\r\n";
    QCOMPARE(codeOf(requestOf("GET", target, headers)), std::string("passed"));
}

void TstAuth::version4_data()
{
    QTest::addColumn<QByteArray>("region");
    QTest::addColumn<QByteArray>("day");
    QTest::addColumn<QString>("code");
    QTest::newRow("a region") << QByteArray("cn-hangzhou") << QByteArray("20240101") << QStringLiteral("passed");
    QTest::newRow("another") << QByteArray("ap-southeast-1") << QByteArray("20240101") << QStringLiteral("passed");
    // It is midnight: the signer's clock may still be in the day before.
    QTest::newRow("the day before") << QByteArray("r") << QByteArray("20231231") << QStringLiteral("passed");
    QTest::newRow("the day after") << QByteArray("r") << QByteArray("20240102")
                                   << QStringLiteral("AuthenticationRequestExpired");
}

void TstAuth::version4()
{
    QFETCH(QByteArray, region);
    QFETCH(QByteArray, day);
    QFETCH(QString, code);
    // The path's base is taken off, and the value decoded, as in version 2.
    const SignedRequest signedRequest{"GET", "/projects/p/tables", {{"name", "a b"}}, {{"Date", date}}};
    const QByteArray authorization = authorizationV4(signedRequest, "ak", "sk", region, day);
    const QByteArray headers = "Date: " + date + "\r\nauthorization-sts-token: any\r\nAuthorization: ";
    const QByteArray target = "/api/projects/p/tables?name=a%20b";
    QCOMPARE(QString::fromStdString(codeOf(requestOf("GET", target, headers + authorization + "\r\n"))), code);
    if (code != QLatin1String("passed"))
        return;
    QCOMPARE(codeOf(requestOf("GET", target, headers + authorization + "\r\n"), {"ak", "other"}),
             std::string("SignatureNotMatch"));
    // The region belongs to the signature.
    QByteArray moved = authorization;
    moved.replace("/" + region + "/", "/elsewhere/");
    QCOMPARE(codeOf(requestOf("GET", target, headers + moved + "\r\n")), std::string("SignatureNotMatch"));
}

void TstAuth::bearerTokens()
{
    const auto made = [](const QByteArray &wish, const Credentials &by = credentials) {
        return makeBearerToken(by, QJsonDocument::fromJson(wish).object(), now);
    };
    const auto ask = [](const QByteArray &token, qint64 secondsLater, const Credentials &with = credentials) {
        const auto fault = checkAuthorization(requestOf("GET", "/projects/p", "x-odps-bearer-token: " + token + "\r\n"),
                                              with, now.addSecs(secondsLater));
        return fault ? fault->code : "passed";
    };
    const QByteArray policy = R"("policy": {"Statement": [{"Action": "odps:*", "Effect": "Allow",
        "Resource": ["acs:odps:*:projects/p", "acs:odps:*:projects/p/*"]}], "Version": "1"})";
    const auto token = made("{\"expires_in_hours\": 2, " + policy + "}");
    QVERIFY(token);
    QCOMPARE(QByteArray::fromBase64(*token).split(',').value(2),
             QByteArray::number(now.toSecsSinceEpoch() + 7200)); // where PyODPS looks for it
    QCOMPARE(ask(*token, 0), std::string("passed"));
    QCOMPARE(ask(*token, 7199), std::string("passed"));
    QCOMPARE(ask(*token, 7200), std::string("AuthenticationRequestExpired"));
    QCOMPARE(ask(*token, 0, {"ak", "other"}), std::string("Unauthorized"));
    QCOMPARE(ask(*token, 0, {"someone", "sk"}), std::string("Unauthorized"));
    QCOMPARE(ask(*token, 0, {"ak", "other", true}), std::string("passed"));
    QCOMPARE(ask("YSxiLDk5OTk5OTk5OTksZA==", 0), std::string("Unauthorized"));
    QCOMPARE(ask({}, 0), std::string("Unauthorized"));
    // Somebody gives himself more time.
    QByteArray longer = QByteArray::fromBase64(*token);
    longer.replace(QByteArray::number(now.toSecsSinceEpoch() + 7200),
                   QByteArray::number(now.toSecsSinceEpoch() + 9200));
    QCOMPARE(ask(longer.toBase64(), 0), std::string("Unauthorized"));
    for (const char *wish : {"{}", "{\"policy\": {}}", "{\"expires_in_hours\": 0, %1}",
                             "{\"expires_in_hours\": 9000, %1}", "{\"expires_in_hours\": -1, %1}"})
        QCOMPARE(made(QByteArray(wish).replace("%1", policy)).error().detail, QStringLiteral("InvalidArgument"));
    const QByteArray conditional = R"({"policy": {"Statement": [{"Effect": "Allow", "Action": "odps:*",
        "Resource": "acs:odps:*:projects/p/*", "Condition": {}}]}})";
    QCOMPARE(made(conditional).error().detail, QStringLiteral("InvalidArgument"));
}

void TstAuth::policies_data()
{
    QTest::addColumn<QByteArray>("statements");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QString>("code");
    const QByteArray readTable = R"([{"Action": ["odps:Select", "odps:Read"], "Effect": "Allow",
        "Resource": ["acs:odps:*:projects/p/tables/t*"]}])";
    const QByteArray allButOne = R"([{"Action": ["odps:*"], "Effect": "Allow", "Resource": "acs:odps:*:projects/p/*"},
        {"Action": ["odps:*"], "Effect": "Deny", "Resource": ["acs:odps:*:projects/p/tables/secret"]}])";
    const QByteArray ofSchema = R"([{"Action": "odps:*", "Effect": "Allow",
        "Resource": "acs:odps:*:projects/p/schemas/s/tables/*"}])";
    const QString passed = QStringLiteral("passed");
    const QString refused = QStringLiteral("NoPermission");
    QTest::newRow("read") << readTable << QByteArray("GET") << QByteArray("/api/projects/p/tables/t1") << passed;
    QTest::newRow("another table") << readTable << QByteArray("GET") << QByteArray("/projects/p/tables/u") << refused;
    QTest::newRow("another project") << readTable << QByteArray("GET") << QByteArray("/projects/q/tables/t1")
                                     << refused;
    QTest::newRow("names ignore case") << readTable << QByteArray("GET") << QByteArray("/projects/P/tables/T1")
                                       << passed;
    QTest::newRow("the default schema") << readTable << QByteArray("GET")
                                        << QByteArray("/projects/p/schemas/default/tables/t1/preview") << passed;
    QTest::newRow("another schema") << readTable << QByteArray("GET") << QByteArray("/projects/p/schemas/s/tables/t1")
                                    << refused;
    QTest::newRow("another schema, by the query")
        << readTable << QByteArray("GET") << QByteArray("/projects/p/tables/t1?schema_name=s") << refused;
    QTest::newRow("download") << readTable << QByteArray("POST") << QByteArray("/projects/p/tables/t1?downloads")
                              << passed;
    QTest::newRow("scan") << readTable << QByteArray("POST")
                          << QByteArray("/api/storage/v1/projects/p/schemas/default/tables/t1/sessions"
                                        "?session_type=batch_read")
                          << passed;
    QTest::newRow("upload") << readTable << QByteArray("POST") << QByteArray("/projects/p/tables/t1?uploads")
                            << refused;
    QTest::newRow("upload that says download")
        << readTable << QByteArray("PUT") << QByteArray("/projects/p/tables/t1?uploadid=1&downloads") << refused;
    QTest::newRow("stream that says download")
        << readTable << QByteArray("POST") << QByteArray("/projects/p/tables/t1/streams?downloads") << refused;
    QTest::newRow("statement that says download")
        << readTable << QByteArray("POST") << QByteArray("/projects/p/instances?downloads") << refused;
    QTest::newRow("commit that says scan")
        << readTable << QByteArray("POST")
        << QByteArray("/api/storage/v1/projects/p/schemas/default/tables/t1/commit?session_type=batch_read") << refused;
    QTest::newRow("statement") << readTable << QByteArray("POST") << QByteArray("/projects/p/instances") << refused;
    QTest::newRow("the project") << readTable << QByteArray("GET") << QByteArray("/projects/p") << passed;
    QTest::newRow("its tunnel") << readTable << QByteArray("GET") << QByteArray("/projects/p/tunnel?service") << passed;
    QTest::newRow("its list") << readTable << QByteArray("GET") << QByteArray("/projects/p/tables") << refused;
    QTest::newRow("another one") << readTable << QByteArray("GET") << QByteArray("/projects/q") << refused;
    QTest::newRow("the tenant") << readTable << QByteArray("GET") << QByteArray("/tenants") << passed;
    QTest::newRow("all") << allButOne << QByteArray("POST") << QByteArray("/projects/p/instances") << passed;
    QTest::newRow("all but one") << allButOne << QByteArray("GET") << QByteArray("/projects/p/tables/secret")
                                 << refused;
    QTest::newRow("in a schema") << ofSchema << QByteArray("PUT")
                                 << QByteArray("/projects/p/schemas/s/tables/t?uploadid=1") << passed;
    QTest::newRow("in the schema of the query")
        << ofSchema << QByteArray("GET") << QByteArray("/projects/p/tables/t?curr_schema=S") << passed;
    QTest::newRow("outside of the schema")
        << ofSchema << QByteArray("GET") << QByteArray("/projects/p/tables/t") << refused;
    // A name that allows nothing denies all the same.
    const QByteArray noUpdates = R"([{"Action": "odps:*", "Effect": "Allow", "Resource": "acs:odps:*:projects/p/*"},
        {"Action": ["odps:Update"], "Effect": "Deny", "Resource": "acs:odps:*:projects/p/tables/ledger"}])";
    QTest::newRow("denied update") << noUpdates << QByteArray("PUT")
                                   << QByteArray("/projects/p/tables/ledger?uploadid=1") << refused;
    QTest::newRow("read where updates are denied")
        << noUpdates << QByteArray("GET") << QByteArray("/projects/p/tables/ledger") << passed;
    const QByteArray noSecret = R"([{"Action": "odps:Read", "Effect": "Allow", "Resource": "acs:odps:*:projects/p/*"},
        {"Action": "odps:Read", "Effect": "Deny",
         "Resource": "acs:odps:*:projects/p/schemas/default/tables/secret"}])";
    QTest::newRow("denied, the default schema named")
        << noSecret << QByteArray("GET") << QByteArray("/projects/p/tables/secret") << refused;
    QTest::newRow("the tunnel of others")
        << noSecret << QByteArray("GET") << QByteArray("/projects/p/tunnel?service") << passed;
    QTest::newRow("tables by name") << noSecret << QByteArray("POST") << QByteArray("/projects/p/tables?query")
                                    << passed;
    QTest::newRow("a table made") << noSecret << QByteArray("POST") << QByteArray("/projects/p/tables") << refused;
    QTest::newRow("nothing") << QByteArray("[]") << QByteArray("GET") << QByteArray("/projects/p") << refused;
    QTest::newRow("no sense") << QByteArray("[1, {\"Effect\": 5}]") << QByteArray("GET") << QByteArray("/projects/p")
                              << refused;
}

void TstAuth::policies()
{
    QFETCH(QByteArray, statements);
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QString, code);
    const QJsonObject wish = QJsonDocument::fromJson("{\"policy\": {\"Statement\": " + statements + "}}").object();
    const auto token = makeBearerToken(credentials, wish, now);
    QVERIFY(token);
    QCOMPARE(QString::fromStdString(codeOf(requestOf(method, target, "x-odps-bearer-token: " + *token + "\r\n"))),
             code);
}

void TstAuth::dates()
{
    for (const int minutes : {-16, -14, 14, 16}) {
        const QByteArray then = QByteArray::fromStdString(httpDate(now.addSecs(minutes * 60)));
        const QByteArray authorization = authorizationV2({"GET", "/projects", {}, {{"Date", then}}}, "ak", "sk");
        const HttpRequest request =
            requestOf("GET", "/projects", "Date: " + then + "\r\nAuthorization: " + authorization + "\r\n");
        QCOMPARE(codeOf(request), std::string(qAbs(minutes) > 15 ? "RequestTimeTooSkewd" : "passed"));
    }
    QCOMPARE(codeOf(requestOf("GET", "/projects", "Authorization: ODPS ak:x\r\n")),
             std::string("MalformedHeaderValue"));
    QCOMPARE(httpDate(now), date.toStdString());
    QVERIFY(!parseHttpDate("yesterday").isValid());
}
