#pragma once

#include <QObject>

namespace sluice
{

// What holds for every pair of types and whole arrays.
class CastProperties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPairAgreesWithItsVerdict();
    void losslessCastsComeBack();
    void textsComeBack();
    void slicesCastAsTheirRows();
    void identitySharesItsBuffers();
    void zonesAgreeWithQt_data();
    void zonesAgreeWithQt();
    void wrongArrayIsRefused();
};

} // namespace sluice
