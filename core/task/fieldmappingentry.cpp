#include "task/fieldmappingentry.h"

#include "task/optionvalue.h"
#include "task/taskwords.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace sluice
{

namespace
{

QString compact(const QJsonValue &value)
{
    const QString list = QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
    return list.mid(1, list.size() - 2);
}

// DataX's names beside those of MaxCompute; a reader that generates makes times of its dates.
std::optional<Type> typeNamed(const QJsonValue &name, ReaderForm form)
{
    if (!name.isString())
        return std::nullopt;
    const QString lower = name.toString().trimmed().toLower();
    if (lower == QLatin1String("long"))
        return Type(TypeKind::BigInt);
    if (lower == QLatin1String("bool"))
        return Type(TypeKind::Boolean);
    if (lower == QLatin1String("bytes"))
        return Type(TypeKind::Binary);
    if (lower == QLatin1String("date") && form == ReaderForm::Generated)
        return Type(TypeKind::DateTime);
    const auto type = Type::parse(lower);
    return type.ok() ? std::optional(*type) : std::nullopt;
}

bool isQuoted(const QString &text)
{
    return text.size() >= 2 && text.startsWith(u'\'') && text.endsWith(u'\'');
}

QString withoutBackQuotes(const QString &entry)
{
    const QString name = entry.trimmed();
    return name.size() > 2 && name.startsWith(u'`') && name.endsWith(u'`') ? name.mid(1, name.size() - 2) : name;
}

// What no column of a table is called; a variable may become anything.
bool isComputed(const QString &name)
{
    return !name.contains(QLatin1String("${")) && std::any_of(name.begin(), name.end(), [](QChar c) {
        return !c.isLetterOrNumber() && c != u'_' && c != u'$';
    });
}

MappedField objectField(const QJsonObject &object, ReaderForm form, int position)
{
    MappedField field;
    field.type = object.contains(QLatin1String("type")) ? typeNamed(object[QLatin1String("type")], form)
                 : form == ReaderForm::Generated        ? std::optional(Type(TypeKind::String))
                                                        : std::nullopt;
    field.name = object[QLatin1String("name")].toString();
    const bool constant = object.contains(QLatin1String("value"));
    if (form == ReaderForm::Generated) {
        field.kind = constant ? FieldKind::Constant : FieldKind::Generated;
        if (field.name.isEmpty())
            field.name = QStringLiteral("c%1").arg(position + 1);
    } else if (constant) {
        field.kind = FieldKind::Constant;
        if (field.name.isEmpty())
            field.name = QStringLiteral("'%1'").arg(readText(object[QLatin1String("value")]).value_or(QString()));
        if (!field.type)
            field.type = Type(TypeKind::String);
    } else if (field.name.isEmpty()) {
        const auto index = readInteger(object[QLatin1String("index")]);
        field.name = index ? QStringLiteral("column %1").arg(*index) : compact(object);
        if (!index)
            field.flaw = TaskWords::tr("It has neither a name nor an index nor a value.");
    }
    return field;
}

void readName(MappedField &field, const QString &text, ReaderForm form)
{
    field.name = text;
    if (isQuoted(text.trimmed())) {
        field.kind = FieldKind::Constant;
        field.type = Type(TypeKind::String);
    } else if (text.trimmed() == QLatin1String("*") && (form == ReaderForm::Table || form == ReaderForm::File)) {
        field.kind = FieldKind::Everything;
    } else if (form == ReaderForm::Records) {
        const bool builtIn = text.startsWith(QLatin1String("__")) && text.endsWith(QLatin1String("__"));
        field.kind = builtIn ? FieldKind::RecordField : FieldKind::JsonPath;
        field.type = Type(TypeKind::String);
    } else if (form == ReaderForm::File) {
        if (text == QLatin1String("__file__") || text == QLatin1String("__row__"))
            field.kind = FieldKind::RecordField;
    } else if (form == ReaderForm::Table) {
        field.name = withoutBackQuotes(text);
        if (isComputed(field.name))
            field.kind = FieldKind::Expression;
    } else {
        field.flaw = TaskWords::tr("A generated column is an object, as in {\"type\": \"long\"}.");
    }
}

Type kafkaType(const QJsonValue &option)
{
    static const QMap<QString, TypeKind> types{
        {QStringLiteral("bytearray"), TypeKind::Binary}, {QStringLiteral("double"), TypeKind::Double},
        {QStringLiteral("float"), TypeKind::Float},      {QStringLiteral("integer"), TypeKind::Int},
        {QStringLiteral("long"), TypeKind::BigInt},      {QStringLiteral("short"), TypeKind::SmallInt}};
    return types.value(option.toString().trimmed().toLower(), TypeKind::String);
}

MappedField recordField(const char *name, Type type)
{
    MappedField field;
    field.kind = FieldKind::RecordField;
    field.name = QLatin1String(name);
    field.entry = field.name;
    field.type = std::move(type);
    return field;
}

} // namespace

ReaderForm readerForm(const QString &stepType)
{
    if (stepType == QLatin1String("file"))
        return ReaderForm::File;
    if (stepType == QLatin1String("kafka"))
        return ReaderForm::Records;
    return stepType == QLatin1String("stream") ? ReaderForm::Generated : ReaderForm::Table;
}

WriterForm writerForm(const QString &stepType)
{
    if (stepType == QLatin1String("file") || stepType == QLatin1String("kafka"))
        return WriterForm::Named;
    return stepType == QLatin1String("stream") ? WriterForm::Bare : WriterForm::Table;
}

MappedField sourceField(const QJsonValue &entry, ReaderForm form, int position)
{
    MappedField field;
    if (entry.isObject() && (form == ReaderForm::File || form == ReaderForm::Generated)) {
        field = objectField(entry.toObject(), form, position);
    } else if (entry.isString() && !entry.toString().trimmed().isEmpty()) {
        readName(field, entry.toString(), form);
    } else {
        field.name = compact(entry);
        field.flaw = TaskWords::tr("A column is a name or a constant in single quotes.");
    }
    field.entry = entry;
    return field;
}

MappedField targetField(const QJsonValue &entry, WriterForm form)
{
    MappedField field;
    field.entry = entry;
    if (entry.isObject() && form == WriterForm::Named) {
        field.name = entry[QLatin1String("name")].toString();
        const auto type = Type::parse(entry[QLatin1String("type")].toString());
        if (type.ok())
            field.type = *type;
        if (field.name.isEmpty())
            field.flaw = TaskWords::tr("A column of a file needs a name.");
    } else if (entry.isString() && !entry.toString().trimmed().isEmpty()) {
        field.name = form == WriterForm::Table ? withoutBackQuotes(entry.toString()) : entry.toString();
        if (field.name == QLatin1String("*"))
            field.kind = FieldKind::Everything;
    } else {
        field.flaw = TaskWords::tr("A column to write to is given by its name.");
    }
    if (field.name.isEmpty())
        field.name = compact(entry);
    return field;
}

QJsonValue constantEntry(const QString &text, ReaderForm form)
{
    if (form == ReaderForm::Generated)
        return QJsonObject{{QStringLiteral("type"), QStringLiteral("string")}, {QStringLiteral("value"), text}};
    return QStringLiteral("'%1'").arg(QString(text).replace(QLatin1String("'"), QLatin1String("''")));
}

std::optional<QString> constantText(const MappedField &field)
{
    if (field.kind != FieldKind::Constant)
        return std::nullopt;
    if (field.entry.isObject())
        return readText(field.entry[QLatin1String("value")]);
    const QString text = field.entry.toString().trimmed();
    return text.mid(1, text.size() - 2).replace(QLatin1String("''"), QLatin1String("'"));
}

QList<MappedField> builtInFields(const StepSpec &reader)
{
    switch (readerForm(reader.stepType)) {
    case ReaderForm::Records:
        return {recordField("__key__", kafkaType(reader.parameter[QLatin1String("keyType")])),
                recordField("__value__", kafkaType(reader.parameter[QLatin1String("valueType")])),
                recordField("__partition__", TypeKind::Int),
                recordField("__headers__", TypeKind::String),
                recordField("__offset__", TypeKind::BigInt),
                recordField("__timestamp__", TypeKind::BigInt)};
    case ReaderForm::File:
        return {recordField("__file__", TypeKind::String), recordField("__row__", TypeKind::BigInt)};
    default:
        return {};
    }
}

QList<PartitionLevel> writtenLevels(const StepSpec &writer)
{
    QList<PartitionLevel> levels;
    QString text = readText(writer.parameter[QLatin1String("partition")]).value_or(QString());
    text.replace(u'/', u',');
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        const qsizetype equals = part.indexOf(u'=');
        QString value = equals < 0 ? QString() : part.mid(equals + 1).trimmed();
        if (isQuoted(value) || (value.size() >= 2 && value.startsWith(u'"') && value.endsWith(u'"')))
            value = value.mid(1, value.size() - 2);
        levels.append({withoutBackQuotes(part.left(equals)), value.isEmpty() ? QString() : value});
    }
    return levels;
}

QJsonArray columnEntries(const StepSpec &step)
{
    const QJsonValue value = step.parameter[QLatin1String("column")];
    if (value.isArray())
        return value.toArray();
    return isUnset(value) ? QJsonArray() : QJsonArray{value};
}

} // namespace sluice
