#pragma once

#include "base/result.h"
#include "data/schema.h"

#include <QStringList>

namespace sluice
{

inline constexpr int defaultBuckets = 16;
inline constexpr int defaultLifecycle = 30; // of tables that Sluice makes (DM-3)
inline constexpr int longestLifecycle = 37231;
inline constexpr int mostBuckets = 4096;

// A table that is still to be made: what CREATE TABLE says. A value.
struct TableDraft {
    QString name; // as SQL writes it: `t`, `p`.`s`.`t`
    QString comment;
    Schema columns;
    QStringList levels; // partition columns, top level first; they are STRING
    QStringList keys;   // of a Delta table; none: an ordinary table
    int buckets = defaultBuckets;
    int lifecycle = defaultLifecycle; // days; 0: none
    QStringList notes;                // what differs from the source's columns and why, for people
};

// A name as SQL writes it: `name`.
QString quotedName(const QString &name);

// Makes the columns' names such as MaxCompute takes (letters, digits and underscores, at most 128 bytes), no two alike
// and none that of a partition column; notes each that is changed by more than its case.
void makeNamesValid(TableDraft &draft);

// Makes it a Delta table with these keys. NotFound names near columns; Config when one stands twice.
Done setKeys(TableDraft &draft, const QStringList &keys);

// The statement, one column a line.
QString createTableText(const TableDraft &draft);

// What differs between the columns of a table that is there and those of a draft, one sentence each.
QStringList differencesOf(const Schema &columns, const QStringList &levels, const TableDraft &draft);

} // namespace sluice
