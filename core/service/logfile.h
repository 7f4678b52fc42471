#pragma once

#include "base/log.h"
#include "base/redactor.h"
#include "base/result.h"

#include <QTimeZone>

#include <memory>
#include <mutex>

namespace sluice
{

// An attempt's log.txt: lines "10:04:11.902 INFO  text", secrets taken out. Any thread writes; a line is in the file
// when write() returns, so that a killed run leaves its whole log.
class LogFile final : public Log
{
public:
    // Appends; made with 0600.
    static Result<std::unique_ptr<LogFile>> open(const QString &file, const QTimeZone &zone);
    ~LogFile() override;

    // What must never appear from now on.
    void hide(const QString &secret);
    QString redact(const QString &text) const;
    void write(LogLevel level, const QString &line) override;

private:
    LogFile(int descriptor, QTimeZone zone);

    mutable std::mutex m_mutex;
    Redactor m_redactor;
    const QTimeZone m_zone;
    const int m_descriptor;
};

} // namespace sluice
