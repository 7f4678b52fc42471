#include "task/tabledraft.h"
#include "tests.h"

#include <QTest>

namespace sluice
{

// The CREATE TABLE for a target: types, names, keys, partitions, texts.
class TableDraftTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeStatement();
    void types_data();
    void types();
    void names_data();
    void names();
    void sameNames();
    void longNames();
    void keys();
    void comments();
    void differences();
};

static TableDraft draftOf(const QStringList &columns)
{
    TableDraft draft;
    draft.name = quotedName(QStringLiteral("t"));
    for (const QString &column : columns)
        draft.columns.columns.append(
            {column.section(u' ', 0, 0), Type::parse(column.section(u' ', 1)).valueOr({}), true, {}});
    return draft;
}

void TableDraftTest::wholeStatement()
{
    TableDraft draft = draftOf({QStringLiteral("id BIGINT"), QStringLiteral("note STRING")});
    QCOMPARE(createTableText(draft),
             QStringLiteral("CREATE TABLE `t` (\n    `id`   BIGINT,\n    `note` STRING\n)\nLIFECYCLE 30;\n"));
    draft.columns.columns[1].comment = QStringLiteral("what was said");
    draft.comment = QStringLiteral("all of it");
    draft.levels = {QStringLiteral("ds"), QStringLiteral("hh")};
    draft.keys = {QStringLiteral("id")};
    draft.buckets = 8;
    draft.lifecycle = 0;
    QCOMPARE(createTableText(draft),
             QStringLiteral("CREATE TABLE `t` (\n"
                            "    `id`   BIGINT NOT NULL,\n"
                            "    `note` STRING COMMENT 'what was said',\n"
                            "    PRIMARY KEY (`id`)\n"
                            ")\n"
                            "COMMENT 'all of it'\n"
                            "PARTITIONED BY (`ds` STRING, `hh` STRING)\n"
                            "TBLPROPERTIES ('transactional'='true', 'write.bucket.num'='8');\n"));
}

void TableDraftTest::types_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("nested");
    for (const char *same : {"BOOLEAN", "TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL(18,4)",
                             "STRING", "CHAR(3)", "VARCHAR(20)", "BINARY", "DATE", "DATETIME", "TIMESTAMP",
                             "TIMESTAMP_NTZ", "INTERVAL_DAY_TIME", "INTERVAL_YEAR_MONTH"})
        QTest::newRow(same) << QString::fromLatin1(same) << QString::fromLatin1(same) << false;
    const auto row = [](const char *type, const char *text) {
        QTest::newRow(type) << QString::fromLatin1(type) << QString::fromLatin1(text) << true;
    };
    row("JSON", "JSON"); // FS-16
    row("ARRAY<DATE>", "ARRAY<DATE>");
    row("MAP<STRING,BIGINT>", "MAP<STRING, BIGINT>");
    row("STRUCT<a:INT,`b c`:ARRAY<DECIMAL(5,2)>>", "STRUCT<`a`:INT, `b c`:ARRAY<DECIMAL(5,2)>>");
}

void TableDraftTest::types()
{
    QFETCH(QString, type);
    QFETCH(QString, text);
    QFETCH(bool, nested);
    const QString statement = createTableText(draftOf({QStringLiteral("a ") + type}));
    QVERIFY2(statement.startsWith(QStringLiteral("CREATE TABLE `t` (\n    `a` %1\n)").arg(text)),
             qPrintable(statement));
    QCOMPARE(statement.contains(QLatin1String("'columnar.nested.type'='true'")), nested);
    QCOMPARE(Type::parse(text).value(), Type::parse(type).value());
}

void TableDraftTest::names_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("said");
    const auto row = [](const char *given, const char *name, bool said = true) {
        QTest::newRow(*given ? given : "empty") << QString::fromUtf8(given) << QString::fromUtf8(name) << said;
    };
    row("id", "id", false);
    row("UserId", "userid", false); // names ignore case
    row("select", "select", false); // it stands in quotes
    row("_x", "_x", false);
    row("a_", "a_", false);
    row("金额", "金额", false);
    row("Full Name", "full_name");
    row(" id ", "id");
    row("price (EUR)", "price_eur");
    row("a`b", "a_b");
    row("a.b-c", "a_b_c");
    row("2024", "c_2024");
    row("", "column_1");
    row("???", "column_1");
    row("_", "column_1");
    row("'x'", "_x");
}

void TableDraftTest::names()
{
    QFETCH(QString, given);
    QFETCH(QString, name);
    QFETCH(bool, said);
    TableDraft draft;
    draft.columns.columns.append({given, TypeKind::String, true, {}});
    makeNamesValid(draft);
    QCOMPARE(draft.columns.columns[0].name, name);
    QCOMPARE(draft.notes.size(), said ? 1 : 0);
    if (said)
        QVERIFY2(draft.notes[0].contains(name), qPrintable(draft.notes[0]));
}

void TableDraftTest::sameNames()
{
    TableDraft draft = draftOf({QStringLiteral("a INT"), QStringLiteral("A INT"), QStringLiteral("a_2 INT"),
                                QStringLiteral("ds STRING"), QStringLiteral("a INT")});
    draft.levels = {QStringLiteral("ds")};
    makeNamesValid(draft);
    QCOMPARE(draft.columns.names(), QStringList({QStringLiteral("a"), QStringLiteral("a_2"), QStringLiteral("a_2_2"),
                                                 QStringLiteral("ds_2"), QStringLiteral("a_3")}));
    QCOMPARE(draft.notes.size(), 4);
}

void TableDraftTest::longNames()
{
    TableDraft draft;
    for (int i = 0; i < 2; ++i)
        draft.columns.columns.append({QString(100, QChar(0x91D1)), TypeKind::String, true, {}}); // 300 bytes
    makeNamesValid(draft);
    const QStringList names = draft.columns.names();
    QVERIFY(names[0] != names[1]);
    for (const QString &name : names)
        QVERIFY(name.toUtf8().size() <= 128);
}

void TableDraftTest::keys()
{
    TableDraft draft = draftOf({QStringLiteral("id BIGINT"), QStringLiteral("name STRING")});
    draft.levels = {QStringLiteral("ds")};
    QVERIFY(setKeys(draft, {QStringLiteral("NAME"), QStringLiteral("id")}).ok());
    QCOMPARE(draft.keys, QStringList({QStringLiteral("name"), QStringLiteral("id")}));
    QCOMPARE(setKeys(draft, {QStringLiteral("nmae")}).error().code, ErrorCode::NotFound);
    QVERIFY(setKeys(draft, {QStringLiteral("nmae")}).error().message.contains(QLatin1String("\"name\"")));
    QCOMPARE(setKeys(draft, {QStringLiteral("ds")}).error().code, ErrorCode::Config);
    QCOMPARE(setKeys(draft, {QStringLiteral("id"), QStringLiteral("ID")}).error().code, ErrorCode::Config);
    QCOMPARE(draft.keys.size(), 2); // as it was
    QVERIFY(setKeys(draft, {}).ok());
    QVERIFY(!createTableText(draft).contains(QLatin1String("transactional")));
}

void TableDraftTest::comments()
{
    TableDraft draft = draftOf({QStringLiteral("a INT")});
    draft.columns.columns[0].comment = QStringLiteral("it's \\ here\nand\tthere");
    QVERIFY(createTableText(draft).contains(QLatin1String("`a` INT COMMENT 'it\\'s \\\\ here\\nand there'\n")));
    draft.columns.columns[0].comment = QString(3000, u'x');
    QVERIFY(createTableText(draft).contains(QLatin1Char('\'') + QString(1024, u'x') + QLatin1Char('\'')));
}

void TableDraftTest::differences()
{
    const TableDraft draft = draftOf({QStringLiteral("id BIGINT"), QStringLiteral("name STRING")});
    QCOMPARE(differencesOf(draft.columns, {}, draft), QStringList());
    const TableDraft other = draftOf({QStringLiteral("ID STRING"), QStringLiteral("more INT")});
    const QStringList found = differencesOf(other.columns, {QStringLiteral("ds")}, draft);
    QCOMPARE(found.size(), 4);
    QVERIFY(found[0].contains(QLatin1String("id is STRING; the source has BIGINT")));
    QVERIFY(found[1].contains(QLatin1String("no column name")));
    QVERIFY(found[2].contains(QLatin1String("more (INT)")));
    QVERIFY(found[3].contains(QLatin1String("partitioned by ds")));
}

std::unique_ptr<QObject> makeTableDraftTest()
{
    return std::make_unique<TableDraftTest>();
}

} // namespace sluice

#include "tst_tabledraft.moc"
