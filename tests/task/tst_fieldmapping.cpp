#include "task/fieldmapping.h"
#include "task/fieldmappingsuggest.h"
#include "task/fieldmappingverdict.h"
#include "tests.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QSet>
#include <QTest>

namespace sluice
{

// The rules of field mapping (FM-1…FM-9) on the model, without a screen.
class FieldMappingTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sameNameSameLineClear();
    void oneToOne();
    void sameNameIgnoresCase();
    void ambiguousNames();
    void constantsStayPositional();
    void partitionValues();
    void partitionOfTheDestination();
    void roundTrip_data();
    void roundTrip();
    void starsStandForTheSchema();
    void whatIsImpliedStaysImplied();
    void missesAreFlagged();
    void rePointingKeepsMatches();
    void orderOfSources();
    void dragInOrder();
    void newColumnsOfFiles();
    void lastColumnOfACopyStays();
    void operationsKeepTheRules_data();
    void operationsKeepTheRules();
    void verdicts_data();
    void verdicts();
    void verdictsOfSamples();
    void likeness();
    void suggestions();
    void suggestionsNeedValuesThatFit();
    void thousandColumns();
};

namespace
{

Schema schemaOf(const QStringList &columns)
{
    Schema schema;
    for (const QString &column : columns) {
        const QString name = column.section(u' ', 0, 0), type = column.section(u' ', 1);
        schema.columns.append({name, type.isEmpty() ? Type() : *Type::parse(type), true, {}});
    }
    return schema;
}

QJsonValue json(const QByteArray &text)
{
    return QJsonDocument::fromJson("[" + text + "]").array().first();
}

StepSpec step(const QString &type, const QString &category, const QByteArray &column)
{
    StepSpec step;
    step.stepType = type;
    step.category = category;
    if (!column.isEmpty())
        step.parameter.insert(QStringLiteral("column"), json(column));
    return step;
}

MappingEnd end(const QString &type, const QString &category, const QByteArray &column, const QStringList &columns = {},
               const QStringList &levels = {})
{
    return {step(type, category, column), !columns.isEmpty(), schemaOf(columns), schemaOf(levels)};
}

MappingEnd odpsReader(const QByteArray &column, const QStringList &columns = {}, const QStringList &levels = {})
{
    return end(QStringLiteral("odps"), QStringLiteral("reader"), column, columns, levels);
}

MappingEnd odpsWriter(const QByteArray &column, const QStringList &columns = {})
{
    return end(QStringLiteral("odps"), QStringLiteral("writer"), column, columns);
}

QByteArray text(const QJsonValue &value)
{
    if (value.isUndefined())
        return "-";
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

QByteArray columns(const FieldMapping &mapping)
{
    return text(mapping.readerColumn()) + " " + text(mapping.writerColumn());
}

// "id→ID name→Name"
QString lines(const FieldMapping &mapping)
{
    QStringList parts;
    for (const FieldLink &link : mapping.links())
        parts.append(mapping.sources()[link.source].name + u'>' + mapping.targets()[link.target].name);
    return parts.join(u' ');
}

int source(const FieldMapping &mapping, const char *name)
{
    return mapping.sourceOfKey(QLatin1String(name));
}

int target(const FieldMapping &mapping, const char *name)
{
    return mapping.targetOfKey(QLatin1String(name));
}

} // namespace

void FieldMappingTest::sameNameSameLineClear() // FM-7
{
    FieldMapping mapping(odpsReader("[]", {QStringLiteral("id"), QStringLiteral("name"), QStringLiteral("age")}),
                         odpsWriter("[]", {QStringLiteral("Name"), QStringLiteral("ID"), QStringLiteral("x")}));
    MappingOutcome outcome = mapping.mapSameName();
    QVERIFY(outcome.changed);
    QCOMPARE(outcome.words, QStringLiteral("2 mapped, 1 left."));
    QCOMPARE(lines(mapping), QStringLiteral("name>Name id>ID"));
    outcome = mapping.mapSameLine();
    QCOMPARE(outcome.words, QStringLiteral("3 mapped, 0 left."));
    QCOMPARE(mapping.targetOf(source(mapping, "id")), target(mapping, "Name"));
    QCOMPARE(mapping.targetOf(source(mapping, "name")), target(mapping, "ID"));
    QCOMPARE(mapping.targetOf(source(mapping, "age")), target(mapping, "x"));
    QVERIFY(mapping.clear().changed);
    QCOMPARE(columns(mapping), QByteArray("[] []"));
    QVERIFY(!mapping.clear().changed);
}

void FieldMappingTest::oneToOne() // FM-4, FM-5
{
    const QStringList names{QStringLiteral("a"), QStringLiteral("b")};
    FieldMapping mapping(odpsReader(R"(["a"])", names), odpsWriter(R"(["a"])", names));
    const int a = source(mapping, "a"), b = source(mapping, "b");
    MappingOutcome outcome = mapping.link(a, 1); // from a used source
    QVERIFY(!outcome.changed && outcome.replaces);
    QCOMPARE(outcome.words, QStringLiteral("a feeds a. A field feeds one column."));
    outcome = mapping.link(b, 0); // onto a used target
    QVERIFY(!outcome.changed && outcome.replaces);
    QCOMPARE(outcome.words, QStringLiteral("a is filled from a. A column has one source."));
    QCOMPARE(columns(mapping), QByteArray(R"(["a"] ["a"])"));
    QVERIFY(mapping.link(b, 0, FieldMapping::InUse::Replace).changed);
    QCOMPARE(columns(mapping), QByteArray(R"(["b"] ["a"])"));
    QVERIFY(mapping.link(a, 1).changed);
    QVERIFY(mapping.link(a, 0, FieldMapping::InUse::Replace).changed);
    QCOMPARE(columns(mapping), QByteArray(R"(["a"] ["a"])")); // both lines of the two are gone
}

void FieldMappingTest::sameNameIgnoresCase() // AM-10, OS-6
{
    const QStringList names{QStringLiteral("pk"),       QStringLiteral("colName"), QStringLiteral("version"),
                            QStringLiteral("colValue"), QStringLiteral("opType"),  QStringLiteral("sequenceInfo")};
    QStringList small;
    for (const QString &name : names)
        small.append(name.toLower());
    FieldMapping mapping(end(QStringLiteral("otsstream"), QStringLiteral("reader"), "[]", names),
                         odpsWriter("[]", small));
    QCOMPARE(mapping.mapSameName().words, QStringLiteral("6 mapped, 0 left."));
    QCOMPARE(columns(mapping), QByteArray(R"(["pk","colName","version","colValue","opType","sequenceInfo"] )"
                                          R"(["pk","colname","version","colvalue","optype","sequenceinfo"])"));
}

void FieldMappingTest::ambiguousNames()
{
    const QStringList twice{QStringLiteral("ID"), QStringLiteral("id"), QStringLiteral("x")};
    const auto reader = end(QStringLiteral("file"), QStringLiteral("reader"), R"(["x"])", twice);
    FieldMapping mapping(reader, odpsWriter(R"(["y"])", {QStringLiteral("Id"), QStringLiteral("y")}));
    QCOMPARE(mapping.mapSameName().words,
             QStringLiteral("No field has the name of a column, upper and lower case aside."));
    FieldMapping exact(reader, odpsWriter("[]", {QStringLiteral("id"), QStringLiteral("x"), QStringLiteral("q")}));
    QCOMPARE(exact.mapSameName().words, QStringLiteral("2 mapped, 1 left."));
    QCOMPARE(exact.sources()[exact.sourceOf(0)].name, QStringLiteral("id"));
}

void FieldMappingTest::constantsStayPositional() // FM-6, MR-13
{
    const auto reader = odpsReader(R"(["age","name","'1988-08-08 08:08:08'","id"])",
                                   {QStringLiteral("id bigint"), QStringLiteral("name"), QStringLiteral("age int")});
    FieldMapping mapping(reader, odpsWriter(R"(["a","b","c","d"])",
                                            {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c datetime"),
                                             QStringLiteral("d"), QStringLiteral("e")}));
    QCOMPARE(lines(mapping), QStringLiteral("age>a name>b '1988-08-08 08:08:08'>c id>d"));
    const MappedField &constant = mapping.sources()[mapping.sourceOf(target(mapping, "c"))];
    QCOMPARE(constant.kind, FieldKind::Constant);
    QCOMPARE(*constantText(constant), QStringLiteral("1988-08-08 08:08:08"));
    QVERIFY(mapping.unlink({}, {target(mapping, "b")}).changed);
    QCOMPARE(columns(mapping), QByteArray(R"(["age","'1988-08-08 08:08:08'","id"] ["a","c","d"])"));
    const int added = mapping.addSource(constantEntry(QStringLiteral("it's"), ReaderForm::Table));
    QVERIFY(mapping.link(added, target(mapping, "e")).changed);
    QCOMPARE(text(mapping.readerColumn()), QByteArray(R"(["age","'1988-08-08 08:08:08'","id","'it''s'"])"));
}

void FieldMappingTest::partitionValues() // FM-9, MR-11, AM-3
{
    FieldMapping mapping(odpsReader(R"(["id","pt"])", {QStringLiteral("id")}, {QStringLiteral("pt string")}),
                         odpsWriter(R"(["id","day"])", {QStringLiteral("id"), QStringLiteral("day")}));
    const MappedField &level = mapping.sources()[source(mapping, "pt")];
    QCOMPARE(level.kind, FieldKind::PartitionValue);
    QCOMPARE(lines(mapping), QStringLiteral("id>id pt>day"));
    QVERIFY(mapping.mapSameLine().changed == false); // a partition's value is no line of the table
}

void FieldMappingTest::partitionOfTheDestination()
{
    auto writer = odpsWriter(R"(["a"])", {QStringLiteral("a")});
    writer.partitionColumns = schemaOf({QStringLiteral("pt"), QStringLiteral("type")});
    writer.step.parameter.insert(QStringLiteral("partition"), QStringLiteral("pt='20150101', type"));
    FieldMapping mapping(odpsReader(R"(["a"])", {QStringLiteral("a"), QStringLiteral("b")}), writer);
    const int fixed = target(mapping, "pt"), filled = target(mapping, "type");
    QCOMPARE(mapping.targets()[fixed].fixedValue, QStringLiteral("20150101"));
    QVERIFY(!mapping.link(source(mapping, "b"), fixed).changed);
    QVERIFY(mapping.link(source(mapping, "b"), filled).changed); // comes with the rows
    QCOMPARE(columns(mapping), QByteArray(R"(["a","b"] ["a","type"])"));
}

void FieldMappingTest::roundTrip_data()
{
    QTest::addColumn<QString>("readerType");
    QTest::addColumn<QByteArray>("reader");
    QTest::addColumn<QString>("writerType");
    QTest::addColumn<QByteArray>("writer");
    const auto row = [](const char *name, const char *from, const char *reader, const char *to, const char *writer) {
        QTest::newRow(name) << QString::fromLatin1(from) << QByteArray(reader) << QString::fromLatin1(to)
                            << QByteArray(writer);
    };
    row("names", "odps", R"(["b","a"])", "odps", R"(["x","y"])");
    row("constants", "odps", R"(["'c'","'c'","a"])", "odps", R"(["x","y","z"])");
    row("expressions", "odps", R"x(["upper(a)","a + 1","upper(a)"])x", "odps", R"(["x","y","z"])");
    row("back quotes and case", "odps", R"([" `A` ","B"])", "odps", R"(["X","`y`"])");
    row("variables", "odps", R"(["${column}","'${bizdate}'"])", "odps", R"(["x","y"])");
    row("all", "odps", R"(["*"])", "odps", R"(["*"])");
    row("all and more", "odps", R"(["*","'c'"])", "odps", R"(["x","y","z"])");
    row("one text", "odps", R"("a")", "odps", R"("x")");
    row("fewer read", "odps", R"(["a"])", "odps", R"(["x","y","z"])");
    row("more read", "odps", R"(["a","b","'c'"])", "odps", R"(["x"])");
    row("not of the table", "odps", R"(["gone","a"])", "odps", R"(["x","nowhere"])");
    row("twice", "odps", R"(["a","a"])", "odps", R"(["x","x"])");
    row("nonsense", "odps", R"([1,null,{"a":1},"",["b"]])", "odps", R"([true,{},"x"])");
    row("operation", "odps", R"(["a","b"])", "odps", R"(["x","__operation__"])");
    row("paths", "kafka", R"(["__key__","a.a1","c[1]","d[0].AA","'k'","*"])", "odps", R"(["x","y","z","p","q","r"])");
    row("file entries", "file",
        R"(["a",{"index":1,"type":"long"},{"name":"b","type":"date","format":"yyyy"},{"value":"v"},"__file__"])",
        "odps", R"(["x","y","z","p","q"])");
    row("file without columns", "file", "", "odps", R"(["x","y"])");
    row("file to nothing", "file", "", "odps", R"([])");
    row("generated", "stream", R"([{"type":"long","random":"1, 3"},{"value":"x"}])", "odps", R"(["x","y"])");
    row("generated for the peer", "stream", "", "odps", R"(["y","x"])");
    row("generated for all", "stream", "", "odps", R"(["*"])");
    row("generated, discarded", "stream", R"([{"type":"long"}])", "stream", "");
    row("nothing said", "stream", "", "stream", "");
    row("to a file", "odps", R"(["a","'c'"])", "file", R"(["p",{"name":"q","type":"string"}])");
    row("to a file as it comes", "odps", R"(["a","'c'","b"])", "file", "");
    row("to a file, all", "odps", R"(["b","a"])", "file", R"(["*"])");
    row("a file copied", "file", "", "file", "");
    row("to Kafka", "odps", R"(["a","b"])", "kafka", R"(["p","q"])");
    row("not an array", "odps", R"({"a":1})", "odps", R"(7)");
}

void FieldMappingTest::roundTrip()
{
    QFETCH(QString, readerType);
    QFETCH(QByteArray, reader);
    QFETCH(QString, writerType);
    QFETCH(QByteArray, writer);
    const QStringList known{QStringLiteral("a"), QStringLiteral("b bigint")};
    const QStringList table{QStringLiteral("x"), QStringLiteral("y bigint"), QStringLiteral("z")};
    const auto said = [](const QByteArray &column) { return column.isEmpty() ? "-" : text(json(column)); };
    const QByteArray expected = said(reader) + " " + said(writer);
    for (const bool offline : {false, true}) {
        const QStringList paths{QStringLiteral("__key__"), QStringLiteral("a.a1"), QStringLiteral("b")};
        const FieldMapping mapping(end(readerType, QStringLiteral("reader"), reader,
                                       offline                                ? QStringList()
                                       : readerType == QLatin1String("kafka") ? paths
                                                                              : known),
                                   end(writerType, QStringLiteral("writer"), writer, offline ? QStringList() : table));
        QCOMPARE(columns(mapping), QByteArray(expected));
        // Taking a line away and back says the same again, or names what was implied.
        if (mapping.links().isEmpty())
            continue;
        FieldMapping changed = mapping;
        const FieldLink last = changed.links().last();
        if (changed.unlink({last.source}, {}).changed && changed.obstacle(last.source, last.target).isEmpty() &&
            mapping.readInVain().isEmpty()) {
            QVERIFY(changed.link(last.source, last.target).changed);
            QCOMPARE(lines(changed), lines(mapping));
            QCOMPARE(columns(changed), QByteArray(expected));
        }
    }
}

void FieldMappingTest::starsStandForTheSchema()
{
    const QStringList names{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")};
    FieldMapping mapping(odpsReader(R"(["*"])", names), odpsWriter(R"(["*"])", names));
    QCOMPARE(lines(mapping), QStringLiteral("a>a b>b c>c"));
    QVERIFY(mapping.unlink({}, {1}).changed);
    QCOMPARE(columns(mapping), QByteArray(R"(["a","c"] ["a","c"])"));
    // Without a schema there is one line of everything.
    const FieldMapping offline(odpsReader(R"(["*"])"), odpsWriter(R"(["*"])"));
    QCOMPARE(offline.sources().first().kind, FieldKind::Everything);
    QCOMPARE(lines(offline), QStringLiteral("*>*"));
}

void FieldMappingTest::whatIsImpliedStaysImplied()
{
    // A file takes the names that come; leaving a column out changes the reader alone.
    FieldMapping toFile(odpsReader(R"(["a","b"])", {QStringLiteral("a"), QStringLiteral("b")}),
                        end(QStringLiteral("file"), QStringLiteral("writer"), ""));
    QVERIFY(toFile.unlink({0}, {}).changed);
    QCOMPARE(columns(toFile), QByteArray(R"(["b"] -)"));
    // Another name for a column must be said.
    FieldMapping crossed(odpsReader(R"(["a"])", {QStringLiteral("a"), QStringLiteral("b")}),
                         end(QStringLiteral("file"), QStringLiteral("writer"), ""));
    QVERIFY(crossed.link(source(crossed, "b"), 0, FieldMapping::InUse::Replace).changed);
    QCOMPARE(columns(crossed), QByteArray(R"(["b"] ["a"])"));
    // A generated source follows the writer's columns.
    FieldMapping generated(end(QStringLiteral("stream"), QStringLiteral("reader"), ""),
                           odpsWriter(R"(["x","y"])", {QStringLiteral("x"), QStringLiteral("y bigint")}));
    QVERIFY(generated.unlink({}, {0}).changed);
    QCOMPARE(columns(generated), QByteArray(R"(- ["y"])"));
    QVERIFY(generated.link(0, 0).changed);
    QCOMPARE(columns(generated), QByteArray(R"(- ["y","x"])"));
    // What stream writes has no list at all.
    FieldMapping bare(odpsReader(R"(["a"])", {QStringLiteral("a"), QStringLiteral("b")}),
                      end(QStringLiteral("stream"), QStringLiteral("writer"), ""));
    QVERIFY(bare.linkToNew({source(bare, "b")}).changed);
    QCOMPARE(columns(bare), QByteArray(R"(["a","b"] -)"));
}

void FieldMappingTest::missesAreFlagged()
{
    const FieldMapping mapping(odpsReader(R"(["gone","id"])", {QStringLiteral("id")}),
                               odpsWriter(R"(["id","away"])", {QStringLiteral("id"), QStringLiteral("x")}));
    QVERIFY(mapping.sources()[source(mapping, "gone")].missing);
    QVERIFY(!mapping.sources()[source(mapping, "id")].missing);
    QVERIFY(mapping.targets()[target(mapping, "away")].missing);
    QCOMPARE(columns(mapping), QByteArray(R"(["gone","id"] ["id","away"])")); // kept
    // Nothing is missing from what was never read.
    const FieldMapping offline(odpsReader(R"(["gone"])"), odpsWriter(R"(["away"])"));
    QVERIFY(!offline.sources().first().missing);
    QVERIFY(!offline.targets().first().missing);
}

void FieldMappingTest::rePointingKeepsMatches()
{
    const auto writer = odpsWriter(R"(["a","b","c"])", {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")});
    const FieldMapping moved(
        odpsReader(R"(["a","b","c"])", {QStringLiteral("c"), QStringLiteral("A"), QStringLiteral("z")}), writer);
    QCOMPARE(lines(moved), QStringLiteral("A>a b>b c>c"));
    QVERIFY(moved.sources()[source(moved, "b")].missing);
    QVERIFY(!moved.sources()[source(moved, "A")].missing);
}

void FieldMappingTest::orderOfSources()
{
    const QStringList names{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")};
    const auto reader = odpsReader(R"(["a","b","c"])", names);
    FieldMapping mapping(
        reader, odpsWriter(R"(["x","y","z"])", {QStringLiteral("x"), QStringLiteral("y"), QStringLiteral("z")}));
    QVERIFY(mapping.moveSource(2, 0).changed);
    QCOMPARE(columns(mapping), QByteArray(R"(["c","a","b"] ["z","x","y"])")); // the pairs stay pairs
    QVERIFY(mapping.moveSource(0, -1).changed);
    QCOMPARE(columns(mapping), QByteArray(R"(["a","b","c"] ["x","y","z"])"));
    LooseFields loose;
    loose.order = {QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("a")};
    FieldMapping ordered(reader, odpsWriter("[]", {QStringLiteral("x"), QStringLiteral("y")}), loose);
    QVERIFY(ordered.mapSameLine().changed);
    QCOMPARE(lines(ordered), QStringLiteral("b>x c>y"));
}

void FieldMappingTest::dragInOrder()
{
    const QStringList names{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d")};
    FieldMapping mapping(odpsReader(R"(["d"])", names),
                         odpsWriter(R"(["y"])", {QStringLiteral("x"), QStringLiteral("y"), QStringLiteral("z")}));
    QCOMPARE(mapping.linkInOrder({0, 1, 2}, 0).words, QStringLiteral("2 mapped, 1 left.")); // y is taken, then the end
    QCOMPARE(lines(mapping), QStringLiteral("d>y a>x b>z"));
    QVERIFY(!mapping.linkInOrder({0, 2}, 0).changed);
}

void FieldMappingTest::newColumnsOfFiles()
{
    FieldMapping mapping(odpsReader(R"(["a"])", {QStringLiteral("a"), QStringLiteral("b")}),
                         end(QStringLiteral("file"), QStringLiteral("writer"), R"(["b"])"));
    QVERIFY(mapping.linkToNew({source(mapping, "b")}).changed); // its name is taken
    QCOMPARE(columns(mapping), QByteArray(R"(["a","b"] ["b","b_2"])"));
    QCOMPARE(mapping.addTarget(QStringLiteral("B")), -1);
    QVERIFY(mapping.addTarget(QStringLiteral("n")) >= 0);
    QCOMPARE(columns(mapping), QByteArray(R"(["a","b"] ["b","b_2"])")); // not written before something feeds it
}

void FieldMappingTest::lastColumnOfACopyStays()
{
    FieldMapping mapping(end(QStringLiteral("file"), QStringLiteral("reader"), "", {QStringLiteral("a")}),
                         end(QStringLiteral("file"), QStringLiteral("writer"), ""));
    const MappingOutcome outcome = mapping.clear(); // no columns would be all columns
    QVERIFY(!outcome.changed);
    QVERIFY(outcome.words.startsWith(QLatin1String("At least one column stays")));
    QCOMPARE(columns(mapping), QByteArray("- -"));
}

void FieldMappingTest::operationsKeepTheRules_data()
{
    QTest::addColumn<QString>("readerType");
    QTest::addColumn<QString>("writerType");
    for (const char *reader : {"odps", "file", "kafka", "stream"})
        for (const char *writer : {"odps", "file", "stream"})
            QTest::addRow("%s to %s", reader, writer) << QString::fromLatin1(reader) << QString::fromLatin1(writer);
}

// Whatever is done, in any order: no field feeds two columns, no column has two sources, both lists are as long as
// each other, and what the lists say is the same mapping again.
void FieldMappingTest::operationsKeepTheRules()
{
    QFETCH(QString, readerType);
    QFETCH(QString, writerType);
    QRandomGenerator random(7);
    const QStringList names{QStringLiteral("a"), QStringLiteral("b bigint"), QStringLiteral("C"),
                            QStringLiteral("d date")};
    const QStringList table{QStringLiteral("c"), QStringLiteral("B"), QStringLiteral("x double"), QStringLiteral("a")};
    for (int round = 0; round < 60; ++round) {
        MappingEnd reader = end(readerType, QStringLiteral("reader"), "", names, {QStringLiteral("pt")});
        MappingEnd writer =
            end(writerType, QStringLiteral("writer"), "", writerType == QLatin1String("odps") ? table : QStringList());
        FieldMapping mapping(reader, writer);
        for (int i = 0; i < 25; ++i) {
            const int sources = int(mapping.sources().size()), targets = int(mapping.targets().size());
            const int s = sources > 0 ? int(random.bounded(sources)) : -1,
                      t = targets > 0 ? int(random.bounded(targets)) : -1;
            switch (random.bounded(9)) {
            case 0:
            case 1:
                if (s >= 0 && t >= 0)
                    mapping.link(s, t, random.bounded(2) ? FieldMapping::InUse::Replace : FieldMapping::InUse::Refuse);
                break;
            case 2:
                if (s >= 0)
                    mapping.unlink({s}, {});
                break;
            case 3:
                mapping.mapSameName();
                break;
            case 4:
                mapping.mapSameLine();
                break;
            case 5:
                if (s >= 0)
                    mapping.linkToNew({s});
                break;
            case 6:
                mapping.addSource(constantEntry(QStringLiteral("k%1").arg(i % 3), mapping.readerForm()));
                break;
            case 7:
                if (s >= 0)
                    mapping.moveSource(s, sources > 1 ? int(random.bounded(sources)) : -1);
                break;
            case 8:
                if (random.bounded(4) == 0)
                    mapping.clear();
                break;
            }
            QSet<int> from, to;
            for (const FieldLink &link : mapping.links()) {
                QVERIFY(!from.contains(link.source) && !to.contains(link.target));
                from.insert(link.source);
                to.insert(link.target);
                QCOMPARE(mapping.targetOf(link.source), link.target);
                QCOMPARE(mapping.sourceOf(link.target), link.source);
            }
            const QJsonValue read = mapping.readerColumn(), written = mapping.writerColumn();
            if (read.isArray() && written.isArray())
                QCOMPARE(read.toArray().size(), written.toArray().size());
            // No name stands twice.
            QSet<QByteArray> seen;
            for (const QJsonValue &entry : written.toArray()) {
                QVERIFY2(!seen.contains(text(entry).toLower()), columns(mapping).constData());
                seen.insert(text(entry).toLower());
            }
            reader.step.parameter = {};
            writer.step.parameter = {};
            if (!read.isUndefined())
                reader.step.parameter.insert(QStringLiteral("column"), read);
            if (!written.isUndefined())
                writer.step.parameter.insert(QStringLiteral("column"), written);
            const FieldMapping again(reader, writer);
            QCOMPARE(text(again.readerColumn()), text(read));
            QCOMPARE(text(again.writerColumn()), text(written));
            QCOMPARE(again.links().size(), mapping.links().size());
            // What stream makes up or takes has no names of its own.
            if (writerType != QLatin1String("stream") && readerType != QLatin1String("stream"))
                QCOMPARE(lines(again), lines(mapping));
        }
    }
}

void FieldMappingTest::verdicts_data() // FM-8
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<int>("fit");
    QTest::addColumn<QString>("why");
    QTest::newRow("exact") << "BIGINT"
                           << "BIGINT" << int(LinkVerdict::Lossless) << "exact";
    QTest::newRow("widening") << "INT"
                              << "BIGINT" << int(LinkVerdict::Lossless) << "BIGINT has room";
    QTest::newRow("rounding") << "DOUBLE"
                              << "DECIMAL(18,2)" << int(LinkVerdict::Narrowing) << "rounds to 2 places";
    QTest::newRow("text") << "STRING"
                          << "BIGINT" << int(LinkVerdict::Narrowing) << "text may not be a number";
    QTest::newRow("too short") << "DATETIME"
                               << "VARCHAR(10)" << int(LinkVerdict::Dirty)
                               << "DATETIME takes at least 19 characters, VARCHAR(10) has room for 10";
    QTest::newRow("no cast") << "ARRAY<BIGINT>"
                             << "BIGINT" << int(LinkVerdict::Dirty) << "there is no cast from ARRAY<BIGINT> to BIGINT";
}

void FieldMappingTest::verdicts()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(int, fit);
    QFETCH(QString, why);
    const LinkVerdict verdict = judgeLink(*Type::parse(from), *Type::parse(to), {}, QTimeZone::utc());
    QCOMPARE(int(verdict.fit), fit);
    QCOMPARE(verdict.why, why);
}

void FieldMappingTest::verdictsOfSamples()
{
    const QTimeZone utc = QTimeZone::utc();
    LinkVerdict verdict = judgeLink(TypeKind::String, TypeKind::BigInt,
                                    {QStringLiteral("A-10017"), QString(), QStringLiteral("A-10018")}, utc);
    QCOMPARE(verdict.fit, LinkVerdict::Dirty);
    QCOMPARE(verdict.refused, 2);
    QCOMPARE(verdict.samples, 2); // NULL fits everywhere
    QCOMPARE(verdict.why, QStringLiteral("text is not a number"));
    QCOMPARE(verdict.shown.first().before, QStringLiteral("A-10017"));
    QVERIFY(verdict.shown.first().refusal.contains(QLatin1String("not a whole number")));
    verdict = judgeLink(TypeKind::String, TypeKind::BigInt, {QStringLiteral("1"), QStringLiteral("x")}, utc);
    QCOMPARE(verdict.fit, LinkVerdict::Dirty);
    QCOMPARE(verdict.why, QStringLiteral("1 of 2 samples do not fit"));
    verdict = judgeLink(TypeKind::String, TypeKind::Date, {QStringLiteral("someday")}, utc);
    QCOMPARE(verdict.why, QStringLiteral("1 of 1 samples do not fit")); // a date is no number
    verdict = judgeLink(TypeKind::String, TypeKind::BigInt, {QStringLiteral("1"), QStringLiteral("2")}, utc);
    QCOMPARE(verdict.fit, LinkVerdict::Narrowing); // another row may hold a text
    QCOMPARE(verdict.why, QStringLiteral("2 of 2 samples fit"));
    verdict = judgeLink(TypeKind::Double, Type::decimal(18, 2), {QStringLiteral("128.495")}, utc);
    QCOMPARE(verdict.fit, LinkVerdict::Narrowing);
    QCOMPARE(verdict.shown.first().after, QStringLiteral("128.5"));
    verdict = judgeLink(TypeKind::BigInt, TypeKind::DateTime, {QStringLiteral("1669079520000")}, utc);
    QCOMPARE(verdict.fit, LinkVerdict::Lossless);
    QCOMPARE(verdict.why, QStringLiteral("ms since 1970"));
    QCOMPARE(verdict.shown.first().after, QStringLiteral("2022-11-22 01:12:00"));
    // A constant is its own only sample.
    const MappedField constant = sourceField(QStringLiteral("'12'"), ReaderForm::Table, 0);
    QCOMPARE(judgeLink(constant, Type(TypeKind::Int), {}, utc).why, QStringLiteral("constant"));
    QCOMPARE(judgeLink(constant, Type(TypeKind::Int), {}, utc).fit, LinkVerdict::Lossless);
    const MappedField word = sourceField(QStringLiteral("'x'"), ReaderForm::Table, 0);
    QCOMPARE(judgeLink(word, Type(TypeKind::Int), {}, utc).fit, LinkVerdict::Dirty);
    const MappedField computed = sourceField(QStringLiteral("upper(a)"), ReaderForm::Table, 0);
    QCOMPARE(judgeLink(computed, Type(TypeKind::Int), {}, utc).fit, LinkVerdict::Unknown);
}

void FieldMappingTest::likeness()
{
    QCOMPARE(nameLikeness(QStringLiteral("orderId"), QStringLiteral("ORDER_ID")), 1.0);
    QVERIFY(nameLikeness(QStringLiteral("__offset__"), QStringLiteral("msg_offset")) > 0.7);
    QVERIFY(nameLikeness(QStringLiteral("order.id"), QStringLiteral("id")) >= 0.9);
    QVERIFY(nameLikeness(QStringLiteral("customer"), QStringLiteral("price")) < 0.3);
}

void FieldMappingTest::suggestions()
{
    FieldMapping mapping(odpsReader("[]", {QStringLiteral("orderId bigint"), QStringLiteral("customer_name"),
                                           QStringLiteral("amount double"), QStringLiteral("zzz")}),
                         odpsWriter("[]", {QStringLiteral("order_id bigint"), QStringLiteral("cust_name"),
                                           QStringLiteral("payload"), QStringLiteral("total_amount double")}));
    const QByteArray before = columns(mapping);
    QStringList found;
    QList<FieldLink> pairs;
    for (const Suggestion &suggestion : suggestLinks(mapping, {}, QTimeZone::utc())) {
        found.append(mapping.sources()[suggestion.source].name + u'>' + mapping.targets()[suggestion.target].name);
        pairs.append({suggestion.source, suggestion.target});
    }
    found.sort();
    QCOMPARE(found, QStringList({QStringLiteral("amount>total_amount"), QStringLiteral("customer_name>cust_name"),
                                 QStringLiteral("orderId>order_id")}));
    QCOMPARE(columns(mapping), before); // a proposal is no part of the script
    QCOMPARE(mapping.linkPairs(pairs).words, QStringLiteral("3 mapped, 0 left."));
    QVERIFY(suggestLinks(mapping, {}, QTimeZone::utc()).isEmpty());
}

void FieldMappingTest::suggestionsNeedValuesThatFit()
{
    FieldMapping mapping(end(QStringLiteral("kafka"), QStringLiteral("reader"), "[]", {QStringLiteral("order.id")}),
                         odpsWriter("[]", {QStringLiteral("order_id bigint")}));
    FieldSamples numbers{{QStringLiteral("order.id"), {QStringLiteral("1"), QString(), QStringLiteral("3")}}};
    QList<Suggestion> found = suggestLinks(mapping, numbers, QTimeZone::utc());
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().why, QStringLiteral("67 % filled"));
    const FieldSamples texts{{QStringLiteral("order.id"), {QStringLiteral("A-1"), QStringLiteral("A-2")}}};
    QVERIFY(suggestLinks(mapping, texts, QTimeZone::utc()).isEmpty());
    // Two that are equally likely: nobody can say.
    FieldMapping twins(
        end(QStringLiteral("kafka"), QStringLiteral("reader"), "[]", {QStringLiteral("a.id"), QStringLiteral("b.id")}),
        odpsWriter("[]", {QStringLiteral("id")}));
    QVERIFY(suggestLinks(twins, {}, QTimeZone::utc()).isEmpty());
}

void FieldMappingTest::thousandColumns()
{
    QStringList from, to;
    for (int i = 0; i < 1000; ++i) {
        from.append(QStringLiteral("Column_%1 bigint").arg(i));
        to.prepend(QStringLiteral("column_%1 bigint").arg(i));
    }
    FieldMapping mapping(odpsReader("[]", from), odpsWriter("[]", to));
    QCOMPARE(mapping.mapSameName().words, QStringLiteral("1000 mapped, 0 left."));
    QCOMPARE(mapping.targetOf(0), 999);
    QCOMPARE(mapping.mapSameLine().words, QStringLiteral("1000 mapped, 0 left."));
    QCOMPARE(mapping.targetOf(0), 0);
    QVERIFY(mapping.clear().changed);
    QCOMPARE(suggestLinks(mapping, {}, QTimeZone::utc()).size(), 1000);
}

std::unique_ptr<QObject> makeFieldMappingTest()
{
    return std::make_unique<FieldMappingTest>();
}

} // namespace sluice

#include "tst_fieldmapping.moc"
