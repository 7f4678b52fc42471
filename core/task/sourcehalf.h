#pragma once

#include "task/datasource.h"
#include "task/optionspec.h"

namespace sluice
{

// The half that sourceHalfName() gives this name; nothing: none.
std::optional<SourceHalf> sourceHalfOf(const QString &name);

// Where a data source leads, by the first two places among the values of a half: "orders_dev, service.eu-central-1.…".
QString placeInWords(const QJsonObject &values, const OptionSpecs &sourceOptions);

} // namespace sluice
