#pragma once

#include <QStringView>

namespace sluice
{

// One word of a script, with its place in UTF-16 units.
struct ScriptToken {
    enum class Kind {
        ObjectBegin,
        ObjectEnd,
        ArrayBegin,
        ArrayEnd,
        Colon,
        Comma,
        Text,    // with its quotes
        Word,    // true, null, 12.5e3, and whatever else stands between separators
        Unknown, // one character that begins nothing
        LineComment,
        BlockComment,
        End,
    };
    Kind kind = Kind::End;
    int begin = 0;
    int end = 0;
    bool escaped = false; // Text: holds a backslash
    bool closed = true;   // Text, BlockComment: the closing quote or */ is there

    bool isComment() const { return kind == Kind::LineComment || kind == Kind::BlockComment; }
};

// Cuts a text into tokens, never failing: what is wrong is the reader's business. A text that is not closed ends at
// the end of its line, so that the lines below it stay readable while somebody types.
class ScriptLexer
{
public:
    explicit ScriptLexer(QStringView text, int offset = 0)
        : m_text(text)
        , m_at(offset)
    {
    }

    ScriptToken next();

private:
    ScriptToken text();
    ScriptToken word();
    ScriptToken comment();

    QStringView m_text;
    qsizetype m_at;
};

inline bool isLineBreak(QChar c)
{
    return c == u'\n' || c == u'\r';
}

inline bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t';
}

} // namespace sluice
