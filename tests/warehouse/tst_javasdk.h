#pragma once

#include <QObject>

// MaxCompute's Java SDK as an independent client: the programs of tests/clients/java, all in one virtual machine since
// it starts slowly, against a server of their own.
class TstJavaSdk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void programs();
};
