#pragma once

#include "base/result.h"

#include <QList>
#include <QString>

namespace sluice::warehouse
{

enum class TokenKind { Word, Quoted, String, Number, Symbol, End };

// A piece of a statement and where it stands. `text` is what it means: a word as written, a name without its
// backquotes, a string without quotes and escapes, a number or a symbol as written.
struct Token {
    TokenKind kind = TokenKind::End;
    QString text;
    int line = 1;
    int column = 1;
    qsizetype begin = 0; // in the statement's text
    qsizetype end = 0;

    bool isName() const { return kind == TokenKind::Word || kind == TokenKind::Quoted; }
};

// Whether a word is among them, by itself or as `word`.
bool isNamed(const QList<Token> &tokens, const char *name);

// Reads MaxCompute's SQL: `names`, 'strings' and "strings" with backslash escapes, -- and /* */ comments. The last
// token is End.
Result<QList<Token>> tokenize(const QString &sql);

// The service's way to put an error: `detail` is "ODPS-0130161:[line,column] Parse exception - …".
Error parseError(const Token &at, const QString &what);
Error semanticError(const Token &at, const QString &what);
Error unsupportedError(const Token &at, const QString &what);
Error tableNotFound(const Token &at, const QString &name, const QString &near = {});

} // namespace sluice::warehouse
