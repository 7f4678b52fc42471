#include "task/scriptdocument.h"
#include "task/taskspec.h"
#include "testcatalog.h"
#include "tests.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <limits>

namespace sluice
{

class ScriptDocumentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void documentsRoundTrip_data();
    void documentsRoundTrip();
    void agreesWithQt_data();
    void agreesWithQt();
    void syntaxErrors_data();
    void syntaxErrors();
    void curesMakeItParse_data();
    void curesMakeItParse();
    void toleratesCommentsAndTrailingCommas();
    void commentInTextIsText();
    void repeatedKeys();
    void positions();
    void pointers();
    void nesting();
    void emptyDocument();
    void strictRefusesWhatIsNoTask();
    void largeDocuments();
};

void ScriptDocumentTest::documentsRoundTrip_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name :
         {"odps-to-stream.json", "stream-to-odps.json", "otsstream-to-odps.json", "odps-endpoint-to-stream.json"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

// SJ-6: reading and writing is the identity, on values and on bytes; unknown keys live.
void ScriptDocumentTest::documentsRoundTrip()
{
    QFETCH(QString, name);
    const QString text = testScript(name);
    QVERIFY(!text.isEmpty());
    const ScriptDocument document(text);
    QVERIFY(document.parsed());
    QVERIFY(document.syntaxIssues().isEmpty());
    const auto strict = document.strict();
    QVERIFY(strict.ok());
    QCOMPARE(*strict, QJsonDocument::fromJson(text.toUtf8()).object());

    const auto same = document.set(QString(), *strict);
    QVERIFY(same.ok());
    QCOMPARE(same->text(), text);

    const auto there = document.set(QStringLiteral("/steps/0/parameter/unheardOf"), QJsonArray{1, QStringLiteral("x")});
    QVERIFY(there.ok());
    QCOMPARE(there->value(QStringLiteral("/steps/0/parameter/unheardOf/1")), QJsonValue(QStringLiteral("x")));
    const auto back = there->remove(QStringLiteral("/steps/0/parameter/unheardOf"));
    QVERIFY(back.ok());
    QCOMPARE(back->value(QString()), document.value(QString()));

    const auto again = ScriptDocument(QString::fromUtf8(QJsonDocument(*strict).toJson())).strict();
    QVERIFY(again.ok());
    QCOMPARE(*again, *strict);
}

void ScriptDocumentTest::agreesWithQt_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {R"({})", R"([])", R"([1,-2,0,-0.5,1e3,1E-2,123456789012])", R"({"a":{"b":[true,false,null]}})",
          R"(["\"\\\/\b\f\n\r\tä\ud83d\ude00"])", "[\"数据 😀 \\u6570\"]", R"({"":{"":0}})", R"([9007199254740993])",
          R"([0.1,2.5e-300,1.7976931348623157e308])", " \r\n\t{ \"a\" : 1 } \n"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void ScriptDocumentTest::agreesWithQt()
{
    QFETCH(QString, text);
    const ScriptDocument document(text);
    QVERIFY2(document.parsed(), qPrintable(document.syntaxIssues().value(0).message));
    const QJsonDocument expected = QJsonDocument::fromJson(text.toUtf8());
    QVERIFY(!expected.isNull());
    QCOMPARE(document.value(QString()),
             expected.isArray() ? QJsonValue(expected.array()) : QJsonValue(expected.object()));
}

void ScriptDocumentTest::syntaxErrors_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("message"); // as issueText() says it
    QTest::addColumn<QString>("pointer");
    const auto row = [](const char *text, const char *message, const char *pointer = "") {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(message) << QString::fromUtf8(pointer);
    };
    row("", "Line 1, column 1: the script is empty: a task begins with \"{\".");
    row("  // nothing\n", "Line 1, column 1: the script is empty: a task begins with \"{\".");
    row("{\"co\":", "Line 1, column 7: a value is expected after the key \"co\".");
    row("{\n  \"co\": ,\n}", "Line 2, column 8: a value is expected after the key \"co\".");
    row("{\n  \"co\" 1\n}", "Line 2, column 7: a colon and a value are expected after the key \"co\".");
    row("{\n  \"co\n}", "Line 2, column 6: a closing quote and a value are expected after the key \"co\".");
    row("{\"a\": {\"b\": [1, {\"c\": x}]}}", "Line 1, column 23: the text x must stand in double quotes.", "/a/b/1");
    row("{\"a\": 1 \"b\": 2}", "Line 1, column 8: a comma is missing before \"b\".");
    row("[1 2]", "Line 1, column 3: a comma is missing before 2.");
    row("[1,,2]", "Line 1, column 4: a value is expected after the comma.");
    row("[,]", "Line 1, column 2: a value is expected in the array.");
    row("{,}", "Line 1, column 2: a key is expected before this comma.");
    row("{a: 1}", "Line 1, column 2: the key a must stand in double quotes.");
    row("{1: 1}", "Line 1, column 2: the key 1 must stand in double quotes.");
    row("{'a': 1}", "Line 1, column 2: keys and texts stand in straight double quotes (\"), not in '.");
    row("[“a”]", "Line 1, column 2: keys and texts stand in straight double quotes (\"), not in “.");
    row("[True]", "Line 1, column 2: \"True\" is written in small letters: true.");
    row("[None]", "Line 1, column 2: \"None\" is not a value; JSON's empty value is null.");
    row("[012]",
        "Line 1, column 2: \"012\" is not a number as JSON writes them (12, -0.5, 1e6); put it in double quotes if "
        "it is a text.");
    row("[1.]",
        "Line 1, column 2: \"1.\" is not a number as JSON writes them (12, -0.5, 1e6); put it in double quotes if it "
        "is a text.");
    row("[1e999]", "Line 1, column 2: the number 1e999 is too large for JSON readers (at most about 1.8e308).");
    row("[\"C:\\data\"]", "Line 1, column 5: \"\\d\" is no escape; a backslash in a text is written twice: \\\\d.");
    row("[\"\\u12g4\"]", "Line 1, column 3: four hexadecimal digits are expected after \\u.");
    row("[\"a\tb\"]", "Line 1, column 4: a text must not hold this control character as it is; write \\t.");
    row("[\"a]\n", "Line 1, column 2: the text \"a] is not closed: a double quote is missing at its end.");
    row("{\n\"a\": [1,\n2", "Line 3, column 2: the array that begins on line 2 is not closed: \"]\" is missing.", "/a");
    row("{\"a\": 1", "Line 1, column 8: the object that begins on line 1 is not closed: \"}\" is missing.");
    row("{", "Line 1, column 2: the object that begins on line 1 is not closed: \"}\" is missing.");
    row("[1}", "Line 1, column 3: \"}\" does not fit: the array that begins on line 1 is closed with \"]\".");
    row("{\"a\": 1]", "Line 1, column 8: \"]\" does not fit: the object that begins on line 1 is closed with \"}\".");
    row("{} {}", "Line 1, column 4: the script ends on line 1; remove what follows: {");
    row("{ /* x", "Line 1, column 3: the comment that begins here is not closed: \"*/\" is missing.");
    row("{\"a\": /1}", "Line 1, column 7: a value is expected after the key \"a\", not \"/\".");
    row("{\"a\": 1; \"b\": 2}", "Line 1, column 8: a comma or \"}\" is expected, not \";\".");
    row("\r\n\r{\r\n  \"a\"\r\n}", "Line 4, column 6: a colon and a value are expected after the key \"a\".");
}

void ScriptDocumentTest::syntaxErrors()
{
    QFETCH(QString, text);
    QFETCH(QString, message);
    QFETCH(QString, pointer);
    const ScriptDocument document(text);
    QVERIFY(!document.parsed());
    QVERIFY(hasErrors(document.syntaxIssues()));
    const Issue issue = document.syntaxIssues().back();
    QCOMPARE(issueText(issue), message);
    QCOMPARE(issue.pointer, pointer);
    QVERIFY(issue.offset >= 0 && issue.offset + issue.length <= text.size());

    QVERIFY(document.value(QString()).isUndefined());
    QVERIFY(!document.rangeOf(QString()));
    for (const auto &result : {document.set(QStringLiteral("/a"), 1), document.remove(QStringLiteral("/a"))}) {
        QVERIFY(!result.ok());
        QCOMPARE(result.error().code, ErrorCode::Config);
    }
    QVERIFY(!document.strict().ok());
    QCOMPARE(document.strict().error().where, QStringLiteral("line %1, column %2").arg(issue.line).arg(issue.column));
}

void ScriptDocumentTest::curesMakeItParse_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("cured");
    const auto row = [](const char *text, const char *cured) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(cured);
    };
    row("{\"a\": 1 \"b\": 2}", "{\"a\": 1, \"b\": 2}");
    row("{a: 1}", "{\"a\": 1}");
    row("{'a': 1}", "{\"a\": 1}");
    row("[“a”]", "[\"a\"]");
    row("[True]", "[true]");
    row("[None]", "[null]");
    row("[007]", "[\"007\"]");
    row("[abc]", "[\"abc\"]");
    row("[\"C:\\data\"]", "[\"C:\\\\data\"]");
    row("[\"a\tb\"]", "[\"a\\tb\"]");
    row("{\"a\": 1,, \"b\": 2}", "{\"a\": 1, \"b\": 2}");
    row("[1, \"a\n]", "[1, \"a\"\n]");
}

void ScriptDocumentTest::curesMakeItParse()
{
    QFETCH(QString, text);
    QFETCH(QString, cured);
    const Issue issue = ScriptDocument(text).syntaxIssues().value(0);
    QVERIFY(!issue.cure.isEmpty());
    QString changed = text;
    changed.replace(issue.offset, issue.length, issue.cureText);
    QCOMPARE(changed, cured);
    QVERIFY(ScriptDocument(changed).parsed());
}

void ScriptDocumentTest::toleratesCommentsAndTrailingCommas()
{
    const ScriptDocument document(
        QStringLiteral("\uFEFF// head\n{ \"a\": [1, 2, /* three */ ], // end\n \"b\": {\"c\": 1,}, }"));
    QVERIFY(document.parsed());
    QCOMPARE(document.value(QString()),
             QJsonValue(QJsonObject{{QStringLiteral("a"), QJsonArray{1, 2}},
                                    {QStringLiteral("b"), QJsonObject{{QStringLiteral("c"), 1}}}}));
    QCOMPARE(document.syntaxIssues().size(), 2);
    for (const Issue &issue : document.syntaxIssues())
        QCOMPARE(issue.severity, Severity::Note);
    QVERIFY(document.syntaxIssues()[0].message.contains(QLatin1String("3 of them")));
    QCOMPARE(document.syntaxIssues()[0].line, 1);
    QCOMPARE(document.syntaxIssues()[1].line, 2);
    QVERIFY(document.strict().ok());
}

// SJ-5: the prefix of a partition predicate is no comment.
void ScriptDocumentTest::commentInTextIsText()
{
    const ScriptDocument document(
        QStringLiteral("{\"partition\": [\"/*query*/ pt>=20170101\"], \"url\": \"http://a//b\"}"));
    QVERIFY(document.syntaxIssues().isEmpty());
    QCOMPARE(document.value(QStringLiteral("/partition/0")).toString(), QStringLiteral("/*query*/ pt>=20170101"));
    QCOMPARE(document.value(QStringLiteral("/url")).toString(), QStringLiteral("http://a//b"));
}

void ScriptDocumentTest::repeatedKeys()
{
    const ScriptDocument document(QStringLiteral("{\"s\": {\"a\": 1,\n \"b\": 2, \"\\u0061\": 3}}"));
    QCOMPARE(document.syntaxIssues().size(), 1);
    const Issue issue = document.syntaxIssues().front();
    QCOMPARE(issue.severity, Severity::Warning);
    QCOMPARE(issue.pointer, QStringLiteral("/s/a"));
    QCOMPARE(issue.line, 2);
    QCOMPARE(document.value(QStringLiteral("/s/a")).toInt(), 3);
    const auto set = document.set(QStringLiteral("/s/a"), 4);
    QVERIFY(set.ok());
    QCOMPARE(set->text(), QStringLiteral("{\"s\": {\"a\": 1,\n \"b\": 2, \"\\u0061\": 4}}"));
    const auto removed = document.remove(QStringLiteral("/s/a"));
    QVERIFY(removed.ok());
    QCOMPARE(removed->text(), QStringLiteral("{\"s\": {\n \"b\": 2}}"));
    // No pointer leads into a value that does not count.
    const ScriptDocument shadowed(QStringLiteral("{\"a\": {\"x\": 1}, \"a\": 2}"));
    QCOMPARE(shadowed.pointerAt(8), QStringLiteral("/a"));
}

void ScriptDocumentTest::positions()
{
    const ScriptDocument document(QStringLiteral("{\r\n  \"数😀\": [10, {\"x\": \"y\"}]\r\n}"));
    const auto range = document.rangeOf(QStringLiteral("/数😀/1/x"));
    QVERIFY(range.has_value());
    QCOMPARE(document.text().mid(range->offset, range->length), QStringLiteral("\"y\""));
    QCOMPARE(range->line, 2);
    QCOMPARE(range->column, 21);
    const auto key = document.keyRangeOf(QStringLiteral("/数😀"));
    QVERIFY(key.has_value());
    QCOMPARE(document.text().mid(key->offset, key->length), QStringLiteral("\"数😀\""));
    QCOMPARE(key->column, 3);
    QVERIFY(!document.keyRangeOf(QStringLiteral("/数😀/0")));
    QVERIFY(!document.rangeOf(QStringLiteral("/nothing")));
    QVERIFY(!document.rangeOf(QStringLiteral("no pointer")));
    QVERIFY(!document.rangeOf(QStringLiteral("/数😀/01")));
    QCOMPARE(document.rangeOf(QString())->length, document.text().size());
}

void ScriptDocumentTest::pointers()
{
    const QString text = QStringLiteral("{ \"a/b\": [ 10, { \"x~\": 5 } ], \"c\": 1 }");
    const ScriptDocument document(text);
    const auto at = [&](const char *what) { return document.pointerAt(int(text.indexOf(QLatin1String(what)))); };
    QCOMPARE(at("{"), QString());
    QCOMPARE(at("a/b"), QStringLiteral("/a~1b"));
    QCOMPARE(at("[ "), QStringLiteral("/a~1b"));
    QCOMPARE(at("10"), QStringLiteral("/a~1b/0"));
    QCOMPARE(at("x~"), QStringLiteral("/a~1b/1/x~0"));
    QCOMPARE(at("5"), QStringLiteral("/a~1b/1/x~0"));
    QCOMPARE(at("\"c\""), QStringLiteral("/c"));
    QCOMPARE(document.pointerAt(1000), QString());
    for (const char *pointer : {"", "/a~1b", "/a~1b/0", "/a~1b/1/x~0", "/c"}) {
        const QString wanted = QLatin1String(pointer);
        QVERIFY(document.contains(wanted));
        QCOMPARE(document.pointerAt(document.rangeOf(wanted)->offset), wanted);
    }
}

void ScriptDocumentTest::nesting()
{
    const auto nested = [](int depth) { return ScriptDocument(QString(depth, u'[') + QString(depth, u']')); };
    QVERIFY(nested(256).parsed());
    QVERIFY(!nested(257).parsed());
    QVERIFY(!nested(100'000).parsed());
    QVERIFY(nested(257).syntaxIssues().front().message.contains(QLatin1String("deeper")));
    // An edit must not make what cannot be read again.
    QJsonValue deep = 1;
    for (int i = 0; i < 200; ++i)
        deep = QJsonArray{deep};
    const ScriptDocument document = nested(100);
    const auto result = document.set(QStringLiteral("/0").repeated(99) + QStringLiteral("/-"), deep);
    QVERIFY(!result.ok());
    QCOMPARE(result.error().code, ErrorCode::Config);
}

void ScriptDocumentTest::emptyDocument()
{
    const ScriptDocument document;
    QVERIFY(!document.parsed());
    QVERIFY(document.value(QString()).isUndefined());
    QVERIFY(!document.set(QStringLiteral("/a"), 1).ok());
    QVERIFY(!document.strict().ok());
    QCOMPARE(document.pointerAt(0), QString());
}

void ScriptDocumentTest::strictRefusesWhatIsNoTask()
{
    for (const char *text : {"[]", "1", "\"x\"", "null"}) {
        const auto strict = ScriptDocument(QLatin1String(text)).strict();
        QVERIFY(!strict.ok());
        QCOMPARE(strict.error().code, ErrorCode::Config);
    }
}

void ScriptDocumentTest::largeDocuments()
{
    QString text = QStringLiteral("{\n  \"steps\": [\n");
    for (int i = 0; text.size() < 1'000'000; ++i)
        text += QStringLiteral("    { \"name\": \"column_%1\", \"type\": \"string\", \"index\": %1 }, // a comment\n")
                    .arg(i);
    text += QStringLiteral("    {}\n  ]\n}\n");
    QVERIFY(ScriptDocument(text).parsed());

    QJsonArray columns;
    for (int i = 0; i < 1000; ++i)
        columns.append(QStringLiteral("column_%1").arg(i));
    const auto wide =
        ScriptDocument(QStringLiteral("{\n  \"column\": []\n}\n")).set(QStringLiteral("/column"), columns);
    QVERIFY(wide.ok());
    columns.removeAt(500);
    columns.append(QStringLiteral("'constant'"));
    const auto changed = wide->set(QStringLiteral("/column"), columns);
    QVERIFY(changed.ok());
    QCOMPARE(changed->value(QStringLiteral("/column")).toArray(), columns);
}

std::unique_ptr<QObject> makeScriptDocumentTest()
{
    return std::make_unique<ScriptDocumentTest>();
}

} // namespace sluice

#include "tst_scriptdocument.moc"
