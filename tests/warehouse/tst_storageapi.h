#pragma once

#include "serverfixture.h"

#include <QObject>

// The Storage API, previews and Arrow results on the wire, and what comes when a client does it wrong.
class TstStorageApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void splits_data();
    void splits();
    void rowOffset();
    void columnsAndUnits();
    void filters_data();
    void filters();
    void buckets_data();
    void buckets();
    void badReads_data();
    void badReads();
    void readAfterOverwrite();

    void writeAndCommit();
    void attempts();
    void dynamicPartitions();
    void deltaTables();
    void compressedWrite_data();
    void compressedWrite();
    void badWrites_data();
    void badWrites();
    void damagedStreams_data();
    void damagedStreams();
    void commitAgainAfterRestart();

    void preview();
    void csvPreview();
    void arrowResults();
    void directResults();
    void limitedResults();

private:
    QJsonObject createScan(const QByteArray &table, const QByteArray &body) const;
    QJsonObject createWrite(const QByteArray &table, const QByteArray &body) const;

    ServerFixture m_fixture;
};
