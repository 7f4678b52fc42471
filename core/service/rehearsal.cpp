#include "service/rehearsal.h"

#include "engine/batchslice.h"
#include "engine/run.h"
#include "engine/watch.h"
#include "service/dirtycause.h"
#include "service/lossfinder.h"
#include "service/probes.h"
#include "service/runparameters.h"
#include "task/scriptdocument.h"
#include "task/validate.h"

#include <QJsonArray>

#include <arrow/array.h>
#include <arrow/record_batch.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>

namespace sluice
{

namespace
{

constexpr qsizetype longestText = 2000; // of a value that is shown

QString shown(const QByteArray &text)
{
    const QString shortened = QString::fromUtf8(text.left(longestText));
    return shortened.isNull() ? QStringLiteral("") : shortened;
}

QStringList textsOf(const arrow::RecordBatch &rows, const Schema &schema, qint64 row, const QTimeZone &zone)
{
    QStringList texts;
    for (int i = 0; i < rows.num_columns(); ++i)
        texts.append(rows.column(i)->IsNull(row) ? QString()
                                                 : shown(cellText(rows.column(i), schema.columns[i].type, row, zone)));
    return texts;
}

// Keeps what it sees of the rows; the lanes call it from two threads.
class Onlooker final : public RunWatch
{
public:
    Onlooker(Rehearsal &rehearsal, const QTimeZone &zone)
        : m_rehearsal(rehearsal)
        , m_zone(zone)
    {
    }

    void expects(const Schema &reader, const Schema &writer, qint64 rows) override
    {
        m_rehearsal.reader = reader;
        m_rehearsal.writer = writer;
        m_rehearsal.rowsExpected = rows;
        for (qsizetype i = 0; i < std::min(reader.size(), writer.size()); ++i)
            m_loss.emplace_back(reader.columns[i].type, writer.columns[i].type, m_zone);
        m_began = std::chrono::steady_clock::now();
    }

    void cast(const Batch &came, const Batch &goes) override
    {
        std::lock_guard lock(m_mutex);
        std::map<qint64, const DirtyRow *> refused;
        for (const DirtyRow &dirty : goes.dirty)
            if (dirty.batch && dirty.batch == came.rows)
                refused.emplace(dirty.place, &dirty);
            else
                addText(dirty);
        if (!came.rows)
            return;
        const qsizetype first = m_rehearsal.rows.size();
        qint64 next = 0;
        for (qint64 row = 0; row < came.rows->num_rows(); ++row) {
            RehearsedRow seen;
            seen.number = came.rowNumber(row);
            seen.before = textsOf(*came.rows, m_rehearsal.reader, row, m_zone);
            seen.verdicts.fill(CellVerdict::Same, seen.before.size());
            if (const auto found = refused.find(row); found != refused.end()) {
                markDirty(seen, *found->second, m_rehearsal.reader);
            } else {
                seen.after = textsOf(*goes.rows, m_rehearsal.writer, next, m_zone);
                m_places.emplace(std::pair(goes.rows.get(), next), m_rehearsal.rows.size());
                ++next;
            }
            m_rehearsal.rows.append(std::move(seen));
        }
        if (goes.rows)
            m_kept.push_back(goes.rows);
        judge(came, goes, first);
    }

    void refused(const std::vector<DirtyRow> &rows) override
    {
        std::lock_guard lock(m_mutex);
        for (const DirtyRow &dirty : rows)
            if (const auto found = m_places.find({dirty.batch.get(), dirty.place}); found != m_places.end()) {
                RehearsedRow &row = m_rehearsal.rows[found->second];
                row.after.clear();
                markDirty(row, dirty, m_rehearsal.writer);
            }
    }

    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_began).count(); }
    const Done &outcome() const { return m_outcome; }

private:
    void markDirty(RehearsedRow &row, const DirtyRow &dirty, const Schema &schema)
    {
        row.reason = dirty.reason;
        row.cause = causeOf(dirty.reason);
        if (const qsizetype column = schema.indexOf(dirty.column); column >= 0 && column < row.verdicts.size())
            row.verdicts[column] = CellVerdict::Dirty;
        ++m_rehearsal.dirtyRows;
        const auto known = std::find_if(m_rehearsal.causes.begin(), m_rehearsal.causes.end(),
                                        [&](const RehearsedCause &cause) { return cause.cause == row.cause; });
        RehearsedCause &cause = known != m_rehearsal.causes.end()
                                    ? *known
                                    : m_rehearsal.causes.emplaceBack(RehearsedCause{row.cause, {}, 0});
        ++cause.rows;
        if (!dirty.column.isEmpty() && !cause.columns.contains(dirty.column))
            cause.columns.append(dirty.column);
    }

    // A row that the reader could not take apart.
    void addText(const DirtyRow &dirty)
    {
        RehearsedRow seen;
        seen.number = dirty.row;
        seen.text = shown(dirty.text.isEmpty() ? dirty.raw : dirty.text);
        markDirty(seen, dirty, m_rehearsal.reader);
        m_rehearsal.rows.append(std::move(seen));
    }

    // Compares the rows that go on with what they were.
    void judge(const Batch &came, const Batch &goes, qsizetype first)
    {
        if (!goes.rows || goes.rows->num_rows() == 0)
            return;
        std::vector<qsizetype> rows; // of the rehearsal
        for (qsizetype i = first; i < m_rehearsal.rows.size(); ++i)
            if (m_rehearsal.rows[i].reason.isEmpty())
                rows.push_back(i);
        auto before = dropRows(came, refusedPlaces(goes));
        if (!before.ok() || !before->rows || before->rows->num_rows() != goes.rows->num_rows()) {
            m_outcome = before.ok() ? m_outcome : Done(before.error());
            return;
        }
        for (size_t column = 0; column < m_loss.size(); ++column) {
            const auto verdicts =
                m_loss[column].verdicts(before->rows->column(int(column)), goes.rows->column(int(column)));
            if (!verdicts.ok()) {
                m_outcome = verdicts.error();
                return;
            }
            for (size_t i = 0; i < rows.size(); ++i) {
                m_rehearsal.rows[rows[i]].verdicts[qsizetype(column)] = (*verdicts)[qsizetype(i)];
                m_rehearsal.narrowedValues += (*verdicts)[qsizetype(i)] == CellVerdict::Narrowed;
            }
        }
    }

    static std::vector<qint64> refusedPlaces(const Batch &goes)
    {
        std::vector<qint64> places;
        for (const DirtyRow &dirty : goes.dirty)
            if (dirty.place >= 0)
                places.push_back(dirty.place);
        std::sort(places.begin(), places.end());
        return places;
    }

    Rehearsal &m_rehearsal;
    const QTimeZone m_zone;
    std::chrono::steady_clock::time_point m_began = std::chrono::steady_clock::now();
    std::mutex m_mutex; // of all below, and of the rehearsal's rows
    std::vector<LossFinder> m_loss;
    std::map<std::pair<const arrow::RecordBatch *, qint64>, qsizetype> m_places; // of the rows that go on
    std::vector<std::shared_ptr<arrow::RecordBatch>> m_kept;                     // so that their addresses stay theirs
    Done m_outcome;
};

// What the rate of the rehearsal makes of the whole source, and the task's own brake.
void estimate(Rehearsal &rehearsal, const Speed &speed, const RunProgress &totals)
{
    if (rehearsal.rowsExpected < 0 || totals.rowsRead == 0)
        return;
    const double times = double(rehearsal.rowsExpected) / double(totals.rowsRead);
    rehearsal.estimatedSeconds = rehearsal.seconds * times;
    rehearsal.estimatedBytes = double(rehearsal.encodedBytes) * times;
    if (speed.throttle && speed.megabytes.value_or(0) > 0)
        rehearsal.estimatedSeconds =
            std::max(rehearsal.estimatedSeconds, double(totals.bytesRead) * times / 1e6 / *speed.megabytes);
}

} // namespace

QString cellVerdictName(CellVerdict verdict)
{
    switch (verdict) {
    case CellVerdict::Same:
        return QStringLiteral("same");
    case CellVerdict::Reformatted:
        return QStringLiteral("reformatted");
    case CellVerdict::Narrowed:
        return QStringLiteral("narrowed");
    case CellVerdict::Dirty:
        return QStringLiteral("dirty");
    }
    return {};
}

Result<Rehearsal> Probes::rehearse(const RehearsalRequest &request, Stop stop) const
{
    const ScriptDocument script(request.script);
    const auto firstError = [](const Issues &issues) -> Done {
        for (const Issue &issue : issues)
            if (issue.severity == Severity::Error)
                return makeError(ErrorCode::Config, issue.message, issue.pointer);
        return {};
    };
    if (!script.parsed())
        SLUICE_CHECK(firstError(script.syntaxIssues()));
    SLUICE_TRY(const RunParameters parameters, runParameters(m_workspace, request.taskPath, request.parameters,
                                                             request.planned, parameterNames(script)));
    SLUICE_TRY(const ScriptDocument resolved, substitute(script, parameters.values));
    SLUICE_CHECK(firstError(validate(resolved, m_connectors.catalog())));
    RunRequest run;
    SLUICE_TRY(run.task, parseTask(resolved));
    const Speed speed = run.task.speed;
    run.task.speed = {};      // rows in their order
    run.task.errorLimit = {}; // every verdict is wanted
    SLUICE_TRY(const Opened reader, open(run.task.reader, stop, request.half));
    SLUICE_TRY(const Opened writer, open(run.task.writer, stop, request.half));
    run.readerSource = reader.request.source;
    run.writerSource = writer.request.source;
    run.runId = reader.request.runId;
    run.workspaceDir = m_workspace.directory();
    run.timeZone = m_workspace.timeZone();
    run.rowLimit = std::clamp(request.rows, 1, mostRehearsedRows);

    Rehearsal rehearsal;
    Onlooker onlooker(rehearsal, run.timeZone);
    run.watch = &onlooker;
    NullLog nowhere;
    Run performed(m_connectors, std::move(run), nowhere);
    const RunReport report = performed.execute(stop);
    rehearsal.seconds = onlooker.seconds();
    if (report.state != RunState::Succeeded)
        return report.error;
    SLUICE_CHECK(onlooker.outcome());
    rehearsal.encodedRows = report.totals.rowsWritten;
    rehearsal.encodedBytes = report.totals.bytesSent;
    rehearsal.notes = report.notes;
    estimate(rehearsal, speed, report.totals);
    std::stable_sort(rehearsal.causes.begin(), rehearsal.causes.end(),
                     [](const RehearsedCause &a, const RehearsedCause &b) { return a.rows > b.rows; });
    std::stable_sort(rehearsal.rows.begin(), rehearsal.rows.end(),
                     [](const RehearsedRow &a, const RehearsedRow &b) { return a.number < b.number; });
    return rehearsal;
}

QJsonObject rehearsalJson(const Rehearsal &rehearsal)
{
    const auto columns = [](const Schema &schema) {
        QJsonArray array;
        for (const Column &column : schema.columns)
            array.append(
                QJsonObject{{QStringLiteral("name"), column.name}, {QStringLiteral("type"), column.type.text()}});
        return array;
    };
    const auto texts = [](const QStringList &values) {
        QJsonArray array;
        for (const QString &value : values)
            array.append(value.isNull() ? QJsonValue() : QJsonValue(value));
        return array;
    };
    QJsonArray rows;
    for (const RehearsedRow &row : rehearsal.rows) {
        QJsonArray verdicts;
        for (const CellVerdict verdict : row.verdicts)
            verdicts.append(cellVerdictName(verdict));
        QJsonObject object{{QStringLiteral("row"), row.number},
                           {QStringLiteral("before"), texts(row.before)},
                           {QStringLiteral("after"), texts(row.after)},
                           {QStringLiteral("verdicts"), verdicts}};
        if (!row.text.isEmpty())
            object.insert(QStringLiteral("text"), row.text);
        if (!row.reason.isEmpty())
            object.insert(QStringLiteral("reason"), row.reason);
        rows.append(object);
    }
    QJsonArray causes;
    for (const RehearsedCause &cause : rehearsal.causes)
        causes.append(QJsonObject{{QStringLiteral("cause"), cause.cause},
                                  {QStringLiteral("columns"), QJsonArray::fromStringList(cause.columns)},
                                  {QStringLiteral("rows"), cause.rows}});
    QJsonObject json{{QStringLiteral("readerColumns"), columns(rehearsal.reader)},
                     {QStringLiteral("writerColumns"), columns(rehearsal.writer)},
                     {QStringLiteral("rows"), rows},
                     {QStringLiteral("causes"), causes},
                     {QStringLiteral("rowsRehearsed"), rehearsal.rows.size()},
                     {QStringLiteral("rowsDirty"), rehearsal.dirtyRows},
                     {QStringLiteral("valuesNarrowed"), rehearsal.narrowedValues},
                     {QStringLiteral("rowsEncoded"), rehearsal.encodedRows},
                     {QStringLiteral("bytesEncoded"), rehearsal.encodedBytes},
                     {QStringLiteral("seconds"), rehearsal.seconds},
                     {QStringLiteral("notes"), QJsonArray::fromStringList(rehearsal.notes)}};
    if (rehearsal.rowsExpected >= 0)
        json.insert(QStringLiteral("rowsExpected"), rehearsal.rowsExpected);
    if (rehearsal.estimatedSeconds >= 0) {
        json.insert(QStringLiteral("estimatedSeconds"), rehearsal.estimatedSeconds);
        json.insert(QStringLiteral("estimatedBytes"), rehearsal.estimatedBytes);
    }
    return json;
}

} // namespace sluice
