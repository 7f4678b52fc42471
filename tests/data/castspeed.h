#pragma once

#include <QObject>

namespace sluice
{

// The common row, all from texts: what loading a file casts a million times.
class CastSpeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commonRowFromTexts();
};

} // namespace sluice
