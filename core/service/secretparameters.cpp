#include "service/secretparameters.h"

#include "service/sourcekeeper.h"
#include "task/scriptdocument.h"
#include "task/validate.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace sluice
{

QStringList secretOptions(const ConnectorInfo &info)
{
    QStringList keys;
    for (const OptionSpecs *options : {&info.readerOptions, &info.writerOptions, &info.sourceOptions})
        for (const OptionSpec &option : *options)
            if (option.kind == OptionKind::Secret && !keys.contains(option.key))
                keys.append(option.key);
    return keys;
}

QStringList secretParameters(const ScriptDocument &script, const SourceKeeper &keeper)
{
    if (!script.parsed())
        return {};
    QJsonObject secrets; // the values of all such options, of all steps
    const QJsonArray steps = script.value(QStringLiteral("/steps")).toArray();
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const ConnectorInfo *info = keeper.type(steps[i][QLatin1String("stepType")].toString());
        for (const QString &key : info ? secretOptions(*info) : QStringList())
            secrets.insert(QString::number(i) + key, steps[i][QLatin1String("parameter")][key]);
    }
    return parameterNames(ScriptDocument(QString::fromUtf8(QJsonDocument(secrets).toJson())));
}

} // namespace sluice
