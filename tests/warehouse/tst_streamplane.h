#pragma once

#include "serverfixture.h"

#include <QObject>

// The stream tunnel on the wire: what real clients do not do, or hide.
class TstStreamPlane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void partitionByRequest();
    void partitionByRow();
    void refusedRows();
    void schemaVersions();

private:
    std::unique_ptr<ServerFixture> m_fixture;
};
