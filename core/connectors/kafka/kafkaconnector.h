#pragma once

#include "connector/connector.h"

#include <memory>

namespace sluice
{

// Kafka topics: records read in windows of time or offsets, rows written as records.
std::unique_ptr<Connector> makeKafkaConnector();

} // namespace sluice
