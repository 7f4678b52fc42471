#include "data/inquotes.h"

namespace sluice
{

QString inQuotes(std::string_view text)
{
    constexpr qsizetype limit = 60;
    // Four bytes a character at most: cut before decoding, a value may be megabytes long.
    const QString whole = QString::fromUtf8(text.data(), qsizetype(std::min(text.size(), size_t(limit * 4 + 4))));
    QString shown;
    for (const QChar c : whole.left(limit)) {
        if (c == QLatin1Char('\n'))
            shown += QStringLiteral("\\n");
        else if (c == QLatin1Char('\t'))
            shown += QStringLiteral("\\t");
        else if (c.unicode() < 0x20 || c.unicode() == 0x7F)
            shown += QStringLiteral("\\x%1").arg(c.unicode(), 2, 16, QLatin1Char('0'));
        else
            shown += c;
    }
    if (whole.size() > limit)
        shown += QChar(0x2026);
    return QLatin1Char('"') + shown + QLatin1Char('"');
}

} // namespace sluice
