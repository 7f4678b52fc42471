#pragma once

#include <QObject>

class TestSqlText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void statements_data();
    void statements();
    void resultRows();
    void csvReadsBack();
};

class TestLocalWarehouse : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void projectNames_data();
    void projectNames();
    void servesAndIsFound();
    void nextOneTakesOver();
    void staleEndpointIsPassedBy();
    void ownerWaitsForItsGuests();
    void keysArePrivateAndStay();
    void occupiedPortIsConflict();
};

class TestSourceKeeper : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void secretsAreKeptApart();
    void missingSecretIsNamed();
    void environmentIsNotCopied();
    void unknownAndMissingOptions();
    void localOneRuns();
};

class TestRunService : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void attemptLeavesItsTraces();
    void signalsTellTheStory();
    void invalidTaskIsAFailedAttempt();
    void sourceOfAnotherTypeIsRefused();
    void secretsStayOutOfLogAndScript();
    void stopEndsARunInTwoSeconds();
    void destructorStopsWhatRuns();
    void manyAttemptsAtOnce();
    void rowLimitEndsEarly();
};

class TestResume : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void newestThatCanBeResumed();
    void namedAttempts();
    void whatMayDiffer_data();
    void whatMayDiffer();
};

class TestRehearsal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void verdictsOfEveryCell();
    void destinationStaysAsItIs();
    void readsNoMoreThanAsked();
    void otherDestinations();
    void wrongTasksAndStops();
};

class TestReplay : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rules_data();
    void rules();
    void wrongRules();
    void rowsAreKeptWhole();
    void fixedByHandAndByRule();
    void nothingIsSentTwice();
    void refusedUntilItEnded();
    void lineCorrectedByHand();
    void typedColumns();
    void trailTellsAll();
};

class TestReplayEdges : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void exponentsAreNoPlainNumbers();
    void cutLineTakesNoOtherAlong();
    void replacedRowsAreNotAdded();
    void widerRowsOfTheDestination();
    void namesThatDifferInCase();
    void bytesThatAreNoText();
    void outcomeOfAFailedReplay_data();
    void outcomeOfAFailedReplay();
    void linesOfSeveralFiles();
    void linesByThemselvesHaveNoNumber();
};

class TestReplayOrigins : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void resumedAttempts();
    void keysInTheScript();
};

class TestProbes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sqlOnTheLocalWarehouse();
    void sqlErrorsSayTheirKind();
    void schemaListAndPreview();
    void previewOfDestinations();
    void wrongKeyIsAuth();
    void unreachableIsNetwork();
};

class TestSourceTests : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void stagesAreToldInOrder();
    void wrongKeyFailsAtAuthenticate();
    void unknownProjectFailsAtPermission();
    void unreachablePlaces();
    void silentServer();
    void foldersStartInTheWorkspace();
    void halvesHaveTheirOwn();
    void filesWithoutHalvesStay();
    void statusGoesWithTheValues();
    void ownWarehouseCannotBeBroken();
    void renameTakesTasksAlong();
    void exportHoldsNoSecret();
    void importRefuses_data();
    void importRefuses();
    void runsTellAndUseTheirHalf();
};
