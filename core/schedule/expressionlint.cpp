#include "base/civildate.h"
#include "schedule/expression.h"

namespace sluice
{

namespace
{

// Hours and perhaps a date, no minutes.
bool endsInHours(const ValuePiece &piece)
{
    return piece.kind == ValuePiece::Kind::ScheduledTime && hasPart(piece.format, TimePart::Hour) &&
           !hasPart(piece.format, TimePart::Minute) && !hasPart(piece.format, TimePart::Second);
}

// Minutes that move for themselves, no hours.
bool movesMinutes(const ValuePiece &piece)
{
    return piece.kind == ValuePiece::Kind::ScheduledTime && hasPart(piece.format, TimePart::Minute) &&
           !hasPart(piece.format, TimePart::Hour) && piece.shift.seconds % 3600 != 0;
}

// May stand between the two within one expression.
bool isSeparator(const QString &text)
{
    return text.isEmpty() || (text.size() == 1 && QStringLiteral("-:/_.").contains(text));
}

QString formatText(const TimeFormat &format)
{
    QString text;
    for (const FormatPiece &piece : format) {
        switch (piece.part) {
        case TimePart::Year:
            text += QLatin1String("yyyy");
            break;
        case TimePart::ShortYear:
            text += QLatin1String("yy");
            break;
        case TimePart::Month:
            text += QLatin1String("mm");
            break;
        case TimePart::Day:
            text += QLatin1String("dd");
            break;
        case TimePart::Hour:
            text += QLatin1String("hh24");
            break;
        case TimePart::Minute:
            text += QLatin1String("mi");
            break;
        case TimePart::Second:
            text += QLatin1String("ss");
            break;
        case TimePart::Literal:
            text += piece.literal;
            break;
        }
    }
    return text;
}

QString offsetText(int64_t count, const char *unit)
{
    if (count == 0)
        return {};
    return (count > 0 ? QStringLiteral("+") : QString()) + QString::number(count) + QLatin1String(unit);
}

// Both in one expression, moved together by what they mean at the full hour, where the two still agree: 19:00 with
// -2/24 and minutes -10/24/60 prints 17:50, which is 70 minutes before.
QString safeForm(const ValuePiece &hours, const QString &between, const ValuePiece &minutes)
{
    const int64_t seconds = hours.shift.seconds + floorMod(minutes.shift.seconds, 3600);
    QString format = formatText(hours.format) + between + formatText(minutes.format);
    if (hours.shift.months != 0)
        format = QStringLiteral("add_months(%1,%2)").arg(format).arg(hours.shift.months);
    const QString shift = seconds % 3600 == 0 ? offsetText(seconds / 3600, "/24") : offsetText(seconds / 60, "/24/60");
    return QStringLiteral("$[") + format + offsetText(hours.shift.days, "") + shift + QLatin1Char(']');
}

} // namespace

QList<ValueHint> lintValue(const ValueExpression &value)
{
    QList<ValueHint> hints;
    for (size_t i = 0; i + 1 < value.pieces.size(); ++i) {
        const ValuePiece &hours = value.pieces[i];
        const bool apart = value.pieces[i + 1].kind == ValuePiece::Kind::Text && i + 2 < value.pieces.size();
        const QString between = apart ? value.pieces[i + 1].text : QString();
        const ValuePiece &minutes = value.pieces[apart ? i + 2 : i + 1];
        if (!endsInHours(hours) || !movesMinutes(minutes))
            continue;
        ValueHint hint;
        hint.begin = hours.begin;
        hint.length = minutes.begin + minutes.length - hours.begin;
        hint.message = QStringLiteral("Hours and minutes move separately here, so they disagree by an hour when the "
                                      "task is scheduled at other minutes of the hour.");
        if (isSeparator(between)) {
            hint.safeForm = safeForm(hours, between, minutes);
            hint.message += QStringLiteral(" Write %1 instead.").arg(hint.safeForm);
        } else {
            hint.message += QStringLiteral(" Move both by the same offset in one expression.");
        }
        hints.append(hint);
    }
    return hints;
}

} // namespace sluice
