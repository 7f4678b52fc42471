#include "tunnel/crc32c.h"
#include "tunnel/crc32ckernel.h"
#include "tunnel/decimaltext.h"
#include "tunnel/partitionspec.h"
#include "tunnel/sessionschema.h"
#include "tunnel/wire.h"

#include <QJsonArray>
#include <QTest>

#include <random>

using namespace sluice;

// Small texts and numbers: partitions, wildcards, decimals, varints, checksums, schemas.
class TestText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void partitions_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("path");
        QTest::newRow("plain") << "pt=1,ds=hangzhou"
                               << "pt=1/ds=hangzhou";
        QTest::newRow("slash, quotes, spaces") << " pt = '1' / ds='hangzhou' "
                                               << "pt=1/ds=hangzhou";
        QTest::newRow("double quotes") << "pt=\"a,b\""
                                       << "pt=a,b";
        QTest::newRow("spaces inside") << "pt=20150101, type=1, biz=2"
                                       << "pt=20150101/type=1/biz=2";
        QTest::newRow("equals in a value") << "pt=a=b"
                                           << "pt=a=b";
        QTest::newRow("chinese") << QStringLiteral("城市=杭州") << QStringLiteral("城市=杭州");
        QTest::newRow("none") << ""
                              << "";
    }

    void partitions()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, path);
        const auto spec = PartitionSpec::parse(text);
        QVERIFY2(spec.ok(), spec.ok() ? "" : qPrintable(spec.error().message));
        QCOMPARE(spec.value().pathText(), path);
    }

    void partitionForms()
    {
        const PartitionSpec spec = PartitionSpec::parse(QStringLiteral("pt='x',h=1")).value();
        QCOMPARE(spec.tunnelText(), QStringLiteral("pt=x,h=1"));
        QCOMPARE(spec.restText(), QStringLiteral("pt='x',h='1'"));
        QCOMPARE(spec.value(QStringLiteral("H")), QStringLiteral("1"));
        QVERIFY(spec.value(QStringLiteral("no")).isNull());
        QCOMPARE(spec.names(), QStringList({QStringLiteral("pt"), QStringLiteral("h")}));
    }

    void badPartitions_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("place");
        QTest::newRow("no equals") << "pt"
                                   << "position 3";
        QTest::newRow("no name") << "=1"
                                 << "position 1";
        QTest::newRow("no value") << "pt="
                                  << "position 4";
        QTest::newRow("open quote") << "pt='1"
                                    << "position 4";
        QTest::newRow("after a quote") << "pt='1'2"
                                       << "position 7";
        QTest::newRow("trailing comma") << "pt=1,"
                                        << "position 6";
        QTest::newRow("twice") << "pt=1,PT=2"
                               << "position 6";
    }

    void badPartitions()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, place);
        const auto spec = PartitionSpec::parse(text);
        QVERIFY(!spec.ok());
        QCOMPARE(spec.error().code, ErrorCode::Config);
        QVERIFY2(spec.error().message.contains(place), qPrintable(spec.error().message));
    }

    void wildcards_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("matches");
        QTest::newRow("literal") << "a.b"
                                 << "a.b" << true;
        QTest::newRow("dot is literal") << "a.b"
                                        << "axb" << false;
        QTest::newRow("all") << "*"
                             << "" << true;
        QTest::newRow("one") << "?"
                             << "" << false;
        QTest::newRow("hang????") << "hang????"
                                  << "hangzhou" << true;
        QTest::newRow("hang???") << "hang???"
                                 << "hangzhou" << false;
        QTest::newRow("middle") << "a*b*c"
                                << "axxbyybzc" << true;
        QTest::newRow("middle fails") << "a*b*c"
                                      << "axxbyyb" << false;
        QTest::newRow("case counts") << "A*"
                                     << "abc" << false;
        QTest::newRow("set is literal") << "[a]"
                                        << "a" << false;
        QTest::newRow("many stars") << "*a*a*a*a*a*a*b" << QString(200, QLatin1Char('a')) << false;
    }

    void wildcards()
    {
        QFETCH(const QString, pattern);
        QFETCH(const QString, value);
        QFETCH(const bool, matches);
        QCOMPARE(wildcardMatches(pattern, value), matches);
    }

    void decimals_data()
    {
        QTest::addColumn<QByteArray>("digits");
        QTest::addColumn<int>("scale");
        QTest::addColumn<QByteArray>("written");
        QTest::newRow("zero") << QByteArray("0") << 0 << QByteArray("0");
        QTest::newRow("zero with decimals") << QByteArray("0") << 4 << QByteArray("0.0000");
        QTest::newRow("trailing zeros") << QByteArray("150") << 2 << QByteArray("1.50");
        QTest::newRow("below one") << QByteArray("-5") << 3 << QByteArray("-0.005");
        QTest::newRow("18 digits") << QByteArray("999999999999999999") << 4 << QByteArray("99999999999999.9999");
        QTest::newRow("19 digits") << QByteArray("1000000000000000000") << 4 << QByteArray("100000000000000.0000");
        QTest::newRow("37 digits") << QByteArray("-1000000000000000000000000000000000007") << 36
                                   << QByteArray("-1.000000000000000000000000000000000007");
        QTest::newRow("38 digits") << QByteArray("99999999999999999999999999999999999999") << 38
                                   << QByteArray("0.99999999999999999999999999999999999999");
    }

    void decimals()
    {
        QFETCH(const QByteArray, digits);
        QFETCH(const int, scale);
        QFETCH(const QByteArray, written);
        Int128 value = 0;
        QCOMPARE(readDecimal(digits.toStdString(), 38, 0, value), DecimalFault::None);
        uint8_t out[longestDecimal];
        const uint8_t *end = writePlainDecimal(out, value, scale);
        QCOMPARE(QByteArray(reinterpret_cast<char *>(out), end - out), written);
        Int128 again = 0;
        QCOMPARE(readDecimal(written.toStdString(), 38, scale, again), DecimalFault::None);
        QVERIFY(again == value);
    }

    void varints()
    {
        std::mt19937_64 random(1);
        for (int i = 0; i < 200000; ++i) {
            const uint64_t value = random() >> (random() % 64);
            uint8_t fast[16] = {};
            const uint8_t *end = wire::writeVarint(fast, value);
            uint8_t slow[16] = {};
            uint8_t *at = slow;
            for (uint64_t rest = value;; rest >>= 7) {
                *at++ = uint8_t(rest < 0x80 ? rest : (rest & 0x7f) | 0x80);
                if (rest < 0x80)
                    break;
            }
            QCOMPARE(end - fast, at - slow);
            QVERIFY(std::equal(slow, at, fast));
            uint64_t read = 0;
            QCOMPARE(wire::readVarint(fast, fast + 16, read), end); // the fast way
            QCOMPARE(read, value);
            QCOMPARE(wire::readVarint(fast, end, read), end); // to the end of the bytes
            QCOMPARE(read, value);
            QVERIFY(!wire::readVarint(fast, end - 1, read));
            QCOMPARE(wire::unzigzag(wire::zigzag(int64_t(value))), int64_t(value));
        }
        const uint8_t endless[16] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1};
        uint64_t read;
        QCOMPARE(wire::readVarint(endless, endless + 16, read), wire::tooLong);
    }

    void checksums()
    {
        QCOMPARE(crc32c(0, "123456789", 9), 0xE3069283u);
        std::string data;
        std::mt19937_64 random(2);
        for (int i = 0; i < 5000; ++i)
            data += char(random());
        const auto *bytes = reinterpret_cast<const uint8_t *>(data.data());
        for (size_t size :
             {size_t(0), size_t(1), size_t(7), size_t(8), size_t(13), size_t(511), size_t(512), data.size()}) {
            const uint32_t tables = ~crc::run<crc::Tables, false>(~0u, bytes, size, nullptr);
            QCOMPARE(crc32c(0, data.data(), size), tables);
            QCOMPARE(crc32c(crc32c(0, data.data(), size / 3), data.data() + size / 3, size - size / 3), tables);
            if (crc::hardware()) {
                std::string copy(size, 0);
                QCOMPARE(~(crc::run<crc::Hardware, true>(~0u, bytes, size, reinterpret_cast<uint8_t *>(copy.data()))),
                         tables);
                QCOMPARE(copy, data.substr(0, size));
            }
        }
    }

    void schemas()
    {
        TableColumns table;
        table.columns.columns = {{QStringLiteral("id"), TypeKind::BigInt, false, QStringLiteral("键")},
                                 {QStringLiteral("x"), Type::decimal(18, 4), true, {}}};
        table.partitionColumns.columns = {{QStringLiteral("pt"), TypeKind::String, true, {}}};
        const QJsonObject json = sessionSchemaJson(table);
        QVERIFY(json[QLatin1String("columns")][0][QLatin1String("column_id")].isString());
        const auto read = parseSessionSchema(json);
        QVERIFY(read.ok());
        QCOMPARE(read.value().columns.columns, table.columns.columns);
        QCOMPARE(read.value().partitionColumns.names(), QStringList(QStringLiteral("pt")));

        const QJsonObject odd{{QStringLiteral("columns"),
                               QJsonArray{QJsonObject{{QStringLiteral("name"), QStringLiteral("g")},
                                                      {QStringLiteral("type"), QStringLiteral("GEOGRAPHY")}}}}};
        QCOMPARE(parseSessionSchema(odd).error().where, QStringLiteral("g"));
    }
};

int runTextTests(int argc, char **argv)
{
    TestText tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_text.moc"
