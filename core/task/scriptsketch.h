#pragma once

#include "task/scriptlexer.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace sluice
{

// What can be told of a script while somebody types in it: a tree that never fails, read by guessing past what is
// missing. Good for completion, not for values.
class ScriptSketch
{
public:
    struct Node {
        enum class Kind { Object, Array, Scalar };
        Kind kind = Kind::Scalar;
        int parent = -1;
        QString key;   // in an object; empty in an array
        int index = 0; // in an array
        int begin = 0;
        int end = 0;  // behind the closing bracket, or of the text when there is none
        QString text; // Scalar: the text without quotes, or the word
    };

    explicit ScriptSketch(const QString &text);

    // The innermost container around the offset; null outside of all.
    const Node *containerAt(int offset) const;
    // Keys and indices from the whole to the node.
    QStringList path(const Node &node) const;
    const Node *parentOf(const Node &node) const;
    // The keys of an object's members that have a colon, in order.
    QStringList keysOf(const Node &object) const;
    // The member with this key; null when absent.
    const Node *member(const Node &object, const QString &key) const;
    // The node at a path; null when absent.
    const Node *at(const QStringList &path) const;
    // The elements of an array, the members of an object.
    std::vector<const Node *> childrenOf(const Node &container) const;

    const std::vector<ScriptToken> &tokens() const { return m_tokens; }

private:
    int add(Node::Kind kind, int parent, const QString &key, const ScriptToken &token);
    void close(std::vector<int> &open, Node::Kind kind, int end);

    std::vector<ScriptToken> m_tokens; // comments included, End not
    std::vector<Node> m_nodes;
    std::vector<int> m_counts; // children of each node
};

} // namespace sluice
