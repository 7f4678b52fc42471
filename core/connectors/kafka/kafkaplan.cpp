#include "connectors/kafka/kafkaplan.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <limits>

namespace sluice
{

namespace
{

qint64 steadyNow()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

} // namespace

QByteArray rangesText(const KafkaRanges &ranges)
{
    QJsonArray array;
    for (const KafkaRange &range : ranges)
        array.append(QJsonObject{{QStringLiteral("partition"), range.partition},
                                 {QStringLiteral("begin"), range.begin},
                                 {QStringLiteral("end"), range.end}});
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

Result<KafkaRanges> readRanges(const QByteArray &detail)
{
    KafkaRanges ranges;
    for (const QJsonValue &value : QJsonDocument::fromJson(detail).array())
        ranges.push_back({value[QLatin1String("partition")].toInt(-1), value[QLatin1String("begin")].toInteger(-1),
                          value[QLatin1String("end")].toInteger(-1)});
    for (const KafkaRange &range : ranges)
        if (range.partition < 0 || range.begin < 0)
            ranges.clear();
    if (ranges.empty())
        return makeError(ErrorCode::Internal, QStringLiteral("A split does not say which partition it is."));
    return ranges;
}

void KafkaPlan::setWindow()
{
    using Kind = KafkaBound::Kind;
    m_from = read.begin.kind == Kind::Time ? read.begin.value : std::numeric_limits<qint64>::min();
    m_until = read.end.kind == Kind::Time ? read.end.value : std::numeric_limits<qint64>::max();
    m_heard = steadyNow();
}

void KafkaPlan::heard()
{
    m_heard.store(steadyNow(), std::memory_order_relaxed);
}

bool KafkaPlan::isSilent() const
{
    return m_behind <= 0 && steadyNow() - m_heard.load(std::memory_order_relaxed) >= read.silence.count();
}

void KafkaPlan::finished(const std::map<int, qint64> &offsets, qint64 rows, qint64 left)
{
    m_rows += rows;
    m_left += left;
    std::lock_guard lock(m_mutex);
    for (const auto &[partition, offset] : offsets)
        m_finished[partition] = offset;
}

std::map<int, qint64> KafkaPlan::finishedOffsets() const
{
    std::lock_guard lock(m_mutex);
    return m_finished;
}

} // namespace sluice
