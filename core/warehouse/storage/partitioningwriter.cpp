#include "warehouse/storage/partitioningwriter.h"

#include "data/arrowtypes.h"

#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/compute/api_vector.h>
#include <arrow/compute/cast.h>
#include <arrow/datum.h>
#include <arrow/record_batch.h>

#include <map>

namespace sluice::warehouse
{

namespace
{

using Values = QList<QPair<QString, QString>>;

class PartitioningWriter final : public BlockWriter
{
public:
    PartitioningWriter(Values partition, qsizetype dynamic, OpenPartition open)
        : m_partition(std::move(partition))
        , m_dynamic(int(dynamic))
        , m_open(std::move(open))
    {
    }

    Done append(const arrow::RecordBatch &rows) override
    {
        SLUICE_TRY(const auto parts, placesByPartition(rows));
        const int width = rows.num_columns() - m_dynamic;
        std::vector<int> data;
        for (int i = 0; i < width; ++i)
            data.push_back(i);
        const auto plain = rows.SelectColumns(data);
        if (!plain.ok())
            return arrowError(plain.status());
        for (const auto &[key, places] : parts) {
            SLUICE_TRY(BlockWriter * block, blockOf(key));
            SLUICE_CHECK(appendTaken(*block, *plain, places));
        }
        return {};
    }

    Done finish() override
    {
        for (const auto &[key, block] : m_blocks)
            SLUICE_CHECK(block->finish());
        return {};
    }

private:
    using Places = std::map<std::vector<std::string>, std::vector<int64_t>>;

    // The rows' numbers by the values of their dynamic columns, as text.
    Result<Places> placesByPartition(const arrow::RecordBatch &rows) const
    {
        std::vector<std::shared_ptr<arrow::StringArray>> texts;
        for (int i = rows.num_columns() - m_dynamic; i < rows.num_columns(); ++i) {
            const auto text = arrow::compute::Cast(*rows.column(i), arrow::utf8());
            if (!text.ok())
                return arrowError(text.status());
            texts.push_back(std::static_pointer_cast<arrow::StringArray>(*text));
        }
        Places places;
        std::vector<std::string> key(texts.size());
        std::vector<int64_t> *last = nullptr;
        std::vector<std::string> lastKey;
        for (int64_t row = 0; row < rows.num_rows(); ++row) {
            for (size_t i = 0; i < texts.size(); ++i) {
                if (texts[i]->IsNull(row) || texts[i]->GetView(row).empty())
                    return makeError(ErrorCode::Data,
                                     QStringLiteral("A row has NULL or an empty text in partition column \"%1\".")
                                         .arg(QString::fromStdString(
                                             rows.schema()->field(rows.num_columns() - m_dynamic + int(i))->name())),
                                     {}, QStringLiteral("InvalidArgument"));
                key[i] = texts[i]->GetView(row);
            }
            if (!last || key != lastKey) { // rows of one partition mostly follow each other
                last = &places[key];
                lastKey = key;
            }
            last->push_back(row);
        }
        return places;
    }

    Result<BlockWriter *> blockOf(const std::vector<std::string> &key)
    {
        std::unique_ptr<BlockWriter> &block = m_blocks[key];
        if (!block) {
            Values values = m_partition;
            auto next = key.begin();
            for (auto &[name, value] : values)
                if (value.isNull())
                    value = QString::fromStdString(*next++);
            SLUICE_TRY(block, m_open(values));
        }
        return block.get();
    }

    static Done appendTaken(BlockWriter &block, const std::shared_ptr<arrow::RecordBatch> &rows,
                            const std::vector<int64_t> &places)
    {
        if (int64_t(places.size()) == rows->num_rows())
            return block.append(*rows);
        arrow::Int64Builder builder;
        std::shared_ptr<arrow::Array> indexes;
        arrow::Status status = builder.AppendValues(places);
        if (status.ok())
            status = builder.Finish(&indexes);
        if (!status.ok())
            return arrowError(status);
        const auto taken = arrow::compute::Take(arrow::Datum(rows), arrow::Datum(indexes));
        if (!taken.ok())
            return arrowError(taken.status());
        return block.append(*taken->record_batch());
    }

    Values m_partition;
    int m_dynamic;
    OpenPartition m_open;
    std::map<std::vector<std::string>, std::unique_ptr<BlockWriter>> m_blocks;
};

} // namespace

std::unique_ptr<BlockWriter> partitioningWriter(Values partition, qsizetype dynamic, OpenPartition open)
{
    return std::make_unique<PartitioningWriter>(std::move(partition), dynamic, std::move(open));
}

} // namespace sluice::warehouse
