#pragma once

#include <QObject>

// Signatures as the clients make them, with their ways of reading their own addresses.
class TstAuth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void known_data();
    void known();
    void refused_data();
    void refused();
    void readings_data();
    void readings();
    void version4_data();
    void version4();
    void bearerTokens();
    void policies_data();
    void policies();
    void dates();
};
