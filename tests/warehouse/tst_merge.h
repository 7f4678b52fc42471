#pragma once

#include <QObject>

// MERGE INTO: rows of a transactional table that are changed, deleted and added by one statement.
class TstMerge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allAtOnce();
    void order();
    void partitions();
    void deltaTables();
    void isAtomic();
    void refusals_data();
    void refusals();
};
