#include "data/castproperties.h"

#include "base/zoneclock.h"
#include "data/casting.h"

#include <QRandomGenerator>

namespace sluice
{

namespace
{

struct Sample {
    const char *type;
    std::vector<std::optional<std::string>> texts;
};

// Every kind of type with its edges, as texts that it can be read from.
const std::vector<Sample> &samples()
{
    static const std::vector<Sample> all{
        {"boolean", {"true", "false", std::nullopt}},
        {"tinyint", {"-128", "0", "127", std::nullopt}},
        {"smallint", {"-32768", "1", "32767", std::nullopt}},
        {"int", {"-2147483648", "-1", "2147483647", std::nullopt}},
        {"bigint", {"-9223372036854775808", "1669079520000", "9223372036854775807", std::nullopt}},
        {"float", {"0.1", "-3.4e38", "NaN", "Infinity", std::nullopt}},
        {"double", {"0.1", "1.7976931348623157e308", "5e-324", "-Infinity", std::nullopt}},
        {"decimal(18,4)", {"99999999999999.9999", "-0.0001", "0", std::nullopt}},
        {"decimal(38,18)", {"99999999999999999999.999999999999999999", "-1.5", std::nullopt}},
        {"string", {"", "abc", "12", "好", "2023-06-30", "[1]", "true", std::nullopt}},
        {"char(10)", {"abc", "1", std::nullopt}},
        {"varchar(10)", {"abc", "2", std::nullopt}},
        {"binary", {"abc", "\xFF", "", std::nullopt}},
        {"date", {"0001-01-01", "1970-01-01", "9999-12-31", std::nullopt}},
        {"datetime", {"0001-01-01 00:00:00", "1969-12-31 23:59:59.999", "9999-12-31 23:59:59.999", std::nullopt}},
        {"timestamp", {"1677-09-21 00:12:43.145224192", "2262-04-11 23:47:16.854775807", std::nullopt}},
        {"timestamp_ntz", {"1677-09-21 00:12:43.145224192", "2262-04-11 23:47:16.854775807", std::nullopt}},
        {"interval_day_time", {"-1 00:00:00.000000001", "3 04:05:06", std::nullopt}},
        {"interval_year_month", {"-1-11", "100-0", std::nullopt}},
        {"json", {"{\"a\":[1,2]}", "\"x\"", "12", std::nullopt}},
        {"array<int>", {"[1,null,3]", "[]", std::nullopt}},
        {"array<string>", {"[\"a\",null]", std::nullopt, "[]"}},
        {"map<string,bigint>", {"{\"a\":1,\"b\":null}", "{}", std::nullopt}},
        {"struct<a:int,b:array<string>>", {"{\"a\":1,\"b\":[\"x\"]}", "{\"a\":null,\"b\":null}", std::nullopt}},
    };
    return all;
}

std::shared_ptr<arrow::Array> arrayOf(const Sample &sample)
{
    const Type type = typeOf(QString::fromLatin1(sample.type));
    const CastResult made =
        castArray(textArray(sample.texts), type.kind() == TypeKind::Binary ? TypeKind::Json : TypeKind::String, type);
    if (!made.refused.empty())
        qFatal("%s: %s", sample.type, qPrintable(made.refused[0].reason));
    return made.values;
}

} // namespace

void CastProperties::everyPairAgreesWithItsVerdict()
{
    int pairs = 0;
    for (const Sample &from : samples()) {
        const Type source = typeOf(QString::fromLatin1(from.type));
        const auto array = arrayOf(from);
        for (const Sample &to : samples()) {
            const Type target = typeOf(QString::fromLatin1(to.type));
            const CastVerdict verdict = castVerdict(source, target);
            const QByteArray pair = QByteArray(from.type) + " to " + to.type;
            const auto plan = CastPlan::compile(source, target, {});
            QVERIFY2(plan.ok() == (verdict.fit != CastFit::Impossible), pair);
            QVERIFY2(verdict.reason.isEmpty() == (verdict.fit <= CastFit::Widening), pair);
            if (!plan.ok())
                continue;
            ++pairs;
            const CastResult result = castArray(array, source, target);
            if (verdict.fit <= CastFit::Widening)
                QVERIFY2(result.refused.empty(), pair);
            if (verdict.fit == CastFit::WillBeDirty)
                QCOMPARE(int64_t(result.refused.size()), array->length() - array->null_count());
            int64_t last = -1;
            for (const CastRefusal &refusal : result.refused) {
                QVERIFY2(refusal.row > last && !refusal.reason.isEmpty(), pair);
                QVERIFY2(result.values->IsNull(refusal.row) && array->IsValid(refusal.row), pair);
                last = refusal.row;
            }
            for (int64_t i = 0; i < array->length(); ++i)
                if (array->IsNull(i))
                    QVERIFY2(result.values->IsNull(i), pair);
        }
    }
    QVERIFY(pairs > 250);
}

void CastProperties::losslessCastsComeBack()
{
    for (const Sample &from : samples()) {
        const Type source = typeOf(QString::fromLatin1(from.type));
        const auto array = arrayOf(from);
        for (const Sample &to : samples()) {
            const Type target = typeOf(QString::fromLatin1(to.type));
            if (castVerdict(source, target).fit > CastFit::Widening ||
                castVerdict(target, source).fit == CastFit::Impossible)
                continue;
            const CastResult there = castArray(array, source, target);
            const CastResult back = castArray(there.values, target, source);
            QVERIFY2(back.refused.empty(), from.type);
            QVERIFY2(back.values->Equals(*array, arrow::EqualOptions().nans_equal(true)),
                     qPrintable(QStringLiteral("%1 to %2: %3 came back as %4")
                                    .arg(from.type, to.type, QString::fromStdString(array->ToString()),
                                         QString::fromStdString(back.values->ToString()))));
        }
    }
}

void CastProperties::textsComeBack()
{
    QRandomGenerator random(7);
    std::vector<std::optional<std::string>> doubles;
    std::vector<std::optional<std::string>> decimals;
    for (int i = 0; i < 2000; ++i) {
        double value = 0;
        const quint64 bits = random.generate64();
        std::memcpy(&value, &bits, sizeof value);
        doubles.push_back(QByteArray::number(value, 'g', 17).toStdString());
        std::string digits = std::to_string(random.generate64());
        digits.insert(digits.size() - random.bounded(10), ".");
        decimals.push_back(digits);
    }
    const struct {
        Type type;
        std::vector<std::optional<std::string>> texts;
    } cases[] = {{TypeKind::Double, doubles}, {Type::decimal(38, 18), decimals}};
    for (const auto &[type, texts] : cases) {
        const CastResult values = castArray(textArray(texts), TypeKind::String, type);
        QVERIFY(values.refused.empty());
        const CastResult written = castArray(values.values, type, TypeKind::String);
        const CastResult again = castArray(written.values, TypeKind::String, type);
        QVERIFY(again.values->Equals(*values.values, arrow::EqualOptions().nans_equal(true)));
    }
}

void CastProperties::slicesCastAsTheirRows()
{
    for (const Sample &from : samples()) {
        const Type source = typeOf(QString::fromLatin1(from.type));
        const auto array = arrayOf(from);
        for (const Sample &to : samples()) {
            const Type target = typeOf(QString::fromLatin1(to.type));
            if (castVerdict(source, target).fit == CastFit::Impossible)
                continue;
            const CastResult whole = castArray(array, source, target);
            const CastResult part = castArray(array->Slice(1, array->length() - 1), source, target);
            QVERIFY2(part.values->Equals(*whole.values->Slice(1), arrow::EqualOptions().nans_equal(true)),
                     qPrintable(QStringLiteral("%1 to %2").arg(from.type, to.type)));
        }
    }
}

void CastProperties::identitySharesItsBuffers()
{
    for (const char *type : {"bigint", "string", "decimal(18,4)", "datetime", "boolean"})
        for (const Sample &sample : samples())
            if (QByteArray(sample.type) == type) {
                const auto array = arrayOf(sample);
                const Type same = typeOf(QString::fromLatin1(type));
                const CastResult result = castArray(array, same, same);
                QCOMPARE(result.values->data()->buffers.back()->data(), array->data()->buffers.back()->data());
            }
}

void CastProperties::zonesAgreeWithQt_data()
{
    QTest::addColumn<QByteArray>("id");
    for (const char *id : {"UTC", "Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe",
                           "Pacific/Apia", "Asia/Kathmandu", "Africa/Casablanca", "America/Sao_Paulo"})
        QTest::newRow(id) << QByteArray(id);
}

void CastProperties::zonesAgreeWithQt()
{
    QFETCH(QByteArray, id);
    const QTimeZone zone(id);
    QVERIFY(zone.isValid());
    ZoneClock clock(zone);
    QRandomGenerator random(11);
    for (int i = 0; i < 3000; ++i) {
        const qint64 instant = qint64(random.bounded(quint64(9'000'000'000ULL))) - 3'000'000'000LL; // 1874 to 2160
        const QDateTime time = QDateTime::fromSecsSinceEpoch(instant, Qt::UTC);
        QCOMPARE(clock.offsetAt(instant), int64_t(zone.offsetFromUtc(time)));
        // A reading of the clock leads back to an instant that shows the same reading, and no later one than this.
        const int64_t wall = instant + clock.offsetAt(instant);
        const auto back = clock.instantOf(wall);
        QVERIFY(back);
        QVERIFY(*back <= instant && *back + clock.offsetAt(*back) == wall);
    }
}

void CastProperties::wrongArrayIsRefused()
{
    auto plan = CastPlan::compile(TypeKind::BigInt, TypeKind::Int, {});
    QVERIFY(plan.ok());
    const auto result = plan->apply(textArray({"1"}));
    QVERIFY(!result.ok());
    QCOMPARE(result.error().code, ErrorCode::Internal);
}

} // namespace sluice
