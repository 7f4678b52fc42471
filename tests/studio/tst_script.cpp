#include "widgets/common/appearance.h"
#include "widgets/run/figures.h"
#include "widgets/run/filetail.h"
#include "widgets/run/ratechart.h"
#include "widgets/task/linediff.h"
#include "widgets/task/scripttools.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace sluice;

// What the screens compute without a screen.
class ScriptTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void changesOfLines();
    void indents();
    void comments();
    void figures();
    void axes();
    void tails();
};

static QString changes(const QString &before, const QString &now)
{
    QString text;
    for (const LineChange change : lineChanges(before, now))
        text += QLatin1Char("=~+"[int(change)]);
    return text;
}

void ScriptTest::changesOfLines()
{
    QCOMPARE(changes(QStringLiteral("a\nb\nc"), QStringLiteral("a\nb\nc")), QStringLiteral("==="));
    QCOMPARE(changes(QStringLiteral("a\nb\nc"), QStringLiteral("a\nx\nc")), QStringLiteral("=~="));
    QCOMPARE(changes(QStringLiteral("a\nb\nc"), QStringLiteral("a\nb\nx\nc")), QStringLiteral("==+="));
    QCOMPARE(changes(QStringLiteral("a\nb\nc"), QStringLiteral("a\nc")), QStringLiteral("=="));
    QCOMPARE(changes(QStringLiteral("a\nb\nc\nd\ne"), QStringLiteral("a\nX\nc\nY\nZ\ne")), QStringLiteral("=~=~+="));
    QCOMPARE(changes({}, QStringLiteral("a\nb")), QStringLiteral("~+"));
}

void ScriptTest::indents()
{
    QCOMPARE(indentScript(QStringLiteral("{\n\"a\": [\n1,\n// { no bracket\n\"]\"\n],\n \"b\": {}\n}\n")),
             QStringLiteral("{\n  \"a\": [\n    1,\n    // { no bracket\n    \"]\"\n  ],\n  \"b\": {}\n}\n"));
    const QString comment = QStringLiteral("{\n  /* stays\n     as it is { */\n  \"a\": 1\n}");
    QCOMPARE(indentScript(comment), comment);
    const QString steps = QStringLiteral("[\n  {\n    \"a\": 1\n  }, {\n    \"b\": 2\n  }\n]");
    QCOMPARE(indentScript(steps), steps);
}

void ScriptTest::comments()
{
    const QString text = QStringLiteral("{\n  \"a\": 1,\n    \"b\": 2\n}");
    const QString commented = QStringLiteral("{\n  // \"a\": 1,\n  //   \"b\": 2\n}");
    QCOMPARE(toggleComment(text, 1, 2), commented);
    QCOMPARE(toggleComment(commented, 1, 2), text);
    QCOMPARE(toggleComment(QStringLiteral("\n\n"), 0, 1), QStringLiteral("\n\n"));
}

void ScriptTest::figures()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QCOMPARE(grouped(336776), QStringLiteral("336,776"));
    QCOMPARE(shortNumber(25340), QStringLiteral("25.3 k"));
    QCOMPARE(shortNumber(999999), QStringLiteral("1.0 M"));
    QCOMPARE(bytesText(19'800'000), QStringLiteral("19.8 MB"));
    QCOMPARE(bytesText(512), QStringLiteral("512 B"));
    QCOMPARE(secondsText(8.42), QStringLiteral("8.4 s"));
    QCOMPARE(secondsText(185), QStringLiteral("3 min 05 s"));
    QCOMPARE(percentText(0.804), QStringLiteral("80 %"));
}

void ScriptTest::axes()
{
    QCOMPARE(axisStep(36'000, 4), 10'000.0);
    QCOMPARE(axisStep(1.3, 4), 0.5);
    QCOMPARE(axisStep(0, 4), 1.0);
    QCOMPARE(timeStep(13, 7), 2.0);
    QCOMPARE(timeStep(90, 7), 15.0);
    RateCurve curve;
    for (int i = 1; i < 5000; ++i)
        curve.add({i * 0.25, i * 100.0, i * 90.0, i * 1000.0, i * 900.0});
    QVERIFY(curve.points().size() <= 600);
    QCOMPARE(qRound(curve.points().back().rowsRead), 400);
}

void ScriptTest::tails()
{
    QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("log.txt"));
    QVERIFY(readTail(path, 0, 100, true).bytes.isEmpty()); // not there yet
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    file.write("one\ntwo\nthr");
    FileTail tail = readTail(path, 0, 100, true);
    QCOMPARE(tail.bytes, QByteArray("one\ntwo\n"));
    file.write("ee\n");
    tail = readTail(path, tail.next, 100, true);
    QCOMPARE(tail.bytes, QByteArray("three\n"));
    QVERIFY(!tail.more);
    tail = readTail(path, 0, 5, false);
    QCOMPARE(tail.bytes, QByteArray("one\n"));
    QVERIFY(tail.more);
    tail = readTail(path, 0, 7, true); // only the newest of a long file
    QCOMPARE(tail.bytes, QByteArray("three\n"));
    QVERIFY(tail.skipped);
}

std::unique_ptr<QObject> makeScriptTest(Appearance &)
{
    return std::make_unique<ScriptTest>();
}

#include "tst_script.moc"
