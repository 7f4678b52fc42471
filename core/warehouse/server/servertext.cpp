#include "warehouse/server/servertext.h"

#include <QLocale>
#include <QRandomGenerator>

#include <array>

namespace sluice::warehouse
{

std::string httpDate(const QDateTime &time)
{
    return QLocale::c().toString(time.toUTC(), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'").toStdString();
}

QDateTime parseHttpDate(std::string_view text)
{
    QDateTime time = QLocale::c().toDateTime(QString::fromLatin1(text.data(), qsizetype(text.size())).trimmed(),
                                             QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    time.setTimeSpec(Qt::UTC);
    return time;
}

std::string isoDate(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs).toStdString();
}

std::string newRequestId()
{
    std::array<quint32, 4> random;
    QRandomGenerator::global()->fillRange(random.data(), qsizetype(random.size()));
    std::string id;
    for (const quint32 part : random) {
        for (int shift = 28; shift >= 0; shift -= 4)
            id.push_back("0123456789ABCDEF"[(part >> shift) & 15]);
    }
    return id;
}

QString newInstanceId(const QDateTime &now)
{
    QString id = now.toUTC().toString(QStringLiteral("yyyyMMddhhmmsszzz")) + QLatin1Char('g');
    for (int i = 0; i < 8; ++i)
        id += QLatin1Char("abcdefghijklmnopqrstuvwxyz0123456789"[QRandomGenerator::global()->bounded(36)]);
    return id;
}

} // namespace sluice::warehouse
