#include "mapperfixture.h"
#include "service/samplingstep.h"
#include "widgets/mapper/jsonhtml.h"

#include <QDir>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace sluice;

// The mapping as a view of the task's text: what an edit leaves alone, and what happens under it.
class MappingEditorTest : public QObject
{
    Q_OBJECT
public:
    explicit MappingEditorTest(Appearance &look)
        : m_look(look)
    {
    }

private Q_SLOTS:
    void init();
    void cleanup();
    void commentsSurvive();
    void scriptChangesUnderIt();
    void scriptThatDoesNotParse();
    void worksFromTheRememberedSchema();
    void objectThatIsNotThere();
    void samplingSteps();
    void jsonRecords();

private:
    void open(const QString &table, const QString &columns = QStringLiteral("[\"a\"]"));

    Appearance &m_look;
    std::unique_ptr<MapperFixture> m_mapper;
};

void MappingEditorTest::init()
{
    m_mapper = std::make_unique<MapperFixture>(m_look);
    m_mapper->writeFile(QStringLiteral("in.csv"), "a,b\n1,2\n");
    m_mapper->sql(QStringLiteral("CREATE TABLE t (a BIGINT, b STRING)"));
}

void MappingEditorTest::cleanup()
{
    m_mapper.reset();
}

void MappingEditorTest::open(const QString &table, const QString &columns)
{
    m_mapper->open(MapperFixture::script(
        QStringLiteral("file"),
        QStringLiteral("{ \"path\": \"in.csv\", \"header\": true, \"column\": %1 }").arg(columns),
        QStringLiteral("odps"),
        QStringLiteral("{ \"datasource\": \"odps_first\", \"table\": \"%1\", \"truncate\": true, \"column\": %2 }")
            .arg(table, columns)));
}

void MappingEditorTest::commentsSurvive()
{
    open(QStringLiteral("t"), QStringLiteral("[\n        // the key\n        \"a\" /* as it comes */\n      ]"));
    const QString before = m_mapper->document().text();
    QVERIFY(m_mapper->editor().link(1, 1));
    QString after = m_mapper->document().text();
    QCOMPARE(after.count(QStringLiteral("// the key")), 2);
    QCOMPARE(after.count(QStringLiteral("/* as it comes */")), 2);
    // Nothing but the two new entries was written.
    after.remove(QStringLiteral("\"b\""));
    QCOMPARE(after.simplified().remove(u' ').remove(u','), QString(before).simplified().remove(u' ').remove(u','));
    m_mapper->document().undoStack().undo();
    QCOMPARE(m_mapper->document().text(), before);
}

void MappingEditorTest::scriptChangesUnderIt()
{
    open(QStringLiteral("t"));
    QCOMPARE(m_mapper->lines(), QStringLiteral("a>a"));
    QString text = m_mapper->document().text();
    text.replace(QStringLiteral("[\"a\"]"), QStringLiteral("[\"b\"]"));
    QSignalSpy changed(&m_mapper->page(), &MapperPage::summaryChanged);
    m_mapper->document().edit(text, 0, 0, TaskDocument::Edit::Whole, QStringLiteral("type"));
    QCOMPARE(m_mapper->lines(), QStringLiteral("b>b")); // at once
    // Another table: what has the name stays, what is gone is flagged.
    m_mapper->sql(QStringLiteral("CREATE TABLE u (B STRING, c STRING, d STRING)"));
    text.replace(QStringLiteral("\"t\""), QStringLiteral("\"u\""));
    m_mapper->document().edit(text, 0, 0, TaskDocument::Edit::Whole, QStringLiteral("type"));
    QVERIFY(m_mapper->settled());
    QCOMPARE(m_mapper->lines(), QStringLiteral("b>b"));
    QCOMPARE(m_mapper->editor().mapping().targets().size(), 3);
    QVERIFY(changed.count() > 0);
}

void MappingEditorTest::scriptThatDoesNotParse()
{
    open(QStringLiteral("t"));
    const QString text = m_mapper->document().text();
    m_mapper->document().edit(text.chopped(5), 0, 0, TaskDocument::Edit::Whole, QStringLiteral("type"));
    QCOMPARE(m_mapper->lines(), QStringLiteral("a>a")); // the last good state
    QVERIFY(!m_mapper->editor().link(1, 1));
    QCOMPARE(m_mapper->document().text(), text.chopped(5));
    QVERIFY(!m_mapper->button(QStringLiteral("Clear"))->isEnabled());
    m_mapper->document().undoStack().undo();
    QVERIFY(m_mapper->button(QStringLiteral("Clear"))->isEnabled());
    QVERIFY(m_mapper->editor().link(1, 1));
}

void MappingEditorTest::worksFromTheRememberedSchema()
{
    open(QStringLiteral("t"));
    QCOMPARE(m_mapper->editor().source().state(), SchemaLookup::Fresh);
    QVERIFY(QFile::remove(m_mapper->directory() + QStringLiteral("/in.csv")));
    open(QStringLiteral("t"));
    QCOMPARE(m_mapper->editor().source().state(), SchemaLookup::Remembered);
    QCOMPARE(m_mapper->editor().mapping().sources()[1].name, QStringLiteral("b"));
    const QString head = m_mapper->sources().fields().row(0).note;
    QVERIFY2(head.contains(QStringLiteral("as read just now")), qPrintable(head));
    QVERIFY(m_mapper->editor().link(1, 1)); // and it can be mapped
    // When the file is back, it is read again.
    m_mapper->writeFile(QStringLiteral("in.csv"), "a,c\n1,2\n");
    QTest::mouseClick(m_mapper->button(QStringLiteral("Read again")), Qt::LeftButton);
    QVERIFY(m_mapper->settled());
    QCOMPARE(m_mapper->editor().source().state(), SchemaLookup::Fresh);
    QVERIFY(
        m_mapper->editor().mapping().sources()[m_mapper->editor().mapping().sourceOfKey(QStringLiteral("b"))].missing);
    QCOMPARE(m_mapper->lines(), QStringLiteral("a>a b>b")); // kept
}

void MappingEditorTest::objectThatIsNotThere()
{
    open(QStringLiteral("nowhere"));
    QCOMPARE(m_mapper->editor().target().state(), SchemaLookup::Failed);
    QVERIFY(!m_mapper->editor().target().error().isEmpty());
    QCOMPARE(m_mapper->lines(), QStringLiteral("a>a")); // what the script says
    QVERIFY(!m_mapper->editor().mapping().targets().first().missing);
}

void MappingEditorTest::samplingSteps()
{
    StepSpec kafka;
    kafka.stepType = QStringLiteral("kafka");
    kafka.category = QStringLiteral("reader");
    kafka.parameter = {{QStringLiteral("topic"), QStringLiteral("t")},
                       {QStringLiteral("beginDateTime"), QStringLiteral("${startTime}")},
                       {QStringLiteral("endDateTime"), QStringLiteral("${endTime}")},
                       {QStringLiteral("stopWhenPollEmpty"), QStringLiteral("true")},
                       {QStringLiteral("column"), QJsonArray{QStringLiteral("'k'"), QStringLiteral("deep.path")}}};
    Schema schema;
    schema.columns = {{QStringLiteral("__key__"), {}, true, {}}, {QStringLiteral("a.b"), {}, true, {}}};
    StepSpec sampled = samplingStep(kafka, schema, {});
    QVERIFY(!sampled.parameter.contains(QStringLiteral("endDateTime")));
    QVERIFY(!sampled.parameter.contains(QStringLiteral("stopWhenPollEmpty")));
    QCOMPARE(sampled.parameter[QStringLiteral("beginType")].toString(), QStringLiteral("earliest"));
    const QJsonArray fields = sampled.parameter[QStringLiteral("column")].toArray();
    QCOMPARE(fields.size(), 8); // six, a.b and the script's own
    QCOMPARE(fields.last().toString(), QStringLiteral("deep.path"));

    StepSpec odps;
    odps.stepType = QStringLiteral("odps");
    odps.parameter = {{QStringLiteral("partition"), QJsonArray{QStringLiteral("pt=${bizdate}")}},
                      {QStringLiteral("enableWhere"), true},
                      {QStringLiteral("where"), QStringLiteral("d = ${bizdate}")},
                      {QStringLiteral("column"), QJsonArray{QStringLiteral("upper(a)"), QStringLiteral("a")}}};
    Schema levels;
    levels.columns = {{QStringLiteral("pt"), {}, true, {}}};
    schema.columns = {{QStringLiteral("a"), {}, true, {}}, {QStringLiteral("c"), Type::character(3), true, {}}};
    sampled = samplingStep(odps, schema, levels);
    QCOMPARE(sampled.parameter[QStringLiteral("partition")].toArray().first().toString(), QStringLiteral("pt=*"));
    QVERIFY(!sampled.parameter.contains(QStringLiteral("where")));
    // CHAR is not read (MR-17), and an expression needs its condition.
    QCOMPARE(sampled.parameter[QStringLiteral("column")].toArray(),
             QJsonArray({QStringLiteral("a"), QStringLiteral("pt")}));
}

void MappingEditorTest::jsonRecords() // KR-9
{
    const QByteArray record =
        R"({"a":{"a1":"hello"},"b":"<i>","c":["x","y"],"d":[{"AA":"this"}],"a.b":"no","n":[[1]]})";
    const QString html = jsonAsHtml(record, {QStringLiteral("c[1]")}, m_look);
    QStringList paths;
    static const QRegularExpression link(QStringLiteral("href=\"([^\"]*)\""));
    for (const auto &match : link.globalMatch(html))
        paths.append(QUrl::fromPercentEncoding(match.captured(1).toLatin1()));
    QCOMPARE(paths, QStringList({QStringLiteral("a.a1"), QStringLiteral("b"), QStringLiteral("c[0]"),
                                 QStringLiteral("c[1]"), QStringLiteral("d[0].AA"), QStringLiteral("n[0][0]")}));
    QVERIFY(html.contains(QStringLiteral("&lt;i&gt;"))); // foreign text is no markup
    QCOMPARE(jsonAsHtml("not json", {}, m_look), QString());
    QCOMPARE(jsonAsHtml(QByteArray(200'000, '['), {}, m_look), QString());
}

std::unique_ptr<QObject> makeMappingEditorTest(Appearance &look)
{
    return std::make_unique<MappingEditorTest>(look);
}

#include "tst_mappingeditor.moc"
