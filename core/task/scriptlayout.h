#pragma once

#include "task/scripttree.h"

namespace sluice
{

// How a script is laid out: what an inserted member copies from its surroundings. Looks at the text, changes nothing.
class ScriptLayout
{
public:
    ScriptLayout(QStringView text, const ScriptDocument::Tree &tree);

    // Whether only blanks stand before the offset on its line.
    bool startsLine(int offset) const;
    // The blanks at the beginning of the offset's line.
    QString indentAt(int offset) const;
    int lineBegin(int offset) const;
    // Whether only blanks and comments stand between the offset and the end of its line; `end` is then that of the
    // line, before the line break.
    bool endsLine(int offset, int &end) const;
    // Behind the line break that stands at the offset.
    int afterLineBreak(int offset) const;
    int skipBlanks(int offset) const;
    int skipBlanksBack(int offset) const;
    // Whether a `//` comment ends at the offset: what follows must stay on another line.
    bool afterLineComment(int offset) const;
    bool hasComments(int begin, int end) const;

    // What separates lines near the offset: "\n" or "\r\n".
    QString lineBreakNear(int offset) const;
    // What indents the members of this container against its own line.
    QString unitOf(const ScriptNode &container) const;
    // Whether the container's members share its line.
    bool isInline(const ScriptNode &container) const;
    // Between key and value, as the siblings have it: ": ".
    QString colonIn(const ScriptNode &container) const;
    // Between a comma and the next member on the same line: " " or nothing.
    QString gapIn(const ScriptNode &container) const;
    // Inside the brackets of containers on one line: " " or nothing.
    QString padding() const { return m_padding; }
    // Whether containers of this kind that hold only scalars stand on one line in this script.
    bool prefersInline(bool array) const { return array ? m_inlineArrays > 0 : m_inlineObjects > 0; }

private:
    void survey(const ScriptNode &node);
    QString colonOf(const ScriptNode &member) const;

    QStringView m_text;
    const ScriptDocument::Tree &m_tree;
    QString m_unit;
    QString m_colon;
    QString m_gap;
    QString m_padding;
    bool m_padded = false;
    int m_inlineArrays = 0; // those on one line minus those that are not
    int m_inlineObjects = 0;
};

} // namespace sluice
