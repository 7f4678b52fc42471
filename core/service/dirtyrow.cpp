#include "service/dirtyrow.h"

#include "base/files.h"
#include "data/utf8.h"
#include "service/dirtycause.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr qsizetype keptRaw = 64 * 1024; // a text of this length may have lost its end

Result<Schema> schemaOf(const QJsonArray &columns)
{
    Schema schema;
    for (const QJsonValue &entry : columns) {
        SLUICE_TRY(Type type, Type::parse(entry[QLatin1String("type")].toString()));
        schema.columns.append({entry[QLatin1String("name")].toString(),
                               std::move(type),
                               entry[QLatin1String("nullable")].toBool(true),
                               {}});
    }
    return schema;
}

DirtyRecord recordOf(const QJsonObject &object)
{
    DirtyRecord record;
    record.row = object.value(QLatin1String("row")).toInteger(-1);
    record.column = object.value(QLatin1String("column")).toString();
    record.raw = object.value(QLatin1String("raw")).toString().toUtf8();
    if (object.value(QLatin1String("encoding")) == QLatin1String("base64"))
        record.raw = QByteArray::fromBase64(record.raw);
    record.reason = object.value(QLatin1String("reason")).toString();
    record.cause = causeOf(record.reason);
    if (object.contains(QLatin1String("values"))) {
        for (const QJsonValue &value : object.value(QLatin1String("values")).toArray())
            record.values.push_back(valueFrom(value));
        record.form = object.value(QLatin1String("of")) == QLatin1String("writer") ? DirtyRecord::Form::Written
                                                                                   : DirtyRecord::Form::Came;
        return record;
    }
    if (object.contains(QLatin1String("text")))
        record.text = valueFrom(object.value(QLatin1String("text"))).text;
    else if (record.column.isEmpty())
        record.text = record.raw;
    record.form =
        record.text.isEmpty() || record.text.size() >= keptRaw ? DirtyRecord::Form::Lost : DirtyRecord::Form::Text;
    return record;
}

} // namespace

QJsonValue valueJson(const DirtyValue &value)
{
    if (value.isNull)
        return QJsonValue::Null;
    if (firstInvalidUtf8({value.text.data(), size_t(value.text.size())}) < 0)
        return QString::fromUtf8(value.text);
    return QJsonObject{{QStringLiteral("base64"), QString::fromLatin1(value.text.toBase64())}};
}

DirtyValue valueFrom(const QJsonValue &json)
{
    if (json.isNull())
        return {{}, true};
    if (json.isObject())
        return {QByteArray::fromBase64(json[QLatin1String("base64")].toString().toLatin1()), false};
    return {json.toString().toUtf8(), false};
}

std::vector<DirtyRecord> parseDirtyRecords(const QByteArray &lines, qint64 firstLine)
{
    std::vector<DirtyRecord> records;
    for (qsizetype from = 0; from < lines.size();) {
        const qsizetype end = lines.indexOf('\n', from);
        const qsizetype size = (end < 0 ? lines.size() : end) - from;
        const QJsonObject object =
            QJsonDocument::fromJson(QByteArray::fromRawData(lines.constData() + from, size)).object();
        if (!object.isEmpty()) {
            DirtyRecord record = recordOf(object);
            record.line = firstLine;
            records.push_back(std::move(record));
        }
        ++firstLine;
        from += size + 1;
    }
    return records;
}

Result<DirtyColumns> readDirtyColumns(const QString &attemptDir)
{
    SLUICE_TRY(const QByteArray bytes, readFile(attemptDir + QLatin1String("/columns.json")));
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    DirtyColumns columns;
    SLUICE_TRY(columns.reader, schemaOf(object.value(QLatin1String("reader")).toArray()));
    SLUICE_TRY(columns.writer, schemaOf(object.value(QLatin1String("writer")).toArray()));
    columns.zone = QTimeZone(object.value(QLatin1String("timeZone")).toString().toLatin1());
    if (columns.reader.columns.isEmpty() || columns.reader.size() > columns.writer.size())
        return makeError(ErrorCode::Data, QStringLiteral("The columns of the dirty rows cannot be read."), attemptDir);
    return columns;
}

} // namespace sluice
