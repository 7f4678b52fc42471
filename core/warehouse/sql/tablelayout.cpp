#include "warehouse/sql/tablelayout.h"

#include "tunnel/buckethash.h"
#include "warehouse/sql/functions.h"

#include <algorithm>

namespace sluice::warehouse
{

namespace
{

Result<QStringList> readNames(Cursor &cursor)
{
    QStringList names;
    SLUICE_CHECK(cursor.expectSymbol("("));
    do {
        SLUICE_TRY(const QString name, cursor.name("a column name"));
        names.append(name);
    } while (cursor.acceptSymbol(","));
    SLUICE_CHECK(cursor.expectSymbol(")"));
    return names;
}

Result<QList<QPair<QString, bool>>> readSorting(Cursor &cursor)
{
    QList<QPair<QString, bool>> columns;
    SLUICE_CHECK(cursor.expectSymbol("("));
    do {
        SLUICE_TRY(const QString name, cursor.name("a column name"));
        const bool descending = cursor.accept("DESC");
        if (!descending)
            (void)cursor.accept("ASC");
        columns.append({name, descending});
    } while (cursor.acceptSymbol(","));
    SLUICE_CHECK(cursor.expectSymbol(")"));
    return columns;
}

Result<int> columnIdOf(const Definition &definition, const QString &name, const Token &at)
{
    const qsizetype i = definition.columns.indexOf(name);
    if (i >= 0)
        return definition.columnIds[i];
    return semanticError(at, definition.partitionColumns.indexOf(name) >= 0
                                 ? QStringLiteral("a table cannot be clustered by partition column %1").arg(name)
                                 : QStringLiteral("column %1 cannot be resolved").arg(name));
}

bool isTime(TypeKind kind)
{
    return kind == TypeKind::Date || kind == TypeKind::DateTime || kind == TypeKind::Timestamp ||
           kind == TypeKind::TimestampNtz;
}

QString quotedNames(const QStringList &names)
{
    return QLatin1Char('`') + names.join(QStringLiteral("`, `")) + QLatin1Char('`');
}

} // namespace

bool atClustering(const Cursor &cursor)
{
    return cursor.is("CLUSTERED") || (cursor.is("RANGE") && cursor.is("CLUSTERED", 1));
}

Result<ClusterClause> readClustering(Cursor &cursor)
{
    ClusterClause clause;
    clause.token = cursor.peek();
    clause.byRange = cursor.accept("RANGE");
    SLUICE_CHECK(cursor.expect("CLUSTERED"));
    SLUICE_CHECK(cursor.expect("BY"));
    SLUICE_TRY(clause.columns, readNames(cursor));
    if (cursor.acceptAll({"SORTED", "BY"})) {
        SLUICE_TRY(clause.sortedBy, readSorting(cursor));
    }
    if (clause.byRange && !cursor.is("INTO"))
        return clause;
    SLUICE_CHECK(cursor.expect("INTO"));
    const Token at = cursor.peek();
    SLUICE_TRY(const qint64 buckets, cursor.integer("a number of buckets"));
    if (buckets < 1 || buckets > maxBuckets)
        return semanticError(at, QStringLiteral("a table has 1 to %1 buckets").arg(maxBuckets));
    clause.buckets = int(buckets);
    SLUICE_CHECK(cursor.expect("BUCKETS"));
    return clause;
}

Done applyClustering(Definition &definition, const ClusterClause &clause)
{
    if (definition.isDelta())
        return semanticError(clause.token, QStringLiteral("a table with a PRIMARY KEY is clustered by its key: leave "
                                                          "CLUSTERED BY out, and say its buckets by "
                                                          "'write.bucket.num'"));
    Clustering clustering;
    clustering.byRange = clause.byRange;
    clustering.buckets = clause.buckets;
    for (const QString &name : clause.columns) {
        SLUICE_TRY(const int id, columnIdOf(definition, name, clause.token));
        const Type &type = definition.columns.columns[definition.columnIds.indexOf(id)].type;
        if (!isHashable(type.kind()))
            return semanticError(
                clause.token,
                QStringLiteral("a table cannot be clustered by column %1: it is %2").arg(name, type.text()));
        if (clustering.columns.contains(id))
            return semanticError(clause.token, QStringLiteral("column %1 is named twice in CLUSTERED BY").arg(name));
        clustering.columns.append(id);
    }
    for (const auto &[name, descending] : clause.sortedBy) {
        SLUICE_TRY(const int id, columnIdOf(definition, name, clause.token));
        clustering.sortedBy.append({id, descending});
    }
    definition.clustering = clustering;
    return {};
}

Done readAutoPartition(Cursor &cursor, Definition &definition)
{
    SLUICE_CHECK(cursor.expectSymbol("("));
    const Token at = cursor.peek();
    SLUICE_CHECK(cursor.expect("TRUNC_TIME"));
    SLUICE_CHECK(cursor.expectSymbol("("));
    SLUICE_TRY(const QString name, cursor.name("a column name"));
    SLUICE_CHECK(cursor.expectSymbol(","));
    const Token partAt = cursor.peek();
    SLUICE_TRY(QString part, cursor.string("a date part in quotes"));
    part = part.toLower();
    SLUICE_CHECK(cursor.expectSymbol(")"));
    Column column{QStringLiteral("_pt_col_0_"), Type(TypeKind::String), false, {}};
    if (cursor.accept("AS")) {
        SLUICE_TRY(column.name, cursor.name("a partition column"));
    }
    if (cursor.accept("COMMENT")) {
        SLUICE_TRY(column.comment, cursor.string("a comment in quotes"));
    }
    if (cursor.isSymbol(","))
        return semanticError(cursor.peek(),
                             QStringLiteral("an automatically partitioned table has one partition column"));
    SLUICE_CHECK(cursor.expectSymbol(")"));
    const qsizetype i = definition.columns.indexOf(name);
    if (i < 0)
        return semanticError(at, QStringLiteral("column %1 cannot be resolved").arg(name));
    if (!isTime(definition.columns.columns[i].type.kind()))
        return semanticError(at, QStringLiteral("TRUNC_TIME wants a DATE, DATETIME, TIMESTAMP or TIMESTAMP_NTZ, and "
                                                "column %1 is %2")
                                     .arg(name, definition.columns.columns[i].type.text()));
    if (!truncatedTime(QString(), part))
        return semanticError(partAt,
                             QStringLiteral("TRUNC_TIME wants 'year', 'month', 'day' or 'hour', not '%1'").arg(part));
    if (!definition.partitionColumns.columns.isEmpty())
        return semanticError(at, QStringLiteral("a table is partitioned once"));
    definition.partitionColumns.columns.append(column);
    definition.autoPartition = AutoPartition{definition.columnIds[i], part};
    return {};
}

QString clusteringText(const ClusterInfo &cluster)
{
    QString text = QStringLiteral("%1CLUSTERED BY (%2)")
                       .arg(cluster.byRange ? QStringLiteral("RANGE ") : QString(), quotedNames(cluster.columns));
    QStringList sorted;
    for (const auto &[name, descending] : cluster.sortedBy)
        sorted.append(QStringLiteral("`%1` %2").arg(name, descending ? QStringLiteral("DESC") : QStringLiteral("ASC")));
    if (!sorted.isEmpty())
        text += QStringLiteral(" SORTED BY (%1)").arg(sorted.join(QStringLiteral(", ")));
    if (cluster.buckets > 0)
        text += QStringLiteral(" INTO %1 BUCKETS").arg(cluster.buckets);
    return text;
}

QString generationText(const GeneratedPartition &generated)
{
    return QStringLiteral("trunc_time(`%1`, '%2')").arg(generated.column, generated.datePart);
}

QString generatedValue(const AutoPartition &autoPartition, const QString &value)
{
    return QStringLiteral("coalesce(%1, '__NULL__')")
        .arg(truncatedTime(value, autoPartition.datePart).value_or(QStringLiteral("NULL")));
}

} // namespace sluice::warehouse
