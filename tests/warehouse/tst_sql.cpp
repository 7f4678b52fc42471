#include "tst_sql.h"

#include "warehouse/sql/functions.h"
#include "warehousefixture.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <thread>

using namespace sluice;
using namespace sluice::warehouse;

namespace
{

struct Case {
    const char *sql;
    const char *result;
};

void addCases(std::initializer_list<Case> cases)
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("result");
    for (const Case &one : cases)
        QTest::newRow(one.sql) << QString::fromUtf8(one.sql) << QString::fromUtf8(one.result);
}

// One fixture for all rows of a table of statements.
WarehouseFixture &filled()
{
    static WarehouseFixture *fixture = [] {
        auto *made = new WarehouseFixture;
        for (const char *sql :
             {"CREATE TABLE emp(id BIGINT, name STRING, dept STRING, pay DECIMAL(10,2), born DATE, hired DATETIME)",
              "INSERT INTO emp VALUES (1,'Ann','dev',100.50,DATE'1990-05-01',DATETIME'2020-01-02 03:04:05'),"
              "(2,'Bob','dev',200.25,DATE'1985-12-31',DATETIME'2021-06-07 08:09:10'),"
              "(3,'Cy','ops',NULL,NULL,NULL)",
              "CREATE TABLE dept(dept STRING, title STRING)",
              "INSERT INTO dept VALUES ('dev','Development'),('hr','People')",
              "CREATE TABLE log(id BIGINT, v STRING) PARTITIONED BY (ds STRING, hh BIGINT)",
              "INSERT INTO log PARTITION(ds='20240101', hh=1) VALUES (1,'a'),(2,'b')",
              "INSERT INTO log PARTITION(ds='20240102', hh=1) VALUES (3,'c')",
              "CREATE TABLE nest(id BIGINT, a ARRAY<INT>, m MAP<STRING,BIGINT>, s STRUCT<x:INT,y:STRING>)",
              "INSERT INTO nest SELECT 1, array(1,2,3), map('k',7L), named_struct('x',1,'y','z')"})
            if (const QString answer = made->run(QString::fromLatin1(sql)); !answer.isEmpty())
                qFatal("%s: %s", sql, qPrintable(answer));
        return made;
    }();
    return *fixture;
}

} // namespace

void TstSql::expressions_data()
{
    addCases({
        {"1 + 2 * 3", "7"},
        {"(1 + 2) * 3", "9"},
        {"7 DIV 2", "3"},
        {"-7 DIV 2", "-3"},
        {"7 / 2", "3.5"},
        {"7 % 3", "1"},
        {"- - 5", "5"},
        {"2 | 5 & 4", "6"},
        {"1.5", "1.5"},
        {"1.5BD + 1", "2.5"},
        {"10L", "10"},
        {"'it\\'s'", "it's"},
        {"\"double \\\"quoted\\\"\"", "double \"quoted\""},
        {"'a\\tb'", "a\tb"},
        {"'\\u4e2d\\u6587'", "中文"},
        {"'中文'", "中文"},
        {"'a' || 1 || NULL", "NULL"},
        {"'a' || 1 || 'b'", "a1b"},
        {"1 == 1 AND NOT 2 = 3", "true"},
        {"NULL <=> NULL", "true"},
        {"1 <> 2 OR 1 != 1", "true"},
        {"'abc' LIKE 'a%'", "true"},
        {"'a_c' LIKE 'a\\_c'", "true"},
        {"'abc' LIKE 'a\\_c'", "false"},
        {"'abc' NOT LIKE 'b%'", "true"},
        {"'foobar' RLIKE 'o+b'", "true"},
        {"'foobar' NOT REGEXP '^bar'", "true"},
        {"5 BETWEEN 1 AND 10 AND true", "true"},
        {"5 NOT BETWEEN 1 AND 3", "true"},
        {"2 IN (1, 2)", "true"},
        {"2 NOT IN (1, 3)", "true"},
        {"NULL IS NULL", "true"},
        {"1 IS NOT NULL", "true"},
        {"CASE WHEN 1 > 2 THEN 'a' ELSE 'b' END", "b"},
        {"CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' END", "b"},
        {"if(1 > 2, 'x', 'y')", "y"},
        {"nvl(NULL, 3)", "3"},
        {"coalesce(NULL, NULL, 4)", "4"},
        {"decode(2, 1, 'a', 2, 'b', 'c')", "b"},
        {"decode(NULL, 1, 'a', NULL, 'n')", "n"},
        {"CAST(2.7 AS BIGINT)", "2"},
        {"CAST(-2.7 AS INT)", "-2"},
        {"CAST('12' AS BIGINT)", "12"},
        {"CAST(1.005 AS DECIMAL(10,2))", "1.00"},
        {"CAST(12345 AS STRING)", "12345"},
        {"CAST(1.0 AS STRING)", "1.0"},
        {"CAST('abcdef' AS VARCHAR(3))", "abc"},
        {"'5'::BIGINT + 1", "6"},
        {"CAST(DATETIME'2020-01-02 03:04:05' AS STRING)", "2020-01-02 03:04:05"},
        {"CAST(TIMESTAMP'2020-01-02 03:04:05.123456789' AS STRING)", "2020-01-02 03:04:05.123456789"},
        {"CAST('2020-01-02 03:04:05' AS DATETIME) = DATETIME'2020-01-02 03:04:05'", "true"},
        {"concat('a', 1, 'b')", "a1b"},
        {"concat('at ', DATETIME'2020-01-02 03:04:05')", "at 2020-01-02 03:04:05"},
        {"concat_ws(',', 'a', NULL, 'b')", "a,b"},
        {"concat_ws('-', array('x', 'y'))", "x-y"},
        {"length('中文')", "2"},
        {"lengthb('中文')", "6"},
        {"substr('abcdef', 2, 3)", "bcd"},
        {"substr('abcdef', -2)", "ef"},
        {"substr('abc', 0, 2)", "ab"},
        {"substring_index('a.b.c', '.', 2)", "a.b"},
        {"substring_index('a.b.c', '.', -1)", "c"},
        {"instr('hello', 'l')", "3"},
        {"instr('hello', 'l', 4)", "4"},
        {"upper('a') || lower('B') || tolower('C')", "Abc"},
        {"initcap('hello world')", "Hello World"},
        {"trim('  x ') || '.'", "x."},
        {"lpad('7', 3, '0')", "007"},
        {"replace('aXb', 'X', '-')", "a-b"},
        {"reverse('abc')", "cba"},
        {"split_part('a,b,c', ',', 2)", "b"},
        {"split_part('a,b,c,d', ',', 2, 3)", "b,c"},
        {"size(split('a1b2c', '[0-9]'))", "3"},
        {"split('a,b', ',')[0]", "a"},
        {"regexp_replace('a1b22', '[0-9]+', '#')", "a#b#"},
        {"regexp_replace('ab', '(a)(b)', '$2$1')", "ba"},
        {"regexp_extract('foo123', '([0-9]+)')", "123"},
        {"regexp_extract('foo123', '([a-z]+)([0-9]+)', 2)", "123"},
        {"regexp_count('a1b2', '[0-9]')", "2"},
        {"get_json_object('{\"a\":{\"b\":5}}', '$.a.b')", "5"},
        {"get_json_object('not json', '$.a')", "NULL"},
        {"keyvalue('a:1;b:2', 'b')", "2"},
        {"md5('a')", "0cc175b9c0f1b6a831c399e269772661"},
        {"base64('abc')", "YWJj"},
        {"round(2.345, 2)", "2.35"},
        {"round(-2.5)", "-3"},
        {"ceil(1.2)", "2"},
        {"floor(-1.2)", "-2"},
        {"pow(2, 10)", "1024"},
        {"log(2, 8)", "3"},
        {"pmod(-3, 5)", "2"},
        {"greatest(1, 5, 3)", "5"},
        {"to_char(DATETIME'2020-01-02 13:04:05', 'yyyy-mm-dd hh:mi:ss')", "2020-01-02 13:04:05"},
        {"to_char(DATETIME'2020-01-02 13:04:05', 'yyyymmdd')", "20200102"},
        {"to_char(12)", "12"},
        {"to_char(to_date('20200102', 'yyyymmdd'), 'yyyy/mm/dd')", "2020/01/02"},
        {"to_date('2020-01-02') = DATE'2020-01-02'", "true"},
        {"date_format(DATETIME'2020-01-02 13:04:05', 'yyyy-MM-dd HH:mm:ss')", "2020-01-02 13:04:05"},
        {"datediff(DATETIME'2020-02-01 00:00:01', DATETIME'2020-01-31 23:59:59')", "1"},
        {"datediff('2020-03-01 00:00:00', '2020-02-01 00:00:00', 'mm')", "1"},
        {"datediff(DATETIME'2020-01-01 02:00:00', DATETIME'2020-01-01 00:00:00', 'hh')", "2"},
        {"CAST(dateadd(DATETIME'2020-01-31 00:00:00', 1, 'mm') AS STRING)", "2020-02-29 00:00:00"},
        {"CAST(dateadd(DATETIME'2020-01-31 00:00:00', -1, 'dd') AS STRING)", "2020-01-30 00:00:00"},
        {"datepart(DATETIME'2020-01-02 13:04:05', 'hh')", "13"},
        {"CAST(datetrunc(DATETIME'2020-05-17 13:04:05', 'month') AS STRING)", "2020-05-01 00:00:00"},
        {"year('2020-01-02 00:00:00') + month(DATE'2020-03-04')", "2023"},
        {"hour(DATETIME'2020-01-02 13:04:05')", "13"},
        {"weekday(DATE'2024-01-01')", "0"},
        {"dayofweek(DATE'2024-01-01')", "2"},
        {"weekofyear(DATE'2024-01-01')", "1"},
        {"last_day('2020-02-10') = DATE'2020-02-29'", "true"},
        {"add_months('2020-01-31', 1) = DATE'2020-02-29'", "true"},
        {"months_between('2020-03-15', '2020-01-15')", "2"},
        {"date_add('2020-01-31', 1) = DATE'2020-02-01'", "true"},
        {"unix_timestamp(DATETIME'1970-01-02 00:00:00')", "86400"},
        {"from_unixtime(86400) = DATETIME'1970-01-02 00:00:00'", "true"},
        {"from_unixtime(86400, 'yyyyMMdd')", "19700102"},
        {"isdate('2020-13-01', 'yyyy-mm-dd')", "false"},
        {"EXTRACT(YEAR FROM DATE'2020-01-02')", "2020"},
        {"DATE'2020-01-31' + INTERVAL 1 DAY = DATE'2020-02-01'", "true"},
        {"size(array(1, 2, 3))", "3"},
        {"size(map('a', 1, 'b', 2))", "2"},
        {"array(10, 20)[1]", "20"},
        {"map('a', 1)['a']", "1"},
        {"named_struct('p', 3).p", "3"},
        {"array_contains(array(1, 2), 2)", "true"},
        {"array_join(sort_array(array(1, 3, 2), false), ',')", "3,2,1"},
        {"array_join(sort_array(array_except(array(1, 2, 2, 3), array(2))), ',')", "1,3"},
        {"array_join(array_remove(array(1, 2, 1), 1), ',')", "2"},
        {"array_join(array_repeat('a', 3), ',')", "a,a,a"},
        {"array_join(flatten(array(array(1), array(2, 3))), ',')", "1,2,3"},
        {"arrays_overlap(array(1, 2), array(2, 3))", "true"},
        {"any_match(array(1, 2), x -> x > 1)", "true"},
        {"all_match(array(1, 2), x -> x > 1)", "false"},
        {"aggregate(array(1, 2, 3), 10, (a, b) -> a + b)", "16"},
        {"map_concat(map('a', 1), map('b', 2))['b']", "2"},
        {"map_from_arrays(array('a', 'b'), array(1, 2))['b']", "2"},
        {"map_agg('k', 5)['k']", "5"},
        {"json_valid('{\"a\":1}')", "true"},
        {"json_object('a', 1, 'b', 'x')", "{\"a\":1,\"b\":\"x\"}"},
        {"json_array(1, 'x')", "[1,\"x\"]"},
        {"char_matchcount('aabx', 'abc')", "3"},
        {"format_number(1234567.891, 2)", "1,234,567.89"},
        {"next_day('2024-01-01', 'MO')", "2024-01-08"},
        {"next_day('2024-01-01', 'tuesday')", "2024-01-02"},
        {"next_day('2024-01-03', 'SU')", "2024-01-07"},
        {"percentile_approx(x, 0.5) FROM VALUES (1), (2), (3) t(x)", "2"},
        {"* EXCEPT (x) FROM VALUES (1, 2, 3) t(x, y, z)", "2|3"},
        {"t.* EXCEPT (x, z) FROM VALUES (1, 2, 3) t(x, y, z)", "2"},
        {"array_join(sort_array(array('b', 'a')), ',')", "a,b"},
        {"array_join(transform(array(1, 2), x -> x + 1), ',')", "2,3"},
        {"to_json(named_struct('a', 1))", "{\"a\":1}"},
        {"cast('x' as string) is not null and exists (select 1)", "true"},
        {"(SELECT max(id) FROM emp)", "3"},
        {"/* a comment */ 1 -- and another", "1"},
    });
}

void TstSql::expressions()
{
    QFETCH(QString, sql);
    QFETCH(QString, result);
    QCOMPARE(filled().run(QStringLiteral("SELECT ") + sql), result);
}

void TstSql::queries_data()
{
    addCases({
        {"SELECT * FROM emp WHERE id = 1;", "1|Ann|dev|100.50|1990-05-01|2020-01-02 03:04:05.000Z"},
        {"select EMP.Name from Emp where ID in (1,2) order by name desc", "Bob\nAnn"},
        {"SELECT `id`, e.`name` FROM demo.emp e WHERE e.dept = \"ops\"", "3|Cy"},
        {"SELECT count(*) FROM emp", "3"},
        {"SELECT dept, count(*) AS n, sum(pay) FROM emp GROUP BY dept HAVING count(*) >= 1 ORDER BY dept LIMIT 10",
         "dev|2|300.75\nops|1|NULL"},
        {"SELECT e.name, d.title FROM emp e JOIN dept d ON e.dept = d.dept ORDER BY e.name",
         "Ann|Development\nBob|Development"},
        {"SELECT e.name, d.title FROM emp e LEFT OUTER JOIN dept d ON e.dept = d.dept ORDER BY e.name",
         "Ann|Development\nBob|Development\nCy|NULL"},
        {"SELECT d.title FROM emp e RIGHT JOIN dept d ON e.dept = d.dept WHERE e.id IS NULL", "People"},
        {"SELECT count(*) FROM emp e FULL OUTER JOIN dept d ON e.dept = d.dept", "4"},
        {"SELECT name FROM emp LEFT SEMI JOIN dept ON emp.dept = dept.dept ORDER BY name", "Ann\nBob"},
        {"SELECT name FROM emp LEFT ANTI JOIN dept ON emp.dept = dept.dept", "Cy"},
        {"SELECT count(*) FROM emp, dept", "6"},
        {"SELECT count(*) FROM emp CROSS JOIN dept", "6"},
        {"SELECT name FROM (SELECT * FROM emp WHERE pay > 150) t", "Bob"},
        {"WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT x, y FROM a, b", "1|2"},
        {"SELECT 1 AS x UNION ALL SELECT 1 UNION ALL SELECT 2 ORDER BY x", "1\n1\n2"},
        {"SELECT 1 UNION SELECT 1", "1"},
        {"SELECT name FROM emp WHERE id IN (SELECT id FROM log) ORDER BY name", "Ann\nBob\nCy"},
        {"SELECT name FROM emp e WHERE EXISTS (SELECT 1 FROM dept d WHERE d.dept = e.dept) ORDER BY id LIMIT 1, 1",
         "Bob"},
        {"SELECT DISTINCT dept FROM emp ORDER BY dept", "dev\nops"},
        {"SELECT count(DISTINCT dept), count(DISTINCT dept, name) FROM emp", "2|3"},
        {"SELECT pay FROM emp ORDER BY pay", "NULL\n100.50\n200.25"},
        {"SELECT name, row_number() OVER (PARTITION BY dept ORDER BY id DESC) AS rn FROM emp ORDER BY id",
         "Ann|2\nBob|1\nCy|1"},
        {"SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM emp ORDER BY id",
         "1|1\n2|3\n3|6"},
        {"SELECT wm_concat(',', name) WITHIN GROUP (ORDER BY name DESC) FROM emp", "Cy,Bob,Ann"},
        {"SELECT size(collect_list(pay)), size(collect_set(dept)) FROM emp", "2|2"},
        {"SELECT ds, count(*) FROM log GROUP BY ds ORDER BY ds", "20240101|2\n20240102|1"},
        {"SELECT * FROM log WHERE ds = '20240102'", "3|c|20240102|1"},
        {"SELECT max_pt('log')", "20240102"},
        {"SELECT count(*) FROM log WHERE ds = max_pt('demo.log')", "1"},
        {"SELECT id, x FROM nest LATERAL VIEW explode(a) t AS x ORDER BY x", "1|1\n1|2\n1|3"},
        {"SELECT k, v FROM nest LATERAL VIEW explode(m) t AS k, v", "k|7"},
        {"SELECT p, x FROM nest LATERAL VIEW posexplode(a) t AS p, x ORDER BY p DESC LIMIT 1", "2|3"},
        {"SELECT a[0], m['k'], s.y, nest.s.x FROM nest", "1|7|z|1"},
        {"SELECT t.a, t.b FROM VALUES (1, 'x'), (2, 'y') AS t(a, b) ORDER BY a", "1|x\n2|y"},
        {"SELECT dept, count(*) FROM emp GROUP BY dept WITH ROLLUP ORDER BY dept", "NULL|3\ndev|2\nops|1"},
        {"SELECT dept, count(*) FROM emp GROUP BY dept GROUPING SETS ((dept), ()) ORDER BY dept",
         "NULL|3\ndev|2\nops|1"},
        {"SELECT /*+ MAPJOIN(d) */ count(*) FROM emp e JOIN dept d ON e.dept = d.dept", "2"},
        {"SELECT avg(id), stddev(id), median(id) FROM emp", "2|0.816496580927726|2"},
        {"SELECT name FROM emp DISTRIBUTE BY dept SORT BY name LIMIT 0", ""},
        {"SELECT count(*) FROM (SELECT 1) JOIN (SELECT 2)", "1"},
        {"(SELECT 1) UNION ALL (SELECT 2) ORDER BY 1", "1\n2"},
    });
}

void TstSql::queries()
{
    QFETCH(QString, sql);
    QFETCH(QString, result);
    QCOMPARE(filled().run(sql), result);
}

void TstSql::errors_data()
{
    addCases({
        {"SELECT * FROM nosuch", "! ODPS-0130131:[1,15] Table not found - table demo.nosuch cannot be resolved"},
        {"SELECT * FROM other.t", "! ODPS-0130131:[1,15] Table not found - table other.t cannot be resolved"},
        {"DROP TABLE nosuch", "! ODPS-0130131:[1,12] Table not found - table demo.nosuch cannot be resolved"},
        {"SELECT nosuch\n, id FROM emp",
         "! ODPS-0130071:[1,8] Semantic analysis exception - column nosuch cannot be resolved"},
        {"SELECT id,\n  e.nosuch FROM emp e",
         "! ODPS-0130071:[2,5] Semantic analysis exception - column nosuch cannot be resolved"},
        {"SELECT \"$seg\" FROM emp", "$seg\n$seg\n$seg"},
        {"SELECT `$seg` FROM emp", "! ODPS-0130071:[1,8] Semantic analysis exception - column $seg cannot be resolved"},
        {"SELEC 1", "! ODPS-0130161:[1,1] Parse exception - invalid token 'SELEC'"},
        {"SELECT FROM emp", "! ODPS-0130161:[1,8] Parse exception - invalid token 'FROM', expect an expression"},
        {"SELECT 1 +", "! ODPS-0130161:[1,11] Parse exception - unexpected end of the statement"},
        {"SELECT 'abc", "! ODPS-0130161:[1,8] Parse exception - the string has no end"},
        {"SELECT 12abc", "! ODPS-0130161:[1,8] Parse exception - invalid number '12abc'"},
        {"SELECT 1 2", "! ODPS-0130161:[1,10] Parse exception - invalid token '2', expect the end of the statement"},
        {"SELECT 1; SELECT 2", "! ODPS-0130161:[1,11] Parse exception - invalid token 'SELECT', expect the end"},
        {"", "! ODPS-0130161:[1,1] Parse exception - there is no statement"},
        {"SELECT nosuchfn(1)",
         "! ODPS-0130071:[1,8] Semantic analysis exception - function or view 'nosuchfn' cannot be resolved"},
        {"SELECT read_text('/etc/passwd')",
         "! ODPS-0130071:[1,8] Semantic analysis exception - function or view 'read_text'"},
        {"SELECT * FROM read_csv('/etc/passwd')", "! ODPS-0130071:[1,15] Semantic analysis exception - the local "
                                                  "warehouse does not support functions as tables"},
        {"SELECT substr('a')",
         "! ODPS-0130071:[1,8] Semantic analysis exception - function substr does not take 1 arguments"},
        {"SELECT CAST('abc' AS BIGINT)", "! ODPS-0121095:Invalid argument - Could not convert string 'abc' to INT64"},
        {"SELECT CAST(1 AS NOSUCH)", "! ODPS-0130161:[1,18] Parse exception - 'NOSUCH' is not a type"},
        {"SELECT name FROM emp GROUP BY dept",
         "! ODPS-0130071:[1,8] Semantic analysis exception - column name should appear in GROUP BY key"},
        {"SELECT dept FROM emp JOIN dept ON emp.dept = dept.dept",
         "! ODPS-0130071:[1,8] Semantic analysis exception - column reference dept is ambiguous"},
        {"INSERT INTO emp SELECT 1", "! ODPS-0130071:[1,13] Semantic analysis exception - wrong columns count 1 in "
                                     "data source, requires 6 columns"},
        {"INSERT INTO log PARTITION(nosuch='1') VALUES (1,'a')",
         "! ODPS-0130071:[1,26] Semantic analysis exception - nosuch is not a partition column"},
        {"CREATE TABLE emp(id BIGINT)",
         "! ODPS-0130071:[1,14] Semantic analysis exception - Table or view already exists"},
        {"CREATE TABLE t(a BIGINT, A STRING)",
         "! ODPS-0130071:[1,14] Semantic analysis exception - column a is defined twice"},
        {"CREATE TABLE t(a NOSUCH)", "! ODPS-0130161:[1,18] Parse exception - 'NOSUCH' is not a type"},
        {"CREATE TABLE t(a BIGINT) PARTITIONED BY (p DOUBLE)",
         "! ODPS-0130071:[1,42] Semantic analysis exception - a partition column cannot be DOUBLE"},
        {"ALTER TABLE log ADD PARTITION (ds='20240101', hh=1)",
         "! ODPS-0130071:[1,31] Semantic analysis exception - partition already exists"},
        {"ALTER TABLE log DROP PARTITION (ds='20990101', hh=1)",
         "! ODPS-0130071:[1,32] Semantic analysis exception - partition not found"},
        {"DELETE FROM emp",
         "! ODPS-0130071:[1,13] Semantic analysis exception - DELETE wants a transactional table, and table demo.emp"},
        {"UPDATE emp SET id = 1",
         "! ODPS-0130071:[1,8] Semantic analysis exception - UPDATE wants a transactional table, and table demo.emp"},
        {"MERGE INTO emp",
         "! ODPS-0130071:[1,12] Semantic analysis exception - MERGE wants a transactional table, and table demo.emp"},
        {"SHOW PARTITIONS emp",
         "! ODPS-0130071:[1,17] Semantic analysis exception - table demo.emp is not partitioned"},
        {"COPY emp TO '/tmp/x'", "! ODPS-0130161:[1,1] Parse exception - invalid token 'COPY'"},
    });
}

void TstSql::errors()
{
    QFETCH(QString, sql);
    QFETCH(QString, result);
    const QString answer = filled().run(sql);
    QVERIFY2(answer.startsWith(result), qPrintable(answer));
}

void TstSql::resultTypes()
{
    WarehouseFixture &db = filled();
    QCOMPARE(db.columns(QStringLiteral("SELECT * FROM emp")),
             QStringLiteral("id BIGINT, name STRING, dept STRING, pay DECIMAL(10,2), born DATE, hired DATETIME"));
    QCOMPARE(db.columns(QStringLiteral("SELECT 1, 'a' AS b, count(*), sum(id), id AS N FROM emp GROUP BY id")),
             QStringLiteral("_c0 INT, b STRING, _c2 BIGINT, _c3 BIGINT, n BIGINT"));
    QCOMPARE(db.columns(QStringLiteral("SELECT * FROM nest")),
             QStringLiteral("id BIGINT, a ARRAY<INT>, m MAP<STRING,BIGINT>, s STRUCT<x:INT,y:STRING>"));
    QCOMPARE(db.columns(QStringLiteral("SELECT to_json(a), getdate(), now() > getdate(), current_date FROM nest")),
             QStringLiteral("_c0 STRING, _c1 DATETIME, _c2 BOOLEAN, _c3 DATE"));
    QCOMPARE(db.columns(QStringLiteral("SELECT CAST(NULL AS TIMESTAMP_NTZ) AS t, CAST(NULL AS TIMESTAMP) AS u")),
             QStringLiteral("t TIMESTAMP_NTZ, u TIMESTAMP"));
}

void TstSql::everyType()
{
    WarehouseFixture db;
    QCOMPARE(
        db.run(QStringLiteral(
            "CREATE TABLE IF NOT EXISTS every(a BOOLEAN, b TINYINT, c SMALLINT, d INT, e BIGINT, f FLOAT, g DOUBLE, "
            "h DECIMAL(38,18), i STRING, j CHAR(5), k VARCHAR(10), l BINARY, m DATE, n DATETIME, o TIMESTAMP, p "
            "TIMESTAMP_NTZ, q INTERVAL_DAY_TIME, r INTERVAL_YEAR_MONTH, s JSON, t "
            "ARRAY<STRUCT<a:BIGINT,b:ARRAY<STRING>>>, "
            "u MAP<BIGINT,TIMESTAMP>, v STRUCT<x:DATETIME,`y`:DECIMAL(10,2)>) PARTITIONED BY (pt STRING COMMENT 'day', "
            "n2 BIGINT) LIFECYCLE 7 COMMENT 'every \\'type\\'' ")),
        QString());
    const auto info = db->table(tableRef(QStringLiteral("every")));
    QVERIFY(info.ok());
    QCOMPARE(info->columns.size(), 22);
    QCOMPARE(info->lifecycle, 7);
    QCOMPARE(info->comment, QStringLiteral("every 'type'"));
    QCOMPARE(info->partitionColumns.columns[0].comment, QStringLiteral("day"));
    QCOMPARE(db.columns(QStringLiteral("SELECT * FROM every")),
             QStringLiteral(
                 "a BOOLEAN, b TINYINT, c SMALLINT, d INT, e BIGINT, f FLOAT, g DOUBLE, h DECIMAL(38,18), i STRING, "
                 "j CHAR(5), k VARCHAR(10), l BINARY, m DATE, n DATETIME, o TIMESTAMP, p TIMESTAMP_NTZ, q "
                 "INTERVAL_DAY_TIME, r INTERVAL_YEAR_MONTH, s JSON, t ARRAY<STRUCT<a:BIGINT,b:ARRAY<STRING>>>, u "
                 "MAP<BIGINT,TIMESTAMP>, v STRUCT<x:DATETIME,y:DECIMAL(10,2)>, pt STRING, n2 BIGINT"));
    QCOMPARE(db.run(QStringLiteral(
                 "INSERT INTO every PARTITION(pt='a', n2=07) (e, n, o, p, h, k) VALUES (1, DATETIME'1969-12-31 "
                 "23:59:59.999', TIMESTAMP'2020-01-02 03:04:05.123456789', CAST('1900-01-01 00:00:00.5' AS "
                 "TIMESTAMP_NTZ), 12345678901234567890.123456789012345678, '0123456789abc')")),
             QString());
    QCOMPARE(db.run(QStringLiteral("SELECT e, n, o, p, h, k, pt, n2 FROM every WHERE pt = 'a'")),
             QStringLiteral("1|1969-12-31 23:59:59.999Z|2020-01-02 03:04:05.123456789Z|1900-01-01 00:00:00.500000000|"
                            "12345678901234567890.123456789012345678|0123456789|a|7"));
    QCOMPARE(db.run(QStringLiteral("SHOW PARTITIONS every")), QStringLiteral("pt=a/n2=7\n"));
}

void TstSql::definitions()
{
    WarehouseFixture db;
    const auto run = [&](const char *sql) { return db.run(QString::fromUtf8(sql)); };
    QCOMPARE(run("CREATE TABLE t(a BIGINT NOT NULL COMMENT 'key', b STRING DEFAULT 'x') TBLPROPERTIES('p'='q')"),
             QString());
    QCOMPARE(run("CREATE TABLE IF NOT EXISTS T(z STRING)"), QString());
    QCOMPARE(run("INSERT INTO t(a) VALUES (1)"), QString());
    QCOMPARE(run("SELECT * FROM t"), QStringLiteral("1|x"));
    QVERIFY(run("INSERT INTO t VALUES (NULL, 'y')").contains(QStringLiteral("column a is NOT NULL and got NULL")));
    QCOMPARE(run("ALTER TABLE t ADD COLUMNS (c DECIMAL(10,2) COMMENT 'money', d ARRAY<STRING>)"), QString());
    QCOMPARE(run("INSERT INTO t VALUES (2, 'y', 3.5, array('p'))"), QString());
    QCOMPARE(run("SELECT a, b, c, size(d) FROM t ORDER BY a"), QStringLiteral("1|x|NULL|-1\n2|y|3.50|1"));
    QCOMPARE(run("ALTER TABLE t CHANGE COLUMN c price DECIMAL(10,2) COMMENT 'the price'"), QString());
    QCOMPARE(run("ALTER TABLE t RENAME COLUMN d TO tags"), QString());
    QCOMPARE(run("ALTER TABLE t CHANGE COLUMN b COMMENT 'text'"), QString());
    QVERIFY(run("ALTER TABLE t CHANGE COLUMN b b BIGINT")
                .contains(QStringLiteral("changing column data type from STRING to BIGINT is not supported")));
    QCOMPARE(run("SELECT price, tags[0] FROM t WHERE a = 2"), QStringLiteral("3.50|p"));
    QCOMPARE(run("ALTER TABLE t CHANGE COLUMN a NULL"), QString());
    QCOMPARE(run("INSERT INTO t(b) VALUES ('n')"), QString());
    QCOMPARE(run("ALTER TABLE t SET LIFECYCLE 30"), QString());
    QCOMPARE(run("ALTER TABLE t SET COMMENT 'about t'"), QString());
    QCOMPARE(run("ALTER TABLE t SET TBLPROPERTIES('k'='v')"), QString());
    QCOMPARE(run("ALTER TABLE t RENAME TO u"), QString());
    QVERIFY(run("SELECT * FROM t").startsWith(QStringLiteral("! ODPS-0130131")));
    db.reopen();
    const auto info = db->table(tableRef(QStringLiteral("u")));
    QVERIFY(info.ok());
    QCOMPARE(info->lifecycle, 30);
    QCOMPARE(info->comment, QStringLiteral("about t"));
    QCOMPARE(info->properties.value(QStringLiteral("p")), QStringLiteral("q"));
    QCOMPARE(info->properties.value(QStringLiteral("k")), QStringLiteral("v"));
    QCOMPARE(info->columns.columns[2].comment, QStringLiteral("the price"));
    QCOMPARE(info->rows, 3);
    QCOMPARE(run("SELECT count(*), sum(price) FROM u"), QStringLiteral("3|3.50"));
    QCOMPARE(run("CREATE TABLE v LIKE u"), QString());
    QCOMPARE(db->table(tableRef(QStringLiteral("v")))->columns, info->columns);
    QCOMPARE(run("TRUNCATE TABLE u"), QString());
    QCOMPARE(run("SELECT count(*) FROM u"), QStringLiteral("0"));
    QCOMPARE(run("DROP TABLE u; "), QString());
    QCOMPARE(run("DROP TABLE IF EXISTS u"), QString());
    QCOMPARE(run("SHOW TABLES"), QStringLiteral("v\n"));
}

void TstSql::describes()
{
    WarehouseFixture &db = filled();
    const QString text = db.run(QStringLiteral("DESC log"));
    QVERIFY2(text.contains(QStringLiteral("| Native Columns:")), qPrintable(text));
    QVERIFY(text.contains(QStringLiteral("| ds              | string")));
    QVERIFY(text.contains(QStringLiteral("Records: 3")));
    const QStringList lines = text.trimmed().split(QLatin1Char('\n'));
    for (const QString &line : lines)
        QCOMPARE(line.size(), lines[0].size());
    QVERIFY(db.run(QStringLiteral("DESC EXTENDED demo.emp")).contains(QStringLiteral("Extended Info:")));
    QVERIFY(
        db.run(QStringLiteral("DESCRIBE log PARTITION(ds='20240101',hh=1)")).contains(QStringLiteral("Records: 2")));
    QCOMPARE(db.run(QStringLiteral("SHOW TABLES LIKE 'e*'")), QStringLiteral("emp\n"));
    QCOMPARE(db.run(QStringLiteral("SHOW TABLES IN demo LIKE 'd%'")), QStringLiteral("dept\n"));
    QCOMPARE(db.run(QStringLiteral("SHOW PARTITIONS log PARTITION(ds='20240102')")),
             QStringLiteral("ds=20240102/hh=1\n"));
    QCOMPARE(db.run(QStringLiteral("SHOW CREATE TABLE log")),
             QStringLiteral(
                 "CREATE TABLE `demo`.`log` (\n  `id` BIGINT,\n  `v` STRING\n)\nPARTITIONED BY (\n  `ds` STRING,\n  "
                 "`hh` BIGINT\n);\n"));
    WarehouseFixture other;
    QCOMPARE(other.run(db.run(QStringLiteral("SHOW CREATE TABLE nest"))), QString());
    QCOMPARE(other->table(tableRef(QStringLiteral("nest")))->columns,
             db->table(tableRef(QStringLiteral("nest")))->columns);
}

void TstSql::inserts()
{
    WarehouseFixture db;
    const auto run = [&](const char *sql) { return db.run(QString::fromUtf8(sql)); };
    QCOMPARE(run("CREATE TABLE t(a BIGINT, b STRING) PARTITIONED BY (pt STRING)"), QString());
    QCOMPARE(run("INSERT INTO TABLE t PARTITION(pt='1') VALUES (1,'x'),(2,NULL)"), QString());
    QCOMPARE(run("INSERT INTO t PARTITION(pt='1') SELECT a + 10, b FROM t"), QString());
    QCOMPARE(run("SELECT a, b, pt FROM t ORDER BY a"), QStringLiteral("1|x|1\n2|NULL|1\n11|x|1\n12|NULL|1"));
    QCOMPARE(run("INSERT OVERWRITE TABLE t PARTITION(pt='1') SELECT a, b FROM t WHERE a > 10"), QString());
    QCOMPARE(run("SELECT a FROM t ORDER BY a"), QStringLiteral("11\n12"));
    QCOMPARE(run("INSERT OVERWRITE TABLE t PARTITION(pt='1') SELECT a, b FROM t WHERE false"), QString());
    QCOMPARE(run("SELECT count(*) FROM t"), QStringLiteral("0"));
    QCOMPARE(run("SHOW PARTITIONS t"), QStringLiteral("pt=1\n"));
    auto outcome = db->execute(QStringLiteral("demo"), {},
                               QStringLiteral("INSERT INTO t PARTITION(pt='2') VALUES (1,'a'),(2,'b')"), {}, {});
    QVERIFY(outcome.ok());
    QCOMPARE(outcome->rowsChanged, 2);
    QVERIFY(!outcome->isSelect);
    QVERIFY(run("INSERT INTO t PARTITION(pt='2') VALUES ('abc','a')").startsWith(QStringLiteral("! ODPS-0121095")));
    QCOMPARE(run("SELECT count(*) FROM t WHERE pt = '2'"), QStringLiteral("2"));
    db.reopen();
    QCOMPARE(run("SELECT a, b FROM t ORDER BY a"), QStringLiteral("1|a\n2|b"));
    QCOMPARE(run("ALTER TABLE t DROP IF EXISTS PARTITION(pt='1'), PARTITION(pt='9')"), QString());
    QCOMPARE(run("ALTER TABLE t ADD IF NOT EXISTS PARTITION(pt='2') PARTITION(pt='3')"), QString());
    QCOMPARE(run("SHOW PARTITIONS t"), QStringLiteral("pt=2\npt=3\n"));
    QCOMPARE(run("TRUNCATE TABLE t PARTITION(pt='2')"), QString());
    QCOMPARE(run("SELECT count(*) FROM t"), QStringLiteral("0"));
}

void TstSql::dynamicPartitions()
{
    WarehouseFixture db;
    const auto run = [&](const char *sql) { return db.run(QString::fromUtf8(sql)); };
    QCOMPARE(run("CREATE TABLE t(a BIGINT) PARTITIONED BY (p STRING, q INT)"), QString());
    QCOMPARE(run("INSERT INTO t PARTITION(p, q) VALUES (1,'x',1),(2,'y',2),(3,'x',1),(4,'x',2)"), QString());
    QCOMPARE(run("SHOW PARTITIONS t"), QStringLiteral("p=x/q=1\np=x/q=2\np=y/q=2\n"));
    QCOMPARE(run("SELECT a FROM t WHERE p = 'x' AND q = 1 ORDER BY a"), QStringLiteral("1\n3"));
    QCOMPARE(run("INSERT OVERWRITE TABLE t PARTITION(p='x', q) SELECT 9, 1"), QString());
    QCOMPARE(run("SELECT a, p, q FROM t ORDER BY a"), QStringLiteral("2|y|2\n4|x|2\n9|x|1"));
    QVERIFY(run("INSERT INTO t PARTITION(p, q) VALUES (1,NULL,1)").startsWith(QStringLiteral("! ODPS-0123031")));
    QCOMPARE(run("SELECT count(*) FROM t"), QStringLiteral("3"));
    QCOMPARE(run("INSERT INTO t PARTITION(p='x', q) SELECT 10, 1 FROM t WHERE a = 0"), QString()); // no rows
    QCOMPARE(run("SELECT count(*) FROM t"), QStringLiteral("3"));

    // More partitions than one statement of the catalog is about, with rows before and after.
    QCOMPARE(run("CREATE TABLE many(a BIGINT) PARTITIONED BY (p BIGINT)"), QString());
    const QString numbers =
        QStringLiteral(" many PARTITION(p) SELECT i, i %% 1200 FROM (SELECT sequence(0, 2399) AS q) x "
                       "LATERAL VIEW explode(q) v AS i")
            .replace(QStringLiteral("%%"), QStringLiteral("%"));
    QCOMPARE(db.run(QStringLiteral("INSERT INTO") + numbers), QString());
    QCOMPARE(db.run(QStringLiteral("INSERT INTO") + numbers), QString());
    QCOMPARE(run("SELECT count(*), count(DISTINCT p), sum(a) FROM many"), QStringLiteral("4800|1200|5757600"));
    QCOMPARE(run("SELECT a FROM many WHERE p = 7 ORDER BY a"), QStringLiteral("7\n7\n1207\n1207"));
    QCOMPARE(db.run(QStringLiteral("INSERT OVERWRITE TABLE") + numbers), QString());
    QCOMPARE(run("SELECT count(*), count(DISTINCT p), sum(a) FROM many"), QStringLiteral("2400|1200|2878800"));
    QCOMPARE(run("TRUNCATE TABLE many"), QString());
    QCOMPARE(run("SELECT count(*) FROM many"), QStringLiteral("0"));
    QCOMPARE(run("ALTER TABLE many DROP PARTITION (p >= 3)"), QString());
    QCOMPARE(run("SHOW PARTITIONS many"), QStringLiteral("p=0\np=1\np=2\n"));
}

void TstSql::settings()
{
    WarehouseFixture db;
    QCOMPARE(db.run(QStringLiteral("SET odps.sql.type.system.odps2=true;")), QString());
    QCOMPARE(db.run(QStringLiteral("set a.b = c; set x=1; SELECT 1;;")), QStringLiteral("1"));
    QCOMPARE(db.run(QStringLiteral("SET odps.sql.timezone=Asia/Shanghai; SELECT CAST(from_unixtime(0) AS STRING)")),
             QStringLiteral("1970-01-01 08:00:00"));
    QCOMPARE(db.run(QStringLiteral("SELECT CAST(from_unixtime(0) AS STRING)"),
                    {{QStringLiteral("odps.sql.timezone"), QStringLiteral("Asia/Tokyo")}}),
             QStringLiteral("1970-01-01 09:00:00"));
    WarehouseOptions options;
    options.timeZone = QTimeZone("Asia/Shanghai");
    WarehouseFixture china(options);
    QCOMPARE(china.run(QStringLiteral("SELECT unix_timestamp(DATETIME'1970-01-01 08:00:00')")), QStringLiteral("0"));
    QCOMPARE(china.run(QStringLiteral("SELECT DATETIME'1970-01-01 08:00:00'")),
             QStringLiteral("1970-01-01 00:00:00.000Z"));
}

void TstSql::createAsSelect()
{
    WarehouseFixture db;
    const auto run = [&](const char *sql) { return db.run(QString::fromUtf8(sql)); };
    QCOMPARE(run("CREATE TABLE t LIFECYCLE 5 AS SELECT 1L AS a, 'x' AS b, CAST(1.5 AS DECIMAL(5,2)) AS c UNION ALL "
                 "SELECT 2L, 'y', 2"),
             QString());
    QCOMPARE(run("SELECT * FROM t ORDER BY a"), QStringLiteral("1|x|1.50\n2|y|2.00"));
    db.reopen();
    QCOMPARE(run("SELECT * FROM t ORDER BY a"), QStringLiteral("1|x|1.50\n2|y|2.00"));
    QCOMPARE(db->table(tableRef(QStringLiteral("t")))->lifecycle, 5);
    QVERIFY(run("CREATE TABLE u AS SELECT CAST('x' AS BIGINT) AS a").startsWith(QStringLiteral("! ODPS-0121095")));
    QVERIFY(run("SELECT * FROM u").startsWith(QStringLiteral("! ODPS-0130131")));
}

void TstSql::schemas()
{
    WarehouseFixture db;
    const auto run = [&](const char *sql) { return db.run(QString::fromUtf8(sql)); };
    QCOMPARE(run("CREATE SCHEMA s1"), QString());
    QCOMPARE(run("CREATE TABLE demo.s1.t(a BIGINT)"), QString());
    QCOMPARE(run("INSERT INTO s1.t VALUES (5)"), QString());
    QCOMPARE(run("SELECT a FROM demo.s1.t"), QStringLiteral("5"));
    QCOMPARE(run("SHOW SCHEMAS"), QStringLiteral("default\ns1\n"));
    QCOMPARE(run("SHOW TABLES"), QString());
    QVERIFY(run("DROP SCHEMA s1").contains(QStringLiteral("not empty")));
    db.reopen();
    QCOMPARE(db->tables(QStringLiteral("demo"), QStringLiteral("s1"))->size(), 1);
    QCOMPARE(run("DROP TABLE demo.s1.t"), QString());
    QCOMPARE(run("DROP SCHEMA s1"), QString());
}

// Every name in the table of functions is at least understood by DuckDB: a macro or function with another name would
// show here.
// docs/warehouse.md has the list of them.
void TstSql::functionsAreDocumented()
{
    QFile file(QFINDTESTDATA("../../docs/warehouse.md"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(file.readAll());
    const QString list = text.section(QStringLiteral("### Functions"), 1).section(QStringLiteral("###"), 0, 0);
    const QStringList words = list.split(QRegularExpression(QStringLiteral("[^a-z0-9_]+")));
    for (const QString &name : functionNames())
        QVERIFY2(words.contains(name), qPrintable(name));
}

void TstSql::functionsResolve()
{
    WarehouseFixture &db = filled();
    for (const QString &name : functionNames()) {
        for (int count = 0; count <= 4; ++count) {
            QStringList arguments;
            for (int i = 0; i < count; ++i)
                arguments.append(QStringLiteral("NULL"));
            const QString call = QStringLiteral("SELECT %1(%2)").arg(name, arguments.join(QLatin1Char(',')));
            QString answer = db.run(call + QStringLiteral(" FROM emp"));
            if (answer.contains(QStringLiteral("does not exist"))) // a window function
                answer = db.run(call + QStringLiteral(" OVER (ORDER BY 1) FROM emp"));
            QVERIFY2(!answer.contains(QStringLiteral("does not exist")), qPrintable(name + answer));
            QVERIFY2(!answer.contains(QStringLiteral("syntax error")), qPrintable(name + answer));
        }
    }
}

void TstSql::stops()
{
    WarehouseFixture db;
    QCOMPARE(db.run(QStringLiteral(
                 "CREATE TABLE t AS SELECT x FROM (SELECT sequence(1, 5000) AS a) s LATERAL VIEW explode(a) v AS x")),
             QString());
    std::stop_source source;
    QElapsedTimer timer;
    timer.start();
    std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        source.request_stop();
    });
    auto outcome =
        db->execute(QStringLiteral("demo"), {}, QStringLiteral("SELECT sum(a.x * b.x * c.x) FROM t a, t b, t c"), {},
                    Stop(source.get_token()));
    ErrorCode code = ErrorCode::Internal;
    if (outcome) {
        auto batch = outcome->rows->next();
        QVERIFY(!batch.ok());
        code = batch.error().code;
    } else {
        code = outcome.error().code;
    }
    QCOMPARE(code, ErrorCode::Stopped);
    QVERIFY2(timer.elapsed() < 2200, qPrintable(QString::number(timer.elapsed())));
}

void TstSql::deepNesting()
{
    WarehouseFixture &db = filled();
    const QString open(5000, QLatin1Char('('));
    const QString close(5000, QLatin1Char(')'));
    QVERIFY(db.run(QStringLiteral("SELECT ") + open + QLatin1Char('1') + close)
                .contains(QStringLiteral("nested too deeply")));
    QVERIFY(db.run(QStringLiteral("SELECT ") +
                   QString(5000, QLatin1Char('-')).replace(QLatin1Char('-'), QLatin1String("- ")) + QLatin1Char('1'))
                .contains(QStringLiteral("nested too deeply")));
    QString chain = QStringLiteral("SELECT 1 FROM emp WHERE id = 0");
    for (int i = 1; i < 3000; ++i)
        chain += QStringLiteral(" OR id = %1").arg(i);
    QCOMPARE(db.run(chain), QStringLiteral("1\n1\n1"));
}
