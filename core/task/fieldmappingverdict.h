#pragma once

#include "task/fieldmapping.h"

#include <QTimeZone>

namespace sluice
{

// A value as it was sampled and as it lands.
struct SampledCast {
    QString before;  // null: NULL
    QString after;   // null: NULL
    QString refusal; // why it is refused; empty: it is not
};

// What can be said of one line (FM-8).
struct LinkVerdict {
    enum Fit { Unknown, Lossless, Narrowing, Dirty };
    Fit fit = Unknown;
    QString why;     // a few words
    QString reason;  // in full; may be empty
    int samples = 0; // values that were cast, NULL left out
    int refused = 0;
    QList<SampledCast> shown; // up to three, refused ones first
};

// From the types alone, and from really casting the samples where there are some (null: NULL).
LinkVerdict judgeLink(const Type &from, const Type &to, const QStringList &samples, const QTimeZone &zone);
// Of a field and what is known of its values; Unknown where a type is not known.
LinkVerdict judgeLink(const MappedField &source, const std::optional<Type> &to, const QStringList &samples,
                      const QTimeZone &zone);

} // namespace sluice
