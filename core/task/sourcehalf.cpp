#include "task/sourcehalf.h"

#include <QUrl>

namespace sluice
{

std::optional<SourceHalf> sourceHalfOf(const QString &name)
{
    for (const SourceHalf half : {SourceHalf::Development, SourceHalf::Production})
        if (sourceHalfName(half) == name)
            return half;
    return std::nullopt;
}

QString placeInWords(const QJsonObject &values, const OptionSpecs &sourceOptions)
{
    QStringList places;
    for (const OptionSpec &option : sourceOptions) {
        const bool place = option.kind == OptionKind::Path || (option.kind == OptionKind::Text && option.required);
        const QString value = values.value(option.key).toString();
        if (!place || option.advanced || value.isEmpty() || option.key == QLatin1String("accessId"))
            continue;
        const QUrl url(value);
        places.prepend(url.host().isEmpty() || url.scheme().isEmpty() ? value : url.authority());
    }
    return places.mid(0, 2).join(QStringLiteral(", "));
}

} // namespace sluice
