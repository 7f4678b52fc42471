#pragma once

#include "connector/connector.h"

#include <memory>

namespace sluice
{

// Files on this machine (stepType "file"): CSV, TSV, JSON lines and Parquet, read and written.
std::unique_ptr<Connector> makeFileConnector();

} // namespace sluice
