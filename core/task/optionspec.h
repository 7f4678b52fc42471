#pragma once

#include <QJsonValue>
#include <QList>
#include <QString>
#include <QStringList>

namespace sluice
{

// What kind of value an option takes. Numbers and booleans are read from JSON numbers, booleans and strings alike
// and written in the form that the DataWorks documents print.
enum class OptionKind {
    Text,
    Secret, // never in a file, a log or an argument list
    Integer,
    Number,
    Boolean,
    Choice,  // one of `choices`
    Columns, // array of column names, quoted constants or objects
    List,    // array of texts
    Object,  // free JSON
    Path,    // a file or a glob
    Table,   // a name from Connector::list
    Partition,
};

// One option of a connector's reader, writer or data source: the single description from which the form is drawn,
// the script validated and completed, the documentation written and the command line fed.
struct OptionSpec {
    QString key;   // in the script: "truncate"
    QString title; // on the form: "Write mode"
    OptionKind kind = OptionKind::Text;
    bool required = false;
    QJsonValue defaultValue{QJsonValue::Undefined}; // undefined: none
    QStringList choices;                            // Choice
    QStringList choiceTitles;                       // on the form: words for the choices; Boolean: for false and true
    QString help;                                   // what it does, in one or two sentences
    QString example;                                // a value as it stands in a script
    double minimum = 0;                             // Integer, Number; only when minimum < maximum
    double maximum = 0;
    bool advanced = false; // folded away on the form

    bool hasRange() const { return minimum < maximum; }
};

using OptionSpecs = QList<OptionSpec>;

} // namespace sluice
