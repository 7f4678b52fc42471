#include "task/datasource.h"

namespace sluice
{

static bool isLetter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

static bool isNameCharacter(QChar c)
{
    return isLetter(c) || (c >= u'0' && c <= u'9') || c == u'_';
}

Done checkDataSourceName(const QString &name)
{
    if (name.isEmpty())
        return makeError(ErrorCode::Config, QStringLiteral("The data source needs a name."), QStringLiteral("name"));
    if (!isLetter(name.front()))
        return makeError(ErrorCode::Config,
                         QStringLiteral("The data source name \"%1\" must start with a letter (a to z).").arg(name),
                         QStringLiteral("name"));
    for (qsizetype i = 0; i < name.size(); ++i) {
        if (isNameCharacter(name[i]))
            continue;
        // A character outside the basic plane is two units; show it whole.
        const qsizetype units = name[i].isHighSurrogate() && i + 1 < name.size() ? 2 : 1;
        return makeError(ErrorCode::Config,
                         QStringLiteral("The data source name \"%1\" may hold only letters (a to z), digits and "
                                        "underscores; remove \"%2\".")
                             .arg(name, name.mid(i, units)),
                         QStringLiteral("name"));
    }
    return {};
}

Done checkDataSourceDescription(const QString &description)
{
    const qsizetype characters = description.toUcs4().size();
    if (characters <= longestSourceDescription)
        return {};
    return makeError(ErrorCode::Config,
                     QStringLiteral("The description has %1 characters; at most %2 are allowed.")
                         .arg(characters)
                         .arg(longestSourceDescription),
                     QStringLiteral("description"));
}

DataSource DataSource::inHalf(SourceHalf wanted) const
{
    DataSource seen = *this;
    if (wanted == SourceHalf::Production && production) {
        seen.values = *production;
        seen.half = wanted;
    }
    seen.production.reset();
    return seen;
}

QString DataSource::secretKey(const QString &option) const
{
    return half == SourceHalf::Production ? option + QLatin1String("_production") : option;
}

QString sourceHalfName(SourceHalf half)
{
    return half == SourceHalf::Production ? QStringLiteral("production") : QStringLiteral("development");
}

} // namespace sluice
