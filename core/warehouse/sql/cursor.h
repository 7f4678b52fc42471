#pragma once

#include "warehouse/sql/token.h"

#include <initializer_list>

namespace sluice::warehouse
{

// Where a parser stands in its tokens. Words are keywords here, compared without case; a name in backquotes is never
// one.
class Cursor
{
public:
    explicit Cursor(QList<Token> tokens)
        : m_tokens(std::move(tokens))
    {
    }

    const Token &peek(qsizetype ahead = 0) const { return m_tokens[std::min(m_at + ahead, m_tokens.size() - 1)]; }
    const Token &take();
    bool atEnd() const { return peek().kind == TokenKind::End; }

    bool is(const char *word, qsizetype ahead = 0) const;
    bool isAny(std::initializer_list<const char *> words) const;
    bool isSymbol(const char *symbol, qsizetype ahead = 0) const;
    bool accept(const char *word);
    bool acceptAll(std::initializer_list<const char *> words); // all of them in this order, or nothing
    bool acceptSymbol(const char *symbol);
    Done expect(const char *word);
    Done expectSymbol(const char *symbol);
    Done expectEnd(); // after optional semicolons

    // A name, in lower case; `what` it is a name of.
    Result<QString> name(const char *what);
    Result<QString> string(const char *what);
    Result<qint64> integer(const char *what);

    Error unexpected(const QString &wanted) const;

    qsizetype position() const { return m_at; }
    void goTo(qsizetype position) { m_at = position; }

private:
    QList<Token> m_tokens;
    qsizetype m_at = 0;
};

} // namespace sluice::warehouse
