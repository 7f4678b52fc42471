#include "warehouse/sql/execute.h"

#include "warehouse/sql/createtable.h"
#include "warehouse/sql/ddl.h"
#include "warehouse/sql/describe.h"
#include "warehouse/sql/explain.h"
#include "warehouse/sql/insert.h"
#include "warehouse/sql/merge.h"
#include "warehouse/sql/rowchange.h"
#include "warehouse/sql/select.h"

namespace sluice::warehouse
{

namespace
{

// SET key = value; the value goes to the semicolon as it is written.
Done readSetting(Cursor &cursor, const QString &sql, SqlSession &session)
{
    SLUICE_CHECK(cursor.expect("SET"));
    const Token first = cursor.peek();
    QString key;
    while (!cursor.atEnd() && !cursor.isSymbol("=") && !cursor.isSymbol(";"))
        key += cursor.take().text;
    if (key.isEmpty() || !cursor.acceptSymbol("="))
        return parseError(first, QStringLiteral("SET wants a key, '=' and a value"));
    const qsizetype begin = cursor.peek().begin;
    while (!cursor.atEnd() && !cursor.isSymbol(";"))
        cursor.take();
    session.settings.insert(key.toLower(), sql.mid(begin, cursor.peek().begin - begin).trimmed());
    return {};
}

Result<SqlOutcome> dispatch(Statement &statement)
{
    Cursor &cursor = statement.cursor;
    if (cursor.isAny({"SELECT", "WITH", "VALUES", "FROM"}) || cursor.isSymbol("("))
        return runSelect(statement);
    if (cursor.is("INSERT"))
        return runInsert(statement);
    if (cursor.isAny({"UPDATE", "DELETE"}))
        return runRowChange(statement);
    if (cursor.is("MERGE"))
        return runMerge(statement);
    if (cursor.is("CREATE") && (cursor.is("TABLE", 1) || (cursor.is("EXTERNAL", 1) && cursor.is("TABLE", 2))))
        return createTable(statement);
    if (cursor.is("EXPLAIN"))
        return runExplain(statement);
    if (cursor.is("COST") && cursor.is("SQL", 1))
        return runCost(statement);
    if (cursor.isAny({"CREATE", "DROP", "ALTER", "TRUNCATE"}))
        return runDefinition(statement);
    if (cursor.isAny({"DESC", "DESCRIBE", "SHOW"}))
        return runDescribe(statement);
    const Token &token = cursor.peek();
    for (const char *word : {"ANALYZE", "GRANT", "REVOKE", "USE", "READ", "WHOAMI", "LIST", "ADD", "KILL", "UNLOAD",
                             "LOAD", "CLONE", "RESTORE", "PURGE", "MSCK"})
        if (cursor.is(word))
            return unsupportedError(token, QStringLiteral("the statement %1").arg(QLatin1String(word)));
    return cursor.unexpected(QStringLiteral("a statement: 'SELECT', 'INSERT', 'CREATE', 'ALTER', 'DROP', 'TRUNCATE', "
                                            "'DESC', 'SHOW'"));
}

} // namespace

Result<PartitionClause> readPartitionClause(Cursor &cursor)
{
    PartitionClause clause;
    clause.token = cursor.peek();
    SLUICE_CHECK(cursor.expectSymbol("("));
    do {
        SLUICE_TRY(const QString name, cursor.name("a partition column"));
        QString value;
        if (cursor.acceptSymbol("=") || cursor.acceptSymbol("==")) {
            const Token &token = cursor.peek();
            const bool negative = cursor.isSymbol("-") && cursor.peek(1).kind == TokenKind::Number;
            if (negative)
                cursor.take();
            else if (token.kind != TokenKind::String && token.kind != TokenKind::Number)
                return cursor.unexpected(QStringLiteral("a value in quotes"));
            value = (negative ? QStringLiteral("-") : QStringLiteral("")) + cursor.take().text;
        }
        clause.values.append({name, value});
    } while (cursor.acceptSymbol(",") || cursor.acceptSymbol("/"));
    SLUICE_CHECK(cursor.expectSymbol(")"));
    return clause;
}

Result<SqlOutcome> executeSql(Stores &stores, SqlSession session, const QString &sql, Stop stop)
{
    SLUICE_CHECK(stop.check());
    SLUICE_TRY(const QList<Token> tokens, tokenize(sql));
    Cursor cursor(tokens);
    bool anySetting = false;
    for (;;) {
        if (cursor.acceptSymbol(";"))
            continue;
        if (!cursor.is("SET"))
            break;
        SLUICE_CHECK(readSetting(cursor, sql, session));
        anySetting = true;
    }
    if (cursor.atEnd()) {
        if (anySetting)
            return SqlOutcome();
        return parseError(cursor.peek(), QStringLiteral("there is no statement"));
    }
    Statement statement{cursor, stores, session, std::move(stop), sql};
    return dispatch(statement);
}

} // namespace sluice::warehouse
