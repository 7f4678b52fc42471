#include "warehouse/sql/describe.h"

#include "warehouse/sql/tablelayout.h"

#include <QRegularExpression>

#include <algorithm>

namespace sluice::warehouse
{

namespace
{

// Lines and rules of one width.
class TextTable
{
public:
    explicit TextTable(qsizetype width)
        : m_width(width)
    {
    }

    void rule() { m_text += QLatin1Char('+') + QString(m_width, QLatin1Char('-')) + QStringLiteral("+\n"); }
    void line(const QString &text)
    {
        m_text += QStringLiteral("| ") + text.leftJustified(m_width - 2) + QStringLiteral(" |\n");
    }
    void section(const QString &title)
    {
        rule();
        line(title);
        rule();
    }
    const QString &text() const { return m_text; }

private:
    qsizetype m_width;
    QString m_text;
};

QString time(const QDateTime &at, const QTimeZone &zone)
{
    return at.toTimeZone(zone).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString oneLine(QString text)
{
    return text.replace(QLatin1Char('\n'), QLatin1Char(' '));
}

// Widths of the columns of a list of fields.
struct FieldWidths {
    qsizetype name = 15;
    qsizetype type = 10;

    void fit(const Schema &schema)
    {
        for (const Column &column : schema.columns) {
            name = std::max(name, column.name.size());
            type = std::max(type, column.type.text().size());
        }
    }
    QString line(const QString &first, const QString &second, const QString &label, const QString &comment) const
    {
        return first.leftJustified(name) + QStringLiteral(" | ") + second.leftJustified(type) + QStringLiteral(" | ") +
               label.leftJustified(8) + QStringLiteral(" | ") + comment;
    }
};

void describeCluster(TextTable &table, const ClusterInfo &cluster)
{
    table.line(QStringLiteral("ClusterType: ") + (cluster.byRange ? QStringLiteral("range") : QStringLiteral("hash")));
    table.line(QStringLiteral("BucketNum: %1").arg(cluster.buckets));
    table.line(QStringLiteral("ClusterColumns: [%1]").arg(cluster.columns.join(QStringLiteral(", "))));
    QStringList sorted;
    for (const auto &[name, descending] : cluster.sortedBy)
        sorted.append(name + (descending ? QStringLiteral(" DESC") : QStringLiteral(" ASC")));
    if (!sorted.isEmpty())
        table.line(QStringLiteral("SortColumns: [%1]").arg(sorted.join(QStringLiteral(", "))));
}

QString describeTable(const TableInfo &info, const QTimeZone &zone, bool extended)
{
    FieldWidths widths;
    widths.fit(info.columns);
    widths.fit(info.partitionColumns);
    qsizetype comment = 20;
    for (const Schema *schema : {&info.columns, &info.partitionColumns})
        for (const Column &column : schema->columns)
            comment = std::max(comment, oneLine(column.comment).size());
    comment = std::min<qsizetype>(comment, 60);
    TextTable table(std::max<qsizetype>(80, widths.name + widths.type + comment + 19));
    table.rule();
    table.line(QStringLiteral("Owner: local | Project: %1").arg(info.ref.project));
    if (info.ref.schema != QLatin1String("default"))
        table.line(QStringLiteral("Schema: %1").arg(info.ref.schema));
    table.line(QStringLiteral("TableComment: %1").arg(oneLine(info.comment)));
    table.rule();
    table.line(QStringLiteral("CreateTime:               %1").arg(time(info.created, zone)));
    table.line(QStringLiteral("LastModifiedTime:         %1").arg(time(info.modified, zone)));
    if (info.lifecycle > 0)
        table.line(QStringLiteral("Lifecycle:                %1").arg(info.lifecycle));
    table.rule();
    if (info.kind == TableKind::View)
        table.line(QStringLiteral("VirtualView: YES | ViewText: %1").arg(oneLine(info.viewText)));
    else if (info.kind == TableKind::External)
        table.line(QStringLiteral("ExternalTable: YES | StorageHandler: %1 | Location: %2")
                       .arg(oneLine(info.storedBy), oneLine(info.location)));
    else
        table.line(QStringLiteral("InternalTable: YES | Size: %1 | Records: %2").arg(info.bytes).arg(info.rows));
    table.section(QStringLiteral("Native Columns:"));
    table.line(widths.line(QStringLiteral("Field"), QStringLiteral("Type"),
                           extended ? QStringLiteral("Nullable") : QStringLiteral("Label"), QStringLiteral("Comment")));
    table.rule();
    for (const Column &column : info.columns.columns)
        table.line(widths.line(column.name, column.type.text().toLower(),
                               !extended         ? QString()
                               : column.nullable ? QStringLiteral("true")
                                                 : QStringLiteral("false"),
                               oneLine(column.comment)));
    if (!info.partitionColumns.columns.isEmpty()) {
        table.section(QStringLiteral("Partition Columns:"));
        for (const Column &column : info.partitionColumns.columns)
            table.line(widths.line(column.name, column.type.text().toLower(), QString(), oneLine(column.comment)));
    }
    if (extended) {
        table.section(QStringLiteral("Extended Info:"));
        if (!info.primaryKey.isEmpty())
            table.line(QStringLiteral("PrimaryKey: ") + info.primaryKey.join(QStringLiteral(", ")));
        if (info.cluster)
            describeCluster(table, *info.cluster);
        if (info.generatedPartition)
            table.line(QStringLiteral("AutoPartition: %1 AS %2")
                           .arg(generationText(*info.generatedPartition), info.partitionColumns.columns.first().name));
        for (auto it = info.properties.begin(); it != info.properties.end(); ++it)
            table.line(it.key() + QStringLiteral(": ") + it.value());
        if (info.properties.isEmpty())
            table.line(QStringLiteral("TableProperties: none"));
    }
    table.rule();
    return table.text();
}

QString describePartition(const PartitionInfo &info, const QTimeZone &zone)
{
    TextTable table(80);
    table.rule();
    table.line(QStringLiteral("Partition: %1").arg(info.spec.pathText()));
    table.line(QStringLiteral("PartitionSize: %1 | Records: %2").arg(info.bytes).arg(info.rows));
    table.rule();
    table.line(QStringLiteral("CreateTime:               %1").arg(time(info.created, zone)));
    table.line(QStringLiteral("LastModifiedTime:         %1").arg(time(info.modified, zone)));
    table.rule();
    return table.text();
}

// A string as MaxCompute writes one.
QString quoted(QString text)
{
    text.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('\''), QLatin1String("\\'"));
    text.replace(QLatin1Char('\n'), QLatin1String("\\n"));
    return QLatin1Char('\'') + text + QLatin1Char('\'');
}

QString columnText(const Column &column, bool partition, const QString &defaultText)
{
    QString text = QStringLiteral("  `%1` %2").arg(column.name, column.type.text());
    if (!partition && !column.nullable)
        text += QStringLiteral(" NOT NULL");
    if (!defaultText.isNull())
        text += QStringLiteral(" DEFAULT ") + defaultText;
    if (!column.comment.isEmpty())
        text += QStringLiteral(" COMMENT ") + quoted(column.comment);
    return text;
}

QString createStatement(const TableState &table)
{
    const Definition &definition = table.definition;
    QStringList columns;
    for (qsizetype i = 0; i < definition.columns.size(); ++i)
        columns.append(columnText(definition.columns.columns[i], false, definition.defaults[i]));
    if (definition.isDelta())
        columns.append(QStringLiteral("  PRIMARY KEY (`%1`)").arg(definition.keyNames().join(QStringLiteral("`, `"))));
    QString name = QStringLiteral("`%1`.").arg(table.ref.project);
    if (table.ref.schema != QLatin1String("default"))
        name += QStringLiteral("`%1`.").arg(table.ref.schema);
    if (definition.kind == TableKind::View)
        return QStringLiteral("CREATE VIEW %1`%2` AS %3;\n").arg(name, table.ref.table, definition.viewText);
    const bool external = definition.kind == TableKind::External;
    QString text = QStringLiteral("CREATE %1TABLE %2`%3` (\n%4\n)")
                       .arg(external ? QStringLiteral("EXTERNAL ") : QString(), name, table.ref.table,
                            columns.join(QStringLiteral(",\n")));
    if (!definition.comment.isEmpty())
        text += QStringLiteral("\nCOMMENT ") + quoted(definition.comment);
    const TableInfo info = table.info();
    if (info.generatedPartition) {
        const Column &column = info.partitionColumns.columns.first();
        text += QStringLiteral("\nAUTO PARTITIONED BY (\n  %1 AS `%2`%3\n)")
                    .arg(generationText(*info.generatedPartition), column.name,
                         column.comment.isEmpty() ? QString() : QStringLiteral(" COMMENT ") + quoted(column.comment));
    } else if (table.partitioned()) {
        QStringList parts;
        for (const Column &column : definition.partitionColumns.columns)
            parts.append(columnText(column, true, {}));
        text += QStringLiteral("\nPARTITIONED BY (\n") + parts.join(QStringLiteral(",\n")) + QStringLiteral("\n)");
    }
    if (definition.clustering)
        text += QLatin1Char('\n') + clusteringText(*info.cluster);
    if (external)
        text +=
            QStringLiteral("\nSTORED BY %1\nLOCATION %2").arg(quoted(definition.storedBy), quoted(definition.location));
    QStringList properties;
    for (auto it = definition.properties.begin(); it != definition.properties.end(); ++it)
        properties.append(quoted(it.key()) + QLatin1Char('=') + quoted(it.value()));
    if (!properties.isEmpty())
        text += QStringLiteral("\nTBLPROPERTIES (") + properties.join(QStringLiteral(", ")) + QLatin1Char(')');
    if (definition.lifecycle > 0)
        text += QStringLiteral("\nLIFECYCLE %1").arg(definition.lifecycle);
    return text + QStringLiteral(";\n");
}

SqlOutcome told(QString text)
{
    SqlOutcome outcome;
    outcome.text = std::move(text);
    return outcome;
}

QString lines(const QStringList &all)
{
    return all.isEmpty() ? QString() : all.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

Result<SqlOutcome> describe(Statement &statement)
{
    Cursor &cursor = statement.cursor;
    if (cursor.is("SCHEMA") && cursor.peek(1).isName())
        return unsupportedError(cursor.peek(), QStringLiteral("DESC SCHEMA"));
    const bool extended = cursor.is("EXTENDED") && cursor.peek(1).isName() && cursor.accept("EXTENDED");
    (void)(cursor.is("TABLE") && cursor.peek(1).isName() && cursor.accept("TABLE"));
    SLUICE_TRY(const TableName name, readTableName(cursor, statement.stores, statement.session));
    SLUICE_TRY(const TablePtr table, findTable(statement.stores, name));
    const QTimeZone &zone = statement.stores.options().timeZone;
    if (!cursor.accept("PARTITION")) {
        SLUICE_CHECK(cursor.expectEnd());
        return told(describeTable(table->info(), zone, extended));
    }
    SLUICE_TRY(const PartitionClause clause, readPartitionClause(cursor));
    SLUICE_CHECK(cursor.expectEnd());
    SLUICE_TRY(const PartitionPtr partition, table->partition(PartitionSpec(clause.values)));
    return told(describePartition(table->info(*partition), zone));
}

// SHOW TABLES | VIEWS [IN project[.schema]] [LIKE 'pattern']: * and % stand for any characters.
Result<SqlOutcome> showTables(Statement &statement, bool viewsOnly)
{
    Cursor &cursor = statement.cursor;
    QString project = statement.session.project;
    QString schema =
        statement.session.schema.isEmpty() ? QStringLiteral("default") : statement.session.schema.toLower();
    if (cursor.accept("IN") || cursor.accept("FROM")) {
        const Token at = cursor.peek();
        SLUICE_TRY(project, cursor.name("a project's name"));
        schema = QStringLiteral("default");
        if (cursor.acceptSymbol(".")) {
            SLUICE_TRY(schema, cursor.name("a schema's name"));
        }
        if (!statement.stores.find(project))
            return semanticError(at, QStringLiteral("project %1 cannot be resolved").arg(project));
    }
    QRegularExpression pattern;
    if (cursor.accept("LIKE")) {
        SLUICE_TRY(QString text, cursor.string("a pattern in quotes"));
        text = QRegularExpression::escape(text.remove(QLatin1Char('\\')));
        text.replace(QLatin1String("\\*"), QLatin1String(".*")).replace(QLatin1String("\\%"), QLatin1String(".*"));
        text.replace(QLatin1Char('%'), QLatin1String(".*"));
        pattern =
            QRegularExpression(QRegularExpression::anchoredPattern(text), QRegularExpression::CaseInsensitiveOption);
    }
    SLUICE_CHECK(cursor.expectEnd());
    QStringList names;
    for (const TablePtr &table : statement.stores.find(project)->tables(schema))
        if ((!viewsOnly || table->definition.kind == TableKind::View) &&
            (pattern.pattern().isEmpty() || pattern.match(table->ref.table).hasMatch()))
            names.append(table->ref.table);
    return told(lines(names));
}

Result<SqlOutcome> showPartitions(Statement &statement)
{
    Cursor &cursor = statement.cursor;
    SLUICE_TRY(const TableName name, readTableName(cursor, statement.stores, statement.session));
    SLUICE_TRY(const TablePtr table, findTable(statement.stores, name));
    PartitionClause clause;
    if (cursor.accept("PARTITION")) {
        SLUICE_TRY(clause, readPartitionClause(cursor));
    }
    SLUICE_CHECK(cursor.expectEnd());
    if (!table->partitioned())
        return semanticError(name.token, QStringLiteral("table %1 is not partitioned").arg(table->ref.text()));
    QStringList specs;
    for (const auto &[values, partition] : table->partitions) {
        const PartitionSpec spec = table->spec(partition->values);
        const bool fits = std::all_of(clause.values.begin(), clause.values.end(),
                                      [&](const auto &pair) { return spec.value(pair.first) == pair.second; });
        if (fits)
            specs.append(spec.pathText());
    }
    return told(lines(specs));
}

} // namespace

Result<SqlOutcome> runDescribe(Statement &statement)
{
    Cursor &cursor = statement.cursor;
    if (cursor.accept("DESC") || cursor.accept("DESCRIBE"))
        return describe(statement);
    SLUICE_CHECK(cursor.expect("SHOW"));
    if (cursor.accept("TABLES"))
        return showTables(statement, false);
    if (cursor.accept("VIEWS"))
        return showTables(statement, true);
    if (cursor.accept("PARTITIONS"))
        return showPartitions(statement);
    if (cursor.acceptAll({"CREATE", "TABLE"})) {
        SLUICE_TRY(const TableName name, readTableName(cursor, statement.stores, statement.session));
        SLUICE_TRY(const TablePtr table, findTable(statement.stores, name));
        SLUICE_CHECK(cursor.expectEnd());
        return told(createStatement(*table));
    }
    if (cursor.accept("SCHEMAS")) {
        QString project = statement.session.project;
        if (cursor.accept("IN")) {
            SLUICE_TRY(project, cursor.name("a project's name"));
        }
        SLUICE_CHECK(cursor.expectEnd());
        SLUICE_TRY(const ProjectStore *store, statement.stores.project(project));
        return told(lines(store->schemas()));
    }
    return unsupportedError(cursor.peek(), QStringLiteral("SHOW %1").arg(cursor.peek().text.toUpper()));
}

} // namespace sluice::warehouse
