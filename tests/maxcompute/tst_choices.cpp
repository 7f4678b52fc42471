#include "connectors/maxcompute/account.h"
#include "connectors/maxcompute/columnchoice.h"
#include "connectors/maxcompute/maxcomputeconnector.h"
#include "connectors/maxcompute/options.h"
#include "connectors/maxcompute/partitionchoice.h"
#include "connectors/maxcompute/serviceerror.h"
#include "connectors/maxcompute/tablemeta.h"
#include "connectors/maxcompute/targettable.h"

#include <QJsonArray>
#include <QTest>

using namespace sluice;

// What a script means, and what is wrong with it, without a network.
class TestChoices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // MR-6; MR-8: "overlapping entries"; MR-9: "spaces and quotes".
    void readPartitions_data()
    {
        QTest::addColumn<QStringList>("entries");
        QTest::addColumn<QStringList>("chosen");
        const auto row = [](const char *name, const QStringList &entries, const QStringList &chosen) {
            QTest::newRow(name) << entries << chosen;
        };
        row("one", {"pt=1,ds=shanghai"}, {"pt=1/ds=shanghai"});
        row("star", {"pt=1,ds=*"}, {"pt=1/ds=hangzhou", "pt=1/ds=shanghai"});
        row("all", {"pt=*,ds=*"}, {"pt=1/ds=hangzhou", "pt=1/ds=shanghai", "pt=2/ds=hangzhou", "pt=2/ds=beijing"});
        row("one character", {"pt=?,ds=hangzhou"}, {"pt=1/ds=hangzhou", "pt=2/ds=hangzhou"});
        row("four characters", {"pt=1,ds=hang????"}, {"pt=1/ds=hangzhou"});
        row("three characters", {"pt=1,ds=hang???"}, {});
        row("none", {"pt=3,ds=*"}, {});
        row("overlapping entries", {"pt=1,ds=*", "pt=*,ds=hangzhou"},
            {"pt=1/ds=hangzhou", "pt=1/ds=shanghai", "pt=2/ds=hangzhou"});
        row("spaces and quotes", {" pt = '1' / ds='hangzhou' "}, {"pt=1/ds=hangzhou"});
        row("another order", {"ds=hangzhou,PT=2"}, {"pt=2/ds=hangzhou"});
        row("query", {"/*query*/ pt >= 2 and ds != 'beijing'"}, {"pt=2/ds=hangzhou"});
        row("query with or", {"/*query*/pt=2 or (ds=\"shanghai\" AND not pt>1)"},
            {"pt=1/ds=shanghai", "pt=2/ds=hangzhou", "pt=2/ds=beijing"});
        row("max_pt", {"max_pt()"}, {"pt=2/ds=hangzhou", "pt=2/ds=beijing"});
        row("max_two_pt", {" MAX_TWO_PT( ) "},
            {"pt=1/ds=hangzhou", "pt=1/ds=shanghai", "pt=2/ds=hangzhou", "pt=2/ds=beijing"});
        row("max_pt of a level", {"pt=1,ds=max_pt()"}, {"pt=1/ds=shanghai"});
        row("max_pt of each level", {"pt=max_pt(),ds=max_pt()"}, {"pt=2/ds=hangzhou"});
        row("max_pt below a wildcard", {"pt=*,ds=max_pt()"}, {"pt=1/ds=shanghai"});
        row("max_pt and another", {"max_pt()", "pt=2,ds=*", "pt=1,ds=s*"},
            {"pt=1/ds=shanghai", "pt=2/ds=hangzhou", "pt=2/ds=beijing"});
        row("max_pt of nothing", {"pt=3,ds=max_pt()"}, {});
        row("query of numbers", {"/*query*/ pt<10"},
            {"pt=1/ds=hangzhou", "pt=1/ds=shanghai", "pt=2/ds=hangzhou", "pt=2/ds=beijing"});
    }

    void readPartitions()
    {
        QFETCH(const QStringList, entries);
        QFETCH(const QStringList, chosen);
        QList<PartitionSpec> existing;
        for (const char *spec : {"pt=1,ds=hangzhou", "pt=1,ds=shanghai", "pt=2,ds=hangzhou", "pt=2,ds=beijing"})
            existing.append(PartitionSpec::parse(QString::fromLatin1(spec)).value());
        const auto result = choosePartitions(entries, {"pt", "ds"}, existing);
        QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().text()));
        QStringList paths;
        for (const PartitionSpec &partition : result.value())
            paths.append(partition.pathText());
        QCOMPARE(paths, chosen);
    }

    // MR-7
    void rangeOfDays()
    {
        QList<PartitionSpec> days;
        for (QDate day(2016, 12, 31); day <= QDate(2017, 1, 10); day = day.addDays(1))
            days.append(PartitionSpec({{QStringLiteral("pt"), day.toString(QStringLiteral("yyyyMMdd"))}}));
        const auto chosen = choosePartitions({"/*query*/ pt>=20170101 and pt<20170110"}, {"pt"}, days);
        QCOMPARE(chosen.value(), days.mid(1, 9));
    }

    // FS-7
    void wholeMonth()
    {
        QList<PartitionSpec> days;
        for (QDate day(2018, 8, 31); day <= QDate(2018, 10, 1); day = day.addDays(1))
            days.append(PartitionSpec({{QStringLiteral("ds"), day.toString(QStringLiteral("yyyyMMdd"))}}));
        QCOMPARE(choosePartitions({"ds=201809*"}, {"ds"}, days).value(), days.mid(1, 30));
    }

    // FS-15
    void newestDays()
    {
        QList<PartitionSpec> days;
        for (const char *day : {"20180901", "20180903", "20180902"})
            days.append(PartitionSpec({{QStringLiteral("ds"), QString::fromLatin1(day)}}));
        QCOMPARE(choosePartitions({"max_pt()"}, {"ds"}, days).value(), (QList<PartitionSpec>{days[1]}));
        QCOMPARE(choosePartitions({"max_two_pt()"}, {"ds"}, days).value(), (QList<PartitionSpec>{days[1], days[2]}));
        QVERIFY(choosePartitions({"max_pt()"}, {"ds"}, {})->isEmpty());
    }

    // MR-2
    void viewsAndExternalTables_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("flags");
        QTest::addColumn<QString>("kind");
        QTest::newRow("table") << QByteArray("<Type>MANAGED_TABLE</Type>") << QByteArray("") << "";
        QTest::newRow("without a type") << QByteArray() << QByteArray("\"isVirtualView\":false,") << "";
        QTest::newRow("view") << QByteArray("<Type>VIRTUAL_VIEW</Type>") << QByteArray("") << "a view";
        QTest::newRow("materialized view")
            << QByteArray("<Type>MATERIALIZED_VIEW</Type>") << QByteArray("") << "a view";
        QTest::newRow("view of old") << QByteArray() << QByteArray("\"isVirtualView\":true,") << "a view";
        QTest::newRow("external") << QByteArray("<Type>EXTERNAL_TABLE</Type>") << QByteArray("") << "an external table";
        QTest::newRow("external of old") << QByteArray() << QByteArray("\"isExternal\":true,") << "an external table";
    }

    void viewsAndExternalTables()
    {
        QFETCH(const QByteArray, type);
        QFETCH(const QByteArray, flags);
        QFETCH(const QString, kind);
        const auto table =
            parseTable("<?xml version=\"1.0\"?><Table><Name>v</Name>" + type + "<Schema format=\"Json\"><![CDATA[{" +
                           flags + "\"columns\":[{\"name\":\"id\",\"type\":\"bigint\"}]}]]></Schema></Table>",
                       TableName::parse("v"));
        QVERIFY2(table.ok(), table.ok() ? "" : qPrintable(table.error().text()));
        QCOMPARE(table->otherKind(), kind);
        QCOMPARE(table->columns.columns.names(), QStringList("id"));
    }

    void tablesThatAreNone()
    {
        for (const char *body : {"", "<html/>", "{}", "<Table>", "<Table><Schema>{}</Schema></Table>",
                                 "<Table><Schema>[</Schema></Table>"})
            QCOMPARE(parseTable(body, {}).error().code, ErrorCode::Data);
        QCOMPARE(parseTable("<Table><Schema>{\"columns\":[{\"name\":\"x\",\"type\":\"blob\"}]}</Schema></Table>", {})
                     .error()
                     .code,
                 ErrorCode::Unsupported);
    }

    // MR-9
    void entriesOfUnequalDepth()
    {
        QCOMPARE(choosePartitions({"pt=1,ds=*", "pt=1"}, {"pt", "ds"}, {}).error().code, ErrorCode::Config);
        QCOMPARE(choosePartitions({"pt=1", "pt=1,ds=2"}, {"pt"}, {}).error().code, ErrorCode::Config);
    }

    void badPartitions_data()
    {
        QTest::addColumn<QString>("entry");
        QTest::addColumn<QString>("said");
        QTest::newRow("too few levels") << "pt=1"
                                        << "lacks the level \"ds\"";
        QTest::newRow("too many levels") << "pt=1,ds=2,h=3"
                                         << "\"h\" is not a partition column";
        QTest::newRow("misspelled level") << "pt=1,dss=2"
                                          << "Did you mean \"ds\"?";
        QTest::newRow("unknown in query") << "/*query*/ day=1"
                                          << "\"day\" is not a partition column";
        QTest::newRow("no comparison") << "/*query*/ pt 1"
                                       << "comparison";
        QTest::newRow("open parenthesis") << "/*query*/ (pt=1"
                                          << "\")\" is expected";
        QTest::newRow("trailing") << "/*query*/ pt=1 ds=2"
                                  << "position 7";
        QTest::newRow("open quote") << "/*query*/ pt='1"
                                    << "quote";
        QTest::newRow("empty query") << "/*query*/"
                                     << "partition column is expected";
        QTest::newRow("deep") << "/*query*/" + QString(1000, QLatin1Char('(')) << "too many parentheses";
    }

    void badPartitions()
    {
        QFETCH(const QString, entry);
        QFETCH(const QString, said);
        const auto result = choosePartitions({entry}, {"pt", "ds"}, {});
        QVERIFY(!result.ok());
        QCOMPARE(result.error().code, ErrorCode::Config);
        QVERIFY2(result.error().message.contains(said), qPrintable(result.error().message));
    }

    // MW-2
    void writePartition()
    {
        const QStringList levels{"pt", "type", "biz"};
        QCOMPARE(writerPartition("pt=20150101, type=1, biz=2", levels).value().fixed.pathText(),
                 QStringLiteral("pt=20150101/type=1/biz=2"));
        QCOMPARE(writerPartition("biz=2,type=1,pt=x", levels).value().fixed.pathText(),
                 QStringLiteral("pt=x/type=1/biz=2"));
        for (const char *bad : {"pt=20150101, type=1", "pt=20150101", "pt=*,type=1,biz=2", "", "pt=1,type=1,biz=2,x=3"})
            QCOMPARE(writerPartition(QString::fromLatin1(bad), levels).error().code, ErrorCode::Config);
        QVERIFY(writerPartition("", {}).ok());
        QCOMPARE(writerPartition("pt=1", {}).error().code, ErrorCode::Config);
    }

    // MR-11, MR-13, MR-17.
    void readColumns()
    {
        const auto chosen = chooseReadColumns({"AGE", "`name`", "'1988-08-08 08:08:08'", "id", "pt"}, table(), false);
        QVERIFY(chosen.ok());
        QCOMPARE(chosen->size(), 5);
        QCOMPARE(chosen->at(0).column.name, QStringLiteral("age"));
        QCOMPARE(chosen->at(2).kind, ReadColumn::Constant);
        QCOMPARE(chosen->at(2).constant, QStringLiteral("1988-08-08 08:08:08"));
        QCOMPARE(chosen->at(4).kind, ReadColumn::PartitionValue);

        QCOMPARE(chooseReadColumns({"*"}, table(), false)->size(), 3);
        QVERIFY(chooseReadColumns({"nme"}, table(), false).error().message.contains("Did you mean \"name\"?"));
        QCOMPARE(chooseReadColumns({"upper(name)"}, table(), false).error().code, ErrorCode::Config);
        QCOMPARE(chooseReadColumns({"id", "upper(name)"}, table(), true)->at(1).kind, ReadColumn::Expression);
        TableColumns withChar = table();
        withChar.columns.columns.append({QStringLiteral("c"), Type::character(3), true, {}});
        QCOMPARE(chooseReadColumns({"*"}, withChar, false).error().code, ErrorCode::Unsupported);
        QVERIFY(chooseReadColumns({"id"}, withChar, false).ok());
    }

    // MW-18.
    void writeColumns()
    {
        QCOMPARE(chooseWriteColumns({"AGE", "id"}, table()).value(), (QList<int>{2, 0}));
        QCOMPARE(chooseWriteColumns({"*"}, table()).value(), (QList<int>{0, 1, 2}));
        QCOMPARE(chooseWriteColumns({"id", "ID"}, table()).error().code, ErrorCode::Config);
        QCOMPARE(chooseWriteColumns({"pt"}, table()).error().code, ErrorCode::Config);
        QCOMPARE(chooseWriteColumns({"ag"}, table()).error().code, ErrorCode::NotFound);
        QCOMPARE(chooseWriteColumns({}, table()).error().code, ErrorCode::Config);
        TableColumns strict = table();
        strict.columns.columns[1].nullable = false;
        QVERIFY(chooseWriteColumns({"id"}, strict).error().message.contains("\"name\" does not take NULL"));
    }

    // MR-14: "function", "function and where", "function and empty where"; MR-15: "where off"; MW-2: "wildcard".
    void checks_data()
    {
        QTest::addColumn<QString>("category");
        QTest::addColumn<QJsonObject>("parameter");
        QTest::addColumn<QString>("pointer"); // of the only issue; empty: none
        const auto columns = [](std::initializer_list<const char *> names) {
            QJsonArray array;
            for (const char *name : names)
                array.append(QString::fromLatin1(name));
            return array;
        };
        QTest::newRow("fine reader") << "reader" << QJsonObject{{"column", columns({"id", "'x'", "pt", "*"})}} << "";
        QTest::newRow("function") << "reader" << QJsonObject{{"column", columns({"id", "upper(name)"})}}
                                  << "/steps/0/parameter/column/1";
        QTest::newRow("where off") << "reader" << QJsonObject{{"where", "id>0"}, {"enableWhere", false}} << "";
        QTest::newRow("where on") << "reader" << QJsonObject{{"where", "id>0"}, {"enableWhere", "true"}} << "";
        QTest::newRow("function and where")
            << "reader" << QJsonObject{{"column", columns({"upper(name)"})}, {"where", "id>0"}, {"enableWhere", true}}
            << "";
        QTest::newRow("function and empty where")
            << "reader" << QJsonObject{{"column", columns({"upper(name)"})}, {"where", " "}, {"enableWhere", true}}
            << "/steps/0/parameter/column/0";
        QTest::newRow("wildcards") << "reader"
                                   << QJsonObject{{"partition", columns({"pt=*", "/*query*/ pt>1", "max_pt()"})}} << "";
        QTest::newRow("bad partition") << "reader" << QJsonObject{{"partition", columns({"pt=1", "pt"})}}
                                       << "/steps/0/parameter/partition/1";
        QTest::newRow("variable") << "reader" << QJsonObject{{"partition", columns({"${p}"})}} << "";
        QTest::newRow("fine writer") << "writer"
                                     << QJsonObject{{"partition", "pt=20150101, type=1"}, {"column", columns({"id"})}}
                                     << "";
        QTest::newRow("wildcard") << "writer" << QJsonObject{{"partition", "pt=*"}} << "/steps/0/parameter/partition";
        QTest::newRow("max_pt to write") << "writer" << QJsonObject{{"partition", "max_pt()"}}
                                         << "/steps/0/parameter/partition";
        QTest::newRow("constant") << "writer" << QJsonObject{{"column", columns({"'x'"})}}
                                  << "/steps/0/parameter/column/0";
    }

    void checks()
    {
        QFETCH(const QString, category);
        QFETCH(const QJsonObject, parameter);
        QFETCH(const QString, pointer);
        const auto connector = makeMaxComputeConnector();
        StepSpec step;
        step.category = category;
        step.pointer = QStringLiteral("/steps/0");
        step.parameter = parameter;
        const Issues issues = connector->check(step);
        QCOMPARE(issues.size(), pointer.isEmpty() ? 0 : 1);
        if (!issues.isEmpty())
            QCOMPARE(issues.first().pointer, pointer);
    }

    // MW-1; AM-18: names of codecs; AM-25.
    void parameters()
    {
        StepSpec step;
        step.pointer = QStringLiteral("/steps/1");
        step.parameter = {{"table", "T"}, {"column", QJsonArray{"*"}}};
        QCOMPARE(WriteParameters::from(step).error().where, QStringLiteral("/steps/1/parameter/truncate"));
        step.parameter["truncate"] = "true";
        QVERIFY(WriteParameters::from(step)->truncate);
        QCOMPARE(WriteParameters::from(step)->table.table, QStringLiteral("t"));
        QCOMPARE(WriteParameters::from(step)->transfer.compression, Compression::Raw);
        step.parameter["compress"] = true;
        QCOMPARE(WriteParameters::from(step)->transfer.compression, Compression::Deflate);
        step.parameter["compressAlgorithm"] = "ZSTD";
        QCOMPARE(WriteParameters::from(step)->transfer.compression, Compression::Zstd);
        step.parameter["compressAlgorithm"] = "rar";
        QCOMPARE(WriteParameters::from(step).error().code, ErrorCode::Config);
        step.parameter = {{"table", "s.T"}, {"partition", "pt=1"}};
        QCOMPARE(ReadParameters::from(step)->partitions, QStringList("pt=1"));
        QCOMPARE(ReadParameters::from(step)->table.schema, QStringLiteral("s"));
        step.parameter["where"] = " id>0 ";
        QVERIFY(ReadParameters::from(step)->where.isEmpty());
        step.parameter["enableWhere"] = true;
        QCOMPARE(ReadParameters::from(step)->where, QStringLiteral("id>0"));
    }

    // FS-12.
    void tunnels()
    {
        StepSpec step;
        const auto mode = [&](bool stream, bool upsert) {
            step.parameter = {
                {"table", "t"}, {"truncate", false}, {"useStreamTunnel", stream}, {"enableUpsert", upsert}};
            return WriteParameters::from(step)->mode;
        };
        QCOMPARE(mode(false, false), WriteMode::Batch);
        QCOMPARE(mode(true, false), WriteMode::Stream);
        QCOMPARE(mode(false, true), WriteMode::Upsert);
        QCOMPARE(mode(true, true), WriteMode::Upsert);
    }

    void everyOptionIsDocumented()
    {
        const auto connector = makeMaxComputeConnector();
        for (const OptionSpecs &specs :
             {connector->info().sourceOptions, connector->info().readerOptions, connector->info().writerOptions})
            for (const OptionSpec &spec : specs)
                QVERIFY2(!spec.title.isEmpty() && !spec.help.isEmpty() && !spec.example.isEmpty(),
                         qPrintable(spec.key));
    }

    // DS-5.
    void accounts()
    {
        const QJsonObject values{
            {"endpoint", "http://h:1/api/"}, {"project", "p"}, {"accessId", "i"}, {"accessKey", "k"}};
        DataSource source;
        source.name = "s";
        source.values = values;
        const auto account = accountOf(source);
        QCOMPARE(account->endpoint.origin, QByteArray("http://h:1"));
        QCOMPARE(account->endpoint.basePath, QByteArray("/api"));
        QVERIFY(account->tunnel.isEmpty());

        StepSpec step; // the explicit connection of the documents, which names the endpoint twice
        step.parameter = {{"odpsServer", "https://x/api"},
                          {"tunnelServer", "http://dt"},
                          {"project", "q"},
                          {"accessId", "i"},
                          {"accessKey", "k"}};
        QCOMPARE(accountOf(source, step)->project, QStringLiteral("q"));
        step.parameter.remove("accessKey");
        const Error error = accountOf(source, step).error();
        QVERIFY(error.message.contains("lacks accessKey"));
        for (const char *bad : {"ftp://h", "service", "http://", "http://u:p@h/api", "http://h/api?x=1"})
            QCOMPARE(ServerAddress::parse(QString::fromLatin1(bad), {}).error().code, ErrorCode::Config);
        QVERIFY(!ServerAddress::parse("http://u:secret@h/api", {}).error().text().contains("secret"));
    }

    void refusals_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<bool>("retry");
        QTest::newRow("xml") << 404
                             << QByteArray("<?xml version=\"1.0\"?><Error><Code>NoSuchTable</Code><Message>m</Message>"
                                           "<RequestId>R</RequestId><HostId/></Error>")
                             << ErrorCode::NotFound << false;
        QTest::newRow("json") << 403 << QByteArray("{\"Code\":\"SignatureNotMatch\",\"Message\":\"m\"}")
                              << ErrorCode::Auth << false;
        QTest::newRow("throttled") << 429 << QByteArray("{\"Code\":\"FlowExceeded\"}") << ErrorCode::Throttled << true;
        QTest::newRow("server") << 503 << QByteArray("<html>") << ErrorCode::Network << true;
        QTest::newRow("nothing") << 401 << QByteArray() << ErrorCode::Auth << false;
        QTest::newRow("changed") << 400 << QByteArray("{\"Code\":\"TableModified\"}") << ErrorCode::Conflict << false;
        QTest::newRow("argument") << 400 << QByteArray("{\"Code\":\"InvalidArgument\",\"Message\":\"m\"}")
                                  << ErrorCode::Config << false;
    }

    void refusals()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        QFETCH(const ErrorCode, code);
        QFETCH(const bool, retry);
        const Refusal refusal = refusalOf({status, "REQ1"}, body.toStdString(), QStringLiteral("Opening"));
        QCOMPARE(refusal.error.code, code);
        QCOMPARE(refusal.retry, retry);
        QVERIFY(refusal.error.message.startsWith("Opening was refused: "));
        QVERIFY(refusal.error.detail.contains("request REQ1"));
    }

    // What arrives is (id, name, ds), with the key id: "name:column,…", levels, keys; or the error.
    void targets_data()
    {
        QTest::addColumn<QStringList>("columns");
        QTest::addColumn<QString>("partition");
        QTest::addColumn<QString>("made");
        const auto row = [](const char *name, const QStringList &columns, const char *partition, const char *made) {
            QTest::newRow(name) << columns << QString::fromLatin1(partition) << QString::fromLatin1(made);
        };
        row("as it comes", {"*"}, "", "id:BIGINT,name:STRING,ds:STRING||id");
        row("static partition", {"*"}, "pt=20150101", "id:BIGINT,name:STRING,ds:STRING|pt|id");
        row("parameter", {"*"}, "pt=${bizdate}, HH='07'", "id:BIGINT,name:STRING,ds:STRING|pt,hh|id");
        row("same name as a level", {"*"}, "ds=1", "id:BIGINT,name:STRING,ds_2:STRING|ds|id");
        row("level from the rows", {"*"}, "ds", "id:BIGINT,name:STRING|ds|id");
        row("levels of both kinds", {"*"}, "pt=1,ds", "id:BIGINT,name:STRING|pt,ds|id");
        row("named", {"no", "`who`", "day"}, "", "no:BIGINT,who:STRING,day:STRING||no");
        row("named level", {"ds", "who", "id"}, "ds", "who:STRING,id:STRING|ds|");
        row("more than arrive", {"a", "b", "c", "d"}, "", "a:BIGINT,b:STRING,c:STRING,d:STRING||a");
        row("operation", {"id", "name", "__operation__"}, "", "id:BIGINT,name:STRING||id");
        row("fewer than arrive", {"a", "b"}, "", "! 3 columns");
        row("nothing left", {"*"}, "a,b,c", "! none for the table");
        row("wildcard", {"*"}, "pt=*", "! no * or ?");
        row("unknown levels", {"*"}, "${all}", "! ");
    }

    void targets()
    {
        QFETCH(const QStringList, columns);
        QFETCH(const QString, partition);
        QFETCH(const QString, made);
        StepSpec writer;
        writer.parameter = {{QStringLiteral("table"), QStringLiteral("Sales.T")},
                            {QStringLiteral("column"), QJsonArray::fromStringList(columns)},
                            {QStringLiteral("partition"), partition}};
        ObjectSchema incoming;
        incoming.columns.columns = {{QStringLiteral("id"), TypeKind::BigInt, false, {}},
                                    {QStringLiteral("name"), TypeKind::String, true, {}},
                                    {QStringLiteral("ds"), TypeKind::String, true, {}}};
        incoming.keys = {QStringLiteral("id")};
        Account account;
        account.project = QStringLiteral("demo");
        const auto draft = draftTarget(writer, account, incoming);
        if (made.startsWith(QLatin1Char('!'))) {
            QVERIFY(!draft.ok());
            QCOMPARE(draft.error().code, ErrorCode::Config);
            QVERIFY2(draft.error().message.contains(made.mid(2)), qPrintable(draft.error().message));
            return;
        }
        QVERIFY2(draft.ok(), qPrintable(draft.ok() ? QString() : draft.error().text()));
        QStringList names;
        for (const Column &column : draft->columns.columns)
            names.append(column.name + QLatin1Char(':') + column.type.text());
        QCOMPARE(QStringLiteral("%1|%2|%3")
                     .arg(names.join(QLatin1Char(',')), draft->levels.join(QLatin1Char(',')),
                          draft->keys.join(QLatin1Char(','))),
                 made);
        QCOMPARE(draft->name, QStringLiteral("`demo`.`sales`.`t`"));
    }

private:
    static TableColumns table()
    {
        TableColumns table;
        table.columns.columns = {{QStringLiteral("id"), TypeKind::BigInt, true, {}},
                                 {QStringLiteral("name"), TypeKind::String, true, {}},
                                 {QStringLiteral("age"), TypeKind::BigInt, true, {}}};
        table.partitionColumns.columns = {{QStringLiteral("pt"), TypeKind::String, true, {}}};
        return table;
    }
};

int runChoiceTests(int argc, char **argv)
{
    TestChoices tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_choices.moc"
