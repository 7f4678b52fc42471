#include "file/filetest.h"

#include "data/cast.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>

void FileTest::put(const QString &name, const QByteArray &bytes) const
{
    QFile file(m_dir.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray FileTest::bytesOf(const QString &name) const
{
    QFile file(m_dir.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<missing>");
}

QStringList FileTest::files() const
{
    return QDir(m_dir.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

OpenRequest FileTest::request(const char *category, const QByteArray &parameter, const QString &path, int lanes) const
{
    OpenRequest made;
    made.step.stepType = QStringLiteral("file");
    made.step.category = QString::fromUtf8(category);
    made.step.pointer = QStringLiteral("/steps/0");
    QJsonParseError fault;
    made.step.parameter = QJsonDocument::fromJson(parameter, &fault).object();
    if (fault.error != QJsonParseError::NoError)
        qFatal("%s: %s", parameter.constData(), qPrintable(fault.errorString()));
    if (!path.isEmpty())
        made.step.parameter.insert(QStringLiteral("path"), path);
    made.lanes = lanes;
    made.runId = QStringLiteral("202401020304050a1b");
    made.workspaceDir = m_dir.path();
    made.timeZone = QTimeZone::utc();
    return made;
}

FileRows FileTest::read(const QByteArray &parameter, const QString &path, int lanes) const
{
    FileRows rows;
    auto source = m_connector->openSource(request("reader", parameter, path, lanes), {});
    if (!source) {
        rows.error = source.error();
        return rows;
    }
    rows.ok = true;
    rows.schema = (*source)->schema();
    auto splits = (*source)->split(lanes * 4, {});
    if (!splits) {
        rows.error = splits.error();
        rows.ok = false;
        return rows;
    }
    for (const Split &split : *splits)
        readSplit(**source, split, {}, rows);
    rows.notes = (*source)->notes();
    return rows;
}

std::vector<Batch> FileTest::batchesOf(Source &source, const Split &split, const Position &from)
{
    std::vector<Batch> batches;
    auto reader = source.reader(split, from);
    while (reader) {
        Batch batch;
        const auto outcome = (*reader)->next(batch, {});
        if (!outcome || *outcome == Reader::Outcome::End)
            break;
        batches.push_back(std::move(batch));
    }
    return batches;
}

void FileTest::readSplit(Source &source, const Split &split, const Position &from, FileRows &rows)
{
    auto reader = source.reader(split, from);
    if (!reader) {
        rows.error = reader.error();
        rows.ok = false;
        return;
    }
    for (;;) {
        Batch batch;
        const auto outcome = (*reader)->next(batch, {});
        if (!outcome) {
            rows.error = outcome.error();
            rows.ok = false;
        }
        if (!outcome || *outcome == Reader::Outcome::End)
            return;
        add(batch, source.schema(), rows);
    }
}

void FileTest::add(const Batch &batch, const Schema &schema, FileRows &rows)
{
    for (const DirtyRow &dirty : batch.dirty) {
        rows.dirty.append(QStringLiteral("%1 %2 %3").arg(dirty.row).arg(dirty.column, dirty.reason));
        rows.dirtyRows.push_back(dirty);
    }
    if (!batch.rows)
        return;
    QVERIFY2(batch.rows->ValidateFull().ok(), batch.rows->ValidateFull().ToString().c_str());
    QVERIFY(batch.rows->num_rows() > 0 && batch.rows->num_rows() <= batchRowLimit);
    QCOMPARE(qsizetype(batch.rows->num_columns()), schema.size());
    for (qint64 row = 0; row < batch.rows->num_rows(); ++row) {
        QStringList cells;
        for (int i = 0; i < batch.rows->num_columns(); ++i)
            cells.append(batch.rows->column(i)->IsNull(row)
                             ? QStringLiteral("<null>")
                             : QString::fromUtf8(
                                   cellText(batch.rows->column(i), schema.columns[i].type, row, QTimeZone::utc())));
        rows.lines.append(cells.join(QLatin1Char('|')));
        rows.numbers.append(batch.rowNumber(row));
    }
}
