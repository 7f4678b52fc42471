#include "data/castspeed.h"

#include "data/casting.h"

#include <ctime>

namespace sluice
{

static double cpuSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

void CastSpeed::commonRowFromTexts()
{
    constexpr int rows = 4096;
    const struct {
        const char *type;
        std::function<std::string(int)> text;
    } columns[] = {
        {"bigint", [](int i) { return std::to_string(1'000'000'007LL * i); }},
        {"string", [](int i) { return QString::number(i).rightJustified(16, 'x').toStdString(); }},
        {"double", [](int i) { return QByteArray::number(i * 1.2345678901234, 'g', 15).toStdString(); }},
        {"datetime",
         [](int i) {
             return QString::asprintf("20%02d-%02d-%02d 17:%02d:%02d", i % 25, i % 12 + 1, i % 28 + 1, i % 60, i % 59)
                 .toStdString();
         }},
        {"decimal(18,4)", [](int i) { return QString::asprintf("%d.%04d", i * 977, i % 10000).toStdString(); }},
        {"boolean", [](int i) { return std::string(i % 3 ? "true" : "false"); }},
        {"int", [](int i) { return std::to_string(i * 77 - 1000); }},
        {"string", [](int i) { return QString::number(i).rightJustified(40, 'y').toStdString(); }},
    };
    double total = 0;
    for (const auto &column : columns) {
        std::vector<std::optional<std::string>> texts;
        for (int i = 0; i < rows; ++i)
            texts.push_back(column.text(i));
        const auto array = textArray(texts);
        auto plan =
            CastPlan::compile(TypeKind::String, typeOf(QString::fromLatin1(column.type)), {QTimeZone("Asia/Shanghai")});
        QVERIFY(plan.ok());
        constexpr int rounds = 50;
        const double start = cpuSeconds();
        for (int i = 0; i < rounds; ++i) {
            const auto result = plan->apply(array);
            QVERIFY(result.ok() && result->refused.empty());
        }
        const double nanos = (cpuSeconds() - start) / rounds / rows * 1e9;
        total += nanos;
        qInfo("%-14s %6.1f ns a value", column.type, nanos);
    }
    qInfo("%-14s %6.1f ns", "a row", total);
    // Optimised builds must stay below half a microsecond a row; others and sanitizers are far slower.
#if defined(NDEBUG)
    QVERIFY(total < 500);
#else
    QVERIFY(total < 50'000);
#endif
}

} // namespace sluice
