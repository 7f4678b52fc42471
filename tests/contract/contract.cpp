#include "contract/contract.h"

#include "data/arrowtypes.h"
#include "data/cast.h"

#include <QElapsedTimer>
#include <QtTest>

#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/record_batch.h>

namespace sluice
{

namespace
{

constexpr qint64 manyRows = 9000; // several batches
constexpr int lanes = 2;

// Values of each type, its edges among them, as texts that the type is read from; "NULL" is NULL.
QStringList samplesOf(const Type &type)
{
    switch (type.kind()) {
    case TypeKind::Boolean:
        return {"true", "false", "NULL"};
    case TypeKind::TinyInt:
        return {"-128", "0", "127", "NULL"};
    case TypeKind::SmallInt:
        return {"-32768", "7", "32767", "NULL"};
    case TypeKind::Int:
        return {"-2147483648", "0", "2147483647", "NULL"};
    case TypeKind::BigInt:
        return {"-9223372036854775808", "-1", "9223372036854775807", "NULL"};
    case TypeKind::Float:
        return {"0.1", "-3.4e38", "1.5e-30", "NULL"};
    case TypeKind::Double:
        return {"0.1", "-1.7976931348623157e308", "5e-324", "NULL"};
    case TypeKind::Decimal:
        return {"0", "-0.0001", QString(type.precision() - type.scale(), QLatin1Char('9')) + ".5", "NULL"};
    case TypeKind::String:
        return {"plain", "comma, \"quote\"\nand line", "好😀", " blanks ", "NULL", "x\\N"};
    case TypeKind::Char:
    case TypeKind::VarChar:
        return {"abc", "好", "NULL"};
    case TypeKind::Binary:
        return {"bytes", "NULL"};
    case TypeKind::Date:
        return {"0001-01-01", "1969-12-31", "2024-02-29", "9999-12-31", "NULL"};
    case TypeKind::DateTime:
        return {"1900-01-01 00:00:00", "1969-12-31 23:59:59.999", "2023-06-30 17:00:00", "9999-12-31 23:59:59", "NULL"};
    case TypeKind::Timestamp:
    case TypeKind::TimestampNtz:
        return {"1900-01-01 00:00:00.000001", "1969-12-31 23:59:59.999999", "2023-06-30 17:00:00.123456", "NULL"};
    case TypeKind::IntervalDayTime:
        return {"1 02:03:04.5", "-1 00:00:00", "NULL"};
    case TypeKind::IntervalYearMonth:
        return {"1-6", "-0-11", "NULL"};
    case TypeKind::Json:
        return {R"({"a":[1,2]})", "12", "NULL"};
    case TypeKind::Array:
        return {"[]", "[null]", "NULL"};
    case TypeKind::Map:
        return {"{}", R"({"1":null})", "NULL"};
    case TypeKind::Struct:
        return {R"({})", "NULL"};
    }
    return {};
}

std::shared_ptr<arrow::Array> column(const QStringList &samples, const Type &type, qint64 count)
{
    arrow::StringBuilder builder;
    for (qint64 i = 0; i < count; ++i) {
        const QString &text = samples[i % samples.size()];
        const arrow::Status status =
            text == QLatin1String("NULL") ? builder.AppendNull() : builder.Append(text.toStdString());
        if (!status.ok())
            qFatal("%s", status.ToString().c_str());
    }
    auto plan = CastPlan::compile(type.kind() == TypeKind::Binary ? TypeKind::Json : TypeKind::String, type, {});
    auto made = plan ? plan->apply(*builder.Finish()) : Result<CastResult>(plan.error());
    if (!made || !made->refused.empty())
        qFatal("%s: a sample cannot be read", qPrintable(type.text()));
    return made->values;
}

QStringList rowTexts(const arrow::RecordBatch &rows, const Schema &schema)
{
    std::vector<std::shared_ptr<arrow::Array>> texts;
    for (int i = 0; i < rows.num_columns(); ++i) {
        const Type &type = schema.columns[i].type;
        auto plan = CastPlan::compile(type, TypeKind::String, {});
        auto cast = plan ? plan->apply(rows.column(i)) : Result<CastResult>(plan.error());
        if (!cast)
            qFatal("%s", qPrintable(cast.error().text()));
        texts.push_back(cast->values);
    }
    QStringList lines;
    for (qint64 row = 0; row < rows.num_rows(); ++row) {
        QStringList cells;
        for (const auto &column : texts)
            cells.append(column->IsNull(row)
                             ? QStringLiteral("NULL")
                             : QString::fromStdString(static_cast<const arrow::StringArray &>(*column).GetString(row)));
        lines.append(cells.join(QLatin1Char('|')));
    }
    return lines;
}

// Takes no dirty row: what was made to fit must fit.
class NoDirt final : public DirtySink
{
public:
    void add(DirtyRow row) override
    {
        qWarning("dirty: %s %s", qPrintable(row.column), qPrintable(row.reason));
        ++count;
    }
    std::atomic<int> count = 0;
};

QString describe(const Done &done)
{
    return done ? QString() : errorCodeName(done.error().code) + QLatin1Char(' ') + done.error().text();
}
template <typename T>
QString describe(const Result<T> &result)
{
    return result ? QString() : describe(Done(result.error()));
}

#define SLUICE_VERIFY(result) QVERIFY2((result).ok(), qPrintable(describe(result)))

} // namespace

struct Contract::Rows {
    Schema schema;
    std::shared_ptr<arrow::RecordBatch> batch;

    QStringList texts() const
    {
        QStringList all = rowTexts(*batch, schema);
        all.sort();
        return all;
    }
};

Contract::Rows Contract::sampleRows(qint64 count) const
{
    Rows rows;
    QStringList numbers;
    for (qint64 i = 0; i < count; ++i)
        numbers.append(QString::number(i));
    rows.schema.columns.append({QStringLiteral("id"), TypeKind::BigInt, true, {}});
    arrow::ArrayVector arrays{column(numbers, TypeKind::BigInt, count)};
    for (const QString &text : m_fixture.types()) {
        const auto type = Type::parse(text);
        if (!type)
            qFatal("%s", qPrintable(type.error().text()));
        rows.schema.columns.append({QStringLiteral("c%1").arg(rows.schema.size()), *type, true, {}});
        arrays.push_back(column(samplesOf(*type), *type, count));
    }
    rows.batch = arrow::RecordBatch::Make(arrowSchema(rows.schema), count, std::move(arrays));
    return rows;
}

QString Contract::newPlace(const Schema &schema)
{
    const QString place = QStringLiteral("%1_place_%2").arg(m_fixture.name()).arg(++m_places);
    if (const Done done = m_fixture.prepare(place, schema); !done)
        qFatal("%s", qPrintable(describe(done)));
    return place;
}

Result<std::vector<Receipt>> Contract::write(Sink &sink, const Rows &rows, int count)
{
    constexpr qint64 step = 1000;
    std::vector<std::unique_ptr<Writer>> writers;
    for (int lane = 0; lane < count; ++lane) {
        SLUICE_TRY(auto writer, sink.writer(lane));
        writers.push_back(std::move(writer));
    }
    NoDirt dirt;
    for (qint64 from = 0; from < rows.batch->num_rows(); from += step) {
        Batch batch;
        batch.rows = rows.batch->Slice(from, std::min(step, rows.batch->num_rows() - from));
        batch.firstRow = from + 1;
        SLUICE_CHECK(writers[size_t(from / step) % writers.size()]->write(batch, dirt, Stop()));
    }
    if (dirt.count > 0)
        return makeError(ErrorCode::Data, QStringLiteral("%1 rows were refused").arg(dirt.count));
    std::vector<Receipt> receipts;
    for (const auto &writer : writers) {
        SLUICE_TRY(Receipt receipt, writer->seal(Stop()));
        receipts.push_back(std::move(receipt));
    }
    return receipts;
}

Done Contract::fill(const QString &place, const Rows &rows)
{
    SLUICE_TRY(auto sink, m_fixture.connector().openSink(m_fixture.writer(place, rows.schema), Stop()));
    SLUICE_TRY(const auto receipts, write(*sink, rows, 1));
    return sink->commit(0, receipts, Stop());
}

bool Contract::showsUncommitted(const QString &place, const Schema &schema, qsizetype sent)
{
    const auto read = readAll(place, schema);
    if (m_fixture.seesAtOnce())
        return read.ok() && read->size() == sent;
    return read.ok() ? read->isEmpty() : read.error().code == ErrorCode::NotFound;
}

Result<QStringList> Contract::readAll(const QString &place, const Schema &schema, int wanted)
{
    SLUICE_TRY(auto source, m_fixture.readingConnector().openSource(m_fixture.reader(place, schema), Stop()));
    SLUICE_TRY(const auto splits, source->split(wanted, Stop()));
    QStringList all;
    for (const Split &split : splits) {
        SLUICE_TRY(auto reader, source->reader(split, Position()));
        for (;;) {
            Batch batch;
            SLUICE_TRY(const Reader::Outcome outcome, reader->next(batch, Stop()));
            if (outcome == Reader::Outcome::End)
                break;
            for (const DirtyRow &dirty : batch.dirty)
                all.append(QStringLiteral("dirty: ") + dirty.reason);
            if (batch.rows)
                all += rowTexts(*batch.rows, source->schema());
        }
    }
    all.sort();
    return all;
}

void Contract::everyTypeComesBack()
{
    const Rows rows = sampleRows(manyRows);
    const QString place = newPlace(rows.schema);
    auto sink = m_fixture.connector().openSink(m_fixture.writer(place, rows.schema), Stop());
    SLUICE_VERIFY(sink);
    QCOMPARE((*sink)->schema().size(), rows.schema.size());
    const auto receipts = write(**sink, rows, lanes);
    SLUICE_VERIFY(receipts);
    SLUICE_VERIFY((*sink)->commit(0, *receipts, Stop()));

    auto source = m_fixture.readingConnector().openSource(m_fixture.reader(place, rows.schema), Stop());
    SLUICE_VERIFY(source);
    for (qsizetype i = 0; i < rows.schema.size(); ++i)
        QCOMPARE((*source)->schema().columns[i].type.text(), m_fixture.readAs(rows.schema.columns[i].type).text());
    const auto read = readAll(place, rows.schema);
    SLUICE_VERIFY(read);
    const QStringList expected = rows.texts();
    for (qsizetype i = 0; i < std::min(expected.size(), read->size()); ++i)
        QCOMPARE(read->at(i), expected[i]); // shows the first row that differs
    QCOMPARE(read->size(), expected.size());
}

void Contract::splitsAreTheWhole()
{
    const Rows rows = sampleRows(manyRows);
    const QString place = newPlace(rows.schema);
    auto sink = m_fixture.connector().openSink(m_fixture.writer(place, rows.schema), Stop());
    SLUICE_VERIFY(sink);
    const auto receipts = write(**sink, rows, 1);
    SLUICE_VERIFY(receipts);
    SLUICE_VERIFY((*sink)->commit(0, *receipts, Stop()));
    const QStringList expected = rows.texts();
    for (const int wanted : {1, 3, 64}) {
        const auto read = readAll(place, rows.schema, wanted);
        SLUICE_VERIFY(read);
        QVERIFY2(*read == expected, qPrintable(QStringLiteral("%1 splits wanted").arg(wanted)));
    }
}

void Contract::nothingIsSeenBeforeTheCommit()
{
    const Rows rows = sampleRows(100);
    const QString place = newPlace(rows.schema);
    auto sink = m_fixture.connector().openSink(m_fixture.writer(place, rows.schema), Stop());
    SLUICE_VERIFY(sink);
    const auto receipts = write(**sink, rows, lanes);
    SLUICE_VERIFY(receipts);
    QVERIFY(showsUncommitted(place, rows.schema, 100));
    SLUICE_VERIFY((*sink)->commit(0, *receipts, Stop()));
    const auto after = readAll(place, rows.schema);
    SLUICE_VERIFY(after);
    QCOMPARE(after->size(), 100);
}

void Contract::abortLeavesNothing()
{
    const Rows rows = sampleRows(100);
    const QString place = newPlace(rows.schema);
    {
        auto sink = m_fixture.connector().openSink(m_fixture.writer(place, rows.schema), Stop());
        SLUICE_VERIFY(sink);
        const auto receipts = write(**sink, rows, lanes);
        SLUICE_VERIFY(receipts);
        (*sink)->abort();
    }
    QVERIFY(showsUncommitted(place, rows.schema, 100));
}

void Contract::committingTwiceIsOnce()
{
    const Rows rows = sampleRows(100);
    const QString place = newPlace(rows.schema);
    auto sink = m_fixture.connector().openSink(m_fixture.writer(place, rows.schema), Stop());
    SLUICE_VERIFY(sink);
    const auto receipts = write(**sink, rows, lanes);
    SLUICE_VERIFY(receipts);
    SLUICE_VERIFY((*sink)->commit(0, *receipts, Stop()));
    SLUICE_VERIFY((*sink)->commit(0, *receipts, Stop()));
    const auto read = readAll(place, rows.schema);
    SLUICE_VERIFY(read);
    QVERIFY(*read == rows.texts());
}

void Contract::readersGoOnFromAPosition()
{
    const Rows rows = sampleRows(manyRows);
    const QString place = newPlace(rows.schema);
    const Done filled = fill(place, rows); // the macro names its argument twice
    SLUICE_VERIFY(filled);

    auto source = m_fixture.readingConnector().openSource(m_fixture.reader(place, rows.schema), Stop());
    SLUICE_VERIFY(source);
    const auto splits = (*source)->split(2, Stop());
    SLUICE_VERIFY(splits);
    QStringList all;
    for (const Split &split : *splits) {
        // Every batch by a reader of its own.
        Position at;
        for (int batches = 0; batches < 1000; ++batches) {
            auto reader = (*source)->reader(split, at);
            SLUICE_VERIFY(reader);
            Batch batch;
            auto outcome = (*reader)->next(batch, Stop());
            while (outcome && *outcome == Reader::Outcome::Idle)
                outcome = (*reader)->next(batch, Stop());
            SLUICE_VERIFY(outcome);
            if (*outcome == Reader::Outcome::End)
                break;
            QVERIFY(!batch.after.isEmpty());
            at = batch.after;
            if (batch.rows)
                all += rowTexts(*batch.rows, (*source)->schema());
        }
    }
    all.sort();
    QVERIFY(all == rows.texts());
}

void Contract::readersStopInTime()
{
    const Rows rows = sampleRows(manyRows);
    const QString place = newPlace(rows.schema);
    const Done filled = fill(place, rows); // the macro names its argument twice
    SLUICE_VERIFY(filled);

    auto source = m_fixture.readingConnector().openSource(m_fixture.reader(place, rows.schema), Stop());
    SLUICE_VERIFY(source);
    const auto splits = (*source)->split(1, Stop());
    SLUICE_VERIFY(splits);
    auto reader = (*source)->reader(splits->front(), Position());
    SLUICE_VERIFY(reader);
    std::stop_source stop{};
    Batch batch;
    const auto first = (*reader)->next(batch, Stop(stop.get_token()));
    SLUICE_VERIFY(first);
    stop.request_stop();
    QElapsedTimer timer;
    timer.start();
    const auto stopped = (*reader)->next(batch, Stop(stop.get_token()));
    QVERIFY(timer.elapsed() < 2000);
    QVERIFY(!stopped.ok());
    QCOMPARE(stopped.error().code, ErrorCode::Stopped);
}

void Contract::writersStopInTime()
{
    const Rows rows = sampleRows(100);
    const QString place = newPlace(rows.schema);
    auto sink = m_fixture.connector().openSink(m_fixture.writer(place, rows.schema), Stop());
    SLUICE_VERIFY(sink);
    {
        auto writer = (*sink)->writer(0);
        SLUICE_VERIFY(writer);
        NoDirt dirt;
        Batch batch;
        batch.rows = rows.batch;
        SLUICE_VERIFY((*writer)->write(batch, dirt, Stop()));
        std::stop_source stop{};
        stop.request_stop();
        QElapsedTimer timer;
        timer.start();
        const Done stopped = (*writer)->write(batch, dirt, Stop(stop.get_token()));
        QVERIFY(timer.elapsed() < 2000);
        QVERIFY(!stopped.ok());
        QCOMPARE(stopped.error().code, ErrorCode::Stopped);
    }
    (*sink)->abort();
    const auto read = readAll(place, rows.schema);
    QVERIFY(read.ok() ? read->isEmpty() || m_fixture.seesAtOnce() : read.error().code == ErrorCode::NotFound);
}

void Contract::wrongKeyIsAuth()
{
    const auto request = m_fixture.wrongKey();
    if (!request)
        return; // nothing to be refused by
    const auto source = m_fixture.readingConnector().openSource(*request, Stop());
    QVERIFY(!source.ok());
    QCOMPARE(errorCodeName(source.error().code), QStringLiteral("Auth"));
    const auto report = m_fixture.connector().test(request->source, Stop(), {});
    QVERIFY(!report.ok());
    QCOMPARE(errorCodeName(report.error().code), QStringLiteral("Auth"));
}

void Contract::missingObjectIsNotFound()
{
    auto source = m_fixture.readingConnector().openSource(m_fixture.missing(), Stop());
    Done done = source ? Done() : Done(source.error());
    if (source) {
        const auto splits = (*source)->split(1, Stop());
        done = splits ? Done() : Done(splits.error());
    }
    QVERIFY(!done.ok());
    QCOMPARE(errorCodeName(done.error().code), QStringLiteral("NotFound"));
}

} // namespace sluice
