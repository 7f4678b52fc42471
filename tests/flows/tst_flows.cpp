#include "flow.h"
#include "flowrun.h"

#include <QDir>
#include <QtTest>

using namespace flows;

// Every *.flow of this folder under every condition.
class TestFlows : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void flow_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("condition");
        const QDir folder(QStringLiteral(FLOWS_DIR));
        const QStringList files = folder.entryList({QStringLiteral("*.flow")}, QDir::Files, QDir::Name);
        QVERIFY(!files.isEmpty());
        for (const QString &file : files) {
            auto flow = Flow::read(folder.filePath(file));
            QVERIFY2(flow.ok(), flow.ok() ? "" : qPrintable(flow.error().text()));
            QStringList only;
            for (const Section &section : flow->all(QStringLiteral("only")))
                only.append(section.words);
            for (int i = 0; i < conditions().size(); ++i) {
                const QString &name = conditions()[i].name;
                if (only.isEmpty() || only.contains(name))
                    QTest::newRow(qPrintable(flow->name + QStringLiteral(", ") + name)) << folder.filePath(file) << i;
            }
        }
    }

    void flow()
    {
        QFETCH(QString, file);
        QFETCH(int, condition);
        const Flow flow = Flow::read(file).value();
        const QString faults = runFlow(flow, conditions()[condition]);
        QVERIFY2(faults.isEmpty(), qUtf8Printable(QLatin1Char('\n') + faults));
    }
};

QTEST_GUILESS_MAIN(TestFlows)
#include "tst_flows.moc"
