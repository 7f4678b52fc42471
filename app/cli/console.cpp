#include "app/cli/console.h"

#include "service/runreport.h"

#include <QJsonDocument>

#include <unistd.h>

#include <cstdio>

namespace sluice::cli
{

int exitCodeOf(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Config:
    case ErrorCode::Unsupported:
    case ErrorCode::NotFound:
    case ErrorCode::Conflict:
        return wrongUsage;
    default:
        return exitCodeOfWork(error.code);
    }
}

int exitCodeOfWork(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Config:
    case ErrorCode::Unsupported:
        return wrongUsage;
    case ErrorCode::Auth:
    case ErrorCode::Network:
    case ErrorCode::Timeout:
    case ErrorCode::Throttled:
        return notReachable;
    case ErrorCode::Stopped:
        return stopped;
    default:
        return taskFailed;
    }
}

void print(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout);
    std::fflush(stdout);
}

void printLine(const QString &line)
{
    print(line + QLatin1Char('\n'));
}

void printJson(const QJsonObject &object)
{
    print(QString::fromUtf8(QJsonDocument(object).toJson()));
}

void printJson(const QJsonArray &array)
{
    print(QString::fromUtf8(QJsonDocument(array).toJson()));
}

void note(const QString &line)
{
    const QByteArray bytes = line.toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stderr);
}

int fail(const Error &error, bool json)
{
    if (json)
        printJson(QJsonObject{{QStringLiteral("error"), errorJson(error)}});
    note(QStringLiteral("sluice: ") + error.text());
    return exitCodeOf(error);
}

bool outputIsTerminal()
{
    return ::isatty(STDOUT_FILENO) == 1;
}
bool errorIsTerminal()
{
    return ::isatty(STDERR_FILENO) == 1;
}
bool inputIsTerminal()
{
    return ::isatty(STDIN_FILENO) == 1;
}

} // namespace sluice::cli
