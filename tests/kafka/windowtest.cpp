#include "kafka/reading.h"
#include "kafka/tests.h"

#include <QtTest>

#include <thread>

namespace sluice
{

class WindowTest : public QObject
{
    Q_OBJECT

public:
    explicit WindowTest(TestBroker &broker)
        : m_broker(broker)
    {
    }

private Q_SLOTS:
    void edgesToTheMillisecond();
    void outOfOrderAndSilentPartitions();
    void lateness();
    void theZoneOfTheWindow();
    void logAppendTime();
    void recordsWithoutATime();
    void anEmptyWindow();
    void offsetsAndEnds();
    void groups();
    void removedRecords();
    void onePartition();
    void moreLanesThanPartitions();
    void theEndIsThatOfTheStart();
    void untilSilence();
    void untilSilenceWithFewLanes();
    void resumes();
    void aRerunGivesTheSame();

private:
    Result<ReadBack> window(const QString &topic, QJsonObject more = {}, const QStringList &columns = {"__value__"},
                            int lanes = 2)
    {
        more.insert("beginDateTime", "20221122090000");
        more.insert("endDateTime", "20221122100000");
        return readTopic(m_broker.address(), topic, more, columns, lanes);
    }
    Result<ReadBack> read(const QString &topic, const QJsonObject &parameter, int lanes = 2)
    {
        return readTopic(m_broker.address(), topic, parameter, {"__value__"}, lanes);
    }

    TestBroker &m_broker;
};

void WindowTest::edgesToTheMillisecond()
{
    const QString topic = m_broker.topic();
    m_broker.write(topic, {{0, nine - 1, {}, "before"},
                           {0, nine, {}, "first"},
                           {0, ten - 1, {}, "last"},
                           {0, ten, {}, "end"},
                           {0, ten + 1, {}, "behind"}});
    const auto back = window(topic, {}, {"__value__", "__timestamp__"});
    KAFKA_VERIFY(back);
    QCOMPARE(back->rows, QStringList({"first|1669107600000", "last|1669111199999"}));
    QVERIFY(back->notes.isEmpty());
}

// A record counts by its own time, wherever it stands.
void WindowTest::outOfOrderAndSilentPartitions()
{
    const QString topic = m_broker.topic(4);
    m_broker.write(topic, {{0, nine + 10, {}, "a"},
                           {0, ten + 5000, {}, "later"},
                           {0, nine + 20, {}, "late b"},
                           {0, nine - 20, {}, "older"},
                           {0, ten - 1, {}, "late c"},
                           {1, nine - 5000, {}, "old alone"},
                           {2, nine + 30, {}, "nothing behind it"}});
    const auto back = window(topic); // partition 3 has nothing at all
    KAFKA_VERIFY(back);
    QCOMPARE(sorted(back->rows), QStringList({"a", "late b", "late c", "nothing behind it"}));
    QCOMPARE(back->splits, 2); // the others have nothing at or after the start
}

void WindowTest::lateness()
{
    const QString topic = m_broker.topic();
    m_broker.write(topic, {{0, nine + 1, {}, "a"},
                           {0, ten + 1000, {}, "x"},
                           {0, nine + 2, {}, "late"},
                           {0, ten + 3600'000, {}, "y"},
                           {0, nine + 3, {}, "too late"}});
    const auto back = window(topic, {{"lateSeconds", 600}});
    KAFKA_VERIFY(back);
    QCOMPARE(back->rows, QStringList({"a", "late"}));
    QCOMPARE(rowsOf(window(topic)), QStringList({"a", "late", "too late"}));
}

void WindowTest::theZoneOfTheWindow()
{
    const QString topic = m_broker.topic();
    m_broker.write(topic, {{0, nine, {}, "utc"}, {0, nine - 8 * 3600'000, {}, "shanghai"}});
    QCOMPARE(rowsOf(window(topic)), QStringList({"utc"}));
    QCOMPARE(rowsOf(window(topic, {{"timeZone", "Asia/Shanghai"}})), QStringList({"shanghai"}));
    // A zone of the task is the window's when none is given.
    auto request = kafkaRequest(m_broker.address(), "reader",
                                {{"topic", topic},
                                 {"column", QJsonArray{"__value__"}},
                                 {"beginDateTime", "20221122090000"},
                                 {"endDateTime", "20221122100000"}});
    request.timeZone = QTimeZone("Asia/Shanghai");
    const auto back = readAll(request);
    KAFKA_VERIFY(back);
    QCOMPARE(back->rows, QStringList({"shanghai"}));
}

void WindowTest::logAppendTime()
{
    const QString topic = m_broker.topic(1, {{"message.timestamp.type", "LogAppendTime"}});
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    m_broker.write(topic, {{0, nine, {}, "written as of nine"}});
    QCOMPARE(rowsOf(window(topic)), QStringList()); // the broker's clock counts, not the writer's
    const auto back = readTopic(m_broker.address(), topic,
                                {{"beginTimestampMillis", before}, {"endTimestampMillis", before + 3600'000}},
                                {"__value__", "__timestamp__"});
    KAFKA_VERIFY(back);
    QCOMPARE(back->rows.size(), 1);
    QVERIFY(back->rows[0].section('|', 1).toLongLong() >= before);
}

// Nobody can say which window they belong to. Producers may write -1, which a broker keeps.
void WindowTest::recordsWithoutATime()
{
    const QString topic = m_broker.topic();
    m_broker.write(topic, {{0, nine, {}, "a"}, {0, -1, {}, "timeless"}, {0, nine + 1, {}, "b"}});
    const auto back = window(topic);
    KAFKA_VERIFY(back);
    QCOMPARE(back->rows, QStringList({"a", "b"}));
    QCOMPARE(back->dirty, QStringList({"1|__timestamp__|timeless|the record has no time (partition 0, offset 1)"}));
    const auto untilTen =
        readTopic(m_broker.address(), topic, {{"beginType", "earliest"}, {"endDateTime", "20221122100000"}});
    KAFKA_VERIFY(untilTen);
    QCOMPARE(untilTen->rows, QStringList({"a", "b"}));
    QCOMPARE(untilTen->dirty.size(), 1);
    // Where no time bounds what is read, they count.
    const auto all = readTopic(m_broker.address(), topic, {{"beginType", "earliest"}}, {"__value__", "__timestamp__"});
    KAFKA_VERIFY(all);
    QCOMPARE(all->rows, QStringList({"a|1669107600000", "timeless|NULL", "b|1669107600001"}));
    QVERIFY(all->dirty.isEmpty());
}

void WindowTest::anEmptyWindow()
{
    const QString topic = m_broker.topic(2);
    const auto nothing = window(topic);
    KAFKA_VERIFY(nothing);
    QCOMPARE(nothing->rows, QStringList());
    QCOMPARE(nothing->notes.size(), 1);
    QVERIFY2(nothing->notes[0].contains("from 2022-11-22 09:00:00 to before 2022-11-22 10:00:00: 0 rows"),
             qPrintable(nothing->notes[0]));
    m_broker.write(topic, {{0, ten, {}, "after"}, {1, nine - 1, {}, "before"}});
    const auto around = window(topic);
    KAFKA_VERIFY(around);
    QCOMPARE(around->rows, QStringList());
    QCOMPARE(around->notes.size(), 1);
}

void WindowTest::offsetsAndEnds()
{
    const QString topic = m_broker.topic(2);
    QList<TestRecord> records;
    for (int i = 0; i < 6; ++i)
        records.append({i % 2, nine + i, {}, QByteArray::number(i)});
    m_broker.write(topic, records);
    QCOMPARE(sorted(rowsOf(read(topic, {{"beginOffset", 1}, {"endOffset", "2"}}))), QStringList({"2", "3"}));
    QCOMPARE(sorted(rowsOf(read(topic, {{"beginOffset", "2"}}))), QStringList({"4", "5"}));
    QCOMPARE(rowsOf(read(topic, {{"beginType", "earliest"}})).size(), 6);
    QCOMPARE(rowsOf(read(topic, {{"beginOffset", "seekToBeginning"}, {"endOffset", "seekToLast"}})).size(), 6);
    QCOMPARE(rowsOf(read(topic, {{"beginType", "latest"}})).size(), 0);
    QCOMPARE(sorted(rowsOf(read(topic, {{"beginOffset", 2}, {"endOffset", 1000}}))), QStringList({"4", "5"}));
    // A start behind the end has nothing yet.
    QCOMPARE(rowsOf(read(topic, {{"beginOffset", 500}})).size(), 0);
    QCOMPARE(sorted(rowsOf(read(topic, {{"beginTimestampMillis", nine + 3}, {"endType", "latest"}}))),
             QStringList({"3", "4", "5"}));
}

void WindowTest::groups()
{
    const QString topic = m_broker.topic();
    m_broker.write(topic, {{0, nine, {}, "0"}, {0, nine, {}, "1"}, {0, nine, {}, "2"}});
    const auto none = read(topic, {{"beginType", "current"}, {"groupId", "g1"}});
    QVERIFY(!none);
    QCOMPARE(none.error().code, ErrorCode::Config);
    QVERIFY2(none.error().message.contains("has committed no offset"), qPrintable(none.error().message));
    QCOMPARE(rowsOf(read(topic, {{"beginType", "current"}, {"groupId", "g1"}, {"autoOffsetReset", "earliest"}})).size(),
             3);
    QCOMPARE(m_broker.committedOffset(topic, "g1", 0), 3); // what was read is committed
    m_broker.commitOffset(topic, "g1", 0, 2);
    QCOMPARE(rowsOf(read(topic, {{"beginType", "current"}, {"groupId", "g1"}})), QStringList({"2"}));
    m_broker.commitOffset(topic, "g1", 0, 1);
    QCOMPARE(rowsOf(read(topic, {{"beginType", "earliest"}, {"endType", "current"}, {"groupId", "g1"}})),
             QStringList({"0"}));
    QCOMPARE(
        rowsOf(read(topic, {{"beginOffset", "seekToGroupOffset"}, {"kafkaConfig", QJsonObject{{"group.id", "g1"}}}})),
        QStringList({"1", "2"}));
}

void WindowTest::removedRecords()
{
    const QString topic = m_broker.topic();
    m_broker.write(topic, {{0, nine, {}, "0"}, {0, nine, {}, "1"}, {0, nine, {}, "2"}});
    m_broker.deleteRecords(topic, 0, 2);
    const auto gone = read(topic, {{"beginOffset", 0}});
    QVERIFY(!gone);
    QCOMPARE(gone.error().code, ErrorCode::Data);
    QVERIFY2(gone.error().message.contains("starts at offset 2"), qPrintable(gone.error().message));
    QCOMPARE(rowsOf(read(topic, {{"beginOffset", 0}, {"autoOffsetReset", "earliest"}})), QStringList({"2"}));
    QCOMPARE(rowsOf(read(topic, {{"beginOffset", 0}, {"autoOffsetReset", "latest"}})), QStringList());
    QCOMPARE(rowsOf(read(topic, {{"beginType", "earliest"}})), QStringList({"2"}));
    QCOMPARE(rowsOf(window(topic)), QStringList({"2"}));
}

void WindowTest::onePartition()
{
    const QString topic = m_broker.topic(3);
    m_broker.write(topic, {{0, nine, {}, "0"}, {1, nine, {}, "1"}, {2, nine, {}, "2"}});
    QCOMPARE(rowsOf(read(topic, {{"beginType", "earliest"}, {"partition", "1"}})), QStringList({"1"}));
    const auto none = read(topic, {{"beginType", "earliest"}, {"partition", 7}});
    QVERIFY(!none);
    QCOMPARE(none.error().code, ErrorCode::NotFound);
    const auto nowhere = read(topic + "x", {{"beginType", "earliest"}});
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().code, ErrorCode::NotFound);
    QVERIFY2(nowhere.error().message.contains("Did you mean \"" + topic), qPrintable(nowhere.error().message));
}

void WindowTest::moreLanesThanPartitions()
{
    const QString topic = m_broker.topic(2);
    m_broker.write(topic, {{0, nine, {}, "0"}, {1, nine, {}, "1"}});
    const auto back = window(topic, {}, {"__value__"}, 16);
    KAFKA_VERIFY(back);
    QCOMPARE(sorted(back->rows), QStringList({"0", "1"}));
}

// What comes while the task reads is for the next one, unless it reads until silence.
void WindowTest::theEndIsThatOfTheStart()
{
    const QString topic = m_broker.topic();
    m_broker.write(topic, {{0, nine, {}, "0"}});
    const auto request =
        kafkaRequest(m_broker.address(), "reader",
                     {{"topic", topic}, {"column", QJsonArray{"__value__"}}, {"beginType", "earliest"}});
    const auto source = kafka().openSource(request, {});
    KAFKA_VERIFY(source);
    const auto splits = (*source)->split(1, {});
    KAFKA_VERIFY(splits);
    m_broker.write(topic, {{0, nine, {}, "1"}});
    const auto reader = (*source)->reader(splits->front(), {});
    KAFKA_VERIFY(reader);
    QStringList rows;
    for (;;) {
        Batch batch;
        const auto outcome = (*reader)->next(batch, {});
        KAFKA_VERIFY(outcome);
        if (*outcome == Reader::Outcome::End)
            break;
        rows += rowTexts(batch, (*source)->schema());
    }
    QCOMPARE(rows, QStringList({"0"}));
}

void WindowTest::untilSilence()
{
    const QString topic = m_broker.topic(2);
    m_broker.write(topic, {{0, nine, {}, "0"}});
    std::thread late([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(700));
        m_broker.write(topic, {{1, nine + 5, {}, "late"}, {1, ten, {}, "outside"}});
    });
    QElapsedTimer clock;
    clock.start();
    const auto back = window(topic, {{"stopWhenPollEmpty", true}, {"waitTIme", 2}});
    const qint64 took = clock.elapsed();
    late.join();
    KAFKA_VERIFY(back);
    QCOMPARE(sorted(back->rows), QStringList({"0", "late"}));
    QVERIFY2(took >= 2700, qPrintable(QString::number(took))); // the silence began anew with the late record
}

// Partitions that share a lane are all heard until none speaks any more.
void WindowTest::untilSilenceWithFewLanes()
{
    const QString topic = m_broker.topic(5);
    QList<TestRecord> records;
    for (int p = 0; p < 5; ++p)
        records.append({p, nine + p, {}, QByteArray::number(p)});
    m_broker.write(topic, records);
    const auto back = window(topic, {{"stopWhenPollEmpty", true}, {"waitTIme", 1}}, {"__value__"}, 2);
    KAFKA_VERIFY(back);
    QCOMPARE(back->splits, 2);
    QCOMPARE(sorted(back->rows), QStringList({"0", "1", "2", "3", "4"}));
}

// Every batch by a reader of its own, each going on where the last one stood.
void WindowTest::resumes()
{
    const QString topic = m_broker.topic();
    QList<TestRecord> records;
    QStringList expected;
    for (int i = 0; i < 20000; ++i) {
        records.append({0, i % 3 == 0 ? ten + i : nine + i, {}, QByteArray::number(i)});
        if (i % 3 != 0)
            expected.append(QString::number(i));
    }
    m_broker.write(topic, records);
    const auto request = kafkaRequest(m_broker.address(), "reader",
                                      {{"topic", topic},
                                       {"column", QJsonArray{"__value__"}},
                                       {"beginDateTime", "20221122090000"},
                                       {"endDateTime", "20221122100000"},
                                       {"fetchMaxWaitMs", 50}});
    const auto source = kafka().openSource(request, {});
    KAFKA_VERIFY(source);
    const auto splits = (*source)->split(1, {});
    KAFKA_VERIFY(splits);
    QCOMPARE(splits->size(), size_t(1));
    QStringList rows;
    Position at;
    for (int batches = 0; batches < 1000; ++batches) {
        const auto reader = (*source)->reader(splits->front(), at);
        KAFKA_VERIFY(reader);
        Batch batch;
        Result<Reader::Outcome> outcome = Reader::Outcome::Idle;
        while (outcome && *outcome == Reader::Outcome::Idle)
            outcome = (*reader)->next(batch, {});
        KAFKA_VERIFY(outcome);
        if (*outcome == Reader::Outcome::End)
            break;
        rows += rowTexts(batch, (*source)->schema());
        at = batch.after;
    }
    QCOMPARE(rows.size(), expected.size());
    QVERIFY(rows == expected);
}

void WindowTest::aRerunGivesTheSame()
{
    const QString topic = m_broker.topic(3);
    QList<TestRecord> records;
    for (int i = 0; i < 3000; ++i)
        records.append({i % 3, nine - 1000 + i * 2, {}, QByteArray::number(i)});
    m_broker.write(topic, records);
    const auto first = window(topic);
    KAFKA_VERIFY(first);
    QCOMPARE(first->rows.size(), 2500);
    QVERIFY(first->rows == rowsOf(window(topic)));
}

int runWindowTests(TestBroker &broker, int argc, char **argv)
{
    WindowTest test(broker);
    return QTest::qExec(&test, argc, argv);
}

} // namespace sluice

#include "windowtest.moc"
