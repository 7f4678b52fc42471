#include "tunnel/buckethash.h"

#include "data/arrowtypes.h"
#include "data/decimaltext.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <bit>
#include <cmath>
#include <limits>
#include <string_view>

namespace sluice
{

namespace
{

constexpr int64_t nanosPerSecond = 1000000000;
constexpr int64_t secondsPerDay = 86400;

// The shifts to the right keep the sign, everything else wraps.
constexpr int32_t longHash(int64_t value, BucketHasher hasher)
{
    if (hasher == BucketHasher::Legacy)
        return int32_t((value >> 32) ^ value);
    uint64_t hash = ~uint64_t(value) + (uint64_t(value) << 18);
    hash ^= uint64_t(int64_t(hash) >> 31);
    hash *= 21;
    hash ^= uint64_t(int64_t(hash) >> 11);
    hash += hash << 6;
    hash ^= uint64_t(int64_t(hash) >> 22);
    return int32_t(uint32_t(hash));
}

// Bytes count with their sign.
int32_t textHash(std::string_view text, BucketHasher hasher)
{
    uint32_t hash = 0;
    if (hasher == BucketHasher::Legacy) {
        for (const char c : text)
            hash = hash * 31 + uint32_t(int32_t(static_cast<signed char>(c)));
        return int32_t(hash);
    }
    for (const char c : text) {
        hash += uint32_t(int32_t(static_cast<signed char>(c)));
        hash += hash << 10;
        hash ^= uint32_t(int32_t(hash) >> 6);
    }
    hash += hash << 3;
    hash ^= uint32_t(int32_t(hash) >> 11);
    hash += hash << 15;
    return int32_t(hash);
}

constexpr int32_t truthHash(bool value)
{
    return value ? 0x172ba9c7 : -0x3a59cb12;
}

// Java's bits of a number: one pattern for every NaN.
int64_t bitsOf(float value)
{
    return std::bit_cast<int32_t>(std::isnan(value) ? std::numeric_limits<float>::quiet_NaN() : value);
}

int64_t bitsOf(double value)
{
    return std::bit_cast<int64_t>(std::isnan(value) ? std::numeric_limits<double>::quiet_NaN() : value);
}

constexpr int64_t momentBits(int64_t seconds, int64_t nanos)
{
    return int64_t(uint64_t(seconds) << 30) | nanos;
}

constexpr int64_t momentBits(int64_t nanos)
{
    const int64_t seconds = nanos / nanosPerSecond - (nanos % nanosPerSecond < 0);
    return momentBits(seconds, nanos - seconds * nanosPerSecond);
}

int32_t decimalHash(const uint8_t *bytes, bool isLong, BucketHasher hasher)
{
    Int128 value;
    std::memcpy(&value, bytes, sizeof value);
    const int32_t low = longHash(int64_t(value), hasher);
    return isLong ? int32_t(uint32_t(low) + uint32_t(longHash(int64_t(value >> 64), hasher))) : low;
}

// `hash(array, row)` for each value that is there.
template <typename Array, typename Hash>
Done addEach(const arrow::Array &column, std::vector<int32_t> &sums, Hash hash)
{
    const auto &values = static_cast<const Array &>(column);
    const bool hasNulls = column.null_count() != 0;
    for (int64_t row = 0; row < column.length(); ++row)
        if (!hasNulls || values.IsValid(row))
            sums[size_t(row)] = int32_t(uint32_t(sums[size_t(row)]) + uint32_t(hash(values, row)));
    return {};
}

template <typename Array>
Done addNumbers(const arrow::Array &column, BucketHasher hasher, std::vector<int32_t> &sums)
{
    return addEach<Array>(column, sums, [hasher](const Array &values, int64_t row) {
        return longHash(int64_t(values.Value(row)), hasher);
    });
}

Done addIntervals(const arrow::Array &column, BucketHasher hasher, std::vector<int32_t> &sums)
{
    const auto &parts = static_cast<const arrow::StructArray &>(column);
    const auto &seconds = static_cast<const arrow::Int64Array &>(*parts.field(0));
    const auto &nanos = static_cast<const arrow::Int32Array &>(*parts.field(1));
    return addEach<arrow::StructArray>(column, sums, [&](const arrow::StructArray &, int64_t row) {
        return longHash(momentBits(seconds.Value(row), nanos.Value(row)), hasher);
    });
}

} // namespace

Result<BucketHasher> bucketHasher(const QString &name)
{
    if (name.compare(QLatin1String("default"), Qt::CaseInsensitive) == 0)
        return BucketHasher::Default;
    if (name.compare(QLatin1String("legacy"), Qt::CaseInsensitive) == 0)
        return BucketHasher::Legacy;
    return makeError(ErrorCode::Unsupported,
                     QStringLiteral("The service hashes keys in a way that is not known here: \"%1\".").arg(name));
}

bool isHashable(TypeKind kind)
{
    switch (kind) {
    case TypeKind::IntervalYearMonth:
    case TypeKind::Json:
    case TypeKind::Array:
    case TypeKind::Map:
    case TypeKind::Struct:
        return false;
    default:
        return true;
    }
}

Done addHashes(const Type &type, const arrow::Array &column, BucketHasher hasher, std::vector<int32_t> &sums)
{
    if (!isHashable(type.kind()))
        return makeError(ErrorCode::Schema,
                         QStringLiteral("A column of type %1 cannot be a primary key.").arg(type.text()));
    if (!column.type()->Equals(arrowType(type)) || column.length() != int64_t(sums.size()))
        return makeError(ErrorCode::Schema, QStringLiteral("A key of type %1 came as %2.")
                                                .arg(type.text(), QString::fromStdString(column.type()->ToString())));
    switch (type.kind()) {
    case TypeKind::Boolean:
        return addEach<arrow::BooleanArray>(
            column, sums, [](const arrow::BooleanArray &values, int64_t row) { return truthHash(values.Value(row)); });
    case TypeKind::TinyInt:
        return addNumbers<arrow::Int8Array>(column, hasher, sums);
    case TypeKind::SmallInt:
        return addNumbers<arrow::Int16Array>(column, hasher, sums);
    case TypeKind::Int:
        return addNumbers<arrow::Int32Array>(column, hasher, sums);
    case TypeKind::BigInt:
        return addNumbers<arrow::Int64Array>(column, hasher, sums);
    case TypeKind::DateTime:
        return addNumbers<arrow::TimestampArray>(column, hasher, sums);
    case TypeKind::Date: // counts in seconds here
        return addEach<arrow::Date32Array>(column, sums, [=](const arrow::Date32Array &values, int64_t row) {
            return longHash(values.Value(row) * secondsPerDay, hasher);
        });
    case TypeKind::Float:
        return addEach<arrow::FloatArray>(column, sums, [=](const arrow::FloatArray &values, int64_t row) {
            return longHash(bitsOf(values.Value(row)), hasher);
        });
    case TypeKind::Double:
        return addEach<arrow::DoubleArray>(column, sums, [=](const arrow::DoubleArray &values, int64_t row) {
            return longHash(bitsOf(values.Value(row)), hasher);
        });
    case TypeKind::Timestamp:
    case TypeKind::TimestampNtz:
        return addEach<arrow::TimestampArray>(column, sums, [=](const arrow::TimestampArray &values, int64_t row) {
            return longHash(momentBits(values.Value(row)), hasher);
        });
    case TypeKind::Decimal:
        return addEach<arrow::Decimal128Array>(
            column, sums, [hasher, isLong = type.precision() > 18](const arrow::Decimal128Array &values, int64_t row) {
                return decimalHash(values.GetValue(row), isLong, hasher);
            });
    case TypeKind::IntervalDayTime:
        return addIntervals(column, hasher, sums);
    default: // text and BINARY: arrays of bytes alike
        return addEach<arrow::BinaryArray>(column, sums, [=](const arrow::BinaryArray &values, int64_t row) {
            return textHash(values.GetView(row), hasher);
        });
    }
}

Done chooseBuckets(const arrow::RecordBatch &rows, const Schema &schema, const std::vector<int> &keys, int bucketCount,
                   BucketHasher hasher, std::vector<int32_t> &buckets)
{
    buckets.assign(size_t(rows.num_rows()), 0);
    for (const int key : keys)
        SLUICE_CHECK(addHashes(schema.columns[key].type, *rows.column(key), hasher, buckets));
    for (int32_t &bucket : buckets)
        bucket = combinedHash(bucket) % bucketCount;
    return {};
}

} // namespace sluice
