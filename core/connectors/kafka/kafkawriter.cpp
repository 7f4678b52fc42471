#include "base/nearest.h"
#include "connector/earlysink.h"
#include "connector/rehearsalsink.h"
#include "connectors/kafka/kafkaclient.h"
#include "connectors/kafka/kafkaplan.h"
#include "connectors/kafka/recordtext.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>

#include <algorithm>

namespace sluice
{

namespace
{

struct Target {
    KafkaWriteParameters write;
    KafkaConnection connection;
    Schema schema;
    qsizetype timestamp = -1; // column
    QString largest;          // bytes that the topic takes at once; empty: not known
    QTimeZone zone;
};

// What the brokers have said of the records of one batch.
struct Deliveries {
    qint64 open = 0;
    rd_kafka_resp_err_t failure = RD_KAFKA_RESP_ERR_NO_ERROR;
    std::vector<qint64> tooLarge; // rows
};

class KafkaWriter final : public Writer
{
public:
    KafkaWriter(const Target &target, RecordText text, CastPlan times)
        : m_target(target)
        , m_text(std::move(text))
        , m_times(std::move(times))
    {
    }

    Done write(const Batch &batch, DirtySink &dirty, Stop stop) override
    {
        SLUICE_CHECK(stop.check());
        if (!m_client)
            SLUICE_CHECK(start());
        if (!batch.rows)
            return {};
        std::vector<bool> refused(size_t(batch.rows->num_rows()));
        SLUICE_CHECK(refuse(batch, refused, dirty));
        m_deliveries = {};
        for (int64_t row = 0; row < batch.rows->num_rows(); ++row)
            if (!refused[size_t(row)])
                SLUICE_CHECK(produce(batch, row, dirty, stop));
        return settle(batch, dirty, stop);
    }

    Result<Receipt> seal(Stop) override { return Receipt("{}"); } // every write() has waited for the brokers

private:
    Done start()
    {
        const KafkaWriteParameters &write = m_target.write;
        KafkaClient::Settings own{{QStringLiteral("linger.ms"), QStringLiteral("5")},
                                  {QStringLiteral("queue.buffering.max.kbytes"), QStringLiteral("65536")},
                                  {QStringLiteral("reconnect.backoff.max.ms"), QStringLiteral("1000")}};
        KafkaClient::Settings firm{{QStringLiteral("enable.idempotence"), QStringLiteral("true")},
                                   {QStringLiteral("message.timeout.ms"), QString::number(write.patience.count())}};
        // A request that the topic refuses would take its neighbours along.
        if (!m_target.largest.isEmpty() &&
            KafkaClient::settingFault(QStringLiteral("message.max.bytes"), m_target.largest).isEmpty())
            own.insert(QStringLiteral("message.max.bytes"), m_target.largest);
        if (!write.compression.isEmpty())
            firm.insert(QStringLiteral("compression.type"), write.compression);
        SLUICE_TRY(m_client,
                   KafkaClient::make(m_target.connection, KafkaClient::Role::Producer, own, firm, onDelivery));
        m_topic = write.topic.toUtf8();
        return {};
    }

    static void onDelivery(rd_kafka_t *, const rd_kafka_message_t *message, void *)
    {
        // Rows are told apart by their number; the batch they belong to waits for them.
        auto *const delivery = static_cast<Delivery *>(message->_private);
        Deliveries &all = *delivery->all;
        --all.open;
        if (message->err == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE)
            all.tooLarge.push_back(delivery->row);
        else if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR)
            all.failure = message->err;
    }

    struct Delivery {
        Deliveries *all;
        qint64 row;
    };

    Done refuse(const Batch &batch, std::vector<bool> &refused, DirtySink &dirty)
    {
        std::vector<std::pair<qsizetype, CastRefusal>> found;
        SLUICE_CHECK(m_text.take(*batch.rows, found));
        m_timestamps.reset();
        if (m_target.timestamp >= 0) {
            SLUICE_TRY(CastResult cast, m_times.apply(batch.rows->column(int(m_target.timestamp))));
            for (CastRefusal &refusal : cast.refused)
                found.emplace_back(m_target.timestamp, std::move(refusal));
            m_timestamps = std::static_pointer_cast<arrow::Int64Array>(cast.values);
            for (int64_t row = 0; row < m_timestamps->length(); ++row)
                if (m_timestamps->IsValid(row) && m_timestamps->Value(row) < 0)
                    found.emplace_back(m_target.timestamp,
                                       CastRefusal{row, QStringLiteral("a record cannot be older than 1970")});
        }
        for (auto &[column, refusal] : found) {
            if (!refused[size_t(refusal.row)])
                addDirty(batch, refusal.row, column, refusal.reason, dirty);
            refused[size_t(refusal.row)] = true;
        }
        m_rows.resize(size_t(batch.rows->num_rows()));
        return {};
    }

    void addDirty(const Batch &batch, int64_t row, qsizetype column, const QString &reason, DirtySink &dirty) const
    {
        DirtyRow made;
        made.row = batch.rowNumber(row);
        made.place = row;
        made.reason = reason;
        if (column >= 0) {
            made.column = m_target.schema.columns[column].name;
            made.raw =
                cellText(batch.rows->column(int(column)), m_target.schema.columns[column].type, row, m_target.zone);
        } else {
            std::string value;
            m_text.appendValue(row, value);
            made.raw = QByteArray(value.data(), std::min<qsizetype>(qsizetype(value.size()), 64 * 1024));
        }
        dirty.add(std::move(made));
    }

    Done produce(const Batch &batch, int64_t row, DirtySink &dirty, Stop stop)
    {
        m_value.clear();
        m_key.clear();
        m_text.appendValue(row, m_value);
        const bool keyless = m_text.isKeyless(row);
        if (!keyless)
            m_text.appendKey(row, m_key);
        const int64_t time = m_timestamps && m_timestamps->IsValid(row) ? m_timestamps->Value(row) : 0;
        m_rows[size_t(row)] = {&m_deliveries, row};
        for (;;) {
            const auto code = rd_kafka_producev(
                m_client->handle(), RD_KAFKA_V_TOPIC(m_topic.constData()),
                RD_KAFKA_V_PARTITION(m_target.write.partition.value_or(RD_KAFKA_PARTITION_UA)),
                RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_VALUE(m_value.data(), m_value.size()),
                RD_KAFKA_V_KEY(keyless ? nullptr : m_key.data(), m_key.size()), RD_KAFKA_V_TIMESTAMP(time),
                RD_KAFKA_V_OPAQUE(&m_rows[size_t(row)]), RD_KAFKA_V_END);
            if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
                ++m_deliveries.open;
                return {};
            }
            if (code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE) {
                addTooLarge(batch, row, dirty);
                return {};
            }
            if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL)
                return m_client->error(code, QStringLiteral("Writing to topic %1").arg(m_target.write.topic));
            rd_kafka_poll(m_client->handle(), 100);
            SLUICE_CHECK(stop.check());
            SLUICE_CHECK(m_client->check());
        }
    }

    void addTooLarge(const Batch &batch, int64_t row, DirtySink &dirty) const
    {
        addDirty(batch, row, -1,
                 QStringLiteral("the record is larger than the topic takes (max.message.bytes), or the client "
                                "(message.max.bytes)"),
                 dirty);
    }

    // Waits until the brokers have all records of the batch.
    Done settle(const Batch &batch, DirtySink &dirty, Stop stop)
    {
        while (m_deliveries.open > 0) {
            rd_kafka_poll(m_client->handle(), 100);
            if (m_deliveries.open > 0) {
                SLUICE_CHECK(stop.check());
                SLUICE_CHECK(m_client->check());
            }
        }
        for (const qint64 row : m_deliveries.tooLarge)
            addTooLarge(batch, row, dirty);
        if (m_deliveries.failure == RD_KAFKA_RESP_ERR__MSG_TIMED_OUT)
            return m_client->error(ErrorCode::Network,
                                   QStringLiteral("The brokers of topic %1 did not take rows for %2 s.")
                                       .arg(m_target.write.topic)
                                       .arg(m_target.write.patience.count() / 1000));
        if (m_deliveries.failure != RD_KAFKA_RESP_ERR_NO_ERROR)
            return m_client->error(m_deliveries.failure,
                                   QStringLiteral("Writing to topic %1").arg(m_target.write.topic));
        return {};
    }

    const Target &m_target;
    RecordText m_text;
    CastPlan m_times;
    QByteArray m_topic;
    Deliveries m_deliveries; // the client's callbacks come by its own poll, on this thread
    std::vector<Delivery> m_rows;
    std::shared_ptr<arrow::Int64Array> m_timestamps;
    std::string m_value;
    std::string m_key;
    std::unique_ptr<KafkaClient> m_client; // goes first: what it has not sent is dropped
};

class KafkaSink final : public Sink, public EarlySink
{
public:
    explicit KafkaSink(Target target)
        : m_target(std::move(target))
    {
    }

    const Schema &schema() const override { return m_target.schema; }

    Result<std::unique_ptr<Writer>> writer(int) override
    {
        SLUICE_TRY(RecordText text, RecordText::make(m_target.write, m_target.schema, m_target.zone));
        const Type from =
            m_target.timestamp < 0 ? Type(TypeKind::BigInt) : m_target.schema.columns[m_target.timestamp].type;
        SLUICE_TRY(CastPlan times, CastPlan::compile(from, TypeKind::BigInt, {m_target.zone}));
        return std::unique_ptr<Writer>(std::make_unique<KafkaWriter>(m_target, std::move(text), std::move(times)));
    }

    // Records are seen as soon as a broker has them: there is nothing to make visible, and nothing to take back.
    Done commit(qint64, const std::vector<Receipt> &, Stop) override { return {}; }
    void abort() override {}
    bool showsBeforeCommit() const override { return true; }

private:
    const Target m_target;
};

// The records of a rehearsal: their keys and values, which nobody gets.
class RehearsingWriter final : public Writer
{
public:
    RehearsingWriter(const Target &target, RecordText text, RehearsalSink &sink)
        : m_target(target)
        , m_text(std::move(text))
        , m_sink(sink)
    {
    }

    Done write(const Batch &batch, DirtySink &dirty, Stop stop) override
    {
        std::vector<std::pair<qsizetype, CastRefusal>> found;
        SLUICE_CHECK(m_text.take(*batch.rows, found));
        std::vector<bool> refused(size_t(batch.rows->num_rows()));
        for (const auto &[column, refusal] : found) {
            if (!refused[size_t(refusal.row)])
                dirty.add({.row = batch.rowNumber(refusal.row),
                           .column = m_target.schema.columns[column].name,
                           .raw = cellText(batch.rows->column(int(column)), m_target.schema.columns[column].type,
                                           refusal.row, m_target.zone),
                           .reason = refusal.reason,
                           .place = refusal.row});
            refused[size_t(refusal.row)] = true;
        }
        for (int64_t row = 0; row < batch.rows->num_rows(); ++row) {
            if (refused[size_t(row)])
                continue;
            m_text.appendValue(row, m_record);
            if (!m_text.isKeyless(row))
                m_text.appendKey(row, m_record);
            m_sink.count(qint64(m_record.size()));
            m_record.clear();
        }
        return stop.check();
    }
    Result<Receipt> seal(Stop) override { return Receipt(); }

private:
    const Target &m_target;
    RecordText m_text;
    RehearsalSink &m_sink;
    std::string m_record;
};

class KafkaRehearsal final : public RehearsalSink
{
public:
    explicit KafkaRehearsal(Target target)
        : RehearsalSink(target.schema)
        , m_target(std::move(target))
    {
    }

    Result<std::unique_ptr<Writer>> writer(int) override
    {
        SLUICE_TRY(RecordText text, RecordText::make(m_target.write, m_target.schema, m_target.zone));
        return std::unique_ptr<Writer>(std::make_unique<RehearsingWriter>(m_target, std::move(text), *this));
    }

private:
    const Target m_target;
};

// What the script says of the destination; asks nobody.
Result<Target> targetOf(const OpenRequest &request)
{
    Target target;
    SLUICE_TRY(target.write, KafkaWriteParameters::from(request.step));
    SLUICE_TRY(target.connection, kafkaConnection(request.source, &request.step));
    if (!request.peer)
        return makeError(ErrorCode::Config,
                         QStringLiteral("A Kafka writer takes the columns of its reader, which are not known here."),
                         QStringLiteral("writer"));
    target.schema = *request.peer;
    target.zone = request.timeZone;
    const QStringList &names = target.write.columns;
    if (!names.isEmpty() && names.size() != target.schema.size())
        return makeError(ErrorCode::Config,
                         QStringLiteral("The writer names %1 columns, the reader %2: name as many.")
                             .arg(names.size())
                             .arg(target.schema.size()),
                         QStringLiteral("writer.column"));
    for (qsizetype i = 0; i < names.size(); ++i)
        target.schema.columns[i].name = names[i];
    if (!target.write.timestampColumn.isEmpty()) {
        target.timestamp = target.schema.indexOf(target.write.timestampColumn);
        if (target.timestamp < 0)
            return makeError(
                ErrorCode::Schema,
                QStringLiteral("No column is called \"%1\", so it cannot be the record's time.%2")
                    .arg(target.write.timestampColumn, didYouMean(target.write.timestampColumn, target.schema.names())),
                QStringLiteral("writer.timestampColumn"));
    }
    SLUICE_TRY(const auto text, RecordText::make(target.write, target.schema, target.zone));
    (void)text; // its columns and keys are there
    return target;
}

} // namespace

Result<std::unique_ptr<Sink>> openKafkaRehearsal(const OpenRequest &request)
{
    SLUICE_TRY(Target target, targetOf(request));
    return std::unique_ptr<Sink>(std::make_unique<KafkaRehearsal>(std::move(target)));
}

Result<std::unique_ptr<Sink>> openKafkaSink(const OpenRequest &request, Stop stop)
{
    SLUICE_TRY(Target target, targetOf(request));
    SLUICE_TRY(const auto client, KafkaClient::make(target.connection, KafkaClient::Role::Producer, {}));
    SLUICE_TRY(const std::vector<int> partitions, client->partitions(target.write.topic, target.write.patience, stop));
    if (target.write.partition &&
        std::find(partitions.begin(), partitions.end(), *target.write.partition) == partitions.end())
        return makeError(
            ErrorCode::NotFound,
            QStringLiteral("Topic %1 has no partition %2.").arg(target.write.topic).arg(*target.write.partition),
            kafkaPointer(request.step, "partition"));
    target.largest = client->topicSetting(target.write.topic, "max.message.bytes", std::chrono::seconds(5));
    return std::unique_ptr<Sink>(std::make_unique<KafkaSink>(std::move(target)));
}

} // namespace sluice
