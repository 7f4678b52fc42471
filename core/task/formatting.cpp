#include "task/formatting.h"

#include "task/scriptlayout.h"
#include "task/scriptlexer.h"

#include <algorithm>

namespace sluice
{

namespace
{

constexpr int widestLine = 100;
const QString unit = QStringLiteral("  ");

class Formatter
{
public:
    Formatter(const QString &text, const ScriptDocument::Tree &tree)
        : m_text(text)
        , m_tree(tree)
        , m_layout(text, tree)
        , m_lineBreak(m_layout.lineBreakNear(0))
    {
    }

    QString run();

private:
    void value(const ScriptNode &node, const QString &indent);
    void member(const ScriptNode &node, const QString &indent, bool last);
    bool staysOnOneLine(const ScriptNode &node, const QString &indent) const;
    QString onOneLine(const ScriptNode &node) const;
    void comments(int before, const QString &indent);
    void newLine(int source, const QString &indent);
    QString spelled(int begin, int end) const { return m_text.mid(begin, end - begin); }
    int lineBreaks(int from, int to) const;

    const QString &m_text;
    const ScriptDocument::Tree &m_tree;
    ScriptLayout m_layout;
    QString m_lineBreak;
    QString m_result;
    size_t m_comment = 0; // the next one to write
    int m_last = 0;       // end of what was written last, in the source
    bool m_lastIsComment = false;
};

int Formatter::lineBreaks(int from, int to) const
{
    const auto &starts = m_tree.lineStarts;
    return int(std::upper_bound(starts.begin(), starts.end(), to) -
               std::upper_bound(starts.begin(), starts.end(), from));
}

// Begins a line for what stands at `source`; an empty line before it stays, several become one.
void Formatter::newLine(int source, const QString &indent)
{
    if (m_result.isEmpty() || m_result == QString(QChar(QChar::ByteOrderMark)))
        return;
    const bool first = m_result.endsWith(u'{') || m_result.endsWith(u'[');
    if (!first && lineBreaks(m_last, source) > 1)
        m_result += m_lineBreak;
    m_result += m_lineBreak + indent;
}

// Writes the comments that stand before an offset: behind the line when they stood there, else on their own.
void Formatter::comments(int before, const QString &indent)
{
    for (; m_comment < m_tree.comments.size() && m_tree.comments[m_comment].begin < before; ++m_comment) {
        const ScriptComment &comment = m_tree.comments[m_comment];
        // Nothing may stand behind a `//` on its line.
        const bool swallowed = m_lastIsComment && m_tree.comments[m_comment - 1].line;
        if (m_last > 0 && !swallowed && lineBreaks(m_last, comment.begin) == 0)
            m_result += u' ';
        else
            newLine(comment.begin, indent);
        m_result += spelled(comment.begin, comment.end);
        m_last = comment.end;
        m_lastIsComment = true;
    }
}

QString Formatter::onOneLine(const ScriptNode &node) const
{
    const bool array = node.kind == ScriptNode::Kind::Array;
    if (!node.isContainer())
        return spelled(node.begin, node.end);
    if (node.children.empty())
        return array ? QStringLiteral("[]") : QStringLiteral("{}");
    QStringList members;
    for (const ScriptNode &child : node.children)
        members.append((array ? QString() : spelled(child.keyBegin, child.keyEnd) + QStringLiteral(": ")) +
                       onOneLine(child));
    const QString inside = u' ' + members.join(QStringLiteral(", ")) + u' ';
    return array ? u'[' + inside + u']' : u'{' + inside + u'}';
}

bool Formatter::staysOnOneLine(const ScriptNode &node, const QString &indent) const
{
    if (!node.isContainer())
        return true;
    if (m_layout.hasComments(node.begin, node.end))
        return false;
    if (node.children.empty())
        return true;
    const bool flat = std::none_of(node.children.begin(), node.children.end(),
                                   [](const ScriptNode &child) { return child.isContainer(); });
    const int keyLength = node.keyBegin >= 0 ? node.keyEnd - node.keyBegin + 2 : 0;
    return flat && lineBreaks(node.begin, node.end) == 0 &&
           indent.size() + keyLength + onOneLine(node).size() <= widestLine;
}

void Formatter::member(const ScriptNode &node, const QString &indent, bool last)
{
    comments(node.begin, indent);
    newLine(node.memberBegin(), indent);
    if (node.keyBegin >= 0)
        m_result += spelled(node.keyBegin, node.keyEnd) + QStringLiteral(": ");
    value(node, indent);
    if (!last)
        m_result += u',';
    // A comment between a value and its comma goes behind the comma.
    if (node.comma >= 0) {
        comments(node.comma, indent);
        m_last = std::max(m_last, node.comma + 1);
    }
}

void Formatter::value(const ScriptNode &node, const QString &indent)
{
    m_last = node.end;
    m_lastIsComment = false;
    if (staysOnOneLine(node, indent)) {
        m_result += onOneLine(node);
        return;
    }
    const bool array = node.kind == ScriptNode::Kind::Array;
    const QString inner = indent + unit;
    m_result += array ? u'[' : u'{';
    m_last = node.begin + 1;
    for (size_t i = 0; i < node.children.size(); ++i)
        member(node.children[i], inner, i + 1 == node.children.size());
    comments(node.end - 1, inner);
    m_result += m_lineBreak + indent + (array ? u']' : u'}');
    m_last = node.end;
    m_lastIsComment = false;
}

QString Formatter::run()
{
    if (m_text.startsWith(QChar(QChar::ByteOrderMark)))
        m_result += QChar(QChar::ByteOrderMark);
    comments(m_tree.root.begin, QString());
    newLine(m_tree.root.begin, QString());
    value(m_tree.root, QString());
    comments(int(m_text.size()), QString());
    m_result += m_lineBreak;
    return m_result;
}

} // namespace

Result<QString> formatScript(const QString &text)
{
    const ScriptDocument document(text);
    if (!document.parsed())
        return document.strict().error();
    return Formatter(document.text(), *document.tree()).run();
}

} // namespace sluice
