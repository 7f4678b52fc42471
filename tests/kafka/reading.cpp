#include "kafka/reading.h"

#include "connectors/kafka/kafkaconnector.h"
#include "data/cast.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>

#include <thread>

namespace sluice
{

const Connector &kafka()
{
    static const auto connector = makeKafkaConnector();
    return *connector;
}

OpenRequest kafkaRequest(const QString &server, const char *category, QJsonObject parameter, int lanes)
{
    static ListLog log;
    OpenRequest request;
    request.step.stepType = QStringLiteral("kafka");
    request.step.category = QString::fromLatin1(category);
    request.step.pointer = QStringLiteral("/steps/0");
    request.step.parameter = std::move(parameter);
    request.source.name = QStringLiteral("broker");
    request.source.type = QStringLiteral("kafka");
    request.source.values.insert(QStringLiteral("bootstrapServers"), server);
    request.lanes = lanes;
    request.runId = QStringLiteral("run1");
    request.timeZone = QTimeZone::utc();
    request.log = &log;
    return request;
}

QStringList rowTexts(const Batch &batch, const Schema &schema)
{
    QStringList lines;
    for (qint64 row = 0; batch.rows && row < batch.rows->num_rows(); ++row) {
        QStringList cells;
        for (int i = 0; i < batch.rows->num_columns(); ++i)
            cells.append(batch.rows->column(i)->IsNull(row)
                             ? QStringLiteral("NULL")
                             : QString::fromUtf8(
                                   cellText(batch.rows->column(i), schema.columns[i].type, row, QTimeZone::utc())));
        lines.append(cells.join(u'|'));
    }
    return lines;
}

QStringList rowsOf(const Result<ReadBack> &back)
{
    return back ? back->rows : QStringList{back.error().text()};
}

QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

static Done readSplit(Source &source, const Split &split, Stop stop, ReadBack &back)
{
    SLUICE_TRY(const auto reader, source.reader(split, {}));
    for (;;) {
        Batch batch;
        SLUICE_TRY(const Reader::Outcome outcome, reader->next(batch, stop));
        if (outcome == Reader::Outcome::End)
            return {};
        back.rows += rowTexts(batch, source.schema());
        for (const DirtyRow &row : batch.dirty)
            back.dirty.append(
                QStringLiteral("%1|%2|%3|%4").arg(row.row).arg(row.column, QString::fromUtf8(row.raw), row.reason));
    }
}

Result<ReadBack> readAll(const OpenRequest &request, Stop stop)
{
    SLUICE_TRY(const auto source, kafka().openSource(request, stop));
    SLUICE_TRY(const auto splits, source->split(request.lanes * 4, stop));
    std::vector<ReadBack> parts(splits.size());
    std::vector<Done> outcomes(splits.size());
    std::vector<std::thread> threads;
    for (size_t i = 0; i < splits.size(); ++i)
        threads.emplace_back([&, i] { outcomes[i] = readSplit(*source, splits[i], stop, parts[i]); });
    for (std::thread &thread : threads)
        thread.join();
    ReadBack back;
    back.splits = int(splits.size());
    for (size_t i = 0; i < splits.size(); ++i) {
        SLUICE_CHECK(outcomes[i]);
        back.rows += parts[i].rows;
        back.dirty += parts[i].dirty;
    }
    back.notes = source->notes();
    SLUICE_CHECK(source->committed(stop));
    return back;
}

Result<ReadBack> readTopic(const QString &server, const QString &topic, QJsonObject parameter,
                           const QStringList &columns, int lanes)
{
    parameter.insert(QStringLiteral("topic"), topic);
    parameter.insert(QStringLiteral("column"), QJsonArray::fromStringList(columns));
    if (!parameter.contains(QStringLiteral("fetchMaxWaitMs")))
        parameter.insert(QStringLiteral("fetchMaxWaitMs"), 50);
    return readAll(kafkaRequest(server, "reader", parameter, lanes), Stop().within(std::chrono::seconds(60)));
}

} // namespace sluice
