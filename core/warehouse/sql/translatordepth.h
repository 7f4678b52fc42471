#pragma once

#include "warehouse/sql/translator.h"

namespace sluice::warehouse
{

// Counts nested queries and expressions: the statement comes from outside, the stack is ours.
class Translator::Depth
{
public:
    explicit Depth(int &depth)
        : m_depth(depth)
    {
        ++m_depth;
    }
    ~Depth() { --m_depth; }
    bool tooDeep() const { return m_depth > 150; }

private:
    int &m_depth;
};

} // namespace sluice::warehouse
