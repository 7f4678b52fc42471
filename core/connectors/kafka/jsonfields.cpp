#include "connectors/kafka/jsonfields.h"

#include "connectors/kafka/jsonscan.h"
#include "connectors/kafka/jsonshapes.h"
#include "data/jsontext.h"
#include "data/utf8.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <deque>

namespace sluice
{

namespace
{

namespace od = simdjson::ondemand;

constexpr int deepest = 128; // as jsonFault() has it

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view withoutBlanks(std::string_view text)
{
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

} // namespace

class JsonFields::Private
{
public:
    // What the paths say of one place of a text.
    struct Node {
        std::vector<std::pair<std::string, Node *>> members;
        std::vector<std::pair<int, Node *>> elements;
        std::vector<size_t> wanted; // paths that end here
    };

    explicit Private(const std::vector<JsonPath> &paths)
        : values(paths.size())
    {
        for (size_t i = 0; i < paths.size(); ++i) {
            Node *node = &m_root;
            for (const JsonPath::Step &step : paths[i].steps)
                node = step.index < 0 ? child(node->members, step.key) : child(node->elements, step.index);
            node->wanted.push_back(i);
        }
    }

    // In a form that has been seen before.
    bool known(const char *text, size_t size) { return m_shapes.match(text, size, values); }

    // False when it is not JSON, or something that only slow() understands.
    bool fast(const char *text, size_t size)
    {
        m_found.clear();
        m_learns = m_shapes.isLearning();
        const char *const first = std::find_if_not(text, text + size, isBlank);
        if (first == text + size || (*first != '{' && *first != '['))
            return false;
        std::fill(values.begin(), values.end(), std::nullopt);
        if (m_parser.iterate(text, size, size + padding).get(m_document))
            return false;
        if (*first == '{') {
            od::object object;
            if (m_document.get_object().get(object) || !members(object, &m_root, 1))
                return false;
        } else {
            od::array array;
            if (m_document.get_array().get(array) || !elements(array, &m_root, 1))
                return false;
        }
        const char *behind = nullptr;
        if (m_document.current_location().get(behind) == simdjson::SUCCESS)
            return false; // nothing may follow
        if (m_learns)
            m_shapes.learn({text, size}, m_found);
        return true;
    }

    // By the checker and walker of all JSON in this program: slower, and takes what simdjson does not, such as half of
    // a surrogate pair.
    bool slow(std::string_view text)
    {
        if (firstInvalidUtf8(text) >= 0 || jsonFault(text) >= 0)
            return false;
        m_texts.clear();
        std::fill(values.begin(), values.end(), std::nullopt);
        while (isBlank(text.front()))
            text.remove_prefix(1);
        walk(withoutBlanks(text), m_root);
        return true;
    }

    std::vector<std::optional<std::string_view>> values;

private:
    template <typename Key>
    Node *child(std::vector<std::pair<Key, Node *>> &children, const Key &key)
    {
        for (const auto &[name, node] : children)
            if (name == key)
                return node;
        children.emplace_back(key, &m_nodes.emplace_back());
        return children.back().second;
    }

    static const Node *member(const Node *node, std::string_view key)
    {
        if (node)
            for (const auto &[name, next] : node->members)
                if (name.size() == key.size() && std::memcmp(name.data(), key.data(), key.size()) == 0)
                    return next;
        return nullptr;
    }
    static const Node *element(const Node *node, int index)
    {
        if (node)
            for (const auto &[wanted, next] : node->elements)
                if (wanted == index)
                    return next;
        return nullptr;
    }

    void set(const Node &node, std::string_view value)
    {
        for (const size_t path : node.wanted)
            values[path] = value;
    }
    void find(std::string_view token, const Node *node)
    {
        m_learns = m_learns && m_found.size() < JsonShapes::mostSlots;
        if (m_learns)
            m_found.push_back({token.data(), token.data() + token.size(), node ? &node->wanted : nullptr});
    }
    // A key that stands twice: what the first one gave does not count.
    void forget(const Node &node)
    {
        if (m_learns)
            for (JsonShapes::Found &found : m_found)
                if (found.wanted == &node.wanted)
                    found.wanted = nullptr;
        for (const size_t path : node.wanted)
            values[path].reset();
        for (const auto &[name, next] : node.members)
            forget(*next);
        for (const auto &[index, next] : node.elements)
            forget(*next);
    }

    bool members(od::object &object, const Node *node, int depth)
    {
        for (auto item : object) {
            od::field field;
            if (std::move(item).get(field))
                return false;
            const char *const raw = field.key().raw();
            const char *end = raw;
            while (*end != '"' && *end != '\\')
                ++end;
            std::string_view key(raw, size_t(end - raw));
            if (*end == '\\' && field.unescaped_key().get(key))
                return false;
            const Node *next = member(node, key);
            if (next)
                forget(*next);
            if (!value(field.value(), next, depth))
                return false;
        }
        return true;
    }

    bool elements(od::array &array, const Node *node, int depth)
    {
        int index = 0;
        for (auto item : array) {
            od::value one;
            if (std::move(item).get(one) || !value(one, element(node, index++), depth))
                return false;
        }
        return true;
    }

    bool value(od::value value, const Node *node, int depth)
    {
        const std::string_view token = value.raw_json_token();
        switch (token[0]) {
        case '{': {
            od::object object;
            return depth < deepest && !value.get_object().get(object) && members(object, node, depth + 1) &&
                   setNested(token.data(), node);
        }
        case '[': {
            od::array array;
            return depth < deepest && !value.get_array().get(array) && elements(array, node, depth + 1) &&
                   setNested(token.data(), node);
        }
        case '"': {
            std::string_view text = withoutBlanks(token);
            find(text, node);
            text = text.substr(1, text.size() - 2);
            // A string that stays untaken might be gone over as a key.
            od::raw_json_string raw;
            if (std::memchr(text.data(), '\\', text.size()) ? value.get_string().get(text)
                                                            : value.get_raw_json_string().get(raw))
                return false;
            if (node)
                set(*node, text);
            return true;
        }
        default: {
            const std::string_view text = withoutBlanks(token);
            if (plainEnd(text.data()) != text.data() + text.size())
                return false;
            find(text, node);
            if (node && text != "null")
                set(*node, text);
            return true;
        }
        }
    }

    // The text of an object or array that has just been gone through.
    bool setNested(const char *start, const Node *node)
    {
        if (!node || node->wanted.empty())
            return true;
        m_learns = false; // a form knows plain values only
        const char *behind = nullptr;
        if (m_document.current_location().get(behind))
            return false;
        set(*node, withoutBlanks({start, size_t(behind - start)}));
        return true;
    }

    // slow(): `value` has been checked.
    void walk(std::string_view value, const Node &node)
    {
        switch (jsonKind(value)) {
        case JsonKind::Null:
            return;
        case JsonKind::String:
            set(node, m_texts.emplace_back(jsonString(value)));
            return;
        case JsonKind::Object:
            set(node, value);
            forEachMember(value, [&](std::string_view key, std::string_view inner) {
                if (const Node *next = member(&node, jsonString(key))) {
                    forget(*next);
                    walk(inner, *next);
                }
            });
            return;
        case JsonKind::Array: {
            set(node, value);
            int index = 0;
            forEachElement(value, [&](std::string_view inner) {
                if (const Node *next = element(&node, index++))
                    walk(inner, *next);
            });
            return;
        }
        default:
            set(node, value);
        }
    }

    Node m_root;
    std::deque<Node> m_nodes; // stay where they are
    od::parser m_parser;
    od::document m_document;
    JsonShapes m_shapes;
    std::vector<JsonShapes::Found> m_found; // by fast(), to learn from
    bool m_learns = false;
    std::deque<std::string> m_texts; // of slow()
};

JsonFields::JsonFields(const std::vector<JsonPath> &paths)
    : d(std::make_unique<Private>(paths))
{
}

JsonFields::~JsonFields() = default;
JsonFields::JsonFields(JsonFields &&) noexcept = default;

const std::vector<std::optional<std::string_view>> *JsonFields::extract(const char *text, size_t size)
{
    return d->known(text, size) || d->fast(text, size) || d->slow({text, size}) ? &d->values : nullptr;
}

QString JsonFields::fault(std::string_view text)
{
    if (const int64_t at = firstInvalidUtf8(text); at >= 0)
        return QStringLiteral("the value is not UTF-8: byte %1 breaks it").arg(at + 1);
    if (text.empty())
        return QStringLiteral("the value is empty, not JSON");
    return QStringLiteral("the value is not JSON: it breaks at position %1").arg(jsonFault(text) + 1);
}

} // namespace sluice
