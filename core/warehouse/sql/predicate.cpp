#include "warehouse/sql/predicate.h"

#include "warehouse/sql/resulttype.h"
#include "warehouse/sql/select.h"

namespace sluice::warehouse
{

Result<QString> translatePredicate(Stores &stores, const TableState &table, const QString &text)
{
    SLUICE_TRY(const QList<Token> tokens, tokenize(text));
    Cursor cursor(tokens);
    const SqlSession session{table.ref.project, table.ref.schema, {}};
    Translator translator(cursor, stores, session);
    SLUICE_TRY(const Piece condition, translator.expression());
    SLUICE_CHECK(cursor.expectEnd());
    // Whoever may read a table need not be allowed to read others.
    if (!translator.tables().isEmpty() || isNamed(tokens, "max_pt"))
        return unsupportedError(tokens.first(), QStringLiteral("a filter looks at columns of its table only"));
    Statement statement{cursor, stores, session, {}};
    SLUICE_TRY(DuckConnection connection, sessionConnection(statement));
    const QString probe =
        QStringLiteral("SELECT CAST((%1) AS BOOLEAN) FROM %2 AS %3")
            .arg(condition.sql, stores.find(table.ref.project)->rowsOf(table), sqlName(table.ref.table));
    if (const auto described = describeQuery(connection, probe); !described.ok())
        return queryError(described.error(), translator.names());
    return condition.sql;
}

} // namespace sluice::warehouse
