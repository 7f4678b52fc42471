#pragma once

#include <QString>

class QPainter;
class QRectF;
class QFont;

namespace sluice
{

// Numbers as the studio writes them: thousands separated, a unit after a space, three digits after a change of unit.
QString grouped(qint64 number);
QString shortNumber(double number);  // "25.3 k"
QString rowsPerSecond(double rate);  // "25.3 k rows/s"
QString bytesText(double bytes);     // "19.8 MB"
QString secondsText(double seconds); // "8.4 s", "3 min 05 s", "1 h 12 min"
QString percentText(double share);   // "80 %"

// Draws text with every digit in a cell of the same width, so that a number that counts does not dance. Left aligned,
// centred in height. Returns the width.
double drawFigures(QPainter &painter, const QRectF &rect, const QString &text);

} // namespace sluice
