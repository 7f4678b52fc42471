#include "connectors/maxcompute/tablereader.h"

#include "connectors/maxcompute/rowfilter.h"
#include "data/arrowtypes.h"
#include "data/batch.h"
#include "tunnel/textcheck.h"

#include <arrow/array.h>
#include <arrow/array/util.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>

#include <algorithm>
#include <optional>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

// How long next() waits for rows before it says so.
constexpr auto patience = 800ms;
// Bytes taken from the connection at a time while they expand as rows do; libraries are slower with less.
constexpr size_t usualPiece = 64 * 1024;
constexpr size_t usualRatio = 16;

std::shared_ptr<arrow::Array> repeated(const ReadColumn &column, const PartitionSpec &partition, int64_t rows)
{
    std::shared_ptr<arrow::Scalar> value;
    if (column.kind == ReadColumn::Constant)
        value = arrow::MakeScalar(column.constant.toStdString());
    else if (column.column.type.kind() == TypeKind::BigInt)
        value = arrow::MakeScalar(int64_t(partition.value(column.column.name).toLongLong()));
    else
        value = arrow::MakeScalar(partition.value(column.column.name).toStdString());
    return arrow::MakeArrayFromScalar(*value, rows).ValueOr(nullptr);
}

// Reads the rows of a range behind the first `done` as one stream, as often as it takes.
class TableReader final : public Reader
{
public:
    TableReader(std::shared_ptr<const ReadPlan> plan, Account account, RowRange range, qint64 done)
        : m_plan(std::move(plan))
        , m_client(std::move(account), runTries)
        , m_range(std::move(range))
        , m_done(done)
        , m_schema(arrowSchema(m_plan->schema))
        , m_backoff(runTries, m_client.account().pace)
    {
    }

    Result<Outcome> next(Batch &batch, Stop stop) override
    {
        batch = {};
        SLUICE_CHECK(stop.check());
        if (m_plan->wireNames.isEmpty() && isCounted())
            return inventRows(batch);
        const auto until = Stop::Clock::now() + patience;
        for (;;) {
            if (m_decoder)
                if (auto rows = m_decoder->take()) {
                    SLUICE_CHECK(deliver(std::move(rows), batch));
                    return Outcome::More;
                }
            if (m_failure) {
                const Trouble trouble = *std::exchange(m_failure, std::nullopt);
                close();
                if (!trouble.retry)
                    return trouble.error;
                if (m_plan->log)
                    m_plan->log->warning(QStringLiteral("Reading is taken up again at row %1: %2")
                                             .arg(m_range.start + m_done + 1)
                                             .arg(trouble.error.text()));
                SLUICE_CHECK(m_backoff.next(trouble.error, trouble.wait, stop));
                continue;
            }
            if (m_done == m_range.count || (m_ended && !isCounted()))
                return Outcome::End;
            if (m_ended)
                return makeError(
                    ErrorCode::Conflict,
                    QStringLiteral("The table gave %1 rows where it had promised %2; it was changed during "
                                   "the run. Run again.")
                        .arg(m_done)
                        .arg(m_range.count));
            if (Stop::Clock::now() >= until)
                return Outcome::Idle;
            advance(stop);
        }
    }

private:
    struct Trouble {
        Error error;
        bool retry = false;
        std::chrono::milliseconds wait{0};
    };

    void fail(const Error &error, bool retry, std::chrono::milliseconds wait = {})
    {
        m_client.lane().cancel();
        m_failure = Trouble{error, retry, wait};
    }

    bool isCounted() const { return m_range.count >= 0; }

    void close()
    {
        m_client.lane().cancel();
        m_decoder.reset();
        m_expander.reset();
        m_input.clear();
        m_inputAt = 0;
        m_open = false;
    }

    void open()
    {
        close();
        const ServiceRequest request = m_range.session->request(m_client, m_range, m_done);
        m_doing = request.doing;
        if (const Done begun = m_client.begin(request); !begun.ok())
            return fail(begun.error(), false);
        m_decoder = m_range.session->decoder();
        m_open = true;
    }

    // One step on the way to the next batch: begin, decode a piece, receive, or end.
    void advance(Stop stop)
    {
        if (!m_open)
            return open();
        if (m_inputAt < m_input.size())
            return decode();
        HttpLane &lane = m_client.lane();
        if (lane.inbox().empty() && lane.active()) {
            const Done moved = lane.drive(patience, 0, stop);
            if (!moved.ok())
                return fail(moved.error(), mayRetry(moved.error()));
        }
        if (lane.status() != 0 && lane.status() / 100 != 2 && (!lane.active() || !lane.inbox().empty())) {
            const Refusal refusal = m_client.refusal(m_doing, stop);
            return fail(refusal.error, refusal.retry, refusal.wait);
        }
        if (!lane.inbox().empty()) {
            m_input.clear();
            m_input.swap(lane.inbox());
            m_inputAt = 0;
            return decode();
        }
        if (!lane.active())
            finish();
    }

    // Takes a piece of the input, small enough that what it expands to is bounded.
    void decode()
    {
        if (!m_expander) {
            const auto compression = m_range.session->compression(m_client.lane().header("content-encoding"));
            if (!compression.ok())
                return fail(compression.error(), false);
            m_expander = Decompressor::make(*compression);
            m_pieceSize = compressedPiece;
        }
        const std::string_view piece = std::string_view(m_input).substr(m_inputAt, m_pieceSize);
        m_inputAt += piece.size();
        m_expanded.clear();
        Done done = m_expander->write(piece, m_expanded);
        m_pieceSize = m_expanded.size() <= usualRatio * piece.size() ? usualPiece : compressedPiece;
        if (done.ok())
            done = m_decoder->feed(m_expanded);
        if (!done.ok())
            fail(done.error(), true); // a damaged stream: what it brought before is good, the rest is asked for again
    }

    void finish()
    {
        Done done = m_expander ? m_expander->finish() : Done();
        if (done.ok())
            done = m_decoder->finish();
        if (!done.ok())
            return fail(done.error(), true);
        m_ended = true;
    }

    Done deliver(std::shared_ptr<arrow::RecordBatch> rows, Batch &batch)
    {
        m_backoff.reset();
        const qint64 count = rows->num_rows();
        if (isCounted() && count > m_range.count - m_done)
            return makeError(ErrorCode::Conflict, QStringLiteral("The table gave more rows than were asked for."));
        const qint64 first = m_range.start + m_done + 1;
        m_done += count;
        batch.firstRow = first;
        batch.after = "{\"rows\":" + QByteArray::number(m_done) + '}';

        const std::vector<BadText> bad = invalidText(*rows);
        if (!bad.empty()) {
            std::vector<int64_t> left;
            for (const BadText &cell : bad) {
                DirtyRow dirty;
                dirty.row = first + cell.row;
                dirty.column = m_plan->wireSchema.columns[cell.column].name;
                dirty.raw = QByteArray::fromStdString(cellText(*rows->column(cell.column), cell.row));
                dirty.reason = QStringLiteral("The text is not UTF-8.");
                left.push_back(cell.row);
                batch.dirty.push_back(std::move(dirty));
            }
            std::sort(left.begin(), left.end());
            left.erase(std::unique(left.begin(), left.end()), left.end());
            for (int64_t row = 0, next = 0; row < count; ++row)
                if (size_t(next) < left.size() && left[size_t(next)] == row)
                    ++next;
                else
                    batch.rowNumbers.push_back(first + row);
            SLUICE_TRY(rows, withoutRows(rows, left));
            if (!rows) {
                batch.rowNumbers.clear();
                return {};
            }
        }
        return arrange(*rows, batch);
    }

    // Puts constants and partition values between the columns that came.
    Done arrange(const arrow::RecordBatch &rows, Batch &batch)
    {
        arrow::ArrayVector arrays;
        for (int i = 0; i < m_plan->columns.size(); ++i) {
            if (m_plan->wireIndex[i] >= 0) {
                arrays.push_back(rows.column(m_plan->wireIndex[i]));
                continue;
            }
            SLUICE_TRY(auto array, fixedColumn(i, rows.num_rows()));
            arrays.push_back(std::move(array));
        }
        batch.rows = arrow::RecordBatch::Make(m_schema, rows.num_rows(), std::move(arrays));
        return {};
    }

    Result<std::shared_ptr<arrow::Array>> fixedColumn(int index, int64_t rows)
    {
        m_fixed.resize(size_t(m_plan->columns.size()));
        std::shared_ptr<arrow::Array> &kept = m_fixed[size_t(index)];
        if (!kept || kept->length() < rows)
            kept = repeated(m_plan->columns[index], m_range.session->target().partition,
                            std::max<int64_t>(rows, batchRowLimit));
        if (!kept)
            return makeError(ErrorCode::Internal, QStringLiteral("There is no memory for a constant column."));
        return kept->Slice(0, rows);
    }

    // Only constants and partition values were asked for: their number is known, nothing needs to travel.
    Result<Outcome> inventRows(Batch &batch)
    {
        const qint64 rows = std::min<qint64>(batchRowLimit, m_range.count - m_done);
        if (rows <= 0)
            return Outcome::End;
        arrow::ArrayVector arrays;
        for (int i = 0; i < m_plan->columns.size(); ++i) {
            SLUICE_TRY(auto array, fixedColumn(i, rows));
            arrays.push_back(std::move(array));
        }
        batch.rows = arrow::RecordBatch::Make(m_schema, rows, std::move(arrays));
        batch.firstRow = m_range.start + m_done + 1;
        m_done += rows;
        batch.after = "{\"rows\":" + QByteArray::number(m_done) + '}';
        return Outcome::More;
    }

    std::shared_ptr<const ReadPlan> m_plan;
    Client m_client;
    RowRange m_range;
    qint64 m_done; // rows handed out
    std::shared_ptr<arrow::Schema> m_schema;

    Backoff m_backoff;
    std::optional<Trouble> m_failure;
    bool m_open = false;
    bool m_ended = false; // the footer has come
    QString m_doing;
    std::unique_ptr<RowDecoder> m_decoder;
    std::unique_ptr<Decompressor> m_expander;
    size_t m_pieceSize = compressedPiece;
    std::string m_input; // received, decoded up to m_inputAt
    size_t m_inputAt = 0;
    std::string m_expanded;
    arrow::ArrayVector m_fixed;
};

} // namespace

std::unique_ptr<Reader> makeTableReader(std::shared_ptr<const ReadPlan> plan, Account account, RowRange range,
                                        qint64 done)
{
    return std::make_unique<TableReader>(std::move(plan), std::move(account), std::move(range), done);
}

} // namespace sluice
