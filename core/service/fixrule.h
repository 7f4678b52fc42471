#pragma once

#include "service/dirtyrow.h"

#include <optional>

namespace sluice
{

// How values that do not fit are corrected, many at once. A value.
struct FixRule {
    enum class Kind {
        Trim,    // blanks and quotes around it go
        Null,    // a text stands for NULL
        Default, // another value takes its place
        Number,  // a number is found in it: "1,234.50 €" is 1234.50
        Date,    // its date is written by a pattern
        Cut,     // it is cut to the column's length
        Drop,    // the row is left out for good
    };
    Kind kind = Kind::Trim;
    QString text;   // Null: the text; Default: the value; Date: the pattern, as Qt writes them: "dd/MM/yyyy HH:mm"
    QString column; // empty: every column that does not fit

    // "trim", "null=NA", "default=0", "number", "date=dd/MM/yyyy", "cut", "drop", with a column before it
    // ("dep_time:null=NA"). Config when it is none of them.
    static Result<FixRule> parse(const QString &text);
    QString toText() const; // as parse() reads it; what the trail keeps

    // What the rule makes of a value that does not fit into `to`; nothing when it leaves it alone.
    std::optional<DirtyValue> apply(const DirtyValue &value, const Type &to) const;
};

} // namespace sluice
