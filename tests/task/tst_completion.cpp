#include "task/completion.h"
#include "testcatalog.h"
#include "tests.h"

#include <QTest>

namespace sluice
{

class CompletionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void candidates_data();
    void candidates();
    void insertions_data();
    void insertions();
    void setKeysComeLast();
    void neverOutOfRange();
};

// The caret stands at ‸.
static const QString caretMark = QStringLiteral("‸");

static Completion completeAt(QString text, QString *plain = nullptr)
{
    const int caret = int(text.indexOf(caretMark));
    text.remove(caretMark);
    if (plain)
        *plain = text;
    CompletionSources sources;
    sources.dataSources = [](const QString &stepType) {
        return QStringList{QStringLiteral("odps_first"), stepType + QStringLiteral("_second")};
    };
    sources.parameters = [] { return QStringList{QStringLiteral("bizdate"), QStringLiteral("startTime")}; };
    return complete(text, caret, testCatalog(), sources);
}

static QString labels(const Completion &completion)
{
    QStringList labels;
    for (const Candidate &candidate : completion.candidates)
        labels.append(candidate.present ? u'-' + candidate.label : candidate.label);
    return labels.join(u' ');
}

void CompletionTest::candidates_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected);
    };
    const char *const top = "type version steps setting order";
    row("{‸}", top);
    row("{ \"‸", top);
    row("{ st‸", "steps");
    row("{ ‸", top);
    row("‸", "");
    row("{ \"type\": \"job\", ‸ }", "version steps setting order -type");
    row("{ \"type\": ‸ }", "job");
    row("{ \"type\"‸ }", "");
    row("{ // ‸ }", "");
    row("{ /* ‸ */ }", "");
    row("{ /* */ ‸ }", top);
    row("{ \"setting\": { \"speed\": { ‸ } } }", "throttle concurrent mbps");
    row("{ \"setting\": { \"speed\": { \"throttle\": ‸ } } }", "true false");
    row("{ \"setting\": { \"speed\": { \"throttle\": f‸alse } } }", "false");
    row("{ \"setting\": { \"speed\": { \"concurrent\": ‸ } } }", "1");
    row("{ \"setting\": { \"speed\": { \"mbps\": \"‸\" } } }", "12");
    row("{ \"setting\": { \"errorLimit\": { ‸", "record percentage");
    row("{ \"nothing\": { ‸ } }", "");
    // Steps, in whatever order their keys stand and however broken the text is.
    row("{ \"steps\": [ { ‸ } ] }", "stepType parameter name category");
    row("{ \"steps\": [ { \"stepType\": \"‸\" } ] }", "file odps stream");
    row("{ \"steps\": [ { \"stepType\": \"‸\", \"category\": \"writer\" } ] }", "odps stream");
    row("{ \"steps\": [ { \"stepType\": \"s‸\", \"category\": \"writer\" } ] }", "stream odps");
    row("{ \"steps\": [ { \"category\": ‸ } ] }", "reader writer");
    row("{ \"steps\": [ { \"stepType\": \"stream\", \"category\": \"reader\", \"parameter\": { ‸ } } ] }",
        "column sliceRecordCount");
    row("{ \"steps\": [ { \"parameter\": { ‸ }, \"category\": \"reader\", \"stepType\": \"stream\" } ] }",
        "column sliceRecordCount");
    row("{ \"steps\": [ { \"parameter\": {\n  \"‸\n }, \"category\": \"reader\", \"stepType\": \"stream\" } ] }",
        "column sliceRecordCount");
    row("{ \"steps\": [ {}, { \"stepType\": \"odps\", \"category\": \"writer\", \"parameter\": {\n"
        "  \"truncate\": false,\n  \"co‸\n  \"column\": [ \"a\" ]\n } } ] }",
        "consistencyCommit compress compressCodec -column");
    row("{ \"steps\": [ { \"parameter\": { \"truncate\": t‸, \"stepType\": \"x\" }, \"stepType\": \"odps\", "
        "\"category\": \"writer\" } ] }",
        "true");
    row("{ \"steps\": [ { \"parameter\": { \"compressCodec\": \"z‸\" }, \"stepType\": \"odps\", \"category\": "
        "\"writer\" } ] }",
        "zlib zstd");
    row("{ \"steps\": [ { \"parameter\": { \"datasource\": ‸ }, \"stepType\": \"odps\", \"category\": \"writer\" } ] }",
        "odps_first odps_second");
    row("{ \"steps\": [ { \"parameter\": { \"partition\": \"pt=${‸\" }, \"stepType\": \"odps\", \"category\": "
        "\"writer\" } ] }",
        "bizdate startTime");
    row("{ \"steps\": [ { \"parameter\": { \"partition\": \"pt=${b‸}\" }, \"stepType\": \"odps\", \"category\": "
        "\"writer\" } ] }",
        "bizdate");
    row("{ \"steps\": [ { \"name\": \"R\" }, { \"name\": \"W\" } ], \"order\": { \"hops\": [ { \"from\": \"‸\" } ] } }",
        "R W");
    // Past what is missing: a comma, brackets.
    row("{ \"type\": \"job\"\n \"ver‸\n \"steps\": [ { \"stepType\": ", "version");
    row("{ \"steps\": [ { \"category\": \"reader\" ], \"setting\": { ‸", "errorLimit speed");
}

void CompletionTest::candidates()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(labels(completeAt(text)), expected);
}

void CompletionTest::insertions_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("after"); // with the new caret
    const auto row = [](const char *text, const char *label, const char *after) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromLatin1(label) << QString::fromUtf8(after);
    };
    row("{ \"setting\": { \"speed\": { ‸ } } }", "throttle",
        "{ \"setting\": { \"speed\": { \"throttle\": false‸ } } }");
    row("{ \"setting\": { \"speed\": { th‸ } } }", "throttle",
        "{ \"setting\": { \"speed\": { \"throttle\": false‸ } } }");
    row("{ \"setting\": { \"speed\": { \"th‸\n } } }", "throttle",
        "{ \"setting\": { \"speed\": { \"throttle\": false‸\n } } }");
    row("{ \"setting\": { \"speed\": { \"th‸\": true } } }", "throttle",
        "{ \"setting\": { \"speed\": { \"throttle\"‸: true } } }");
    row("{ \"setting\": { \"speed\": { \"th‸\"\n \"mbps\": 1 } } }", "throttle",
        "{ \"setting\": { \"speed\": { \"throttle\": false‸,\n \"mbps\": 1 } } }");
    row("{ \"setting\": { \"speed\": { \"throttle\": \"f‸\" } } }", "false",
        "{ \"setting\": { \"speed\": { \"throttle\": false‸ } } }");
    row("{ \"type\": j‸ }", "job", "{ \"type\": \"job\"‸ }");
    row("{ \"t‸ }", "type", "{ \"type\": \"job\"‸ }");
    row("{ s‸ }", "steps", "{ \"steps\": [‸] }");
    row("{ \"steps\": [ { ‸ } ] }", "stepType", "{ \"steps\": [ { \"stepType\": \"‸\" } ] }");
    row("{ \"steps\": [ { ‸ } ] }", "parameter", "{ \"steps\": [ { \"parameter\": {‸} } ] }");
    row("{ \"a\": \"x${b‸}y\", \"b\": 1 }", "bizdate", "{ \"a\": \"x${bizdate}‸y\", \"b\": 1 }");
    row("{ \"a\": \"x${b‸y\", \"b\": 1 }", "bizdate", "{ \"a\": \"x${bizdate}‸y\", \"b\": 1 }");
}

void CompletionTest::insertions()
{
    QFETCH(QString, text);
    QFETCH(QString, label);
    QFETCH(QString, after);
    QString changed;
    const Completion completion = completeAt(text, &changed);
    for (const Candidate &candidate : completion.candidates) {
        if (candidate.label != label)
            continue;
        QVERIFY(!candidate.type.isEmpty());
        const QString inserted =
            candidate.insertText.left(candidate.caret) + caretMark + candidate.insertText.mid(candidate.caret);
        changed.replace(completion.offset, completion.length, inserted);
        // What stood broken in the range goes with it.
        QCOMPARE(changed, after);
        return;
    }
    QFAIL(qPrintable(labels(completion)));
}

void CompletionTest::setKeysComeLast()
{
    const Completion completion = completeAt(QStringLiteral(
        "{ \"steps\": [ { \"parameter\": { \"table\": 1, ‸ }, \"stepType\": \"odps\", \"category\": \"writer\" } ] }"));
    QCOMPARE(completion.candidates.back().label, QStringLiteral("table"));
    QVERIFY(completion.candidates.back().present);
    QVERIFY(completion.candidates.front().documentation.contains(QLatin1String("What datasource does.")));
    QVERIFY(completion.candidates.front().documentation.contains(QLatin1String("Required.")));
}

// At every place of whole and torn texts: no crash, and the range lies inside the text and around the caret.
void CompletionTest::neverOutOfRange()
{
    const QString text = testScript(QStringLiteral("stream-to-odps.json"));
    for (int cut = 0; cut <= text.size(); cut += 3) {
        const QString torn = text.left(cut);
        for (const int caret : {cut, cut / 2}) {
            const Completion completion = complete(torn, caret, testCatalog());
            QVERIFY(completion.offset >= 0 && completion.length >= 0);
            QVERIFY(completion.offset <= caret && caret <= completion.offset + completion.length);
            QVERIFY(completion.offset + completion.length <= torn.size());
        }
    }
    QVERIFY(complete(text, -5, StepCatalog()).candidates.isEmpty());
    QVERIFY(complete(text, 1'000'000, StepCatalog()).candidates.isEmpty());
    QVERIFY(complete(QStringLiteral("[").repeated(200'000) + QStringLiteral("{"), 200'001, StepCatalog())
                .candidates.isEmpty());
}

std::unique_ptr<QObject> makeCompletionTest()
{
    return std::make_unique<CompletionTest>();
}

} // namespace sluice

#include "tst_completion.moc"
