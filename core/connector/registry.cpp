#include "connector/registry.h"

#include "base/nearest.h"

namespace sluice
{

void ConnectorRegistry::add(std::unique_ptr<Connector> connector)
{
    m_connectors.push_back(std::move(connector));
}

const Connector *ConnectorRegistry::find(const QString &stepType) const
{
    for (const auto &connector : m_connectors)
        if (connector->info().stepType == stepType)
            return connector.get();
    return nullptr;
}

Result<const Connector *> ConnectorRegistry::require(const QString &stepType) const
{
    if (const Connector *connector = find(stepType))
        return connector;
    QStringList known;
    for (const auto &connector : m_connectors)
        known.append(connector->info().stepType);
    return makeError(ErrorCode::Config,
                     QStringLiteral("No connector is called \"%1\".%2 Known are: %3.")
                         .arg(stepType.left(80), didYouMean(stepType, known), known.join(QStringLiteral(", "))));
}

std::vector<const Connector *> ConnectorRegistry::all() const
{
    std::vector<const Connector *> all;
    for (const auto &connector : m_connectors)
        all.push_back(connector.get());
    return all;
}

StepCatalog ConnectorRegistry::catalog() const
{
    StepCatalog catalog;
    for (const auto &connector : m_connectors) {
        const ConnectorInfo &info = connector->info();
        catalog.titles.insert(info.stepType, info.title);
        if (!info.readerOptions.isEmpty())
            catalog.readers.append(info.stepType);
        if (!info.writerOptions.isEmpty())
            catalog.writers.append(info.stepType);
    }
    catalog.options = [this](const QString &stepType, const QString &category) -> const OptionSpecs * {
        const Connector *connector = find(stepType);
        if (!connector)
            return nullptr;
        const ConnectorInfo &info = connector->info();
        const OptionSpecs &options = category == QLatin1String("reader") ? info.readerOptions : info.writerOptions;
        return options.isEmpty() ? nullptr : &options;
    };
    catalog.check = [this](const StepSpec &step) {
        const Connector *connector = find(step.stepType);
        return connector ? connector->check(step) : Issues();
    };
    return catalog;
}

} // namespace sluice
