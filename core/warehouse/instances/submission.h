#pragma once

#include "warehouse/instances/instances.h"

#include <string_view>

namespace sluice::warehouse
{

// Reads the XML by which a client submits an instance: foreign bytes. Project and schema are the caller's to fill in.
// Config error, with the service's code in the detail.
Result<Submission> parseSubmission(std::string_view xml);

} // namespace sluice::warehouse
