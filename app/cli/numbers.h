#pragma once

#include <QString>

namespace sluice::cli
{

QString count(qint64 number);   // 1,234,567
QString bytes(double number);   // 12.3 MB (10^6)
QString seconds(double number); // 0.42 s, 1 min 05 s, 2 h 05 min
QString rate(double number);    // 350,000

} // namespace sluice::cli
