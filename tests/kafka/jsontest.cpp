#include "connectors/kafka/jsonfields.h"
#include "connectors/kafka/jsonshapes.h"
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
    void aKeyThatStandsVeryOften();
    void agreesWithTheChecker();
    void formsAreLearned_data();
    void formsAreLearned();
    void knownFormsGiveTheSame();
    void manyFormsCostNoMore();
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

// Going back over what was found at every repeat would take minutes here.
void JsonTest::aKeyThatStandsVeryOften()
{
    const QByteArray text = "{" + QByteArray("\"x\":1,").repeated(170000) + "\"x\":2}";
    QCOMPARE(found(text, QStringLiteral("x")), QStringLiteral("2"));
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

void JsonTest::formsAreLearned_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("values"); // of id and t; empty: a parser must look
    const auto row = [](const char *text, const char *values) {
        QTest::newRow(text) << QByteArray(text) << QString(values);
    };
    row(R"({"id":7,"a":{"t":"x"},"n":null})", "7 x");
    row(R"({"id":-12345678.90e+12,"a":{"t":""},"n":true})", "-12345678.90e+12 ");
    row(R"({"id":"text","a":{"t":null},"n":"\q"})", "");
    row(R"({"id":"text","a":{"t":null},"n":"\u00e9\\"})", "text NULL");
    row(R"({"id":"\"\u00e9\/","a":{"t":false},"n":0})", "\"é/ false");
    row(R"({"id":"\ud83d","a":{"t":"a long text with ümlauts and more"},"n":0})",
        "� a long text with ümlauts and more");
    row(R"({"id":7,"a":{"t":"x"},"n":null} )", "");
    row(R"({"id":7,"a":{"t":"x"},"n":nul})", "");
    row(R"({"id":07,"a":{"t":"x"},"n":0})", "");
    row(R"({"id":7,"a":{"t":"x"},"n":[]})", "");
    row(R"({"id":7,"a":{"u":"x"},"n":0})", "");
    row(R"({"id":7,"a":{"t":"x"},"n":"0})", "");
    row(R"({"id":7,"a":{"t":"x"},"n":"0\)", "");
    row(R"({"id":7,"a":{"t":"x)", "");
    row(R"({"id":7)", "");
    row(R"({"id":)", "");
    row("", "");
    row("{\"id\":7,\"a\":{\"t\":\"\xff\"},\"n\":0}", "");
    row("{\"id\":7,\"a\":{\"t\":\"\n\"},\"n\":0}", "");
}

void JsonTest::formsAreLearned()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, values);
    const std::vector<size_t> id{0};
    const std::vector<size_t> t{1};
    const std::string_view first = R"({"id":1,"a":{"t":"y"},"n":2})";
    JsonShapes shapes;
    shapes.learn(first, {{first.data() + 6, first.data() + 7, &id},
                         {first.data() + 17, first.data() + 20, &t},
                         {first.data() + 26, first.data() + 27, nullptr}});
    JsonShapes::Values got(2);
    // What another record left there does not count.
    const QByteArray padded = text + '\0' + QByteArray(int(JsonFields::padding), '7');
    const bool matched = shapes.match(padded.constData(), size_t(text.size()), got);
    QCOMPARE(matched, !values.isEmpty());
    const auto shown = [&](size_t i) {
        return got[i] ? QString::fromUtf8(got[i]->data(), qsizetype(got[i]->size())) : QStringLiteral("NULL");
    };
    if (matched)
        QCOMPARE(shown(0) + u' ' + shown(1), values);
}

// Whatever is done to a text: those that have seen others before say what one says that has not.
void JsonTest::knownFormsGiveTheSame()
{
    const QByteArray first = R"({"id":17,"user":"a\u00e9\n","city":"M\u00fcnchen","amount":-1.5e3,"ok":true,"n":null,)"
                             R"("a":{"b":"x","c":[1,"y"]},"id":18,"a":{"b":"z"}})";
    const QStringList names{"id", "user", "amount", "n", "a.b", "a.c[1]"};
    std::vector<JsonPath> paths;
    for (const QString &name : names)
        paths.push_back(JsonPath::parse(name).value());
    const auto told = [](JsonFields &fields, const QByteArray &text) {
        const QByteArray padded = text + QByteArray(int(JsonFields::padding), '\0');
        const auto *values = fields.extract(padded.constData(), size_t(text.size()));
        QStringList shown;
        for (size_t i = 0; values && i < values->size(); ++i)
            shown.append((*values)[i] ? QString::fromUtf8((*values)[i]->data(), qsizetype((*values)[i]->size()))
                                      : QStringLiteral("NULL"));
        return values ? shown.join(u'|') : QStringLiteral("dirty");
    };
    QRandomGenerator random(5);
    const QByteArray alphabet = "{}[]\":,\\ 0123456789.eE+-truefalsn\x01\xc3\xa9u";
    JsonFields learned(paths);
    QCOMPARE(told(learned, first), QStringLiteral("18|aé\n|-1.5e3|NULL|z|NULL"));
    for (int round = 0; round < 20000; ++round) {
        QByteArray text = first;
        for (int change = random.bounded(0, 3); change > 0; --change) {
            const int at = random.bounded(int(text.size()));
            const char c = alphabet[random.bounded(int(alphabet.size()))];
            if (random.bounded(2))
                text[at] = c;
            else
                text.insert(at, c);
        }
        JsonFields fresh(paths);
        QCOMPARE(told(learned, text), told(fresh, text));
    }
}

// Topics whose records all differ: what is known stays bounded, and values stay right.
void JsonTest::manyFormsCostNoMore()
{
    JsonFields fields({JsonPath::parse(QStringLiteral("x")).value()});
    for (int i = 0; i < 20000; ++i) {
        const QByteArray text = "{\"k" + QByteArray::number(i % 977) + "\":1,\"x\":" + QByteArray::number(i) + "}";
        const QByteArray padded = text + QByteArray(int(JsonFields::padding), '\0');
        const auto *values = fields.extract(padded.constData(), size_t(text.size()));
        QVERIFY(values && values->front());
        QCOMPARE(std::string(*values->front()), std::to_string(i));
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
