#pragma once

#include <QDateTime>
#include <QString>
#include <QUuid>

namespace sluice::warehouse
{

// Never given twice: the time and 128 random bits.
inline QString newSessionId()
{
    return QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMddHHmmss")) +
           QUuid::createUuid().toString(QUuid::Id128);
}

} // namespace sluice::warehouse
