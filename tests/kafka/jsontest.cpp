#include "connectors/kafka/jsonfields.h"
#include "data/jsontext.h"
#include "kafka/tests.h"

#include <QRandomGenerator>
#include <QtTest>

#include <cstring>

namespace sluice
{

namespace
{

const char *const tutorial =
    R"({"a":{"a1":"hello"},"b":"world","c":["xxxxxxx","yyyyyyy"],"d":[{"AA":"this","BB":"is_data"},)"
    R"({"AA":"that","BB":"is_also_data"}],"a.b":"unreachable"})";

// What one path finds in one text; "NULL" for nothing, "dirty" when the text is not JSON.
QString found(const QByteArray &text, const QString &path)
{
    JsonFields fields({JsonPath::parse(path).value()});
    QByteArray padded = text + QByteArray(int(JsonFields::padding), '\0');
    const auto *values = fields.extract(padded.constData(), size_t(text.size()));
    if (!values)
        return QStringLiteral("dirty");
    return values->front() ? QString::fromUtf8(values->front()->data(), qsizetype(values->front()->size()))
                           : QStringLiteral("NULL");
}

} // namespace

class JsonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void paths_data();
    void paths();
    void values_data();
    void values();
    void badPaths_data();
    void badPaths();
    void faultsAreNamed();
    void aKeyThatStandsTwice();
    void agreesWithTheChecker();
    void deepTextsAreBounded();
};

void JsonTest::paths_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *path, const char *value) {
        QTest::newRow(path) << QString(path) << QString(value);
    };
    row("a.a1", "hello");
    row("b", "world");
    row("c[1]", "yyyyyyy");
    row("d[0].AA", "this");
    row("a.b", "NULL");
    row("c[0]", "xxxxxxx");
    row("d[1].BB", "is_also_data");
    row("c[2]", "NULL");
    row("a.zz", "NULL");
    row("b.x", "NULL");
    row("d[0]", R"({"AA":"this","BB":"is_data"})");
    row("c", R"(["xxxxxxx","yyyyyyy"])");
    row("A.a1", "NULL"); // names differ by case
}

void JsonTest::paths()
{
    QFETCH(QString, path);
    QTEST(found(tutorial, path), "value");
}

void JsonTest::values_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *text, const char *value) {
        QTest::newRow(text) << QByteArray(text) << QString(value);
    };
    row(R"({"x":1.10})", "1.10");
    row(R"({"x": -0.5e+10 })", "-0.5e+10");
    row(R"({"x":123456789012345678901234567890})", "123456789012345678901234567890");
    row(R"({"x":1e999})", "1e999");
    row(R"({"x":true})", "true");
    row(R"({"x":null})", "NULL");
    row(R"({"x":""})", "");
    row(R"({"x":"a\"b\\c\u00e9\n"})", "a\"b\\c\u00e9\n");
    row(R"({"x":"\ud83d\ude00"})", "\U0001F600");
    row(R"({"x":"\ud83d"})", "\uFFFD");
    row(R"({"\u0078":"escaped key"})", "escaped key");
    row(R"({"x" : { "a" : [ 1 , 2 ] } , "y":0})", R"({ "a" : [ 1 , 2 ] })");
    row(R"( {"y":[{"x":1}],"x":2} )", "2");
    row("5", "NULL");
    row(R"("x")", "NULL");
    row("[1]", "NULL");
    row("{}", "NULL");
    row("", "dirty");
    row("   ", "dirty");
    row("{", "dirty");
    row(R"({"x":1)", "dirty");
    row(R"({"x":1}})", "dirty");
    row(R"({"x":1}{"x":2})", "dirty");
    row(R"({"x":1} x)", "dirty");
    row(R"({"x":1,})", "dirty");
    row(R"({"x":01})", "dirty");
    row(R"({"x":1.})", "dirty");
    row(R"({"x":+1})", "dirty");
    row(R"({"x":tru})", "dirty");
    row(R"({"x":1,"y":nul})", "dirty");
    row(R"({"x":1,"y":[1 2]})", "dirty");
    row(R"({"x":1,"y":"\q"})", "dirty");
    row(R"({"x":1 "y":2})", "dirty");
    row(R"({"x":1,"y":[1}])", "dirty");
    row("{'x':1}", "dirty");
    row("{\"x\":\"a\nb\"}", "dirty");
    row("{\"x\":\"\xff\"}", "dirty");
    row("\xef\xbb\xbf{\"x\":1}", "dirty");
    row("not json", "dirty");
}

void JsonTest::values()
{
    QFETCH(QByteArray, text);
    QTEST(found(text, QStringLiteral("x")), "value");
}

void JsonTest::badPaths_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *path, const char *words) {
        QTest::newRow(path) << QString(path) << QString(words);
    };
    row("a..b", "character 3");
    row(".a", "character 1");
    row("a.", "character 3");
    row("c[", "character 3");
    row("c[]", "character 3");
    row("c[x]", "character 3");
    row("c[1", "character 4");
    row("c[-1]", "character 3: elements are counted from 0");
    row("c[1]x", "character 5");
    row("c]", "character 2: ] without [");
    row("c[99999999999]", "too large");
    row("", "empty");
}

void JsonTest::badPaths()
{
    QFETCH(QString, path);
    QFETCH(QString, words);
    const auto parsed = JsonPath::parse(path);
    QVERIFY(!parsed);
    QVERIFY2(parsed.error().message.contains(words), qPrintable(parsed.error().message));
}

void JsonTest::faultsAreNamed()
{
    QCOMPARE(JsonFields::fault("{\"x\":tru}"), QStringLiteral("the value is not JSON: it breaks at position 6"));
    QCOMPARE(JsonFields::fault("\xff"), QStringLiteral("the value is not UTF-8: byte 1 breaks it"));
    QCOMPARE(JsonFields::fault(""), QStringLiteral("the value is empty, not JSON"));
}

void JsonTest::aKeyThatStandsTwice()
{
    QCOMPARE(found(R"({"x":1,"x":2})", QStringLiteral("x")), QStringLiteral("2"));
    QCOMPARE(found(R"({"x":{"y":1},"x":{}})", QStringLiteral("x.y")), QStringLiteral("NULL"));
    QCOMPARE(found(R"({"x":1,"x":null})", QStringLiteral("x")), QStringLiteral("NULL"));
}

// Whatever is done to a text: it is taken exactly when it is JSON.
void JsonTest::agreesWithTheChecker()
{
    QRandomGenerator random(20221122);
    const QByteArray alphabet = "{}[]\":,\\ 0123456789.eE+-truefalsn\x01\x80\xc3u";
    for (int round = 0; round < 20000; ++round) {
        QByteArray text = tutorial;
        for (int change = random.bounded(1, 4); change > 0; --change) {
            const int at = random.bounded(int(text.size()));
            const char c = alphabet[random.bounded(int(alphabet.size()))];
            switch (random.bounded(3)) {
            case 0:
                text[at] = c;
                break;
            case 1:
                text.insert(at, c);
                break;
            default:
                text.remove(at, 1);
            }
        }
        const bool json = text.isValidUtf8() && jsonFault({text.constData(), size_t(text.size())}) < 0;
        QVERIFY2((found(text, QStringLiteral("d[1].BB")) != QLatin1String("dirty")) == json, text.constData());
    }
}

void JsonTest::deepTextsAreBounded()
{
    QCOMPARE(found(QByteArray(100000, '['), QStringLiteral("x")), QStringLiteral("dirty"));
    QCOMPARE(found(QByteArray(200, '[') + QByteArray(200, ']'), QStringLiteral("x")), QStringLiteral("dirty"));
    QCOMPARE(found(QByteArray(100, '[') + QByteArray(100, ']'), QStringLiteral("x")), QStringLiteral("NULL"));
}

int runJsonTests(int argc, char **argv)
{
    JsonTest test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace sluice

#include "jsontest.moc"
