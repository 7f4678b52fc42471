#include "task/scriptlexer.h"

namespace sluice
{

static bool isWordCharacter(QChar c)
{
    const char16_t u = c.unicode();
    return (u >= u'0' && u <= u'9') || (u >= u'a' && u <= u'z') || (u >= u'A' && u <= u'Z') || u == u'-' || u == u'+' ||
           u == u'.' || u == u'_' || u == u'$' || (u > 127 && c.isLetterOrNumber());
}

static ScriptToken token(ScriptToken::Kind kind, qsizetype begin, qsizetype end)
{
    ScriptToken made;
    made.kind = kind;
    made.begin = int(begin);
    made.end = int(end);
    return made;
}

ScriptToken ScriptLexer::next()
{
    using Kind = ScriptToken::Kind;
    // The byte order mark is blank at the start only.
    if (m_at == 0 && !m_text.isEmpty() && m_text.front() == QChar(QChar::ByteOrderMark))
        ++m_at;
    while (m_at < m_text.size() && (isBlank(m_text[m_at]) || isLineBreak(m_text[m_at])))
        ++m_at;
    if (m_at >= m_text.size())
        return token(Kind::End, m_text.size(), m_text.size());

    const QChar c = m_text[m_at];
    const auto single = [&](Kind kind) {
        ++m_at;
        return token(kind, m_at - 1, m_at);
    };
    switch (c.unicode()) {
    case u'{':
        return single(Kind::ObjectBegin);
    case u'}':
        return single(Kind::ObjectEnd);
    case u'[':
        return single(Kind::ArrayBegin);
    case u']':
        return single(Kind::ArrayEnd);
    case u':':
        return single(Kind::Colon);
    case u',':
        return single(Kind::Comma);
    case u'"':
        return text();
    case u'/':
        if (m_at + 1 < m_text.size() && (m_text[m_at + 1] == u'/' || m_text[m_at + 1] == u'*'))
            return comment();
        return single(Kind::Unknown);
    default:
        return isWordCharacter(c) ? word() : single(Kind::Unknown);
    }
}

ScriptToken ScriptLexer::text()
{
    ScriptToken made = token(ScriptToken::Kind::Text, m_at, m_at);
    made.closed = false;
    qsizetype at = m_at + 1;
    for (; at < m_text.size() && !isLineBreak(m_text[at]); ++at) {
        if (m_text[at] == u'"') {
            ++at;
            made.closed = true;
            break;
        }
        if (m_text[at] == u'\\') {
            made.escaped = true;
            if (at + 1 < m_text.size() && !isLineBreak(m_text[at + 1]))
                ++at;
        }
    }
    made.end = int(at);
    m_at = at;
    return made;
}

ScriptToken ScriptLexer::word()
{
    const qsizetype begin = m_at;
    while (m_at < m_text.size() && isWordCharacter(m_text[m_at]))
        ++m_at;
    return token(ScriptToken::Kind::Word, begin, m_at);
}

ScriptToken ScriptLexer::comment()
{
    const qsizetype begin = m_at;
    if (m_text[m_at + 1] == u'/') {
        while (m_at < m_text.size() && !isLineBreak(m_text[m_at]))
            ++m_at;
        return token(ScriptToken::Kind::LineComment, begin, m_at);
    }
    const qsizetype close = m_text.indexOf(QStringView(u"*/"), m_at + 2);
    m_at = close < 0 ? m_text.size() : close + 2;
    ScriptToken made = token(ScriptToken::Kind::BlockComment, begin, m_at);
    made.closed = close >= 0;
    return made;
}

} // namespace sluice
