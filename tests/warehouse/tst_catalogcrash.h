#pragma once

#include <QObject>

// Uploads and commits until it is killed; every commit that was answered is written to standard output.
int runVictim(const QString &storePath);

class TstCatalogCrash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killedAtAnyInstant();
};
