#pragma once

#include "base/result.h"
#include "data/type.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace sluice::warehouse
{

// An expression in DuckDB's words, and what the translator knows about it.
struct Piece {
    QString sql;
    QString name;                   // of the column when it is nothing but one
    std::optional<Type> type;       // when it is written down (a cast, a literal)
    bool isText = false;            // surely a string
    std::optional<QString> literal; // the value when it is a string literal
};

// A call as it was written.
struct Call {
    QString name; // lower case
    std::vector<Piece> arguments;
    bool distinct = false;
    bool star = false; // f(*)
    QString orderBy;   // of WITHIN GROUP, translated
};

// A call in DuckDB's words, without FILTER and OVER.
struct TranslatedCall {
    QString sql;
    bool isText = false;
    std::optional<Type> type;
    bool takesOver = false; // FILTER and OVER may follow
};

// The expression as text, the way MaxCompute writes its value.
QString textOf(const Piece &piece);
// The expression as a value of a type; MaxCompute's rules where DuckDB's differ.
QString castTo(const Type &type, const Piece &piece);

// TRUNC_TIME of a value, by year, month, day or hour, in UTC: text. None for another part.
std::optional<QString> truncatedTime(const QString &value, const QString &part);

// Error: the words after "function f(…) ", to be put at the place of the call. Null result: no such function.
struct FunctionError {
    QString what;
    bool unsupported = false;
};
std::optional<TranslatedCall> translateCall(const Call &call, FunctionError &error);

// All names known, for near matches and the documentation's test.
QStringList functionNames();

} // namespace sluice::warehouse
