#pragma once

#include <QObject>

namespace sluice
{

// The parts of a lane by themselves.
class Parts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void throttlePaysForEveryByte();
    void throttleGivesLittleCredit();
    void throttleWakesOnStop();
    void queueHoldsItsBound();
    void queueTakesOneLargeBatch();
    void queueWakesOnStop();
    void queueEnds();
    void slices();
    void firstRowsInTheirOrder();
    void dropsRows();
    void mapRefusesTooManyColumns();
    void mapPadsWithNull();
    void mapRefusesWhatHasNoCast();
    void mapKeepsOneReasonARow();
    void mapKeepsNullOutOfColumnsThatTakeNone();
    void dirtyRowsAsJsonLines();
    void dirtyRowsToldByCause();
    void dirtyShare();
};

} // namespace sluice
