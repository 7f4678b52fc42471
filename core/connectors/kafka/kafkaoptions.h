#pragma once

#include "base/result.h"
#include "connectors/kafka/jsonpath.h"
#include "data/schema.h"
#include "task/datasource.h"
#include "task/optionspec.h"
#include "task/taskspec.h"

#include <QMap>
#include <QTimeZone>

#include <chrono>
#include <optional>
#include <vector>

namespace sluice
{

OptionSpecs kafkaSourceOptions();
OptionSpecs kafkaReaderOptions();
OptionSpecs kafkaWriterOptions();

// How to reach a cluster, as librdkafka's own properties; values may be secrets.
struct KafkaConnection {
    QString servers;                 // "host:port,host:port"
    QString protocol;                // PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL
    QMap<QString, QString> settings; // without bootstrap.servers
    QStringList ignored;             // settings of other clients that were left out
    QString minVersion;              // of the broker, "0.10.2"
    QString maxVersion;              // "2.2.x"; empty: any

    bool tls() const { return protocol.endsWith(QLatin1String("SSL")); }
    bool sasl() const { return protocol.startsWith(QLatin1String("SASL")); }
};
// `step` may name servers instead of a data source, and adds its kafkaConfig.
Result<KafkaConnection> kafkaConnection(const DataSource &source, const StepSpec *step = nullptr);

// How the bytes of a key or value are read.
enum class KafkaType { String, Bytes, Double, Float, Int, Long, Short };

// One end of what is read.
struct KafkaBound {
    enum class Kind { Time, Offset, Group, Earliest, Latest };
    Kind kind = Kind::Latest;
    qint64 value = 0; // Time: milliseconds since 1970; Offset: the offset
};

// One column that a reader delivers.
struct KafkaColumn {
    enum class Kind { Key, Value, Partition, Headers, Offset, Timestamp, Json, Constant };
    Kind kind = Kind::Json;
    QString name;
    JsonPath path;    // Json
    QString constant; // Constant
    Type type;
};
Result<KafkaColumn> parseKafkaColumn(const QJsonValue &entry, int index, KafkaType key, KafkaType value);

enum class OffsetReset { None, Earliest, Latest };

// A reader's parameters as values.
struct KafkaReadParameters {
    QString topic;
    std::optional<int> partition; // only this one
    QString groupId;
    KafkaBound begin;
    KafkaBound end;
    bool untilSilence = false; // else up to the end position
    std::chrono::milliseconds silence{0};
    std::optional<std::chrono::milliseconds> lateness; // how late a record may come behind others; none: any
    std::chrono::milliseconds patience{0};             // with a broker that is gone
    OffsetReset reset = OffsetReset::None;
    KafkaType keyType = KafkaType::String;
    KafkaType valueType = KafkaType::String;
    QByteArray encoding;       // of texts; empty: UTF-8
    QByteArray headerEncoding; // empty: UTF-8
    std::vector<KafkaColumn> columns;
    int fetchMinBytes = 1;
    int fetchMaxWaitMs = 500;

    bool needsJson() const;
    Schema schema() const;
    // Times without a zone are of `zone` unless the parameters name one.
    static Result<KafkaReadParameters> from(const StepSpec &step, const QTimeZone &zone);
};

// A writer's parameters as values.
struct KafkaWriteParameters {
    enum class Format { Json, Text };
    QString topic;
    Format format = Format::Json;
    std::string delimiter;
    std::optional<QString> nullText; // Text
    QStringList columns;             // names of the fields; empty: the reader's
    QStringList keys;                // columns that make the key
    QString timestampColumn;         // empty: the time of writing
    std::optional<int> partition;
    QString compression; // empty: none
    QString acks;
    std::chrono::milliseconds patience{0};

    static Result<KafkaWriteParameters> from(const StepSpec &step);
};

// The instant of "20221122090000" or another form that dates are read in, in `zone`: milliseconds since 1970. Config
// names the nearest time there is.
Result<qint64> kafkaTime(const QString &text, const QTimeZone &zone);

// Whether a broker of this version ("2.2.9", "3.9") may be used (KR-1). Unsupported when it may not; a note when it is
// later than the versions that the documents name.
Result<QString> checkBrokerVersion(const QString &version, const QString &least, const QString &most);

// Where a parameter stands, for errors.
QString kafkaPointer(const StepSpec &step, const char *key);

} // namespace sluice
