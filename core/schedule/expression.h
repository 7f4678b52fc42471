#pragma once

#include "base/result.h"

#include <QList>
#include <QString>

#include <cstdint>
#include <vector>

namespace sluice
{

// The parts of a date and time that an expression prints: yyyy, yy, mm, dd, hh24, mi, ss; Literal is what separates
// them.
enum class TimePart { Year, ShortYear, Month, Day, Hour, Minute, Second, Literal };

struct FormatPiece {
    TimePart part = TimePart::Literal;
    QString literal;
};
using TimeFormat = std::vector<FormatPiece>;

bool hasPart(const TimeFormat &format, TimePart part);

// How far an expression moves its base. Months and days move the date on the calendar and leave the clock alone;
// seconds (-a/24, -a/24/60) are time that passes, also across a change of the clocks.
struct TimeShift {
    int64_t months = 0;
    int64_t days = 0;
    int64_t seconds = 0;
};

// A stretch of a parameter's value.
struct ValuePiece {
    enum class Kind {
        Text,          // as it stands
        ScheduledTime, // $[…]
        BusinessDate,  // ${…}
        BuiltIn,       // $bizdate, ${bdp.system.bizdate}, …
    };
    Kind kind = Kind::Text;
    qsizetype begin = 0; // in the value, UTF-16 units
    qsizetype length = 0;
    QString text; // Text: itself; BuiltIn: its name without dollar and prefix
    TimeFormat format;
    TimeShift shift;
};

// The value of a scheduling parameter: literal text and any number of expressions, each for itself.
struct ValueExpression {
    QString source;
    std::vector<ValuePiece> pieces;

    bool isConstant() const; // holds no expression
};

// Reads a value. A value wholly in single quotes is that text. Config error with "position N" (1-based) as its place;
// `position`, when given, receives N.
Result<ValueExpression> parseValue(const QString &value, int *position = nullptr);

// A thing to say about a value that is right and yet hardly what is meant.
struct ValueHint {
    qsizetype begin = 0;
    qsizetype length = 0;
    QString message;
    QString safeForm; // replaces [begin, begin + length); empty: none is known
};

// Hours and minutes in separate expressions, moved separately: past the minutes' offset the two disagree by an hour.
QList<ValueHint> lintValue(const ValueExpression &value);

} // namespace sluice
