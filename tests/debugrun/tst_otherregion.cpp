#include "studio/studiofixture.h"
#include "widgets/task/targetdialog.h"
#include "widgets/task/taskpage.h"

#include <QFile>
#include <QPushButton>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace sluice;

namespace
{

// A service that knows no table and has no engine: what a project of another region looks like.
class EnginelessService : public QTcpServer
{
public:
    EnginelessService()
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *client = nextPendingConnection();
            connect(client, &QTcpSocket::readyRead, client, [client] { answer(*client); });
        });
    }

private:
    static void answer(QTcpSocket &client)
    {
        QByteArray bytes = client.property("read").toByteArray() + client.readAll();
        for (;;) {
            const qsizetype head = bytes.indexOf("\r\n\r\n");
            if (head < 0)
                break;
            const QByteArray lower = bytes.left(head).toLower();
            const qsizetype at = lower.indexOf("content-length:");
            const qsizetype length = at < 0 ? 0 : lower.mid(at + 15).split('\r').first().trimmed().toLongLong();
            if (bytes.size() < head + 4 + length)
                break;
            const bool post = bytes.startsWith("POST");
            bytes.remove(0, head + 4 + length);
            const QByteArray body = post ? "<Error><Code>ODPS-0420111</Code><Message>engine not found</Message></Error>"
                                         : "<Error><Code>NoSuchObject</Code><Message>No such table</Message></Error>";
            client.write((post ? QByteArray("HTTP/1.1 400 Bad Request") : QByteArray("HTTP/1.1 404 Not Found")) +
                         "\r\nContent-Type: application/xml\r\nContent-Length: " + QByteArray::number(body.size()) +
                         "\r\n\r\n" + body);
        }
        client.setProperty("read", bytes);
    }
};

} // namespace

// DS-7: a source can pass its test and still have no engine: the service's words, and what they mean.
class OtherRegionTest : public QObject
{
    Q_OBJECT
public:
    explicit OtherRegionTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void engineNotFound();

private:
    Appearance &m_look;
};

void OtherRegionTest::engineNotFound()
{
    EnginelessService service;
    QVERIFY(service.listen(QHostAddress::LocalHost));
    StudioFixture studio(m_look);
    QFile csv(studio.directory() + QStringLiteral("/in.csv"));
    QVERIFY(csv.open(QIODevice::WriteOnly));
    csv.write("id\n1\n");
    csv.close();
    const QString path = QStringLiteral("load.job.json");
    studio.writeTask(path, QStringLiteral(R"({
  "type": "job",
  "version": "2.0",
  "steps": [
    { "stepType": "file", "name": "Reader", "category": "reader",
      "parameter": { "path": "in.csv", "fileFormat": "csv", "header": true, "column": [ "*" ] } },
    { "stepType": "odps", "name": "Writer", "category": "writer",
      "parameter": { "datasource": "far", "table": "t", "column": [ "*" ], "truncate": true } }
  ],
  "setting": { "errorLimit": { "record": "0" }, "speed": { "concurrent": 1, "throttle": false } },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)"));
    QVERIFY(studio.open());
    const QString address = QStringLiteral("http://127.0.0.1:%1").arg(service.serverPort());
    DataSource far;
    far.name = QStringLiteral("far");
    far.type = QStringLiteral("odps");
    far.values = {{QStringLiteral("endpoint"), address + QStringLiteral("/api")},
                  {QStringLiteral("tunnelServer"), address},
                  {QStringLiteral("project"), QStringLiteral("p")},
                  {QStringLiteral("accessId"), QStringLiteral("id")},
                  {QStringLiteral("accessKey"), QStringLiteral("key")}};
    QVERIFY(studio.window().session()->keeper->save(far).ok());
    TaskPage *page = studio.openTask(path);
    QVERIFY(page);
    page->generateTarget();
    auto *dialog = page->findChild<TargetDialog *>();
    QVERIFY(dialog);
    QTRY_VERIFY_WITH_TIMEOUT(dialog->isReady() || !dialog->errorText().isEmpty(), 60'000);
    QVERIFY2(dialog->errorText().isEmpty(), qPrintable(dialog->errorText()));
    for (QPushButton *button : dialog->findChildren<QPushButton *>())
        if (button->text() == QLatin1String("Create"))
            button->click();
    QTRY_VERIFY_WITH_TIMEOUT(!dialog->errorText().isEmpty(), 60'000);
    QVERIFY2(dialog->errorText().contains(QLatin1String("engine not found")), qPrintable(dialog->errorText()));
    QVERIFY2(dialog->errorText().contains(QLatin1String("another region")), qPrintable(dialog->errorText()));
}

std::unique_ptr<QObject> makeOtherRegionTest(Appearance &look)
{
    return std::make_unique<OtherRegionTest>(look);
}

#include "tst_otherregion.moc"
