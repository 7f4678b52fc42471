#pragma once

#include <QObject>

namespace sluice
{

// What the field mapper shows for a pair of types (FM-8), and DataWorks' six types (MR-16).
class Verdicts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verdict_data();
    void verdict();
    void integrationTypes_data();
    void integrationTypes();
};

} // namespace sluice
