#include "connectors/file/typesuggestion.h"

#include "data/cast.h"
#include "data/jsontext.h"

#include <arrow/array.h>
#include <arrow/builder.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace sluice
{

namespace
{

constexpr std::array<std::string_view, 9> commonNulls{"NA", "N/A", "n/a", "NULL", "null", "NaN", "nan", "None", "-"};

bool isCommonNull(std::string_view text)
{
    return std::find(commonNulls.begin(), commonNulls.end(), text) != commonNulls.end();
}

struct Looks {
    qint64 values = 0;
    bool leadingZero = false; // 00501: a code, not a number
    bool onlyDigits = true;
    bool onlyTruth = true; // true and false
    bool onlyShort = true; // no text longer than a date
    bool object = true;
};

Looks looksOf(const arrow::StringArray &texts)
{
    Looks looks;
    for (int64_t i = 0; i < texts.length(); ++i) {
        const std::string_view text = texts.IsNull(i) ? std::string_view() : texts.GetView(i);
        if (text.empty())
            continue;
        ++looks.values;
        const std::string_view digits = text.substr(text[0] == '-' || text[0] == '+');
        looks.leadingZero |= digits.size() > 1 && digits[0] == '0' && unsigned(digits[1] - '0') <= 9;
        looks.onlyDigits &= std::all_of(digits.begin(), digits.end(), [](char c) { return unsigned(c - '0') <= 9; });
        looks.onlyTruth &=
            text == "true" || text == "false" || text == "True" || text == "False" || text == "TRUE" || text == "FALSE";
        looks.onlyShort &= text.size() <= 10;
        looks.object &= (text[0] == '{' || text[0] == '[') && jsonFault(text) < 0;
    }
    return looks;
}

bool fits(const std::shared_ptr<arrow::Array> &texts, const Type &type)
{
    auto plan = CastPlan::compile(TypeKind::String, type, {});
    if (!plan)
        return false;
    const auto cast = plan->apply(texts);
    return cast && cast->refused.empty();
}

Type typeOf(const std::shared_ptr<arrow::Array> &texts)
{
    const Looks looks = looksOf(static_cast<const arrow::StringArray &>(*texts));
    if (looks.values == 0 || looks.leadingZero)
        return TypeKind::String;
    if (looks.onlyTruth)
        return TypeKind::Boolean;
    if (looks.object)
        return TypeKind::Json;
    if (looks.onlyDigits)
        return fits(texts, TypeKind::BigInt) ? TypeKind::BigInt : TypeKind::String;
    if (fits(texts, TypeKind::Double))
        return TypeKind::Double;
    if (looks.onlyShort && fits(texts, TypeKind::Date))
        return TypeKind::Date;
    return fits(texts, TypeKind::DateTime) ? TypeKind::DateTime : TypeKind::String;
}

} // namespace

void suggestType(const std::shared_ptr<arrow::Array> &texts, Column &column)
{
    column.type = typeOf(texts);
    if (column.type.kind() != TypeKind::String)
        return;
    // Would it be something better without the usual words for nothing?
    const auto &in = static_cast<const arrow::StringArray &>(*texts);
    arrow::StringBuilder rest;
    std::string_view word;
    for (int64_t i = 0; i < in.length(); ++i) {
        if (in.IsNull(i))
            continue;
        if (isCommonNull(in.GetView(i)))
            word = in.GetView(i);
        else if (!rest.Append(in.GetView(i)).ok())
            return;
    }
    if (word.empty())
        return;
    const auto others = rest.Finish();
    if (!others.ok())
        return;
    column.type = typeOf(*others);
    if (column.type.kind() != TypeKind::String)
        column.comment = QStringLiteral("\"%1\" stands for a missing value here: set nullFormat to it")
                             .arg(QString::fromUtf8(word.data(), qsizetype(word.size())));
}

} // namespace sluice
