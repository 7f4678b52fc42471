#include "tunnel/signing.h"

#include <QTest>

using namespace sluice;

// The vectors of MaxCompute's schemes for the key (ak, sk).
class TestSigning : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listOfTables()
    {
        const SignedRequest request{"GET",
                                    "/projects/p1/tables",
                                    {{"marker", ""}, {"expectmarker", "true"}, {"curr_project", "p1"}},
                                    {{"Date", date()}, {"User-Agent", "not signed"}}};
        QCOMPARE(canonicalString(request), QByteArray("GET\n\n\n" + date() +
                                                      "\n/projects/p1/tables?curr_project=p1&"
                                                      "expectmarker=true&marker"));
        QCOMPARE(authorizationV2(request, "ak", "sk"), QByteArray("ODPS ak:Y6YIp1bNnnQ+kt4Hq5qJZBFHJQE="));
        QCOMPARE(authorizationV4(request, "ak", "sk", "cn-hangzhou", "20240101"),
                 QByteArray("ODPS ak/20240101/cn-hangzhou/odps/aliyun_v4_request:ZDAMVtL6Nj2GiwG2I3oYWDnoJY4="));
    }

    void block()
    {
        const SignedRequest request{"PUT",
                                    "/projects/p1/tables/t1",
                                    {{"uploadid", "U1"}, {"blockid", "0"}, {"partition", "pt=a,h=1"}},
                                    {{"date", date()},
                                     {"Content-Type", "application/octet-stream"},
                                     {"X-ODPS-Tunnel-Version", "6"},
                                     {"odps-tunnel-date-transform", "v1"}}};
        QCOMPARE(authorizationV2(request, "ak", "sk"), QByteArray("ODPS ak:IHwTU29k8th4TDs0mjbRdJCwcsw="));
    }

    void signedQueryParameters()
    {
        const SignedRequest request{"GET", "/p", {{"x-odps-a", "1"}, {"b", "2"}}, {}};
        QCOMPARE(canonicalString(request), QByteArray("GET\n\n\n\nx-odps-a:1\n/p?b=2&x-odps-a=1"));
    }

private:
    static QByteArray date() { return "Mon, 01 Jan 2024 00:00:00 GMT"; }
};

int runSigningTests(int argc, char **argv)
{
    TestSigning tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_signing.moc"
