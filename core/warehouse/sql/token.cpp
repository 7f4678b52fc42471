#include "warehouse/sql/token.h"

#include <algorithm>

namespace sluice::warehouse
{

namespace
{

Error sqlError(ErrorCode code, const Token &at, const QString &message, const QString &service, const QString &what)
{
    return makeError(code, message, QStringLiteral("line %1, column %2").arg(at.line).arg(at.column),
                     QStringLiteral("%1:[%2,%3] %4").arg(service).arg(at.line).arg(at.column).arg(what));
}

class Tokenizer
{
public:
    explicit Tokenizer(const QString &sql)
        : m_sql(sql)
    {
    }

    Result<QList<Token>> all()
    {
        for (;;) {
            SLUICE_CHECK(skip());
            Token token = start();
            if (m_at >= m_sql.size()) {
                token.end = m_at;
                m_tokens.append(token);
                return m_tokens;
            }
            SLUICE_CHECK(one(token));
            token.end = m_at;
            m_tokens.append(token);
        }
    }

private:
    QChar at(qsizetype ahead = 0) const { return m_at + ahead < m_sql.size() ? m_sql[m_at + ahead] : QChar(); }

    void step()
    {
        if (m_sql[m_at] == QLatin1Char('\n')) {
            ++m_line;
            m_lineStart = m_at + 1;
        }
        ++m_at;
    }

    Token start() const
    {
        Token token;
        token.line = m_line;
        token.column = int(m_at - m_lineStart) + 1;
        token.begin = m_at;
        return token;
    }

    // White space and comments.
    Done skip()
    {
        while (m_at < m_sql.size()) {
            if (at().isSpace()) {
                step();
            } else if (at() == QLatin1Char('-') && at(1) == QLatin1Char('-')) {
                while (m_at < m_sql.size() && at() != QLatin1Char('\n'))
                    step();
            } else if (at() == QLatin1Char('/') && at(1) == QLatin1Char('*')) {
                const Token begin = start();
                while (m_at < m_sql.size() && !(at() == QLatin1Char('*') && at(1) == QLatin1Char('/')))
                    step();
                if (m_at >= m_sql.size())
                    return parseError(begin, QStringLiteral("the comment has no end"));
                m_at += 2;
            } else {
                return {};
            }
        }
        return {};
    }

    static bool startsWord(QChar c) { return c.isLetter() || c == QLatin1Char('_'); }
    static bool inWord(QChar c) { return c.isLetterOrNumber() || c == QLatin1Char('_') || c == QLatin1Char('$'); }

    Done one(Token &token)
    {
        const QChar c = at();
        if (c == QLatin1Char('`'))
            return quoted(token);
        if (c == QLatin1Char('\'') || c == QLatin1Char('"'))
            return string(token);
        if (c.isDigit() || (c == QLatin1Char('.') && at(1).isDigit() && !followsName()))
            return number(token);
        if (startsWord(c)) {
            token.kind = TokenKind::Word;
            while (m_at < m_sql.size() && inWord(at()))
                ++m_at;
            token.text = m_sql.mid(token.begin, m_at - token.begin);
            return {};
        }
        return symbol(token);
    }

    bool followsName() const { return !m_tokens.isEmpty() && m_tokens.last().isName() && m_tokens.last().end == m_at; }

    Done quoted(Token &token)
    {
        token.kind = TokenKind::Quoted;
        for (++m_at; m_at < m_sql.size(); step()) {
            if (at() == QLatin1Char('`')) {
                if (at(1) != QLatin1Char('`')) {
                    ++m_at;
                    if (token.text.isEmpty())
                        return parseError(token, QStringLiteral("a name in backquotes is empty"));
                    return {};
                }
                ++m_at;
            }
            token.text.append(at());
        }
        return parseError(token, QStringLiteral("the name in backquotes has no end"));
    }

    Done string(Token &token)
    {
        token.kind = TokenKind::String;
        const QChar quote = at();
        for (++m_at; m_at < m_sql.size(); step()) {
            if (at() == quote) {
                ++m_at;
                if (token.text.contains(QChar(u'\0')))
                    return parseError(token, QStringLiteral("a string cannot hold the character \\0"));
                return {};
            }
            if (at() == QLatin1Char('\\') && m_at + 1 < m_sql.size()) {
                step();
                escape(token.text);
                continue;
            }
            token.text.append(at());
        }
        return parseError(token, QStringLiteral("the string has no end"));
    }

    // After the backslash, on the character it escapes.
    void escape(QString &text)
    {
        const QChar c = at();
        switch (c.unicode()) {
        case 'n':
            text.append(QLatin1Char('\n'));
            return;
        case 't':
            text.append(QLatin1Char('\t'));
            return;
        case 'r':
            text.append(QLatin1Char('\r'));
            return;
        case 'b':
            text.append(QLatin1Char('\b'));
            return;
        case 'Z':
            text.append(QChar(0x1A));
            return;
        case '%': // for LIKE to see
        case '_':
            text.append(QLatin1Char('\\'));
            text.append(c);
            return;
        case 'u': {
            bool ok = false;
            const ushort code = m_sql.mid(m_at + 1, 4).toUShort(&ok, 16);
            if (ok && m_at + 4 < m_sql.size()) {
                text.append(QChar(code));
                m_at += 4;
                return;
            }
            break;
        }
        default:
            if (c >= QLatin1Char('0') && c <= QLatin1Char('3') && isOctal(at(1)) && isOctal(at(2))) {
                text.append(QChar(m_sql.mid(m_at, 3).toUShort(nullptr, 8)));
                m_at += 2;
                return;
            }
        }
        text.append(c);
    }

    static bool isOctal(QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('7'); }

    Done number(Token &token)
    {
        token.kind = TokenKind::Number;
        while (at().isDigit())
            ++m_at;
        if (at() == QLatin1Char('.') && at(1) != QLatin1Char('.')) {
            ++m_at;
            while (at().isDigit())
                ++m_at;
        }
        if ((at() == QLatin1Char('e') || at() == QLatin1Char('E')) &&
            (at(1).isDigit() || ((at(1) == QLatin1Char('+') || at(1) == QLatin1Char('-')) && at(2).isDigit()))) {
            m_at += 2;
            while (at().isDigit())
                ++m_at;
        }
        token.text = m_sql.mid(token.begin, m_at - token.begin);
        // 1L, 1S, 1Y, 1.5D, 1.5BD; anything else glued to a number is an error.
        const qsizetype suffix = m_at;
        while (m_at < m_sql.size() && inWord(at()))
            ++m_at;
        const QString letters = m_sql.mid(suffix, m_at - suffix).toUpper();
        static const QStringList known{QStringLiteral("L"), QStringLiteral("S"), QStringLiteral("Y"),
                                       QStringLiteral("D"), QStringLiteral("BD")};
        if (!letters.isEmpty() && !known.contains(letters))
            return parseError(token,
                              QStringLiteral("invalid number '%1'").arg(m_sql.mid(token.begin, m_at - token.begin)));
        token.text.append(letters);
        return {};
    }

    Done symbol(Token &token)
    {
        static const char *const symbols[] = {"<=>", "==", "<>", "!=", "<=", ">=", "||", "->", "::", "&&"};
        token.kind = TokenKind::Symbol;
        for (const char *candidate : symbols)
            if (QStringView(m_sql).mid(m_at).startsWith(QLatin1String(candidate))) {
                token.text = QLatin1String(candidate);
                m_at += token.text.size();
                return {};
            }
        if (!QStringLiteral("()[]{}<>=+-*/%,.;:&|^~!?@").contains(at()))
            return parseError(token,
                              QStringLiteral("invalid character '%1'").arg(at().isPrint() ? at() : QLatin1Char('?')));
        token.text = at();
        ++m_at;
        return {};
    }

    const QString &m_sql;
    qsizetype m_at = 0;
    qsizetype m_lineStart = 0;
    int m_line = 1;
    QList<Token> m_tokens;
};

} // namespace

bool isNamed(const QList<Token> &tokens, const char *name)
{
    return std::any_of(tokens.begin(), tokens.end(), [name](const Token &token) {
        return token.isName() && token.text.compare(QLatin1String(name), Qt::CaseInsensitive) == 0;
    });
}

Result<QList<Token>> tokenize(const QString &sql)
{
    return Tokenizer(sql).all();
}

Error parseError(const Token &at, const QString &what)
{
    return sqlError(ErrorCode::Config, at, QStringLiteral("The statement cannot be understood: %1.").arg(what),
                    QStringLiteral("ODPS-0130161"), QStringLiteral("Parse exception - ") + what);
}

Error semanticError(const Token &at, const QString &what)
{
    return sqlError(ErrorCode::Config, at, QStringLiteral("The statement does not fit the tables: %1.").arg(what),
                    QStringLiteral("ODPS-0130071"), QStringLiteral("Semantic analysis exception - ") + what);
}

Error unsupportedError(const Token &at, const QString &what)
{
    return sqlError(ErrorCode::Unsupported, at, QStringLiteral("The local warehouse does not know %1.").arg(what),
                    QStringLiteral("ODPS-0130071"),
                    QStringLiteral("Semantic analysis exception - the local warehouse does not support %1").arg(what));
}

Error tableNotFound(const Token &at, const QString &name, const QString &near)
{
    return sqlError(ErrorCode::NotFound, at, QStringLiteral("There is no table %1.%2").arg(name, near),
                    QStringLiteral("ODPS-0130131"),
                    QStringLiteral("Table not found - table %1 cannot be resolved").arg(name));
}

} // namespace sluice::warehouse
