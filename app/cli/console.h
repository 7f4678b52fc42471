#pragma once

#include "base/result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace sluice::cli
{

// What the program ends with; scripts depend on it.
enum ExitCode {
    success = 0,
    taskFailed = 1,
    wrongUsage = 2,   // or an invalid task
    notReachable = 3, // or not authorised
    stopped = 4,
};

// The exit code of a command that failed on what it was given.
int exitCodeOf(const Error &error);
// The exit code of work that failed: a run, a statement.
int exitCodeOfWork(ErrorCode code);

// Standard output: what was asked for. Standard error: everything else.
void print(const QString &text);
void printLine(const QString &line);
void printJson(const QJsonObject &object);
void printJson(const QJsonArray &array);
void note(const QString &line);

// "sluice: …" on standard error, {"error": …} on standard output when JSON was asked for; gives the exit code.
int fail(const Error &error, bool json = false);

bool outputIsTerminal();
bool errorIsTerminal();
bool inputIsTerminal();

} // namespace sluice::cli
