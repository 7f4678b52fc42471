#pragma once

#include <QObject>
#include <QTemporaryDir>

class TestWorkspace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void createMakesMarkerAndPrivateState();
    void createRefusesWhatIsThere();
    void openRefusesOtherFoldersAndNewerVersions();
    void findLooksUpwards();
    void nodesAreSortedAndHideHiddenOnes();
    void tasksAreWrittenWhole();
    void namesAreChecked_data();
    void namesAreChecked();
    void moveNeverReplaces();
    void trashAndRestore();
    void pathsStayInside();
};

class TestHistory : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsWhatWasSaved();
    void newestFirst();
    void newerVersionIsRefused();
    void olderVersionIsTakenUp();
    void abandonedAttemptsAreClosed();
    void twoConnectionsShareOneFile();
    void manyThreads();
};

class TestTaskSchedule : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reads();
    void faults_data();
    void faults();
    void hintOffersTheSafeForm();
    void goesWithItsTask();
};

class TestSources : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void localWarehouseIsAlwaysThere();
    void savesAndFinds();
    void brokenFileHidesNoOther();
    void unknownNameGivesTheNearest();
    void namesAndDescriptionsAreChecked();
};

class TestSchemaCache : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsWhatWasRead();
    void namesItsObjects();
    void holdsNoSecrets();
    void refusesForeignFiles();
};

class TestSecrets : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void keepsAndForgets();
    void fileHoldsNoSecretAndIsPrivate();
    void environmentWins();
    void passphraseOpensAndAnotherDoesNot();
    void keyFileOfOthersIsRefused();
    void changedFileDoesNotOpen();
    void deadKeyringFallsBackToTheFile();

private:
    std::unique_ptr<QTemporaryDir> m_dir;
};

class TestDrafts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keptUntilForgotten();
    void lateCallsDoNothing();
    void strangeFilesAreLeftOut();
};

class TestTaskSearch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsWhatTasksHold();
    void noticesChanges();
    void duplicatesTasks();
};
