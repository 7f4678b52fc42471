#pragma once

#include "connector/connector.h"
#include "connectors/file/fileoptions.h"
#include "data/cast.h"

#include <QTimeZone>

#include <memory>
#include <string>
#include <vector>

namespace sluice
{

// Batches as lines of text. Belongs to one writer.
class RowFormat
{
public:
    static Result<std::unique_ptr<RowFormat>> make(const FileWriteOptions &options, const Schema &schema,
                                                   const QTimeZone &zone);
    virtual ~RowFormat() = default;

    // The line before the first row; empty: none.
    virtual std::string header() const { return {}; }
    // Appends the batch's rows to `out`; what has no text goes to `dirty`. Returns how many rows were appended.
    Result<qint64> append(const Batch &batch, DirtySink &dirty, std::string &out);

protected:
    RowFormat(const Schema &schema, const QTimeZone &zone)
        : m_schema(schema)
        , m_zone(zone)
    {
    }

    // One row of texts; false, with a reason and a column, when it cannot be written.
    virtual bool appendRow(const std::vector<const arrow::StringArray *> &texts, qint64 row, std::string &out,
                           QString &reason, qsizetype &column) = 0;

    const Schema m_schema;

private:
    Done compile();
    void refuse(const Batch &batch, qint64 row, qsizetype column, const QString &reason, DirtySink &dirty) const;

    QTimeZone m_zone;
    std::vector<CastPlan> m_plans; // each column to STRING
};

} // namespace sluice
