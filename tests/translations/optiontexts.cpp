#include "optiontexts.h"

#include "app/common/connectors.h"
#include "task/taskedit.h"
#include "task/taskoptions.h"

#include <QSet>

namespace sluice
{

QStringList optionTexts()
{
    QSet<QString> texts;
    const auto take = [&](const OptionSpecs &options) {
        for (const OptionSpec &option : options) {
            texts += {option.title, option.help};
            for (const QString &choice : option.choiceTitles)
                texts += choice;
        }
    };
    ConnectorRegistry connectors;
    addConnectors(connectors);
    for (const Connector *connector : connectors.all()) {
        const ConnectorInfo &info = connector->info();
        texts += info.title;
        take(info.sourceOptions);
        take(info.readerOptions);
        take(info.writerOptions);
    }
    for (const OptionSpecs *options : {&channelOptions(), &taskOptions(), &stepOptions(), &settingOptions(),
                                       &errorLimitOptions(), &speedOptions(), &orderOptions(), &hopOptions()})
        take(*options);
    texts.remove(QString());
    QStringList sorted = texts.values();
    sorted.sort();
    return sorted;
}

} // namespace sluice
