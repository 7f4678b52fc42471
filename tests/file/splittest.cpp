#include "file/splittest.h"

#include "connectors/file/textreader.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>

#include <random>

namespace
{

std::mt19937 dice(20240229);

int upTo(int n)
{
    return int(dice() % unsigned(n));
}

// Text with all that makes records hard to find.
QByteArray nastyText(int length)
{
    static const char *pieces[] = {"a",  "bc",   ",",  ",",   "\"",  "\"",   "\"\"",
                                   "\n", "\r\n", "\r", ",\"", "\",", "\"\n", "x,y\n"};
    QByteArray text;
    while (text.size() < length)
        text += pieces[upTo(int(std::size(pieces)))];
    return text;
}

// Hands out a few bytes at a time.
class Drops final : public ByteStream
{
public:
    Drops(QByteArray bytes, int largest)
        : m_bytes(std::move(bytes))
        , m_largest(largest)
    {
    }
    Result<size_t> read(char *to, size_t size) override
    {
        const qsizetype count = std::min({qsizetype(size), m_bytes.size() - m_at, qsizetype(1 + upTo(m_largest))});
        std::memcpy(to, m_bytes.constData() + m_at, size_t(count));
        m_at += count;
        return size_t(count);
    }

private:
    QByteArray m_bytes;
    qsizetype m_at = 0;
    int m_largest;
};

struct Found {
    QByteArray bytes;
    RecordFault fault;
    qint64 offset;
    bool operator==(const Found &) const = default;
};

QList<Found> recordsOf(std::unique_ptr<ByteStream> bytes, const Dialect &dialect)
{
    QList<Found> all;
    RecordStream records(std::move(bytes), dialect, 0);
    Record record;
    while (*records.next(record, {}))
        all.append({QByteArray(record.begin, qsizetype(record.size)), record.fault, records.recordOffset()});
    return all;
}

} // namespace

void SplitTest::recordsDoNotDependOnTheWindow()
{
    for (int round = 0; round < 3000; ++round) {
        Dialect dialect;
        if (round % 3 == 1)
            dialect.delimiter = std::string(2, '|');
        if (round % 5 == 1)
            dialect.escape = '\\';
        const QByteArray text = nastyText(1 + upTo(120));
        const QList<Found> whole = recordsOf(std::make_unique<Drops>(text, 1'000'000), dialect);
        QCOMPARE(recordsOf(std::make_unique<Drops>(text, 3), dialect), whole);
        // Reading from any record on finds the same ones: nothing before it matters.
        const Found &start = whole[upTo(int(whole.size()))];
        QList<Found> rest = recordsOf(std::make_unique<Drops>(text.mid(start.offset), 7), dialect);
        for (Found &found : rest)
            found.offset += start.offset;
        QCOMPARE(rest, whole.mid(whole.indexOf(start)));
        // No byte is lost but line breaks.
        qint64 bytes = 0;
        for (const Found &found : whole)
            bytes += found.bytes.size();
        QVERIFY(bytes <= text.size() && bytes >= text.size() - 2 * whole.size());
    }
}

void SplitTest::anyCutsGiveTheSameRows()
{
    for (int round = 0; round < 150; ++round) {
        const QByteArray header = "a,b\n";
        const QByteArray text = nastyText(2000);
        put(QStringLiteral("in.csv"), header + text);
        const QByteArray parameter = R"({"header": true, "fieldDelimiter": ",", "column": ["__row__", "a", "b"]})";
        auto source = m_connector->openSource(request("reader", parameter, QStringLiteral("in.csv"), 4), {});
        QVERIFY(source.ok());
        FileRows whole;
        const std::vector<Split> one = *(*source)->split(16, {});
        QCOMPARE(one.size(), size_t(1));
        readSplit(**source, one[0], {}, whole);

        QList<Found> records = recordsOf(std::make_unique<Drops>(text, 1'000'000), Dialect());
        FileRows cut;
        qint64 from = header.size();
        qint64 rows = 0;
        for (qsizetype i = 1; i <= records.size(); ++i) {
            if (i < records.size() && upTo(10) != 0)
                continue;
            const qint64 to = i < records.size() ? header.size() + records[i].offset : -1;
            const Split split{
                QString(),
                QStringLiteral(R"({"file":0,"offset":%1,"to":%2,"rows":%3})").arg(from).arg(to).arg(rows).toUtf8(), -1};
            readSplit(**source, split, {}, cut);
            from = to;
            rows = i;
        }
        QCOMPARE(cut.lines, whole.lines);
        QCOMPARE(cut.numbers, whole.numbers);
        QCOMPARE(cut.dirty, whole.dirty);
    }
}

void SplitTest::resumesAtEveryBatch()
{
    QByteArray text = "a,b\n";
    for (int i = 1; i <= 30'000; ++i)
        text += i % 1000 == 0 ? "dirty\n" : QByteArray::number(i) + ",\"x\ny\"\n";
    put(QStringLiteral("in.csv"), text);
    auto source = m_connector->openSource(request("reader", "{}", QStringLiteral("in.csv")), {});
    const Split split = (*source)->split(1, {})->front();
    const std::vector<Batch> batches = batchesOf(**source, split);
    QVERIFY(batches.size() > 5);
    FileRows whole;
    for (const Batch &batch : batches)
        add(batch, (*source)->schema(), whole);
    QCOMPARE(whole.lines.size(), 29'970);
    QCOMPARE(whole.dirty.size(), 30);
    FileRows before;
    for (const Batch &batch : batches) {
        add(batch, (*source)->schema(), before);
        FileRows after;
        readSplit(**source, split, batch.after, after);
        QCOMPARE(before.lines + after.lines, whole.lines);
        QCOMPARE(before.numbers + after.numbers, whole.numbers);
        QCOMPARE(before.dirty + after.dirty, whole.dirty);
    }
}

void SplitTest::cutsOneBigFile()
{
    QByteArray text = "id,text\n";
    qint64 sum = 0;
    int rows = 0;
    while (text.size() < 30'000'000) {
        ++rows;
        sum += rows;
        text += QByteArray::number(rows) +
                (rows % 3 ? ",plain text of some length\n" : ",\"quoted, \"\"with\"\"\nline break\"\n");
    }
    put(QStringLiteral("in.csv"), text);
    auto source = m_connector->openSource(
        request("reader", R"({"column": [{"name": "id", "type": "long"}, "__row__"]})", QStringLiteral("in.csv"), 4),
        {});
    const std::vector<Split> splits = *(*source)->split(16, {});
    QVERIFY(splits.size() >= 6);
    qint64 seen = 0;
    qint64 ids = 0;
    qint64 expected = 0;
    for (const Split &split : splits) {
        qint64 inSplit = 0;
        for (const Batch &batch : batchesOf(**source, split)) {
            QVERIFY(batch.dirty.empty());
            QVERIFY(batch.rows->column(0)->Equals(*batch.rows->column(1)));
            inSplit += batch.rows->num_rows();
            for (qint64 i = 0; i < batch.rows->num_rows(); ++i)
                ids += static_cast<const arrow::Int64Array &>(*batch.rows->column(0)).Value(i);
        }
        QCOMPARE(inSplit, split.expectedRows);
        seen += inSplit;
        expected += split.expectedRows;
    }
    QCOMPARE(seen, rows);
    QCOMPARE(expected, rows);
    QCOMPARE(ids, sum);
    // One lane reads it as one piece, without looking through it first.
    auto single = m_connector->openSource(request("reader", "{}", QStringLiteral("in.csv"), 1), {});
    QCOMPARE((*single)->split(4, {})->size(), size_t(1));
}

void SplitTest::stops()
{
    put(QStringLiteral("in.csv"), "a,b\n1,2\n3,4\n");
    auto source = m_connector->openSource(request("reader", "{}", QStringLiteral("in.csv")), {});
    auto reader = (*source)->reader((*source)->split(1, {})->front(), {});
    std::stop_source stop;
    stop.request_stop();
    Batch batch;
    QCOMPARE((*reader)->next(batch, Stop(stop.get_token())).error().code, ErrorCode::Stopped);
    QCOMPARE(
        m_connector->openSource(request("reader", "{}", QStringLiteral("in.csv")), Stop(stop.get_token())).error().code,
        ErrorCode::Stopped);
}
