#pragma once

namespace sluice
{

// Lets Arrow take its memory where everything else does instead of from an allocator of its own: what one gives back,
// the other can use. What ARROW_DEFAULT_MEMORY_POOL says counts. To be called first thing in main().
void shareMemory();

} // namespace sluice
