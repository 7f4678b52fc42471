#include "task/scriptdocument.h"
#include "tests.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace sluice
{

class ScriptEditsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void edits_data();
    void edits();
    void replacesArraysElementByElement();
    void refusals();
};

static QJsonValue json(const QString &text)
{
    const QJsonArray array = QJsonDocument::fromJson((u'[' + text + u']').toUtf8()).array();
    return array.isEmpty() ? QJsonValue(QJsonValue::Undefined) : array.first();
}

void ScriptEditsTest::edits_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value"); // JSON; empty: remove
    QTest::addColumn<QString>("after");
    const auto row = [](const char *name, const char *before, const char *pointer, const char *value,
                        const char *after) {
        QTest::newRow(name) << QString::fromUtf8(before) << QString::fromUtf8(pointer) << QString::fromUtf8(value)
                            << QString::fromUtf8(after);
    };
    row("scalar", "{ \"a\" : 1.0 , // x\n \"b\":2}", "/a", "3", "{ \"a\" : 3 , // x\n \"b\":2}");
    row("equal keeps the spelling", "{ \"a\" : 1.0 }", "/a", "1", "{ \"a\" : 1.0 }");
    row("big number stays", "{\"n\": 12345678901234567890, \"a\": 1}", "/a", "2",
        "{\"n\": 12345678901234567890, \"a\": 2}");
    row("text escapes", "[\"x\"]", "/0", "\"a\\\"\\\\\\n数\"", "[\"a\\\"\\\\\\n数\"]");

    row("append on lines", "{\n  \"a\": 1\n}\n", "/b", "2", "{\n  \"a\": 1,\n  \"b\": 2\n}\n");
    row("append behind a comment", "{\n  \"a\": 1 // one\n}\n", "/b", "2", "{\n  \"a\": 1, // one\n  \"b\": 2\n}\n");
    row("append behind a comma and a comment", "{\n  \"a\": 1, // one\n}\n", "/b", "2",
        "{\n  \"a\": 1, // one\n  \"b\": 2,\n}\n");
    row("append, comment line below", "{\n  \"a\": 1\n  // end\n}\n", "/b", "2",
        "{\n  \"a\": 1,\n  \"b\": 2\n  // end\n}\n");
    row("append, bracket on the line", "{\n  \"a\": 1 }", "/b", "2", "{\n  \"a\": 1,\n  \"b\": 2 }");
    row("append on one line", "{ \"a\": 1 }", "/b", "2", "{ \"a\": 1, \"b\": 2 }");
    row("append compact", "{\"a\":1}", "/b", "{\"c\":[2]}", "{\"a\":1,\"b\":{\"c\":[2]}}");
    row("append to trailing comma", "[1, 2, ]", "/2", "3", "[1, 2, 3, ]");
    row("append CRLF", "{\r\n\t\"a\": 1\r\n}", "/b", "{\"c\": 2}",
        "{\r\n\t\"a\": 1,\r\n\t\"b\": {\r\n\t\t\"c\": 2\r\n\t}\r\n}");
    row("byte order mark", "\uFEFF{\n  \"a\": 1\n}", "/a", "2", "\uFEFF{\n  \"a\": 2\n}");
    row("element", "[\n  \"id\", // key\n  \"name\"\n]", "/-", "\"age\"",
        "[\n  \"id\", // key\n  \"name\",\n  \"age\"\n]");
    row("into an empty object", "{\n  \"p\": {}\n}", "/p/a", "1", "{\n  \"p\": {\n    \"a\": 1\n  }\n}");
    row("into an empty object on one line", "{ \"p\": {} }", "/p/a", "1", "{ \"p\": { \"a\": 1 } }");
    row("into an empty object with a comment", "{\n  \"p\": {\n    // nothing yet\n  }\n}", "/p/a", "1",
        "{\n  \"p\": {\n    // nothing yet\n    \"a\": 1\n  }\n}");
    row("into an empty script", "{}", "/a", "1", "{\n  \"a\": 1\n}");
    row("missing parents", "{\n  \"type\": \"job\"\n}", "/setting/speed/mbps", "\"12\"",
        "{\n  \"type\": \"job\",\n  \"setting\": {\n    \"speed\": {\n      \"mbps\": \"12\"\n    }\n  }\n}");
    row("missing array", "{\n  \"type\": \"job\"\n}", "/column/-", "\"id\"",
        "{\n  \"type\": \"job\",\n  \"column\": [\n    \"id\"\n  ]\n}");
    row("like siblings on one line", "{\n  \"a\": [ 1, 2 ],\n  \"b\": [ 3 ]\n}", "/c", "[4, 5]",
        "{\n  \"a\": [ 1, 2 ],\n  \"b\": [ 3 ],\n  \"c\": [ 4, 5 ]\n}");
    row("known keys in the documents' order", "{\n  \"steps\": [\n  ]\n}", "/steps/-",
        "{\"category\": \"reader\", \"name\": \"Reader\", \"parameter\": {}, \"stepType\": \"stream\"}",
        "{\n  \"steps\": [\n    {\n      \"stepType\": \"stream\",\n      \"parameter\": {},\n      \"name\": "
        "\"Reader\",\n"
        "      \"category\": \"reader\"\n    }\n  ]\n}");

    row("remove a line", "{\n  \"a\": 1, // one\n  \"b\": 2\n}", "/a", "", "{\n  \"b\": 2\n}");
    row("remove the last line", "{\n  \"a\": 1, // one\n  \"b\": 2 // two\n}", "/b", "", "{\n  \"a\": 1 // one\n}");
    row("remove keeps comments of other lines", "{\n  // head\n  \"a\": 1,\n  // b is next\n  \"b\": 2\n}", "/a", "",
        "{\n  // head\n  // b is next\n  \"b\": 2\n}");
    row("remove first on one line", "{ \"a\": 1, \"b\": 2, \"c\": 3 }", "/a", "", "{ \"b\": 2, \"c\": 3 }");
    row("remove middle on one line", "{ \"a\": 1, \"b\": 2, \"c\": 3 }", "/b", "", "{ \"a\": 1, \"c\": 3 }");
    row("remove last on one line", "{ \"a\": 1, \"b\": 2, \"c\": 3 }", "/c", "", "{ \"a\": 1, \"b\": 2 }");
    row("remove the only one", "{\n  \"p\": {\n    \"a\": 1\n  }\n}", "/p/a", "", "{\n  \"p\": {}\n}");
    row("remove with trailing comma", "[\n  1,\n  2,\n]", "/1", "", "[\n  1,\n]");
    row("remove pulls the bracket up", "[ 1,\n  2 ]", "/1", "", "[ 1 ]");
    row("remove not into a comment", "[ 1, // one\n  2 ]", "/1", "", "[ 1 // one\n ]");
    row("remove beside a line mate", "[\n  1, 2, // both\n  3\n]", "/1", "", "[\n  1, // both\n  3\n]");
    row("remove what is not there", "{ \"a\": 1 }", "/b/c", "", "{ \"a\": 1 }");
    row("remove an object of lines", "[\n  {\n    \"a\": 1\n  },\n  {\n    \"b\": 2\n  }\n]", "/0", "",
        "[\n  {\n    \"b\": 2\n  }\n]");

    row("object over object", "{ \"s\": { \"a\": 1, /* b */ \"b\": 2, \"c\": 3 } }", "/s",
        "{\"c\": 3, \"b\": 5, \"d\": 4}", "{ \"s\": { /* b */ \"b\": 5, \"c\": 3, \"d\": 4 } }");
    row("rename the only key", "{ \"s\": { \"a\": 1 } }", "/s", "{\"b\": 1}", "{ \"s\": { \"b\": 1 } }");
    row("other kind", "{\n  \"a\": 1\n}", "/a", "{\"b\": []}", "{\n  \"a\": {\n    \"b\": []\n  }\n}");
    row("the whole", "{ \"a\": 1 }", "", "[]", "[]");
}

void ScriptEditsTest::edits()
{
    QFETCH(QString, before);
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    QFETCH(QString, after);
    const ScriptDocument document(before);
    QVERIFY(document.parsed());
    const auto changed = value.isEmpty() ? document.remove(pointer) : document.set(pointer, json(value));
    QVERIFY2(changed.ok(), changed.ok() ? "" : qPrintable(changed.error().text()));
    QCOMPARE(changed->text(), after);
    QCOMPARE(document.text(), before);
}

void ScriptEditsTest::replacesArraysElementByElement()
{
    const ScriptDocument document(QStringLiteral("{\n"
                                                 "  \"column\": [\n"
                                                 "    \"id\", // the key\n"
                                                 "    \"name\",\n"
                                                 "    \"age\", // in years\n"
                                                 "    'x' \n"
                                                 "  ]\n"
                                                 "}\n")
                                      .replace(QLatin1String("'x' "), QLatin1String("\"'x'\"")));
    QVERIFY(document.parsed());
    const auto changed =
        document.set(QStringLiteral("/column"), json(QStringLiteral("[\"id\", \"age\", \"sex\", \"'x'\", \"more\"]")));
    QVERIFY(changed.ok());
    QCOMPARE(changed->text(), QStringLiteral("{\n"
                                             "  \"column\": [\n"
                                             "    \"id\", // the key\n"
                                             "    \"age\", // in years\n"
                                             "    \"sex\",\n"
                                             "    \"'x'\",\n"
                                             "    \"more\"\n"
                                             "  ]\n"
                                             "}\n"));
}

void ScriptEditsTest::refusals()
{
    const ScriptDocument document(QStringLiteral("{ \"a\": 1, \"l\": [ 1 ], \"n\": null }"));
    for (const char *pointer : {"/a/b", "/a/b/c", "/l/x", "/l/5", "/l/01", "/n/x", "a"}) {
        const auto result = document.set(QLatin1String(pointer), 1);
        QVERIFY2(!result.ok(), pointer);
        QCOMPARE(result.error().code, ErrorCode::Config);
        QVERIFY(!result.error().message.isEmpty());
    }
    QVERIFY(!document.remove(QString()).ok());
    QVERIFY(!document.remove(QStringLiteral("a")).ok());
    QCOMPARE(document.set(QStringLiteral("/a"), QJsonValue(QJsonValue::Undefined))->text(),
             QStringLiteral("{ \"l\": [ 1 ], \"n\": null }"));
}

std::unique_ptr<QObject> makeScriptEditsTest()
{
    return std::make_unique<ScriptEditsTest>();
}

} // namespace sluice

#include "tst_scriptedits.moc"
