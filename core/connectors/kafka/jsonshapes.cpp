#include "connectors/kafka/jsonshapes.h"

#include "connectors/kafka/jsonscan.h"
#include "data/jsontext.h"
#include "data/utf8.h"

#include <algorithm>
#include <cstring>

namespace sluice
{

namespace
{

constexpr size_t mostShapes = 8;
constexpr size_t longestText = 32 * 1024;
constexpr int mostCredit = 64;
constexpr int pauseLength = 1000; // texts

using scan::wordAt;

} // namespace

JsonShapes::Literal JsonShapes::addLiteral(Shape &shape, const char *begin, const char *end)
{
    Literal literal{shape.words.size(), size_t(end - begin), ~uint64_t(0)};
    for (const char *at = begin; at < end; at += 8) {
        const size_t left = std::min<size_t>(8, size_t(end - at));
        char bytes[8] = {};
        std::memcpy(bytes, at, left);
        shape.words.push_back(wordAt(bytes));
        if (left < 8)
            literal.mask = (uint64_t(1) << (8 * left)) - 1;
    }
    return literal;
}

void JsonShapes::learn(std::string_view text, const std::vector<Found> &found)
{
    if (found.empty() || found.size() > mostSlots || text.size() > longestText)
        return;
    Shape shape;
    const char *at = text.data();
    for (const Found &value : found) {
        const Literal before = addLiteral(shape, at, value.begin);
        const size_t first = shape.wanted.size();
        if (value.wanted)
            shape.wanted.insert(shape.wanted.end(), value.wanted->begin(), value.wanted->end());
        shape.slots.push_back({before, first, shape.wanted.size()});
        at = value.end;
    }
    shape.tail = addLiteral(shape, at, text.data() + text.size());
    if (m_shapes.size() < mostShapes) {
        m_shapes.push_back(std::move(shape));
    } else {
        m_shapes[m_oldest] = std::move(shape);
        m_oldest = (m_oldest + 1) % mostShapes;
    }
}

bool JsonShapes::match(const char *text, size_t size, Values &values)
{
    if (m_pause > 0) {
        --m_pause;
        return false;
    }
    for (size_t i = 0; i < m_shapes.size(); ++i) {
        const size_t which = m_last + i < m_shapes.size() ? m_last + i : m_last + i - m_shapes.size();
        if (matches(m_shapes[which], text, text + size, values)) {
            m_last = which;
            m_credit = std::min(m_credit + 1, mostCredit);
            return true;
        }
    }
    if (--m_credit < -mostCredit) {
        m_credit = 0;
        m_pause = pauseLength;
    }
    return false;
}

inline bool JsonShapes::passes(const Shape &shape, const Literal &literal, const char *&at, const char *end)
{
    if (size_t(end - at) < literal.size)
        return false;
    const uint64_t *word = shape.words.data() + literal.at;
    const char *from = at;
    at += literal.size;
    for (; from + 8 < at; from += 8)
        if (wordAt(from) != *word++)
            return false;
    return literal.size == 0 || ((wordAt(from) ^ *word) & literal.mask) == 0;
}

// From the opening quote to behind the closing one; kept until the next text.
std::string_view JsonShapes::unescaped(const char *quote, const char *end)
{
    return m_texts.emplace_back(jsonString({quote, size_t(end - quote)}));
}

bool JsonShapes::matches(const Shape &shape, const char *at, const char *end, Values &values)
{
    if (!m_texts.empty())
        m_texts.clear();
    for (auto &value : values)
        value.reset();
    for (const Slot &slot : shape.slots) {
        if (!passes(shape, slot.before, at, end))
            return false;
        const char *const start = at;
        std::string_view text;
        if (*start == '"') {
            const StringScan found = scanString(start + 1, end);
            if (!found.end)
                return false;
            text = {start + 1, size_t(found.end - start) - 1};
            if (!found.isAscii && firstInvalidUtf8(text) >= 0)
                return false;
            at = found.end + 1;
            if (slot.wanted == slot.wantedEnd)
                continue;
            if (found.hasEscapes)
                text = unescaped(start, at);
        } else {
            at = plainEnd(start);
            if (!at)
                return false;
            if (*start == 'n')
                continue; // what nothing else says is nothing
            text = {start, size_t(at - start)};
        }
        for (size_t i = slot.wanted; i < slot.wantedEnd; ++i)
            values[shape.wanted[i]] = text;
    }
    return passes(shape, shape.tail, at, end) && at == end;
}

} // namespace sluice
