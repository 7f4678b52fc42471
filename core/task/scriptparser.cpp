#include "task/scriptparser.h"

#include "task/jsonpointer.h"
#include "task/scriptlexer.h"
#include "task/scripttext.h"

#include <QSet>

#include <algorithm>
#include <cmath>

namespace sluice
{

namespace
{

using Kind = ScriptToken::Kind;

class Parser
{
public:
    Parser(QStringView text, ScriptDocument::Tree &tree, Issues &issues)
        : m_text(text)
        , m_tree(tree)
        , m_issues(issues)
        , m_lexer(text)
    {
    }

    bool document();

private:
    void findLines();
    bool advance();
    bool value(ScriptNode &node, const QString &where);
    bool object(ScriptNode &node);
    bool key(const ScriptNode &parent, ScriptNode &node);
    bool array(ScriptNode &node);
    // What follows a member: sets `more` when it is a comma. `close` ends the container.
    bool afterMember(ScriptNode &container, Kind close, bool &more);
    bool enter(const ScriptNode &container);
    bool checkText(const ScriptToken &token);
    bool scalar(ScriptNode &node);
    bool wrongWord();
    bool wrongStart(const QString &expected);
    void noteDuplicates(const ScriptNode &object);

    bool fail(int offset, int length, const QString &message, const QString &cure = {}, const QString &cureText = {});
    bool failMissing(const QString &message, const QString &cure = {}, const QString &cureText = {});
    bool failUnclosed(const ScriptNode &container);
    Issue &tell(Severity severity, int offset, int length, const QString &message);
    QString pointer() const;
    QString spelling(const ScriptToken &token) const;
    int lineOf(int offset) const;

    static constexpr qsizetype mostIssues = 200;

    QStringView m_text;
    ScriptDocument::Tree &m_tree;
    Issues &m_issues;
    ScriptLexer m_lexer;
    ScriptToken m_token;
    int m_lastEnd = 0;                        // of the token before, comments apart
    std::vector<const ScriptNode *> m_inside; // the containers that are open; the next one is the last child
    int m_trailingCommas = 0;
    int m_firstTrailingComma = 0;
};

QString Parser::pointer() const
{
    QString pointer;
    for (size_t i = 0; i + 1 < m_inside.size(); ++i) {
        const ScriptNode &container = *m_inside[i];
        if (container.kind == ScriptNode::Kind::Object)
            pointer = pointerTo(pointer, keyOf(container.children.back(), m_text));
        else
            pointer = pointerTo(pointer, int(container.children.size()) - 1);
    }
    return pointer;
}

Issue &Parser::tell(Severity severity, int offset, int length, const QString &message)
{
    Issue issue;
    issue.severity = severity;
    issue.message = message;
    issue.pointer = pointer();
    issue.offset = offset;
    issue.length = length;
    m_tree.place(issue);
    m_issues.append(issue);
    return m_issues.back();
}

bool Parser::fail(int offset, int length, const QString &message, const QString &cure, const QString &cureText)
{
    Issue &issue = tell(Severity::Error, offset, length, message);
    issue.cure = cure;
    issue.cureText = cureText;
    return false;
}

// Something is missing: the place is behind the word before, where it should be typed.
bool Parser::failMissing(const QString &message, const QString &cure, const QString &cureText)
{
    return fail(m_lastEnd, 0, message, cure, cureText);
}

int Parser::lineOf(int offset) const
{
    ScriptDocument::Range range;
    range.offset = offset;
    m_tree.place(range);
    return range.line;
}

bool Parser::failUnclosed(const ScriptNode &container)
{
    const bool object = container.kind == ScriptNode::Kind::Object;
    return failMissing(QStringLiteral("The %1 that begins on line %2 is not closed: \"%3\" is missing.")
                           .arg(object ? QStringLiteral("object") : QStringLiteral("array"))
                           .arg(lineOf(container.begin))
                           .arg(QChar(object ? u'}' : u']')));
}

QString Parser::spelling(const ScriptToken &token) const
{
    static constexpr int longest = 40;
    const QStringView word = m_text.mid(token.begin, token.end - token.begin);
    return word.size() <= longest ? word.toString() : word.left(longest).toString() + QChar(u'…');
}

bool Parser::advance()
{
    m_lastEnd = m_token.end;
    for (;;) {
        m_token = m_lexer.next();
        if (!m_token.isComment())
            return true;
        if (!m_token.closed)
            return fail(m_token.begin, 2,
                        QStringLiteral("The comment that begins here is not closed: \"*/\" is missing."));
        m_tree.comments.push_back({m_token.begin, m_token.end, m_token.kind == Kind::LineComment});
    }
}

bool Parser::checkText(const ScriptToken &token)
{
    if (!token.closed) {
        const bool odd = spelling(token).endsWith(u'\\');
        return fail(
            token.begin, token.end - token.begin,
            QStringLiteral("The text %1 is not closed: a double quote is missing at its end.").arg(spelling(token)),
            odd ? QString() : QStringLiteral("Close it"),
            odd ? QString() : m_text.mid(token.begin, token.end - token.begin).toString() + u'"');
    }
    const QStringView inner = m_text.mid(token.begin + 1, token.end - token.begin - 2);
    const qsizetype wrong = wrongCharacter(inner);
    if (wrong < 0)
        return true;
    const int offset = token.begin + 1 + int(wrong);
    const QChar c = inner[wrong];
    if (c != u'\\') {
        const QString escape = encodeText(QString(c)).mid(1).chopped(1);
        return fail(offset, 1,
                    QStringLiteral("A text must not hold this control character as it is; write %1.").arg(escape),
                    QStringLiteral("Write %1").arg(escape), escape);
    }
    if (wrong + 1 < inner.size() && inner[wrong + 1] == u'u')
        return fail(offset, 2, QStringLiteral("Four hexadecimal digits are expected after \\u."));
    const QString pair = inner.mid(wrong, 2).toString();
    return fail(offset, int(pair.size()),
                QStringLiteral("\"%1\" is no escape; a backslash in a text is written twice: \\%1.").arg(pair),
                QStringLiteral("Write \\%1").arg(pair), u'\\' + pair);
}

// A word that is no value.
bool Parser::wrongWord()
{
    const QString word = spelling(m_token);
    const int length = m_token.end - m_token.begin;
    const QString lower = word.toLower();
    for (const char *known : {"true", "false", "null"}) {
        if (lower == QLatin1String(known))
            return fail(m_token.begin, length,
                        QStringLiteral("\"%1\" is written in small letters: %2.").arg(word, lower),
                        QStringLiteral("Write %1").arg(lower), lower);
    }
    if (lower == QLatin1String("none") || lower == QLatin1String("undefined"))
        return fail(m_token.begin, length,
                    QStringLiteral("\"%1\" is not a value; JSON's empty value is null.").arg(word),
                    QStringLiteral("Write null"), QStringLiteral("null"));
    const QChar first = word.front();
    if (first == u'-' || first == u'+' || first == u'.' || (first >= u'0' && first <= u'9'))
        return fail(
            m_token.begin, length,
            QStringLiteral("\"%1\" is not a number as JSON writes them (12, -0.5, 1e6); put it in double quotes if it "
                           "is a text.")
                .arg(word),
            QStringLiteral("Put it in quotes"), encodeText(m_text.mid(m_token.begin, length).toString()));
    return fail(m_token.begin, length, QStringLiteral("The text %1 must stand in double quotes.").arg(word),
                QStringLiteral("Put it in quotes"), encodeText(m_text.mid(m_token.begin, length).toString()));
}

// A character that begins neither key nor value.
bool Parser::wrongStart(const QString &expected)
{
    const QChar c = m_text[m_token.begin];
    if (c == u'\'' || c == u'“' || c == u'”' || c == u'‘' || c == u'’') {
        static const QString closing = QStringLiteral("'\"”’");
        int end = m_token.end;
        while (end < m_text.size() && !isLineBreak(m_text[end]) && !closing.contains(m_text[end]))
            ++end;
        const QString message =
            QStringLiteral("Keys and texts stand in straight double quotes (\"), not in %1.").arg(c);
        if (end >= m_text.size() || isLineBreak(m_text[end]))
            return fail(m_token.begin, 1, message);
        const QString inner = m_text.mid(m_token.end, end - m_token.end).toString();
        return fail(m_token.begin, end + 1 - m_token.begin, message, QStringLiteral("Use double quotes"),
                    encodeText(inner));
    }
    const bool pair = c.isHighSurrogate() && m_token.begin + 1 < m_text.size();
    return fail(m_token.begin, pair ? 2 : 1,
                QStringLiteral("%1, not \"%2\".").arg(expected, m_text.mid(m_token.begin, pair ? 2 : 1)));
}

bool Parser::scalar(ScriptNode &node)
{
    const QStringView word = m_text.mid(node.begin, node.end - node.begin);
    if (word == QLatin1String("true") || word == QLatin1String("false")) {
        node.kind = ScriptNode::Kind::Boolean;
    } else if (word == QLatin1String("null")) {
        node.kind = ScriptNode::Kind::Null;
    } else if (isNumber(word)) {
        node.kind = ScriptNode::Kind::Number;
        if (!std::isfinite(word.toDouble()))
            return fail(node.begin, node.end - node.begin,
                        QStringLiteral("The number %1 is too large for JSON readers (at most about 1.8e308).")
                            .arg(spelling(m_token)));
    } else {
        return wrongWord();
    }
    return true;
}

bool Parser::enter(const ScriptNode &container)
{
    if (m_inside.size() >= size_t(deepestScript))
        return fail(container.begin, 1,
                    QStringLiteral("The script is nested deeper than %1 levels.").arg(deepestScript));
    m_inside.push_back(&container);
    return advance();
}

bool Parser::value(ScriptNode &node, const QString &where)
{
    node.begin = m_token.begin;
    node.end = m_token.end;
    switch (m_token.kind) {
    case Kind::ObjectBegin:
        return object(node);
    case Kind::ArrayBegin:
        return array(node);
    case Kind::Text:
        node.kind = ScriptNode::Kind::Text;
        node.escaped = m_token.escaped;
        return checkText(m_token) && advance();
    case Kind::Word:
        return scalar(node) && advance();
    case Kind::Unknown:
        return wrongStart(QStringLiteral("A value is expected %1").arg(where));
    default:
        return failMissing(QStringLiteral("A value is expected %1.").arg(where));
    }
}

bool Parser::afterMember(ScriptNode &container, Kind close, bool &more)
{
    more = m_token.kind == Kind::Comma;
    if (more) {
        container.children.back().comma = m_token.begin;
        return advance();
    }
    if (m_token.kind == close)
        return true;
    const bool object = close == Kind::ObjectEnd;
    switch (m_token.kind) {
    case Kind::End:
        return failUnclosed(container);
    case Kind::ObjectEnd:
    case Kind::ArrayEnd:
        return fail(m_token.begin, 1,
                    QStringLiteral("\"%1\" does not fit: the %2 that begins on line %3 is closed with \"%4\".")
                        .arg(QChar(object ? u']' : u'}'))
                        .arg(object ? QStringLiteral("object") : QStringLiteral("array"))
                        .arg(lineOf(container.begin))
                        .arg(QChar(object ? u'}' : u']')));
    case Kind::Text:
    case Kind::Word:
    case Kind::ObjectBegin:
    case Kind::ArrayBegin:
        return failMissing(QStringLiteral("A comma is missing before %1.").arg(spelling(m_token)),
                           QStringLiteral("Insert the comma"), QStringLiteral(","));
    default:
        return fail(m_token.begin, m_token.end - m_token.begin,
                    QStringLiteral("A comma or \"%1\" is expected, not \"%2\".")
                        .arg(QChar(object ? u'}' : u']'))
                        .arg(spelling(m_token)));
    }
}

bool Parser::key(const ScriptNode &parent, ScriptNode &node)
{
    const int length = m_token.end - m_token.begin;
    switch (m_token.kind) {
    case Kind::Text:
        break;
    case Kind::Word:
        return fail(m_token.begin, length,
                    QStringLiteral("The key %1 must stand in double quotes.").arg(spelling(m_token)),
                    QStringLiteral("Put it in quotes"), encodeText(m_text.mid(m_token.begin, length).toString()));
    case Kind::End:
        return failUnclosed(parent);
    case Kind::Comma:
        return fail(m_token.begin, 1, QStringLiteral("A key is expected before this comma."),
                    QStringLiteral("Remove the comma"));
    case Kind::Unknown:
        return wrongStart(QStringLiteral("A key in double quotes is expected"));
    default:
        return fail(m_token.begin, length,
                    QStringLiteral("A key in double quotes is expected, not \"%1\".").arg(spelling(m_token)));
    }
    node.keyBegin = m_token.begin;
    node.keyEnd = m_token.end;
    node.keyEscaped = m_token.escaped;
    if (!m_token.closed) {
        m_lastEnd = m_token.end;
        return failMissing(
            QStringLiteral("A closing quote and a value are expected after the key %1\".").arg(spelling(m_token)));
    }
    if (!checkText(m_token))
        return false;
    const QString name = spelling(m_token);
    if (!advance())
        return false;
    if (m_token.kind != Kind::Colon)
        return failMissing(QStringLiteral("A colon and a value are expected after the key %1.").arg(name));
    return advance() && value(node, QStringLiteral("after the key %1").arg(name));
}

bool Parser::object(ScriptNode &node)
{
    node.kind = ScriptNode::Kind::Object;
    if (!enter(node))
        return false;
    bool more = true;
    while (more && m_token.kind != Kind::ObjectEnd) {
        // The key is read into its place: the pointer of an issue below it is found through the last child. A wrong
        // key is an issue of the object itself.
        ScriptNode &child = node.children.emplace_back();
        if (!key(node, child) || !afterMember(node, Kind::ObjectEnd, more))
            return false;
    }
    if (!node.children.empty() && more && m_trailingCommas++ == 0)
        m_firstTrailingComma = node.children.back().comma;
    node.end = m_token.end;
    noteDuplicates(node);
    m_inside.pop_back();
    return advance();
}

bool Parser::array(ScriptNode &node)
{
    node.kind = ScriptNode::Kind::Array;
    if (!enter(node))
        return false;
    bool more = true;
    while (more && m_token.kind != Kind::ArrayEnd) {
        if (m_token.kind == Kind::End)
            return failUnclosed(node);
        ScriptNode &child = node.children.emplace_back();
        const bool first = node.children.size() == 1;
        if (!value(child, first ? QStringLiteral("in the array") : QStringLiteral("after the comma")) ||
            !afterMember(node, Kind::ArrayEnd, more))
            return false;
    }
    if (!node.children.empty() && more && m_trailingCommas++ == 0)
        m_firstTrailingComma = node.children.back().comma;
    node.end = m_token.end;
    m_inside.pop_back();
    return advance();
}

void Parser::noteDuplicates(const ScriptNode &object)
{
    static constexpr size_t few = 12; // up to here comparing all pairs is faster than hashing
    const auto &children = object.children;
    QSet<QString> seen;
    for (size_t i = 0; i < children.size() && m_issues.size() < mostIssues; ++i) {
        const QString key = keyOf(children[i], m_text);
        bool repeated = false;
        if (children.size() > few) {
            const qsizetype before = seen.size();
            seen.insert(key);
            repeated = seen.size() == before;
        } else {
            repeated = std::any_of(children.begin(), children.begin() + std::ptrdiff_t(i),
                                   [&](const ScriptNode &other) { return keyOf(other, m_text) == key; });
        }
        if (!repeated)
            continue;
        Issue &issue =
            tell(Severity::Warning, children[i].keyBegin, children[i].keyEnd - children[i].keyBegin,
                 QStringLiteral("The key \"%1\" stands more than once in this object; the last one counts.").arg(key));
        issue.pointer = pointerTo(issue.pointer, key);
    }
}

void Parser::findLines()
{
    for (qsizetype i = 0; i < m_text.size(); ++i) {
        if (m_text[i] == u'\n' || (m_text[i] == u'\r' && (i + 1 >= m_text.size() || m_text[i + 1] != u'\n')))
            m_tree.lineStarts.push_back(int(i) + 1);
    }
}

bool Parser::document()
{
    if (m_text.size() > longestScript)
        return fail(0, 0,
                    QStringLiteral("The script is longer than %1 million characters.").arg(longestScript / 1'000'000));
    findLines();
    if (!advance())
        return false;
    if (m_token.kind == Kind::End)
        return fail(0, 0, QStringLiteral("The script is empty: a task begins with \"{\"."));
    if (!value(m_tree.root, QStringLiteral("at the start of the script")))
        return false;
    if (m_token.kind != Kind::End)
        return fail(m_token.begin, m_token.end - m_token.begin,
                    QStringLiteral("The script ends on line %1; remove what follows: %2")
                        .arg(lineOf(m_tree.root.end - 1))
                        .arg(spelling(m_token)));
    if (!m_tree.comments.empty()) {
        const ScriptComment &first = m_tree.comments.front();
        const auto count = m_tree.comments.size();
        tell(Severity::Note, first.begin, first.end - first.begin,
             count == 1 ? QStringLiteral("Comments are for the editor: a run gets the script without this one.")
                        : QStringLiteral("Comments are for the editor: a run gets the script without the %1 of them.")
                              .arg(count));
    }
    if (m_trailingCommas > 0) {
        Issue &issue =
            tell(Severity::Note, m_firstTrailingComma, 1,
                 QStringLiteral("The comma before a closing bracket is not strict JSON: a run gets the script "
                                "without it."));
        issue.cure = QStringLiteral("Remove the comma");
    }
    return true;
}

} // namespace

void parseScript(QStringView text, ScriptDocument::Tree &tree, Issues &issues)
{
    tree.lineStarts.push_back(0);
    tree.parsed = Parser(text, tree, issues).document();
    if (!tree.parsed)
        tree.root = {};
}

} // namespace sluice
