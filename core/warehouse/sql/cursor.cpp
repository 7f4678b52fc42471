#include "warehouse/sql/cursor.h"

namespace sluice::warehouse
{

const Token &Cursor::take()
{
    const Token &token = peek();
    if (!atEnd())
        ++m_at;
    return token;
}

bool Cursor::is(const char *word, qsizetype ahead) const
{
    const Token &token = peek(ahead);
    return token.kind == TokenKind::Word && token.text.compare(QLatin1String(word), Qt::CaseInsensitive) == 0;
}

bool Cursor::isAny(std::initializer_list<const char *> words) const
{
    for (const char *word : words)
        if (is(word))
            return true;
    return false;
}

bool Cursor::isSymbol(const char *symbol, qsizetype ahead) const
{
    const Token &token = peek(ahead);
    return token.kind == TokenKind::Symbol && token.text == QLatin1String(symbol);
}

bool Cursor::accept(const char *word)
{
    if (!is(word))
        return false;
    ++m_at;
    return true;
}

bool Cursor::acceptAll(std::initializer_list<const char *> words)
{
    qsizetype ahead = 0;
    for (const char *word : words)
        if (!is(word, ahead++))
            return false;
    m_at += ahead;
    return true;
}

bool Cursor::acceptSymbol(const char *symbol)
{
    if (!isSymbol(symbol))
        return false;
    ++m_at;
    return true;
}

Done Cursor::expect(const char *word)
{
    return accept(word) ? Done() : Done(unexpected(QLatin1Char('\'') + QLatin1String(word) + QLatin1Char('\'')));
}

Done Cursor::expectSymbol(const char *symbol)
{
    return acceptSymbol(symbol) ? Done()
                                : Done(unexpected(QLatin1Char('\'') + QLatin1String(symbol) + QLatin1Char('\'')));
}

Done Cursor::expectEnd()
{
    while (acceptSymbol(";")) {
    }
    return atEnd() ? Done() : Done(unexpected(QStringLiteral("the end of the statement")));
}

Result<QString> Cursor::name(const char *what)
{
    if (!peek().isName())
        return unexpected(QLatin1String(what));
    return take().text.toLower();
}

Result<QString> Cursor::string(const char *what)
{
    if (peek().kind != TokenKind::String)
        return unexpected(QLatin1String(what));
    return take().text;
}

Result<qint64> Cursor::integer(const char *what)
{
    bool ok = false;
    const qint64 value = peek().kind == TokenKind::Number ? peek().text.toLongLong(&ok) : 0;
    if (!ok)
        return unexpected(QLatin1String(what));
    take();
    return value;
}

Error Cursor::unexpected(const QString &wanted) const
{
    const Token &token = peek();
    if (token.kind == TokenKind::End)
        return parseError(token, QStringLiteral("unexpected end of the statement, expect %1").arg(wanted));
    return parseError(token, QStringLiteral("invalid token '%1', expect %2").arg(token.text.left(100), wanted));
}

} // namespace sluice::warehouse
