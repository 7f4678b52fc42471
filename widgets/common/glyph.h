#pragma once

#include "widgets/common/appearance.h"

class QPainter;

namespace sluice
{

// State marks: shape first, colour second. The same everywhere.
enum class Glyph {
    Done,       // filled disc with tick
    Failed,     // filled octagon with cross
    Warning,    // filled triangle
    Note,       // filled disc with i
    Running,    // ring with a quarter arc
    Waiting,    // ring with hands
    Stopped,    // ring with dash
    NotReached, // dashed ring
    Unsaved,    // solid accent dot
};

// phase: turns of the running arc, 0…1.
void paintGlyph(QPainter &painter, const QRectF &rect, Glyph glyph, const Appearance &look, double phase = 0);
QPixmap glyphPixmap(Glyph glyph, int size, qreal scale, const Appearance &look);
// The glyph of a run's state as history and progress spell it ("Running", "Succeeded", …).
Glyph glyphOfState(const QString &state);

} // namespace sluice
