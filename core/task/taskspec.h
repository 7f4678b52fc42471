#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace sluice
{

// One step of a job: a reader or a writer.
struct StepSpec {
    QString stepType; // which connector: "odps", "file", "stream"
    QString name;     // "Reader", "Writer"
    QString category; // "reader" | "writer"
    QJsonObject parameter;
    QString pointer; // JSON pointer of the step in its document: "/steps/0"
};

struct ErrorLimit {
    std::optional<qint64> record;     // most dirty rows; beats percentage; neither: no limit
    std::optional<double> percentage; // 0…1 of the rows read
};

// Most lanes a task may ask for.
inline constexpr int mostLanes = 256;

struct Speed {
    bool throttle = false;
    int concurrent = 1;              // lanes
    std::optional<double> megabytes; // `mbps`, 10^6 bytes a second for the whole job; counts only when throttle is on
};

// A sync task as a value, parsed from a DataWorks script.
struct TaskSpec {
    StepSpec reader;
    StepSpec writer;
    ErrorLimit errorLimit;
    Speed speed;
};

enum class Severity { Error, Warning, Note };

// Something to say about a document, with the place it is about.
struct Issue {
    Severity severity = Severity::Error;
    QString message; // what is wrong and what to do
    QString pointer; // JSON pointer; of the parent when a key is missing
    int line = 0;    // 1-based, 0: not known
    int column = 0;  // 1-based, in UTF-16 units
    int offset = 0;  // in the text, UTF-16 units
    int length = 0;
    QString cure;     // a short verb for a button, empty: none; "Use endTime"
    QString cureText; // replaces [offset, offset + length) when the cure is taken
};

using Issues = QList<Issue>;

bool hasErrors(const Issues &issues);

// "error", "warning", "note".
QString severityName(Severity severity);
// The message behind its place: "Line 30, column 12: a value is expected after the key "co"."
QString issueText(const Issue &issue);

} // namespace sluice
