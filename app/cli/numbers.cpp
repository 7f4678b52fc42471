#include "app/cli/numbers.h"

#include <QLocale>

namespace sluice::cli
{

namespace
{

const QLocale &english()
{
    static const QLocale locale(QLocale::English, QLocale::UnitedStates);
    return locale;
}

} // namespace

QString count(qint64 number)
{
    return english().toString(number);
}

QString rate(double number)
{
    return english().toString(qRound64(number));
}

QString bytes(double number)
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
    int unit = 0;
    while (number >= 1000 && unit < 4) {
        number /= 1000;
        ++unit;
    }
    const int digits = unit == 0 || number >= 100 ? 0 : 1;
    return english().toString(number, 'f', digits) + QLatin1Char(' ') + QLatin1String(units[unit]);
}

QString seconds(double number)
{
    if (number < 60)
        return english().toString(number, 'f', number < 10 ? 2 : 1) + QLatin1String(" s");
    const qint64 whole = qRound64(number);
    if (whole < 3600)
        return QStringLiteral("%1 min %2 s").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
    return QStringLiteral("%1 h %2 min").arg(whole / 3600).arg(whole / 60 % 60, 2, 10, QLatin1Char('0'));
}

} // namespace sluice::cli
