#pragma once

#include "warehouse/tunnel/tunnel.h"

namespace sluice::warehouse
{

// Feeds the request's body through the codec into the block, piece by piece: memory does not grow with the body. False
// when the call was failed; the block is not finished either way.
bool receiveRows(ServiceCall &call, const Schema &schema, RowFormat format, BlockWriter &block);

} // namespace sluice::warehouse
