#include "service/samplingstep.h"

#include "task/fieldmappingentry.h"
#include "task/optionvalue.h"

#include <QSet>

namespace sluice
{

namespace
{

// All columns by name; what only the script names follows.
QJsonArray allFields(const StepSpec &reader, const Schema &columns, const Schema &partitionColumns)
{
    const ReaderForm form = readerForm(reader.stepType);
    const bool byQuery = readBoolean(reader.parameter[QLatin1String("enableWhere")]).value_or(false);
    QJsonArray wanted;
    QSet<QString> seen, there; // of the object, in small letters
    for (const Column &column : columns.columns)
        there.insert(column.name.toCaseFolded());
    const auto add = [&](const QJsonValue &entry, const QString &name) {
        if (seen.contains(name))
            return;
        seen.insert(name);
        wanted.append(entry);
    };
    for (const MappedField &field : builtInFields(reader))
        add(field.entry, field.name);
    for (const Column &column : columns.columns)
        if (column.type.kind() != TypeKind::Char) // MaxCompute's readers refuse it (MR-17)
            add(column.name, column.name);
    for (const Column &column : partitionColumns.columns)
        add(column.name, column.name);
    for (const QJsonValue &entry : columnEntries(reader)) {
        const MappedField field = sourceField(entry, form, int(wanted.size()));
        const bool computed = field.kind == FieldKind::Expression && !byQuery;
        const bool named = !entry.isObject() || !entry[QLatin1String("name")].isUndefined();
        if (field.kind == FieldKind::Column && named && !there.isEmpty() && !there.contains(field.name.toCaseFolded()))
            continue; // it is gone, and a reader would refuse it
        if (field.flaw.isEmpty() && field.kind != FieldKind::Constant && field.kind != FieldKind::Everything &&
            !computed)
            add(entry, field.name);
    }
    return wanted;
}

} // namespace

StepSpec samplingStep(const StepSpec &reader, const Schema &columns, const Schema &partitionColumns)
{
    StepSpec step = reader;
    QJsonObject &parameter = step.parameter;
    switch (readerForm(reader.stepType)) {
    case ReaderForm::Generated:
        return step;
    case ReaderForm::Records:
        for (const QString &key : parameter.keys())
            if (key.startsWith(QLatin1String("begin")) || key.startsWith(QLatin1String("end")) ||
                key == QLatin1String("stopWhenPollEmpty"))
                parameter.remove(key);
        parameter.insert(QStringLiteral("beginType"), QStringLiteral("earliest"));
        break;
    case ReaderForm::Table:
        parameter.insert(QStringLiteral("successOnNoPartition"), true);
        if (readTexts(parameter[QLatin1String("partition")])
                .value_or(QStringList())
                .join(u' ')
                .contains(QLatin1String("${"))) {
            QStringList levels;
            for (const QString &name : partitionColumns.names())
                levels.append(name + QLatin1String("=*"));
            parameter.insert(QStringLiteral("partition"), QJsonArray{levels.join(u',')});
        }
        if (hasPlaceholder(parameter[QLatin1String("where")])) {
            parameter.remove(QStringLiteral("where"));
            parameter.remove(QStringLiteral("enableWhere"));
        }
        break;
    case ReaderForm::File:
        break;
    }
    parameter.insert(QStringLiteral("column"), allFields(step, columns, partitionColumns));
    return step;
}

} // namespace sluice
