#pragma once

#include "connectors/kafka/jsonfields.h"
#include "connectors/kafka/kafkaclient.h"
#include "data/batch.h"
#include "data/textcolumn.h"

#include <QStringDecoder>

#include <arrow/builder.h>

#include <memory>
#include <string>
#include <vector>

namespace sluice
{

// Records on their way into a batch. Nothing is allocated for a record but what its values need in the batch.
class KafkaRows
{
public:
    explicit KafkaRows(const KafkaReadParameters &read);
    KafkaRows(const KafkaRows &) = delete;

    // One record as a row; as a dirty one when its key or value is not what it should be.
    Done add(const rd_kafka_message_t &message, qint64 timestamp);
    // A record that cannot be a row.
    void addDirty(const rd_kafka_message_t &message, const QString &column, const QString &reason);

    bool isFull() const { return m_rows >= batchRowLimit || m_bytes >= batchByteLimit || m_dirty.size() >= 1024; }
    bool isEmpty() const { return m_rows == 0 && m_dirty.empty(); }
    qint64 rows() const { return m_rows; }

    // What was added since the last call.
    Done finish(Batch &batch);

private:
    using Text = std::optional<std::string_view>;
    struct Refusal {
        bool key = false;
        QString reason;
    };
    // The text of a key, value or header in UTF-8; false, with a reason, when it has none.
    bool decode(std::string_view bytes, const QByteArray &encoding, std::string &scratch, std::string_view &text,
                QString &reason) const;
    bool prepare(const rd_kafka_message_t &message, Refusal &refusal);
    bool prepareHeaders(const rd_kafka_message_t &message);
    // A column that is no constant: texts and bytes, or numbers.
    struct Cell {
        KafkaColumn::Kind kind{};
        size_t json = 0;            // which path
        const Text *from = nullptr; // of a text that is no path
        std::unique_ptr<TextColumn> text;
        std::unique_ptr<arrow::ArrayBuilder> builder;
    };
    void appendText(TextColumn &column, const Text &text);
    bool append(const Cell &cell, const rd_kafka_message_t &message, qint64 timestamp);
    bool appendNumber(arrow::ArrayBuilder &builder, KafkaType type, const void *bytes, const Text &text);

    const KafkaReadParameters &m_read;
    std::shared_ptr<arrow::Schema> m_schema;
    std::vector<std::shared_ptr<arrow::Array>> m_constants; // by column; null where it is none
    std::vector<Cell> m_cells;
    bool m_readsJson = false;
    bool m_readsKey = false;
    bool m_readsValue = false;
    bool m_readsHeaders = false;
    JsonFields m_fields;
    const std::vector<std::optional<std::string_view>> *m_values = nullptr;
    std::vector<char> m_padded;
    std::string m_keyScratch;
    std::string m_valueScratch;
    std::string m_headers;
    Text m_key;
    Text m_value;
    Text m_headersText;

    qint64 m_rows = 0;
    std::vector<qint64> m_offsets;
    qint64 m_bytes = 0;
    bool m_consecutive = true;
    std::vector<DirtyRow> m_dirty;
};

} // namespace sluice
