#pragma once

#include <QString>

namespace sluice
{

enum class LogLevel { Info, Warning, Error };

// Where a piece of work tells what it does: an attempt's log file, a test's list. Any thread may write;
// implementations lock. Secrets are removed by the caller's Redactor before a line is kept.
class Log
{
public:
    virtual ~Log() = default;
    virtual void write(LogLevel level, const QString &line) = 0;

    void info(const QString &line) { write(LogLevel::Info, line); }
    void warning(const QString &line) { write(LogLevel::Warning, line); }
    void error(const QString &line) { write(LogLevel::Error, line); }
};

// Keeps nothing.
class NullLog final : public Log
{
public:
    void write(LogLevel, const QString &) override {}
};

} // namespace sluice
