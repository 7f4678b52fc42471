#include "connectors/stream/streamwriter.h"

#include "data/cast.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

#include <arrow/array.h>
#include <arrow/record_batch.h>

#include <algorithm>
#include <atomic>
#include <cerrno>

namespace sluice
{

namespace
{

constexpr qint64 printedRows = 100;

struct Settings {
    Schema schema;
    QByteArray delimiter;
    bool print = false;
    QString folder; // empty: no file
    QString fileName;
    QString runId;
    qint64 rowsBeforeSleep = 0;
    std::chrono::milliseconds sleep{0};
    QTimeZone zone;
    Log *log = nullptr;

    QString partPath(int lane, qint64 epoch) const
    {
        return QStringLiteral("%1/.%2.%3.%4.%5.part").arg(folder, fileName, runId).arg(lane).arg(epoch);
    }
    // Later epochs of an endless run get files of their own, so that every commit is one rename.
    QString path(qint64 epoch) const
    {
        const QString whole = folder + QLatin1Char('/') + fileName;
        return epoch == 0 ? whole : QStringLiteral("%1.%2").arg(whole).arg(epoch);
    }
};

Error fileError(const QString &path, const QFileDevice &file)
{
    if (errno == ENOSPC)
        return makeError(ErrorCode::Io, QStringLiteral("The disk is full. Free some space and try again."), path);
    return makeError(ErrorCode::Io, QStringLiteral("The file could not be written."), path, file.errorString());
}

// Rows as lines of text: the engine's spelling of every type, columns apart by the delimiter, NULL as nothing.
class LineFormat
{
public:
    Result<QByteArray> lines(const arrow::RecordBatch &rows, const Settings &settings)
    {
        if (m_plans.empty())
            for (const Column &column : settings.schema.columns) {
                SLUICE_TRY(CastPlan plan, CastPlan::compile(column.type, TypeKind::String, {settings.zone}));
                m_plans.push_back(std::move(plan));
            }
        std::vector<std::shared_ptr<arrow::Array>> texts;
        for (size_t i = 0; i < m_plans.size(); ++i) {
            SLUICE_TRY(CastResult cast, m_plans[i].apply(rows.column(int(i))));
            texts.push_back(std::move(cast.values));
        }
        QByteArray out;
        for (qint64 row = 0; row < rows.num_rows(); ++row) {
            for (size_t i = 0; i < texts.size(); ++i) {
                if (i > 0)
                    out += settings.delimiter;
                const auto text = static_cast<const arrow::StringArray &>(*texts[i]).GetView(row);
                if (texts[i]->IsValid(row))
                    out.append(text.data(), qsizetype(text.size()));
            }
            out += '\n';
        }
        return out;
    }

private:
    std::vector<CastPlan> m_plans;
};

class StreamWriter final : public Writer
{
public:
    StreamWriter(const Settings &settings, std::atomic<qint64> &printed, int lane)
        : m_settings(settings)
        , m_printed(printed)
        , m_lane(lane)
    {
    }

    Done write(const Batch &batch, DirtySink &, Stop stop) override
    {
        SLUICE_CHECK(stop.check());
        if (!batch.rows)
            return {};
        if (m_settings.print)
            SLUICE_CHECK(print(*batch.rows));
        if (!m_settings.folder.isEmpty())
            SLUICE_CHECK(append(*batch.rows));
        return pause(batch.rows->num_rows(), stop);
    }

    Result<Receipt> seal(Stop) override
    {
        if (m_file.isOpen()) {
            if (!m_file.flush())
                return fileError(m_file.fileName(), m_file);
            m_file.close();
        }
        return Receipt("{\"lane\":" + QByteArray::number(m_lane) + ",\"epoch\":" + QByteArray::number(m_epoch++) + '}');
    }

private:
    Done print(const arrow::RecordBatch &rows)
    {
        if (m_printed.load(std::memory_order_relaxed) >= printedRows)
            return {};
        const qint64 from = m_printed.fetch_add(rows.num_rows());
        const qint64 wanted = std::min<qint64>(rows.num_rows(), printedRows - from);
        if (wanted <= 0 || !m_settings.log)
            return {};
        SLUICE_TRY(const QByteArray lines, m_format.lines(*rows.Slice(0, wanted), m_settings));
        for (const QByteArray &line : lines.chopped(1).split('\n'))
            m_settings.log->info(QString::fromUtf8(line));
        if (from + wanted == printedRows)
            m_settings.log->info(QStringLiteral("Only the first %1 rows are printed.").arg(printedRows));
        return {};
    }

    Done append(const arrow::RecordBatch &rows)
    {
        if (!m_file.isOpen()) {
            m_file.setFileName(m_settings.partPath(m_lane, m_epoch));
            if (!m_file.open(QIODevice::WriteOnly | QIODevice::Truncate,
                             QFileDevice::ReadOwner | QFileDevice::WriteOwner))
                return fileError(m_file.fileName(), m_file);
        }
        SLUICE_TRY(const QByteArray lines, m_format.lines(rows, m_settings));
        if (m_file.write(lines) != lines.size())
            return fileError(m_file.fileName(), m_file);
        return {};
    }

    // A destination that is slow on purpose.
    Done pause(qint64 rows, Stop stop)
    {
        if (m_settings.rowsBeforeSleep <= 0)
            return {};
        m_sinceSleep += rows;
        for (; m_sinceSleep >= m_settings.rowsBeforeSleep; m_sinceSleep -= m_settings.rowsBeforeSleep)
            SLUICE_CHECK(stop.sleep(m_settings.sleep));
        return {};
    }

    const Settings &m_settings;
    std::atomic<qint64> &m_printed;
    LineFormat m_format;
    QFile m_file;
    int m_lane;
    qint64 m_epoch = 0;
    qint64 m_sinceSleep = 0;
};

class StreamSink final : public Sink
{
public:
    explicit StreamSink(Settings settings)
        : m_settings(std::move(settings))
    {
    }

    const Schema &schema() const override { return m_settings.schema; }

    Result<std::unique_ptr<Writer>> writer(int lane) override
    {
        m_lanes = std::max(m_lanes.load(), lane + 1);
        return std::unique_ptr<Writer>(std::make_unique<StreamWriter>(m_settings, m_printed, lane));
    }

    // The lanes' parts, one after the other, take the file's name in one step.
    Done commit(qint64 epoch, const std::vector<Receipt> &, Stop stop) override
    {
        if (m_settings.folder.isEmpty() || epoch <= m_committed)
            return {};
        QSaveFile whole(m_settings.path(epoch));
        if (!whole.open(QIODevice::WriteOnly))
            return fileError(whole.fileName(), whole);
        for (int lane = 0; lane < m_lanes; ++lane) {
            QFile part(m_settings.partPath(lane, epoch));
            if (!part.exists()) // a lane without rows
                continue;
            if (!part.open(QIODevice::ReadOnly))
                return fileError(part.fileName(), part);
            while (!part.atEnd()) {
                SLUICE_CHECK(stop.check());
                const QByteArray bytes = part.read(1024 * 1024);
                if (bytes.isEmpty() || whole.write(bytes) != bytes.size())
                    return fileError(whole.fileName(), whole);
            }
        }
        if (!whole.commit())
            return fileError(whole.fileName(), whole);
        m_committed = epoch;
        removeParts();
        return {};
    }

    void abort() override { removeParts(); }

private:
    void removeParts() const
    {
        if (m_settings.folder.isEmpty())
            return;
        const QDir dir(m_settings.folder);
        const QString prefix = QStringLiteral(".%1.%2.").arg(m_settings.fileName, m_settings.runId);
        for (const QString &name : dir.entryList(QDir::Files | QDir::Hidden))
            if (name.startsWith(prefix) && name.endsWith(QStringLiteral(".part")))
                QFile::remove(dir.filePath(name));
    }

    const Settings m_settings;
    std::atomic<qint64> m_printed = 0;
    std::atomic<int> m_lanes = 0;
    qint64 m_committed = -1;
};

} // namespace

Result<std::unique_ptr<Sink>> openStreamSink(const OpenRequest &request)
{
    const QJsonObject &parameter = request.step.parameter;
    if (!request.peer)
        return makeError(ErrorCode::Config,
                         QStringLiteral("A stream writer takes the columns of its reader, which are not known here."),
                         QStringLiteral("writer"));
    Settings settings;
    settings.schema = *request.peer;
    settings.delimiter = parameter.value(QStringLiteral("fieldDelimiter")).toString(QStringLiteral("\t")).toUtf8();
    settings.print = parameter.value(QStringLiteral("print")).toVariant().toBool();
    settings.rowsBeforeSleep = parameter.value(QStringLiteral("recordNumBeforeSleep")).toVariant().toLongLong();
    settings.sleep =
        std::chrono::milliseconds(qint64(parameter.value(QStringLiteral("sleepTime")).toVariant().toDouble() * 1000));
    settings.runId = request.runId;
    settings.zone = request.timeZone;
    settings.log = request.log;
    settings.fileName = parameter.value(QStringLiteral("fileName")).toString();
    if (!settings.fileName.isEmpty()) {
        const QString path = parameter.value(QStringLiteral("path")).toString();
        settings.folder = QDir(request.workspaceDir).absoluteFilePath(path);
        if (!QDir(settings.folder).exists())
            return makeError(ErrorCode::NotFound, QStringLiteral("There is no folder \"%1\".").arg(path),
                             QStringLiteral("writer.path"));
    }
    return std::unique_ptr<Sink>(std::make_unique<StreamSink>(std::move(settings)));
}

} // namespace sluice
