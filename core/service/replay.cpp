#include "service/replay.h"

#include "base/files.h"
#include "data/arrowtypes.h"
#include "service/runreport.h"
#include "task/optionvalue.h"
#include "task/scriptdocument.h"

#include <QFile>
#include <QJsonArray>
#include <QSet>

#include <arrow/array.h>
#include <arrow/record_batch.h>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr qint64 pieceSize = 4 * 1024 * 1024;
constexpr int mostAttempts = 1000;

ReplayOutcome outcomeOf(const Workspace &workspace, const QString &attempt)
{
    const auto report = readReport(workspace.attemptDir(attempt));
    if (!report.ok())
        return ReplayOutcome::Unknown;
    if (report->value(QLatin1String("state")).toString() == QLatin1String("Succeeded"))
        return ReplayOutcome::Sent;
    return report->value(QLatin1String("mayShowRows")).toBool() ? ReplayOutcome::Unknown : ReplayOutcome::NotSent;
}

// The lines that need not be shown again.
QSet<qint64> doneLines(const DirtyTrail &trail, const QMap<QString, ReplayOutcome> &replays)
{
    QSet<qint64> done;
    for (const FixChange &change : trail.changes)
        if (change.kind == FixChange::Kind::Drop)
            done.insert(change.line);
        else if (change.kind == FixChange::Kind::Restore)
            done.remove(change.line);
    for (const FixReplay &replay : trail.replays)
        if (replays.value(replay.attempt) != ReplayOutcome::NotSent)
            for (const qint64 line : replay.lines)
                done.insert(line);
    return done;
}

struct Begun {
    DirtySet rows;
    QSet<qint64> done;
};

Result<Begun> begin(const Workspace &workspace, const QString &attemptId)
{
    const QString directory = workspace.attemptDir(attemptId);
    auto columns = readDirtyColumns(directory);
    if (!columns.ok())
        return columns.error().code == ErrorCode::NotFound
                   ? makeError(ErrorCode::NotFound,
                               QStringLiteral("Attempt %1 kept no dirty rows that can be corrected.").arg(attemptId))
                   : columns.error();
    SLUICE_TRY(const DirtyTrail trail, readTrail(directory));
    QMap<QString, ReplayOutcome> replays;
    for (const FixReplay &replay : trail.replays)
        replays.insert(replay.attempt, outcomeOf(workspace, replay.attempt));
    return Begun{DirtySet(std::move(columns).value(), trail, replays), doneLines(trail, replays)};
}

bool replacesAll(const StepSpec &writer)
{
    if (writer.stepType == QLatin1String("file"))
        return writer.parameter.value(QLatin1String("writeMode")).toString() != QLatin1String("append");
    return readBoolean(writer.parameter.value(QLatin1String("truncate"))).value_or(false);
}

// Another partition, another day's file: what one attempt writes leaves the other's alone.
bool writesTo(const StepSpec &writer, const StepSpec &other)
{
    if (writer.stepType != other.stepType)
        return false;
    for (const char *key : {"datasource", "endpoint", "odpsServer", "project", "schema", "table", "partition", "path"})
        if (writer.parameter.value(QLatin1String(key)) != other.parameter.value(QLatin1String(key)))
            return false;
    return true;
}

// Gives the corrected rows in batches.
class ReplayReader final : public Reader
{
public:
    ReplayReader(const DirtySet &rows, RowCast cast)
        : m_set(rows)
        , m_rows(rows.fixedRows())
        , m_cast(std::move(cast))
    {
    }

    Result<Outcome> next(Batch &batch, Stop stop) override
    {
        SLUICE_CHECK(stop.check());
        batch = {};
        const size_t count = std::min(m_rows.size() - m_next, size_t(batchRowLimit));
        if (count == 0)
            return Outcome::End;
        arrow::ArrayVector columns;
        std::vector<CellToCast> cells(count);
        for (int column = 0; column < m_cast.columnCount(); ++column) {
            for (size_t i = 0; i < count; ++i) {
                const FixedRow &row = m_set.rows()[m_rows[m_next + i]];
                cells[i] = {&row.values[size_t(column)],
                            row.typed[size_t(column)] || row.came.form == DirtyRecord::Form::Written};
            }
            SLUICE_TRY(CastResult cast, m_cast.apply(column, cells));
            if (!cast.refused.empty())
                return makeError(
                    ErrorCode::Internal,
                    QStringLiteral("A corrected row does not fit after all: %1").arg(cast.refused.front().reason));
            columns.push_back(std::move(cast.values));
        }
        for (size_t i = 0; i < count; ++i)
            batch.rowNumbers.push_back(m_set.rows()[m_rows[m_next + i]].came.row);
        batch.rows = arrow::RecordBatch::Make(arrowSchema(m_cast.schema()), qint64(count), std::move(columns));
        m_next += count;
        return Outcome::More;
    }

private:
    const DirtySet &m_set;
    const std::vector<size_t> m_rows;
    size_t m_next = 0;
    RowCast m_cast;
};

class ReplaySource final : public Source
{
public:
    ReplaySource(DirtySet rows, Schema schema)
        : m_rows(std::move(rows))
        , m_schema(std::move(schema))
    {
    }

    const Schema &schema() const override { return m_schema; }
    Result<std::vector<Split>> split(int, Stop) override
    {
        return std::vector<Split>{{QStringLiteral("corrected rows"), {}, qint64(m_rows.count(FixState::Fixed))}};
    }
    Result<std::unique_ptr<Reader>> reader(const Split &, const Position &) override
    {
        SLUICE_TRY(RowCast cast, RowCast::make(m_rows.columns()));
        return std::unique_ptr<Reader>(std::make_unique<ReplayReader>(m_rows, std::move(cast)));
    }

private:
    const DirtySet m_rows;
    const Schema m_schema;
};

} // namespace

Result<DirtySet> beginDirtyRows(const Workspace &workspace, const QString &attemptId)
{
    SLUICE_TRY(Begun begun, begin(workspace, attemptId));
    return std::move(begun.rows);
}

Result<DirtySet> loadDirtyRows(const Workspace &workspace, const QString &attemptId, bool openOnly, Stop stop)
{
    SLUICE_TRY(Begun begun, begin(workspace, attemptId));
    QFile file(workspace.attemptDir(attemptId) + QLatin1String("/dirty.jsonl"));
    if (!file.open(QIODevice::ReadOnly))
        return makeError(ErrorCode::Io, QStringLiteral("The file of dirty rows could not be opened."), file.fileName(),
                         file.errorString());
    QByteArray rest;
    qint64 line = 0;
    while (!begun.rows.isFull()) {
        SLUICE_CHECK(stop.check());
        const QByteArray piece = file.read(pieceSize);
        if (piece.isEmpty())
            break;
        rest += piece;
        const qsizetype end = rest.lastIndexOf('\n') + 1;
        std::vector<DirtyRecord> records = parseDirtyRecords(rest.first(end), line);
        line += rest.first(end).count('\n');
        rest.remove(0, end);
        if (openOnly)
            std::erase_if(records, [&](const DirtyRecord &record) { return begun.done.contains(record.line); });
        SLUICE_CHECK(begun.rows.append(std::move(records)));
    }
    return std::move(begun.rows);
}

Done readTexts(DirtySet &rows, const Connector &connector, const OpenRequest &reader, Stop stop)
{
    const std::vector<size_t> unread = rows.unreadTexts();
    if (unread.empty())
        return {};
    QList<QByteArray> texts;
    for (const size_t row : unread)
        texts.append(rows.rows()[row].text);
    SLUICE_TRY(const auto source, connector.openSource(reader, stop));
    SLUICE_TRY(const Batch read, connector.readTexts(reader, texts, stop));
    return rows.setTexts(unread, read, source->schema());
}

StepSpec addingWriter(const StepSpec &writer)
{
    StepSpec adding = writer;
    if (adding.parameter.contains(QLatin1String("truncate")))
        adding.parameter.insert(QStringLiteral("truncate"), false);
    if (writer.stepType == QLatin1String("file"))
        adding.parameter.insert(QStringLiteral("writeMode"), QStringLiteral("append"));
    return adding;
}

Done checkNotReplaced(const History &history, const Attempt &earlier, const StepSpec &writer)
{
    if (earlier.taskPath.isEmpty())
        return {};
    SLUICE_TRY(const QList<Attempt> attempts, history.attempts(earlier.taskPath, mostAttempts));
    for (const Attempt &later : attempts) {
        if (later.id == earlier.id || later.ended <= earlier.ended || !later.replays.isEmpty() ||
            later.state != runStateName(RunState::Succeeded))
            continue;
        const auto script = readFile(later.directory + QLatin1String("/script.json"));
        const auto task = script.ok() ? parseTask(ScriptDocument(QString::fromUtf8(*script))) : script.error();
        if (!task.ok() || !replacesAll(task->writer) || !writesTo(writer, task->writer) ||
            halfOf(later) != halfOf(earlier))
            continue;
        return makeError(ErrorCode::Conflict,
                         QStringLiteral("Attempt %1 has replaced what attempt %2 wrote: corrected rows would be there "
                                        "twice. Correct the rows that attempt %1 refused instead.")
                             .arg(later.id, earlier.id));
    }
    return {};
}

Result<std::unique_ptr<Source>> openReplay(const DirtySet &rows)
{
    SLUICE_TRY(const RowCast cast, RowCast::make(rows.columns()));
    return std::unique_ptr<Source>(std::make_unique<ReplaySource>(rows, cast.schema()));
}

QJsonObject dirtyRowsJson(const DirtySet &rows)
{
    const Schema &schema = rows.columns().reader;
    QJsonArray list;
    for (const FixedRow &row : rows.rows()) {
        QJsonObject object{{QStringLiteral("line"), row.came.line},
                           {QStringLiteral("row"), row.came.row},
                           {QStringLiteral("state"), fixStateName(row.state)},
                           {QStringLiteral("cause"), row.came.cause},
                           {QStringLiteral("column"), row.came.column},
                           {QStringLiteral("reason"), row.came.reason}};
        if (!row.values.empty()) {
            QJsonObject values;
            for (qsizetype i = 0; i < std::min(schema.size(), qsizetype(row.values.size())); ++i)
                values.insert(schema.columns[i].name, valueJson(row.values[size_t(i)]));
            object.insert(QStringLiteral("values"), values);
        } else if (!row.text.isEmpty()) {
            object.insert(QStringLiteral("text"), valueJson({row.text, false}));
        }
        QJsonObject faults;
        for (auto fault = row.faults.begin(); fault != row.faults.end(); ++fault)
            faults.insert(fault.key() < 0 || fault.key() >= schema.size() ? QString()
                                                                          : schema.columns[fault.key()].name,
                          fault.value());
        if (!faults.isEmpty())
            object.insert(QStringLiteral("faults"), faults);
        if (!row.replay.isEmpty())
            object.insert(QStringLiteral("replayedBy"), row.replay);
        list.append(object);
    }
    QJsonObject counts;
    for (const FixState state :
         {FixState::Rejected, FixState::Fixed, FixState::Dropped, FixState::Replaying, FixState::Replayed})
        counts.insert(fixStateName(state), rows.count(state));
    return {{QStringLiteral("counts"), counts}, {QStringLiteral("rows"), list}};
}

} // namespace sluice
