#pragma once

#include <QObject>

class TstCatalog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void folder();
    void lock();
    void newerFormat();
    void projects();
    void notFound();
    void upload();
    void uploadOverwrites();
    void blockReplaced();
    void blockAbandoned();
    void commitAgainAfterRestart();
    void uploadSurvivesRestart();
    void wrongRows();
    void tableChangesDuringUpload();
    void everyTypeThroughTunnel();
    void download();
    void downloadManySegments();
    void downloadTableModified();
    void concurrentBlocks();
    void concurrentStatements();
    void hiddenRowsAreSwept();
};
