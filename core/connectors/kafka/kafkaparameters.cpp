#include "base/nearest.h"
#include "connectors/kafka/kafkaoptions.h"
#include "task/optionvalue.h"

#include <QDateTime>
#include <QJsonArray>
#include <QStringDecoder>

#include <algorithm>

namespace sluice
{

QString kafkaPointer(const StepSpec &step, const char *key)
{
    return QStringLiteral("%1/parameter/%2").arg(step.pointer, QLatin1String(key));
}

namespace
{

// One step's parameters, with errors that name the place.
class Parameters
{
public:
    explicit Parameters(const StepSpec &step)
        : m_step(step)
    {
    }

    QJsonValue value(const char *key) const { return m_step.parameter.value(QLatin1String(key)); }
    bool has(const char *key) const { return !isUnset(value(key)); }
    QString text(const char *key) const { return readText(value(key)).value_or(QString()).trimmed(); }
    bool flag(const char *key) const { return readBoolean(value(key)).value_or(false); }
    Error error(const char *key, const QString &message) const
    {
        return makeError(ErrorCode::Config, message, kafkaPointer(m_step, key));
    }
    Error at(const char *key, const Error &error) const { return this->error(key, error.message); }

    Result<qint64> integer(const char *key, qint64 otherwise, qint64 minimum, qint64 maximum) const
    {
        if (!has(key))
            return otherwise;
        const auto number = readInteger(value(key));
        if (!number || *number < minimum || *number > maximum)
            return error(key, QStringLiteral("\"%1\" is a whole number from %2 to %3.")
                                  .arg(QLatin1String(key))
                                  .arg(minimum)
                                  .arg(maximum));
        return *number;
    }
    Result<QString> topic() const
    {
        const QString name = text("topic");
        const bool good =
            !name.isEmpty() && name.size() <= 249 && name != QLatin1String(".") && name != QLatin1String("..") &&
            std::all_of(name.begin(), name.end(), [](QChar c) {
                return (c.unicode() < 0x80 && c.isLetterOrNumber()) || c == u'.' || c == u'_' || c == u'-';
            });
        if (!good)
            return error("topic", name.isEmpty() ? QStringLiteral("\"topic\" names no topic.")
                                                 : QStringLiteral("\"%1\" cannot be the name of a topic: letters, "
                                                                  "digits, dots, _ and - make one, 249 at most.")
                                                       .arg(name.left(80)));
        return name;
    }
    Result<std::optional<int>> partition() const
    {
        if (!has("partition"))
            return std::optional<int>();
        SLUICE_TRY(const qint64 number, integer("partition", 0, 0, 1'000'000));
        return std::optional<int>(int(number));
    }
    Result<std::chrono::milliseconds> seconds(const char *key, qint64 otherwise, qint64 maximum) const
    {
        SLUICE_TRY(const qint64 number, integer(key, otherwise, 0, maximum));
        return std::chrono::milliseconds(number * 1000);
    }
    // Empty for UTF-8.
    Result<QByteArray> encoding(const char *key) const
    {
        const QByteArray name = text(key).toLower().toLatin1();
        if (name.isEmpty() || name == "utf-8" || name == "utf8")
            return QByteArray();
        if (!QStringDecoder(name.constData()).isValid())
            return error(
                key,
                QStringLiteral("\"%1\" is not a known encoding: UTF-8, GBK, GB18030, UTF-16, latin1 …").arg(text(key)));
        return name;
    }

private:
    const StepSpec &m_step;
};

Result<KafkaType> typeOf(const Parameters &p, const char *key)
{
    static const QMap<QString, KafkaType> types{
        {QStringLiteral("string"), KafkaType::String}, {QStringLiteral("bytearray"), KafkaType::Bytes},
        {QStringLiteral("double"), KafkaType::Double}, {QStringLiteral("float"), KafkaType::Float},
        {QStringLiteral("integer"), KafkaType::Int},   {QStringLiteral("long"), KafkaType::Long},
        {QStringLiteral("short"), KafkaType::Short}};
    const QString name = p.has(key) ? p.text(key).toLower() : QStringLiteral("string");
    if (const auto found = types.find(name); found != types.end())
        return *found;
    return p.error(key, QStringLiteral("\"%1\" is not one of string, bytearray, double, float, integer, long, short.")
                            .arg(p.text(key)));
}

// The names that one end of the window has among the parameters.
struct BoundKeys {
    const char *type;
    const char *time;
    const char *millis;
    const char *offset;
};

Result<KafkaBound> offsetBound(const Parameters &p, const BoundKeys &keys)
{
    static const QMap<QString, KafkaBound::Kind> words{{QStringLiteral("seektobeginning"), KafkaBound::Kind::Earliest},
                                                       {QStringLiteral("seektolast"), KafkaBound::Kind::Latest},
                                                       {QStringLiteral("seektogroupoffset"), KafkaBound::Kind::Group}};
    const QString text = p.text(keys.offset);
    if (const auto found = words.find(text.toLower()); found != words.end())
        return KafkaBound{*found, 0};
    const auto number = readInteger(p.value(keys.offset));
    if (!number || *number < 0)
        return p.error(keys.offset,
                       QStringLiteral("\"%1\" is not an offset: a whole number from 0 on, seekToBeginning, "
                                      "seekToLast or seekToGroupOffset.")
                           .arg(text));
    return KafkaBound{KafkaBound::Kind::Offset, *number};
}

Result<KafkaBound> timeBound(const Parameters &p, const BoundKeys &keys, const QTimeZone &zone)
{
    if (p.has(keys.millis)) {
        const auto number = readInteger(p.value(keys.millis));
        if (!number || *number < 0)
            return p.error(keys.millis,
                           QStringLiteral("\"%1\" is not a time in milliseconds since 1970.").arg(p.text(keys.millis)));
        return KafkaBound{KafkaBound::Kind::Time, *number};
    }
    const auto time = kafkaTime(p.text(keys.time), zone);
    if (!time)
        return p.at(keys.time, time.error());
    return KafkaBound{KafkaBound::Kind::Time, *time};
}

// One end, by its type or, without one, by the option that is set.
Result<std::optional<KafkaBound>> boundOf(const Parameters &p, const BoundKeys &keys, const QTimeZone &zone)
{
    const bool hasTime = p.has(keys.time) || p.has(keys.millis);
    QString type = p.text(keys.type).toLower();
    if (type.isEmpty()) {
        if (hasTime && p.has(keys.offset))
            return p.error(keys.offset, QStringLiteral("A time and an offset are both given: take one out."));
        if (!hasTime && !p.has(keys.offset))
            return std::optional<KafkaBound>();
        type = hasTime ? QStringLiteral("specific") : QStringLiteral("offset");
    }
    if (type == QLatin1String("specific")) {
        if (!hasTime)
            return p.error(keys.time, QStringLiteral("\"%1\" is missing: which time? For example 20221122090000.")
                                          .arg(QLatin1String(keys.time)));
        SLUICE_TRY(const KafkaBound bound, timeBound(p, keys, zone));
        return std::optional(bound);
    }
    if (type == QLatin1String("offset")) {
        if (!p.has(keys.offset))
            return p.error(keys.offset,
                           QStringLiteral("\"%1\" is missing: which offset?").arg(QLatin1String(keys.offset)));
        SLUICE_TRY(const KafkaBound bound, offsetBound(p, keys));
        return std::optional(bound);
    }
    static const QMap<QString, KafkaBound::Kind> kinds{{QStringLiteral("earliest"), KafkaBound::Kind::Earliest},
                                                       {QStringLiteral("latest"), KafkaBound::Kind::Latest},
                                                       {QStringLiteral("current"), KafkaBound::Kind::Group}};
    if (const auto found = kinds.find(type); found != kinds.end())
        return std::optional(KafkaBound{*found, 0});
    return p.error(
        keys.type,
        QStringLiteral("\"%1\" is not one of specific, earliest, latest, current, offset.").arg(p.text(keys.type)));
}

Done readWindow(const Parameters &p, const QTimeZone &zone, KafkaReadParameters &read)
{
    QTimeZone wanted = zone;
    if (p.has("timeZone")) {
        wanted = QTimeZone(p.text("timeZone").toLatin1());
        if (!wanted.isValid())
            return p.error("timeZone",
                           QStringLiteral("\"%1\" is not a time zone; write it as Asia/Shanghai or UTC+08:00.")
                               .arg(p.text("timeZone")));
    }
    SLUICE_TRY(const auto begin,
               boundOf(p, {"beginType", "beginDateTime", "beginTimestampMillis", "beginOffset"}, wanted));
    SLUICE_TRY(const auto end, boundOf(p, {"endType", "endDateTime", "endTimestampMillis", "endOffset"}, wanted));
    if (!begin)
        return p.error("beginDateTime", QStringLiteral("Where does reading start? Give beginDateTime, beginOffset or a "
                                                       "beginType such as earliest."));
    read.begin = *begin;
    read.end = end.value_or(KafkaBound());
    using Kind = KafkaBound::Kind;
    if (read.end.kind == Kind::Earliest)
        return p.error("endType", QStringLiteral("Reading cannot end at the earliest record."));
    if (read.begin.kind == read.end.kind && (read.begin.kind == Kind::Time || read.begin.kind == Kind::Offset) &&
        read.begin.value > read.end.value) {
        const char *key = read.begin.kind == Kind::Offset ? "beginOffset"
                          : p.has("beginDateTime")        ? "beginDateTime"
                                                          : "beginTimestampMillis";
        return p.error(key, read.begin.kind == Kind::Time
                                ? QStringLiteral("The window starts after its end: exchange start and end time.")
                                : QStringLiteral("Reading starts behind its end: exchange start and end offset."));
    }
    if (p.has("lateSeconds")) {
        SLUICE_TRY(read.lateness, p.seconds("lateSeconds", 0, 9'000'000'000));
    }
    return {};
}

} // namespace

Result<KafkaColumn> parseKafkaColumn(const QJsonValue &entry, int index, KafkaType key, KafkaType value)
{
    static const auto typed = [](KafkaType type) {
        switch (type) {
        case KafkaType::Bytes:
            return TypeKind::Binary;
        case KafkaType::Double:
            return TypeKind::Double;
        case KafkaType::Float:
            return TypeKind::Float;
        case KafkaType::Int:
            return TypeKind::Int;
        case KafkaType::Long:
            return TypeKind::BigInt;
        case KafkaType::Short:
            return TypeKind::SmallInt;
        case KafkaType::String:
            break;
        }
        return TypeKind::String;
    };
    using Kind = KafkaColumn::Kind;
    static const QMap<QString, Kind> builtIn{
        {QStringLiteral("__key__"), Kind::Key},         {QStringLiteral("__value__"), Kind::Value},
        {QStringLiteral("__headers__"), Kind::Headers}, {QStringLiteral("__partition__"), Kind::Partition},
        {QStringLiteral("__offset__"), Kind::Offset},   {QStringLiteral("__timestamp__"), Kind::Timestamp}};

    const QString text = entry.toString();
    if (!entry.isString() || text.isEmpty())
        return makeError(ErrorCode::Config, QStringLiteral("A column is one of %1, a path such as user.name, or a "
                                                           "constant in single quotes.")
                                                .arg(builtIn.keys().join(QStringLiteral(", "))));
    KafkaColumn column;
    column.name = text;
    if (text.size() >= 2 && text.startsWith(u'\'') && text.endsWith(u'\'')) {
        column.kind = Kind::Constant;
        column.constant = text.mid(1, text.size() - 2).replace(QLatin1String("''"), QLatin1String("'"));
        column.name = QStringLiteral("c%1").arg(index + 1);
        return column;
    }
    if (const auto found = builtIn.find(text); found != builtIn.end()) {
        column.kind = *found;
        if (column.kind == Kind::Key || column.kind == Kind::Value)
            column.type = typed(column.kind == Kind::Key ? key : value);
        else if (column.kind == Kind::Partition)
            column.type = TypeKind::Int;
        else if (column.kind != Kind::Headers)
            column.type = TypeKind::BigInt;
        return column;
    }
    if (text.startsWith(QLatin1String("__")) && text.endsWith(QLatin1String("__")))
        if (const QString near = didYouMean(text, builtIn.keys()); !near.isEmpty())
            return makeError(ErrorCode::Config, QStringLiteral("A record has no field \"%1\".%2").arg(text, near));
    SLUICE_TRY(column.path, JsonPath::parse(text));
    if (value != KafkaType::String && value != KafkaType::Bytes)
        return makeError(ErrorCode::Config,
                         QStringLiteral("The field \"%1\" is read from values that are JSON: valueType must be string "
                                        "or bytearray.")
                             .arg(text));
    return column;
}

bool KafkaReadParameters::needsJson() const
{
    return std::any_of(columns.begin(), columns.end(),
                       [](const KafkaColumn &column) { return column.kind == KafkaColumn::Kind::Json; });
}

Schema KafkaReadParameters::schema() const
{
    Schema schema;
    for (const KafkaColumn &column : columns)
        schema.columns.append({column.name, column.type, true, {}});
    return schema;
}

Result<KafkaReadParameters> KafkaReadParameters::from(const StepSpec &step, const QTimeZone &zone)
{
    const Parameters p(step);
    KafkaReadParameters read;
    SLUICE_TRY(read.topic, p.topic());
    SLUICE_TRY(read.partition, p.partition());
    SLUICE_CHECK(readWindow(p, zone, read));
    SLUICE_TRY(read.keyType, typeOf(p, "keyType"));
    SLUICE_TRY(read.valueType, typeOf(p, "valueType"));
    SLUICE_TRY(read.encoding, p.encoding("encoding"));
    SLUICE_TRY(read.headerEncoding, p.encoding("headerEncoding"));
    read.untilSilence = p.flag("stopWhenPollEmpty");
    SLUICE_TRY(read.silence, p.seconds("waitTIme", 60, 86400));
    SLUICE_TRY(read.patience, p.seconds("reconnectSeconds", 60, 86400));
    SLUICE_TRY(read.fetchMinBytes, p.integer("fetchMinBytes", 1, 1, 100'000'000));
    SLUICE_TRY(read.fetchMaxWaitMs, p.integer("fetchMaxWaitMs", 500, 1, 300'000));
    const QString reset = p.text("autoOffsetReset").toLower();
    read.reset = reset == QLatin1String("earliest") ? OffsetReset::Earliest
                 : reset == QLatin1String("latest") ? OffsetReset::Latest
                                                    : OffsetReset::None;
    const QJsonObject config = p.value("kafkaConfig").toObject();
    read.groupId = p.has("groupId") ? p.text("groupId") : config.value(QStringLiteral("group.id")).toString().trimmed();
    if (read.groupId.isEmpty() &&
        (read.begin.kind == KafkaBound::Kind::Group || read.end.kind == KafkaBound::Kind::Group))
        return p.error("groupId", QStringLiteral("Which consumer group's offset? Give groupId."));

    const QJsonArray entries = p.value("column").toArray();
    for (int i = 0; i < entries.size(); ++i) {
        auto column = parseKafkaColumn(entries[i], i, read.keyType, read.valueType);
        if (!column)
            return makeError(ErrorCode::Config, column.error().message,
                             QStringLiteral("%1/%2").arg(kafkaPointer(step, "column")).arg(i));
        read.columns.push_back(std::move(*column));
    }
    return read;
}

Result<KafkaWriteParameters> KafkaWriteParameters::from(const StepSpec &step)
{
    const Parameters p(step);
    KafkaWriteParameters write;
    SLUICE_TRY(write.topic, p.topic());
    SLUICE_TRY(write.partition, p.partition());
    write.format = p.text("writeMode").toLower() == QLatin1String("text") ? Format::Text : Format::Json;
    QString delimiter = p.has("fieldDelimiter") ? p.value("fieldDelimiter").toString() : QStringLiteral("\t");
    delimiter.replace(QLatin1String("\\t"), QLatin1String("\t"));
    if (delimiter.startsWith(QLatin1String("\\u")) && delimiter.size() == 6) {
        bool ok = false;
        if (const uint code = delimiter.mid(2).toUInt(&ok, 16); ok)
            delimiter = QChar(code);
    }
    write.delimiter = delimiter.toStdString();
    if (write.delimiter.empty() || write.delimiter.size() > 8)
        return p.error("fieldDelimiter", QStringLiteral("A field delimiter has 1 to 8 bytes."));
    if (!p.value("nullFormat").isUndefined())
        write.nullText = p.value("nullFormat").toString();
    for (const QJsonValue &column : p.value("column").toArray()) {
        if (!column.isString() || column.toString().isEmpty())
            return p.error("column", QStringLiteral("A column is the name of a field."));
        write.columns.append(column.toString());
    }
    write.keys = readTexts(p.value("keyColumn")).value_or(QStringList());
    write.keys.removeAll(QString());
    write.timestampColumn = p.text("timestampColumn");
    write.compression = p.text("compressionType").toLower();
    if (write.compression == QLatin1String("none"))
        write.compression.clear();
    SLUICE_TRY(write.patience, p.seconds("reconnectSeconds", 60, 86400));
    return write;
}

} // namespace sluice
