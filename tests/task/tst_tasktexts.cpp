#include "scriptgenerator.h"
#include "task/formatting.h"
#include "task/jobtemplate.h"
#include "task/optiondocs.h"
#include "task/scriptdocument.h"
#include "task/scriptlexer.h"
#include "task/validate.h"
#include "testcatalog.h"
#include "tests.h"

#include <QTest>

namespace sluice
{

// Texts that the module writes: formatted scripts, first scripts of tasks, documentation.
class TaskTextsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formats_data();
    void formats();
    void formatKeepsEverything();
    void templatesAreTasks();
    void documentation();
};

void TaskTextsTest::formats_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    const auto row = [](const char *before, const char *after) {
        QTest::newRow(before) << QString::fromUtf8(before) << QString::fromUtf8(after);
    };
    row("{}", "{}\n");
    row("1", "1\n");
    row("{\"a\":1}", "{ \"a\": 1 }\n");
    row("{\"a\":1,\n\"b\":{}}", "{\n  \"a\": 1,\n  \"b\": {}\n}\n");
    row("{\"a\":{\"b\":1.50,\"c\":[1,2,]}}", "{\n  \"a\": {\n    \"b\": 1.50,\n    \"c\": [ 1, 2 ]\n  }\n}\n");
    row("[\n1,\n\n\n2]", "[\n  1,\n\n  2\n]\n");
    row("// head\n{ // open\n\"a\" : 1 // one\n, \"b\":2 /* two */ // too\n// end\n}\n// foot",
        "// head\n{ // open\n  \"a\": 1, // one\n  \"b\": 2 /* two */ // too\n  // end\n}\n// foot\n");
    row("{\"a\": /* x */ 1}", "{ /* x */\n  \"a\": 1\n}\n");
    row("\uFEFF{\r\n\"a\":1}", "\uFEFF{\r\n  \"a\": 1\r\n}\r\n");
}

void TaskTextsTest::formats()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    const auto formatted = formatScript(before);
    QVERIFY(formatted.ok());
    QCOMPARE(*formatted, after);
    QVERIFY(!formatScript(u'{' + before).ok());
}

static QStringList commentsIn(const QString &text)
{
    QStringList comments;
    ScriptLexer lexer(text);
    for (ScriptToken token = lexer.next(); token.kind != ScriptToken::Kind::End; token = lexer.next()) {
        if (token.isComment())
            comments.append(text.mid(token.begin, token.end - token.begin));
    }
    return comments;
}

void TaskTextsTest::formatKeepsEverything()
{
    const quint32 start = QRandomGenerator::global()->generate();
    for (quint32 seed = start; seed != start + 1000; ++seed) {
        QJsonValue value;
        const QString text = ScriptGenerator(seed).script(value);
        const auto formatted = formatScript(text);
        const QString context = QStringLiteral("seed %1\n%2\n---\n").arg(seed).arg(text);
        QVERIFY2(formatted.ok(), qPrintable(context));
        const ScriptDocument document(*formatted);
        QVERIFY2(document.parsed() && document.value(QString()) == value, qPrintable(context + *formatted));
        QVERIFY2(commentsIn(text) == commentsIn(*formatted), qPrintable(context + *formatted));
        const auto again = formatScript(*formatted);
        QVERIFY2(again.ok() && *again == *formatted,
                 qPrintable(context + *formatted + QStringLiteral("---\n") + *again));
    }
}

void TaskTextsTest::templatesAreTasks()
{
    const ScriptDocument plain(newTaskScript());
    QVERIFY(plain.parsed());
    QVERIFY(validate(plain, testCatalog()).isEmpty());
    QVERIFY(parseTask(plain).ok());

    const QList<JobTemplate> templates = jobTemplates(testCatalog());
    QVERIFY(!templates.isEmpty());
    bool intoMaxCompute = true;
    for (JobTemplate from : templates) {
        const QString pair = from.reader + u'>' + from.writer;
        QVERIFY2(testCatalog().readers.contains(from.reader) && testCatalog().writers.contains(from.writer),
                 qPrintable(pair));
        QVERIFY(from.reader == QStringLiteral("odps") || from.writer == QStringLiteral("odps"));
        QVERIFY(intoMaxCompute || from.writer != QStringLiteral("odps")); // those come first
        intoMaxCompute = from.writer == QStringLiteral("odps");
        from.readerSource = QStringLiteral("my \"%1\"");
        from.writerSource = QStringLiteral("odps_first");
        const ScriptDocument made(templateScript(from, testCatalog()));
        QVERIFY2(made.parsed(), qPrintable(made.text()));
        QCOMPARE(*formatScript(made.text()), made.text());
        // What is wrong with it is only what is still to be chosen.
        for (const Issue &issue : validate(made, testCatalog()))
            QVERIFY2(issue.severity != Severity::Error ||
                         issue.message.contains(QStringLiteral("is required and empty")),
                     qPrintable(issue.message));
        if (takesSource(testCatalog(), from.reader, QStringLiteral("reader")))
            QCOMPARE(made.value(QStringLiteral("/steps/0/parameter/datasource")).toString(), from.readerSource);
    }
    // Laid out as the formatter would.
    QCOMPARE(*formatScript(plain.text()), plain.text());
}

void TaskTextsTest::documentation()
{
    OptionSpec table;
    table.key = QStringLiteral("table");
    table.title = QStringLiteral("Table");
    table.kind = OptionKind::Table;
    table.required = true;
    table.help = QStringLiteral("Where rows go,\nwith a | bar.");
    table.example = QStringLiteral("\"a|b\"");
    OptionSpec codec;
    codec.key = QStringLiteral("codec");
    codec.kind = OptionKind::Choice;
    codec.choices = {QStringLiteral("raw"), QStringLiteral("zlib")};
    codec.defaultValue = QStringLiteral("raw");
    OptionSpec lanes;
    lanes.key = QStringLiteral("lanes");
    lanes.kind = OptionKind::Integer;
    lanes.minimum = 1;
    lanes.maximum = 256;
    const QString page = optionsMarkdown(QStringLiteral("MaxCompute"), QStringLiteral("Tables of MaxCompute."),
                                         {{QStringLiteral("Reader"), QString(), {table}},
                                          {QStringLiteral("Writer"), QStringLiteral("Writes."), {codec, lanes}}});
    QCOMPARE(page,
             QStringLiteral("# MaxCompute\n"
                            "\n"
                            "Tables of MaxCompute.\n"
                            "\n"
                            "## Reader\n"
                            "\n"
                            "| key | kind | required | default | meaning | example |\n"
                            "|---|---|---|---|---|---|\n"
                            "| `table` | table | yes |  | **Table.** Where rows go, with a \\| bar. | `\"a\\|b\"` |\n"
                            "\n"
                            "## Writer\n"
                            "\n"
                            "Writes.\n"
                            "\n"
                            "| key | kind | required | default | meaning | example |\n"
                            "|---|---|---|---|---|---|\n"
                            "| `codec` | choice | no | `\"raw\"` | One of `raw`, `zlib`. |  |\n"
                            "| `lanes` | whole number | no |  | From 1 to 256. |  |\n"));
}

std::unique_ptr<QObject> makeTaskTextsTest()
{
    return std::make_unique<TaskTextsTest>();
}

} // namespace sluice

#include "tst_tasktexts.moc"
