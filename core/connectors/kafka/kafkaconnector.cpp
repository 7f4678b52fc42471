#include "connectors/kafka/kafkaconnector.h"

#include "connectors/kafka/kafkaclient.h"
#include "connectors/kafka/kafkaplan.h"
#include "task/optionvalue.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

constexpr auto listPatience = 15s;

Issue issue(Severity severity, const QString &message, const QString &pointer)
{
    Issue made;
    made.severity = severity;
    made.message = message;
    made.pointer = pointer;
    return made;
}

bool isTemplated(const QJsonValue &value)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact))
        .contains(QLatin1String("${"));
}

// The step as far as it is known: what holds a variable is known only when it runs.
StepSpec settled(const StepSpec &step)
{
    StepSpec known = step;
    bool variableBegin = false;
    bool variableEnd = false;
    for (auto it = step.parameter.begin(); it != step.parameter.end(); ++it) {
        if (!isTemplated(it.value()) || it.key() == QLatin1String("column"))
            continue;
        variableBegin |= it.key().startsWith(QLatin1String("begin"));
        variableEnd |= it.key().startsWith(QLatin1String("end"));
        known.parameter.remove(it.key());
    }
    QJsonObject &parameter = known.parameter;
    if (!parameter.contains(QStringLiteral("topic")))
        parameter.insert(QStringLiteral("topic"), QStringLiteral("x")); // that it is missing is said elsewhere
    if (variableBegin || variableEnd) {
        for (const QString &key : {QStringLiteral("endType"), QStringLiteral("endDateTime"),
                                   QStringLiteral("endOffset"), QStringLiteral("endTimestampMillis")})
            parameter.remove(key);
    }
    if (variableBegin) {
        parameter.remove(QStringLiteral("beginType"));
        parameter.insert(QStringLiteral("beginType"), QStringLiteral("earliest"));
    }
    return known;
}

// A pointer of the step itself when the error names no place of it.
QString placeOf(const Error &error, const StepSpec &step)
{
    return error.where.startsWith(QLatin1Char('/')) ? error.where : step.pointer + QStringLiteral("/parameter");
}

class KafkaConnector final : public Connector
{
public:
    KafkaConnector()
    {
        m_info.stepType = QStringLiteral("kafka");
        m_info.title = QStringLiteral("Kafka");
        m_info.summary = QStringLiteral("Topics of Apache Kafka: records read in windows of time or offsets, and rows "
                                        "written as records.");
        m_info.needsSource = true;
        m_info.sourceOptions = kafkaSourceOptions();
        m_info.readerOptions = kafkaReaderOptions();
        m_info.writerOptions = kafkaWriterOptions();
    }

    const ConnectorInfo &info() const override { return m_info; }

    TestReport test(const DataSource &source, Stop stop, const StageTold &told) const override
    {
        return testKafka(source, stop, told);
    }

    Result<QList<ObjectInfo>> list(const DataSource &source, const QString &prefix, Stop stop) const override
    {
        SLUICE_TRY(const KafkaConnection connection, kafkaConnection(source));
        SLUICE_TRY(const auto client, KafkaClient::make(connection, KafkaClient::Role::Producer, {}));
        SLUICE_TRY(const QStringList topics, client->topics(listPatience, stop));
        QList<ObjectInfo> found;
        for (const QString &topic : topics)
            if (topic.startsWith(prefix, Qt::CaseInsensitive))
                found.append({topic, QStringLiteral("topic"), {}});
        return found;
    }

    Result<ObjectSchema> schema(const OpenRequest &request, Stop stop) const override
    {
        return kafkaSchema(request, stop);
    }

    Result<QList<SampleRecord>> sample(const OpenRequest &request, int wanted, Stop stop) const override
    {
        return sampleKafka(request, wanted, stop);
    }

    Result<std::unique_ptr<Source>> openSource(const OpenRequest &request, Stop stop) const override
    {
        return openKafkaSource(request, stop);
    }

    Result<std::unique_ptr<Sink>> openSink(const OpenRequest &request, Stop stop) const override
    {
        return openKafkaSink(request, stop);
    }

    Result<std::unique_ptr<Sink>> openRehearsal(const OpenRequest &request, Stop) const override
    {
        return openKafkaRehearsal(request);
    }

    Issues check(const StepSpec &step) const override
    {
        Issues issues;
        if (isUnset(step.parameter.value(QStringLiteral("datasource"))) &&
            isUnset(step.parameter.value(QStringLiteral("server"))))
            issues.append(issue(Severity::Error,
                                QStringLiteral("The step names no data source. Set \"datasource\", or \"server\" for "
                                               "brokers without encryption."),
                                step.pointer + QStringLiteral("/parameter")));
        const StepSpec known = settled(step);
        DataSource anywhere;
        anywhere.name = QStringLiteral("any");
        anywhere.values.insert(QStringLiteral("bootstrapServers"), QStringLiteral("any:1"));
        if (const auto connection = kafkaConnection(anywhere, &known); !connection)
            issues.append(issue(Severity::Error, connection.error().message, placeOf(connection.error(), step)));
        if (!issues.isEmpty())
            return issues;
        if (step.category == QLatin1String("writer")) {
            if (const auto write = KafkaWriteParameters::from(known); !write)
                issues.append(issue(Severity::Error, write.error().message, placeOf(write.error(), step)));
            return issues;
        }
        const auto read = KafkaReadParameters::from(known, QTimeZone::utc());
        if (!read) {
            issues.append(issue(Severity::Error, read.error().message, placeOf(read.error(), step)));
            return issues;
        }
        const char *const begin =
            step.parameter.contains(QStringLiteral("beginDateTime")) ? "beginDateTime" : "beginType";
        if (read->untilSilence)
            issues.append(
                issue(Severity::Warning,
                      QStringLiteral("Reading stops at a silence: records of the window that come after it are "
                                     "lost. Stop at the end position unless partitions are often silent and "
                                     "nothing older than the end time arrives late."),
                      kafkaPointer(step, "stopWhenPollEmpty")));
        else
            issues.append(issue(Severity::Note,
                                QStringLiteral("Records of the window that are written after the task has started are "
                                               "not read: start it some minutes after the end time."),
                                kafkaPointer(step, begin)));
        return issues;
    }

private:
    ConnectorInfo m_info;
};

} // namespace

std::unique_ptr<Connector> makeKafkaConnector()
{
    return std::make_unique<KafkaConnector>();
}

} // namespace sluice
