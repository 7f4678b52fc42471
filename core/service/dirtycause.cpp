#include "service/dirtycause.h"

namespace sluice
{

QString causeOf(const QString &reason)
{
    QString cause;
    bool quoted = false, number = false;
    for (const QChar c : reason) {
        if (c == u'"') {
            if (!quoted)
                cause += u'…';
            quoted = !quoted;
        } else if (!quoted) {
            if (c.isDigit()) {
                if (!number)
                    cause += u'…';
                number = true;
                continue;
            }
            if (number && (c == u'.' || c == u',' || c == u'-' || c == u':'))
                continue;
            number = false;
            cause += c;
        }
    }
    cause = cause.trimmed();
    while (cause.startsWith(u'…') || cause.startsWith(u' ') || cause.startsWith(u'-'))
        cause.remove(0, 1);
    if (cause.startsWith(QLatin1String("is ")))
        cause.remove(0, 3);
    if (!cause.isEmpty())
        cause[0] = cause[0].toUpper();
    return cause.isEmpty() ? reason : cause;
}

} // namespace sluice
