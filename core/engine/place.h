#pragma once

#include "base/error.h"

namespace sluice
{

// The error with the end of the run it happened at ("reader", "writer") before its own place, once.
inline Error placedAt(const QString &end, const Error &error)
{
    if (error.where.startsWith(end))
        return error;
    Error placed = error;
    placed.where = error.where.isEmpty()                      ? end
                   : error.where.startsWith(QLatin1Char('/')) ? end + QLatin1Char(' ') + error.where // a path
                                                              : end + QLatin1Char('.') + error.where;
    return placed;
}

inline Error atReader(const Error &error)
{
    return placedAt(QStringLiteral("reader"), error);
}

inline Error atWriter(const Error &error)
{
    return placedAt(QStringLiteral("writer"), error);
}

} // namespace sluice
