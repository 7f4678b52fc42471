#pragma once

#include "task/taskspec.h"

#include <QJsonValue>
#include <QString>

#include <memory>
#include <optional>

namespace sluice
{

// A DataWorks script as text and as a tree with positions. Reads JSON with // and /* */ comments and trailing
// commas (tolerated while editing). Every edit rewrites only the bytes it must: comments, unknown keys, key order,
// number spelling and layout elsewhere survive as they are. A value; cheap to copy (shared tree).
class ScriptDocument
{
public:
    ScriptDocument() = default;
    // Never fails: a text that does not parse keeps its issues and an empty tree.
    explicit ScriptDocument(QString text);

    const QString &text() const { return m_text; }
    bool parsed() const;
    // The syntax error (line, column) when the text does not parse; as warnings, keys that are repeated; as notes,
    // comments and trailing commas, which a strict parser refuses.
    const Issues &syntaxIssues() const { return m_issues; }

    // The value at a JSON pointer ("" is the whole); undefined when absent.
    QJsonValue value(const QString &pointer) const;
    bool contains(const QString &pointer) const { return !value(pointer).isUndefined(); }

    struct Range {
        int offset = 0; // UTF-16 units
        int length = 0;
        int line = 0; // 1-based
        int column = 0;
    };
    // Where the value, or the key in front of it, stands; nothing when absent (and no key for array elements).
    std::optional<Range> rangeOf(const QString &pointer) const;
    std::optional<Range> keyRangeOf(const QString &pointer) const;
    // The pointer of the innermost value or key around an offset.
    QString pointerAt(int offset) const;

    // Sets, inserts (last among its siblings, laid out like them) or removes a value; returns the new document.
    // Setting an array or an object over another rewrites only the members that differ. Missing parents are made;
    // "-" or the length stands for a new last element of an array. Removing what is not there changes nothing.
    // Config error when the document does not parse or the pointer crosses a scalar.
    Result<ScriptDocument> set(const QString &pointer, const QJsonValue &value) const;
    Result<ScriptDocument> remove(const QString &pointer) const;

    // The script without comments and trailing commas: what a run gets.
    Result<QJsonObject> strict() const;

    // The parsed text; private to this module (task/scripttree.h).
    struct Tree;
    const Tree *tree() const { return m_tree.get(); }

private:
    QString m_text;
    std::shared_ptr<const Tree> m_tree; // null only in a default-constructed document
    Issues m_issues;
};

} // namespace sluice
