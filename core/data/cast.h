#pragma once

#include "base/result.h"
#include "data/schema.h"

#include <QByteArray>
#include <QTimeZone>

#include <arrow/type_fwd.h>

#include <memory>
#include <vector>

// Casts between all types.
//
// - Texts to other types: surrounding blanks are ignored, and nothing but blanks is NULL. Whole numbers take a sign and
//   may be written "517.0" or "1e3" as long as they are whole. Decimals keep their scale, digits beyond it are rounded
//   half up. Booleans are true/false, t/f, yes/no, y/n, 1/0 in any case. Dates and times: see readTime(); a time
//   without a zone is one of the task's time zone, a date with a time loses the time, and a time that the clocks
//   skipped is refused. Intervals are written "-1 02:03:04.5" and "1-6". Nested types and JSON are read as JSON.
// - Everything to text, as MaxCompute spells it: times in the task's zone with a fraction only when there is one,
//   decimals plain without trailing zeros, doubles with the fewest digits that read back as the same ("3.0"), binary
//   only when it is UTF-8, nested values as JSON. CHAR(n) and VARCHAR(n) count characters.
// - Numbers among each other: the range is checked; a fraction is cut off towards whole numbers, rounded half up
//   towards decimals. Booleans are 1 and 0; every number but 0 is true.
// - Instants, wall-clock times and dates among each other through the task's zone, rounded down. BIGINT and instants:
//   milliseconds since 1970-01-01 UTC.
// - Nested values element by element; structs by name when all names are known, else by position.
// NULL stays NULL.

namespace sluice
{

enum class CastFit {
    Exact,       // every value arrives as it is
    Widening,    // every value arrives, in a roomier type
    Narrowing,   // a value may lose something or be refused
    WillBeDirty, // every value but NULL is refused
    Impossible,  // there is no such cast: refused before a run
};

// What can be said of a pair of types before any value is seen: what the field mapper shows and validation asks.
struct CastVerdict {
    CastFit fit = CastFit::Exact;
    QString reason; // for people; empty when Exact or Widening
};
CastVerdict castVerdict(const Type &from, const Type &to);

// The six types that DataWorks shows for a column (MR-16): LONG, DOUBLE, STRING, DATE, BOOLEAN, BYTES.
QString integrationTypeName(const Type &type);

struct CastOptions {
    QTimeZone zone; // of the task; invalid: UTC
};

// A cell that could not be cast, and why: `"NA" is not a whole number`.
struct CastRefusal {
    int64_t row = 0;
    QString reason;
};

struct CastResult {
    std::shared_ptr<arrow::Array> values; // refused cells are NULL
    std::vector<CastRefusal> refused;     // ascending by row, at most one a row
};

class CastKernel;

// A cast, compiled once and applied to whole arrays. Belongs to one thread at a time.
class CastPlan
{
public:
    // Schema error when the verdict is Impossible.
    static Result<CastPlan> compile(const Type &from, const Type &to, const CastOptions &options);

    CastPlan(CastPlan &&) noexcept;
    CastPlan &operator=(CastPlan &&) noexcept;
    ~CastPlan();

    // The array must have the Arrow type of `from` (arrowType()). Texts that stay texts share their bytes.
    Result<CastResult> apply(const std::shared_ptr<arrow::Array> &array);

private:
    CastPlan(std::unique_ptr<CastKernel> kernel, std::shared_ptr<arrow::DataType> from);

    std::unique_ptr<CastKernel> m_kernel; // null: values pass through untouched
    std::shared_ptr<arrow::DataType> m_from;
};

// One value as text, for messages and dirty rows: texts and binary as their bytes, NULL as nothing.
QByteArray cellText(const std::shared_ptr<arrow::Array> &array, const Type &type, int64_t row, const QTimeZone &zone);

} // namespace sluice
