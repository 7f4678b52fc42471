#include "data/verdicts.h"

#include "data/casting.h"

namespace sluice
{

void Verdicts::verdict_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<int>("fit");
    QTest::addColumn<QString>("reason");

    const auto row = [](const char *from, const char *to, CastFit fit, const char *reason = "") {
        QTest::addRow("%s to %s", from, to) << from << to << int(fit) << reason;
    };
    row("bigint", "bigint", CastFit::Exact);
    row("int", "bigint", CastFit::Widening);
    row("bigint", "int", CastFit::Narrowing, "Values out of the range of INT become dirty rows.");
    row("int", "double", CastFit::Widening);
    row("bigint", "double", CastFit::Narrowing, "Digits beyond the 15th may be lost.");
    row("double", "bigint", CastFit::Narrowing,
        "Fractions are cut off, values out of the range of BIGINT become dirty rows.");
    row("decimal(18,4)", "decimal(20,4)", CastFit::Widening);
    row("decimal(18,4)", "decimal(18,2)", CastFit::Narrowing,
        "Decimals are rounded to 2. Values with more than 16 digits before the point become dirty rows.");
    row("bigint", "decimal(19,0)", CastFit::Widening);
    row("bigint", "decimal(18,0)", CastFit::Narrowing,
        "Values with more than 18 digits before the point become dirty rows.");
    row("decimal(18,0)", "bigint", CastFit::Widening);
    row("decimal(19,0)", "bigint", CastFit::Narrowing, "Values out of the range of BIGINT become dirty rows.");
    row("string", "bigint", CastFit::Narrowing, "Texts that are not whole numbers in range become dirty rows.");
    row("varchar(10)", "string", CastFit::Widening);
    row("varchar(10)", "varchar(20)", CastFit::Widening);
    row("varchar(20)", "char(10)", CastFit::Narrowing, "Values longer than 10 characters become dirty rows.");
    row("datetime", "varchar(10)", CastFit::WillBeDirty,
        "DATETIME takes at least 19 characters, VARCHAR(10) has room for 10.");
    row("date", "varchar(10)", CastFit::Widening);
    row("datetime", "date", CastFit::Narrowing, "The time of day is dropped.");
    row("date", "datetime", CastFit::Narrowing, "Times that the clocks skipped become dirty rows.");
    row("boolean", "date", CastFit::Impossible, "There is no cast from BOOLEAN to DATE.");
    row("array<int>", "array<bigint>", CastFit::Widening);
    row("array<int>", "array<date>", CastFit::Impossible, "There is no cast from INT to DATE.");
    row("array<int>", "string", CastFit::Widening);
    row("array<int>", "map<int,int>", CastFit::Impossible, "There is no cast from ARRAY<INT> to MAP<INT,INT>.");
    row("struct<a:int,b:string>", "struct<b:string,a:int>", CastFit::Widening);
    row("struct<a:int>", "struct<a:int,b:int>", CastFit::Impossible,
        "There is no cast from STRUCT<a:INT> to STRUCT<a:INT,b:INT>.");
    row("binary", "bigint", CastFit::Impossible, "There is no cast from BINARY to BIGINT.");
}

void Verdicts::verdict()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    const CastVerdict verdict = castVerdict(typeOf(from), typeOf(to));
    QTEST(int(verdict.fit), "fit");
    QTEST(verdict.reason, "reason");
}

void Verdicts::integrationTypes_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("name");
    for (const char *type : {"bigint", "int", "tinyint", "smallint"})
        QTest::newRow(type) << type << "LONG";
    for (const char *type : {"datetime", "timestamp", "date", "timestamp_ntz"})
        QTest::newRow(type) << type << "DATE";
    for (const char *type : {"float", "double", "decimal(18,4)"})
        QTest::newRow(type) << type << "DOUBLE";
    for (const char *type : {"array<int>", "map<int,int>", "struct<a:int>", "string", "varchar(3)", "char(3)", "json"})
        QTest::newRow(type) << type << "STRING";
    QTest::newRow("boolean") << "boolean"
                             << "BOOLEAN";
    QTest::newRow("binary") << "binary"
                            << "BYTES";
}

void Verdicts::integrationTypes()
{
    QFETCH(QString, type);
    QTEST(integrationTypeName(typeOf(type)), "name");
}

} // namespace sluice
