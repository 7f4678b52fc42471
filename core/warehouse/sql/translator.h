#pragma once

#include "warehouse/sql/functions.h"
#include "warehouse/sql/tablename.h"

#include <QHash>
#include <QSet>

namespace sluice::warehouse
{

// What is known about the names in a statement. Their types, to give a result's columns their MaxCompute types back
// (DuckDB knows VARCHAR where MaxCompute has STRING, CHAR, VARCHAR and JSON); and their places, for errors that DuckDB
// finds. A value.
class QueryNames
{
public:
    void addType(const QString &name, const Type &type) { m_types[name].append(type); }
    void addAlias(const QString &alias, const Piece &piece);
    void addUse(const QString &name, const Token &token);

    // The one type that every use of the name has, among those that DuckDB holds as `duck`; none when they differ.
    std::optional<Type> type(const QString &name, const QString &duck) const;
    const Token *firstUse(const QString &name) const;

private:
    QHash<QString, QList<std::optional<Type>>> m_types;
    QHash<QString, Token> m_uses;
};

// Reads MaxCompute's queries and expressions and writes DuckDB's, in one pass over the tokens. Tables become the
// subqueries that show their visible rows. One translator for each statement.
class Translator
{
public:
    Translator(Cursor &cursor, const Stores &stores, const SqlSession &session);

    // SELECT …, WITH … SELECT …, VALUES …, with UNION, ORDER BY, LIMIT.
    Result<QString> query();
    Result<Piece> expression();
    // (…), (…) of INSERT … VALUES: plain numbers keep their digits, for DECIMAL columns.
    Result<QString> valuesRows(bool exactNumbers);
    Result<Type> type();
    // A table, or a query in parentheses, with its alias, as it stands behind FROM.
    Result<QString> tableReference();
    // Columns that expressions may name although no FROM told of them.
    void addColumns(const TableState &table);

    const QueryNames &names() const { return m_names; }
    // The tables and views read so far, and what those are made of.
    const QStringList &tables() const { return m_tables; }

private:
    class Depth;

    // query.cpp
    Result<QString> querySet();
    Result<QString> queryTerm();
    Result<QString> select();
    Result<QString> selectItems();
    Result<QString> selectItem(int number);
    Result<QString> exceptColumns();
    Result<QString> orderLimit();
    Result<QString> groupBy();
    Result<QString> windows();
    // from.cpp
    Result<QString> from();
    Result<QString> joined(QString left);
    Result<QString> namedTable();
    Result<QString> viewRows(const TableState &view, const Token &at);
    Result<QString> alias(bool required);
    Result<QString> lateralView();
    Result<QString> nameList();
    bool atAlias() const;
    // expression.cpp: one function for each level of precedence
    Result<Piece> disjunction();
    Result<Piece> conjunction();
    Result<Piece> negation();
    Result<Piece> comparison();
    Result<Piece> predicate(Piece left, bool inverted, bool &found);
    Result<Piece> inList(const Piece &left, bool inverted);
    Result<Piece> bits(int level);
    Result<Piece> text();
    Result<Piece> sum();
    Result<Piece> product();
    Result<Piece> sign();
    Result<Piece> postfix();
    // primary.cpp
    Result<Piece> primary();
    Result<Piece> number(bool exact);
    Result<Piece> parenthesised();
    Result<Piece> column();
    Result<Piece> caseExpression();
    Result<Piece> castExpression();
    Result<Piece> typedLiteral(bool &found);
    Result<Piece> interval();
    Result<Piece> extract();
    Result<Piece> call();
    Result<Piece> maxPartition(const Token &at, const std::vector<Piece> &arguments);
    Result<Piece> argument();
    Result<QString> over();
    Result<QString> windowSpec();
    Result<QString> expressionList();
    Result<QString> orderList();

    Cursor &m_cursor;
    const Stores &m_stores;
    const SqlSession &m_session;
    QueryNames m_names;
    QStringList m_tables;
    QSet<qint64> m_views;           // whose queries are being read, from the outermost on
    QList<QStringList> m_withNames; // visible WITH names, a list for each open query
    int m_depth = 0;
};

} // namespace sluice::warehouse
