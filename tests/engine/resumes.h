#pragma once

#include <QObject>

namespace sluice
{

// Runs that are cut off, and others that go on with them.
class Resumes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRowOnce_data();
    void everyRowOnce();
    void whatTheJournalSays();
    void anEndedSplitKeepsItsPlace();
    void runsWithoutJournal_data();
    void runsWithoutJournal();
    void everyTornJournal();
    void tornLineIsTakenOff();
    void journalsThatCannotBeUsed_data();
    void journalsThatCannotBeUsed();
    void changedSourceIsRefused_data();
    void changedSourceIsRefused();
    void onlyTheCommitWasLeft();
    void dirtyRowsOfBothCount_data();
    void dirtyRowsOfBothCount();
    void anAttemptIsResumedOnce();
    void journalThatCannotBeKept();
};

} // namespace sluice
