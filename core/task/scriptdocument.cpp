#include "task/scriptdocument.h"

#include "task/jsonpointer.h"
#include "task/scriptedit.h"
#include "task/scriptparser.h"

#include <algorithm>

namespace sluice
{

// Changes that take members out and put others in need two rounds at each object.
static constexpr int mostRounds = 4;

ScriptDocument::ScriptDocument(QString text)
    : m_text(std::move(text))
{
    auto tree = std::make_shared<Tree>();
    parseScript(m_text, *tree, m_issues);
    m_tree = std::move(tree);
}

bool ScriptDocument::parsed() const
{
    return m_tree && m_tree->parsed;
}

static const ScriptNode *find(const ScriptDocument &document, const QString &pointer)
{
    const auto tokens = pointerTokens(pointer);
    if (!tokens || !document.parsed())
        return nullptr;
    return nodeAt(document.tree()->root, document.text(), *tokens);
}

QJsonValue ScriptDocument::value(const QString &pointer) const
{
    const ScriptNode *node = find(*this, pointer);
    return node ? valueOf(*node, m_text) : QJsonValue(QJsonValue::Undefined);
}

std::optional<ScriptDocument::Range> ScriptDocument::rangeOf(const QString &pointer) const
{
    const ScriptNode *node = find(*this, pointer);
    if (!node)
        return std::nullopt;
    Range range{node->begin, node->end - node->begin};
    m_tree->place(range);
    return range;
}

std::optional<ScriptDocument::Range> ScriptDocument::keyRangeOf(const QString &pointer) const
{
    const ScriptNode *node = find(*this, pointer);
    if (!node || node->keyBegin < 0)
        return std::nullopt;
    Range range{node->keyBegin, node->keyEnd - node->keyBegin};
    m_tree->place(range);
    return range;
}

QString ScriptDocument::pointerAt(int offset) const
{
    QString pointer;
    const ScriptNode *node = parsed() ? &m_tree->root : nullptr;
    while (node && node->isContainer()) {
        const auto &children = node->children;
        // The first child that ends at or behind the offset is the only one that can hold it.
        const auto child = std::find_if(children.begin(), children.end(),
                                        [&](const ScriptNode &child) { return child.end >= offset; });
        if (child == children.end() || child->memberBegin() > offset)
            break;
        const ScriptNode *effective = &*child;
        if (node->kind == ScriptNode::Kind::Object) {
            const QString key = keyOf(*child, m_text);
            pointer = pointerTo(pointer, key);
            effective = memberOf(*node, m_text, key);
        } else {
            pointer = pointerTo(pointer, int(child - children.begin()));
        }
        // No pointer leads into a key's value that is repeated further down.
        node = offset >= child->begin && effective == &*child ? effective : nullptr;
    }
    return pointer;
}

static Error syntaxError(const Issues &issues)
{
    const auto issue = std::find_if(issues.begin(), issues.end(),
                                    [](const Issue &issue) { return issue.severity == Severity::Error; });
    if (issue == issues.end())
        return makeError(ErrorCode::Config, QStringLiteral("The script is empty."));
    return makeError(ErrorCode::Config, issue->message,
                     QStringLiteral("line %1, column %2").arg(issue->line).arg(issue->column));
}

static QString kindName(ScriptNode::Kind kind)
{
    switch (kind) {
    case ScriptNode::Kind::Null:
        return QStringLiteral("null");
    case ScriptNode::Kind::Boolean:
        return QStringLiteral("a boolean");
    case ScriptNode::Kind::Number:
        return QStringLiteral("a number");
    case ScriptNode::Kind::Text:
        return QStringLiteral("a text");
    case ScriptNode::Kind::Array:
        return QStringLiteral("an array");
    case ScriptNode::Kind::Object:
        return QStringLiteral("an object");
    }
    return {};
}

static const QLatin1String nextElement("-");

// The deepest value on the way that exists, and what is missing below it.
struct Place {
    const ScriptNode *node = nullptr;
    QStringList missing;
    QString pointer; // of the node
};

static Place deepest(const ScriptNode &root, QStringView text, const QStringList &tokens)
{
    Place place{&root, tokens, QString()};
    while (!place.missing.isEmpty()) {
        const ScriptNode *next = nodeAt(*place.node, text, {place.missing.front()});
        if (!next)
            break;
        place.node = next;
        place.pointer = pointerTo(place.pointer, place.missing.takeFirst());
    }
    return place;
}

static Done checkPlace(const Place &place)
{
    const QString &token = place.missing.front();
    if (place.node->kind == ScriptNode::Kind::Object)
        return {};
    const QString where = place.pointer.isEmpty() ? QStringLiteral("The script") : place.pointer;
    if (place.node->kind != ScriptNode::Kind::Array)
        return makeError(
            ErrorCode::Config,
            QStringLiteral("%1 is %2; \"%3\" cannot be set below it.").arg(where, kindName(place.node->kind), token),
            place.pointer);
    const size_t size = place.node->children.size();
    if (token == nextElement || token == QString::number(size))
        return {};
    return makeError(
        ErrorCode::Config,
        QStringLiteral("%1 is an array of %2 elements; \"%3\" is no place in it.").arg(where).arg(size).arg(token),
        place.pointer);
}

// The value with the missing parents around it.
static QJsonValue wrapped(QJsonValue value, const QStringList &missing)
{
    for (qsizetype i = missing.size() - 1; i > 0; --i) {
        if (missing[i] == nextElement || missing[i] == QLatin1String("0"))
            value = QJsonArray{value};
        else
            value = QJsonObject{{missing[i], value}};
    }
    return value;
}

static Error badPointer(const QString &pointer)
{
    return makeError(ErrorCode::Config,
                     QStringLiteral("\"%1\" is not a JSON pointer: it must begin with \"/\".").arg(pointer));
}

static Result<ScriptDocument> applied(const QString &text, const ScriptEditor &editor)
{
    ScriptDocument changed(withEdits(text, editor.edits()));
    if (!changed.parsed()) {
        Error error = syntaxError(changed.syntaxIssues());
        error.message = QStringLiteral("The change would break the script: ") + error.message;
        return error;
    }
    return changed;
}

Result<ScriptDocument> ScriptDocument::set(const QString &pointer, const QJsonValue &value) const
{
    if (value.isUndefined())
        return remove(pointer);
    const auto tokens = pointerTokens(pointer);
    if (!tokens)
        return badPointer(pointer);
    if (!parsed())
        return syntaxError(m_issues);
    ScriptDocument document = *this;
    for (int round = 0; round < mostRounds; ++round) {
        const Tree &tree = *document.m_tree;
        ScriptEditor editor(document.m_text, tree);
        const Place place = deepest(tree.root, document.m_text, *tokens);
        if (place.missing.isEmpty()) {
            editor.change(*place.node, value);
        } else {
            SLUICE_CHECK(checkPlace(place));
            editor.append(*place.node, place.missing.front(), wrapped(value, place.missing));
        }
        if (editor.edits().empty())
            break;
        SLUICE_TRY(document, applied(document.m_text, editor));
        if (!editor.again())
            break;
    }
    return document;
}

Result<ScriptDocument> ScriptDocument::remove(const QString &pointer) const
{
    const auto tokens = pointerTokens(pointer);
    if (!tokens)
        return badPointer(pointer);
    if (!parsed())
        return syntaxError(m_issues);
    if (tokens->isEmpty())
        return makeError(ErrorCode::Config, QStringLiteral("The whole script cannot be removed."));
    const ScriptNode *parent = nodeAt(m_tree->root, m_text, tokens->mid(0, tokens->size() - 1));
    const ScriptNode *node = parent ? nodeAt(*parent, m_text, {tokens->back()}) : nullptr;
    if (!node)
        return *this;
    ScriptEditor editor(m_text, *m_tree);
    if (parent->kind == ScriptNode::Kind::Object) {
        editor.removeKey(*parent, tokens->back());
    } else {
        const auto index = size_t(node - parent->children.data());
        editor.remove(*parent, index, index + 1);
    }
    return applied(m_text, editor);
}

Result<QJsonObject> ScriptDocument::strict() const
{
    if (!parsed())
        return syntaxError(m_issues);
    if (m_tree->root.kind != ScriptNode::Kind::Object)
        return makeError(ErrorCode::Config,
                         QStringLiteral("The script is %1; a task is an object: it begins with \"{\".")
                             .arg(kindName(m_tree->root.kind)));
    return valueOf(m_tree->root, m_text).toObject();
}

} // namespace sluice
