#pragma once

#include "task/scriptdocument.h"

#include <QStringView>

#include <vector>

namespace sluice
{

// A value of a script with its places, all in UTF-16 units of the text it was read from. Texts are not copied: they
// are decoded from the document's text when asked for.
struct ScriptNode {
    enum class Kind : quint8 { Null, Boolean, Number, Text, Array, Object };
    Kind kind = Kind::Null;
    bool escaped = false;    // Text: needs decoding
    bool keyEscaped = false; // the key needs decoding
    int begin = 0;           // of the value
    int end = 0;
    int keyBegin = -1; // of the key with its quotes; -1 outside objects
    int keyEnd = -1;
    int comma = -1; // of the comma behind it; -1 without
    std::vector<ScriptNode> children;

    bool isContainer() const { return kind == Kind::Array || kind == Kind::Object; }
    // Where the member begins: its key, or the value itself.
    int memberBegin() const { return keyBegin >= 0 ? keyBegin : begin; }
    int memberEnd() const { return comma >= 0 ? comma + 1 : end; }
};

struct ScriptComment {
    int begin = 0;
    int end = 0;
    bool line = false; // `//`, as against `/* */`
};

// What the parser makes of a text.
struct ScriptDocument::Tree {
    bool parsed = false;
    ScriptNode root;
    std::vector<ScriptComment> comments; // in order
    std::vector<int> lineStarts;         // offset of each line's first unit

    // Sets line and column from an offset.
    void place(Range &range) const;
    void place(Issue &issue) const;
};

// The member with this key, the last one if it is repeated (as every parser decides); null when absent.
const ScriptNode *memberOf(const ScriptNode &object, QStringView text, const QString &key);
// The node at the keys of a pointer; null when absent.
const ScriptNode *nodeAt(const ScriptNode &root, QStringView text, const QStringList &tokens);

// The key without its quotes. Without escapes it shares the document's memory: use it while the text lives.
QString keyOf(const ScriptNode &node, QStringView text);
// The text without its quotes; the same holds.
QString textOf(const ScriptNode &node, QStringView text);
QJsonValue valueOf(const ScriptNode &node, QStringView text);

} // namespace sluice
