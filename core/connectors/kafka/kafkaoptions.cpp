#include "connectors/kafka/kafkaoptions.h"

#include "task/optionbuilder.h"

namespace sluice
{

namespace
{

OptionSpecs connection()
{
    return {
        option("datasource", "Data source", OptionKind::Text, "The name of a Kafka data source.", "\"my_kafka\""),
        advanced(option("server", "Brokers", OptionKind::Text,
                        "Brokers to begin with, instead of a data source, without encryption or password.",
                        "\"10.0.0.1:9092\"")),
        required(option("topic", "Topic", OptionKind::Table, "The topic.", "\"orders\"")),
    };
}

OptionSpec kafkaConfig()
{
    return advanced(option("kafkaConfig", "Client settings", OptionKind::Object,
                           "Settings of librdkafka by their names. Those of the Java client that librdkafka does not "
                           "have are left out, with a line in the log; passwords belong to the data source.",
                           R"({"socket.keepalive.enable": true})"));
}

OptionSpec reconnect()
{
    return advanced(
        ranged(withDefault(option("reconnectSeconds", "Patience", OptionKind::Integer,
                                  "How long the task goes on trying when no broker answers, in seconds.", "300"),
                           60),
               1, 86400));
}

const QStringList &valueTypes()
{
    static const QStringList types{QStringLiteral("string"), QStringLiteral("bytearray"), QStringLiteral("double"),
                                   QStringLiteral("float"),  QStringLiteral("integer"),   QStringLiteral("long"),
                                   QStringLiteral("short")};
    return types;
}

OptionSpecs windowOptions()
{
    return {
        choice(option("beginType", "Read start offset", OptionKind::Choice,
                      "Where reading starts: specific is a time (beginDateTime), earliest and latest are the ends of a "
                      "partition, current is what the consumer group has committed, offset is beginOffset. Without "
                      "it, the option that is set says so.",
                      "\"specific\""),
               {QStringLiteral("specific"), QStringLiteral("earliest"), QStringLiteral("latest"),
                QStringLiteral("current"), QStringLiteral("offset")}),
        option("beginDateTime", "Start time", OptionKind::Text,
               "Records from this time on are read, the time itself included. yyyyMMddHHmmss, or a date and time as in "
               "2022-11-22 09:00:00.",
               "\"${startTime}\""),
        choice(option("endType", "Read end offset", OptionKind::Choice,
                      "Where reading ends: specific is a time (endDateTime), latest is the end of a partition when the "
                      "task starts, current is what the consumer group has committed, offset is endOffset. Without it, "
                      "the option that is set says so; with none, latest.",
                      "\"specific\""),
               {QStringLiteral("specific"), QStringLiteral("latest"), QStringLiteral("current"),
                QStringLiteral("offset")}),
        option("endDateTime", "End time", OptionKind::Text,
               "Records before this time are read, the time itself not included.", "\"${endTime}\""),
        option("timeZone", "Time zone", OptionKind::Text,
               "The zone of the start and end time. Without it, that of the task.", "\"Asia/Shanghai\""),
        withDefault(option("stopWhenPollEmpty", "Stop on silence", OptionKind::Boolean,
                           "How the task completes. false: at the end position, which is known when it starts: nothing "
                           "can be lost by this. true: when no partition has brought a new record for waitTIme: "
                           "records of the window that arrive while the task reads are taken too.",
                           "true"),
                    false),
        ranged(withDefault(option("waitTIme", "Silence", OptionKind::Integer,
                                  "With stopWhenPollEmpty: how long no record may come, in seconds.", "60"),
                           60),
               1, 86400),
        advanced(ranged(option("lateSeconds", "Lateness", OptionKind::Integer,
                               "With an end time: how far a record's time may lie behind those before it, in seconds. "
                               "Reading ends where records are that much later than the end time. Without it, every "
                               "partition is read up to its end, so that no record of the window is missed however "
                               "late it came.",
                               "3600"),
                        0, 9e12)),
        advanced(ranged(option("beginTimestampMillis", "Start time in milliseconds", OptionKind::Integer,
                               "Instead of beginDateTime: milliseconds since 1970-01-01 UTC.", "1669107600000"),
                        0, 9e15)),
        advanced(ranged(option("endTimestampMillis", "End time in milliseconds", OptionKind::Integer,
                               "Instead of endDateTime: milliseconds since 1970-01-01 UTC.", "1669111200000"),
                        0, 9e15)),
        advanced(option("beginOffset", "Start offset", OptionKind::Text,
                        "The first offset to read, in every partition. seekToBeginning, seekToLast and "
                        "seekToGroupOffset are other words for earliest, latest and current.",
                        "\"1000\"")),
        advanced(option("endOffset", "End offset", OptionKind::Text,
                        "Records before this offset are read, in every partition; seekToLast and seekToGroupOffset as "
                        "with beginOffset.",
                        "\"2000\"")),
        advanced(choice(option("autoOffsetReset", "When the start is gone", OptionKind::Choice,
                               "What to do when the start offset is no longer in the partition, or the consumer group "
                               "has committed none: none fails, earliest reads from the first record, latest reads "
                               "nothing of it.",
                               "\"earliest\""),
                        {QStringLiteral("none"), QStringLiteral("earliest"), QStringLiteral("latest")},
                        QStringLiteral("none"))),
    };
}

OptionSpecs recordOptions()
{
    return {
        choice(option("keyType", "Key type", OptionKind::Choice,
                      "What the bytes of a key are: a text, bytes, or a number as Kafka's own serializers write it.",
                      "\"string\""),
               valueTypes(), QStringLiteral("string")),
        choice(option("valueType", "Value type", OptionKind::Choice,
                      "What the bytes of a value are. JSON fields are read from texts and bytes.", "\"string\""),
               valueTypes(), QStringLiteral("string")),
        withDefault(option("encoding", "Encoding", OptionKind::Text, "The encoding of keys and values that are texts.",
                           "\"GBK\""),
                    QStringLiteral("UTF-8")),
        advanced(withDefault(option("headerEncoding", "Encoding of headers", OptionKind::Text,
                                    "The encoding of the headers' values.", "\"GBK\""),
                             QStringLiteral("UTF-8"))),
    };
}

} // namespace

OptionSpecs kafkaSourceOptions()
{
    return {
        required(option("bootstrapServers", "Brokers", OptionKind::Text,
                        "Brokers to begin with, as host:port, with commas between them.",
                        "\"10.0.0.1:9092,10.0.0.2:9092\"")),
        choice(option("securityProtocol", "Security protocol", OptionKind::Choice,
                      "How brokers are spoken to: SSL encrypts, SASL asks for a name and password.", "\"SASL_SSL\""),
               {QStringLiteral("PLAINTEXT"), QStringLiteral("SSL"), QStringLiteral("SASL_PLAINTEXT"),
                QStringLiteral("SASL_SSL")},
               QStringLiteral("PLAINTEXT")),
        choice(option("saslMechanism", "SASL mechanism", OptionKind::Choice, "How name and password are proved.",
                      "\"SCRAM-SHA-256\""),
               {QStringLiteral("PLAIN"), QStringLiteral("SCRAM-SHA-256"), QStringLiteral("SCRAM-SHA-512")},
               QStringLiteral("PLAIN")),
        option("username", "User name", OptionKind::Text, "With SASL: the user's name.", "\"alice\""),
        option("password", "Password", OptionKind::Secret,
               "With SASL: the user's password. Kept in the keyring, never in a file of the workspace.", "\"…\""),
        option("caFile", "CA certificate", OptionKind::Path,
               "With SSL: a PEM file of the authorities that sign the brokers' certificates. Without it, those of this "
               "computer.",
               "\"/etc/kafka/ca.pem\""),
        advanced(option("certificateFile", "Client certificate", OptionKind::Path,
                        "With SSL: a PEM file with the certificate of this client, where brokers ask for one.",
                        "\"/etc/kafka/client.pem\"")),
        advanced(option("keyFile", "Client key", OptionKind::Path,
                        "With SSL: a PEM file with the key of the client certificate.", "\"/etc/kafka/client.key\"")),
        advanced(
            option("keyPassword", "Password of the client key", OptionKind::Secret, "Where the key has one.", "\"…\"")),
        advanced(withDefault(option("verifyHostName", "Verify host names", OptionKind::Boolean,
                                    "With SSL: the brokers' certificates must name their hosts.", "false"),
                             true)),
        advanced(withDefault(option("minVersion", "Least broker version", OptionKind::Text,
                                    "Older brokers are refused: before 0.10.2 they do not find records by time.",
                                    "\"0.11\""),
                             QStringLiteral("0.10.2"))),
        advanced(option("maxVersion", "Latest broker version", OptionKind::Text,
                        "Later brokers are refused. Without it, brokers above 2.2.x give a note.", "\"2.2.x\"")),
        advanced(option("properties", "Client settings", OptionKind::Object,
                        "More settings of librdkafka, by their names.", R"({"socket.timeout.ms": 20000})")),
    };
}

OptionSpecs kafkaReaderOptions()
{
    OptionSpecs specs = connection();
    specs += required(option(
        "column", "Columns", OptionKind::Columns,
        "What to read, in this order: __key__, __value__, __partition__, __headers__ (as JSON), __offset__, "
        "__timestamp__ (milliseconds), paths into a value that is JSON, or constants in single quotes. A path goes by "
        ". to a member and by [0] to an element; keys that hold a . cannot be named. A string is its text, other "
        "values "
        "are their JSON; what is missing is NULL, and a value that is not JSON makes the record a dirty row.",
        R"(["__key__", "__timestamp__", "user.name", "items[0].id", "'a constant'"])"));
    specs += windowOptions();
    specs += recordOptions();
    specs += option("groupId", "Consumer group ID", OptionKind::Text,
                    "The group that Kafka's statistics show. What a task has brought to its destination is committed "
                    "for it afterwards. Without it, nothing is committed.",
                    "\"sluice_orders\"");
    specs += advanced(ranged(option("partition", "Partition", OptionKind::Integer,
                                    "Reads this partition alone; they are counted from 0.", "0"),
                             0, 1e6));
    specs += advanced(ranged(withDefault(option("fetchMinBytes", "Least bytes a fetch", OptionKind::Integer,
                                                "A broker waits for so many bytes before it answers.", "524288"),
                                         1),
                             1, 1e8));
    specs += advanced(ranged(withDefault(option("fetchMaxWaitMs", "Longest wait of a fetch", OptionKind::Integer,
                                                "How long a broker waits for them, in milliseconds.", "1000"),
                                         500),
                             1, 300000));
    specs += reconnect();
    specs += advanced(option("skipExceedRecord", "Leave out what exceeds", OptionKind::Boolean,
                             "Read and kept: what lies outside of the window is always left out.", "true"));
    specs += advanced(option("stopWhenReachEndOffset", "Stop at the newest record", OptionKind::Boolean,
                             "Read and kept: a task never stops before the records that were there when it started.",
                             "true"));
    specs +=
        advanced(option("sessionTimeoutMs", "Session timeout", OptionKind::Integer,
                        "Read and kept: partitions are assigned by this program, so there is no session.", "30000"));
    specs += kafkaConfig();
    return specs;
}

OptionSpecs kafkaWriterOptions()
{
    OptionSpecs specs = connection();
    specs += option("column", "Columns", OptionKind::Columns,
                    "The names of the fields to write, in the order of the reader's columns. Without it, the reader's "
                    "own.",
                    R"(["id", "name"])");
    specs += choice(option("writeMode", "Write mode", OptionKind::Choice,
                           "json makes every row an object, text puts the columns one after another.", "\"text\""),
                    {QStringLiteral("json"), QStringLiteral("text")}, QStringLiteral("json"));
    specs += withDefault(option("fieldDelimiter", "Field delimiter", OptionKind::Text,
                                "With text: what stands between the columns; \\t and \\u0001 are understood.", "\",\""),
                         QStringLiteral("\\t"));
    specs +=
        option("nullFormat", "Text of NULL", OptionKind::Text, "With text: what is written for NULL.", "\"\\\\N\"");
    specs += option("keyColumn", "Key columns", OptionKind::List,
                    "The columns that make the record's key, with commas between several: rows of the same key go to "
                    "the same partition, in order. Without it, records have no key.",
                    R"(["id"])");
    specs += advanced(option("timestampColumn", "Timestamp column", OptionKind::Text,
                             "A column with the record's time. Without it, the time of writing.", "\"happened\""));
    specs += advanced(
        ranged(option("partition", "Partition", OptionKind::Integer, "Writes to this partition alone.", "0"), 0, 1e6));
    specs += advanced(
        choice(option("compressionType", "Compression", OptionKind::Choice, "How records are compressed.", "\"zstd\""),
               {QStringLiteral("none"), QStringLiteral("gzip"), QStringLiteral("snappy"), QStringLiteral("lz4"),
                QStringLiteral("zstd")},
               QStringLiteral("none")));
    specs += reconnect();
    specs += kafkaConfig();
    return specs;
}

} // namespace sluice
