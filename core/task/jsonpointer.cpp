#include "task/jsonpointer.h"

#include <algorithm>

namespace sluice
{

QString pointerToken(const QString &key)
{
    if (!key.contains(u'~') && !key.contains(u'/'))
        return key;
    QString token = key;
    token.replace(QLatin1String("~"), QLatin1String("~0"));
    token.replace(QLatin1String("/"), QLatin1String("~1"));
    return token;
}

QString pointerTo(const QString &parent, const QString &key)
{
    return parent + u'/' + pointerToken(key);
}

QString pointerTo(const QString &parent, int index)
{
    return parent + u'/' + QString::number(index);
}

QString parentPointer(const QString &pointer)
{
    return pointer.left(std::max<qsizetype>(0, pointer.lastIndexOf(u'/')));
}

std::optional<QStringList> pointerTokens(const QString &pointer)
{
    if (pointer.isEmpty())
        return QStringList();
    if (!pointer.startsWith(u'/'))
        return std::nullopt;
    QStringList tokens = pointer.mid(1).split(u'/');
    for (QString &token : tokens) {
        token.replace(QLatin1String("~1"), QLatin1String("/"));
        token.replace(QLatin1String("~0"), QLatin1String("~"));
    }
    return tokens;
}

std::optional<int> pointerIndex(const QString &token)
{
    static constexpr int longestIndex = 9;
    if (token.isEmpty() || token.size() > longestIndex || (token.size() > 1 && token.front() == u'0'))
        return std::nullopt;
    int index = 0;
    for (const QChar c : token) {
        if (c < u'0' || c > u'9')
            return std::nullopt;
        index = index * 10 + (c.unicode() - u'0');
    }
    return index;
}

} // namespace sluice
