#include "widgets/common/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice
{

namespace
{

struct Entry {
    const char *name;
    QRgb light;
    QRgb dark;
};

// In the order of Role. The only place with colour values.
constexpr std::array<Entry, roleCount> table = {{
    // clang-format off
    {"window", 0xffE9EDF1, 0xff14181C},
    {"panel", 0xffF5F7F9, 0xff1F242A},
    {"canvas", 0xffFFFFFF, 0xff191D22},
    {"sunken", 0xffEEF2F5, 0xff242A31},
    {"raised", 0xffFFFFFF, 0xff2A3139},
    {"field", 0xffFFFFFF, 0xff14181C},
    {"line", 0xffD9DFE5, 0xff333B44},
    {"line2", 0xffB2BCC6, 0xff4C5762},
    {"line3", 0xff828D99, 0xff66727E},
    {"grid", 0xffE6EAEE, 0xff2A3138},
    {"t1", 0xff18212B, 0xffE4E9EE},
    {"t2", 0xff46535F, 0xffB3BEC8},
    {"t3", 0xff55626E, 0xffA2AEBA},
    {"disabled", 0xff8C97A2, 0xff66727E},
    {"accent", 0xff0A6A88, 0xff5CBDD8},
    {"onAccent", 0xffFFFFFF, 0xff07222B},
    {"accentHover", 0xff085872, 0xff7CCCE2},
    {"accentSoft", 0xffE1F0F5, 0xff17323C},
    {"accentLine", 0xff8CC3D5, 0xff2F6A7D},
    {"selected", 0xffD3E8F0, 0xff1E4453},
    {"selectedIdle", 0xffE3E8ED, 0xff2B333B},
    {"hover", 0xffEAF0F4, 0xff272E36},
    {"ok", 0xff19744A, 0xff63C794},
    {"okSoft", 0xffE0F2E8, 0xff173025},
    {"okLine", 0xff9FD2B5, 0xff2F6B4C},
    {"warn", 0xff835300, 0xffE5B454},
    {"warnSoft", 0xffFDF1D5, 0xff352A12},
    {"warnLine", 0xffE2C27A, 0xff6E5722},
    {"error", 0xffB0281E, 0xffF59C94},
    {"errorSoft", 0xffFBE7E5, 0xff3B1F1D},
    {"errorLine", 0xffE5A8A2, 0xff7E3B36},
    {"running", 0xff1F5CB8, 0xff86B4F5},
    {"runningSoft", 0xffE4EDFA, 0xff1B2B44},
    {"runningLine", 0xffA4C2EC, 0xff34578C},
    {"neutralSoft", 0xffE8ECF0, 0xff2B323A},
    {"codeKey", 0xff0B5E86, 0xff7CC7E8},
    {"codeString", 0xff1C6B3A, 0xff8FD0A0},
    {"codeNumber", 0xff9A3B00, 0xffF0A876},
    {"codeKeyword", 0xff7A2E8E, 0xffD3A0E4},
    {"codeVariable", 0xff8A4B00, 0xffE5B96A},
    {"codeComment", 0xff5A6672, 0xffA0ACB8},
    {"chart1", 0xff0072B2, 0xff56B4E9},
    {"chart2", 0xffD55E00, 0xffF0924A},
    {"chart3", 0xff009E73, 0xff35C79B},
    {"chart4", 0xffCC79A7, 0xffDD9BC3},
    // clang-format on
}};

double luminance(const QColor &color)
{
    const auto channel = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) + 0.0722 * channel(color.blueF());
}

} // namespace

QColor Theme::operator[](Role role) const
{
    const Entry &entry = table[size_t(role)];
    return QColor::fromRgb(m_dark ? entry.dark : entry.light);
}

QString roleName(Role role)
{
    return QString::fromLatin1(table[size_t(role)].name);
}

double contrast(const QColor &a, const QColor &b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)}); // by value: two temporaries would dangle
    return (high + 0.05) / (low + 0.05);
}

} // namespace sluice
