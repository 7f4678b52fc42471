#include "task/scriptlayout.h"

#include "task/scriptlexer.h"

#include <algorithm>

namespace sluice
{

static const QString defaultUnit = QStringLiteral("  ");

ScriptLayout::ScriptLayout(QStringView text, const ScriptDocument::Tree &tree)
    : m_text(text)
    , m_tree(tree)
{
    survey(tree.root);
    if (m_unit.isNull())
        m_unit = defaultUnit;
    if (m_colon.isNull())
        m_colon = QStringLiteral(": ");
    // A compact script ("a":1) has no blanks behind its commas either.
    if (m_gap.isNull())
        m_gap = m_colon == QLatin1String(":") ? QStringLiteral("") : QStringLiteral(" ");
    if (m_padding.isNull())
        m_padding = QStringLiteral("");
}

void ScriptLayout::survey(const ScriptNode &node)
{
    if (!node.isContainer() || node.children.empty())
        return;
    const bool onOneLine = isInline(node);
    const bool flat = std::none_of(node.children.begin(), node.children.end(),
                                   [](const ScriptNode &child) { return child.isContainer(); });
    if (flat && &node != &m_tree.root)
        (node.kind == ScriptNode::Kind::Array ? m_inlineArrays : m_inlineObjects) += onOneLine ? 1 : -1;

    const ScriptNode &first = node.children.front();
    if (onOneLine && !m_padded) {
        m_padded = true;
        m_padding = skipBlanks(node.begin + 1) > node.begin + 1 ? QStringLiteral(" ") : QStringLiteral("");
    }
    if (m_unit.isNull() && !onOneLine) {
        const QString inner = indentAt(first.memberBegin());
        const QString outer = indentAt(node.begin);
        if (inner.size() > outer.size() && inner.startsWith(outer))
            m_unit = inner.mid(outer.size());
    }
    if (m_colon.isNull() && first.keyBegin >= 0)
        m_colon = colonOf(first);
    for (size_t i = 0; i < node.children.size(); ++i) {
        const ScriptNode &child = node.children[i];
        if (m_gap.isNull() && child.comma >= 0 && i + 1 < node.children.size()) {
            const int next = node.children[i + 1].memberBegin();
            if (skipBlanks(child.comma + 1) == next)
                m_gap = m_text.mid(child.comma + 1, next - child.comma - 1).toString();
        }
        survey(child);
    }
}

QString ScriptLayout::colonOf(const ScriptNode &member) const
{
    const QString between = m_text.mid(member.keyEnd, member.begin - member.keyEnd).toString();
    const bool plain = std::all_of(between.begin(), between.end(), [](QChar c) { return isBlank(c) || c == u':'; });
    return plain ? between : QString();
}

int ScriptLayout::lineBegin(int offset) const
{
    while (offset > 0 && !isLineBreak(m_text[offset - 1]))
        --offset;
    if (offset == 0 && !m_text.isEmpty() && m_text.front() == QChar(QChar::ByteOrderMark))
        return 1;
    return offset;
}

int ScriptLayout::skipBlanks(int offset) const
{
    while (offset < m_text.size() && isBlank(m_text[offset]))
        ++offset;
    return offset;
}

int ScriptLayout::skipBlanksBack(int offset) const
{
    while (offset > 0 && isBlank(m_text[offset - 1]))
        --offset;
    return offset;
}

bool ScriptLayout::startsLine(int offset) const
{
    // Not through lineBegin(): a script on one line of a megabyte would be searched to its start each time.
    const int before = skipBlanksBack(offset);
    return before == 0 || isLineBreak(m_text[before - 1]) ||
           (before == 1 && m_text.front() == QChar(QChar::ByteOrderMark));
}

QString ScriptLayout::indentAt(int offset) const
{
    const int begin = lineBegin(offset);
    return m_text.mid(begin, skipBlanks(begin) - begin).toString();
}

bool ScriptLayout::endsLine(int offset, int &end) const
{
    for (;;) {
        offset = skipBlanks(offset);
        if (offset >= m_text.size() || isLineBreak(m_text[offset])) {
            end = offset;
            return true;
        }
        const auto &comments = m_tree.comments;
        const auto comment = std::lower_bound(comments.begin(), comments.end(), offset,
                                              [](const ScriptComment &c, int at) { return c.begin < at; });
        if (comment == comments.end() || comment->begin != offset)
            return false;
        const QStringView inside = m_text.mid(comment->begin, comment->end - comment->begin);
        if (std::any_of(inside.begin(), inside.end(), isLineBreak))
            return false;
        offset = comment->end;
    }
}

int ScriptLayout::afterLineBreak(int offset) const
{
    if (offset < m_text.size() && m_text[offset] == u'\r')
        ++offset;
    if (offset < m_text.size() && m_text[offset] == u'\n')
        ++offset;
    return offset;
}

bool ScriptLayout::afterLineComment(int offset) const
{
    const auto &comments = m_tree.comments;
    const auto next = std::lower_bound(comments.begin(), comments.end(), offset,
                                       [](const ScriptComment &c, int at) { return c.begin < at; });
    return next != comments.begin() && (next - 1)->line && (next - 1)->end == offset;
}

bool ScriptLayout::hasComments(int begin, int end) const
{
    const auto &comments = m_tree.comments;
    const auto first = std::lower_bound(comments.begin(), comments.end(), begin,
                                        [](const ScriptComment &c, int at) { return c.begin < at; });
    return first != comments.end() && first->begin < end;
}

QString ScriptLayout::lineBreakNear(int offset) const
{
    const auto &starts = m_tree.lineStarts;
    if (starts.size() < 2)
        return QStringLiteral("\n");
    // The break before the offset's line, or the script's first.
    auto start = std::upper_bound(starts.begin(), starts.end(), offset) - 1;
    if (start == starts.begin())
        ++start;
    const int at = *start;
    if (m_text[at - 1] == u'\r')
        return QStringLiteral("\r");
    return at >= 2 && m_text[at - 2] == u'\r' ? QStringLiteral("\r\n") : QStringLiteral("\n");
}

bool ScriptLayout::isInline(const ScriptNode &container) const
{
    return !container.children.empty() && !startsLine(container.children.front().memberBegin());
}

QString ScriptLayout::unitOf(const ScriptNode &container) const
{
    if (!container.children.empty() && !isInline(container)) {
        const QString inner = indentAt(container.children.front().memberBegin());
        const QString outer = indentAt(container.begin);
        if (inner.size() > outer.size() && inner.startsWith(outer))
            return inner.mid(outer.size());
    }
    return m_unit;
}

QString ScriptLayout::colonIn(const ScriptNode &container) const
{
    if (!container.children.empty()) {
        const QString colon = colonOf(container.children.back());
        if (!colon.isNull())
            return colon;
    }
    return m_colon;
}

QString ScriptLayout::gapIn(const ScriptNode &container) const
{
    for (size_t i = container.children.size(); i-- > 1;) {
        const int comma = container.children[i - 1].comma;
        const int next = container.children[i].memberBegin();
        if (skipBlanks(comma + 1) == next)
            return m_text.mid(comma + 1, next - comma - 1).toString();
    }
    return m_gap;
}

} // namespace sluice
