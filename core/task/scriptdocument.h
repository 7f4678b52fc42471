#pragma once

#include "task/taskspec.h"

#include <QJsonValue>
#include <QString>

#include <memory>

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
    bool parsed() const { return m_root != nullptr; }
    // Syntax errors (line, column) and, as notes, comments and trailing commas that a strict parser refuses.
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
    // Where the value (or with keyOf: the key) at the pointer stands.
    std::optional<Range> rangeOf(const QString &pointer) const;
    std::optional<Range> keyRangeOf(const QString &pointer) const;
    // The pointer of the innermost value or key around an offset.
    QString pointerAt(int offset) const;

    // Sets, inserts (last among its siblings, indented like them) or removes a value; returns the new document.
    // Missing parents are made. Config error when the document does not parse or the pointer crosses a scalar.
    Result<ScriptDocument> set(const QString &pointer, const QJsonValue &value) const;
    Result<ScriptDocument> remove(const QString &pointer) const;

    // The script without comments and trailing commas: what a run gets.
    Result<QJsonObject> strict() const;

    struct Node;

private:
    QString m_text;
    std::shared_ptr<const Node> m_root;
    Issues m_issues;
};

} // namespace sluice
