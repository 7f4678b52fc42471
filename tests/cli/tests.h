#pragma once

#include <QObject>

class TestUsage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wrongWords_data();
    void wrongWords();
    void help();
    void newRefusesWhatIsThere();
    void newerWorkspaceIsRefused();
    void noWorkspaceHere();
    void validate();
    void connectors();
};

class TestRun : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void loadsAndReports();
    void jsonIsOneDocument();
    void parametersAndTime();
    void secretParametersAreKeptNowhere();
    void dirtyRowsFailTheTask();
    void invalidTask();
    void missingFile();
    void interruptStopsIt();
    void terminateStopsIt();
    void fullDisk();
    void workspaceOfTheFile();
    void twoAtOnceShareTheWarehouse();
    void sqlFormats();
    void sqlFailures();
};

class TestDiff : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsWhatChanged();
};

class TestDdl : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fileToNewTable();
    void keysAndTypes();
    void tableThatIsThere();
    void refusals();
};

class TestExpr : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void resolves();
    void pointsAtFaults();
    void impossibleTimes_data();
    void impossibleTimes();
    void zoneOfTheWorkspace();
    void tutorialsAtThePrintedTimes_data();
    void tutorialsAtThePrintedTimes();
    void whatIsGivenIsStronger();
    void validateChecksWhatIsKept();
};

class TestSources : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void addListShowRemove();
    void secretsAreNoArguments();
    void wrongKeyAndWrongPlace();
    void productionIsAHalf();
    void usedOnesStay();
};

class TestWarehouse : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void servesUntilTerminated();
    void projectsAndOwnKey();
    void occupiedPort();
    void servedAlready();
    void outsideOfAWorkspace();
};

class TestCrash : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void killedRunsLeaveOneCopy();
    void killedWarehouseIsTakenOver();
};

class TestReplay : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rehearsalWritesNothing();
    void rulesAndReplay();
    void rowLimitIsReal();
};

class TestResume : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void killedRunsGoOn();
    void killedRunStaysInItsHalf();
    void stoppedRunSaysHow();
    void whatChangedIsRefused();
    void dirtyRowsAndTheirLimit();
};
