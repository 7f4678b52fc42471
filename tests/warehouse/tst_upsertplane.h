#pragma once

#include "serverfixture.h"

#include <QObject>

// The upsert and the stream tunnel as clients of any kind use them, and as broken ones do.
class TstUpsertPlane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();

    void metadata();
    void session();
    void slotsOfBuckets_data();
    void slotsOfBuckets();
    void everyCodec_data();
    void everyCodec();
    void repeatedCalls();
    void refusedSessions_data();
    void refusedSessions();
    void brokenFlushes_data();
    void brokenFlushes();
    void cutOffFlush();
    void aborted();
    void afterRestart();

    void stream();
    void streamSchema();
    void brokenStreams();

private:
    ServiceClient::Answer call(const QByteArray &method, const QByteArray &query, const QByteArray &body = {},
                               const ServiceClient::Headers &headers = {}) const;
    QByteArray begin() const;
    QByteArray rows() const;

    ServerFixture m_fixture;
};
