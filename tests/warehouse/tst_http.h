#pragma once

#include "rawclient.h"
#include "warehouse/http/httpserver.h"

#include <QObject>

#include <memory>

// The HTTP server by itself, with handlers of the test and clients that misbehave.
class TstHttp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void heads_data();
    void heads();
    void queries();
    void bodies_data();
    void bodies();
    void pipelined();
    void oldVersion();
    void expectsContinue();
    void streams();
    void brokenStream();
    void answerBeforeTheBodyEnds();
    void silentClients();
    void manyIdleConnections();
    void occupiedPort();
    void loopbackOnly();
    void stopsInTime();
    void handlerThrows();

private:
    QByteArray ask(const QByteArray &request);

    std::unique_ptr<sluice::warehouse::HttpServer> m_server;
};
