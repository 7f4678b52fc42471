#include "task/scriptsketch.h"

#include "task/scripttext.h"

#include <algorithm>

namespace sluice
{

// Without quotes, whether they are closed or not.
static QString plain(const QString &text, const ScriptToken &token)
{
    const QStringView spelled = QStringView(text).mid(token.begin, token.end - token.begin);
    if (token.kind != ScriptToken::Kind::Text)
        return spelled.toString();
    const QStringView inner = spelled.mid(1, spelled.size() - (token.closed ? 2 : 1));
    return token.escaped ? decodeText(inner) : inner.toString();
}

int ScriptSketch::add(Node::Kind kind, int parent, const QString &key, const ScriptToken &token)
{
    Node node;
    node.kind = kind;
    node.parent = parent;
    node.key = key;
    node.begin = token.begin;
    node.end = token.end;
    if (parent >= 0)
        node.index = m_counts[size_t(parent)]++;
    m_nodes.push_back(node);
    m_counts.push_back(0);
    return int(m_nodes.size()) - 1;
}

// A closing bracket ends the innermost container of its kind, and with it those inside that were left open. One that
// fits nothing is passed over.
void ScriptSketch::close(std::vector<int> &open, Node::Kind kind, int end)
{
    const auto match =
        std::find_if(open.rbegin(), open.rend(), [&](int node) { return m_nodes[size_t(node)].kind == kind; });
    if (match == open.rend())
        return;
    const size_t keep = size_t(open.rend() - match) - 1;
    for (size_t i = keep; i < open.size(); ++i)
        m_nodes[size_t(open[i])].end = end;
    open.resize(keep);
}

ScriptSketch::ScriptSketch(const QString &text)
{
    using Kind = ScriptToken::Kind;
    ScriptLexer lexer(text);
    for (ScriptToken token = lexer.next(); token.kind != Kind::End; token = lexer.next())
        m_tokens.push_back(token);

    std::vector<int> open;
    QString word;       // the last text in an object that may become a key
    QString key;        // the key whose value comes next
    bool keyed = false; // a colon stood behind it
    const auto inObject = [&] { return !open.empty() && m_nodes[size_t(open.back())].kind == Node::Kind::Object; };
    for (const ScriptToken &token : m_tokens) {
        const int parent = open.empty() ? -1 : open.back();
        switch (token.kind) {
        case Kind::Colon:
            if (inObject()) {
                key = word;
                keyed = true;
            }
            break;
        case Kind::Comma:
            keyed = false;
            word.clear();
            break;
        case Kind::ObjectBegin:
        case Kind::ArrayBegin:
            // A container without a key inside an object still counts: its key is being typed.
            open.push_back(add(token.kind == Kind::ObjectBegin ? Node::Kind::Object : Node::Kind::Array, parent,
                               keyed ? key : QString(), token));
            keyed = false;
            word.clear();
            break;
        case Kind::ObjectEnd:
        case Kind::ArrayEnd:
            close(open, token.kind == Kind::ObjectEnd ? Node::Kind::Object : Node::Kind::Array, token.end);
            keyed = false;
            word.clear();
            break;
        case Kind::Text:
        case Kind::Word:
            if (inObject() && !keyed) {
                word = plain(text, token);
            } else {
                const int node = add(Node::Kind::Scalar, parent, keyed ? key : QString(), token);
                m_nodes[size_t(node)].text = plain(text, token);
                keyed = false;
                word.clear();
            }
            break;
        default:
            break;
        }
    }
    for (const int node : open)
        m_nodes[size_t(node)].end = int(text.size()) + 1;
}

const ScriptSketch::Node *ScriptSketch::containerAt(int offset) const
{
    // Later nodes lie deeper or further right: the last one around the offset is the innermost.
    const auto found = std::find_if(m_nodes.rbegin(), m_nodes.rend(), [&](const Node &node) {
        return node.kind != Node::Kind::Scalar && node.begin < offset && offset < node.end;
    });
    return found == m_nodes.rend() ? nullptr : &*found;
}

const ScriptSketch::Node *ScriptSketch::parentOf(const Node &node) const
{
    return node.parent < 0 ? nullptr : &m_nodes[size_t(node.parent)];
}

QStringList ScriptSketch::path(const Node &node) const
{
    QStringList path;
    for (const Node *at = &node; at->parent >= 0; at = parentOf(*at)) {
        const bool member = parentOf(*at)->kind == Node::Kind::Object;
        path.prepend(member ? at->key : QString::number(at->index));
    }
    return path;
}

std::vector<const ScriptSketch::Node *> ScriptSketch::childrenOf(const Node &container) const
{
    const int parent = int(&container - m_nodes.data());
    std::vector<const Node *> children;
    for (size_t i = size_t(parent) + 1; i < m_nodes.size() && m_nodes[i].begin < container.end; ++i) {
        if (m_nodes[i].parent == parent)
            children.push_back(&m_nodes[i]);
    }
    return children;
}

QStringList ScriptSketch::keysOf(const Node &object) const
{
    QStringList keys;
    for (const Node *child : childrenOf(object))
        keys.append(child->key);
    return keys;
}

const ScriptSketch::Node *ScriptSketch::member(const Node &object, const QString &key) const
{
    const auto children = childrenOf(object);
    const auto found =
        std::find_if(children.begin(), children.end(), [&](const Node *node) { return node->key == key; });
    return found == children.end() ? nullptr : *found;
}

const ScriptSketch::Node *ScriptSketch::at(const QStringList &path) const
{
    const Node *node = m_nodes.empty() ? nullptr : &m_nodes.front();
    for (const QString &token : path) {
        if (!node || node->kind == Node::Kind::Scalar)
            return nullptr;
        if (node->kind == Node::Kind::Object) {
            node = member(*node, token);
            continue;
        }
        const auto children = childrenOf(*node);
        const int index = token.toInt();
        node = index >= 0 && size_t(index) < children.size() ? children[size_t(index)] : nullptr;
    }
    return node;
}

} // namespace sluice
