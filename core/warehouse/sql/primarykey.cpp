#include "warehouse/sql/primarykey.h"

#include "tunnel/buckethash.h"

namespace sluice::warehouse
{

namespace
{

constexpr int maxRetainHours = 168;

Done checkNumber(const Definition &definition, const char *property, int least, int most, const Token &at)
{
    const QString key = QLatin1String(property);
    if (!definition.properties.contains(key))
        return {};
    bool isNumber = false;
    const int value = definition.properties.value(key).toInt(&isNumber);
    if (isNumber && value >= least && value <= most)
        return {};
    return semanticError(
        at, QStringLiteral("%1 is a whole number from %2 to %3, not '%4'")
                .arg(key, QString::number(least), QString::number(most), definition.properties.value(key)));
}

} // namespace

Done readPrimaryKey(Cursor &cursor, PrimaryKey &key)
{
    key.token = cursor.peek();
    if (!key.columns.isEmpty())
        return semanticError(key.token, QStringLiteral("a table has one PRIMARY KEY"));
    SLUICE_CHECK(cursor.expect("PRIMARY"));
    SLUICE_CHECK(cursor.expect("KEY"));
    SLUICE_CHECK(cursor.expectSymbol("("));
    do {
        SLUICE_TRY(const QString name, cursor.name("a column of the primary key"));
        if (key.columns.contains(name))
            return semanticError(key.token, QStringLiteral("column %1 is named twice in the PRIMARY KEY").arg(name));
        key.columns.append(name);
    } while (cursor.acceptSymbol(","));
    return cursor.expectSymbol(")");
}

Done applyPrimaryKey(Definition &definition, const PrimaryKey &key)
{
    if (key.columns.isEmpty())
        return checkTransactional(definition, key.token);
    if (!definition.isTransactional())
        return semanticError(key.token, QStringLiteral("a table with a PRIMARY KEY is transactional: add TBLPROPERTIES "
                                                       "('transactional'='true')"));
    for (const QString &name : key.columns) {
        const qsizetype i = definition.columns.indexOf(name);
        if (i < 0)
            return semanticError(
                key.token, definition.partitionColumns.indexOf(name) >= 0
                               ? QStringLiteral("partition column %1 cannot be in the PRIMARY KEY: a key is unique "
                                                "within its partition")
                                     .arg(name)
                               : QStringLiteral("column %1 of the PRIMARY KEY cannot be resolved").arg(name));
        const Column &column = definition.columns.columns[i];
        if (column.nullable)
            return semanticError(key.token,
                                 QStringLiteral("column %1 of the PRIMARY KEY must be NOT NULL: write %1 %2 NOT NULL")
                                     .arg(name, column.type.text()));
        if (!isHashable(column.type.kind()))
            return semanticError(
                key.token, QStringLiteral("column %1 cannot be a PRIMARY KEY: it is %2").arg(name, column.type.text()));
        definition.primaryKey.append(definition.columnIds[i]);
    }
    const QString buckets = QStringLiteral("write.bucket.num");
    if (!definition.properties.contains(buckets))
        definition.properties.insert(buckets, QString::number(defaultBuckets));
    return checkTransactional(definition, key.token);
}

Done checkTransactional(const Definition &definition, const Token &at)
{
    if (!definition.isTransactional())
        return definition.isDelta()
                   ? Done(semanticError(at, QStringLiteral("a table with a PRIMARY KEY stays transactional")))
                   : Done();
    SLUICE_CHECK(checkNumber(definition, "write.bucket.num", 1, maxBuckets, at));
    SLUICE_CHECK(checkNumber(definition, "acid.data.retain.hours", 0, maxRetainHours, at));
    const QString partial = definition.properties.value(QStringLiteral("acid.partial.fields.update.enable"));
    if (partial.isEmpty() || partial.compare(QLatin1String("true"), Qt::CaseInsensitive) == 0 ||
        partial.compare(QLatin1String("false"), Qt::CaseInsensitive) == 0)
        return {};
    return semanticError(at,
                         QStringLiteral("acid.partial.fields.update.enable is true or false, not '%1'").arg(partial));
}

} // namespace sluice::warehouse
