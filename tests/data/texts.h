#pragma once

#include <QObject>

namespace sluice
{

// The readers and writers of single values that casts are made of.
class Texts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyDayOfTheCalendar();
    void decimalsByLongDivision();
    void utf8Sequences();
    void jsonFaults_data();
    void jsonFaults();
    void jsonStringsComeBack();
    void quotedValues();
};

} // namespace sluice
