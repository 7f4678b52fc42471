#pragma once

#include "task/validate.h"

#include <functional>

namespace sluice
{

// One thing that may stand at the caret.
struct Candidate {
    QString label;         // what the list shows: "truncate"
    QString insertText;    // what replaces Completion's range: "\"truncate\": false"
    int caret = 0;         // where the caret goes, from the start of insertText
    QString type;          // "boolean", "step type", "data source"
    QString documentation; // help, default, range; may have several lines
    bool present = false;  // the key is set already: shown dimmed, last
};

// What may be typed at a place. Empty where nothing is known.
struct Completion {
    int offset = 0; // the range that a candidate replaces
    int length = 0;
    QString prefix; // what of it stands before the caret, without quotes
    QList<Candidate> candidates;
};

// What only the outside knows. Both may be empty; both must return at once.
struct CompletionSources {
    std::function<QStringList(const QString &stepType)> dataSources; // their names
    std::function<QStringList()> parameters;                         // names for `${…}`
};

// The candidates at a caret, those that begin with what is typed first. Works on broken text: it guesses the object
// around the caret, and finds the step's type even when that stands behind it. Pure.
Completion complete(const QString &text, int caret, const StepCatalog &catalog, const CompletionSources &sources = {});

} // namespace sluice
