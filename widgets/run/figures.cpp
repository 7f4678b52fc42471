#include "widgets/run/figures.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace sluice
{

namespace
{

// At most three digits: 8.42 → "8.4", 84.2 → "84.2", 842.1 → "842".
QString threeDigits(double value)
{
    return QLocale().toString(value, 'f', value >= 100 || value == std::floor(value) ? 0 : 1);
}

} // namespace

QString grouped(qint64 number)
{
    return QLocale().toString(number);
}

QString shortNumber(double number)
{
    static constexpr struct {
        double size;
        const char *unit;
    } units[] = {{1e9, " G"}, {1e6, " M"}, {1e3, " k"}};
    for (const auto &unit : units)
        if (number >= unit.size * 0.9995)
            return threeDigits(number / unit.size) + QLatin1String(unit.unit);
    return QLocale().toString(std::round(number), 'f', 0);
}

QString rowsPerSecond(double rate)
{
    return QCoreApplication::translate("Figures", "%1 rows/s").arg(shortNumber(rate));
}

QString bytesText(double bytes)
{
    static constexpr struct {
        double size;
        const char *unit;
    } units[] = {{1e12, "TB"}, {1e9, "GB"}, {1e6, "MB"}, {1e3, "kB"}};
    for (const auto &unit : units)
        if (bytes >= unit.size * 0.9995)
            return threeDigits(bytes / unit.size) + u' ' + QLatin1String(unit.unit);
    return QLocale().toString(qint64(bytes)) + QLatin1String(" B");
}

QString secondsText(double seconds)
{
    if (seconds < 60)
        return QCoreApplication::translate("Figures", "%1 s").arg(QLocale().toString(seconds, 'f', 1));
    const qint64 whole = qint64(seconds);
    if (whole < 3600)
        return QCoreApplication::translate("Figures", "%1 min %2 s")
            .arg(whole / 60)
            .arg(whole % 60, 2, 10, QLatin1Char('0'));
    return QCoreApplication::translate("Figures", "%1 h %2 min")
        .arg(whole / 3600)
        .arg(whole / 60 % 60, 2, 10, QLatin1Char('0'));
}

QString percentText(double share)
{
    return QCoreApplication::translate("Figures", "%1 %").arg(qRound(share * 100));
}

double drawFigures(QPainter &painter, const QRectF &rect, const QString &text)
{
    const QFontMetricsF metrics(painter.font());
    double digit = 0;
    for (char16_t c = u'0'; c <= u'9'; ++c)
        digit = std::max(digit, metrics.horizontalAdvance(QChar(c)));
    double x = rect.x();
    for (const QChar c : text) {
        const double own = metrics.horizontalAdvance(c);
        const double cell = c.isDigit() ? digit : own;
        painter.drawText(QRectF(x + (cell - own) / 2, rect.y(), own + 2, rect.height()), Qt::AlignVCenter, c);
        x += cell;
    }
    return x - rect.x();
}

} // namespace sluice
