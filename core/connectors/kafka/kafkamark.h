#pragma once

#include "connectors/kafka/kafkaclient.h"
#include "data/batch.h"

#include <map>
#include <vector>

namespace sluice
{

class KafkaPlan;

// A record that was read, by which a partition is known again: a topic that is deleted and made anew under its name
// holds other records at the same offsets. librdkafka tells no topic's own id.
struct KafkaMark {
    int partition = 0;
    qint64 offset = 0;
    qint64 time = 0;
    QByteArray hash; // of key and value

    static KafkaMark of(const rd_kafka_message_t &message);
    friend bool operator==(const KafkaMark &, const KafkaMark &) = default;
};

// A reader's position: the next offset of each partition and a record of each that was read shortly before.
Position positionOf(const std::map<int, qint64> &offsets, const std::vector<KafkaMark> &marks);
std::map<int, qint64> offsetsOf(const Position &position);
std::vector<KafkaMark> marksOf(const Position &position);

// Reads the records again. Conflict when one of them is another now; one that is gone (retention, compaction) proves
// nothing, which the log says.
Done checkMarks(const KafkaPlan &plan, const std::vector<KafkaMark> &marks, Stop stop);

} // namespace sluice
