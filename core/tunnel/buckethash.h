#pragma once

#include "base/result.h"
#include "data/schema.h"

#include <arrow/type_fwd.h>

#include <cstdint>
#include <vector>

namespace sluice
{

// The two ways in which MaxCompute hashes keys; an upsert session names its own.
enum class BucketHasher { Default, Legacy };

// "default", "legacy". Unsupported for another name: rows put into wrong buckets would be lost to readers.
Result<BucketHasher> bucketHasher(const QString &name);

// Whether a column of this type can be a key: nested columns, JSON and INTERVAL_YEAR_MONTH have no hash.
bool isHashable(TypeKind kind);

// Adds the hash of each value to the row's sum, wrapping; a null adds 0. `column` as arrowType() says, of as many rows
// as there are sums. Schema error when the type has no hash or the array is of another type.
Done addHashes(const Type &type, const arrow::Array &column, BucketHasher hasher, std::vector<int32_t> &sums);

// A row's hash from the sum over its keys: never negative.
constexpr int32_t combinedHash(int32_t sum)
{
    return sum ^ (sum >> 8);
}

// The bucket of a Delta table that each row belongs to, written over `buckets`. `keys` are positions in the schema,
// in any order; `bucketCount` is at least 1.
Done chooseBuckets(const arrow::RecordBatch &rows, const Schema &schema, const std::vector<int> &keys, int bucketCount,
                   BucketHasher hasher, std::vector<int32_t> &buckets);

} // namespace sluice
