#pragma once

#include "serverfixture.h"

#include <QObject>

// The batch tunnel as other clients than PyODPS use it, and as broken ones do.
class TstTunnelPlane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void everyTypeEveryCodec_data();
    void everyTypeEveryCodec();
    void spellings_data();
    void spellings();
    void blockList();
    void brokenBlocks_data();
    void brokenBlocks();
    void clientVanishes();
    void commitAgainAfterRestart();
    void rowRanges_data();
    void rowRanges();
    void emptyTable();
    void downloadClientVanishes();
    void instanceTunnel();
    void parallelBlocks();
    void sessionsBelongToASchema();

private:
    QByteArray createUpload(const QByteArray &table);

    ServerFixture m_fixture;
};
