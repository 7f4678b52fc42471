#pragma once

#include <QObject>

// Delta tables without a network: keys, rows that change, sessions of the upsert and the stream tunnel.
class TstDelta : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statements_data();
    void statements();
    void keysAreUnique();
    void rowChanges();
    void rowChangesOfPartitions();
    void rangesOfChangedSegments();
    void batchUpload();
    void upserts();
    void partialUpdates();
    void partialOrder();
    void sessionsEnd();
    void sessionsOverRestart();
    void refusedRecords_data();
    void refusedRecords();
    void manyUpserts();
    void streams();
    void oldFiles();
};
