#pragma once

#include "connector/connector.h"
#include "kafka/broker.h"

#include <QJsonArray>
#include <QStringList>

namespace sluice
{

// 2022-11-22 09:00:00 UTC, where the tutorial's window begins.
inline constexpr qint64 nine = 1669107600000;
inline constexpr qint64 ten = nine + 3600'000;

class ListLog final : public Log
{
public:
    void write(LogLevel, const QString &line) override
    {
        std::lock_guard lock(m_mutex);
        m_lines.append(line);
    }
    QString text() const
    {
        std::lock_guard lock(m_mutex);
        return m_lines.join(u'\n');
    }

private:
    mutable std::mutex m_mutex;
    QStringList m_lines;
};

// What a reader gave: rows as texts with | between, NULL for nothing, split by split.
struct ReadBack {
    QStringList rows;
    QStringList dirty; // "row|column|raw|reason"
    QStringList notes;
    int splits = 0;
};

const Connector &kafka();
OpenRequest kafkaRequest(const QString &server, const char *category, QJsonObject parameter, int lanes = 2);
// All splits, each by a thread of its own when there are several.
Result<ReadBack> readAll(const OpenRequest &request, Stop stop = {});
// Waits no longer than a broken reader may take.
Result<ReadBack> readTopic(const QString &server, const QString &topic, QJsonObject parameter,
                           const QStringList &columns = {QStringLiteral("__value__")}, int lanes = 2);
QStringList rowTexts(const Batch &batch, const Schema &schema);
// The rows, or what went wrong as the only one.
QStringList rowsOf(const Result<ReadBack> &back);
QStringList sorted(QStringList list);

// Its argument is evaluated once.
#define KAFKA_VERIFY(result)                                                                                           \
    if (const auto &verified = (result); !verified.ok())                                                               \
    QFAIL(qPrintable(verified.error().text()))

} // namespace sluice
