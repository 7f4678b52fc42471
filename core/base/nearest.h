#pragma once

#include <QString>
#include <QStringList>

namespace sluice
{

// The candidate that a person most likely meant by `name`: least edit distance, ignoring case, at most a third
// of the name's length; empty when none is near.
QString nearest(const QString &name, const QStringList &candidates);

// " Did you mean \"x\"?", or nothing.
QString didYouMean(const QString &name, const QStringList &candidates);

} // namespace sluice
