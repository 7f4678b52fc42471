#pragma once

#include <QObject>

// How a table's rows are laid out by what CREATE says: clustered, and in partitions that are worked out.
class TstLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void clustering();
    void alterClustering();
    void truncTime_data();
    void truncTime();
    void autoPartitions();
    void refusals_data();
    void refusals();
};
