#pragma once

#include <QObject>

// PyODPS as an independent client: the programs of tests/clients against a server of their own.
class TstPyOdps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void programs_data();
    void programs();
};
