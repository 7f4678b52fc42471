#include "connectors/maxcompute/targettable.h"

#include "connectors/maxcompute/columnchoice.h"
#include "connectors/maxcompute/partitionchoice.h"
#include "connectors/maxcompute/tablemeta.h"
#include "task/optionvalue.h"

namespace sluice
{

namespace
{

QString pointerOf(const StepSpec &step, const char *key)
{
    return step.pointer + QStringLiteral("/parameter/") + QLatin1String(key);
}

// The partition's levels and, of those, how many take their value from the rows.
Result<WritePartition> partitionOf(const StepSpec &writer)
{
    const QString text = readText(writer.parameter[QLatin1String("partition")]).value_or(QString()).trimmed();
    if (text.isEmpty())
        return WritePartition();
    auto partition = WritePartition::parse(text);
    if (!partition.ok())
        return partition.error().at(pointerOf(writer, "partition"));
    for (const QString &name : partition->fixed.names() + partition->levels)
        if (name.contains(QLatin1String("${")))
            return makeError(ErrorCode::Config,
                             QStringLiteral("The partition's levels are known only when %1 has a value.").arg(name),
                             pointerOf(writer, "partition"));
    return partition;
}

// A name for each position that rows have; null: as the source has it.
Result<QStringList> namesOf(const StepSpec &writer, qsizetype incoming, const QStringList &levels)
{
    const QStringList entries =
        readTexts(writer.parameter[QLatin1String("column")]).value_or(QStringList{QStringLiteral("*")});
    QStringList names;
    for (const QString &entry : entries) {
        QString name = entry.trimmed();
        if (name != QLatin1String("*")) {
            names.append(plainColumnName(name));
            continue;
        }
        const qsizetype own = incoming - (entries.size() - 1) - levels.size();
        if (own < 1)
            return makeError(ErrorCode::Config,
                             QStringLiteral("The reader delivers %1 column(s), which leaves none for the table: the "
                                            "partition takes its values from %2 of them.")
                                 .arg(incoming)
                                 .arg(levels.size()),
                             pointerOf(writer, "column"));
        names += QStringList(own, QString());
        names += levels;
    }
    if (names.size() < incoming) // MW-17
        return makeError(ErrorCode::Config,
                         QStringLiteral("The reader delivers %1 columns and the writer names %2 of them. Name one for "
                                        "each, or write [\"*\"].")
                             .arg(incoming)
                             .arg(names.size()),
                         pointerOf(writer, "column"));
    return names;
}

} // namespace

Result<TableDraft> draftTarget(const StepSpec &writer, const Account &account, const ObjectSchema &incoming)
{
    TableName table = TableName::parse(readText(writer.parameter[QLatin1String("table")]).value_or(QString()));
    if (table.table.isEmpty())
        return makeError(ErrorCode::Config, QStringLiteral("\"table\" names no table."), pointerOf(writer, "table"));
    if (table.schema.isEmpty())
        table.schema = account.schema;
    SLUICE_TRY(const WritePartition partition, partitionOf(writer));
    SLUICE_TRY(const QStringList names, namesOf(writer, incoming.columns.size(), partition.levels));

    TableDraft draft;
    draft.name = sqlName(table, account.project);
    draft.comment = incoming.comment;
    for (const QString &level : partition.fixed.names() + partition.levels)
        draft.levels.append(level.toLower());
    QList<qsizetype> places; // in the draft, of what arrives
    for (qsizetype i = 0; i < names.size(); ++i) {
        places.append(-1);
        const bool fromRows = partition.levels.contains(names[i], Qt::CaseInsensitive);
        if (fromRows || names[i] == QLatin1String(operationColumn))
            continue;
        Column column;
        if (i < incoming.columns.size())
            column = incoming.columns.columns[i];
        else
            draft.notes.append(QStringLiteral("Nothing arrives for column \"%1\": it is STRING here.").arg(names[i]));
        if (!names[i].isNull())
            column.name = names[i];
        places.last() = draft.columns.size();
        draft.columns.columns.append(column);
    }
    if (draft.columns.columns.isEmpty())
        return makeError(ErrorCode::Config, QStringLiteral("The task writes no column of the table."),
                         pointerOf(writer, "column"));
    makeNamesValid(draft);

    for (const QString &key : incoming.keys) {
        const qsizetype place = places.value(incoming.columns.indexOf(key), -1);
        if (place < 0) {
            draft.keys.clear();
            draft.notes.append(
                QStringLiteral("The source's key column \"%1\" does not arrive, so the table has no key.").arg(key));
            break;
        }
        draft.keys.append(draft.columns.columns[place].name);
    }
    return draft;
}

} // namespace sluice
