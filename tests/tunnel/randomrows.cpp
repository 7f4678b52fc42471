#include "tunnel/randomrows.h"

#include "data/arrowtypes.h"

#include <arrow/api.h>

#include <limits>

namespace sluice
{

namespace
{

// How far apart values may lie, and how often they are nothing or extreme.
class Filler
{
public:
    Filler(std::mt19937_64 &random, bool ordinary)
        : m_random(random)
        , m_ordinary(ordinary)
    {
    }

    void append(arrow::ArrayBuilder &builder, const Type &type, bool mayBeNull = true)
    {
        if (mayBeNull && one(8)) {
            check(builder.AppendNull());
            return;
        }
        switch (type.kind()) {
        case TypeKind::Boolean:
            return check(static_cast<arrow::BooleanBuilder &>(builder).Append(one(2)));
        case TypeKind::TinyInt:
            return integer<arrow::Int8Builder, int8_t>(builder);
        case TypeKind::SmallInt:
            return integer<arrow::Int16Builder, int16_t>(builder);
        case TypeKind::Int:
        case TypeKind::IntervalYearMonth:
            return integer<arrow::Int32Builder, int32_t>(builder);
        case TypeKind::Date:
            if (m_ordinary)
                return check(static_cast<arrow::Date32Builder &>(builder).Append(int32_t(ordinarySecond() / 86400)));
            return integer<arrow::Date32Builder, int32_t>(builder);
        case TypeKind::BigInt:
            return integer<arrow::Int64Builder, int64_t>(builder);
        case TypeKind::DateTime:
        case TypeKind::Timestamp:
        case TypeKind::TimestampNtz:
            if (m_ordinary)
                return check(static_cast<arrow::TimestampBuilder &>(builder).Append(ordinaryTime(type)));
            return integer<arrow::TimestampBuilder, int64_t>(builder);
        case TypeKind::Float:
            return check(static_cast<arrow::FloatBuilder &>(builder).Append(float(real())));
        case TypeKind::Double:
            return check(static_cast<arrow::DoubleBuilder &>(builder).Append(real()));
        case TypeKind::Decimal:
            return check(static_cast<arrow::Decimal128Builder &>(builder).Append(decimal(type)));
        case TypeKind::IntervalDayTime: {
            auto &both = static_cast<arrow::StructBuilder &>(builder);
            check(both.Append());
            if (m_ordinary)
                check(static_cast<arrow::Int64Builder &>(*both.field_builder(0)).Append(ordinarySecond() / 1000));
            else
                integer<arrow::Int64Builder, int64_t>(*both.field_builder(0));
            check(static_cast<arrow::Int32Builder &>(*both.field_builder(1)).Append(int32_t(m_random() % 1000000000)));
            return;
        }
        case TypeKind::Array: {
            auto &list = static_cast<arrow::ListBuilder &>(builder);
            check(list.Append());
            for (size_t n = m_random() % 5; n > 0; --n)
                append(*list.value_builder(), type.children()[0]);
            return;
        }
        case TypeKind::Map: {
            auto &map = static_cast<arrow::MapBuilder &>(builder);
            check(map.Append());
            for (size_t n = m_random() % 4; n > 0; --n) {
                if (m_ordinary)
                    key(*map.key_builder(), type.children()[0], int(n));
                else
                    append(*map.key_builder(), type.children()[0], false);
                append(*map.item_builder(), type.children()[1]);
            }
            return;
        }
        case TypeKind::Struct: {
            auto &fields = static_cast<arrow::StructBuilder &>(builder);
            check(fields.Append());
            for (size_t i = 0; i < type.children().size(); ++i)
                append(*fields.field_builder(int(i)), type.children()[i]);
            return;
        }
        case TypeKind::Binary:
            return check(static_cast<arrow::BinaryBuilder &>(builder).Append(text(true)));
        default:
            return check(static_cast<arrow::StringBuilder &>(builder).Append(text(false)));
        }
    }

private:
    static void check(const arrow::Status &status)
    {
        if (!status.ok())
            qFatal("%s", status.ToString().c_str());
    }

    int64_t ordinarySecond() { return int64_t(m_random() % 9'400'000'000) - 2'200'000'000; }

    int64_t ordinaryTime(const Type &type)
    {
        const bool millis = type.kind() == TypeKind::DateTime;
        const int64_t unit = millis ? 1000 : 1'000'000'000;
        return ordinarySecond() * unit + int64_t(m_random() % uint64_t(unit));
    }

    // Keys that differ within one map.
    void key(arrow::ArrayBuilder &builder, const Type &type, int number)
    {
        if (type.kind() == TypeKind::String)
            check(static_cast<arrow::StringBuilder &>(builder).Append("键" + std::to_string(number)));
        else if (type.kind() == TypeKind::Int)
            check(static_cast<arrow::Int32Builder &>(builder).Append(number - 2));
        else
            check(static_cast<arrow::Int64Builder &>(builder).Append(number * int64_t(1) << 40));
    }

    bool one(unsigned in) { return m_random() % in == 0; }

    template <class Builder, typename T>
    void integer(arrow::ArrayBuilder &builder)
    {
        T value = T(int64_t(m_random()) >> (m_random() % 64));
        if (one(10))
            value = one(2) ? std::numeric_limits<T>::min() : std::numeric_limits<T>::max();
        check(static_cast<Builder &>(builder).Append(value));
    }

    double real()
    {
        if (!m_ordinary && one(10))
            return std::numeric_limits<double>::infinity() * (one(2) ? 1 : -1);
        return double(int64_t(m_random())) / double(uint64_t(1) << (m_random() % 60));
    }

    arrow::Decimal128 decimal(const Type &type)
    {
        const arrow::Decimal128 limit(arrow::Decimal128::GetScaleMultiplier(type.precision()));
        if (one(10))
            return one(2) ? limit - 1 : -(limit - arrow::Decimal128(1));
        arrow::Decimal128 value(int64_t(m_random()), m_random());
        value = arrow::Decimal128(value.Divide(limit).ValueOrDie().second);
        return value.ReduceScaleBy(int32_t(m_random() % uint64_t(type.precision())), false);
    }

    std::string text(bool anyBytes)
    {
        static const char *const words[] = {
            "", "a", "sluice", "数据", "ünïcödé", "\xf0\x9f\x8c\x8a", "0123456789abcdef"};
        std::string text;
        for (size_t n = m_random() % 6; n > 0; --n)
            text += words[m_random() % std::size(words)];
        if (anyBytes)
            text += char(m_random());
        if (one(50))
            text.append(m_random() % 70000, 'x');
        return text;
    }

    std::mt19937_64 &m_random;
    bool m_ordinary;
};

} // namespace

Schema everyType()
{
    Schema schema;
    const char *const types[] = {
        "boolean",
        "tinyint",
        "smallint",
        "int",
        "bigint",
        "float",
        "double",
        "decimal(18,4)",
        "decimal(38,18)",
        "decimal(38,0)",
        "decimal(3,3)",
        "string",
        "char(10)",
        "varchar(20)",
        "binary",
        "date",
        "datetime",
        "timestamp",
        "timestamp_ntz",
        "interval_day_time",
        "interval_year_month",
        "json",
        "array<bigint>",
        "map<string,double>",
        "struct<a:int,b:string>",
        "array<array<decimal(10,2)>>",
        "map<bigint,array<string>>",
        "struct<x:array<struct<y:timestamp,z:map<int,boolean>>>,w:interval_day_time>",
        "array<interval_day_time>",
        "array<boolean>",
    };
    for (const char *type : types)
        schema.columns.append(
            {QStringLiteral("c%1").arg(schema.size()), Type::parse(QString::fromLatin1(type)).value(), true, {}});
    return schema;
}

std::shared_ptr<arrow::RecordBatch> randomRows(const Schema &schema, int64_t rows, std::mt19937_64 &random,
                                               Values values)
{
    Filler filler(random, values == Values::Ordinary);
    arrow::ArrayVector arrays;
    for (const Column &column : schema.columns) {
        std::unique_ptr<arrow::ArrayBuilder> builder;
        if (!arrow::MakeBuilder(arrow::default_memory_pool(), arrowType(column.type), &builder).ok())
            qFatal("no builder for %s", qPrintable(column.type.text()));
        for (int64_t row = 0; row < rows; ++row)
            filler.append(*builder, column.type);
        arrays.push_back(builder->Finish().ValueOrDie());
    }
    return arrow::RecordBatch::Make(arrowSchema(schema), rows, arrays);
}

} // namespace sluice
