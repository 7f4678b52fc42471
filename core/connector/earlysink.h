#pragma once

namespace sluice
{

// A Sink of which the destination may show rows as they arrive. Its abort() cannot take those back.
class EarlySink
{
public:
    virtual ~EarlySink() = default;
    virtual bool showsBeforeCommit() const = 0;
};

} // namespace sluice
