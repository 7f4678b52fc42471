#pragma once

#include <QSettings>
#include <QVariant>

namespace sluice
{

// A remembered value of the studio, declared where it is used: `const Setting<bool> follow{"log/follow", true};`
template <typename T>
struct Setting {
    const char *key;
    T fallback;

    T value() const
    {
        const QVariant stored = QSettings().value(QLatin1String(key));
        return stored.isValid() && stored.canConvert<T>() ? stored.template value<T>() : fallback;
    }
    void set(const T &value) const { QSettings().setValue(QLatin1String(key), QVariant::fromValue(value)); }
};

} // namespace sluice
