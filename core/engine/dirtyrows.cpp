#include "engine/dirtyrows.h"

#include "base/files.h"
#include "data/cast.h"
#include "data/jsontext.h"
#include "data/utf8.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <arrow/array.h>
#include <arrow/record_batch.h>

#include <cerrno>

namespace sluice
{

namespace
{

constexpr qint64 fileLimit = 256LL * 1024 * 1024;
constexpr qsizetype bufferLimit = 256 * 1024;
constexpr qsizetype rawLimit = 64 * 1024;
constexpr qsizetype rowLimit = 1024 * 1024; // a longer row is kept without its values
constexpr std::chrono::milliseconds writeInterval{250};
constexpr int toldOfCause = 10;
constexpr int causeLimit = 50;
constexpr qint64 rowsToJudgeBy = 10'000;

QString grouped(qint64 number)
{
    return QLocale(QLocale::English).toString(number);
}

// The reason with the values taken out, so that rows that fail alike count as one cause.
QString causeOf(const QString &reason)
{
    QString cause;
    bool inQuotes = false;
    for (const QChar c : reason) {
        if (c == QLatin1Char('"'))
            inQuotes = !inQuotes;
        else if (!inQuotes && !c.isDigit())
            cause += c;
    }
    return cause;
}

QString described(const DirtyRow &row)
{
    QString text = row.row >= 0 ? QStringLiteral("Row %1: ").arg(grouped(row.row)) : QStringLiteral("A row: ");
    if (!row.column.isEmpty())
        text += row.column + QLatin1Char(' ');
    return text + row.reason;
}

void appendText(QByteArray &line, const char *key, const QByteArray &value)
{
    std::string json;
    appendJsonString({value.data(), size_t(value.size())}, json);
    line += key;
    line.append(json.data(), qsizetype(json.size()));
}

bool isText(const QByteArray &bytes)
{
    return firstInvalidUtf8({bytes.data(), size_t(bytes.size())}) < 0;
}

QJsonArray columnsJson(const Schema &schema)
{
    QJsonArray columns;
    for (const Column &column : schema.columns)
        columns.append(QJsonObject{{QStringLiteral("name"), column.name},
                                   {QStringLiteral("type"), column.type.text()},
                                   {QStringLiteral("nullable"), column.nullable}});
    return columns;
}

} // namespace

DirtyRows::DirtyRows(const ErrorLimit &limit, const QString &path, Log &log, std::atomic<qint64> &count)
    : m_limit(limit)
    , m_log(log)
    , m_count(count)
    , m_file(path)
{
}

void DirtyRows::describe(const Schema &reader, const Schema &writer, const QTimeZone &zone)
{
    m_reader = reader;
    m_writer = writer;
    m_zone = zone;
}

Done DirtyRows::add(int lane, const std::vector<DirtyRow> &rows, End end)
{
    if (rows.empty())
        return {};
    std::lock_guard lock(m_mutex);
    for (const DirtyRow &row : rows) {
        if (m_first.isEmpty())
            m_first = described(row);
        SLUICE_CHECK(keep(lane, row, end));
        tell(row);
        const qint64 count = m_count.fetch_add(1, std::memory_order_relaxed) + 1;
        if (m_limit.record && count > *m_limit.record)
            return overLimit();
        if (m_limit.record && *m_limit.record >= 100 && !m_nearLimit && count * 10 >= *m_limit.record * 8) {
            m_nearLimit = true;
            m_log.warning(QStringLiteral("Dirty rows at 80 % of the limit of %1").arg(grouped(*m_limit.record)));
        }
    }
    return {};
}

Error DirtyRows::overLimit() const
{
    const qint64 allowed = *m_limit.record;
    return makeError(
        ErrorCode::Data,
        QStringLiteral("%1, %2 allowed. The first: %3. Correct the data or raise errorLimit.record.")
            .arg(m_count == 1 ? QStringLiteral("1 dirty row") : QStringLiteral("%1 dirty rows").arg(grouped(m_count)),
                 allowed == 0   ? QStringLiteral("none is")
                 : allowed == 1 ? QStringLiteral("1 is")
                                : QStringLiteral("%1 are").arg(grouped(allowed)),
                 m_first));
}

Done DirtyRows::checkShare(qint64 rowsRead, bool atEnd) const
{
    // `record` beats `percentage` (CC-4).
    if (m_limit.record || !m_limit.percentage || rowsRead == 0 || (!atEnd && rowsRead < rowsToJudgeBy))
        return {};
    const qint64 count = m_count;
    if (double(count) <= *m_limit.percentage * double(rowsRead))
        return {};
    std::lock_guard lock(m_mutex);
    return makeError(ErrorCode::Data,
                     QStringLiteral("%1 of %2 rows are dirty, %3 % are allowed. The first: %4. Correct the data or "
                                    "raise errorLimit.percentage.")
                         .arg(grouped(count), grouped(rowsRead), QString::number(*m_limit.percentage * 100), m_first));
}

Done DirtyRows::keep(int lane, const DirtyRow &row, End end)
{
    if (m_file.fileName().isEmpty())
        return {};
    if (m_unkept > 0 || m_bytes > fileLimit) {
        ++m_unkept;
        return {};
    }
    const QByteArray raw = row.raw.left(rawLimit);
    const bool text = isText(raw);
    QByteArray line = "{\"row\":" + QByteArray::number(row.row);
    appendText(line, ",\"column\":", row.column.toUtf8());
    appendText(line, ",\"raw\":", text ? raw : raw.toBase64());
    if (!text)
        line += ",\"encoding\":\"base64\"";
    appendText(line, ",\"reason\":", row.reason.toUtf8());
    line += ",\"lane\":" + QByteArray::number(lane + 1);
    appendRow(line, row, end);
    line += "}\n";
    m_bytes += line.size();
    m_buffer += line;
    return m_buffer.size() > bufferLimit ? write() : Done();
}

void DirtyRows::appendRow(QByteArray &line, const DirtyRow &row, End end) const
{
    const auto append = [](QByteArray &to, const char *key, const QByteArray &value) {
        if (isText(value)) {
            appendText(to, key, value);
        } else {
            appendText(to += key, "{\"base64\":", value.toBase64());
            to += '}';
        }
    };
    if (!row.text.isEmpty())
        append(line, ",\"text\":", row.text);
    const Schema &schema = end == End::Reader ? m_reader : m_writer;
    if (!row.batch || row.place < 0 || row.batch->num_columns() != schema.size())
        return;
    QByteArray values = ",\"values\":";
    for (int i = 0; i < row.batch->num_columns(); ++i) {
        const auto &array = row.batch->column(i);
        const char *comma = i == 0 ? "[" : ",";
        if (array->IsNull(row.place))
            values += QByteArray(comma) + "null";
        else
            append(values, comma, cellText(array, schema.columns[i].type, row.place, m_zone));
        if (values.size() > rowLimit)
            return;
    }
    line += values + ']';
    if (end == End::Writer)
        line += ",\"of\":\"writer\"";
}

Done DirtyRows::writeColumns() const
{
    const QJsonObject columns{{QStringLiteral("reader"), columnsJson(m_reader)},
                              {QStringLiteral("writer"), columnsJson(m_writer)},
                              {QStringLiteral("timeZone"), QString::fromLatin1(m_zone.id())}};
    return writeFile(QFileInfo(m_file.fileName()).path() + QLatin1String("/columns.json"),
                     QJsonDocument(columns).toJson(QJsonDocument::Compact), Access::Private);
}

void DirtyRows::tell(const DirtyRow &row)
{
    const QString cause = causeOf(row.reason);
    if (m_causes.size() >= causeLimit && !m_causes.contains(cause))
        return;
    const int told = ++m_causes[cause];
    if (told <= toldOfCause)
        m_log.warning(described(row));
    if (told == toldOfCause)
        m_log.warning(QStringLiteral("The first %1 of this cause are logged, all are kept").arg(toldOfCause));
}

Done DirtyRows::write()
{
    if (m_buffer.isEmpty())
        return {};
    m_lastWrite = std::chrono::steady_clock::now();
    if (!m_file.isOpen())
        SLUICE_CHECK(writeColumns());
    errno = 0;
    if (!m_file.isOpen() && !m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered,
                                         QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return makeError(ErrorCode::Io, QStringLiteral("The file of dirty rows could not be opened."),
                         m_file.fileName(), m_file.errorString());
    if (m_file.write(m_buffer) != m_buffer.size())
        return makeError(ErrorCode::Io,
                         errno == ENOSPC
                             ? QStringLiteral("The disk is full: dirty rows cannot be kept. Free some space.")
                             : QStringLiteral("Dirty rows could not be written."),
                         m_file.fileName(), m_file.errorString());
    m_buffer.clear();
    return {};
}

Done DirtyRows::tick()
{
    std::lock_guard lock(m_mutex);
    if (std::chrono::steady_clock::now() - m_lastWrite < writeInterval)
        return {};
    return write();
}

Done DirtyRows::flush()
{
    std::lock_guard lock(m_mutex);
    return write();
}

QString DirtyRows::note() const
{
    std::lock_guard lock(m_mutex);
    if (m_unkept == 0)
        return {};
    return QStringLiteral("The file of dirty rows is full at %1 MiB: %2 more are only counted.")
        .arg(fileLimit / 1024 / 1024)
        .arg(grouped(m_unkept));
}

} // namespace sluice
