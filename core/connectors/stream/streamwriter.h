#pragma once

#include "connector/connector.h"

namespace sluice
{

// Takes the reader's columns and counts the rows; prints the first ones to the log or writes them to a text file when
// the step says so.
Result<std::unique_ptr<Sink>> openStreamSink(const OpenRequest &request);

} // namespace sluice
