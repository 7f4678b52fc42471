#include "sluice.h"
#include "tests.h"

#include <QtTest>

// `sluice diff`: what has changed, in words, and the exit codes of diff.
void TestDiff::tellsWhatChanged()
{
    const Sluice sluice;
    const QByteArray before = R"({
  "type": "job",
  "version": "2.0",
  "steps": [
    { "stepType": "stream", "name": "Reader", "category": "reader", "parameter": { "sliceRecordCount": 10 } },
    { "stepType": "stream", "name": "Writer", "category": "writer", "parameter": {} }
  ],
  "setting": { "speed": { "concurrent": 1 } },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)";
    sluice.put(QStringLiteral("a.job.json"), before);
    sluice.put(QStringLiteral("b.job.json"), QByteArray(before)
                                                 .replace("\"concurrent\": 1", "\"concurrent\": 2")
                                                 .replace("\"2.0\",", "\"2.0\", // the form"));
    const QString a = QStringLiteral("a.job.json"), b = QStringLiteral("b.job.json");
    const Outcome same = sluice.run({QStringLiteral("diff"), a, a});
    QVERIFY2(same.code == 0, qUtf8Printable(same.text()));
    QVERIFY(same.out.contains("no difference"));

    const Outcome told = sluice.run({QStringLiteral("diff"), a, b});
    QCOMPARE(told.code, 1);
    QCOMPARE(QString::fromUtf8(told.out),
             QString::fromUtf8("b.job.json:8: concurrent 1 → 2\nb.job.json:3: comment added, line 3\n"));

    const Outcome json = sluice.run({QStringLiteral("diff"), a, b, QStringLiteral("--json")});
    QCOMPARE(json.code, 1);
    const QJsonValue change = json.json()[QLatin1String("changes")][0];
    QCOMPARE(change[QLatin1String("change")].toString(), QStringLiteral("changed"));
    QCOMPARE(change[QLatin1String("from")].toString(), QStringLiteral("1"));
    QCOMPARE(change[QLatin1String("pointer")].toString(), QStringLiteral("/setting/speed/concurrent"));
    QVERIFY(change[QLatin1String("matters")].toBool());
    QVERIFY(!json.json()[QLatin1String("same")].toBool());

    QCOMPARE(sluice.run({QStringLiteral("diff"), a, QStringLiteral("none.job.json")}).code, 2);
    QCOMPARE(sluice.run({QStringLiteral("diff"), a}).code, 2);
}
