#pragma once

#include <QObject>

namespace sluice
{

// One value at a time: what comes out of each pair of types, and the words of each refusal.
class CastCases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void value_data();
    void value();
    void bytesThatAreNotUtf8();
    void skippedAndRepeatedTimes_data();
    void skippedAndRepeatedTimes();
};

} // namespace sluice
