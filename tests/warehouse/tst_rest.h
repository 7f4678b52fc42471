#pragma once

#include "serverfixture.h"

#include <QObject>

// The metadata plane and SQL instances as other clients than PyODPS use them.
class TstRest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void project();
    void discovery();
    void errorShapes();
    void unprompted();
    void schemas();
    void table();
    void defaults();
    void cost();
    void kindsOfTables();
    void instanceList();
    void batchLoad();
    void pages();
    void partitions();
    void submit();
    void inlineResult();
    void status();
    void terminate();
    void badSubmissions_data();
    void badSubmissions();
    void noSecretAnywhere();
    void stopsWithARunningStatement();
    void resultsAreSwept();

private:
    ServerFixture m_fixture;
};
