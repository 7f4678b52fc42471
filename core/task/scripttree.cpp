#include "task/scripttree.h"

#include "task/jsonpointer.h"
#include "task/scripttext.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace sluice
{

template <typename Place>
static void placeIn(const std::vector<int> &lineStarts, Place &place)
{
    const auto next = std::upper_bound(lineStarts.begin(), lineStarts.end(), place.offset);
    place.line = int(next - lineStarts.begin());
    place.column = place.line > 0 ? place.offset - *(next - 1) + 1 : 0;
}

void ScriptDocument::Tree::place(Range &range) const
{
    placeIn(lineStarts, range);
}

void ScriptDocument::Tree::place(Issue &issue) const
{
    placeIn(lineStarts, issue);
}

static QString quoted(QStringView text, int begin, int end, bool escaped)
{
    const QStringView inner = text.mid(begin + 1, end - begin - 2);
    return escaped ? decodeText(inner) : QString::fromRawData(inner.data(), inner.size());
}

QString keyOf(const ScriptNode &node, QStringView text)
{
    return quoted(text, node.keyBegin, node.keyEnd, node.keyEscaped);
}

QString textOf(const ScriptNode &node, QStringView text)
{
    return quoted(text, node.begin, node.end, node.escaped);
}

const ScriptNode *memberOf(const ScriptNode &object, QStringView text, const QString &key)
{
    const auto found = std::find_if(object.children.rbegin(), object.children.rend(),
                                    [&](const ScriptNode &child) { return keyOf(child, text) == key; });
    return found == object.children.rend() ? nullptr : &*found;
}

const ScriptNode *nodeAt(const ScriptNode &root, QStringView text, const QStringList &tokens)
{
    const ScriptNode *node = &root;
    for (const QString &token : tokens) {
        if (node->kind == ScriptNode::Kind::Object) {
            node = memberOf(*node, text, token);
            if (!node)
                return nullptr;
            continue;
        }
        const auto index = pointerIndex(token);
        if (node->kind != ScriptNode::Kind::Array || !index || size_t(*index) >= node->children.size())
            return nullptr;
        node = &node->children[size_t(*index)];
    }
    return node;
}

static QJsonValue numberOf(QStringView spelling)
{
    const bool whole =
        std::none_of(spelling.begin(), spelling.end(), [](QChar c) { return c == u'.' || c == u'e' || c == u'E'; });
    bool fits = false;
    if (const qint64 integer = whole ? spelling.toLongLong(&fits) : 0; fits)
        return integer;
    return spelling.toDouble();
}

QJsonValue valueOf(const ScriptNode &node, QStringView text)
{
    switch (node.kind) {
    case ScriptNode::Kind::Null:
        return QJsonValue::Null;
    case ScriptNode::Kind::Boolean:
        return text[node.begin] == u't';
    case ScriptNode::Kind::Number:
        return numberOf(text.mid(node.begin, node.end - node.begin));
    case ScriptNode::Kind::Text: {
        // A deep copy: the value may outlive the document.
        const QString shared = textOf(node, text);
        return QString(shared.constData(), shared.size());
    }
    case ScriptNode::Kind::Array: {
        QJsonArray array;
        for (const ScriptNode &child : node.children)
            array.append(valueOf(child, text));
        return array;
    }
    case ScriptNode::Kind::Object: {
        QJsonObject object;
        for (const ScriptNode &child : node.children) {
            const QString key = keyOf(child, text);
            object.insert(QString(key.constData(), key.size()), valueOf(child, text));
        }
        return object;
    }
    }
    return {};
}

} // namespace sluice
