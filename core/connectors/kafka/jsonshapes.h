#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice
{

// The forms that the records of a topic come in again and again: the same keys in the same order around other plain
// values. A text of a known form needs no parser: what stands around its values is compared, and the values are
// checked. Forms are learned from texts that a parser has found to be JSON. Belongs to one thread.
class JsonShapes
{
public:
    using Values = std::vector<std::optional<std::string_view>>;
    // A plain value in a text: strings with their quotes.
    struct Found {
        const char *begin = nullptr;
        const char *end = nullptr;
        const std::vector<size_t> *wanted = nullptr; // the values that it is
    };

    // The values of a text of a known form, valid until the next call and as long as the text. False when a parser has
    // to look, whatever the reason. 16 bytes behind the text can be read, of which the first is 0.
    bool match(const char *text, size_t size, Values &values);

    static constexpr size_t mostSlots = 512; // a text with more plain values is not learned

    // Whether learn() is wanted for the text that match() has just refused.
    bool isLearning() const { return m_pause == 0; }
    // `found` holds all plain values of the text, in order.
    void learn(std::string_view text, const std::vector<Found> &found);

private:
    struct Literal {
        size_t at = 0; // its words
        size_t size = 0;
        uint64_t mask = 0; // of the last word
    };
    struct Slot {
        Literal before;
        size_t wanted = 0; // the first of the values that it is, in the shape's list
        size_t wantedEnd = 0;
    };
    struct Shape {
        std::vector<uint64_t> words; // of all literals
        std::vector<Slot> slots;
        Literal tail;
        std::vector<size_t> wanted; // of all slots
    };
    static Literal addLiteral(Shape &shape, const char *begin, const char *end);
    static bool passes(const Shape &shape, const Literal &literal, const char *&at, const char *end);
    bool matches(const Shape &shape, const char *at, const char *end, Values &values);
    std::string_view unescaped(const char *quote, const char *end);

    std::vector<Shape> m_shapes;
    size_t m_last = 0; // that matched
    size_t m_oldest = 0;
    int m_credit = 0;
    int m_pause = 0;                 // texts left alone: their forms differ too much
    std::deque<std::string> m_texts; // of strings with escapes
};

} // namespace sluice
