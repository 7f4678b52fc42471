#pragma once

#include <QObject>

namespace sluice
{

// Whole runs between ends that do what the test says.
class Runs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRowOnce_data();
    void everyRowOnce();
    void largeBatchesAreCut();
    void fewerReaderColumns();
    void moreReaderColumnsMoveNothing();
    void readerWithoutColumnsTakesTheWriters();
    void writerThatNeedsThePeer();
    void noSplitsStillCommit();
    void errorLimit_data();
    void errorLimit();
    void dirtyRowsOfEveryPart();
    void dirtLimitStopsARunInTheMiddle();
    void failureOfOneLaneStopsTheOthers();
    void failures_data();
    void failures();
    void exceptionsBecomeErrors_data();
    void exceptionsBecomeErrors();
    void stopWithinTwoSeconds_data();
    void stopWithinTwoSeconds();
    void stopBeforeTheStart();
    void deadline();
    void waitsAreCounted();
    void memoryIsBoundedByTheQueue();
    void writersAreTendedWhileNoRowsCome();
    void rowLimit();
    void throttleHoldsTheRate();
    void progressWhileItRuns();
    void unknownConnector();
};

} // namespace sluice
