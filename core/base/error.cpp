#include "base/error.h"

namespace sluice
{

QString errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Config:
        return QStringLiteral("Config");
    case ErrorCode::Auth:
        return QStringLiteral("Auth");
    case ErrorCode::NotFound:
        return QStringLiteral("NotFound");
    case ErrorCode::Network:
        return QStringLiteral("Network");
    case ErrorCode::Timeout:
        return QStringLiteral("Timeout");
    case ErrorCode::Throttled:
        return QStringLiteral("Throttled");
    case ErrorCode::Conflict:
        return QStringLiteral("Conflict");
    case ErrorCode::Schema:
        return QStringLiteral("Schema");
    case ErrorCode::Data:
        return QStringLiteral("Data");
    case ErrorCode::Unsupported:
        return QStringLiteral("Unsupported");
    case ErrorCode::Io:
        return QStringLiteral("Io");
    case ErrorCode::Internal:
        return QStringLiteral("Internal");
    case ErrorCode::Stopped:
        return QStringLiteral("Stopped");
    }
    return QStringLiteral("Internal");
}

QString Error::text() const
{
    QString line = where.isEmpty() ? message : where + QLatin1String(": ") + message;
    if (!detail.isEmpty())
        line += QLatin1String(" (") + detail + QLatin1Char(')');
    return line;
}

Error Error::at(const QString &place) const
{
    Error placed = *this;
    if (where.isEmpty())
        placed.where = place;
    else
        placed.where = where.startsWith(QLatin1Char('/')) ? place + where : place + QLatin1Char('.') + where;
    return placed;
}

} // namespace sluice
