#pragma once

#include "warehouse/server/servicecall.h"

namespace sluice::warehouse
{

// Answers one request: checks its signature, finds the object that its path names, and hands it to the handler.
void route(ServerContext &server, HttpExchange &exchange);

} // namespace sluice::warehouse
