#include "connectors/file/columnselection.h"

#include "base/nearest.h"
#include "connectors/file/dateformat.h"

#include <QJsonObject>

namespace sluice
{

namespace
{

// DataX's names beside those of MaxCompute.
Result<Type> typeOf(const QString &name)
{
    const QString lower = name.trimmed().toLower();
    if (lower == QLatin1String("long"))
        return Type(TypeKind::BigInt);
    if (lower == QLatin1String("bool"))
        return Type(TypeKind::Boolean);
    if (lower == QLatin1String("bytes"))
        return Type(TypeKind::Binary);
    return Type::parse(name);
}

Error configError(const QString &message, const QString &where = {})
{
    return makeError(ErrorCode::Config, message, where);
}

Result<SelectedColumn> parseObject(const QJsonObject &entry)
{
    static const QStringList keys{QStringLiteral("name"), QStringLiteral("index"), QStringLiteral("value"),
                                  QStringLiteral("type"), QStringLiteral("format")};
    for (const QString &key : entry.keys())
        if (!keys.contains(key))
            return configError(QStringLiteral("A column has no key \"%1\".%2").arg(key, didYouMean(key, keys)), key);

    SelectedColumn column;
    column.name = entry.value(QStringLiteral("name")).toString();
    if (entry.contains(QStringLiteral("type"))) {
        auto type = typeOf(entry.value(QStringLiteral("type")).toString());
        if (!type)
            return type.error().at(QStringLiteral("type"));
        column.type = *type;
        column.typed = true;
    }
    column.format = entry.value(QStringLiteral("format")).toString();
    if (!column.format.isEmpty()) {
        const TypeKind kind = column.type.kind();
        if (kind != TypeKind::Date && kind != TypeKind::DateTime && kind != TypeKind::Timestamp &&
            kind != TypeKind::TimestampNtz)
            return configError(QStringLiteral("A format is for dates and times: give the column such a type too."),
                               QStringLiteral("format"));
        auto format = DateFormat::parse(column.format);
        if (!format)
            return format.error().at(QStringLiteral("format"));
    }
    if (entry.contains(QStringLiteral("value"))) {
        column.kind = SelectedColumn::Kind::Constant;
        const QJsonValue value = entry.value(QStringLiteral("value"));
        if (!value.isNull())
            column.constant = value.toVariant().toString();
    } else if (entry.contains(QStringLiteral("index"))) {
        bool ok = false;
        column.field = entry.value(QStringLiteral("index")).toVariant().toInt(&ok);
        if (!ok || column.field < 0)
            return configError(QStringLiteral("An index counts the file's columns from 0."), QStringLiteral("index"));
    } else if (column.name.isEmpty()) {
        return configError(QStringLiteral("Which column? Give its name, its index or a value."));
    }
    return column;
}

Result<SelectedColumn> resolved(SelectedColumn column, const QStringList &fileColumns, const QString &fileName,
                                bool open)
{
    if (column.kind != SelectedColumn::Kind::Field)
        return column;
    if (column.field >= 0) {
        if (column.field >= fileColumns.size())
            return makeError(ErrorCode::Schema, QStringLiteral("%1 has %2 columns: the last index is %3, not %4.")
                                                    .arg(fileName)
                                                    .arg(fileColumns.size())
                                                    .arg(fileColumns.size() - 1)
                                                    .arg(column.field));
        if (column.name.isEmpty())
            column.name = fileColumns[column.field];
        return column;
    }
    column.field = int(fileColumns.indexOf(column.name));
    for (int i = 0; column.field < 0 && i < fileColumns.size(); ++i)
        if (fileColumns[i].compare(column.name, Qt::CaseInsensitive) == 0)
            column.field = i;
    if (column.field >= 0 || open)
        return column;
    QString all = QStringList(fileColumns.mid(0, 40)).join(QStringLiteral(", "));
    if (fileColumns.size() > 40)
        all += QStringLiteral(" … (%1 in all)").arg(fileColumns.size());
    return makeError(ErrorCode::Schema, QStringLiteral("%1 has no column \"%2\".%3 It has: %4.")
                                            .arg(fileName, column.name, didYouMean(column.name, fileColumns), all));
}

SelectedColumn fieldNamed(const QString &name, int field)
{
    SelectedColumn column;
    column.name = name;
    column.field = field;
    return column;
}

} // namespace

Result<SelectedColumn> parseSelected(const QJsonValue &entry)
{
    if (entry.isObject())
        return parseObject(entry.toObject());
    if (!entry.isString() || entry.toString().isEmpty())
        return configError(QStringLiteral("A column is a name, a 'constant' or an object."));
    const QString text = entry.toString();
    SelectedColumn column = fieldNamed(text, -1);
    if (text == fileNameColumn) {
        column.kind = SelectedColumn::Kind::FileName;
    } else if (text == rowNumberColumn) {
        column.kind = SelectedColumn::Kind::RowNumber;
        column.type = TypeKind::BigInt;
    } else if (text.size() >= 2 && text.startsWith(QLatin1Char('\'')) && text.endsWith(QLatin1Char('\''))) {
        column.kind = SelectedColumn::Kind::Constant;
        column.constant = text.mid(1, text.size() - 2).replace(QLatin1String("''"), QLatin1String("'"));
    }
    return column;
}

Result<Selection> selectColumns(const QJsonArray &entries, const QStringList &fileColumns, const QString &fileName,
                                bool open)
{
    Selection selection;
    const QJsonArray wanted = entries.isEmpty() ? QJsonArray{QStringLiteral("*")} : entries;
    for (int i = 0; i < wanted.size(); ++i) {
        const QString place = QStringLiteral("reader.column[%1]").arg(i);
        auto parsed = parseSelected(wanted[i]);
        if (!parsed)
            return parsed.error().at(place);
        if (parsed->kind == SelectedColumn::Kind::Field && parsed->name == QLatin1String("*") && parsed->field < 0 &&
            !fileColumns.contains(parsed->name)) {
            for (int field = 0; field < fileColumns.size(); ++field)
                selection.push_back(fieldNamed(fileColumns[field], field));
            continue;
        }
        auto column = resolved(std::move(*parsed), fileColumns, fileName, open);
        if (!column)
            return column.error().at(place);
        if (column->name.isEmpty()) // a constant without a name
            column->name = QStringLiteral("c%1").arg(selection.size() + 1);
        selection.push_back(std::move(*column));
    }
    if (selection.empty())
        return makeError(ErrorCode::Schema, QStringLiteral("%1 has no columns.").arg(fileName));
    return selection;
}

Schema schemaOf(const Selection &selection)
{
    Schema schema;
    for (const SelectedColumn &column : selection)
        schema.columns.append({column.name, column.type, true, {}});
    return schema;
}

QStringList fieldNames(const Selection &selection)
{
    QStringList names;
    for (const SelectedColumn &column : selection)
        if (column.kind == SelectedColumn::Kind::Field)
            names.append(column.name);
    return names;
}

} // namespace sluice
