#include "tst_auth.h"

#include "tunnel/signing.h"
#include "warehouse/server/auth.h"
#include "warehouse/server/servertext.h"

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
    const auto fault = checkAuthorization(
        requestOf("GET", "/projects", "Date: " + date + "\r\nx-odps-bearer-token: abc\r\n"), credentials, now);
    QCOMPARE(fault->code, std::string("Unauthorized"));
    QVERIFY(fault->message.find("bearer tokens are not accepted") != std::string::npos);
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
