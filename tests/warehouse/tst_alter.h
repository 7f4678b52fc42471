#pragma once

#include <QObject>

// What becomes of a table that changes its shape, of views, and of EXPLAIN.
class TstAlter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dropColumns();
    void widerTypes_data();
    void widerTypes();
    void refusedTypes_data();
    void refusedTypes();
    void sessionsAcrossAChange();
    void dropPartitionsByCondition();
    void renamePartition();
    void mergePartitions();
    void views();
    void viewsOfThemselves();
    void refusals_data();
    void refusals();
    void viewsHaveNoRows();
    void explain();
};
