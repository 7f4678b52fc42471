#include "connectors/maxcompute/partitionquery.h"

#include "base/nearest.h"

namespace sluice
{

struct PartitionQuery::Node {
    enum Kind { And, Or, Not, Compare } kind = Compare;
    std::shared_ptr<const Node> left;
    std::shared_ptr<const Node> right; // And, Or
    QString column;                    // Compare
    QString comparison;
    QString value;
};

namespace
{

using Node = PartitionQuery::Node;
using NodePtr = std::shared_ptr<const Node>;

constexpr int depthLimit = 100;

bool isWordPart(QChar c)
{
    return c.isLetterOrNumber() || c == QLatin1Char('_') || c == QLatin1Char('-') || c == QLatin1Char('.') ||
           c == QLatin1Char('`');
}

// Recursive descent: or < and < not < comparison.
class Parser
{
public:
    Parser(const QString &text, const QStringList &columns)
        : m_text(text)
        , m_columns(columns)
    {
    }

    Result<NodePtr> whole()
    {
        SLUICE_TRY(NodePtr node, any(0));
        skip();
        if (m_at < m_text.size())
            return fail(QStringLiteral("\"and\", \"or\" or the end is expected"));
        return node;
    }

private:
    Error fail(const QString &what) const
    {
        return makeError(ErrorCode::Config, QStringLiteral("The partition query \"%1\" cannot be read: %2 at position "
                                                           "%3. Write it as pt>=20170101 and pt<20170110.")
                                                .arg(m_text.left(200), what)
                                                .arg(m_at + 1));
    }

    void skip()
    {
        while (m_at < m_text.size() && m_text[m_at].isSpace())
            ++m_at;
    }

    bool take(const char *symbol)
    {
        skip();
        const QLatin1String wanted(symbol);
        if (!QStringView(m_text).mid(m_at).startsWith(wanted))
            return false;
        m_at += wanted.size();
        return true;
    }

    bool takeWord(const char *word)
    {
        skip();
        const QLatin1String wanted(word);
        const qsizetype end = m_at + wanted.size();
        if (!QStringView(m_text).mid(m_at).startsWith(wanted, Qt::CaseInsensitive) ||
            (end < m_text.size() && isWordPart(m_text[end])))
            return false;
        m_at = end;
        return true;
    }

    Result<NodePtr> joined(int depth, Node::Kind kind, const char *word, Result<NodePtr> (Parser::*part)(int))
    {
        SLUICE_TRY(NodePtr left, (this->*part)(depth));
        while (takeWord(word)) {
            SLUICE_TRY(NodePtr right, (this->*part)(depth));
            left = std::make_shared<const Node>(Node{kind, left, right, {}, {}, {}});
        }
        return left;
    }

    Result<NodePtr> any(int depth) { return joined(depth, Node::Or, "or", &Parser::all); }
    Result<NodePtr> all(int depth) { return joined(depth, Node::And, "and", &Parser::one); }

    Result<NodePtr> one(int depth)
    {
        if (depth > depthLimit)
            return fail(QStringLiteral("too many parentheses"));
        if (takeWord("not")) {
            SLUICE_TRY(NodePtr inner, one(depth + 1));
            return NodePtr(std::make_shared<const Node>(Node{Node::Not, inner, nullptr, {}, {}, {}}));
        }
        if (take("(")) {
            SLUICE_TRY(NodePtr inner, any(depth + 1));
            if (!take(")"))
                return fail(QStringLiteral("\")\" is expected"));
            return inner;
        }
        return comparison();
    }

    Result<NodePtr> comparison()
    {
        const qsizetype start = (skip(), m_at);
        QString column = word().remove(QLatin1Char('`'));
        if (column.isEmpty())
            return fail(QStringLiteral("a partition column is expected"));
        if (!m_columns.contains(column, Qt::CaseInsensitive)) {
            m_at = start;
            return fail(QStringLiteral("\"%1\" is not a partition column (%2).%3")
                            .arg(column, m_columns.join(QStringLiteral(", ")), didYouMean(column, m_columns)));
        }
        for (const char *comparison : {"<=", ">=", "!=", "<>", "==", "=", "<", ">"}) {
            if (!take(comparison))
                continue;
            SLUICE_TRY(QString value, literal());
            return NodePtr(std::make_shared<const Node>(
                Node{Node::Compare, nullptr, nullptr, column, QString::fromLatin1(comparison), value}));
        }
        return fail(QStringLiteral("a comparison (=, !=, <, <=, >, >=) is expected"));
    }

    QString word()
    {
        skip();
        const qsizetype start = m_at;
        while (m_at < m_text.size() && isWordPart(m_text[m_at]))
            ++m_at;
        return m_text.mid(start, m_at - start);
    }

    Result<QString> literal()
    {
        skip();
        if (m_at < m_text.size() && (m_text[m_at] == QLatin1Char('\'') || m_text[m_at] == QLatin1Char('"'))) {
            const qsizetype end = m_text.indexOf(m_text[m_at], m_at + 1);
            if (end < 0)
                return fail(QStringLiteral("a quote is not closed"));
            const QString value = m_text.mid(m_at + 1, end - m_at - 1);
            m_at = end + 1;
            return value;
        }
        const QString value = word();
        if (value.isEmpty())
            return fail(QStringLiteral("a value is expected"));
        return value;
    }

    const QString &m_text;
    const QStringList &m_columns;
    qsizetype m_at = 0;
};

int compare(const QString &a, const QString &b)
{
    bool aIsNumber = false;
    bool bIsNumber = false;
    const qint64 aNumber = a.toLongLong(&aIsNumber);
    const qint64 bNumber = b.toLongLong(&bIsNumber);
    if (aIsNumber && bIsNumber)
        return aNumber < bNumber ? -1 : aNumber > bNumber;
    return a.compare(b);
}

bool holds(const Node &node, const PartitionSpec &partition)
{
    switch (node.kind) {
    case Node::And:
        return holds(*node.left, partition) && holds(*node.right, partition);
    case Node::Or:
        return holds(*node.left, partition) || holds(*node.right, partition);
    case Node::Not:
        return !holds(*node.left, partition);
    case Node::Compare:
        break;
    }
    const int order = compare(partition.value(node.column), node.value);
    if (node.comparison == QLatin1String("<="))
        return order <= 0;
    if (node.comparison == QLatin1String(">="))
        return order >= 0;
    if (node.comparison == QLatin1String("!=") || node.comparison == QLatin1String("<>"))
        return order != 0;
    if (node.comparison == QLatin1String("<"))
        return order < 0;
    if (node.comparison == QLatin1String(">"))
        return order > 0;
    return order == 0;
}

} // namespace

Result<PartitionQuery> PartitionQuery::parse(const QString &text, const QStringList &columns)
{
    PartitionQuery query;
    SLUICE_TRY(query.m_root, Parser(text, columns).whole());
    return query;
}

bool PartitionQuery::matches(const PartitionSpec &partition) const
{
    return holds(*m_root, partition);
}

} // namespace sluice
