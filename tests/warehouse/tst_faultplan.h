#pragma once

#include "serverfixture.h"

#include <QObject>

class TstFaultPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void refusedPlans_data();
    void refusedPlans();
    void matching_data();
    void matching();
    void counting();
    void status();
    void breaks_data();
    void breaks();
    void delaysEndWithThePlan();
    void quotas();
    void requestIds();

private:
    ServerFixture m_fixture;
};
